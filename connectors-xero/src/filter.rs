//! The `where` of a list: conditions on fields, built so that a value cannot break out of its place.
//!
//! ```
//! use connectors_xero::filter::{field, guid};
//!
//! let overdue = field("Type").eq("ACCREC")
//!     .and(field("Status").eq("AUTHORISED"))
//!     .and(field("DueDate").lt(chrono::NaiveDate::from_ymd_opt(2026, 1, 31)))
//!     .and(field("Contact.ContactID").eq(guid("1f7b2f5e-57ae-4f6c-9c3c-5c5d1c3b2a10")));
//! assert_eq!(
//!     overdue.render()?,
//!     r#"Type=="ACCREC" AND Status=="AUTHORISED" AND DueDate<DateTime(2026,01,31) AND Contact.ContactID==guid("1f7b2f5e-57ae-4f6c-9c3c-5c5d1c3b2a10")"#,
//! );
//! # Ok::<(), connectors_core::Error>(())
//! ```
//!
//! Xero does not document how a quote inside a text is written, so a text with a quote, a backslash or a control
//! character is refused, by the name of its field, before anything is sent. Of the forms, only `==` with a text is in
//! Xero's description; `DateTime(…)`, `guid(…)`, `Contains` and `StartsWith` are not verified.
//!
//! What a list takes as a parameter of its own (ids, numbers, statuses, `modified_since`) is faster there than here.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use connectors_core::types::money;
use connectors_core::{Error, Result};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::config::is_guid;

/// A condition that records must meet. See the [module](self).
///
/// As JSON: `{"compare": {"field": "Status", "op": "equals", "value": {"text": "PAID"}}}`, `{"all": […]}`, `{"any": […]}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Filter(Node);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Condition"))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Node {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Compare { field: String, op: Op, value: Value },
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum Op {
    Equals,
    Differs,
    Less,
    AtMost,
    More,
    AtLeast,
    Contains,
    StartsWith,
}

/// What a field is compared with. Made from texts, numbers, dates, times and truth values by `into()`, and by [`guid`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Value {
    /// A text.
    Text(String),
    /// An id.
    Guid(String),
    /// A number.
    Number(
        #[serde(with = "money")]
        #[cfg_attr(feature = "schema", schemars(with = "f64"))]
        Decimal,
    ),
    /// A calendar date.
    Date(NaiveDate),
    /// A moment.
    Time(DateTime<Utc>),
    /// A truth value.
    Flag(bool),
    /// Nothing: the field is empty.
    Null,
}

/// Begins a condition on a field: `Status`, `Contact.ContactID`.
pub fn field(path: impl Into<String>) -> Field {
    Field(path.into())
}

/// An id to compare with.
#[must_use]
pub fn guid(id: impl Into<String>) -> Value {
    Value::Guid(id.into())
}

/// A field, waiting for what it is compared with.
#[derive(Clone, Debug)]
#[must_use]
pub struct Field(String);

impl Field {
    fn is(self, op: Op, value: impl Into<Value>) -> Filter {
        Filter(Node::Compare { field: self.0, op, value: value.into() })
    }

    /// Equals.
    pub fn eq(self, value: impl Into<Value>) -> Filter {
        self.is(Op::Equals, value)
    }

    /// Does not equal.
    pub fn ne(self, value: impl Into<Value>) -> Filter {
        self.is(Op::Differs, value)
    }

    /// Is less, or earlier.
    pub fn lt(self, value: impl Into<Value>) -> Filter {
        self.is(Op::Less, value)
    }

    /// Is less, earlier or equal.
    pub fn le(self, value: impl Into<Value>) -> Filter {
        self.is(Op::AtMost, value)
    }

    /// Is more, or later.
    pub fn gt(self, value: impl Into<Value>) -> Filter {
        self.is(Op::More, value)
    }

    /// Is more, later or equal.
    pub fn ge(self, value: impl Into<Value>) -> Filter {
        self.is(Op::AtLeast, value)
    }

    /// Is a text that contains this one.
    pub fn contains(self, text: impl Into<String>) -> Filter {
        self.is(Op::Contains, text.into())
    }

    /// Is a text that starts with this one.
    pub fn starts_with(self, text: impl Into<String>) -> Filter {
        self.is(Op::StartsWith, text.into())
    }
}

impl Filter {
    /// Both conditions.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match self.0 {
            Node::All(mut all) => {
                all.push(other);
                Self(Node::All(all))
            }
            one => Self(Node::All(vec![Self(one), other])),
        }
    }

    /// Either condition, or both.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match self.0 {
            Node::Any(mut any) => {
                any.push(other);
                Self(Node::Any(any))
            }
            one => Self(Node::Any(vec![Self(one), other])),
        }
    }

    /// As Xero reads it.
    ///
    /// # Errors
    /// A field that is no path of names, or a value that cannot be written; the error names the field.
    pub fn render(&self) -> Result<String> {
        let mut out = String::new();
        self.write(&mut out, false)?;
        Ok(out)
    }

    fn write(&self, out: &mut String, inside: bool) -> Result<()> {
        let (parts, word) = match &self.0 {
            Node::Compare { field, op, value } => return write_one(out, field, *op, value),
            Node::All(all) => (all, " AND "),
            Node::Any(any) => (any, " OR "),
        };
        if parts.is_empty() {
            return Err(Error::validation("filter", "a list of conditions is empty"));
        }
        if inside {
            out.push('(');
        }
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                out.push_str(word);
            }
            part.write(out, true)?;
        }
        if inside {
            out.push(')');
        }
        Ok(())
    }
}

fn write_one(out: &mut String, field: &str, op: Op, value: &Value) -> Result<()> {
    check_path("filter", field)?;
    let text = literal(field, value)?;
    let sign = match op {
        Op::Equals => "==",
        Op::Differs => "!=",
        Op::Less => "<",
        Op::AtMost => "<=",
        Op::More => ">",
        Op::AtLeast => ">=",
        Op::Contains | Op::StartsWith => {
            if !matches!(value, Value::Text(_)) {
                return Err(wrong(field, "only a text can contain another or start with it"));
            }
            let name = if op == Op::Contains { "Contains" } else { "StartsWith" };
            out.extend([field, ".", name, "(", &text, ")"]);
            return Ok(());
        }
    };
    out.extend([field, sign, &text]);
    Ok(())
}

/// `value` as Xero's expressions write it.
fn literal(field: &str, value: &Value) -> Result<String> {
    Ok(match value {
        Value::Text(text) => {
            if text.chars().any(|c| matches!(c, '"' | '\\') || c.is_control()) {
                return Err(wrong(field, "the text holds a quote, a backslash or a control character"));
            }
            format!("\"{text}\"")
        }
        Value::Guid(id) if is_guid(id) => format!("guid(\"{}\")", id.to_ascii_lowercase()),
        Value::Guid(_) => return Err(wrong(field, "is not compared with a GUID")),
        Value::Number(number) => number.normalize().to_string(),
        Value::Date(date) => {
            check_year(field, date.year())?;
            format!("DateTime({})", date.format("%-Y,%m,%d"))
        }
        Value::Time(time) => {
            check_year(field, time.year())?;
            format!("DateTime({})", time.format("%-Y,%m,%d,%H,%M,%S"))
        }
        Value::Flag(flag) => flag.to_string(),
        Value::Null => "null".to_owned(),
    })
}

fn check_year(field: &str, year: i32) -> Result<()> {
    if (1..=9999).contains(&year) { Ok(()) } else { Err(wrong(field, "the year is not between 1 and 9999")) }
}

fn wrong(field: &str, message: &str) -> Error {
    Error::validation(format!("filter.{field}"), message)
}

/// Refuses what is not names with dots between them.
pub(crate) fn check_path(input: &str, path: &str) -> Result<()> {
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    if path.split('.').all(is_name) {
        Ok(())
    } else {
        Err(Error::validation(input, format!("`{}` is not a field", path.escape_debug())))
    }
}

/// What a list is ordered by.
///
/// As JSON: `{"by": "UpdatedDateUTC", "descending": true}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Order {
    by: String,
    #[serde(default)]
    descending: bool,
}

impl Order {
    /// Smallest or earliest first.
    pub fn ascending(field: impl Into<String>) -> Self {
        Self { by: field.into(), descending: false }
    }

    /// Largest or latest first.
    pub fn descending(field: impl Into<String>) -> Self {
        Self { by: field.into(), descending: true }
    }

    /// As Xero reads it.
    ///
    /// # Errors
    /// A field that is no path of names.
    pub fn render(&self) -> Result<String> {
        check_path("order", &self.by)?;
        Ok(format!("{}{}", self.by, if self.descending { " DESC" } else { "" }))
    }
}

macro_rules! from {
    ($($variant:ident: $($from:ty),+;)+) => {
        $($(impl From<$from> for Value {
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        })+)+
    };
}

from! {
    Text: &str, String;
    Number: Decimal, i32, i64;
    Date: NaiveDate;
    Time: DateTime<Utc>;
    Flag: bool;
}

/// `None` is [`Value::Null`].
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use connectors_core::ErrorKind;
    use proptest::prelude::*;

    #[test]
    fn every_kind_of_value_and_comparison_has_its_form() {
        let day = NaiveDate::from_ymd_opt(2024, 1, 2).unwrap();
        let time = day.and_hms_opt(3, 4, 5).unwrap().and_utc();
        let id = "AAAAAAAA-1111-4222-8333-444444444444";
        for (filter, text) in [
            (field("Name").eq("Ada & Söhne"), "Name==\"Ada & Söhne\""),
            (field("Status").ne("PAID"), "Status!=\"PAID\""),
            (field("Total").lt(Decimal::new(1050, 2)), "Total<10.5"),
            (field("Total").le(-3), "Total<=-3"),
            (field("Date").gt(day), "Date>DateTime(2024,01,02)"),
            (field("UpdatedDateUTC").ge(time), "UpdatedDateUTC>=DateTime(2024,01,02,03,04,05)"),
            (field("IsCustomer").eq(true), "IsCustomer==true"),
            (field("EmailAddress").ne(Value::Null), "EmailAddress!=null"),
            (field("InvoiceID").eq(guid(id)), "InvoiceID==guid(\"aaaaaaaa-1111-4222-8333-444444444444\")"),
            (field("Name").contains("x"), "Name.Contains(\"x\")"),
            (field("Name").starts_with("x"), "Name.StartsWith(\"x\")"),
        ] {
            assert_eq!(filter.render().unwrap(), text);
        }
    }

    #[test]
    fn and_and_or_keep_their_grouping() {
        let (a, b, c) = (field("A").eq(1), field("B").eq(2), field("C").eq(3));
        let text = |filter: Filter| filter.render().unwrap();
        assert_eq!(text(a.clone().and(b.clone()).and(c.clone())), "A==1 AND B==2 AND C==3");
        assert_eq!(text(a.clone().and(b.clone().or(c.clone()))), "A==1 AND (B==2 OR C==3)");
        assert_eq!(text(a.or(b.and(c))), "A==1 OR (B==2 AND C==3)");
    }

    #[test]
    fn a_value_that_could_break_out_is_refused_by_the_name_of_its_field() {
        for bad in ["x\" OR \"1\"==\"1", "x\\", "x\ny", "\u{0}"] {
            for filter in [field("Name").eq(bad), field("Name").contains(bad)] {
                let error = filter.render().unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Validation);
                assert_eq!(error.field_errors()[0].field, "filter.Name");
            }
        }
        let error = field("InvoiceID").eq(guid("x\")")).render().unwrap_err();
        assert_eq!(error.field_errors()[0].field, "filter.InvoiceID");
    }

    #[test]
    fn a_field_that_is_none_is_refused() {
        for bad in ["", "Name==\"x\" OR Name", "Contact..Name", "1st", "Na me", "Name)"] {
            assert_eq!(field(bad).eq("x").render().unwrap_err().field_errors()[0].field, "filter", "{bad}");
            assert_eq!(
                Order::descending(bad).render().unwrap_err().field_errors()[0].field,
                "order",
                "{bad}"
            );
        }
    }

    #[test]
    fn a_comparison_that_makes_no_sense_is_refused() {
        let filter: Filter =
            serde_json::from_str(r#"{"compare":{"field":"Total","op":"contains","value":{"number":"1"}}}"#)
                .unwrap();
        assert!(filter.render().is_err());
        let filter: Filter = serde_json::from_str(r#"{"all":[]}"#).unwrap();
        assert!(filter.render().is_err());
    }

    #[test]
    fn it_survives_json() {
        let filter = field("Status").eq("PAID").and(field("A").lt(1).or(field("B").eq(None::<&str>)));
        let json = serde_json::to_string(&filter).unwrap();
        assert_eq!(serde_json::from_str::<Filter>(&json).unwrap(), filter);
    }

    proptest! {
        #[test]
        fn a_text_is_refused_or_stays_one_text(text in any::<String>()) {
            if let Ok(out) = field("Name").eq(text.as_str()).render() {
                prop_assert_eq!(out, format!("Name==\"{text}\""));
                prop_assert!(!text.contains(['"', '\\']));
            }
        }
    }
}
