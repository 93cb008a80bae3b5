//! Requests and responses against their operation.

use bytes::Bytes;
use http::{
    HeaderMap, Method, Request,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE},
};
use serde_json::{Value, json};
use url::form_urlencoded;

use super::{
    OpenApi, StatusJudge,
    body::findings,
    load::{Media, Operation, Response, essence},
    parameter::{At, Parameter},
    schema::Schema,
};
use crate::{BodyCheck, Checked, Description, Mismatch, Place, Side, Template};

type Faults = Vec<(Place, String)>;

impl Description for OpenApi {
    fn name(&self) -> &str {
        &self.name
    }

    fn template(&self, method: &Method, path: &str) -> Option<Template> {
        let (_, route) = self.route(path)?;
        route.of(method).next().map(|operation| Template::new(&operation.id.template))
    }

    fn check_request(&self, request: &Request<Bytes>) -> Result<Checked, Vec<Mismatch>> {
        let path = request.uri().path();
        self.judge(Side::Request, request.method(), path, |operation| {
            let mut faults = self.parameters(operation, request);
            let body = self.request_body(operation, request, &mut faults);
            (body, faults)
        })
    }

    fn check_response(
        &self,
        method: &Method,
        path: &str,
        response: &http::Response<Bytes>,
    ) -> Result<Checked, Vec<Mismatch>> {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        self.judge(Side::Response, method, path, |operation| {
            let mut faults = Faults::new();
            let body = self.response(operation, response, &mut faults);
            (body, faults)
        })
    }
}

impl OpenApi {
    /// Judges a message by the operations that describe its call. There are several when templates differ in the
    /// names of their parameters only: then one of them has to fit. One that says nothing about the body does not
    /// count beside one that has a schema for it.
    fn judge(
        &self,
        side: Side,
        method: &Method,
        path: &str,
        check: impl Fn(&Operation) -> (BodyCheck, Faults),
    ) -> Result<Checked, Vec<Mismatch>> {
        let unknown = |what: String| {
            let operation = crate::Operation::unknown(method, path);
            Err(vec![Mismatch { operation, side, place: Place::Operation, what }])
        };
        let Some((template, route)) = self.route(path) else {
            return unknown("no path of the description matches".into());
        };
        let best = route
            .of(method)
            .map(|operation| (check(operation), operation))
            .min_by_key(|((body, faults), _)| (*body == BodyCheck::Unspecified, faults.len()));
        let Some(((body, faults), operation)) = best else {
            return unknown(format!("described as {template}, but not for this method"));
        };
        if faults.is_empty() {
            return Ok(Checked { operation: operation.id.clone(), body });
        }
        let mismatch = |(place, what)| Mismatch { operation: operation.id.clone(), side, place, what };
        Err(faults.into_iter().map(mismatch).collect())
    }

    fn parameters(&self, operation: &Operation, request: &Request<Bytes>) -> Faults {
        let path = Template::new(&operation.id.template).matches(request.uri().path()).unwrap_or_default();
        let query: Vec<(String, String)> =
            form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes())
                .into_owned()
                .collect();
        let mut faults = Faults::new();
        for parameter in &operation.parameters {
            let name = &parameter.name;
            let of = |pairs: &[(String, String)]| -> Vec<String> {
                pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
            };
            let (place, sent) = match parameter.at {
                At::Path => (Place::Path(name.clone()), of(&path)),
                At::Query => (Place::Query(name.clone()), of(&query)),
                At::Header if is_reserved(name) => continue,
                At::Header => (Place::Header(name.clone()), header_values(request.headers(), name)),
                At::Cookie => continue,
            };
            let sent: Vec<&str> = sent.iter().map(String::as_str).collect();
            let fault = match sent.as_slice() {
                [] => parameter.required.then(|| "required, but missing".to_owned()),
                sent => parameter.fault(&self.documents, &self.options, sent),
            };
            faults.extend(fault.map(|what| (place, what)));
        }
        let is_declared = |name: &str| {
            operation
                .parameters
                .iter()
                .any(|Parameter { name: known, at, .. }| *at == At::Query && known == name)
        };
        let mut undeclared: Vec<_> =
            query.iter().map(|(name, _)| name).filter(|name| !is_declared(name)).collect();
        undeclared.sort();
        undeclared.dedup();
        faults.extend(
            undeclared.into_iter().map(|name| (Place::Query(name.clone()), "not declared".to_owned())),
        );
        faults
    }

    fn request_body(
        &self,
        operation: &Operation,
        request: &Request<Bytes>,
        faults: &mut Faults,
    ) -> BodyCheck {
        match &operation.body {
            None if request.body().is_empty() => BodyCheck::Empty,
            None => {
                faults.push((whole(), "sent, but none is declared".into()));
                BodyCheck::Empty
            }
            Some(body) if request.body().is_empty() && !body.required => BodyCheck::Empty,
            Some(body) => self.content(&body.media, request.headers(), request.body(), faults),
        }
    }

    fn response(
        &self,
        operation: &Operation,
        response: &http::Response<Bytes>,
        faults: &mut Faults,
    ) -> BodyCheck {
        let status = response.status().as_u16();
        let declared = declared(&operation.responses, status);
        let says_nothing = |response: &&Response| response.status == "DEFAULT" && response.media.is_empty();
        let check = match declared.filter(|found| !(self.options.silent_defaults && says_nothing(found))) {
            Some(declared) => self.content(&declared.media, response.headers(), response.body(), faults),
            None => self.undeclared_status(operation, status, response, faults),
        };
        let (known, value) = (&self.options.envelope, serde_json::from_slice::<Value>(response.body()));
        faults.retain(|(place, what)| {
            let is_envelope = known.iter().any(|key| {
                let at = format!("/{}", key.name);
                let has_type = |value: &Value| jsonschema::is_valid(&json!({ "type": key.json_type }), value);
                *place == Place::Body(at.clone())
                    && what == super::body::UNDECLARED
                    && value.as_ref().is_ok_and(|body| body.pointer(&at).is_some_and(has_type))
            });
            !is_envelope
        });
        check
    }

    fn undeclared_status(
        &self,
        operation: &Operation,
        status: u16,
        response: &http::Response<Bytes>,
        faults: &mut Faults,
    ) -> BodyCheck {
        let (headers, body) = (response.headers(), response.body());
        let not_declared = |faults: &mut Faults| {
            let known: Vec<_> = operation.responses.iter().map(|response| response.status.as_str()).collect();
            faults.push((Place::Status(status), format!("not declared; declared: {}", known.join(", "))));
            BodyCheck::Unspecified
        };
        let Some(rule) = self.options.statuses.iter().find(|rule| rule.status == status) else {
            return not_declared(faults);
        };
        match rule.judge {
            StatusJudge::As(other) => match declared(&operation.responses, other) {
                Some(declared) => self.content(&declared.media, headers, body, faults),
                None => not_declared(faults),
            },
            StatusJudge::Schema(_) => {
                let schema = self
                    .statuses
                    .iter()
                    .find(|(of, _)| *of == status)
                    .and_then(|(_, schema)| schema.as_ref());
                schema.map_or(BodyCheck::Unspecified, |schema| self.json(schema, body, faults))
            }
            StatusJudge::Empty => {
                if !body.is_empty() {
                    faults.push((whole(), format!("a {status} has no body")));
                }
                BodyCheck::Empty
            }
            StatusJudge::Unspecified => BodyCheck::Unspecified,
        }
    }

    /// A body against the media types that are declared for it.
    fn content(&self, media: &[Media], headers: &HeaderMap, body: &Bytes, faults: &mut Faults) -> BodyCheck {
        match (media, body.is_empty()) {
            ([], true) => return BodyCheck::Empty,
            ([], false) => {
                faults.push((whole(), "sent, but none is declared".into()));
                return BodyCheck::Empty;
            }
            (_, true) => {
                faults.push((whole(), "declared, but empty".into()));
                return BodyCheck::Empty;
            }
            (_, false) => {}
        }
        let sent = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(essence);
        let declared = sent.as_deref().and_then(|sent| best_media(media, sent));
        let (Some(sent), Some(declared)) = (&sent, declared) else {
            let known: Vec<_> = media.iter().map(|media| media.range.as_str()).collect();
            let sent = sent.as_deref().unwrap_or("none");
            faults.push((
                Place::ContentType,
                format!("{sent} is not declared; declared: {}", known.join(", ")),
            ));
            return BodyCheck::Unspecified;
        };
        if sent != "application/json" && !sent.ends_with("+json") {
            return BodyCheck::Opaque;
        }
        match &declared.schema {
            Some(schema) => self.json(schema, body, faults),
            None => BodyCheck::Unspecified,
        }
    }

    fn json(&self, schema: &Schema, body: &Bytes, faults: &mut Faults) -> BodyCheck {
        match (schema.validator(&self.documents, &self.options), serde_json::from_slice(body)) {
            (Err(error), _) => faults.push((whole(), format!("the schema does not compile: {error}"))),
            (_, Err(error)) => faults.push((whole(), format!("not JSON: {error}"))),
            (Ok(validator), Ok(value)) => {
                let found = findings(validator, &value).into_iter();
                faults.extend(found.map(|finding| (Place::Body(finding.pointer), finding.what)));
            }
        }
        BodyCheck::Schema
    }
}

fn whole() -> Place {
    Place::Body(String::new())
}

/// OpenAPI says that parameters of these names are ignored.
fn is_reserved(header: &str) -> bool {
    [ACCEPT, AUTHORIZATION, CONTENT_TYPE].iter().any(|name| header.eq_ignore_ascii_case(name.as_str()))
}

fn header_values(headers: &HeaderMap, name: &str) -> Vec<String> {
    headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect()
}

/// The response declared for a status: by number, by range (`4XX`), or `default`.
fn declared(responses: &[Response], status: u16) -> Option<&Response> {
    let range = format!("{}XX", status / 100);
    [status.to_string(), range, "DEFAULT".to_owned()]
        .iter()
        .find_map(|key| responses.iter().find(|response| response.status == *key))
}

/// The most specific media range that a type falls under.
fn best_media<'m>(media: &'m [Media], sent: &str) -> Option<&'m Media> {
    let family = format!("{}/*", sent.split('/').next().unwrap_or_default());
    [sent, &family, "*/*"].iter().find_map(|range| media.iter().find(|media| media.range == *range))
}
