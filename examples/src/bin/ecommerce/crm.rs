//! The CRM's side: its records with the fields that the organisation added for this job.
//!
//! | module | field | type | what it holds |
//! |---|---|---|---|
//! | `Sales_Orders` | `Shopify_Order_ID` | text, unique | the order's number: it is what keeps an order from being there twice |
//! | `Sales_Orders` | `Shopify_Status` | text | how far it is paid and delivered |
//! | `Sales_Orders` | `Refunded` | currency | what was paid back |
//! | `Sales_Orders` | `Refund_Status` | picklist: None, Partial, Whole | the same in a word |
//! | `Contacts` | `Shopify_Customer_ID` | text, unique | the customer's number |
//! | `Products` | `Product_Code` | text, unique | the SKU |
//! | `Products` | `Shopify_Stock`, `Agreed_Stock` | number | what both sides agreed on of stock |
//! | `Products` | `Stock_Booking` | text | the mark of the last change of stock that was ours |

use std::collections::BTreeMap;

use connectors_core::types::money;
use connectors_core::{Client, Error, ErrorKind, Outcome, Result};
use connectors_examples::settle::{Problem, is_about_the_record, problem};
use connectors_zoho::coql::{Query, Select};
use connectors_zoho::line_items::LineItem;
use connectors_zoho::records::CreateMany;
use connectors_zoho::{Criteria, Lookup, Module, Zoho};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

use crate::details::{Details, lines};
use crate::stock::{Agreed, Books};

/// How often records are sent before they are left for the next run.
const ROUNDS: usize = 8;
/// How many values a query names.
const NAMED: usize = 50;

/// A product of the CRM. In a change what is not set stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct Product {
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(rename = "Product_Name", skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(rename = "Product_Code", skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
    #[serde(rename = "Unit_Price", with = "money::option", skip_serializing_if = "Option::is_none")]
    pub(crate) price: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
    #[serde(rename = "Qty_in_Stock", with = "money::option", skip_serializing_if = "Option::is_none")]
    pub(crate) stock: Option<Decimal>,
    #[serde(rename = "Shopify_Stock", skip_serializing_if = "Option::is_none")]
    pub(crate) agreed_shop: Option<i64>,
    #[serde(rename = "Agreed_Stock", skip_serializing_if = "Option::is_none")]
    pub(crate) agreed_crm: Option<i64>,
    #[serde(rename = "Stock_Booking", skip_serializing_if = "Option::is_none")]
    pub(crate) booking: Option<String>,
}

impl Module for Product {
    const API_NAME: &'static str = "Products";
    const RESOURCE: &'static str = "product";
    const FIELDS: &'static [&'static str] = &[
        "Product_Name",
        "Product_Code",
        "Unit_Price",
        "Description",
        "Qty_in_Stock",
        "Shopify_Stock",
        "Agreed_Stock",
        "Stock_Booking",
    ];
}

impl Product {
    pub(crate) fn details(&self) -> Details {
        let text = |text: &Option<String>| lines(text.as_deref().unwrap_or_default());
        Details {
            name: text(&self.name),
            price: self.price.unwrap_or_default(),
            text: text(&self.description),
        }
    }

    /// What it says of stock; nothing, if that is not whole.
    pub(crate) fn books(&self) -> Option<Books> {
        let stock = self.stock.unwrap_or_default();
        let stock = Some(stock).filter(Decimal::is_integer)?.to_i64()?;
        let agreed = self.agreed_crm.zip(self.agreed_shop).map(|(crm, shop)| Agreed { crm, shop });
        Some(Books { stock, agreed })
    }

    /// With what both sides agree on.
    pub(crate) fn agreeing(mut self, agreed: Agreed) -> Self {
        (self.agreed_crm, self.agreed_shop) = (Some(agreed.crm), Some(agreed.shop));
        self
    }

    /// What of `to` is not so yet.
    pub(crate) fn change(now: &Details, to: &Details) -> Self {
        Self {
            name: (now.name != to.name).then(|| to.name.clone()),
            price: (now.price != to.price).then_some(to.price),
            description: (now.text != to.text).then(|| to.text.clone()),
            ..Self::default()
        }
    }
}

/// A sales order of the CRM. In a change what is not set stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct SalesOrder {
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<String>,
    #[serde(rename = "Shopify_Order_ID", skip_serializing_if = "Option::is_none")]
    pub(crate) order: Option<String>,
    #[serde(rename = "Shopify_Status", skip_serializing_if = "Option::is_none")]
    pub(crate) shopify_status: Option<String>,
    #[serde(with = "money::option", skip_serializing_if = "Option::is_none")]
    pub(crate) refunded: Option<Decimal>,
    #[serde(rename = "Refund_Status", skip_serializing_if = "Option::is_none")]
    pub(crate) refund_status: Option<String>,
    #[serde(rename = "Contact_Name", skip_serializing_if = "Option::is_none")]
    pub(crate) contact: Option<Lookup>,
    #[serde(with = "money::option", skip_serializing_if = "Option::is_none")]
    pub(crate) adjustment: Option<Decimal>,
    #[serde(
        rename = "Ordered_Items",
        deserialize_with = "null_is_empty",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub(crate) lines: Vec<LineItem>,
}

impl Module for SalesOrder {
    const API_NAME: &'static str = "Sales_Orders";
    const RESOURCE: &'static str = "sales_order";
    const FIELDS: &'static [&'static str] = &[
        "Subject",
        "Status",
        "Shopify_Order_ID",
        "Shopify_Status",
        "Refunded",
        "Refund_Status",
        "Contact_Name",
        "Adjustment",
    ];
}

/// A contact of the CRM. In a change what is not set stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Contact {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(rename = "Shopify_Customer_ID", skip_serializing_if = "Option::is_none")]
    pub(crate) customer: Option<String>,
    #[serde(rename = "First_Name", skip_serializing_if = "Option::is_none")]
    pub(crate) first_name: Option<String>,
    #[serde(rename = "Last_Name", skip_serializing_if = "Option::is_none")]
    pub(crate) last_name: Option<String>,
    #[serde(rename = "Email", skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    #[serde(rename = "Phone", skip_serializing_if = "Option::is_none")]
    pub(crate) phone: Option<String>,
}

impl Module for Contact {
    const API_NAME: &'static str = "Contacts";
    const RESOURCE: &'static str = "contact";
    const FIELDS: &'static [&'static str] =
        &["Shopify_Customer_ID", "First_Name", "Last_Name", "Email", "Phone"];
}

fn null_is_empty<'de, D>(deserializer: D) -> std::result::Result<Vec<LineItem>, D::Error>
where
    D: Deserializer<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// The records in which a field has one of these values.
pub(crate) async fn find<M: Module + DeserializeOwned>(
    zoho: &Client<Zoho>,
    field: &str,
    values: &[String],
) -> Result<Vec<M>> {
    let mut found = Vec::new();
    for some in values.chunks(NAMED) {
        let columns = M::FIELDS.iter().copied().chain(["id"]);
        let select = Select::new(M::API_NAME, columns).criteria(Criteria::one_of(field, some.to_vec()));
        found.extend(zoho.items(Query::<M>::new(select)).collect().await?);
    }
    Ok(found)
}

/// A record that a platform keeps once, by the value of a field that is unique.
pub(crate) trait Unique: Module + Serialize + DeserializeOwned {
    const FIELD: &'static str;

    fn key(&self) -> &str;

    fn id(&self) -> &str;
}

impl Unique for Product {
    const FIELD: &'static str = "Product_Code";

    fn key(&self) -> &str {
        self.code.as_deref().unwrap_or_default()
    }

    fn id(&self) -> &str {
        self.id.as_deref().unwrap_or_default()
    }
}

impl Unique for SalesOrder {
    const FIELD: &'static str = "Shopify_Order_ID";

    fn key(&self) -> &str {
        self.order.as_deref().unwrap_or_default()
    }

    fn id(&self) -> &str {
        self.id.as_deref().unwrap_or_default()
    }
}

impl Unique for Contact {
    const FIELD: &'static str = "Shopify_Customer_ID";

    fn key(&self) -> &str {
        self.customer.as_deref().unwrap_or_default()
    }

    fn id(&self) -> &str {
        self.id.as_deref().unwrap_or_default()
    }
}

/// What became of records that were to be made, by their unique value: their ids, and whether we made them.
pub(crate) type Created = BTreeMap<String, std::result::Result<(String, bool), Problem>>;

/// Makes records that are not there. The CRM refuses a second one with the same unique value, so it may be tried again whatever became
/// of it: those whose answers were lost are looked for.
pub(crate) async fn create<M: Unique>(zoho: &Client<Zoho>, records: Vec<M>) -> Result<Created> {
    let mut created = Created::new();
    let mut pending: BTreeMap<String, M> =
        records.into_iter().map(|record| (record.key().to_owned(), record)).collect();
    for _ in 0..ROUNDS {
        if pending.is_empty() {
            return Ok(created);
        }
        let (mut duplicates, mut doubtful) = (BTreeMap::new(), Vec::new());
        let sent: Vec<String> = pending.keys().cloned().collect();
        let outcomes = zoho.batch(CreateMany::new(pending.values().cloned())).await;
        for (key, outcome) in sent.into_iter().zip(outcomes) {
            let end = match outcome {
                Outcome::Done(written) => Ok((written.id, true)),
                Outcome::Failed(error) if error.kind() == ErrorKind::Duplicate => {
                    duplicates.insert(key, problem(M::FIELD, &error));
                    continue;
                }
                Outcome::Unknown(_) => {
                    doubtful.push(key);
                    continue;
                }
                Outcome::Failed(error) | Outcome::NotSent(error) if is_about_the_record(&error) => {
                    Err(problem(M::FIELD, &error))
                }
                Outcome::Failed(error) | Outcome::NotSent(error) if error.is_retryable() => continue,
                Outcome::Failed(error) | Outcome::NotSent(error) => return Err(error),
            };
            pending.remove(&key);
            created.insert(key, end);
        }
        let asked: Vec<String> = duplicates.keys().chain(&doubtful).cloned().collect();
        for record in find::<M>(zoho, M::FIELD, &asked).await? {
            // It was not there before we sent it: if it is no duplicate, it is ours.
            let ours = !duplicates.contains_key(record.key());
            if pending.remove(record.key()).is_some() {
                created.insert(record.key().to_owned(), Ok((record.id().to_owned(), ours)));
            }
        }
        for (key, problem) in duplicates {
            // Another of its values is somebody else's.
            if pending.remove(&key).is_some() {
                created.insert(key, Err(problem));
            }
        }
    }
    if pending.is_empty() {
        return Ok(created);
    }
    let text = format!("{} records could not be made for now: run the job again", pending.len());
    Err(Error::new(ErrorKind::Server, text).with_retryable(true))
}
