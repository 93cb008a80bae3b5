//! What happens in the shop without a program: a shopper buys, brings back, and the shelves are filled. It is done by the shop's
//! own API, so that the same rules hold and the same events follow.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::endpoint::Asked;
use super::json::text;
use super::state::nobody;
use super::{Shopify, graphql};
use crate::lock;

/// So many of an article.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Item {
    /// Its SKU.
    pub sku: String,
    /// How many.
    pub quantity: u32,
}

impl Item {
    /// So many of an article.
    pub fn new(sku: impl Into<String>, quantity: u32) -> Self {
        Self { sku: sku.into(), quantity }
    }
}

/// What a shopper buys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Purchase {
    /// Which articles.
    pub items: Vec<Item>,
    /// Who buys: the customer with this mail address, who is made if there is none. Nobody in particular without one.
    pub email: Option<String>,
    /// The first name of a customer who is made.
    pub first_name: Option<String>,
    /// The last name of a customer who is made.
    pub last_name: Option<String>,
    /// Whether it is to be paid later.
    pub unpaid: bool,
}

impl Purchase {
    /// A guest's purchase, paid at once.
    pub fn new(items: impl IntoIterator<Item = Item>) -> Self {
        Self { items: items.into_iter().collect(), ..Self::default() }
    }

    connectors_core::setters!(email: Option<String>, first_name: Option<String>, last_name: Option<String>, unpaid: bool);
}

/// What a shopper brings back, and gets the money for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct TakenBack {
    /// The order's name, `#1001`.
    pub order: String,
    /// Which articles; all that is left of the order, with its delivery, if none are named.
    pub items: Vec<Item>,
    /// Whether they cannot be sold again.
    pub damaged: bool,
}

impl TakenBack {
    /// All of an order.
    pub fn new(order: impl Into<String>) -> Self {
        Self { order: order.into(), ..Self::default() }
    }

    connectors_core::setters!(items: Vec<Item>, damaged: bool);
}

/// What comes onto a shelf, or is taken off it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Restock {
    /// The article's SKU.
    pub sku: String,
    /// How many more, or less.
    pub by: i64,
    /// The place's name; the first one that keeps the article if none is named.
    #[serde(default)]
    pub location: Option<String>,
}

impl Restock {
    /// So many more of an article, or less.
    pub fn new(sku: impl Into<String>, by: i64) -> Self {
        Self { sku: sku.into(), by, location: None }
    }

    connectors_core::setters!(location: Option<String>);
}

/// An order that was made or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Receipt {
    /// The order's id.
    pub id: String,
    /// The order's name, `#1001`.
    pub name: String,
    /// What was paid, or given back.
    pub amount: String,
}

/// Why something could not be done in the shop.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct TillError(String);

const BUY: &str = "mutation($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput) {
  done: orderCreate(order: $order, options: $options) { order { id name totalPriceSet { shopMoney { amount } } } userErrors { message } } }";
const PAY: &str =
    "mutation($id: ID!) { done: orderMarkAsPaid(input: { id: $id }) { userErrors { message } } }";
const FIND: &str = "query($query: String!) { orders(first: 1, query: $query) { nodes { id
  lineItems(first: 250) { nodes { id sku refundableQuantity unfulfilledQuantity } } } } }";
const SUGGEST: &str = "query($id: ID!, $lines: [RefundLineItemInput!], $all: Boolean) { order(id: $id) {
  suggestedRefund(refundLineItems: $lines, refundShipping: $all) { suggestedTransactions { gateway amountSet { shopMoney { amount } } parentTransaction { id } } } } }";
const REFUND: &str = "mutation($input: RefundInput!) { done: refundCreate(input: $input) {
  order { id name } refund { totalRefundedSet { shopMoney { amount } } } userErrors { message } } }";
const STOCK: &str = "query($id: ID!) { inventoryItem(id: $id) { inventoryLevels(first: 250) { nodes { location { id name } quantities(names: [\"available\"]) { quantity } } } } }";
const ADJUST: &str = "mutation($input: InventoryAdjustQuantitiesInput!) {
  done: inventoryAdjustQuantities(input: $input) { userErrors { message } } }";

impl Shopify {
    /// A shopper buys: an order, with what it needs committed, and paid if nothing else is said.
    ///
    /// # Errors
    /// An article is not known, or there is not enough of it.
    pub fn buy(&self, purchase: &Purchase) -> Result<Receipt, TillError> {
        let mut lines = Vec::new();
        for item in &purchase.items {
            let (variant, _) = self.article(&item.sku)?;
            lines.push(json!({ "variantId": variant, "quantity": item.quantity }));
        }
        let customer = purchase.email.as_ref().map(|email| {
            let who = json!({ "email": email, "firstName": purchase.first_name, "lastName": purchase.last_name });
            let stated = who.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
            json!({ "toUpsert": stated.map(|(name, value)| (name.clone(), value.clone())).collect::<serde_json::Map<_, _>>() })
        });
        let order = json!({ "lineItems": lines, "customer": customer, "sourceName": "web" });
        let options = json!({ "inventoryBehaviour": "DECREMENT_OBEYING_POLICY" });
        let made = self.ask(BUY, json!({ "order": order, "options": options }))?;
        let order = &made["done"]["order"];
        if !purchase.unpaid {
            self.ask(PAY, json!({ "id": order["id"] }))?;
        }
        Ok(receipt(order, &order["totalPriceSet"]))
    }

    /// A shopper brings something back and gets the money: what was not sent yet is not sent, what was goes into the stock again.
    ///
    /// # Errors
    /// There is no such order, or not so much left of it.
    pub fn take_back(&self, taken: &TakenBack) -> Result<Receipt, TillError> {
        let query = format!("name:'{}'", taken.order.replace('\'', ""));
        let found = self.ask(FIND, json!({ "query": query }))?;
        let order = &found["orders"]["nodes"][0];
        let id =
            order["id"].as_str().ok_or_else(|| TillError(format!("there is no order {}", taken.order)))?;
        let mut lines = Vec::new();
        let mut wanted: Vec<Item> = taken.items.clone();
        for line in order["lineItems"]["nodes"].as_array().into_iter().flatten() {
            let left = line["refundableQuantity"].as_u64().unwrap_or_default();
            let mut back = left;
            if !taken.items.is_empty() {
                let item = wanted.iter_mut().find(|item| line["sku"] == item.sku.as_str());
                back = item.map_or(0, |item| {
                    let part = u64::from(item.quantity).min(left);
                    item.quantity -= u32::try_from(part).unwrap_or_default();
                    part
                });
            }
            let unsent = back.min(line["unfulfilledQuantity"].as_u64().unwrap_or_default());
            let restock = if taken.damaged { ["NO_RESTOCK", "NO_RESTOCK"] } else { ["CANCEL", "RETURN"] };
            for (quantity, restock) in
                [unsent, back - unsent].into_iter().zip(restock).filter(|(quantity, _)| *quantity > 0)
            {
                lines.push(json!({ "lineItemId": line["id"], "quantity": quantity, "restockType": restock }));
            }
        }
        if let Some(much) = wanted.iter().find(|item| item.quantity > 0) {
            return Err(TillError(format!(
                "{}: {} of {} are not there to be taken back",
                taken.order, much.quantity, much.sku
            )));
        }
        let all = taken.items.is_empty();
        let suggested = self.ask(SUGGEST, json!({ "id": id, "lines": lines, "all": all }))?;
        let pay = |one: &Value| {
            json!({ "orderId": id, "kind": "REFUND", "gateway": one["gateway"], "parentId": one["parentTransaction"]["id"],
                "amount": one["amountSet"]["shopMoney"]["amount"] })
        };
        let suggested = suggested["order"]["suggestedRefund"]["suggestedTransactions"].as_array();
        let payments: Vec<Value> = suggested.into_iter().flatten().map(pay).collect();
        let input = json!({ "orderId": id, "refundLineItems": lines, "shipping": { "fullRefund": all }, "transactions": payments });
        let made = self.ask(REFUND, json!({ "input": input }))?;
        Ok(receipt(&made["done"]["order"], &made["done"]["refund"]["totalRefundedSet"]))
    }

    /// A shelf is filled, or something is taken off it. What is available there now is told.
    ///
    /// # Errors
    /// The article or the place is not known.
    pub fn restock(&self, restock: &Restock) -> Result<i64, TillError> {
        let (_, item) = self.article(&restock.sku)?;
        let level = |shop: &Self| -> Result<Value, TillError> {
            let shown = shop.ask(STOCK, json!({ "id": item }))?;
            let levels =
                shown["inventoryItem"]["inventoryLevels"]["nodes"].as_array().cloned().unwrap_or_default();
            let here = |level: &Value| {
                restock.location.as_ref().is_none_or(|name| level["location"]["name"] == name.as_str())
            };
            let missing = || TillError(format!("{} is not kept at that place", restock.sku));
            levels.into_iter().find(here).ok_or_else(missing)
        };
        let before = level(self)?;
        let change =
            json!({ "delta": restock.by, "inventoryItemId": item, "locationId": before["location"]["id"] });
        let input = json!({ "name": "available", "reason": "received", "changes": [change] });
        self.ask(ADJUST, json!({ "input": input }))?;
        Ok(level(self)?["quantities"][0]["quantity"].as_i64().unwrap_or_default())
    }

    /// The variant and the item of a SKU.
    fn article(&self, sku: &str) -> Result<(String, String), TillError> {
        let state = lock(&self.inner);
        let item = state.store.ids("InventoryItem", "sku", sku).into_iter().next();
        let item = item.ok_or_else(|| TillError(format!("there is no article {sku}")))?;
        let variant = state.store.find("ProductVariant", "inventoryItem", &item).next();
        Ok((variant.map_or("", |variant| text(variant, "id")).to_owned(), item))
    }

    /// Asks the shop's own API; what it refuses is an error.
    fn ask(&self, query: &str, variables: Value) -> Result<Value, TillError> {
        let asked = Asked { query: query.to_owned(), operation: None, variables };
        let request = graphql::Request::read(&asked).map_err(|errors| TillError(told(&errors)))?;
        let now = lock(&self.inner).now();
        let (answer, _) = self.work(&nobody(), now, "", |cx| request.run(cx, false));
        let errors = [&answer["errors"], &answer["data"]["done"]["userErrors"]];
        let errors = errors.into_iter().filter_map(Value::as_array).find(|errors| !errors.is_empty());
        if let Some(errors) = errors {
            return Err(TillError(told(errors)));
        }
        Ok(answer["data"].clone())
    }

    /// The same for programs in other processes.
    pub(super) fn at_the_till(&self, action: &str, input: &Value) -> Option<Result<Value, String>> {
        fn read<T: serde::de::DeserializeOwned>(input: &Value) -> Result<T, String> {
            T::deserialize(input).map_err(|error| error.to_string())
        }
        let text = |error: TillError| error.to_string();
        Some(match action {
            "buy" => read(input).and_then(|what| self.buy(&what).map(|done| json!(done)).map_err(text)),
            "take_back" => {
                read(input).and_then(|what| self.take_back(&what).map(|done| json!(done)).map_err(text))
            }
            "restock" => read(input)
                .and_then(|what| self.restock(&what).map(|left| json!({ "available": left })).map_err(text)),
            _ => return None,
        })
    }
}

fn receipt(order: &Value, amount: &Value) -> Receipt {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Receipt {
        id: text(&order["id"]),
        name: text(&order["name"]),
        amount: text(&amount["shopMoney"]["amount"]),
    }
}

fn told(errors: &[Value]) -> String {
    errors.iter().filter_map(|error| error["message"].as_str()).collect::<Vec<_>>().join("; ")
}
