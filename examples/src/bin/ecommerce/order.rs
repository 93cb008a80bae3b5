//! What an order of the shop is to be in the CRM: reckoned from the whole order each time, so that it does not matter which of its
//! changes were told, how often, and in which order.

use connectors_shopify::orders::{FinancialStatus, LineItem, Order};
use connectors_zoho::line_items::{self, Discount};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::crm::SalesOrder;
use crate::customers::number;

/// How long a sales order's subject may be.
const SUBJECT: usize = 120;

/// A sales order as it is to be, but for the ids of the CRM's other records.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Wanted {
    pub(crate) head: SalesOrder,
    pub(crate) lines: Vec<Line>,
}

/// A line of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Line {
    /// The number of the shop's line, by which it is known again.
    pub(crate) key: String,
    pub(crate) sku: Option<String>,
    pub(crate) text: String,
    pub(crate) quantity: i64,
    pub(crate) price: Decimal,
    pub(crate) discount: Decimal,
}

/// The sales order for an order with these lines.
pub(crate) fn wanted(order: &Order, lines: &[LineItem]) -> Wanted {
    let lines: Vec<Line> = lines.iter().map(line).collect();
    let sum: Decimal =
        lines.iter().map(|line| Decimal::from(line.quantity) * line.price - line.discount).sum();
    let total = order.total_price.shop_money.amount;
    let refunded = order.total_refunded.shop_money.amount;
    let status = |status: Option<&str>| status.unwrap_or_default().to_lowercase().replace('_', " ");
    let paid = status(order.financial_status.as_ref().map(|status| status.as_str()));
    let delivered = status(Some(order.fulfillment_status.as_str()));
    let head = SalesOrder {
        subject: Some(format!("Shopify {}", order.name).chars().take(SUBJECT).collect()),
        // The other words would make the CRM book stock itself, which the shop did already (not verified).
        status: Some(if order.cancelled_at.is_some() { "Cancelled" } else { "Created" }.to_owned()),
        order: Some(number(&order.id)),
        shopify_status: Some(format!("{paid}, {delivered}")),
        refunded: Some(refunded),
        refund_status: Some(refund_status(order, refunded, total).to_owned()),
        // What is not in the lines: shipping, tax, discounts on the whole.
        adjustment: Some(total - sum),
        ..SalesOrder::default()
    };
    Wanted { head, lines }
}

fn refund_status(order: &Order, refunded: Decimal, total: Decimal) -> &'static str {
    if refunded.is_zero() {
        return "None";
    }
    let status = order.financial_status.as_ref().and_then(|status| status.known());
    match status {
        Some(FinancialStatus::Refunded) => "Whole",
        Some(FinancialStatus::PartiallyRefunded) => "Partial",
        _ if refunded >= total => "Whole",
        _ => "Partial",
    }
}

fn line(item: &LineItem) -> Line {
    Line {
        key: number(&item.id),
        sku: item.sku.as_deref().map(str::trim).filter(|sku| !sku.is_empty()).map(str::to_owned),
        text: item.name.clone(),
        quantity: item.quantity,
        price: item.original_unit_price.shop_money.amount,
        discount: item.total_discount.shop_money.amount,
    }
}

impl Line {
    /// The same as a line of the CRM, with this product.
    pub(crate) fn row(&self, product: &str) -> line_items::LineItem {
        line_items::LineItem::product(product)
            .description(format!("{} [{}]", self.text, self.key))
            .quantity(self.quantity)
            .list_price(self.price)
            .discount(Discount::Amount(self.discount))
    }
}

/// The number of the shop's line that a line of the CRM stands for.
fn key_of(row: &line_items::LineItem) -> Option<&str> {
    row.description.as_deref()?.strip_suffix(']')?.rsplit_once('[').map(|(_, key)| key)
}

/// What is to be written so that `now` becomes what is wanted, lines included; nothing, if it is that already.
pub(crate) fn change(now: &SalesOrder, to: &SalesOrder) -> Option<SalesOrder> {
    fn differs<T: PartialEq + Clone>(now: &Option<T>, to: &Option<T>) -> Option<T> {
        to.clone().filter(|_| now != to)
    }
    let contact = now.contact.as_ref().map(|contact| &contact.id);
    let change = SalesOrder {
        id: None,
        subject: differs(&now.subject, &to.subject),
        status: differs(&now.status, &to.status),
        order: differs(&now.order, &to.order),
        shopify_status: differs(&now.shopify_status, &to.shopify_status),
        refunded: differs(&now.refunded, &to.refunded),
        refund_status: differs(&now.refund_status, &to.refund_status),
        contact: to.contact.clone().filter(|to| contact != Some(&to.id)),
        adjustment: differs(&now.adjustment, &to.adjustment),
        lines: changed_lines(&now.lines, &to.lines),
    };
    (change != SalesOrder::default()).then_some(change)
}

/// Lines that are other, new, or there no more. Those that nobody knows a line of the shop for are left alone.
fn changed_lines(now: &[line_items::LineItem], to: &[line_items::LineItem]) -> Vec<line_items::LineItem> {
    let mut changes = Vec::new();
    let mut there: Vec<&line_items::LineItem> = now.iter().filter(|row| key_of(row).is_some()).collect();
    for wanted in to {
        match there.iter().position(|row| key_of(row) == key_of(wanted)) {
            Some(at) => {
                let row = there.remove(at);
                if !is_same(row, wanted) {
                    changes.push(wanted.clone().id(row.id.clone().unwrap_or_default()));
                }
            }
            None => changes.push(wanted.clone()),
        }
    }
    let gone = there.into_iter().filter_map(|row| row.id.clone()).map(line_items::LineItem::removed);
    changes.extend(gone);
    changes
}

fn is_same(row: &line_items::LineItem, wanted: &line_items::LineItem) -> bool {
    let discount = |row: &line_items::LineItem| match row.discount {
        Some(Discount::Percent(part)) => (Decimal::ZERO, part),
        Some(Discount::Amount(amount)) => (amount, Decimal::ZERO),
        None => (Decimal::ZERO, Decimal::ZERO),
    };
    let product = |row: &line_items::LineItem| row.product_name.as_ref().map(|product| product.id.clone());
    row.quantity == wanted.quantity
        && row.list_price == wanted.list_price
        && discount(row) == discount(wanted)
        && product(row) == product(wanted)
        && row.description == wanted.description
}

#[cfg(test)]
mod tests {
    use connectors_shopify::{Money, MoneyBag};

    use super::*;

    fn money(amount: i64) -> MoneyBag {
        MoneyBag::new(Money::new(Decimal::from(amount), "USD"))
    }

    fn order(refunded: i64, status: FinancialStatus) -> Order {
        Order::new("gid://shopify/Order/7")
            .name("#1001")
            .total_price(money(110))
            .total_refunded(money(refunded))
            .financial_status(status)
    }

    fn item(key: u64, quantity: i64, price: i64) -> LineItem {
        LineItem::new(format!("gid://shopify/LineItem/{key}"))
            .name("Cup [red]")
            .sku("CUP".to_owned())
            .quantity(quantity)
            .original_unit_price(money(price))
    }

    fn sales_order(lines: &[LineItem]) -> SalesOrder {
        let wanted = wanted(&order(0, FinancialStatus::Paid), lines);
        SalesOrder { lines: wanted.lines.iter().map(|line| line.row("1")).collect(), ..wanted.head }
    }

    #[test]
    fn what_is_not_in_the_lines_is_in_the_adjustment() {
        let wanted = wanted(&order(0, FinancialStatus::Paid), &[item(1, 2, 50), item(2, 1, 3)]);
        assert_eq!(wanted.head.adjustment, Some(Decimal::from(110 - 103)));
        assert_eq!(wanted.head.order.as_deref(), Some("7"));
    }

    #[test]
    fn a_refund_is_whole_or_partial_by_the_order_as_it_is() {
        let status = |refunded, status| wanted(&order(refunded, status), &[]).head.refund_status.unwrap();
        assert_eq!(status(0, FinancialStatus::Paid), "None");
        assert_eq!(status(10, FinancialStatus::PartiallyRefunded), "Partial");
        assert_eq!(status(110, FinancialStatus::Refunded), "Whole");
        // Less than it cost, if a part was never paid.
        assert_eq!(status(60, FinancialStatus::Refunded), "Whole");
        assert_eq!(status(110, FinancialStatus::Voided), "Whole");
    }

    #[test]
    fn only_lines_that_differ_are_written() {
        let (one, two) = (item(1, 2, 50), item(2, 1, 3));
        let mut now = sales_order(&[one.clone(), two.clone()]);
        for (row, id) in now.lines.iter_mut().zip(["11", "12"]) {
            row.id = Some(id.to_owned());
        }
        now.lines.push(line_items::LineItem::product("9").id("13".to_owned()).description("By hand"));
        assert_eq!(change(&now, &sales_order(&[one, two])), None);
        let change = change(&now, &sales_order(&[item(1, 3, 50), item(3, 1, 8)])).unwrap();
        let ids: Vec<Option<&str>> = change.lines.iter().map(|row| row.id.as_deref()).collect();
        assert_eq!(ids, [Some("11"), None, Some("12")], "changed, new, gone; what was entered by hand stays");
        assert!(serde_json::to_value(&change.lines[2]).unwrap()["_delete"].is_null());
    }
}
