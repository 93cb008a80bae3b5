//! Pages: by number within the first 2,000 records, by token beyond.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::Cx;
use super::errors::Problem;
use super::store::stamp;

/// The most records on a page, and how many there are if the request does not say.
pub(super) const PER_PAGE: usize = 200;
/// How far pages by number go.
pub(super) const BY_NUMBER: usize = 2_000;
/// How far pages by token go.
const BY_TOKEN: usize = 100_000;
const TOKEN_LIFE: TimeDelta = TimeDelta::hours(24);

/// What a page token stands for.
#[derive(Clone)]
pub(super) struct PageToken {
    /// Everything about the request that has to stay the same.
    bound: String,
    /// The number of the page.
    page: usize,
    /// The sort key and the id of the record before it.
    after: (String, String),
    expires: DateTime<Utc>,
}

/// Which page a request asks for.
pub(super) struct Wanted {
    pub(super) per_page: usize,
    pub(super) page: usize,
    /// What comes before the page, where a token says it.
    pub(super) after: Option<(String, String)>,
}

impl Wanted {
    /// How many records come before the page, where its number says it.
    pub(super) fn skip(&self) -> usize {
        if self.after.is_some() { 0 } else { (self.page - 1) * self.per_page }
    }
}

/// `page` and `per_page`, both from 1.
pub(super) fn numbers(cx: &Cx<'_>) -> Result<Wanted, Problem> {
    let number = |name: &str, default: usize, most: usize| match cx.param(name) {
        None => Ok(default),
        Some(text) => {
            text.parse().ok().filter(|number| (1..=most).contains(number)).ok_or_else(|| Problem::param(name))
        }
    };
    let per_page = number("per_page", PER_PAGE, PER_PAGE)?;
    Ok(Wanted { per_page, page: number("page", 1, usize::MAX / PER_PAGE)?, after: None })
}

/// `page`, `per_page` and `page_token`.
pub(super) fn wanted(cx: &Cx<'_>) -> Result<Wanted, Problem> {
    let mut wanted = numbers(cx)?;
    if let Some(text) = cx.param("page_token") {
        if cx.param("page").is_some() {
            return Err(Problem::page_and_token());
        }
        let token = cx.state.tokens.get(text).filter(|token| token.bound == bound(cx));
        let token = token.ok_or_else(Problem::token_mismatch)?;
        if token.expires <= cx.now() {
            return Err(Problem::token_expired());
        }
        wanted.page = token.page;
        wanted.after = Some(token.after.clone());
    } else if wanted.page * wanted.per_page > BY_NUMBER {
        return Err(Problem::needs_page_token(BY_NUMBER));
    }
    Ok(wanted)
}

/// A token for the page behind `last`, unless there is no more to be had.
pub(super) fn next(
    cx: &mut Cx<'_>,
    wanted: &Wanted,
    last: (String, String),
) -> Option<(String, DateTime<Utc>)> {
    if wanted.page * wanted.per_page >= BY_TOKEN {
        return None;
    }
    let now = cx.now();
    cx.state.tokens.retain(|_, token| token.expires + TOKEN_LIFE > now);
    let expires = now + TOKEN_LIFE;
    let text = cx.ids.token(80);
    let token = PageToken { bound: bound(cx), page: wanted.page + 1, after: last, expires };
    cx.state.tokens.insert(text.clone(), token);
    Some((text, expires))
}

fn bound(cx: &Cx<'_>) -> String {
    let request = cx.call.request;
    let free = ["page", "page_token"];
    let mut params: Vec<_> = request.query.iter().filter(|(name, _)| !free.contains(name)).collect();
    params.sort_unstable();
    let since = request.header("if-modified-since").unwrap_or_default();
    format!("{} {} {params:?} {since}", cx.call.caller.account, request.path)
}

/// `info` of a list that pages by token.
pub(super) fn info(
    wanted: &Wanted,
    count: usize,
    sort: (&str, &str),
    more: bool,
    token: Option<(String, DateTime<Utc>)>,
) -> Value {
    let (token, expires) = token.unzip();
    json!({
        "call": false,
        "per_page": wanted.per_page,
        "next_page_token": token,
        "count": count,
        "sort_by": sort.0,
        "page": wanted.page,
        "previous_page_token": null,
        "page_token_expiry": expires.map(stamp),
        "sort_order": sort.1,
        "email": false,
        "more_records": more,
    })
}

/// `info` of a list that pages by number only.
pub(super) fn short_info(wanted: &Wanted, count: usize, more: bool) -> Value {
    json!({ "per_page": wanted.per_page, "count": count, "page": wanted.page, "more_records": more })
}
