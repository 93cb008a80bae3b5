//! What all lists have in common: `If-Modified-Since`, `where`, `order`, `IDs`, pages.

use std::cmp::Ordering;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use super::errors::No;
use super::query::{Condition, Term, term};
use super::wire::{parse_time, updated};
use crate::http::Request;
use crate::store::Record;

/// The facts of one list.
pub(super) struct ListRules {
    /// The envelope's name for the records, and the entity's in messages.
    pub(super) plural: &'static str,
    /// The field with the id.
    pub(super) id: &'static str,
    /// Whether it comes in pages.
    pub(super) paged: bool,
    /// The fields that `where` and `order` may name; a dotted one for a nested record.
    pub(super) fields: &'static [&'static str],
}

/// One page of a list, and the `pagination` object if pages were asked for.
pub(super) struct Selected<'a> {
    pub(super) records: Vec<&'a Record>,
    pub(super) pagination: Option<Value>,
}

const DEFAULT_PAGE_SIZE: usize = 100;
const MOST_PAGE_SIZE: usize = 1000;

/// A comma-separated parameter; `None` if it is not there.
pub(super) fn words(request: &Request, name: &str) -> Option<Vec<String>> {
    let value = request.query.get_ignore_case(name).filter(|value| !value.is_empty())?;
    Some(value.split(',').map(|word| word.trim().to_lowercase()).collect())
}

/// A boolean parameter.
pub(super) fn flag(request: &Request, name: &str) -> bool {
    request.query.get_ignore_case(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// Whether pages were asked for.
pub(super) fn is_paged(request: &Request) -> bool {
    request.query.get_ignore_case("page").is_some() || request.query.get_ignore_case("pageSize").is_some()
}

/// The records that the request asks for. `lookup` finds a dotted field, in a related record too.
pub(super) fn select<'a>(
    request: &Request,
    rules: &ListRules,
    records: impl Iterator<Item = &'a Record>,
    lookup: &dyn Fn(&Record, &str) -> Value,
) -> Result<Selected<'a>, No> {
    let known = |path: &str| rules.fields.contains(&path);
    let say = |message: String| No::BadQuery(format!("{}: {message}", rules.plural));
    let condition = match request.query.get_ignore_case("where").filter(|text| !text.trim().is_empty()) {
        Some(text) => Some(Condition::parse(text, &known).map_err(say)?),
        None => None,
    };
    let order =
        request.query.get_ignore_case("order").map(|text| order(text, &known)).transpose().map_err(say)?;
    let ids = words(request, "IDs");
    let since = request.header("if-modified-since").and_then(parse_time);

    let mut chosen = Vec::new();
    for record in records {
        let id = record.get(rules.id).and_then(Value::as_str).unwrap_or_default();
        let wanted = ids.as_ref().is_none_or(|ids| ids.iter().any(|wanted| wanted == id))
            && since.is_none_or(|since| is_after(record, since));
        let holds = match &condition {
            Some(condition) if wanted => condition.holds(&|path| lookup(record, path)).map_err(say)?,
            _ => wanted,
        };
        if holds {
            chosen.push(record);
        }
    }
    if let Some(order) = order {
        chosen.sort_by(|a, b| {
            let by = |(path, descending): &(String, bool)| {
                let ordering = rank(&term(path, &lookup(a, path)), &term(path, &lookup(b, path)));
                if *descending { ordering.reverse() } else { ordering }
            };
            order.iter().map(by).find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
        });
    }
    if !(rules.paged && is_paged(request)) {
        return Ok(Selected { records: chosen, pagination: None });
    }
    let whole = |name: &str, default: usize| match request.query.get_ignore_case(name) {
        Some(text) => text.parse().ok().filter(|number| *number >= 1),
        None => Some(default),
    };
    let page = whole("page", 1).ok_or_else(|| say("page must be a whole number from 1".to_owned()))?;
    let size = whole("pageSize", DEFAULT_PAGE_SIZE).filter(|size| *size <= MOST_PAGE_SIZE);
    let size = size.ok_or_else(|| say(format!("pageSize must be from 1 to {MOST_PAGE_SIZE}")))?;
    let count = chosen.len();
    let pagination =
        json!({ "page": page, "pageSize": size, "pageCount": count.div_ceil(size), "itemCount": count });
    let records = chosen.into_iter().skip((page - 1).saturating_mul(size)).take(size).collect();
    Ok(Selected { records, pagination: Some(pagination) })
}

/// The page of a list that comes in pages of a hundred, whether pages were asked for or not.
pub(super) fn a_hundred<'a>(
    request: &Request,
    plural: &str,
    records: Vec<&'a Record>,
) -> Result<Vec<&'a Record>, No> {
    let page: usize = match request.query.get_ignore_case("page") {
        Some(text) => text
            .parse()
            .ok()
            .filter(|page| *page >= 1)
            .ok_or_else(|| No::BadQuery(format!("{plural}: page must be a whole number from 1")))?,
        None => 1,
    };
    let skipped = (page - 1).saturating_mul(DEFAULT_PAGE_SIZE);
    Ok(records.into_iter().skip(skipped).take(DEFAULT_PAGE_SIZE).collect())
}

/// Whether a date is from one parameter to another. A date that is not there is not, if one of them is.
pub(super) fn dates(
    request: &Request,
    plural: &str,
    from: &str,
    to: &str,
) -> Result<impl Fn(Option<NaiveDate>) -> bool + use<>, No> {
    let date = |name: &str| {
        let given = request.query.get_ignore_case(name).filter(|given| !given.is_empty());
        let read = |given: &str| parse_time(given).map(|time| time.date_naive());
        let wrong = || No::BadQuery(format!("{plural}: {name} is not a date"));
        given.map(|given| read(given).ok_or_else(wrong)).transpose()
    };
    let (from, to) = (date(from)?, date(to)?);
    Ok(move |date: Option<NaiveDate>| {
        from.is_none_or(|from| date >= Some(from)) && to.is_none_or(|to| date.is_some_and(|date| date <= to))
    })
}

/// Changed after that time. Strictly: whoever asks with the time of the last change sees it once. What keeps no time of
/// change is always there: the lists of such records do not know the header.
fn is_after(record: &Record, since: DateTime<Utc>) -> bool {
    !record.contains_key("UpdatedDateUTC") || updated(record) > since
}

fn order(text: &str, known: &dyn Fn(&str) -> bool) -> Result<Vec<(String, bool)>, String> {
    let part = |part: &str| {
        let mut words = part.split_whitespace();
        let field =
            words.next().filter(|field| known(field)).ok_or_else(|| format!("cannot order by {part:?}"))?;
        let descending = match words.next().map(str::to_ascii_uppercase).as_deref() {
            None | Some("ASC" | "ASCENDING") => false,
            Some("DESC" | "DESCENDING") => true,
            Some(_) => return Err(format!("cannot order by {part:?}")),
        };
        Ok((field.to_owned(), descending))
    };
    text.split(',').map(part).collect()
}

/// Nothing first, then by value.
fn rank(left: &Term, right: &Term) -> Ordering {
    match (left, right) {
        (Term::Number(left), Term::Number(right)) => left.cmp(right),
        (Term::Text(left), Term::Text(right)) => left.to_lowercase().cmp(&right.to_lowercase()),
        (Term::Guid(left), Term::Guid(right)) => left.cmp(right),
        (Term::Time(left), Term::Time(right)) => left.cmp(right),
        (Term::Flag(left), Term::Flag(right)) => left.cmp(right),
        (Term::Null, Term::Null) => Ordering::Equal,
        (Term::Null, _) => Ordering::Less,
        (_, Term::Null) => Ordering::Greater,
        _ => Ordering::Equal,
    }
}
