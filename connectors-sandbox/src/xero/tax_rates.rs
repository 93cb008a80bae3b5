//! Tax rates, by their type.

use http::Method;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::books::{Books, Input, Mode, Moment, shown};
use super::errors::{Invalid, No};
use super::list::{ListRules, Selected, select};
use super::wire::{amount, number, text};
use super::write::write;
use super::{Answer, Desk};
use crate::store::Record;

const RULES: ListRules = ListRules {
    plural: "TaxRates",
    id: "TaxType",
    paged: false,
    fields: &[
        "Name",
        "TaxType",
        "Status",
        "ReportTaxType",
        "CanApplyToAssets",
        "CanApplyToEquity",
        "CanApplyToExpenses",
        "CanApplyToLiabilities",
        "CanApplyToRevenue",
        "DisplayTaxRate",
        "EffectiveRate",
    ],
};

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => {
            let lookup = |rate: &Record, path: &str| rate.get(path).cloned().unwrap_or_default();
            let rates = desk.books.tax_rates.iter();
            let Selected { records, .. } = select(desk.request(), &RULES, rates, &lookup)?;
            let views = records.iter().map(|rate| Value::Object(shown(rate))).collect();
            Ok(desk.many("TaxRates", views, None))
        }
        (&Method::GET, [tax_type]) => {
            let rate = desk.books.tax_rates.find("TaxType", tax_type).next().ok_or(No::NotFound)?;
            Ok(desk.one("TaxRates", shown(rate)))
        }
        (&Method::PUT, []) => write(desk, "TaxRates", &Mode::Create, Books::write_tax_rate),
        (&Method::POST, []) => write(desk, "TaxRates", &Mode::Upsert, Books::write_tax_rate),
        _ => Err(No::NotFound),
    }
}

impl Books {
    pub(super) fn write_tax_rate(
        &mut self,
        sent: &Record,
        mode: &Mode,
        _: Moment,
    ) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let tax_type = input.filled("TaxType");
        let existing = match (mode, &tax_type) {
            (Mode::Create, _) => None,
            (_, Some(tax_type)) => self.tax_rates.find("TaxType", tax_type).next().cloned(),
            (_, None) => {
                input.filled("Name").and_then(|name| self.tax_rates.find("Name", &name).next().cloned())
            }
        };
        if existing.is_none() && tax_type.is_some() && *mode != Mode::Create {
            return Err(Invalid::one(format!("There is no tax rate {}", tax_type.unwrap_or_default())));
        }
        let mut rate = existing.unwrap_or_else(|| {
            let free = (1..).map(|n| format!("TAX{n:03}")).find(|code| self.tax_rates.get(code).is_none());
            let mut rate = Record::new();
            rate.insert("TaxType".to_owned(), json!(free));
            rate.insert("Status".to_owned(), json!("ACTIVE"));
            rate.insert("ReportTaxType".to_owned(), json!("OUTPUT"));
            for class in ["Assets", "Equity", "Expenses", "Liabilities", "Revenue"] {
                rate.insert(format!("CanApplyTo{class}"), json!(true));
            }
            rate
        });
        input.copy_texts(&mut rate, &[("Name", 50), ("ReportTaxType", 50)]);
        if let Some(status) = input.word("Status", &["ACTIVE", "DELETED", "ARCHIVED"]) {
            rate.insert("Status".to_owned(), json!(status));
        }
        if let Some(components) = input.records("TaxComponents") {
            let components = components.into_iter().map(|sent| component(&mut input.invalid, sent));
            rate.insert("TaxComponents".to_owned(), components.collect());
        }
        let name = text(&rate, "Name");
        if name.is_empty() {
            input.invalid.add("A tax rate needs a Name");
        }
        if self.tax_rates.find("Name", name).any(|other| text(other, "TaxType") != text(&rate, "TaxType")) {
            input.invalid.add(format!("A tax rate with the Name {name} already exists"));
        }
        if rate.get("TaxComponents").and_then(Value::as_array).is_none_or(Vec::is_empty) {
            input.invalid.add("A tax rate needs TaxComponents");
        }
        input.invalid.check()?;
        compute_rates(&mut rate);
        self.tax_rates.put(rate.clone());
        Ok(rate)
    }
}

fn component(invalid: &mut Invalid, sent: &Record) -> Value {
    let mut part = Input::new(sent);
    let name = part.filled("Name");
    let rate = part.decimal("Rate").filter(|rate| !rate.is_sign_negative());
    if name.is_none() || rate.is_none() {
        part.invalid.add("A tax component needs a Name and a Rate of 0 or more");
    }
    let component = json!({
        "Name": name,
        "Rate": number(rate.unwrap_or_default()),
        "IsCompound": part.flag("IsCompound").unwrap_or(false),
        "IsNonRecoverable": part.flag("IsNonRecoverable").unwrap_or(false),
    });
    invalid.0.append(&mut part.invalid.0);
    component
}

/// The sum of the components; a compound one is also on top of the others.
pub(super) fn compute_rates(rate: &mut Record) {
    let components: Vec<Record> = rate
        .get("TaxComponents")
        .and_then(Value::as_array)
        .map(|list| list.iter().filter_map(Value::as_object).cloned().collect())
        .unwrap_or_default();
    let is_compound = |component: &&Record| component.get("IsCompound") == Some(&json!(true));
    let plain: Decimal = components.iter().filter(|c| !is_compound(c)).map(|c| amount(c, "Rate")).sum();
    let compound: Decimal = components.iter().filter(is_compound).map(|c| amount(c, "Rate")).sum();
    let effective = plain + compound + plain * compound / Decimal::ONE_HUNDRED;
    rate.insert("DisplayTaxRate".to_owned(), number(plain + compound));
    rate.insert("EffectiveRate".to_owned(), number(effective));
}
