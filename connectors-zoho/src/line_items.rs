//! The lines of quotes, orders and invoices: rows of their sub-forms.

use std::fmt;

use chrono::{DateTime, Utc};
use connectors_core::setters;
use connectors_core::types::money;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::value::RawValue;

use crate::model::Lookup;
use crate::record_type::fields_type;

fields_type! {
    /// A line: a product, how many of it, at which price. Zoho computes the totals itself.
    ///
    /// In an update a line with an id changes that line, one without is added, and lines that are not named stay:
    /// [`LineItem::removed`] takes one away.
    ///
    /// ```
    /// use connectors_zoho::Quote;
    /// use connectors_zoho::line_items::{Discount, LineItem};
    ///
    /// let line = LineItem::product("4876876000000376004").quantity(3).list_price(120).discount(Discount::Percent(10.into()));
    /// let quote = Quote::new().subject("Spring offer").quoted_items([line]);
    /// let json = serde_json::to_value(&quote)?;
    /// assert_eq!(json["Quoted_Items"][0]["Discount"], "10%");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    LineItem {
        product_name: Lookup = "Product_Name",
        price_book_name: Lookup = "Price_Book_Name",
        description: String = "Description",
        quantity: Decimal = "Quantity",
        list_price: Decimal = "List_Price",
        total: Decimal = "Total",
        discount: Discount = "Discount",
        total_after_discount: Decimal = "Total_After_Discount",
        tax: Decimal = "Tax",
        line_tax: Vec<LineTax> = "Line_Tax",
        net_total: Decimal = "Net_Total",
        sequence_number: i64 = "Sequence_Number",
        created_time: DateTime<Utc> = "Created_Time",
        modified_time: DateTime<Utc> = "Modified_Time",
    }
}

impl LineItem {
    /// A line with the product of this id.
    #[must_use]
    pub fn product(id: impl Into<String>) -> Self {
        Self::new().product_name(id.into())
    }

    /// Takes the line with this id away, in an update.
    #[must_use]
    pub fn removed(id: impl Into<String>) -> Self {
        let mut row = Self::new().id(id);
        row.custom.keep("_delete".to_owned(), RawValue::NULL.to_owned());
        row
    }
}

/// A tax on a line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct LineTax {
    /// Its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The name that people see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// How many per cent.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Decimal>"))]
    pub percentage: Option<Decimal>,
    /// How much of it is on the line.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "money::option")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Decimal>"))]
    pub value: Option<Decimal>,
}

impl LineTax {
    /// The tax with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..Self::default() }
    }

    setters!(name: Option<String>, display_name: Option<String>, percentage: Option<Decimal>, value: Option<Decimal>);
}

/// What is taken off: an amount, or so many per cent, which is text with a percent sign on the wire.
///
/// Zoho's API description does not say whether per cent are taken everywhere: where they are not, the record is refused
/// by the name of this field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discount {
    /// In the record's currency.
    Amount(Decimal),
    /// Of the line's or record's total.
    Percent(Decimal),
}

impl<D: Into<Decimal>> From<D> for Discount {
    fn from(amount: D) -> Self {
        Self::Amount(amount.into())
    }
}

impl Serialize for Discount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Amount(amount) => money::serialize(amount, serializer),
            Self::Percent(part) => serializer.collect_str(&format_args!("{part}%")),
        }
    }
}

impl<'de> Deserialize<'de> for Discount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Discount;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an amount, or per cent as text")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Discount, E> {
                let (number, discount): (_, fn(Decimal) -> Discount) = match text.trim().strip_suffix('%') {
                    Some(part) => (part, Discount::Percent),
                    None => (text, Discount::Amount),
                };
                money::deserialize(de::value::StrDeserializer::new(number.trim())).map(discount)
            }

            fn visit_f64<E: de::Error>(self, amount: f64) -> Result<Discount, E> {
                money::deserialize(de::value::F64Deserializer::new(amount)).map(Discount::Amount)
            }

            fn visit_i64<E: de::Error>(self, amount: i64) -> Result<Discount, E> {
                Ok(Discount::Amount(amount.into()))
            }

            fn visit_u64<E: de::Error>(self, amount: u64) -> Result<Discount, E> {
                Ok(Discount::Amount(amount.into()))
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Discount {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Discount".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": ["number", "string"] })
    }
}
