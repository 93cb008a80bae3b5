//! The documents of this crate's actions.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::time::Duration;

use connectors_core::limits::Unit;
use connectors_core::{Cursor, Cx, Error, Idempotency, Request, Result};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::cost;
use crate::Shopify;

/// How many elements a page has at most. Source: shopify.dev, "Shopify API limits".
pub(crate) const MOST: u32 = 250;

/// How long a key of `@idempotent` counts as honoured. Shopify does not say how long it remembers them; so long at least
/// (not verified), and retries of a call are over before.
const KEY: Duration = Duration::from_secs(60 * 60);

/// A document of this crate's actions: one operation with one root field, and the fragments that it uses.
#[derive(Clone, Copy, Debug)]
pub struct Document {
    operation: &'static str,
    fragments: &'static [&'static str],
    idempotency: Again,
}

/// What happens when it is sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Again {
    Nothing,
    TheSame,
    OnceWithKey,
    Twice,
}

impl Document {
    const fn new(operation: &'static str, idempotency: Again) -> Self {
        Self { operation, fragments: &[], idempotency }
    }

    /// A query.
    pub(crate) const fn query(operation: &'static str) -> Self {
        Self::new(operation, Again::Nothing)
    }

    /// A mutation that does it twice when it is sent twice.
    pub(crate) const fn mutation(operation: &'static str) -> Self {
        Self::new(operation, Again::Twice)
    }

    /// A mutation that carries `@idempotent(key: $key)`: done once for each key.
    pub(crate) const fn keyed(operation: &'static str) -> Self {
        Self::new(operation, Again::OnceWithKey)
    }

    /// Sent twice, this mutation leaves the same state as sent once.
    pub(crate) const fn repeatable(mut self) -> Self {
        self.idempotency = Again::TheSame;
        self
    }

    /// With the fragments that it uses, and those that these use.
    pub(crate) const fn with(mut self, fragments: &'static [&'static str]) -> Self {
        self.fragments = fragments;
        self
    }

    /// Its text.
    pub(crate) fn text(&self) -> String {
        let length = self.fragments.iter().map(|text| text.len() + 1).sum::<usize>() + self.operation.len();
        let mut text = String::with_capacity(length);
        text.push_str(self.operation);
        for fragment in self.fragments {
            text.push(' ');
            text.push_str(fragment);
        }
        text
    }

    /// The request of an action, whose fields are the variables. Keyed mutations have `key` besides.
    pub(crate) fn request(&self, cx: &Cx<'_, Shopify>, action: &impl Serialize) -> Result<Request> {
        let mut variables = variables(action)?;
        if self.idempotency == Again::OnceWithKey {
            variables.insert("key".to_owned(), cx.idempotency_key().into());
        }
        let idempotency = match self.idempotency {
            Again::Nothing => Idempotency::Safe,
            Again::TheSame => Idempotency::Idempotent,
            Again::OnceWithKey => Idempotency::Key { valid_for: KEY },
            Again::Twice => Idempotency::None,
        };
        Ok(send(&self.text(), &variables, idempotency))
    }

    /// The request of a list, at its cursor, which becomes the variable `after`. How many elements a page has is made up
    /// unless the action says it.
    pub(crate) fn list(&self, action: &impl Serialize, cursor: Option<&Cursor>) -> Result<Request> {
        let mut variables = variables(action)?;
        variables.remove("cursor");
        if let Some(after) = Cursor::token(cursor)? {
            variables.insert("after".to_owned(), after.into());
        }
        let text = self.text();
        match variables.get("first").and_then(Value::as_u64) {
            Some(first) if !(1..=u64::from(MOST)).contains(&first) => {
                return Err(Error::validation(
                    "first",
                    format!("is {first}; a page has 1 to {MOST} elements"),
                ));
            }
            Some(_) => {}
            None => {
                let first = cost::largest_page(&text, &mut variables);
                variables.insert("first".to_owned(), first.into());
            }
        }
        Ok(send(&text, &variables, Idempotency::Safe))
    }
}

/// The fields of an action.
pub(super) fn variables(action: &impl Serialize) -> Result<Map<String, Value>> {
    match serde_json::to_value(action) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Error::config("variables must be a struct or a map")),
        Err(error) => Err(Error::validation("", format!("cannot be written as JSON: {error}"))),
    }
}

/// A call with this document and these variables. What it costs is estimated; from the first answer on it is known.
pub(super) fn send(text: &str, variables: &Map<String, Value>, idempotency: Idempotency) -> Request {
    let points = cost::estimate(text, variables).clamp(1, cost::MOST);
    let key = BuildHasherDefault::<DefaultHasher>::default().hash_one((text, points));
    Request::post(["graphql.json"])
        .json(&json!({ "query": text, "variables": variables }))
        .idempotency(idempotency)
        .costs(Unit::Points, points)
        .costs_like(key)
}
