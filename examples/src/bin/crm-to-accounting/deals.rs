//! The CRM's side: what a won deal is to this program, and the invoice that it asks for.

use chrono::{Days, NaiveDate};
use connectors_core::types::money;
use connectors_xero::LineItem;
use connectors_xero::contacts::ContactRef;
use connectors_xero::invoices::{InvoiceInput, InvoiceStatus, LineAmountTypes};
use connectors_zoho::Module;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

/// The stage of deals that are invoiced.
const WON: &str = "Closed Won";
/// What our invoices' numbers begin with.
const PREFIX: &str = "ZOHO-";
/// The account that sales are booked to.
const SALES: &str = "200";
const DAYS_TO_PAY: u64 = 30;

/// The CRM's tax codes and what Xero calls them. The demo organisation has no reduced rate.
const TAXES: [(&str, &str); 3] = [("Standard", "OUTPUT2"), ("Reduced", "ZERORATED"), ("Zero", "ZERORATED")];

/// A deal with the fields that this organisation added: its lines, and what is known of its invoice.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Deal {
    #[serde(rename = "id")]
    pub(crate) id: String,
    #[serde(rename = "Deal_Name", default)]
    pub(crate) name: String,
    #[serde(default, with = "money::option")]
    pub(crate) amount: Option<Decimal>,
    #[serde(default)]
    stage: Option<String>,
    #[serde(rename = "Closing_Date", default)]
    closing_date: Option<NaiveDate>,
    #[serde(rename = "Account_Name", default)]
    pub(crate) account: Option<Account>,
    /// Only a single record has them; lists leave subforms out.
    #[serde(rename = "Products_Sold", default, deserialize_with = "null_is_empty")]
    lines: Vec<Line>,
    #[serde(rename = "Invoice_Status", default)]
    pub(crate) invoice_status: Option<String>,
    #[serde(rename = "Amount_Paid", default, with = "money::option")]
    pub(crate) amount_paid: Option<Decimal>,
}

impl Module for Deal {
    const API_NAME: &'static str = "Deals";
    const RESOURCE: &'static str = "deal";
    const FIELDS: &'static [&'static str] =
        &["Deal_Name", "Amount", "Stage", "Closing_Date", "Account_Name", "Invoice_Status", "Amount_Paid"];
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) name: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Line {
    #[serde(default)]
    description: Option<String>,
    #[serde(default, with = "money::option")]
    quantity: Option<Decimal>,
    #[serde(rename = "Unit_Price", default, with = "money::option")]
    unit_price: Option<Decimal>,
    #[serde(rename = "Tax_Code", default)]
    tax_code: Option<String>,
}

/// What a deal is told about its invoice.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Payment {
    #[serde(rename = "Invoice_Number")]
    pub(crate) invoice_number: String,
    #[serde(rename = "Invoice_Status")]
    pub(crate) invoice_status: &'static str,
    #[serde(rename = "Amount_Paid", with = "money")]
    pub(crate) amount_paid: Decimal,
    #[serde(rename = "Paid_On")]
    pub(crate) paid_on: Option<NaiveDate>,
}

impl Module for Payment {
    const API_NAME: &'static str = Deal::API_NAME;
    const RESOURCE: &'static str = Deal::RESOURCE;
    const FIELDS: &'static [&'static str] = &[];
}

/// A field of a deal that does not do, and why.
pub(crate) type Flaw = (String, String);

impl Deal {
    pub(crate) fn is_won(&self) -> bool {
        self.stage.as_deref() == Some(WON)
    }

    /// The number of this deal's invoice. Xero takes a number once: that is what keeps a deal from being invoiced twice.
    pub(crate) fn invoice_number(&self) -> String {
        format!("{PREFIX}{}", self.id)
    }

    /// Whom to invoice.
    pub(crate) fn customer(&self) -> Result<&Account, Flaw> {
        self.account.as_ref().ok_or_else(|| flaw("Account_Name", "is empty: there is nobody to invoice"))
    }

    /// The invoice for a deal whose customer Xero knows as `contact`.
    pub(crate) fn invoice(&self, contact: ContactRef) -> Result<InvoiceInput, Flaw> {
        let lines =
            self.lines.iter().enumerate().map(|(at, line)| line.item(at)).collect::<Result<Vec<_>, _>>()?;
        if lines.is_empty() {
            return Err(flaw("Products_Sold", "is empty: there is nothing to invoice"));
        }
        let sum: Decimal = self.lines.iter().filter_map(|line| Some(line.quantity? * line.unit_price?)).sum();
        if self.amount != Some(sum) {
            let amount = self.amount.map_or("nothing".into(), |amount| amount.to_string());
            return Err(flaw("Amount", format!("is {amount}, but the lines come to {sum}")));
        }
        let date = self.closing_date.ok_or_else(|| flaw("Closing_Date", "is empty"))?;
        let due = date.checked_add_days(Days::new(DAYS_TO_PAY)).unwrap_or(date);
        // The CRM's prices are what customers pay: tax is inside.
        Ok(InvoiceInput::sale(contact)
            .invoice_number(self.invoice_number())
            .reference(self.name.as_str())
            .date(date)
            .due_date(due)
            .status(InvoiceStatus::Authorised)
            .line_amount_types(LineAmountTypes::Inclusive)
            .line_items(lines))
    }
}

impl Line {
    fn item(&self, at: usize) -> Result<LineItem, Flaw> {
        let field = |name: &str| format!("Products_Sold[{at}].{name}");
        let positive = |name: &str, value: Option<Decimal>| match value {
            Some(value) if value.is_sign_positive() && !value.is_zero() => Ok(value),
            Some(value) => Err((field(name), format!("is {value}: it must be above zero"))),
            None => Err((field(name), "is empty".to_owned())),
        };
        let code = self.tax_code.as_deref().unwrap_or_default();
        let tax = TAXES.iter().find(|(ours, _)| *ours == code);
        let (_, tax) = tax.ok_or_else(|| (field("Tax_Code"), format!("`{code}` is no tax code of ours")))?;
        let quantity = positive("Quantity", self.quantity)?;
        let price = positive("Unit_Price", self.unit_price)?;
        let text = self.description.as_deref().unwrap_or("Line");
        Ok(LineItem::new(text).quantity(quantity).unit_amount(price).account_code(SALES).tax_type(*tax))
    }
}

/// The deal that an invoice was made for, if it is one of ours.
pub(crate) fn deal_of(invoice_number: &str) -> Option<&str> {
    invoice_number.strip_prefix(PREFIX)
}

fn flaw(field: &str, why: impl Into<String>) -> Flaw {
    (field.to_owned(), why.into())
}

fn null_is_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Line>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
