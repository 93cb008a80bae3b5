//! What an action is: a plain value that says everything about one call.

use std::fmt::{self, Debug};
use std::ops::Range;
use std::sync::OnceLock;
use std::time::Duration;

use serde::Serialize;

use crate::connector::{Connector, Fault};
use crate::error::{Error, Result};
use crate::outcome::Outcome;
use crate::page::{Cursor, Page};
use crate::request::Request;
use crate::response::{Head, Response};

/// One kind of call. The value is the input: everything that the call depends on, but for the account.
///
/// [`request`](Self::request) and [`response`](Self::response) are pure, so an action can be tested without a client.
pub trait Action: Debug + Send + Sync + 'static {
    /// The platform.
    type Connector: Connector;
    /// What a successful call gives.
    type Output: Send + 'static;
    /// Its name, effect, scopes and documentation.
    const META: Meta;

    /// Describes the request.
    fn request(&self, cx: &Cx<'_, Self::Connector>) -> Result<Request>;

    /// Reads a successful answer. Mark it `#[inline]`: then a program compiles those of the actions that it uses, and
    /// not those of the whole crate.
    fn response(&self, response: Response) -> Result<Self::Output>;

    /// The platform's refusal in an answer. Override it where this call differs from the rest of the platform: a 404
    /// that means "none", a 207, a batch whose elements fail one by one inside 200.
    fn fault(&self, connector: &Self::Connector, head: &Head, body: &[u8]) -> Option<Fault> {
        connector.fault(head, body)
    }
}

/// A call that gives a list page by page.
pub trait PagedAction: Action<Output = Page<Self::Item>> + Clone {
    /// One element.
    type Item: Send + 'static;

    /// The field that says where the list starts; it is part of the action, so that lists page by JSON too. `None` for
    /// a list that always comes in one page.
    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        None
    }

    /// The same list, at this cursor.
    #[must_use]
    fn at(mut self, cursor: Cursor) -> Self {
        if let Some(place) = self.cursor_mut() {
            *place = Some(cursor);
        }
        self
    }
}

/// A call that writes several records and answers for each.
///
/// [`Client::batch`](crate::Client::batch) splits it by what the platform takes at once.
pub trait BatchAction: Action<Output = Vec<Outcome<Self::Item>>> + Sized {
    /// What each element gives.
    type Item: Send + 'static;
    /// How many elements the platform takes in one call.
    const MAX: usize;
    /// Whether the platform refuses all elements of a call for one that is wrong. Such a call is made again by halves until
    /// that one stands alone: its neighbours must not fail for it.
    const REFUSED_WHOLE: bool = false;

    /// How many elements there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same call with these elements only.
    fn part(&self, range: Range<usize>) -> Self;
}

/// A call that starts work on the platform's side, which takes time.
pub trait JobAction: Action + Clone {
    /// The call that asks how far it is.
    type Status: Action<Connector = Self::Connector, Output = JobState<Self::Result>> + Clone;
    /// What it gives in the end.
    type Result: Send + 'static;

    /// The status call for the work that `started` stands for.
    fn status(&self, started: Self::Output) -> Self::Status;
}

/// How far a job is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum JobState<T> {
    /// Not finished.
    Running {
        /// From 0 to 1, if the platform tells.
        progress: Option<f64>,
        /// How long the platform asks to wait before the next question.
        check_after: Option<Duration>,
    },
    /// Finished, with this result.
    Done(T),
    /// Failed for good.
    Failed(Error),
}

#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for JobState<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("JobState_of_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let state = |name: &str, inside: serde_json::Value| {
            let members = serde_json::json!({ name: inside });
            serde_json::json!({ "type": "object", "required": [name], "properties": members })
        };
        let object = || serde_json::json!({ "type": "object" });
        let done = generator.subschema_for::<T>().to_value();
        schemars::json_schema!({
            "oneOf": [state("running", object()), state("done", done), state("failed", object())]
        })
    }
}

/// What an action may look at while it describes its request.
#[derive(Debug)]
#[non_exhaustive]
pub struct Cx<'a, C> {
    connector: &'a C,
    key: Key<'a>,
}

#[derive(Debug)]
enum Key<'a> {
    Given(&'a str),
    Call(&'a CallKey),
}

impl<'a, C> Cx<'a, C> {
    /// A context, as tests need it.
    #[must_use]
    pub fn new(connector: &'a C, idempotency_key: &'a str) -> Self {
        Self { connector, key: Key::Given(idempotency_key) }
    }

    pub(crate) fn of_call(connector: &'a C, key: &'a CallKey) -> Self {
        Self { connector, key: Key::Call(key) }
    }

    /// The account's configuration.
    #[must_use]
    pub fn connector(&self) -> &'a C {
        self.connector
    }

    /// The key of this call, the same on every attempt. See [`Request::keyed`].
    #[must_use]
    pub fn idempotency_key(&self) -> &'a str {
        match self.key {
            Key::Given(key) => key,
            Key::Call(key) => key.get(),
        }
    }
}

/// A call's idempotency key: the one that it was given, or one that is made up when it is asked for.
#[derive(Debug, Default)]
pub(crate) struct CallKey(OnceLock<String>);

impl CallKey {
    pub(crate) fn new(given: Option<String>) -> Self {
        Self(given.map(OnceLock::from).unwrap_or_default())
    }

    pub(crate) fn get(&self) -> &str {
        self.0.get_or_init(|| uuid::Uuid::new_v4().to_string())
    }
}

/// An action's name: what it acts on and what it does, `contact.create`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActionId {
    /// The resource, singular.
    pub resource: &'static str,
    /// What is done to it.
    pub verb: &'static str,
}

impl fmt::Display for ActionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.resource, self.verb)
    }
}

/// What an action does to the platform's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Nothing.
    Read,
    /// Adds or changes.
    Write,
    /// Removes, or does what cannot be taken back.
    Destructive,
}

/// What is known of an action without a value of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Meta {
    /// Its name.
    pub id: ActionId,
    /// What it does to the platform's data.
    pub effect: Effect,
    /// One line for people.
    pub title: &'static str,
    /// OAuth scopes, any of which allows it, in the platform's spelling.
    pub scopes: &'static [&'static str],
    /// The platform's documentation of it.
    pub docs: &'static str,
}

impl Meta {
    const fn new(resource: &'static str, verb: &'static str, effect: Effect) -> Self {
        Self { id: ActionId { resource, verb }, effect, title: "", scopes: &[], docs: "" }
    }

    /// An action that changes nothing.
    #[must_use]
    pub const fn read(resource: &'static str, verb: &'static str) -> Self {
        Self::new(resource, verb, Effect::Read)
    }

    /// An action that adds or changes.
    #[must_use]
    pub const fn write(resource: &'static str, verb: &'static str) -> Self {
        Self::new(resource, verb, Effect::Write)
    }

    /// An action that removes, or does what cannot be taken back.
    #[must_use]
    pub const fn destructive(resource: &'static str, verb: &'static str) -> Self {
        Self::new(resource, verb, Effect::Destructive)
    }

    /// With one line for people.
    #[must_use]
    pub const fn title(mut self, title: &'static str) -> Self {
        self.title = title;
        self
    }

    /// With the OAuth scopes, any of which allows it.
    #[must_use]
    pub const fn scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }

    /// With the platform's documentation.
    #[must_use]
    pub const fn docs(mut self, docs: &'static str) -> Self {
        self.docs = docs;
        self
    }
}
