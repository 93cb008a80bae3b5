//! The records that an organisation starts with: enough for a job that turns won deals into invoices.
//!
//! | records | how many |
//! |---|---|
//! | won deals | as asked for; every 25th, from the 7th on, has a [`Flaw`] |
//! | deals that are not won | a tenth as many, one at least |
//! | accounts, each with a contact | a fourth as many, one at least, and one per account with too long a name |
//! | products | 20 |
//! | leads | 20 |
//!
//! A deal's lines are the rows of its subform `Products_Sold`; the products are also in its related list `Products`.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::modules::module;
use super::store::{ADMIN, Link, State, stamp, text};
use super::tables::{PIPELINE, STAGES, TAX_CODES, WON};
use crate::store::Record;

const PRODUCTS: usize = 20;
const LEADS: usize = 20;

/// What is wrong with a won deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It has no account: nobody to send an invoice to.
    NoAccount,
    /// Its account's name has 280 characters; Xero takes 255 for a contact.
    AccountNameTooLong,
    /// The tax code of its first line is one that does not exist: `Luxury`.
    UnknownTaxCode,
    /// Its first line has no tax code.
    NoTaxCode,
    /// The quantity of its first line is negative; the amount fits the lines.
    NegativeQuantity,
    /// Its amount is 10.00 more than its lines come to.
    AmountMismatch,
    /// It has no lines, but an amount.
    NoLines,
}

const FLAWS: [Flaw; 7] = [
    Flaw::NoAccount,
    Flaw::AccountNameTooLong,
    Flaw::UnknownTaxCode,
    Flaw::NoTaxCode,
    Flaw::NegativeQuantity,
    Flaw::AmountMismatch,
    Flaw::NoLines,
];

impl Flaw {
    /// The flaw of the won deal with this number, counted from 1.
    fn of(number: usize) -> Option<Self> {
        (number % 25 == 7).then(|| FLAWS.get(number / 25 % FLAWS.len()).copied()).flatten()
    }
}

/// A won deal that is bad on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BadDeal {
    /// The deal's id.
    pub id: String,
    /// The deal's name.
    pub name: String,
    /// What is wrong.
    pub flaw: Flaw,
}

/// The deals that an organisation starts with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SeededDeals {
    /// The ids of the won deals that can be invoiced.
    pub good: Vec<String>,
    /// The won deals that cannot, and why.
    pub bad: Vec<BadDeal>,
    /// The ids of the deals that are not won.
    pub open: Vec<String>,
}

/// The deals of [`Zoho::deals(won)`](super::Zoho::deals). They are the same whatever the sandbox's seed and clock, but
/// for their dates.
#[must_use]
pub fn seeded_deals(won: usize) -> SeededDeals {
    seed(&mut State::new(), won, DateTime::UNIX_EPOCH)
}

/// Makes the records; they are up to 90 days old.
pub(super) fn seed(state: &mut State, won: usize, now: DateTime<Utc>) -> SeededDeals {
    let mut deals = SeededDeals::default();
    if won == 0 {
        return deals;
    }
    let mut seeder = Seeder { state, now, products: Vec::new(), customers: Vec::new() };
    seeder.leads();
    seeder.products();
    for number in 1..=(won / 4).max(1) {
        seeder.customer(&format!("Customer {number:04}"), number);
    }
    let customers = seeder.customers.len();
    for number in 1..=won {
        let flaw = Flaw::of(number);
        let customer = match flaw {
            Some(Flaw::NoAccount) => None,
            Some(Flaw::AccountNameTooLong) => {
                let name = format!("Customer with a long name {number:04} {}", "x".repeat(300));
                Some(seeder.customer(&name.chars().take(280).collect::<String>(), 10_000 + number))
            }
            _ => Some(number % customers),
        };
        let name = format!("Deal {number:04}");
        let id = seeder.deal(&name, number, WON, customer, flaw);
        match flaw {
            Some(flaw) => deals.bad.push(BadDeal { id, name, flaw }),
            None => deals.good.push(id),
        }
    }
    let others: Vec<_> = STAGES.iter().filter(|stage| **stage != WON).collect();
    for number in 1..=(won / 10).max(1) {
        let stage = others.get(number % others.len()).map_or(WON, |stage| **stage);
        deals.open.push(seeder.deal(
            &format!("Open deal {number:04}"),
            number,
            stage,
            Some(number % customers),
            None,
        ));
    }
    deals
}

struct Seeder<'a> {
    state: &'a mut State,
    now: DateTime<Utc>,
    /// Ids and prices in cents.
    products: Vec<(String, i64)>,
    /// Ids of accounts and their contacts.
    customers: Vec<(String, String)>,
}

impl Seeder<'_> {
    /// Puts a record in, `age` hours old.
    fn put(&mut self, name: &str, fields: &Value, age: usize) -> String {
        let id = self.state.new_id();
        let Some(module) = module(name) else { return id };
        let age = TimeDelta::hours(i64::try_from(age % (90 * 24)).unwrap_or_default());
        let time = stamp(self.now - age);
        let mut record = Record::new();
        if module.parent.is_none() {
            record.insert("Owner".to_owned(), json!(ADMIN));
        }
        record.insert("id".to_owned(), json!(id));
        for field in ["Created_By", "Modified_By"] {
            record.insert(field.to_owned(), json!(ADMIN));
        }
        for field in ["Created_Time", "Modified_Time"] {
            record.insert(field.to_owned(), json!(time));
        }
        record.extend(fields.as_object().cloned().unwrap_or_default());
        self.state.put(module, record);
        id
    }

    fn leads(&mut self) {
        for number in 1..=LEADS {
            let lead = json!({
                "First_Name": "Person", "Last_Name": format!("{number:04}"), "Full_Name": format!("Person {number:04}"),
                "Company": format!("Prospect {number:04}"), "Email": format!("person{number:04}@example.org"),
                "Lead_Source": "Web Download", "Lead_Status": "Not Contacted", "Annual_Revenue": number * 1000,
            });
            self.put("Leads", &lead, number);
        }
    }

    fn products(&mut self) {
        for number in 1..=PRODUCTS {
            let cents = 999 + 1_537 * i64::try_from(number).unwrap_or_default();
            let product = json!({
                "Product_Name": format!("Product {number:03}"), "Product_Code": format!("P-{number:03}"),
                "Unit_Price": money(cents), "Product_Active": true, "Taxable": true,
            });
            let id = self.put("Products", &product, number);
            self.products.push((id, cents));
        }
    }

    /// An account with a contact; its place among the customers.
    fn customer(&mut self, name: &str, number: usize) -> usize {
        let account = json!({
            "Account_Name": name, "Account_Number": format!("C-{number:05}"), "Account_Type": "Customer",
            "Phone": format!("+1 555 {number:07}"), "Website": format!("https://customer-{number:05}.example.com"),
            "Billing_Street": format!("{number} Example Street"), "Billing_City": "Example City",
            "Billing_Code": format!("{:05}", number % 100_000), "Billing_Country": "United States",
            "Invoice_Email": format!("invoices-{number:05}@example.com"),
        });
        let account = self.put("Accounts", &account, number);
        let contact = json!({
            "First_Name": "Contact", "Last_Name": format!("{number:05}"), "Full_Name": format!("Contact {number:05}"),
            "Email": format!("contact-{number:05}@example.com"), "Account_Name": account,
        });
        let contact = self.put("Contacts", &contact, number);
        self.customers.push((account, contact));
        self.customers.len() - 1
    }

    fn deal(
        &mut self,
        name: &str,
        number: usize,
        stage: &str,
        customer: Option<usize>,
        flaw: Option<Flaw>,
    ) -> String {
        let lines = if flaw == Some(Flaw::NoLines) { Vec::new() } else { self.lines(number, flaw) };
        let mut cents: i64 = lines.iter().map(|line| line.cents).sum();
        match flaw {
            Some(Flaw::NoLines) => cents = 12_345,
            Some(Flaw::AmountMismatch) => cents += 1_000,
            _ => {}
        }
        let (account, contact) = customer.and_then(|at| self.customers.get(at).cloned()).unzip();
        let closed = self.now - TimeDelta::days(i64::try_from(number % 60).unwrap_or_default());
        let deal = json!({
            "Deal_Name": name, "Account_Name": account, "Contact_Name": contact, "Amount": money(cents),
            "Closing_Date": closed.format("%Y-%m-%d").to_string(), "Stage": stage, "Pipeline": PIPELINE,
            "Probability": if stage == WON { 100 } else { 20 }, "Type": "New Business",
        });
        let id = self.put("Deals", &deal, number);
        let mut products = BTreeSet::new();
        for line in lines {
            let mut row = line.row;
            row.insert("Parent_Id".to_owned(), json!(id));
            products.insert(text(&row, "Product").to_owned());
            self.put("Products_Sold", &Value::Object(row), number);
        }
        for child in products {
            self.state.links.push(Link { list: "Products", parent: id.clone(), child, extra: Record::new() });
        }
        id
    }

    /// One to five lines.
    fn lines(&self, number: usize, flaw: Option<Flaw>) -> Vec<Line> {
        let lines = (0..=number % 5).filter_map(|at| {
            let (product, price) = self.products.get((number * 7 + at * 3) % PRODUCTS)?;
            let first = if at == 0 { flaw } else { None };
            let quantity = i64::try_from((number + at) % 9 + 1).unwrap_or(1);
            let quantity = if first == Some(Flaw::NegativeQuantity) { -quantity } else { quantity };
            let tax = match first {
                Some(Flaw::UnknownTaxCode) => Some("Luxury"),
                Some(Flaw::NoTaxCode) => None,
                _ => TAX_CODES.get((number + at) % TAX_CODES.len()).copied(),
            };
            let cents = quantity * price;
            let row = json!({
                "Product": product, "Description": format!("Line {} of deal {number:04}", at + 1),
                "Quantity": quantity, "Unit_Price": money(*price), "Tax_Code": tax, "Line_Total": money(cents),
            });
            Some(Line { cents, row: row.as_object().cloned().unwrap_or_default() })
        });
        lines.collect()
    }
}

struct Line {
    cents: i64,
    row: Record,
}

/// Cents as the API writes money: a JSON number.
fn money(cents: i64) -> Value {
    json!(cents as f64 / 100.0)
}

#[cfg(test)]
mod tests {
    use super::{FLAWS, Flaw, seeded_deals};

    #[test]
    fn five_hundred_won_deals_have_every_flaw_and_always_the_same() {
        let deals = seeded_deals(500);
        assert_eq!((deals.good.len(), deals.bad.len(), deals.open.len()), (480, 20, 50));
        for flaw in FLAWS {
            assert!(deals.bad.iter().filter(|bad| bad.flaw == flaw).count() >= 2, "{flaw:?}");
        }
        assert_eq!(deals, seeded_deals(500));
        assert_eq!((deals.bad[0].name.as_str(), deals.bad[0].flaw), ("Deal 0007", Flaw::NoAccount));
    }
}
