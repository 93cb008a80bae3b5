//! Repeating invoices: templates with a schedule. As time passes, invoices and bills are made from them; days that were
//! past when a template came are left out (not verified live). A template is made and deleted, and not changed.

use chrono::{Datelike as _, Days, Months, NaiveDate};
use http::Method;
use serde_json::{Value, json};

use super::books::{Books, CONTACT, Input, Mode, Moment};
use super::documents::{self, Form, Kind, is_dead, put_plain_date};
use super::errors::Invalid;
use super::list::{ListRules, Selected, select};
use super::wire::{amount, date_of, text};
use super::{Answer, Desk};
use crate::store::Record;

const ID: &str = "RepeatingInvoiceID";

pub(super) static KIND: Kind = Kind {
    noun: "repeating invoice",
    rules: ListRules {
        plural: "RepeatingInvoices",
        id: ID,
        paged: false,
        fields: &[
            ID,
            "Type",
            "Status",
            "Reference",
            "SubTotal",
            "TotalTax",
            "Total",
            "CurrencyCode",
            "LineAmountTypes",
            "BrandingThemeID",
            "HasAttachments",
            "Contact.ContactID",
            "Contact.Name",
        ],
    },
    number: None,
    types: &[("ACCREC", true), ("ACCPAY", false)],
    transitions: &[("", &["DRAFT", "AUTHORISED"]), ("DRAFT", &["DELETED"]), ("AUTHORISED", &["DELETED"])],
    texts: &[("Reference", 255), ("BrandingThemeID", 36)],
    dates: &[],
    table: |books| &books.repeating_invoices,
    table_mut: |books| &mut books.repeating_invoices,
    finish: |_, input, template| {
        for flag in ["ApprovedForSending", "SendCopy", "MarkAsSent", "IncludePDF"] {
            let sent = input.flag(flag);
            let kept = template.get(flag).and_then(Value::as_bool);
            template.insert(flag.to_owned(), json!(sent.or(kept).unwrap_or(false)));
        }
        if !template.contains_key("Schedule") {
            schedule(input, template);
        }
    },
    show: |_, template, view| {
        for not_shown in ["Date", "CurrencyRate", "TotalDiscount", "UpdatedDateUTC"] {
            view.remove(not_shown);
        }
        view.insert("ID".to_owned(), json!(text(template, ID)));
    },
};

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => {
            let books = &*desk.books;
            let living =
                books.repeating_invoices.iter().filter(|template| !is_dead(text(template, "Status")));
            let lookup = |template: &Record, path: &str| books.document_field(template, path);
            let Selected { records, .. } = select(desk.request(), &KIND.rules, living, &lookup)?;
            let places = desk.moment().unit_places;
            let view =
                |template: &Record| Value::Object(books.kind_view(&KIND, template, Form::Listed, places));
            Ok(desk.many(KIND.rules.plural, records.into_iter().map(view).collect(), None))
        }
        _ => documents::route_writing(
            desk,
            path,
            &KIND,
            |books: &mut Books, sent: &Record, mode: &Mode, at: Moment| {
                let mut sent = sent.clone();
                sent.remove("Date"); // a template has none: its invoices have
                books.write_document(&KIND, &sent, mode, at)
            },
        ),
    }
}

fn schedule(input: &mut Input<'_>, template: &mut Record) {
    let Some(sent) = input.record("Schedule") else { return input.invalid.add("A Schedule must be given") };
    let mut part = Input::new(sent);
    let period = part.decimal("Period").and_then(|period| u32::try_from(period).ok()).filter(|n| *n >= 1);
    let unit = part.word("Unit", &["WEEKLY", "MONTHLY"]);
    let due = part.decimal("DueDate").and_then(|due| u32::try_from(due).ok()).filter(|due| *due <= 1000);
    let due_type = part.word("DueDateType", &DUE_DATE_TYPES);
    let today = date_of(template, "Date").unwrap_or_default();
    let start = part.date("StartDate").unwrap_or(today);
    let end = part.date("EndDate");
    if end.is_some_and(|end| end < start) {
        part.invalid.add("EndDate must not be before StartDate");
    }
    let (Some(period), Some(unit), Some(due), Some(due_type)) = (period, unit, due, due_type) else {
        part.invalid.add("A Schedule needs Period, Unit, DueDate and DueDateType");
        return input.invalid.0.append(&mut part.invalid.0);
    };
    input.invalid.0.append(&mut part.invalid.0);
    let mut schedule = Record::new();
    for (field, value) in [
        ("Period", json!(period)),
        ("Unit", json!(unit)),
        ("DueDate", json!(due)),
        ("DueDateType", json!(due_type)),
    ] {
        schedule.insert(field.to_owned(), value);
    }
    put_plain_date(&mut schedule, "StartDate", start);
    if let Some(end) = end {
        put_plain_date(&mut schedule, "EndDate", end);
    }
    plan(&mut schedule, today);
    template.insert("Schedule".to_owned(), Value::Object(schedule));
}

/// Plans the first invoice that is not before that day, if there is one before the end.
fn plan(schedule: &mut Record, not_before: NaiveDate) {
    let start = date_of(schedule, "StartDate").unwrap_or_default();
    let period = u32::try_from(amount(schedule, "Period")).unwrap_or(1);
    let weekly = text(schedule, "Unit") == "WEEKLY";
    let on = |n: u32| {
        let steps = n.checked_mul(period)?;
        if weekly {
            start.checked_add_days(Days::new(u64::from(steps) * 7))
        } else {
            start.checked_add_months(Months::new(steps))
        }
    };
    let next = (0..).map_while(on).find(|date| *date >= not_before);
    let end = date_of(schedule, "EndDate");
    match next.filter(|next| end.is_none_or(|end| *next <= end)) {
        Some(next) => put_plain_date(schedule, "NextScheduledDate", next),
        None => drop(schedule.remove("NextScheduledDate")),
    }
}

const DUE_DATE_TYPES: [&str; 6] = [
    "DAYSAFTERBILLDATE",
    "DAYSAFTERBILLMONTH",
    "DAYSAFTERINVOICEDATE",
    "DAYSAFTERINVOICEMONTH",
    "OFCURRENTMONTH",
    "OFFOLLOWINGMONTH",
];

/// When an invoice of this date is due.
fn due(date: NaiveDate, schedule: &Record) -> Option<NaiveDate> {
    let number = u32::try_from(amount(schedule, "DueDate")).ok()?;
    let days = Days::new(number.into());
    let first = date.with_day(1)?;
    let day_of = |month: NaiveDate| {
        let last = month.checked_add_months(Months::new(1))?.pred_opt()?;
        month.with_day(number.clamp(1, last.day()))
    };
    match text(schedule, "DueDateType") {
        "DAYSAFTERBILLMONTH" | "DAYSAFTERINVOICEMONTH" => {
            first.checked_add_months(Months::new(1))?.pred_opt()?.checked_add_days(days)
        }
        "OFCURRENTMONTH" => day_of(first),
        "OFFOLLOWINGMONTH" => day_of(first.checked_add_months(Months::new(1))?),
        _ => date.checked_add_days(days),
    }
}

impl Books {
    /// Makes the invoices that are due to be made.
    pub(super) fn run_schedules(&mut self, at: Moment) {
        let planned =
            |template: &Record| date_of(template.get("Schedule")?.as_object()?, "NextScheduledDate");
        let is_due = |template: &&Record| {
            !is_dead(text(template, "Status")) && planned(template).is_some_and(|date| date <= at.today())
        };
        let due: Vec<Record> = self.repeating_invoices.iter().filter(is_due).cloned().collect();
        for mut template in due {
            while let Some(date) = planned(&template).filter(|date| *date <= at.today()) {
                // A template whose contact is archived meanwhile, say, makes none; nobody is there to tell.
                let _ = self.atomically(|books| books.make_from(&template, date, at));
                let Some(Value::Object(schedule)) = template.get_mut("Schedule") else { break };
                plan(schedule, date.succ_opt().unwrap_or(date));
            }
            self.repeating_invoices.put(template);
        }
    }

    fn make_from(&mut self, template: &Record, date: NaiveDate, at: Moment) -> Result<(), Invalid> {
        let mut invoice = Record::new();
        let same = ["Type", "Status", "Reference", "LineAmountTypes", "CurrencyCode", "BrandingThemeID"];
        for field in same {
            invoice.extend(template.get(field).map(|value| (field.to_owned(), value.clone())));
        }
        let mut lines = template.get("LineItems").cloned().unwrap_or_default();
        for line in lines.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
            line.remove("LineItemID");
        }
        invoice.insert("LineItems".to_owned(), lines);
        invoice.insert("Contact".to_owned(), json!({ "ContactID": text(template, CONTACT) }));
        invoice.insert("Date".to_owned(), json!(date.to_string()));
        let schedule = template.get("Schedule").and_then(Value::as_object);
        if let Some(due) = schedule.and_then(|schedule| due(date, schedule)) {
            invoice.insert("DueDate".to_owned(), json!(due.to_string()));
        }
        let sent = ["ApprovedForSending", "MarkAsSent"].iter().any(|flag| template[*flag] == true);
        invoice.insert("SentToContact".to_owned(), json!(sent));
        let made = self.noting("Invoices", at, |books| books.write_invoice(&invoice, &Mode::Create, at))?;
        let id = text(&made, "InvoiceID").to_owned();
        self.invoices.update(&id, |invoice| drop(invoice.insert(ID.to_owned(), json!(text(template, ID)))));
        Ok(())
    }
}
