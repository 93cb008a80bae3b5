//! All actions and triggers of a platform, for use by name: ids, effects, schemas, and JSON in and out.
//!
//! A platform lists them once, with the functions of [`plain`] or, where its own feature `schema` is on, of
//! [`described`]; an application can [`add`](Catalog::add) its own.

use std::collections::BTreeMap;
use std::fmt;

use http::header::ACCEPT;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::action::{Action, ActionId, CallKey, Effect, Meta};
use crate::body::Body;
use crate::connector::{Connector, Facts};
use crate::error::{Error, Result};
use crate::operation::{BoxOperation, describe, mapped};
use crate::resolve;
use crate::triggers::erased::BoxPoll;

#[cfg(feature = "schema")]
pub mod described;
pub mod plain;
#[cfg(feature = "schema")]
mod prose;

/// The idempotency key of requests that are not sent.
const SAMPLE_KEY: &str = "00000000-0000-4000-8000-000000000000";

/// All actions of a platform.
pub struct Catalog<C> {
    entries: BTreeMap<String, Entry<C>>,
    check: Option<fn() -> BoxOperation<C, Identity>>,
}

type BindPoll<C> = fn(Value) -> Result<BoxPoll<C>>;

/// One action or trigger of a catalog.
pub struct Entry<C> {
    meta: Meta,
    kind: Kind,
    shape: Shape,
    bind: fn(Value) -> Result<BoxOperation<C, Value>>,
    /// Of triggers: makes what is polled.
    poll: Option<BindPoll<C>>,
    schemas: Option<fn() -> Schemas>,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// Something to do.
    Action,
    /// Something that happens.
    Trigger,
}

/// Which verb of the client an action is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Shape {
    /// [`Client::call`](crate::Client::call).
    Call,
    /// [`Client::items`](crate::Client::items) and [`Client::pages`](crate::Client::pages).
    List,
    /// [`Client::batch`](crate::Client::batch).
    Batch,
    /// [`Client::upload`](crate::Client::upload).
    Upload,
    /// [`Client::download`](crate::Client::download).
    Download,
    /// [`Client::start`](crate::Client::start).
    Job,
    /// [`Client::poll`](crate::Client::poll) and [`Client::events`](crate::Client::events).
    Poll,
}

/// JSON schemas of an action's input and output.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Schemas {
    /// What [`Client::run`](crate::Client::run) takes.
    pub input: Value,
    /// What it gives.
    pub output: Value,
}

/// Who we are on a platform, as [`Client::check`](crate::Client::check) tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Identity {
    /// The platform's id of the account.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl Identity {
    /// An account's id and name.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into() }
    }
}

/// One line about an entry, for tables and tools.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The platform.
    pub connector: &'static str,
    /// The entry's id.
    pub id: String,
    /// Action or trigger.
    pub kind: Kind,
    /// What it does to the platform's data.
    pub effect: Effect,
    /// One line for people.
    pub title: &'static str,
}

impl<C: Connector> Catalog<C> {
    /// A catalog of these entries.
    #[must_use]
    pub fn new(entries: impl IntoIterator<Item = Entry<C>>) -> Self {
        let entries = entries.into_iter().map(|entry| (entry.id(), entry)).collect();
        Self { entries, check: None }
    }

    /// Adds an entry; one with the same id is replaced.
    #[must_use]
    #[allow(clippy::should_implement_trait, reason = "the word for it; catalogs are no numbers")]
    pub fn add(mut self, entry: Entry<C>) -> Self {
        self.entries.insert(entry.id(), entry);
        self
    }

    /// States the call that proves that the credentials work and says who we are.
    #[must_use]
    pub fn check<A>(mut self) -> Self
    where
        A: Action<Connector = C> + Default,
        A::Output: Into<Identity>,
    {
        self.check = Some(|| mapped(A::default(), |output| Ok(output.into())));
        self
    }

    /// An entry by id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Entry<C>> {
        self.entries.get(id)
    }

    /// All entries, ordered by id.
    pub fn iter(&self) -> impl Iterator<Item = &Entry<C>> {
        self.entries.values()
    }

    /// One line about each entry, ordered by id.
    #[must_use]
    pub fn summary(&self) -> Vec<Summary> {
        let line = |entry: &Entry<C>| Summary {
            connector: C::ID,
            id: entry.id(),
            kind: entry.kind,
            effect: entry.meta.effect,
            title: entry.meta.title,
        };
        self.iter().map(line).collect()
    }

    /// The whole HTTP request that `input` would send for the account of `connector`, without credentials and
    /// without sending it. What contract checks hold against the platform's description.
    pub fn request(&self, id: &str, connector: &C, input: Value) -> Result<http::Request<Body>> {
        let operation = self.bind(id, input)?;
        let request = describe(&*operation, connector, &CallKey::new(Some(SAMPLE_KEY.to_owned())))?;
        let target = resolve::resolve(
            &request,
            &|root| connector.base(root, &Facts::new()),
            connector.signed_hosts(),
        )?;
        let mut out = http::Request::new(request.body);
        *out.method_mut() = request.method;
        *out.uri_mut() = target.url.as_str().parse().map_err(|_| Error::config("the URL is not a URI"))?;
        *out.headers_mut() = request.headers;
        out.headers_mut().entry(ACCEPT).or_insert(http::HeaderValue::from_static("application/json"));
        Ok(out)
    }

    pub(crate) fn bind(&self, id: &str, input: Value) -> Result<BoxOperation<C, Value>> {
        let entry = self.get(id).ok_or_else(|| unknown(C::ID, "action", id))?;
        (entry.bind)(input).map_err(|e| e.with_action(entry.meta.id))
    }

    pub(crate) fn bind_poll(&self, id: &str, input: Value) -> Result<BoxPoll<C>> {
        let entry = self.get(id).ok_or_else(|| unknown(C::ID, "trigger", id))?;
        let Some(poll) = entry.poll else { return Err(unknown(C::ID, "trigger", id)) };
        poll(input).map_err(|e| e.with_action(entry.meta.id))
    }

    pub(crate) fn check_operation(&self) -> Result<BoxOperation<C, Identity>> {
        self.check.map(|make| make()).ok_or_else(|| Error::config(format!("{} has no check", C::ID)))
    }
}

fn unknown(connector: &str, what: &str, id: &str) -> Error {
    Error::validation(what, format!("{connector} has no {what} `{id}`"))
}

impl<C> Entry<C> {
    /// The same action or trigger under a name that others have for it. Errors and logs go on to say its own.
    #[must_use]
    pub fn named(mut self, resource: &'static str, verb: &'static str) -> Self {
        self.meta.id = ActionId { resource, verb };
        self
    }

    /// Its id, `contact.create`.
    #[must_use]
    pub fn id(&self) -> String {
        self.meta.id.to_string()
    }

    /// What is known of it.
    #[must_use]
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Action or trigger.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Which verb of the client it is made for.
    #[must_use]
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Its schemas, if the platform crate was built with its feature `schema`.
    #[must_use]
    pub fn schemas(&self) -> Option<Schemas> {
        self.schemas.map(|make| make())
    }
}

impl<C> fmt::Debug for Entry<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.meta.id)
    }
}

impl<C> fmt::Debug for Catalog<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.entries.values()).finish()
    }
}

/// Builds the typed action from JSON; the error names the field. A member that nothing reads is an error too: a price that
/// is misspelled is not a price of nothing.
fn read<A: DeserializeOwned>(input: Value) -> Result<A> {
    // `null` is "no input", which is what an action without fields takes.
    let input = if input.is_null() { Value::Object(serde_json::Map::new()) } else { input };
    let mut unread = None;
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&input, &mut track);
    let note = |path: serde_ignored::Path<'_>| {
        unread.get_or_insert_with(|| written(&path.to_string()));
    };
    let read: Result<A, serde_json::Error> = serde_ignored::deserialize(tracked, note);
    let action = read.map_err(|e| misread(&track.path().to_string(), &e.to_string()))?;
    match unread {
        Some(field) => Err(Error::validation(field, "there is no such member")),
        None => Ok(action),
    }
}

/// A path of `serde_ignored` as we write paths: `lines.0.?.price` is `lines[0].price`, a question mark stands for what is
/// optional.
fn written(path: &str) -> String {
    let steps = path.split('.').filter(|step| *step != "?");
    steps.fold(String::new(), |path, step| match step.parse::<usize>() {
        Ok(index) => format!("{path}[{index}]"),
        Err(_) if path.is_empty() => step.to_owned(),
        Err(_) => format!("{path}.{step}"),
    })
}

fn misread(path: &str, message: &str) -> Error {
    let inside = if path == "." { "" } else { path };
    // What is missing is not on the path to where it is missed.
    let missing = message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
    let field = match missing {
        Some(name) if inside.is_empty() => name.to_owned(),
        Some(name) => format!("{inside}.{name}"),
        None => inside.to_owned(),
    };
    Error::validation(field, message)
}

fn entry<A: Action>(
    shape: Shape,
    bind: fn(Value) -> Result<BoxOperation<A::Connector, Value>>,
) -> Entry<A::Connector> {
    Entry { meta: A::META, kind: Kind::Action, shape, bind, poll: None, schemas: None }
}
