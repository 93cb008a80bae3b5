//! The job itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use connectors_core::{Client, Error, ErrorKind, Outcome};
use connectors_xero::Xero;
use connectors_xero::contacts::{self, ContactInput, ContactRef};
use connectors_xero::invoices::{self, Invoice, InvoiceInput, InvoiceStatus};
use connectors_xero::payments::{self, PaymentStatus};
use connectors_zoho::Zoho;
use connectors_zoho::records::{self, Change};
use futures_util::{StreamExt, TryStreamExt, stream};
use rust_decimal::Decimal;

use crate::deals::{self, Deal, Payment};
use crate::progress::Progress;
use crate::report::{Line, Report};

/// Deals that are worked on at once: what Xero takes in one call.
const CHUNK: usize = 50;
/// Single deals that are read at once; the limits decide how many of them really are.
const READERS: usize = 20;
/// How often elements are sent whose outcome is not known, or that could not be sent, before the job gives up.
const ROUNDS: usize = 5;

/// What the CRM knows about a deal's payments before this run: status and amount.
pub(crate) type Known = HashMap<String, (Option<String>, Option<Decimal>)>;

/// Makes an invoice for each won deal that has none.
pub(crate) async fn invoice(
    zoho: &Client<Zoho>,
    xero: &Client<Xero>,
    report: &mut Report,
    progress: &Progress,
) -> Result<Known, Error> {
    let mut known = Known::new();
    let mut contacts = Contacts::default();
    let mut chunk = Vec::with_capacity(CHUNK);
    let mut all = zoho.items(records::List::<Deal>::new()).read_ahead();
    loop {
        let next = all.next().await.transpose()?;
        let at_end = next.is_none();
        if let Some(deal) = next.filter(Deal::is_won) {
            progress.deals.inc(1);
            known.insert(deal.id.clone(), (deal.invoice_status.clone(), deal.amount_paid));
            chunk.push(deal);
        }
        if chunk.len() == CHUNK || at_end {
            report.deals += chunk.len();
            let deals = with_lines(zoho, std::mem::take(&mut chunk)).await?;
            invoice_chunk(xero, &deals, &mut contacts, report).await?;
            progress.invoices.set_position((report.invoices_created + report.invoices_existing) as u64);
        }
        if at_end {
            return Ok(known);
        }
    }
}

/// The same deals with their lines, which lists do not give.
async fn with_lines(zoho: &Client<Zoho>, deals: Vec<Deal>) -> Result<Vec<Deal>, Error> {
    let read = |deal: Deal| async move { zoho.call(records::Get::<Deal>::new(deal.id)).await };
    stream::iter(deals).map(read).buffered(READERS).try_collect().await
}

async fn invoice_chunk(
    xero: &Client<Xero>,
    deals: &[Deal],
    contacts: &mut Contacts,
    report: &mut Report,
) -> Result<(), Error> {
    contacts.ensure(xero, deals).await?;
    let mut wanted = BTreeMap::new();
    for deal in deals {
        let amount = deal.amount.unwrap_or_default();
        report.lines.insert(deal.id.clone(), Line { deal: deal.name.clone(), amount, invoice: None });
        let invoice = deal.customer().and_then(|account| deal.invoice(contacts.of(&account.id)?));
        match invoice {
            Ok(invoice) => {
                wanted.insert(deal.invoice_number(), invoice);
            }
            Err((field, message)) => report.reject(&deal.id, field, message),
        }
    }
    // What is there already need not be sent; what somebody else makes meanwhile, Xero refuses.
    for invoice in read_back(xero, wanted.keys()).await? {
        if let Some(number) = &invoice.invoice_number
            && wanted.remove(number).is_some()
        {
            report.invoices_existing += 1;
            enter(report, &invoice);
        }
    }
    create(xero, wanted, report).await
}

/// Creates these invoices, by number.
async fn create(
    xero: &Client<Xero>,
    mut wanted: BTreeMap<String, InvoiceInput>,
    report: &mut Report,
) -> Result<(), Error> {
    for _ in 0..ROUNDS {
        if wanted.is_empty() {
            return Ok(());
        }
        let (mut duplicates, mut doubtful) = (Vec::new(), Vec::new());
        let outcomes = xero.batch(invoices::CreateMany::new(wanted.values().cloned())).await;
        let sent: Vec<String> = wanted.keys().cloned().collect();
        for (number, outcome) in sent.into_iter().zip(outcomes) {
            match outcome {
                Outcome::Done(invoice) => {
                    wanted.remove(&number);
                    report.invoices_created += 1;
                    enter(report, &invoice);
                }
                Outcome::Failed(error) if error.kind() == ErrorKind::Duplicate => duplicates.push(number),
                Outcome::Unknown(_) => doubtful.push(number),
                Outcome::Failed(error) | Outcome::NotSent(error) if is_about_the_record(&error) => {
                    wanted.remove(&number);
                    reject_invoice(report, &number, &error);
                }
                // Sent again in the next round, unless nothing can be sent at all.
                Outcome::Failed(error) | Outcome::NotSent(error) => passing(error)?,
            }
        }
        for invoice in read_back(xero, duplicates.iter().chain(&doubtful)).await? {
            let Some(number) = &invoice.invoice_number else { continue };
            if wanted.remove(number).is_some() {
                // It was not there before we sent it: if nobody refused it as a duplicate, it is ours.
                if duplicates.contains(number) {
                    report.invoices_existing += 1
                } else {
                    report.invoices_created += 1
                }
                enter(report, &invoice);
            }
        }
        for number in duplicates {
            if wanted.remove(&number).is_some() {
                let deal = deals::deal_of(&number).unwrap_or(&number).to_owned();
                report.reject(
                    &deal,
                    "InvoiceNumber",
                    "Xero calls it a duplicate, but does not give it: look at it there",
                );
            }
        }
    }
    match wanted.keys().next() {
        None => Ok(()),
        Some(number) => Err(given_up("invoices", number)),
    }
}

/// The invoices with these numbers, as Xero has them.
async fn read_back<'a>(
    xero: &Client<Xero>,
    numbers: impl Iterator<Item = &'a String>,
) -> Result<Vec<Invoice>, Error> {
    let numbers: Vec<&String> = numbers.collect();
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let list = invoices::List::new().numbers(numbers.into_iter().cloned());
    xero.items(list).collect().await
}

/// Customers as contacts: an account's id is the contact's number, by which Xero finds it again.
#[derive(Default)]
pub(crate) struct Contacts(HashMap<String, Result<String, deals::Flaw>>);

impl Contacts {
    async fn ensure(&mut self, xero: &Client<Xero>, deals: &[Deal]) -> Result<(), Error> {
        let mut missing: BTreeMap<&str, &str> = deals
            .iter()
            .filter_map(|deal| deal.account.as_ref())
            .filter(|account| !self.0.contains_key(&account.id))
            .map(|account| (account.id.as_str(), account.name.as_str()))
            .collect();
        for _ in 0..ROUNDS {
            if missing.is_empty() {
                return Ok(());
            }
            let accounts: Vec<(&str, &str)> = missing.iter().map(|(id, name)| (*id, *name)).collect();
            let inputs = accounts.iter().map(|(id, name)| ContactInput::new(*name).contact_number(*id));
            let outcomes = xero.batch(contacts::UpsertMany::new(inputs)).await;
            for ((id, _), outcome) in accounts.into_iter().zip(outcomes) {
                let known = match outcome {
                    Outcome::Done(contact) => contact
                        .contact_id
                        .ok_or_else(|| ("Account_Name".to_owned(), "Xero gave the contact no id".to_owned())),
                    Outcome::Failed(error) | Outcome::NotSent(error) if is_about_the_record(&error) => {
                        Err(("Account_Name".to_owned(), error.message().to_owned()))
                    }
                    // An upsert by number may be sent again whatever became of it.
                    Outcome::Unknown(_) => continue,
                    Outcome::Failed(error) | Outcome::NotSent(error) => {
                        passing(error)?;
                        continue;
                    }
                };
                missing.remove(id);
                self.0.insert(id.to_owned(), known);
            }
        }
        match missing.keys().next() {
            None => Ok(()),
            Some(id) => Err(given_up("contacts", id)),
        }
    }

    fn of(&self, account: &str) -> Result<ContactRef, deals::Flaw> {
        match self.0.get(account) {
            Some(Ok(id)) => Ok(ContactRef::id(id)),
            Some(Err(flaw)) => Err(flaw.clone()),
            None => Err(("Account_Name".to_owned(), "is not known in Xero".to_owned())),
        }
    }
}

/// Makes the invoices of these deals that are won and have none; the deals that have one now.
pub(crate) async fn invoice_some(
    zoho: &Client<Zoho>,
    xero: &Client<Xero>,
    deals: Vec<Deal>,
    contacts: &mut Contacts,
    report: &mut Report,
) -> Result<Vec<Deal>, Error> {
    let new = |deal: &Deal| report.lines.get(&deal.id).is_none_or(|line| line.invoice.is_none());
    let mut deals: Vec<Deal> = deals.into_iter().filter(Deal::is_won).filter(new).collect();
    report.deals += deals.iter().filter(|deal| !report.lines.contains_key(&deal.id)).count();
    // What was wrong with them may be mended.
    report.rejected.retain(|rejection| !deals.iter().any(|deal| deal.id == rejection.deal));
    if deals.is_empty() {
        return Ok(deals);
    }
    deals = with_lines(zoho, deals).await?;
    invoice_chunk(xero, &deals, contacts, report).await?;
    deals.retain(|deal| report.lines.get(&deal.id).is_some_and(|line| line.invoice.is_some()));
    Ok(deals)
}

/// Tells the deals of these invoices what has been paid, as Xero has it now.
pub(crate) async fn write_back_some(
    zoho: &Client<Zoho>,
    xero: &Client<Xero>,
    numbers: &BTreeSet<String>,
    known: &mut Known,
    report: &mut Report,
    progress: &Progress,
) -> Result<(), Error> {
    let mut paid = BTreeMap::new();
    for invoice in read_back(xero, numbers.iter()).await? {
        let number = invoice.invoice_number.clone().unwrap_or_default();
        let Some(deal) = deals::deal_of(&number).map(str::to_owned) else { continue };
        let amount_paid = invoice.amount_paid.unwrap_or_default();
        let is_paid = invoice.status.as_ref().is_some_and(|status| *status == InvoiceStatus::Paid);
        let invoice_status = if is_paid { "Paid" } else { "Authorised" };
        enter(report, &invoice);
        let before = known.insert(deal.clone(), (Some(invoice_status.to_owned()), Some(amount_paid)));
        let nothing_paid = before.is_none() && amount_paid.is_zero();
        if nothing_paid || before == known.get(&deal).cloned() {
            continue;
        }
        let paid_on = invoice.payments.iter().filter_map(|payment| payment.date).max();
        paid.insert(deal, Payment { invoice_number: number, invoice_status, amount_paid, paid_on });
    }
    let told: Vec<String> = paid.keys().cloned().collect();
    let written = tell_deals(zoho, paid, report, progress).await;
    if written.is_err() {
        for deal in told {
            known.remove(&deal);
        }
    }
    written
}

/// Tells the deals what has been paid.
pub(crate) async fn write_back(
    zoho: &Client<Zoho>,
    xero: &Client<Xero>,
    known: &mut Known,
    report: &mut Report,
    progress: &Progress,
) -> Result<(), Error> {
    let mut paid: BTreeMap<String, Payment> = BTreeMap::new();
    let mut payments = xero.items(payments::List::new()).read_ahead();
    while let Some(payment) = payments.next().await.transpose()? {
        let invoice = payment.invoice.as_deref();
        let number = invoice.and_then(|invoice| invoice.invoice_number.as_deref()).unwrap_or_default();
        let Some(deal) = deals::deal_of(number).filter(|deal| known.contains_key(*deal)) else { continue };
        if payment.status.as_ref().is_some_and(|status| *status == PaymentStatus::Deleted) {
            continue;
        }
        let entry = paid.entry(deal.to_owned()).or_insert_with(|| Payment {
            invoice_number: number.to_owned(),
            invoice_status: "Authorised",
            amount_paid: Decimal::ZERO,
            paid_on: None,
        });
        entry.amount_paid += payment.amount.unwrap_or_default();
        entry.paid_on = entry.paid_on.max(payment.date);
    }
    for (deal, payment) in &mut paid {
        if let Some((_, total, status)) = report.lines.get_mut(deal).and_then(|line| line.invoice.as_mut())
            && payment.amount_paid >= *total
        {
            payment.invoice_status = "Paid";
            *status = "PAID".to_owned();
        }
    }
    // Deals that know it already are left alone.
    paid.retain(|deal, payment| {
        let (status, amount) = known.get(deal).cloned().unwrap_or_default();
        status.as_deref() != Some(payment.invoice_status) || amount != Some(payment.amount_paid)
    });
    let told = |payment: &Payment| (Some(payment.invoice_status.to_owned()), Some(payment.amount_paid));
    known.extend(paid.iter().map(|(deal, payment)| (deal.clone(), told(payment))));
    tell_deals(zoho, paid, report, progress).await
}

/// Writes these payments into their deals.
async fn tell_deals(
    zoho: &Client<Zoho>,
    mut paid: BTreeMap<String, Payment>,
    report: &mut Report,
    progress: &Progress,
) -> Result<(), Error> {
    for _ in 0..ROUNDS {
        if paid.is_empty() {
            return Ok(());
        }
        let changes: Vec<_> = paid.iter().map(|(deal, payment)| Change::new(deal, payment.clone())).collect();
        let sent: Vec<String> = paid.keys().cloned().collect();
        let outcomes = zoho.batch(records::UpdateMany::new(changes)).await;
        for (deal, outcome) in sent.into_iter().zip(outcomes) {
            match outcome {
                Outcome::Done(_) => {
                    report.payments_written_back += 1;
                    progress.payments.inc(1);
                }
                Outcome::Failed(error) | Outcome::NotSent(error) if is_about_the_record(&error) => {
                    reject(report, &deal, "Amount_Paid", &error);
                }
                // The same values once more do no harm.
                Outcome::Unknown(_) => continue,
                Outcome::Failed(error) | Outcome::NotSent(error) => {
                    passing(error)?;
                    continue;
                }
            }
            paid.remove(&deal);
        }
    }
    match paid.keys().next() {
        None => Ok(()),
        Some(deal) => Err(given_up("deals", deal)),
    }
}

fn enter(report: &mut Report, invoice: &Invoice) {
    let number = invoice.invoice_number.clone().unwrap_or_default();
    let status = invoice.status.as_ref().map(ToString::to_string).unwrap_or_default();
    if let Some(line) = deals::deal_of(&number).and_then(|deal| report.lines.get_mut(deal)) {
        line.invoice = Some((number, invoice.total.unwrap_or_default(), status));
    }
}

fn reject_invoice(report: &mut Report, number: &str, error: &Error) {
    let deal = deals::deal_of(number).unwrap_or(number).to_owned();
    reject(report, &deal, "invoice", error);
}

/// Names the first field that the platform blames; `otherwise` if it blames none.
fn reject(report: &mut Report, deal: &str, otherwise: &str, error: &Error) {
    let blamed = error.field_errors().first();
    let field = blamed.map(|f| f.field.as_str()).filter(|field| !field.is_empty()).unwrap_or(otherwise);
    report.reject(deal, field, blamed.map_or(error.message(), |f| f.message.as_str()));
}

/// Whether an element failed for what it is, so that sending it again is of no use.
fn is_about_the_record(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Validation
            | ErrorKind::Conflict
            | ErrorKind::NotFound
            | ErrorKind::Duplicate
            | ErrorKind::Vendor
    )
}

/// A failure that may pass; any other ends the job.
fn passing(error: Error) -> Result<(), Error> {
    if error.is_retryable() { Ok(()) } else { Err(error) }
}

fn given_up(what: &str, first: &str) -> Error {
    Error::new(
        ErrorKind::Server,
        format!("{what} could not be written for now, {first} among them: run the job again"),
    )
    .with_retryable(true)
}
