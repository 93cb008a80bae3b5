//! `POST /crm/v3/objects/{type}/search`: filters, text, order, and a look at records as they were a moment ago.
//!
//! Limits: the documents contradict each other; the lower ones stand here. Words in texts, the order without `sorts`, and
//! what is compared without regard to the letters' case are not verified live.

use std::borrow::Cow;
use std::cmp::Ordering;

use chrono::{DateTime, Utc};
use http::StatusCode;
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::property::{Property, moment};
use super::show::{self, Wish};
use super::store::{Kind, Object, State};
use crate::http::Reply;

const MOST_GROUPS: usize = 5;
const MOST_FILTERS_IN_GROUP: usize = 6;
const MOST_FILTERS: usize = 18;
const MOST_TEXT: usize = 3_000;
const MOST_RESULTS: usize = 10_000;
const LARGEST_PAGE: usize = 200;
const USUAL_PAGE: usize = 10;

/// What a value is compared with.
#[derive(Debug)]
enum Test {
    Equal(String, bool),
    /// The order that the value stands in, and whether equal ones do.
    Order(Ordering, String, bool),
    Between(String, String),
    In(Vec<String>, bool),
    Has(bool),
    Token(String, bool),
}

#[derive(Debug)]
pub(super) struct Filter {
    property: String,
    /// Compared as numbers or times.
    numeric: bool,
    /// The object type whose linked records are meant: `associations.contact`.
    linked: Option<String>,
    test: Test,
}

pub(super) fn search(cx: &mut Cx<'_>, kind: usize) -> Answer {
    let body = cx.body()?;
    let definition = cx.state.kind(kind);
    let groups = groups(cx.state, definition, &body)?;
    let text = body["query"].as_str().unwrap_or_default().to_lowercase();
    if text.chars().count() > MOST_TEXT {
        return Err(Problem::invalid(format!("query must have {MOST_TEXT} characters at most")));
    }
    let sort = sort(definition, &body)?;
    let (limit, after) = page(&body)?;
    let at = cx.now - cx.hub.search_lag();
    let there =
        |object: &&Object| object.created <= at && object.archived.is_none_or(|archived| archived > at);
    let fits = |object: &&Object| {
        (groups.is_empty()
            || groups
                .iter()
                .any(|group| group.iter().all(|filter| filter.fits(cx.state, definition, object, at))))
            && (text.is_empty() || mentions(definition, object, &text, at))
    };
    let mut found: Vec<&Object> = definition.objects.values().filter(there).filter(fits).collect();
    if let Some((property, descending)) = &sort {
        let numeric = definition.properties.get(property).is_some_and(is_numeric);
        found.sort_by_cached_key(|object| {
            SortKey::of(definition.value_at(object, property, at).as_deref().unwrap_or_default(), numeric)
        });
        if *descending {
            found.reverse();
        }
    }
    let wish = Wish::of_body(&body);
    let page = found.iter().skip(after).take(limit);
    let results: Vec<Value> =
        page.map(|object| show::object(cx.state, definition, object, &wish, at)).collect();
    let mut answer = json!({ "total": found.len(), "results": results });
    if after + limit < found.len() {
        answer["paging"] = json!({ "next": { "after": (after + limit).to_string() } });
    }
    Ok(Reply::json(StatusCode::OK, &answer))
}

/// What a record is sorted by: none come first, numbers and times by their size, texts without regard to case.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum SortKey {
    None,
    Number(rust_decimal::Decimal),
    Text(String),
}

impl SortKey {
    fn of(value: &str, numeric: bool) -> Self {
        if value.is_empty() {
            return Self::None;
        }
        let time = || moment(value).map(|time| time.timestamp_millis().into());
        match value.parse().ok().or_else(time).filter(|_| numeric) {
            Some(number) => Self::Number(number),
            None => Self::Text(value.to_lowercase()),
        }
    }
}

/// How many, and from which one on.
fn page(body: &Value) -> Result<(usize, usize), Problem> {
    let number = |name: &str, usual: usize| match &body[name] {
        Value::Null => Ok(usual),
        value => {
            let number = super::write::number(value).and_then(|number| usize::try_from(number).ok());
            number.ok_or_else(|| Problem::field(name, "is not a number"))
        }
    };
    let (limit, after) = (number("limit", USUAL_PAGE)?, number("after", 0)?);
    if !(1..=LARGEST_PAGE).contains(&limit) {
        return Err(Problem::invalid(format!("limit must be from 1 to {LARGEST_PAGE}")));
    }
    if after + limit > MOST_RESULTS {
        let message = format!("paging goes to the first {MOST_RESULTS} results of a query and not beyond");
        return Err(Problem::invalid(message));
    }
    Ok((limit, after))
}

/// A property, and whether the largest one is first. One sort is taken, by its name (with a minus in front) or as an object.
fn sort(kind: &Kind, body: &Value) -> Result<Option<(String, bool)>, Problem> {
    let sorts = body["sorts"].as_array().map(Vec::as_slice).unwrap_or_default();
    let sort = match sorts {
        [] => return Ok(None),
        [sort] => sort,
        _ => return Err(Problem::invalid("a search takes one sort")),
    };
    let (name, descending) = match sort {
        Value::String(name) => (name.trim_start_matches('-'), name.starts_with('-')),
        sort => (sort["propertyName"].as_str().unwrap_or_default(), sort["direction"] == "DESCENDING"),
    };
    if !kind.properties.contains_key(name) {
        return Err(unknown(name));
    }
    Ok(Some((name.to_owned(), descending)))
}

fn unknown(name: &str) -> Problem {
    Problem::invalid(format!("There was a problem with the request: unknown property {name}"))
}

/// One group may stand by itself, as `filters`.
fn groups(state: &State, kind: &Kind, body: &Value) -> Result<Vec<Vec<Filter>>, Problem> {
    let alone = body["filters"].as_array().filter(|filters| !filters.is_empty());
    let alone = alone.map(|filters| vec![json!({ "filters": filters })]).unwrap_or_default();
    let groups = body["filterGroups"].as_array().filter(|groups| !groups.is_empty()).unwrap_or(&alone);
    if groups.len() > MOST_GROUPS {
        return Err(Problem::invalid(format!("a search takes {MOST_GROUPS} filterGroups at most")));
    }
    let mut all = 0;
    let mut checked = Vec::new();
    for group in groups {
        let filters = group["filters"].as_array().filter(|filters| !filters.is_empty());
        let filters = filters.ok_or_else(|| Problem::field("filterGroups.filters", "is missing or empty"))?;
        all += filters.len();
        if filters.len() > MOST_FILTERS_IN_GROUP || all > MOST_FILTERS {
            let message = format!(
                "a search takes {MOST_FILTERS_IN_GROUP} filters in a group and {MOST_FILTERS} in all at most"
            );
            return Err(Problem::invalid(message));
        }
        checked.push(self::filters(state, kind, &group["filters"])?);
    }
    Ok(checked)
}

/// Filters that all have to be met.
pub(super) fn filters(state: &State, kind: &Kind, filters: &Value) -> Result<Vec<Filter>, Problem> {
    filters.as_array().into_iter().flatten().map(|filter| Filter::checked(state, kind, filter)).collect()
}

/// Whether a record, as it was at this time, meets all of them.
pub(super) fn fit(
    filters: &[Filter],
    state: &State,
    kind: &Kind,
    object: &Object,
    at: DateTime<Utc>,
) -> bool {
    filters.iter().all(|filter| filter.fits(state, kind, object, at))
}

fn is_numeric(property: &Property) -> bool {
    ["number", "date", "datetime"].contains(&property.kind.as_str())
}

impl Filter {
    fn checked(state: &State, kind: &Kind, filter: &Value) -> Result<Self, Problem> {
        let name = filter["propertyName"].as_str().unwrap_or_default();
        let linked = name.strip_prefix("associations.").and_then(|name| state.kind_named(name));
        let linked = linked.map(|kind| state.kind(kind).type_id.clone());
        // Links are compared by the ids of records.
        let property = kind.properties.get(if linked.is_some() { "hs_object_id" } else { name });
        let property = property.ok_or_else(|| unknown(name))?;
        let numeric = is_numeric(property);
        let text = |field: &str| {
            let value = filter[field].as_str().map(str::to_owned);
            value.ok_or_else(|| Problem::field(&format!("filters.{field}"), "is missing or not a text"))
        };
        let value = || text("value").and_then(|value| comparable(property, value));
        let list = || {
            let values = filter["values"].as_array().filter(|values| !values.is_empty());
            let values = values.ok_or_else(|| Problem::field("filters.values", "is missing or empty"))?;
            let texts =
                values.iter().filter_map(Value::as_str).map(|value| comparable(property, value.to_owned()));
            texts.collect::<Result<Vec<_>, _>>()
        };
        let test = match filter["operator"].as_str().unwrap_or_default() {
            "EQ" => Test::Equal(value()?, true),
            "NEQ" => Test::Equal(value()?, false),
            "LT" => Test::Order(Ordering::Less, value()?, false),
            "LTE" => Test::Order(Ordering::Less, value()?, true),
            "GT" => Test::Order(Ordering::Greater, value()?, false),
            "GTE" => Test::Order(Ordering::Greater, value()?, true),
            "BETWEEN" => {
                Test::Between(value()?, text("highValue").and_then(|value| comparable(property, value))?)
            }
            "IN" => Test::In(list()?, true),
            "NOT_IN" => Test::In(list()?, false),
            "HAS_PROPERTY" => Test::Has(true),
            "NOT_HAS_PROPERTY" => Test::Has(false),
            "CONTAINS_TOKEN" => Test::Token(text("value")?.to_lowercase(), true),
            "NOT_CONTAINS_TOKEN" => Test::Token(text("value")?.to_lowercase(), false),
            other => return Err(Problem::field("filters.operator", &format!("is not known: {other}"))),
        };
        Ok(Self { property: name.to_owned(), numeric, linked, test })
    }

    /// Links are those of now: the index of links does not lag here.
    fn links(&self, state: &State, kind: &Kind, object: &Object, to: &str) -> bool {
        let from = (kind.type_id.clone(), object.id);
        let mut ids = state.links.of(&from, to).map(|(id, _)| id.to_string());
        match &self.test {
            Test::Equal(other, yes) => ids.any(|id| id == *other) == *yes,
            Test::In(values, yes) => ids.any(|id| values.contains(&id)) == *yes,
            Test::Has(yes) => ids.next().is_some() == *yes,
            _ => false,
        }
    }

    fn fits(&self, state: &State, kind: &Kind, object: &Object, at: DateTime<Utc>) -> bool {
        if let Some(to) = &self.linked {
            return self.links(state, kind, object, to);
        }
        let Some(value) = kind.value_at(object, &self.property, at) else {
            return matches!(
                self.test,
                Test::Has(false) | Test::Equal(_, false) | Test::In(_, false) | Test::Token(_, false)
            );
        };
        let order = |other: &str| compare(&value, other, self.numeric);
        match &self.test {
            Test::Equal(other, yes) => order(other).is_eq() == *yes,
            Test::Order(wanted, other, or_equal) => {
                order(other) == *wanted || (*or_equal && order(other).is_eq())
            }
            Test::Between(low, high) => order(low).is_ge() && order(high).is_le(),
            // Values of lists have to be in lower case for texts: those that are not fit nothing.
            Test::In(values, yes) => {
                let lower =
                    if self.numeric { Cow::Borrowed(&*value) } else { Cow::Owned(value.to_lowercase()) };
                let enumeration =
                    kind.properties.get(&self.property).is_some_and(|property| property.kind != "string");
                let among = values
                    .iter()
                    .any(|other| if enumeration { order(other).is_eq() } else { *other == lower });
                among == *yes
            }
            Test::Has(yes) => *yes,
            Test::Token(token, yes) => contains_token(&value.to_lowercase(), token) == *yes,
        }
    }
}

/// A value to compare with: times become milliseconds.
fn comparable(property: &Property, value: String) -> Result<String, Problem> {
    let wrong =
        || Problem::invalid(format!("{value} is not a value that {} can be compared with", property.name));
    match property.kind.as_str() {
        "number" => value.parse::<f64>().map(|_| value.clone()).map_err(|_| wrong()),
        "date" | "datetime" => {
            moment(&value).map(|time| time.timestamp_millis().to_string()).ok_or_else(wrong)
        }
        _ => Ok(value),
    }
}

/// Texts are compared without regard to the letters' case; numbers and times as what they are.
fn compare(value: &str, other: &str, numeric: bool) -> Ordering {
    if numeric {
        let number = |text: &str| match text.parse::<f64>() {
            Ok(number) => Some(number),
            Err(_) => moment(text).map(|time| time.timestamp_millis() as f64),
        };
        let (value, other) = (number(value), number(other));
        return value.partial_cmp(&other).unwrap_or(Ordering::Equal);
    }
    value.to_lowercase().cmp(&other.to_lowercase())
}

/// Whether one of the words of a text is the token; `*` stands for any characters at either end of it.
fn contains_token(text: &str, token: &str) -> bool {
    let bare = token.trim_matches('*');
    let (open_start, open_end) = (token.starts_with('*'), token.ends_with('*'));
    let words = || text.split(|char: char| !char.is_alphanumeric()).chain([text]);
    bare.is_empty()
        || words().any(|word| match (open_start, open_end) {
            (true, true) => word.contains(bare),
            (true, false) => word.ends_with(bare),
            (false, true) => word.starts_with(bare),
            (false, false) => word == bare,
        })
        || (bare.contains(|char: char| !char.is_alphanumeric()) && text.contains(bare))
}

/// Whether the default texts of a record mention all words of the query.
fn mentions(kind: &Kind, object: &Object, query: &str, at: DateTime<Utc>) -> bool {
    const SEARCHED: &[&str] =
        &["phone", "company", "domain", "hs_note_body", "hs_call_body", "hs_task_subject"];
    let names = kind.defaults.iter().map(String::as_str).chain(SEARCHED.iter().copied());
    let texts: Vec<String> =
        names.filter_map(|name| Some(kind.value_at(object, name, at)?.to_lowercase())).collect();
    query.split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)))
}
