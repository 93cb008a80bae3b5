//! Conditions, built so that a value cannot become a part of the condition.

use chrono::{DateTime, NaiveDate, Utc};
use connectors_core::types::money;
use connectors_core::{Error, Result};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::records::{api_name, seconds};

/// What must hold of a record: for [`Search`](crate::records::Search) and for [`coql`](crate::coql).
///
/// ```
/// use connectors_zoho::Criteria;
///
/// let won = Criteria::equals("Stage", "Closed Won").and(Criteria::greater_than("Amount", 1000));
/// let smith = Criteria::starts_with("Last_Name", "Smith").or(Criteria::equals("Company", "Smith, Sons (Ltd)"));
/// ```
///
/// As JSON: `{"field": "Stage", "comparator": "equals", "value": "Closed Won"}`, `{"and": […]}`, `{"or": […]}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, deny_unknown_fields)]
#[non_exhaustive]
pub enum Criteria {
    /// All of them.
    And {
        /// What must hold.
        and: Vec<Criteria>,
    },
    /// One of them.
    Or {
        /// What may hold.
        or: Vec<Criteria>,
    },
    /// One comparison.
    Compare {
        /// The field's API name; in COQL also through lookups: `Account_Name.Industry`.
        field: String,
        /// How.
        comparator: Comparator,
        /// With what: a text, a number, a boolean; an array for `in`, `not_in` and `between`; nothing for `is_null`.
        #[serde(default, skip_serializing_if = "Value::is_null")]
        value: Value,
    },
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Comparator {
    /// The same.
    Equals,
    /// Not the same.
    NotEqual,
    /// Less.
    LessThan,
    /// Less or the same.
    LessEqual,
    /// More.
    GreaterThan,
    /// More or the same.
    GreaterEqual,
    /// One of several.
    In,
    /// None of several.
    NotIn,
    /// From the first to the second.
    Between,
    /// A text that begins so.
    StartsWith,
    /// A text that holds it. COQL only.
    Contains,
    /// Empty. COQL only.
    IsNull,
    /// Not empty. COQL only.
    IsNotNull,
}

/// What a field is compared with: text, numbers, amounts, days, moments (to the second, as Zoho keeps them).
#[derive(Clone, Debug, PartialEq)]
pub struct Operand(Value);

/// One `From` for each: a generic one would forbid those below.
macro_rules! as_json {
    ($($plain:ty),*) => {
        $(impl From<$plain> for Operand {
            fn from(value: $plain) -> Self {
                Self(value.into())
            }
        })*
    };
}

as_json!(Value, Vec<Value>, &str, String, bool, i32, i64, u32, u64, f64);

impl From<Decimal> for Operand {
    fn from(amount: Decimal) -> Self {
        // An amount that no JSON number carries exactly is compared as the text that it is.
        let number = money::serialize(&amount, serde_json::value::Serializer);
        Self(number.unwrap_or_else(|_| amount.to_string().into()))
    }
}

impl From<NaiveDate> for Operand {
    fn from(day: NaiveDate) -> Self {
        Self(day.to_string().into())
    }
}

impl From<DateTime<Utc>> for Operand {
    fn from(moment: DateTime<Utc>) -> Self {
        Self(seconds(moment).into())
    }
}

impl Criteria {
    /// A comparison.
    pub fn compare(field: impl Into<String>, comparator: Comparator, value: impl Into<Operand>) -> Self {
        Self::Compare { field: field.into(), comparator, value: value.into().0 }
    }

    /// The field has this value.
    pub fn equals(field: impl Into<String>, value: impl Into<Operand>) -> Self {
        Self::compare(field, Comparator::Equals, value)
    }

    /// The field has another value.
    pub fn not_equal(field: impl Into<String>, value: impl Into<Operand>) -> Self {
        Self::compare(field, Comparator::NotEqual, value)
    }

    /// The field has a smaller value.
    pub fn less_than(field: impl Into<String>, value: impl Into<Operand>) -> Self {
        Self::compare(field, Comparator::LessThan, value)
    }

    /// The field has a larger value.
    pub fn greater_than(field: impl Into<String>, value: impl Into<Operand>) -> Self {
        Self::compare(field, Comparator::GreaterThan, value)
    }

    /// The field has this value or a smaller one.
    pub fn less_equal(field: impl Into<String>, value: impl Into<Operand>) -> Self {
        Self::compare(field, Comparator::LessEqual, value)
    }

    /// The field has this value or a larger one.
    pub fn greater_equal(field: impl Into<String>, value: impl Into<Operand>) -> Self {
        Self::compare(field, Comparator::GreaterEqual, value)
    }

    /// The field's value is one of these.
    pub fn one_of<V: Into<Operand>>(field: impl Into<String>, values: impl IntoIterator<Item = V>) -> Self {
        Self::compare(
            field,
            Comparator::In,
            values.into_iter().map(|value| value.into().0).collect::<Vec<Value>>(),
        )
    }

    /// The field's value lies between these, both included.
    pub fn between(field: impl Into<String>, low: impl Into<Operand>, high: impl Into<Operand>) -> Self {
        Self::compare(field, Comparator::Between, vec![low.into().0, high.into().0])
    }

    /// The field's text begins with this.
    pub fn starts_with(field: impl Into<String>, value: impl Into<Operand>) -> Self {
        Self::compare(field, Comparator::StartsWith, value)
    }

    /// The field's text holds this. COQL only.
    pub fn contains(field: impl Into<String>, value: impl Into<Operand>) -> Self {
        Self::compare(field, Comparator::Contains, value)
    }

    /// The field is empty. COQL only.
    pub fn is_null(field: impl Into<String>) -> Self {
        Self::compare(field, Comparator::IsNull, Value::Null)
    }

    /// The field is not empty. COQL only.
    pub fn is_not_null(field: impl Into<String>) -> Self {
        Self::compare(field, Comparator::IsNotNull, Value::Null)
    }

    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match self {
            Self::And { mut and } => {
                and.push(other);
                Self::And { and }
            }
            first => Self::And { and: vec![first, other] },
        }
    }

    /// One of both holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match self {
            Self::Or { mut or } => {
                or.push(other);
                Self::Or { or }
            }
            first => Self::Or { or: vec![first, other] },
        }
    }

    /// As the parameter `criteria` of a search.
    pub(crate) fn for_search(&self) -> Result<String> {
        self.write(&search_comparison, "")
    }

    /// How many comparisons it is made of.
    pub(crate) fn comparisons(&self) -> usize {
        match self {
            Self::Compare { .. } => 1,
            Self::And { and: parts } | Self::Or { or: parts } => parts.iter().map(Self::comparisons).sum(),
        }
    }

    /// As a condition of COQL.
    pub(crate) fn for_coql(&self) -> Result<String> {
        self.write(&coql_comparison, " ")
    }

    /// Both languages nest in pairs: `((a and b) and c)`.
    fn write(
        &self,
        comparison: &dyn Fn(&str, Comparator, &Value) -> Result<String>,
        space: &str,
    ) -> Result<String> {
        let (parts, word) = match self {
            Self::Compare { field, comparator, value } => {
                let field = api_name("criteria", field)?;
                return comparison(field, *comparator, value).map(|text| format!("({text})"));
            }
            Self::And { and } => (and, "and"),
            Self::Or { or } => (or, "or"),
        };
        let mut parts = parts.iter();
        let Some(first) = parts.next() else {
            return Err(Error::validation("criteria", format!("`{word}` is empty")));
        };
        parts.try_fold(first.write(comparison, space)?, |left, part| {
            Ok(format!("({left}{space}{word}{space}{})", part.write(comparison, space)?))
        })
    }
}

/// `Last_Name:equals:O\(Brien`. Source: Zoho CRM API v8, "Search Records".
fn search_comparison(field: &str, comparator: Comparator, value: &Value) -> Result<String> {
    use Comparator::{
        Between, Contains, Equals, GreaterEqual, GreaterThan, In, IsNotNull, IsNull, LessEqual, LessThan,
        NotEqual, NotIn, StartsWith,
    };
    let word = match comparator {
        Equals => "equals",
        NotEqual => "not_equal",
        LessThan => "less_than",
        LessEqual => "less_equal",
        GreaterThan => "greater_than",
        GreaterEqual => "greater_equal",
        In => "in",
        NotIn => "not_in",
        Between => "between",
        StartsWith => "starts_with",
        Contains | IsNull | IsNotNull => {
            return Err(Error::validation(
                "criteria",
                format!("a search cannot compare by {comparator:?}: use COQL"),
            ));
        }
    };
    let values = operands(field, comparator, value)?;
    let escaped = values.iter().map(|value| escape(field, value)).collect::<Result<Vec<_>>>()?;
    Ok(format!("{field}:{word}:{}", escaped.join(",")))
}

/// A backslash takes their meaning from brackets, commas and itself.
fn escape(field: &str, value: &Value) -> Result<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        _ => return Err(unfit(field, "a text, a number or a boolean")),
    };
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if matches!(char, '(' | ')' | ',' | '\\') {
            out.push('\\');
        }
        out.push(char);
    }
    Ok(out)
}

/// `Last_Name = 'O''Brien'`. Sources: Zoho CRM API v8, "Query API"; for quotes the vendor's FAQ on COQL.
fn coql_comparison(field: &str, comparator: Comparator, value: &Value) -> Result<String> {
    use Comparator::{
        Between, Contains, Equals, GreaterEqual, GreaterThan, In, IsNotNull, IsNull, LessEqual, LessThan,
        NotEqual, NotIn, StartsWith,
    };
    let operator = match comparator {
        Equals => "=",
        NotEqual => "!=",
        LessThan => "<",
        LessEqual => "<=",
        GreaterThan => ">",
        GreaterEqual => ">=",
        In => "in",
        NotIn => "not in",
        Between => "between",
        StartsWith | Contains => "like",
        IsNull => return Ok(format!("{field} is null")),
        IsNotNull => return Ok(format!("{field} is not null")),
    };
    let values = operands(field, comparator, value)?;
    let quoted = values.iter().map(|value| quote(field, value)).collect::<Result<Vec<_>>>()?;
    Ok(match comparator {
        Between => format!("{field} between {}", quoted.join(" and ")),
        In | NotIn => format!("{field} {operator} ({})", quoted.join(", ")),
        StartsWith | Contains => format!("{field} like {}", pattern(field, comparator, value)?),
        _ => format!("{field} {operator} {}", quoted.concat()),
    })
}

fn quote(field: &str, value: &Value) -> Result<String> {
    match value {
        Value::String(text) => Ok(quoted(text)),
        Value::Number(_) | Value::Bool(_) => Ok(value.to_string()),
        _ => Err(unfit(field, "a text, a number or a boolean")),
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// COQL has no way to say that a percent sign means itself.
fn pattern(field: &str, comparator: Comparator, value: &Value) -> Result<String> {
    let text = value.as_str().ok_or_else(|| unfit(field, "a text"))?;
    if text.contains('%') {
        return Err(unfit(field, "a text without `%`, which stands for any characters here"));
    }
    let start = if comparator == Comparator::Contains { "%" } else { "" };
    Ok(quoted(&format!("{start}{text}%")))
}

/// The values that a comparison takes: one, two or several.
fn operands(field: &str, comparator: Comparator, value: &Value) -> Result<Vec<Value>> {
    let values = match value {
        Value::Array(values) => values.clone(),
        value => vec![value.clone()],
    };
    match (comparator, values.len()) {
        (Comparator::Between, 2) => Ok(values),
        (Comparator::Between, _) => Err(unfit(field, "two values")),
        (Comparator::In | Comparator::NotIn, 1..=50) => Ok(values),
        (Comparator::In | Comparator::NotIn, _) => Err(unfit(field, "from 1 to 50 values")),
        _ if value.is_array() => Err(unfit(field, "one value")),
        _ => Ok(values),
    }
}

fn unfit(field: &str, wanted: &str) -> Error {
    Error::validation("criteria", format!("{field} is compared with {wanted}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn conditions_nest_in_pairs() {
        let criteria = Criteria::equals("A", 1)
            .and(Criteria::equals("B", true))
            .and(Criteria::starts_with("C", "x").or(Criteria::one_of("D", ["y", "z"])));
        assert_eq!(
            criteria.for_search().unwrap(),
            "(((A:equals:1)and(B:equals:true))and((C:starts_with:x)or(D:in:y,z)))"
        );
        assert_eq!(
            criteria.for_coql().unwrap(),
            "(((A = 1) and (B = true)) and ((C like 'x%') or (D in ('y', 'z'))))"
        );
    }

    #[test]
    fn a_value_cannot_break_out_of_its_condition() {
        let evil = r"x)or(Email:starts_with:a\),";
        assert_eq!(
            Criteria::equals("A", evil).for_search().unwrap(),
            r"(A:equals:x\)or\(Email:starts_with:a\\\)\,)"
        );
        let evil = "x' or id is not null or 'a' = 'a";
        assert_eq!(
            Criteria::equals("A", evil).for_coql().unwrap(),
            "(A = 'x'' or id is not null or ''a'' = ''a')"
        );
    }

    #[test]
    fn a_field_that_is_none_is_refused() {
        for field in ["", "A = 1 or B", "A:equals:x)(B", "A'"] {
            assert!(Criteria::equals(field, 1).for_search().is_err(), "{field}");
            assert!(Criteria::equals(field, 1).for_coql().is_err(), "{field}");
        }
    }

    #[test]
    fn comparisons_of_coql() {
        let rows = [
            (Criteria::between("A", 1, 2), "(A between 1 and 2)"),
            (Criteria::contains("A", "it's"), "(A like '%it''s%')"),
            (Criteria::is_null("Account_Name.Phone"), "(Account_Name.Phone is null)"),
            (Criteria::not_equal("A", "b"), "(A != 'b')"),
        ];
        for (criteria, wanted) in rows {
            assert_eq!(criteria.for_coql().unwrap(), wanted);
        }
    }

    #[test]
    fn what_cannot_be_said_is_refused_with_the_field() {
        let refused = [
            Criteria::contains("A", "50%").for_coql(),
            Criteria::is_null("A").for_search(),
            Criteria::equals("A", Value::Null).for_search(),
            Criteria::equals("A", json!({ "id": "1" })).for_coql(),
            Criteria::compare("A", Comparator::Between, 1).for_coql(),
            Criteria::one_of("A", 0..51).for_coql(),
            Criteria::one_of("A", Vec::<i32>::new()).for_coql(),
            Criteria::And { and: Vec::new() }.for_search(),
        ];
        for result in refused {
            assert_eq!(result.unwrap_err().field_errors()[0].field, "criteria");
        }
    }

    #[test]
    fn amounts_days_and_moments_are_written_as_zoho_keeps_them() {
        let render = |criteria: Criteria| criteria.for_search().unwrap();
        let amount: Decimal = "1999.95".parse().unwrap();
        assert_eq!(render(Criteria::greater_than("Amount", amount)), "(Amount:greater_than:1999.95)");
        let day = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
        assert_eq!(render(Criteria::equals("Closing_Date", day)), "(Closing_Date:equals:2026-01-31)");
        let moment: DateTime<Utc> = "2026-01-31T10:20:30.987Z".parse().unwrap();
        let since = render(Criteria::greater_equal("Modified_Time", moment));
        assert_eq!(since, "(Modified_Time:greater_equal:2026-01-31T10:20:30+00:00)");
    }

    #[test]
    fn conditions_are_plain_json() {
        let json = json!({ "and": [
            { "field": "Stage", "comparator": "equals", "value": "Closed Won" },
            { "field": "Amount", "comparator": "is_not_null" },
        ] });
        let criteria: Criteria = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(criteria, Criteria::equals("Stage", "Closed Won").and(Criteria::is_not_null("Amount")));
        assert_eq!(serde_json::to_value(criteria).unwrap(), json);
    }
}
