//! Shopify's errors, and what they mean.
//!
//! They come in three layers: the HTTP status, the `errors` of an answer (a text where the call did not reach GraphQL), and the
//! `userErrors` of a mutation. Sources: shopify.dev, "GraphQL Admin API: status and error codes"; the enumerations of error
//! codes in the schema of 2026-10.

use std::collections::HashMap;
use std::fmt;

use connectors_core::{Delivery, ErrorKind, Fault, FieldError, Head};
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::limits;

/// Codes of both layers. A star stands for any beginning. The first that fits decides.
const TABLE: &[(&str, ErrorKind)] = &[
    ("THROTTLED", ErrorKind::RateLimited),
    ("THROTTLED_DURING_CHECKOUT", ErrorKind::RateLimited),
    ("TOO_MANY_REQUESTS", ErrorKind::RateLimited),
    ("MAX_COST_EXCEEDED", ErrorKind::Validation),
    ("ACCESS_DENIED", ErrorKind::Permission),
    ("SHOP_INACTIVE", ErrorKind::Permission),
    ("NOT_PERMITTED", ErrorKind::Permission),
    ("UNAUTHORIZED*", ErrorKind::Permission),
    ("*_PERMISSION", ErrorKind::Permission),
    ("INTERNAL_SERVER_ERROR", ErrorKind::Server),
    ("INTERNAL_ERROR", ErrorKind::Server),
    ("SERVICE_UNAVAILABLE", ErrorKind::Server),
    ("TIMEOUT", ErrorKind::Timeout),
    // The same call is under way: its answer is asked for again.
    ("IDEMPOTENCY_CONCURRENT_REQUEST", ErrorKind::Server),
    ("IDEMPOTENCY_*", ErrorKind::Conflict),
    ("*_STALE", ErrorKind::Conflict),
    ("STALE_*", ErrorKind::Conflict),
    ("*CONFLICT", ErrorKind::Conflict),
    ("*_LOCKED", ErrorKind::Conflict),
    ("*_CONCURRENT_MODIFICATION", ErrorKind::Conflict),
    ("*TAKEN", ErrorKind::Duplicate),
    ("*ALREADY_EXISTS", ErrorKind::Duplicate),
    ("DUPLICATE", ErrorKind::Duplicate),
    ("*NOT_FOUND", ErrorKind::NotFound),
    ("*DOES_NOT_EXIST", ErrorKind::NotFound),
    ("*LIMIT_REACHED", ErrorKind::QuotaExhausted),
    ("*LIMIT_EXCEEDED", ErrorKind::QuotaExhausted),
];

/// Parts of messages, where there is no code.
const MESSAGES: &[(&str, ErrorKind)] = &[
    ("has already been taken", ErrorKind::Duplicate),
    ("already in use", ErrorKind::Duplicate),
    ("already exists", ErrorKind::Duplicate),
    ("does not exist", ErrorKind::NotFound),
    ("not found", ErrorKind::NotFound),
    ("could not be found", ErrorKind::NotFound),
];

fn by_code(code: &str) -> Option<ErrorKind> {
    let fits = |pattern: &str| match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(end), _) => code.ends_with(end),
        (_, Some(start)) => code.starts_with(start),
        _ => code == pattern,
    };
    TABLE.iter().find(|(pattern, _)| fits(pattern)).map(|(_, kind)| *kind)
}

/// What there is of an answer's errors; all else is passed over.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Body {
    errors: Option<Errors>,
    data: Data,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Errors {
    Listed(Vec<GraphqlError>),
    Text(String),
    /// As the REST API has them.
    Other(IgnoredAny),
}

#[derive(Deserialize)]
struct GraphqlError {
    #[serde(default)]
    message: String,
    #[serde(default)]
    path: Vec<Value>,
    #[serde(default)]
    extensions: Extensions,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Extensions {
    code: Option<String>,
    required_access: Option<String>,
}

impl GraphqlError {
    fn kind(&self) -> ErrorKind {
        match &self.extensions.code {
            Some(code) => by_code(code).unwrap_or(match code.starts_with(|c: char| c.is_ascii_lowercase()) {
                // So are the codes of documents that do not fit the schema.
                true => ErrorKind::Validation,
                false => ErrorKind::Vendor,
            }),
            // What does not name its place in the answer is about the document.
            None if self.path.is_empty() => ErrorKind::Validation,
            None => ErrorKind::Vendor,
        }
    }

    fn field(&self) -> FieldError {
        let message = match &self.extensions.required_access {
            Some(access) => format!("{}; it needs {access}", self.message),
            None => self.message.clone(),
        };
        coded(FieldError::new(path(&self.path), message), self.extensions.code.as_ref())
    }
}

fn coded(field: FieldError, code: Option<&String>) -> FieldError {
    match code {
        Some(code) => field.with_code(code),
        None => field,
    }
}

/// `["input", "lines", 0, "price"]` as `input.lines[0].price`. Indices come as texts, too.
fn path(steps: &[Value]) -> String {
    steps.iter().fold(String::new(), |path, step| {
        let step = step.as_str().map_or_else(|| step.to_string(), str::to_owned);
        match step.parse::<usize>() {
            Ok(index) => format!("{path}[{index}]"),
            Err(_) if path.is_empty() => step,
            Err(_) => format!("{path}.{step}"),
        }
    })
}

/// One of the `userErrors` of a mutation.
#[derive(Deserialize)]
pub(crate) struct UserError {
    #[serde(default)]
    field: Option<Vec<Value>>,
    #[serde(default)]
    message: String,
    #[serde(default)]
    code: Option<String>,
}

impl UserError {
    fn kind(&self) -> ErrorKind {
        let by_message = || {
            let message = self.message.to_lowercase();
            MESSAGES.iter().find(|(part, _)| message.contains(part)).map(|(_, kind)| *kind)
        };
        self.code.as_deref().and_then(by_code).or_else(by_message).unwrap_or(ErrorKind::Validation)
    }

    fn into_field(self) -> FieldError {
        let field = FieldError::new(path(&self.field.unwrap_or_default()), self.message);
        coded(field, self.code.as_ref())
    }
}

/// What mutations were refused with.
pub(crate) fn refused(errors: Vec<UserError>) -> Option<Fault> {
    let first = errors.first()?;
    let (kind, code, message) = (first.kind(), first.code.clone(), first.message.clone());
    let mut fault = Fault::new(kind, message);
    (fault.code, fault.fields) = (code, errors.into_iter().map(UserError::into_field).collect());
    Some(fault)
}

/// A refusal of a mutation that makes something, and what it may have made all the same: an answer that has both does not say which
/// of them holds.
pub(crate) fn of_making(fault: Option<Fault>, body: &[u8]) -> Option<Fault> {
    #[derive(Deserialize)]
    struct Answer {
        data: HashMap<String, HashMap<String, Value>>,
    }
    let mut fault = fault?;
    let answer = serde_json::from_slice::<Answer>(body);
    let made = |payload: HashMap<String, Value>| payload.values().any(|member| member.get("id").is_some());
    if fault.delivery.is_none() && answer.is_ok_and(|answer| answer.data.into_values().any(made)) {
        fault.delivery = Some(Delivery::Unknown);
    }
    Some(fault)
}

pub(crate) fn fault(head: &Head, body: &[u8], accept_partial: bool) -> Option<Fault> {
    let by_status = Fault::from_status(head);
    // What is not JSON says no more than its status.
    let body_said: Body = serde_json::from_slice(body).unwrap_or_default();
    match body_said.errors {
        None => {}
        Some(Errors::Listed(errors)) if errors.is_empty() => {}
        Some(Errors::Listed(errors)) => {
            let mut fault = graphql_fault(errors, body, !body_said.data.gives, accept_partial)?;
            // What nobody knows is what its status says.
            if let (ErrorKind::Vendor, Some(by_status)) = (fault.kind, by_status) {
                fault.kind = by_status.kind;
            }
            return Some(fault);
        }
        Some(Errors::Text(message)) => return Some(gateway(head, by_status, message)),
        Some(Errors::Other(_)) => {
            return Some(gateway(head, by_status, "Shopify refused the call".to_owned()));
        }
    }
    match by_status {
        Some(fault) => Some(gateway(head, Some(fault.clone()), fault.message)),
        None => refused(body_said.data.user_errors),
    }
}

/// A refusal outside of GraphQL, told by its status.
fn gateway(head: &Head, by_status: Option<Fault>, message: String) -> Fault {
    let kind = match head.status.as_u16() {
        // The shop is locked; and what Shopify takes for an attack is asked to slow down.
        423 => ErrorKind::Permission,
        430 => ErrorKind::RateLimited,
        _ => by_status.map_or(ErrorKind::Vendor, |fault| fault.kind),
    };
    Fault::new(kind, message)
}

fn graphql_fault(
    errors: Vec<GraphqlError>,
    body: &[u8],
    nothing: bool,
    accept_partial: bool,
) -> Option<Fault> {
    let denied = |error: &GraphqlError| error.kind() == ErrorKind::Permission;
    if accept_partial && !nothing && errors.iter().all(denied) {
        let paths: Vec<_> = errors.iter().map(|error| path(&error.path)).collect();
        tracing::warn!(?paths, "parts of an answer may not be read and are missing");
        return None;
    }
    // A throttle, and what may be over in a moment, before all else.
    let rank = |kind| match kind {
        ErrorKind::RateLimited => 0,
        ErrorKind::Server | ErrorKind::Timeout => 1,
        _ => 2,
    };
    let first = errors.iter().min_by_key(|error| rank(error.kind()))?;
    let mut fault = Fault::new(first.kind(), first.field().message);
    fault.code.clone_from(&first.extensions.code);
    if fault.kind == ErrorKind::RateLimited {
        fault.retry_after = limits::throttled_for(body);
    } else if !nothing {
        // The rest of it was done. What failed on the way may have been done, too.
        let broken = matches!(fault.kind, ErrorKind::Server | ErrorKind::Timeout);
        fault.delivery = Some(if broken { Delivery::Unknown } else { Delivery::Accepted });
    }
    fault.fields = errors.iter().map(GraphqlError::field).filter(|field| !field.field.is_empty()).collect();
    Some(fault)
}

/// The data of an answer: whether there is any, and the `userErrors` of its root fields.
#[derive(Default)]
struct Data {
    gives: bool,
    user_errors: Vec<UserError>,
}

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let roots: Option<HashMap<String, Root>> = Option::deserialize(deserializer)?;
        Ok(roots.into_iter().flatten().fold(Self::default(), |data, (_, Root(root))| Self {
            gives: data.gives || root.gives,
            user_errors: data.user_errors.into_iter().chain(root.user_errors).collect(),
        }))
    }
}

/// A root field of the data.
struct Root(Data);

impl<'de> Deserialize<'de> for Root {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Payload).map(Root)
    }
}

/// What a root field gives: an object, in which only `userErrors` are of interest, or something else.
struct Payload;

impl<'de> Visitor<'de> for Payload {
    type Value = Data;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what a root field gives")
    }

    fn visit_unit<E>(self) -> Result<Data, E> {
        Ok(Data::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Data, E> {
        Ok(given())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Data, E> {
        Ok(given())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Data, E> {
        Ok(given())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Data, E> {
        Ok(given())
    }

    fn visit_str<E>(self, _: &str) -> Result<Data, E> {
        Ok(given())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Data, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(given())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Data, A::Error> {
        let mut data = given();
        while let Some(name) = map.next_key::<String>()? {
            if name == "userErrors" {
                data.user_errors = map.next_value()?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(data)
    }
}

fn given() -> Data {
    Data { gives: true, user_errors: Vec::new() }
}
