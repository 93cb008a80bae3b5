//! Searching: by criteria, e-mail address, phone number or word; 2,000 results at most.

use http::StatusCode;
use serde_json::{Value, json};

use super::Cx;
use super::criteria;
use super::errors::{Answer, Problem};
use super::filter::Expr;
use super::modules::{Kind, Module};
use super::paging;
use super::records;
use super::store::{State, is_converted, text};
use crate::http::Reply;
use crate::store::Record;

/// The most results of one search.
const CAP: usize = 2_000;

/// What is searched for.
pub(super) enum Test {
    Criteria(Expr),
    Email(String),
    Phone(String),
    Word(String),
}

impl Test {
    pub(super) fn holds(&self, state: &State, module: &'static Module, record: &Record) -> bool {
        let any = |fits: &dyn Fn(Kind, &str) -> bool| {
            let fields = module.all_fields().filter(|field| records::is_searchable(field));
            fields.into_iter().any(|field| fits(field.kind, text(record, field.name)))
        };
        match self {
            Self::Criteria(expr) => expr.matches(state, module, record),
            Self::Email(email) => {
                any(&|kind, value| matches!(kind, Kind::Email) && value.eq_ignore_ascii_case(email))
            }
            Self::Phone(phone) => any(&|kind, value| matches!(kind, Kind::Phone) && value == phone),
            Self::Word(word) => any(&|_, value| value.to_lowercase().contains(word)),
        }
    }
}

/// What the request searches for, if it does.
pub(super) fn test(cx: &Cx<'_>, module: &'static Module) -> Result<Option<Test>, Problem> {
    if let Some(text) = cx.param("criteria") {
        let expr = criteria::parse(text)?;
        if let Some(unknown) = expr.fields().into_iter().find(|path| module.path(path).is_none()) {
            return Err(Problem::criteria("the field is not available for search", unknown));
        }
        return Ok(Some(Test::Criteria(expr)));
    }
    let word = match cx.param("word").map(str::to_lowercase) {
        Some(word) if word.chars().count() < 2 => return Err(Problem::param("word")),
        word => word.map(Test::Word),
    };
    let email = cx.param("email").map(|email| Test::Email(email.to_owned()));
    let phone = cx.param("phone").map(|phone| Test::Phone(phone.to_owned()));
    Ok(email.or(phone).or(word))
}

/// `GET /crm/v8/{module}/search`.
pub(super) fn search(cx: &Cx<'_>, module: &'static Module) -> Answer {
    let test = test(cx, module)?.ok_or_else(|| Problem::param_missing("criteria"))?;
    let wanted = paging::numbers(cx)?;
    if wanted.page * wanted.per_page > CAP {
        return Err(Problem::search_cap(CAP));
    }
    let fields = records::chosen_fields(cx)?;
    let converted = cx.param("converted").unwrap_or("false");
    let records = cx.state.records(module).filter(|record| {
        (converted == "both" || is_converted(record) == (converted == "true"))
            && test.holds(cx.state, module, record)
    });
    let found: Vec<&Record> = records.take(CAP).collect();
    let rest = found.get(wanted.skip()..).unwrap_or_default();
    let page = rest.get(..wanted.per_page).unwrap_or(rest);
    if page.is_empty() {
        return Ok(Reply::empty(StatusCode::NO_CONTENT));
    }
    let data = page.iter().map(|record| match &fields {
        Some(fields) => cx.state.chosen(module, record, fields),
        None => cx.state.full(module, record),
    });
    let data: Vec<Value> = data.collect();
    let info = paging::short_info(&wanted, data.len(), rest.len() > page.len());
    Ok(Reply::json(StatusCode::OK, &json!({ "data": data, "info": info })))
}
