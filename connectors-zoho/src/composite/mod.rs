//! Up to five calls in one, by actions of this crate: each part's answer is read by its action.
//!
//! ```no_run
//! # async fn show(zoho: connectors_core::Client<connectors_zoho::Zoho>) -> connectors_core::Result<()> {
//! use connectors_core::Outcome;
//! use connectors_zoho::{Account, Contact, accounts, composite, contacts, users};
//!
//! // All or nothing: an account, and a contact of it.
//! let ada = Contact::new().last_name("Lovelace").account_name(composite::made_by(1));
//! let parts = (
//!     accounts::Create::new(Account::new().account_name("Analytical Engines")),
//!     contacts::Create::new(ada),
//!     users::GetCurrent::new(),
//! );
//! let (account, contact, me) = zoho.call(composite::Send::new(parts).rollback_on_fail(true)).await?;
//! if let (Outcome::Done(account), Outcome::Done(contact)) = (&account, &contact) {
//!     println!("{} works at {}", contact.id, account.id);
//! }
//! # drop(me);
//! # Ok(()) }
//! ```
//!
//! As JSON a part is an action's id and its input: `{"action": "record.get", "input": {"module": "Leads", "id": "…"}}`,
//! see [`Part`]; [`Client::batch`](connectors_core::Client::batch) takes as many of these as you like.
//!
//! A composite call may be repeated when its answer is lost if all of its parts may. It is counted as the sum of what
//! they cost: Zoho's overview of an earlier version says that it costs one credit, that of version 8 says nothing, and
//! too much is corrected by what Zoho reports as left.
//!
//! Sources: Zoho CRM API v8, "Composite API", and `composite_requests.json`.

mod part;
mod parts;

use std::collections::BTreeMap;
use std::ops::Range;

use connectors_core::body::Body;
use connectors_core::limits::Unit;
use connectors_core::outcome::{match_by_key, match_by_order};
use connectors_core::{
    Action, BatchAction, Cx, Delivery, Error, ErrorKind, Fault, Head, Idempotency, Meta, Outcome, Request,
    Response, Result, Root, Target, setters,
};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use url::Url;

pub use self::part::Part;
pub use self::parts::Parts;
use crate::config::VERSION;
use crate::errors::{self, Element};
use crate::{Zoho, limits};

/// How many parts a call takes (`composite_requests.json`, LengthDetails).
const MOST: usize = 5;

/// `composite.send`: makes up to five calls in one, and tells what became of each.
///
/// `P` is a tuple of up to five actions, or a `Vec` of [`Part`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Send<P> {
    /// The calls.
    pub parts: P,
    /// Whether all is taken back when one fails.
    #[serde(default)]
    pub rollback_on_fail: bool,
    /// Whether they are made at once instead of one after the other; not together with `rollback_on_fail`.
    #[serde(default)]
    pub concurrent_execution: bool,
    /// A piece of a longer batch, which cannot be taken back as a whole.
    #[serde(skip)]
    torn: bool,
}

impl<P> Send<P> {
    /// These calls, one after the other.
    #[must_use]
    pub fn new(parts: P) -> Self {
        Self { parts, rollback_on_fail: false, concurrent_execution: false, torn: false }
    }

    setters!(rollback_on_fail: bool, concurrent_execution: bool);
}

/// Stands for the id of the record that the part of this number makes, counted from one: for lookups in parts after it.
#[must_use]
pub fn made_by(part: usize) -> String {
    format!("@{{{part}:$.data[0].details.id}}")
}

/// A part as it goes over the wire.
#[derive(Serialize)]
struct SubRequest<'a> {
    sub_request_id: String,
    method: &'a str,
    uri: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    params: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a RawValue>,
}

impl<'a> SubRequest<'a> {
    fn of(number: usize, request: &'a Request) -> Result<Self> {
        if let Some(flaw) = request.flaw() {
            return Err(flaw.clone());
        }
        let unfit = |text: &str| Error::validation(format!("parts[{}]", number - 1), text);
        let Target::Path { root: Root::API, segments } = request.target() else {
            return Err(unfit("goes to another server than the API"));
        };
        let ids = request.query_ref().iter().any(|(name, _)| name == "ids");
        if request.method() == Method::DELETE && ids {
            return Err(unfit(
                "deletes by a list of ids: in a composite call Zoho takes one id, in the path",
            ));
        }
        let body = match request.body_ref() {
            Body::Empty => None,
            Body::Bytes(bytes) => {
                Some(serde_json::from_slice(bytes).map_err(|_| unfit("does not send JSON"))?)
            }
            _ => return Err(unfit("sends a file")),
        };
        let headers = request.headers().iter().filter(|(name, _)| *name != CONTENT_TYPE);
        Ok(Self {
            sub_request_id: number.to_string(),
            method: request.method().as_str(),
            uri: uri(segments)?,
            params: request.query_ref().iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            headers: headers
                .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
                .collect(),
            body,
        })
    }
}

/// `/crm/v8/Leads/1`: each segment stays one.
fn uri(segments: &[String]) -> Result<String> {
    let flaw = || Error::config("the path of a part cannot be written");
    let mut url = Url::parse("https://crm.invalid").map_err(|_| flaw())?;
    url.path_segments_mut().map_err(|()| flaw())?.extend(["crm", VERSION]).extend(segments);
    Ok(url.path().to_owned())
}

/// The weakest of these.
fn weakest(parts: &[Request]) -> Idempotency {
    let rank = |idempotency| match idempotency {
        Idempotency::Safe => 2,
        Idempotency::Idempotent => 1,
        // Zoho has no keys.
        Idempotency::None | Idempotency::Key { .. } => 0,
    };
    match parts.iter().map(|part| rank(part.idempotency_ref())).min() {
        Some(2) => Idempotency::Safe,
        Some(1) => Idempotency::Idempotent,
        _ => Idempotency::None,
    }
}

#[derive(Deserialize)]
struct Answers {
    #[serde(rename = "__composite_requests")]
    parts: Vec<Box<RawValue>>,
}

/// The answer to a part.
#[derive(Deserialize)]
struct SubAnswer {
    #[serde(default)]
    sub_request_id: Option<String>,
    #[serde(default)]
    details: Option<Details>,
}

#[derive(Deserialize)]
struct Details {
    #[serde(default)]
    response: Option<SubResponse>,
}

#[derive(Deserialize)]
struct SubResponse {
    status_code: u16,
    #[serde(default)]
    headers: BTreeMap<String, Value>,
    #[serde(default)]
    body: Option<Box<RawValue>>,
}

impl SubResponse {
    fn response(self) -> Option<Response> {
        let headers = self.headers.iter().filter_map(|(name, value)| {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            Some((name, HeaderValue::from_str(value.as_str()?).ok()?))
        });
        let head = Head::new(StatusCode::from_u16(self.status_code).ok()?, HeaderMap::from_iter(headers));
        let body = self.body.map(|body| body.get().to_owned()).unwrap_or_default();
        Some(Response::new(head, if body == "null" { String::new() } else { body }))
    }
}

/// The number that a part's answer names, if it does, and what became of the part.
fn read(raw: &RawValue, head: &Head) -> (Option<usize>, Outcome<Response>) {
    let Ok(answer) = serde_json::from_str::<SubAnswer>(raw.get()) else { return (None, unreadable()) };
    let number = answer.sub_request_id.and_then(|id| id.parse().ok());
    if let Some(response) = answer.details.and_then(|details| details.response) {
        return (number, response.response().map_or_else(unreadable, Outcome::Done));
    }
    let Ok(element) = serde_json::from_str::<Element>(raw.get()) else { return (number, unreadable()) };
    let error = errors::refusal(element.fault(head), head);
    let outcome = match error.vendor_code() {
        Some("PROCESSING_STOPPED") => Outcome::NotSent(error.with_delivery(Delivery::NotSent)),
        Some("REQUEST_TIMEOUT") => Outcome::Unknown(error.with_delivery(Delivery::Unknown)),
        _ => Outcome::Failed(error),
    };
    (number, outcome)
}

fn unreadable<T>() -> Outcome<T> {
    let error = Error::new(ErrorKind::Decode, "the answer does not say what became of this part");
    Outcome::Unknown(error.with_delivery(Delivery::Unknown))
}

impl<P: Parts> Action for Send<P> {
    type Connector = Zoho;
    type Output = P::Outcomes;
    const META: Meta = Meta::destructive("composite", "send")
        .title("Make several calls in one")
        .scopes(&["ZohoCRM.composite_requests.CUSTOM"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/composite-api.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        if self.rollback_on_fail && self.concurrent_execution {
            let text = "what is made at once cannot be taken back: not with `rollback_on_fail`";
            return Err(Error::validation("concurrent_execution", text));
        }
        if self.rollback_on_fail && self.torn {
            let text = format!("takes back one call, which has at most {MOST} parts");
            return Err(Error::validation("rollback_on_fail", text));
        }
        let requests = self.parts.requests(cx)?;
        if requests.is_empty() || requests.len() > MOST {
            let text = format!("are {}; one call takes from 1 to {MOST}", requests.len());
            return Err(Error::validation("parts", text));
        }
        let parts = requests.iter().enumerate().map(|(i, request)| SubRequest::of(i + 1, request));
        // The description calls it `concurrent_execution`, the documentation `parallel_execution`, which is true unless
        // said otherwise.
        let body = json!({
            "rollback_on_fail": self.rollback_on_fail,
            "concurrent_execution": self.concurrent_execution,
            "parallel_execution": self.concurrent_execution,
        });
        let body = Envelope { options: body, parts: parts.collect::<Result<_>>()? };
        let credits = requests.iter().map(|part| part.cost_of(Unit::Credits).unwrap_or(1)).sum();
        let is_heavy = requests.iter().any(|part| part.buckets().any(|bucket| bucket == limits::HEAVY));
        let request = Request::post(["__composite_requests"]).json(&body).idempotency(weakest(&requests));
        Ok(if is_heavy { limits::heavy(request, credits) } else { request.costs(Unit::Credits, credits) })
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        let answers: Answers = response.json()?;
        let answers = answers.parts.iter().map(|raw| read(raw, &response.head)).collect::<Vec<_>>();
        let parts = self.parts.count();
        let named: Option<Vec<_>> = answers.iter().map(|(number, _)| *number).collect();
        let outcomes = match named {
            Some(numbers) => {
                let keyed = numbers.into_iter().zip(answers.into_iter().map(|(_, outcome)| outcome));
                match_by_key(1..=parts, keyed)
            }
            None => match_by_order(parts, answers.into_iter().map(|(_, outcome)| outcome).collect()),
        };
        Ok(self.parts.outcomes(outcomes))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        let answered = !head.status.is_server_error()
            && serde_json::from_slice::<Answers>(body).is_ok_and(|answers| !answers.parts.is_empty());
        if answered { None } else { errors::fault(head, body) }
    }
}

#[derive(Serialize)]
struct Envelope<'a> {
    #[serde(flatten)]
    options: Value,
    #[serde(rename = "__composite_requests")]
    parts: Vec<SubRequest<'a>>,
}

impl BatchAction for Send<Vec<Part>> {
    type Item = Value;
    const MAX: usize = MOST;

    fn len(&self) -> usize {
        self.parts.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        let parts = self.parts.get(range).unwrap_or_default().to_vec();
        let torn = self.torn || parts.len() < self.parts.len();
        Self { parts, torn, ..self.clone() }
    }
}
