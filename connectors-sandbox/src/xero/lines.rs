//! Line items: what is looked up for them, and their amounts. All in decimals.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::books::{Books, Input, Moment};
use super::errors::Invalid;
use super::wire::{amount, decimal, number, round, text};
use crate::store::Record;

/// What the lines of one document share.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms<'a> {
    /// ACCREC: the sales side of items and tax.
    pub(super) sales: bool,
    /// `Exclusive`, `Inclusive` or `NoTax`.
    pub(super) amounts: &'a str,
    /// A draft may lack accounts.
    pub(super) draft: bool,
    /// Of an overpayment: all lines are of the account of receivables or payables, to which no others can be.
    pub(super) control: bool,
    pub(super) unit_places: u32,
}

/// The sums of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) sub_total: Decimal,
    pub(super) tax: Decimal,
    pub(super) total: Decimal,
    pub(super) discount: Decimal,
}

const QUANTITY_PLACES: u32 = 4;
const HUNDRED: Decimal = Decimal::ONE_HUNDRED;

impl Books {
    /// The lines and their sums.
    pub(super) fn lines_of_document(
        &self,
        input: &mut Input<'_>,
        document: &mut Record,
        sales: bool,
        at: Moment,
    ) {
        let before = document.get("LineItems").and_then(Value::as_array).cloned().unwrap_or_default();
        let mut kept: Vec<Record> = before.iter().filter_map(Value::as_object).cloned().collect();
        if input.raw("LineAmountTypes").is_some() {
            // What was in the amounts may be on top of them now.
            kept.iter_mut().for_each(|line| drop(line.remove("TaxAmount")));
        }
        let sent = input.records("LineItems").unwrap_or_else(|| kept.iter().collect());
        if sent.is_empty() {
            input.invalid.add("One or more line items must be given");
        }
        let amounts = text(document, "LineAmountTypes").to_owned();
        let draft = text(document, "Status") == "DRAFT";
        let control = text(document, "Type").ends_with("-OVERPAYMENT");
        let terms = Terms { sales, amounts: &amounts, draft, control, unit_places: at.unit_places };
        let lines = match self.lines(&sent, &before, terms) {
            Ok(lines) => lines,
            Err(mut invalid) => return input.invalid.0.append(&mut invalid.0),
        };
        let totals = totals(&lines, &amounts);
        if totals.total.is_sign_negative() && !totals.total.is_zero() {
            input.invalid.add("The total of a document must not be negative");
        }
        document.insert("LineItems".to_owned(), json!(lines));
        document.insert("SubTotal".to_owned(), number(totals.sub_total));
        document.insert("TotalTax".to_owned(), number(totals.tax));
        document.insert("Total".to_owned(), number(totals.total));
        if totals.discount.is_zero() {
            document.remove("TotalDiscount");
        } else {
            document.insert("TotalDiscount".to_owned(), number(totals.discount));
        }
    }

    /// The lines as they will be kept. Those with a known `LineItemID` are changed, others are new.
    pub(super) fn lines(
        &self,
        sent: &[&Record],
        before: &[Value],
        terms: Terms<'_>,
    ) -> Result<Vec<Record>, Invalid> {
        let mut invalid = Invalid::default();
        let mut lines = Vec::new();
        for sent in sent {
            match self.line(sent, before, terms) {
                Ok(line) => lines.push(line),
                Err(mut problems) => invalid.0.append(&mut problems.0),
            }
        }
        invalid.check().map(|()| lines)
    }

    fn line(&self, sent: &Record, before: &[Value], terms: Terms<'_>) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let known = input.filled("LineItemID").and_then(|id| {
            let id = id.to_lowercase();
            before.iter().find(|line| line["LineItemID"] == id.as_str()).and_then(Value::as_object).cloned()
        });
        let mut line = known.unwrap_or_default();
        input.copy_texts(&mut line, &[("Description", 4000), ("TaxType", 50)]);
        self.item(&mut input, &mut line, terms);
        self.line_tracking(&mut input, &mut line);
        let has_amount = amounts(&mut input, &mut line, terms);
        self.account_and_tax(&mut input, &mut line, terms, has_amount);
        if text(&line, "Description").is_empty() {
            input.invalid.add("A line item needs a Description");
        }
        input.invalid.check()?;
        if !line.contains_key("LineItemID") {
            line.insert("LineItemID".to_owned(), json!(self.ids.uuid()));
        }
        line.entry("Tracking".to_owned()).or_insert_with(|| json!([]));
        line.insert("ValidationErrors".to_owned(), json!([]));
        Ok(line)
    }

    /// What the item knows fills what was not sent.
    fn item(&self, input: &mut Input<'_>, line: &mut Record, terms: Terms<'_>) {
        let Some(code) = input.filled("ItemCode") else { return };
        let Some(item) = self.items.find("Code", &code).next() else {
            input.invalid.add(format!("Item code {code} is not valid"));
            return;
        };
        line.insert("ItemCode".to_owned(), json!(text(item, "Code")));
        line.insert(
            "Item".to_owned(),
            json!({ "ItemID": text(item, "ItemID"), "Name": text(item, "Name"), "Code": text(item, "Code") }),
        );
        let (description, details) = if terms.sales {
            ("Description", "SalesDetails")
        } else {
            ("PurchaseDescription", "PurchaseDetails")
        };
        let details = item.get(details).and_then(Value::as_object).cloned().unwrap_or_default();
        let mut fill = |field: &str, value: Option<&Value>| {
            if input.raw(field).is_none() {
                line.extend(value.map(|value| (field.to_owned(), value.clone())));
            }
        };
        fill("Description", item.get(description));
        fill("UnitAmount", details.get("UnitPrice"));
        fill("AccountCode", details.get("AccountCode").or(details.get("COGSAccountCode")));
        fill("TaxType", details.get("TaxType"));
    }

    /// The account that the organisation has one of, for a purpose of its own.
    pub(super) fn system_account(&self, system: &str) -> Option<&Record> {
        self.accounts.find("SystemAccount", system).next()
    }

    fn account_and_tax(&self, input: &mut Input<'_>, line: &mut Record, terms: Terms<'_>, has_amount: bool) {
        let by_id = input.filled("AccountID").map(|id| id.to_lowercase());
        let code = input.filled("AccountCode").unwrap_or_else(|| text(line, "AccountCode").to_owned());
        let control = self.system_account(if terms.sales { "DEBTORS" } else { "CREDITORS" });
        let account = match &by_id {
            Some(id) => self.accounts.get(id),
            None if terms.control && code.is_empty() => control,
            None => self.accounts.find("Code", &code).next(),
        };
        let usable = |account: &&Record| {
            let is_control = matches!(text(account, "SystemAccount"), "DEBTORS" | "CREDITORS");
            let right = if terms.control { control == Some(*account) } else { !is_control };
            text(account, "Status") == "ACTIVE" && text(account, "Type") != "BANK" && right
        };
        let account = account.filter(usable);
        match account {
            Some(account) => {
                line.insert("AccountCode".to_owned(), json!(text(account, "Code")));
                line.insert("AccountID".to_owned(), json!(text(account, "AccountID")));
            }
            None if !code.is_empty() || by_id.is_some() => {
                let named = by_id.unwrap_or(code);
                input.invalid.add(format!("Account code {named} is not a valid code for this document"));
            }
            None if has_amount && !terms.draft => input.invalid.add("Account code must be given"),
            None => {}
        }
        if terms.amounts == "NoTax" {
            line.insert("TaxType".to_owned(), json!("NONE"));
        } else if text(line, "TaxType").is_empty() && has_amount {
            let default =
                account.map(|account| text(account, "TaxType")).filter(|default| !default.is_empty());
            line.insert("TaxType".to_owned(), json!(default.unwrap_or("NONE")));
        }
        let tax_type = text(line, "TaxType").to_owned();
        if tax_type.is_empty() {
            return;
        }
        let rate = self.tax_rates.get(&tax_type).filter(|rate| text(rate, "Status") == "ACTIVE");
        let side = if terms.sales { "CanApplyToRevenue" } else { "CanApplyToExpenses" };
        let rate = rate.filter(|rate| rate.get(side) != Some(&json!(false)));
        let Some(rate) = rate else {
            input
                .invalid
                .add(format!("TaxType {tax_type} does not exist or cannot be used on this document"));
            return;
        };
        let computed = tax(amount(line, "LineAmount"), amount(rate, "EffectiveRate"), terms.amounts);
        let sent = input.decimal("TaxAmount").filter(|_| terms.amounts != "NoTax");
        line.insert("TaxAmount".to_owned(), number(sent.map_or(computed, |sent| round(sent, 2))));
    }
}

/// Quantity, price, discount and the amount of a line; false if it only describes.
fn amounts(input: &mut Input<'_>, line: &mut Record, terms: Terms<'_>) -> bool {
    let mut given = |field: &str| input.decimal(field).or_else(|| line.get(field).and_then(decimal));
    let (quantity, unit) = (given("Quantity"), given("UnitAmount"));
    let (rate, flat) = (given("DiscountRate"), given("DiscountAmount"));
    let sent = input.decimal("LineAmount").map(|amount| round(amount, 2));
    if quantity.is_none() && unit.is_none() && sent.is_none() {
        line.insert("LineAmount".to_owned(), number(Decimal::ZERO));
        return false;
    }
    let quantity = round(quantity.unwrap_or(Decimal::ONE), QUANTITY_PLACES);
    let whole = match (unit, sent) {
        (None, Some(sent)) if !quantity.is_zero() => sent.checked_div(quantity).unwrap_or_default(),
        (unit, _) => unit.unwrap_or_default(),
    };
    let unit = round(whole, terms.unit_places);
    let rate = rate.unwrap_or_default();
    if rate.is_sign_negative() || rate > HUNDRED {
        input.invalid.add("DiscountRate must be from 0 to 100");
    }
    let Some(full) = quantity.checked_mul(unit) else {
        input.invalid.add("The line amount is too large");
        return true;
    };
    let discount = flat.unwrap_or_else(|| full * (rate / HUNDRED));
    let expected = round(full - discount, 2);
    let exact = round(quantity.checked_mul(whole).unwrap_or_default() - discount, 2);
    if sent.is_some_and(|sent| sent != expected && sent != exact) {
        let sent = sent.unwrap_or_default();
        input
            .invalid
            .add(format!("The line amount {sent} does not match the expected line amount {expected}"));
    }
    line.insert("Quantity".to_owned(), number(quantity));
    line.insert("UnitAmount".to_owned(), number(unit));
    line.insert("LineAmount".to_owned(), number(sent.unwrap_or(expected)));
    if !rate.is_zero() {
        line.insert("DiscountRate".to_owned(), number(rate));
    }
    if let Some(flat) = flat {
        line.insert("DiscountAmount".to_owned(), number(flat));
    }
    true
}

/// The tax on, or in, a line's amount.
pub(super) fn tax(line_amount: Decimal, rate: Decimal, amounts: &str) -> Decimal {
    match amounts {
        "NoTax" => Decimal::ZERO,
        "Inclusive" => round(line_amount * rate / (HUNDRED + rate), 2),
        _ => round(line_amount * rate / HUNDRED, 2),
    }
}

/// The sums of lines that are kept.
pub(super) fn totals(lines: &[Record], amounts: &str) -> Totals {
    let mut totals = Totals::default();
    for line in lines {
        let line_amount = amount(line, "LineAmount");
        totals.total += line_amount;
        totals.tax += amount(line, "TaxAmount");
        let full = round(amount(line, "Quantity") * amount(line, "UnitAmount"), 2);
        if line.contains_key("DiscountRate") || line.contains_key("DiscountAmount") {
            totals.discount += full - line_amount;
        }
    }
    if amounts == "Inclusive" {
        totals.sub_total = totals.total - totals.tax;
    } else {
        totals.sub_total = totals.total;
        totals.total += totals.tax;
    }
    totals
}

#[cfg(test)]
mod tests {
    use super::tax;
    use rust_decimal::Decimal;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn tax_is_on_top_inside_or_nowhere() {
        assert_eq!(tax(d("100.10"), d("15"), "Exclusive"), d("15.02"));
        assert_eq!(tax(d("115"), d("15"), "Inclusive"), d("15"));
        assert_eq!(tax(d("100"), d("12.5"), "Inclusive"), d("11.11"));
        assert_eq!(tax(d("100"), d("15"), "NoTax"), d("0"));
        assert_eq!(tax(d("-10.10"), d("15"), "Exclusive"), d("-1.52"), "half away from zero");
    }
}
