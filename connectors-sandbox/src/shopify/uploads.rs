//! Staged uploads, and the store that files are in: places that are signed, and take one file each for a day.
//!
//! At the vendor that is another host's, of Google; its errors are XML.

use std::collections::HashMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde_json::{Value, json};

use super::cx::{Cx, stamp};
use super::json::{given, objects, text};
use super::mutations::{Done, Mutation, UserError, wrong};
use super::store::number_of;
use super::{SHOP_ID, Shopify};
use crate::http::{Reply, Request};
use crate::lock;
use crate::store::Record;

pub(super) const MUTATIONS: &[(&str, Mutation)] = &[("stagedUploadsCreate", create)];

/// Where files are taken and kept.
const PATH: &str = "staged-uploads";
/// Where results of bulk operations are.
const RESULTS: &str = "bulk-operation-outputs";

const MB: usize = 1 << 20;
/// How large files may be, by what they are for. That of bulk mutations: shopify.dev, "Bulk import data with the GraphQL Admin API";
/// the others are not verified, and more than the sandbox takes.
const SIZES: &[(&str, usize)] =
    &[("BULK_MUTATION_VARIABLES", 100 * MB), ("VIDEO", 1024 * MB), ("MODEL_3D", 500 * MB)];
const MOST: usize = 20 * MB;
/// No body is larger, with what is around a file.
pub(super) const MOST_BODY: usize = 101 * MB;
/// How long a place takes its file; not verified.
const LIFE: TimeDelta = TimeDelta::days(1);

/// A place for one file.
#[derive(Debug)]
struct Place {
    signature: String,
    content_type: String,
    most: usize,
    until: DateTime<Utc>,
}

#[derive(Debug)]
struct File {
    content_type: String,
    body: Bytes,
    /// What has to stand in its address; nothing if anybody may have it.
    signature: Option<String>,
    until: Option<DateTime<Utc>>,
}

/// Why a file is not taken: the status, and the store's word.
type Refused = (StatusCode, &'static str);

/// The files that are there, and the places for those that are to come.
#[derive(Debug, Default)]
pub(super) struct Files {
    places: HashMap<String, Place>,
    files: HashMap<String, File>,
}

impl Files {
    /// What was uploaded under this key.
    pub(super) fn uploaded(&self, key: &str) -> Option<&Bytes> {
        self.files.get(&format!("{PATH}/{key}")).map(|file| &file.body)
    }
}

impl Cx<'_> {
    /// Keeps a result for so long, and tells its address.
    pub(super) fn keep_result(&mut self, name: &str, body: Bytes, life: TimeDelta) -> String {
        let key = format!("{RESULTS}/{}/{name}", self.ids.hex(24));
        let (signature, until) = (self.ids.hex(64), self.now + life);
        let url = format!(
            "{}/{key}?GoogleAccessId=assets-us-prod%40shopify-tiers.iam.gserviceaccount.com&Expires={}&Signature={signature}",
            self.base,
            until.timestamp()
        );
        let content_type = "application/jsonl".to_owned();
        let file = File { content_type, body, signature: Some(signature), until: Some(until) };
        self.desk.files.files.insert(key, file);
        url
    }
}

fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let mut targets = Vec::new();
    for (at, input) in objects(args, "input").enumerate() {
        targets.push(place(cx, input).map_err(|error| error.under(&format!("input.{at}")))?);
    }
    Ok(json!({ "stagedTargets": targets }))
}

fn place(cx: &mut Cx<'_>, input: &Record) -> Result<Value, UserError> {
    let resource = text(input, "resource");
    let name = given(input, "filename").ok_or_else(|| wrong("filename", "Filename can't be blank"))?;
    let content_type =
        given(input, "mimeType").ok_or_else(|| wrong("mimeType", "MIME type can't be blank"))?;
    let most = SIZES.iter().find(|(known, _)| *known == resource).map_or(MOST, |(_, most)| *most);
    let size = given(input, "fileSize").and_then(|size| size.parse::<usize>().ok());
    if size.is_none() && ["VIDEO", "MODEL_3D"].contains(&resource) {
        return Err(wrong("fileSize", "File size is required for this resource"));
    }
    if size.is_some_and(|size| size > most) {
        return Err(wrong("fileSize", format!("File size must be at most {} MB", most / MB)));
    }
    let folder =
        if resource == "BULK_MUTATION_VARIABLES" { "bulk".to_owned() } else { resource.to_lowercase() };
    let name = name.replace(['/', '\\', '?', '#', '%'], "_");
    let key = format!("tmp/{}/{folder}/{}/{name}", number_of(SHOP_ID), cx.ids.uuid());
    let (signature, until) = (cx.ids.hex(128), cx.now + LIFE);
    let stored = format!("{PATH}/{key}");
    let address = format!("{}/{stored}", cx.base);
    // What a bulk mutation reads is of no use elsewhere.
    let resource_url = (resource != "BULK_MUTATION_VARIABLES").then_some(&address);
    let pairs = |pairs: &[(&str, &str)]| -> Value {
        pairs.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect()
    };
    let target = if text(input, "httpMethod") == "POST" {
        let conditions =
            json!([{ "key": key }, { "Content-Type": content_type }, ["content-length-range", 1, most]]);
        let policy = json!({ "conditions": conditions, "expiration": stamp(until) });
        let policy = BASE64_STANDARD.encode(policy.to_string());
        let parameters = pairs(&[
            ("Content-Type", content_type),
            ("success_action_status", "201"),
            ("acl", "private"),
            ("key", &key),
            ("x-goog-date", &cx.now.format("%Y%m%dT%H%M%SZ").to_string()),
            (
                "x-goog-credential",
                "merchant-assets@shopify-tiers.iam.gserviceaccount.com/auto/storage/goog4_request",
            ),
            ("x-goog-algorithm", "GOOG4-RSA-SHA256"),
            ("x-goog-signature", &signature),
            ("policy", &policy),
        ]);
        json!({ "url": format!("{}/{PATH}/", cx.base), "resourceUrl": resource_url, "parameters": parameters })
    } else {
        let parameters = pairs(&[("content_type", content_type), ("acl", "private"), ("key", &key)]);
        let url = format!("{address}?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Signature={signature}");
        json!({ "url": url, "resourceUrl": resource_url, "parameters": parameters })
    };
    let place = Place { signature, content_type: content_type.to_owned(), most, until };
    cx.desk.files.places.insert(stored, place);
    Ok(target)
}

impl Shopify {
    /// What the store of files says to a request, if it is for it.
    pub(super) fn files(&self, request: &Request) -> Option<Reply> {
        let path = request.path();
        let first = path.first()?;
        if ![PATH, RESULTS].contains(first) {
            return None;
        }
        let key = path.join("/");
        let mut state = lock(&self.inner);
        let now = state.now();
        let files = &mut state.desk.files;
        Some(match request.method {
            Method::GET => files.get(&key, request, now),
            Method::POST if key == PATH => files.post(request, now),
            Method::PUT => {
                let signature = request.query.get("X-Goog-Signature").unwrap_or_default();
                let content_type = request.header("content-type").unwrap_or_default();
                match files.put(key, signature, content_type, request.body.clone(), now) {
                    Ok(()) => Reply::empty(StatusCode::OK),
                    Err((status, code)) => error(status, code),
                }
            }
            _ => error(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed"),
        })
    }
}

impl Files {
    fn get(&self, key: &str, request: &Request, now: DateTime<Utc>) -> Reply {
        let Some(file) = self.files.get(key) else { return error(StatusCode::NOT_FOUND, "NoSuchKey") };
        if file.signature.is_some() && file.signature.as_deref() != request.query.get("Signature") {
            return error(StatusCode::FORBIDDEN, "SignatureDoesNotMatch");
        }
        if file.until.is_some_and(|until| until <= now) {
            return error(StatusCode::BAD_REQUEST, "ExpiredToken");
        }
        reply(StatusCode::OK, &file.content_type, file.body.clone())
    }

    /// A file in a form, behind what signs it.
    fn post(&mut self, request: &Request, now: DateTime<Utc>) -> Reply {
        let Some(parts) = request.parts() else {
            return error(StatusCode::BAD_REQUEST, "MalformedPOSTRequest");
        };
        // What stands behind the file is not looked at.
        let Some(at) = parts.iter().position(|part| part.name == "file") else {
            return error(StatusCode::BAD_REQUEST, "InvalidArgument");
        };
        let (before, file) = parts.split_at(at);
        let field = |name: &str| {
            let part = before.iter().find(|part| part.name.eq_ignore_ascii_case(name));
            part.map(|part| String::from_utf8_lossy(&part.body).into_owned()).unwrap_or_default()
        };
        let key = field("key");
        let body = file.first().map(|file| file.body.clone()).unwrap_or_default();
        let stored = format!("{PATH}/{key}");
        if field("policy").is_empty() {
            return error(StatusCode::FORBIDDEN, "AccessDenied");
        }
        if let Err((status, code)) =
            self.put(stored, &field("x-goog-signature"), &field("Content-Type"), body, now)
        {
            return error(status, code);
        }
        let status =
            field("success_action_status").parse().ok().and_then(|status| StatusCode::from_u16(status).ok());
        let xml =
            format!("<?xml version='1.0' encoding='UTF-8'?><PostResponse><Key>{key}</Key></PostResponse>");
        reply(status.unwrap_or(StatusCode::NO_CONTENT), "application/xml", Bytes::from(xml))
    }

    fn put(
        &mut self,
        key: String,
        signature: &str,
        content_type: &str,
        body: Bytes,
        now: DateTime<Utc>,
    ) -> Result<(), Refused> {
        let place = self.places.get(&key).filter(|place| place.signature == signature);
        let place = place.ok_or((StatusCode::FORBIDDEN, "SignatureDoesNotMatch"))?;
        if place.until <= now {
            return Err((StatusCode::BAD_REQUEST, "ExpiredToken"));
        }
        if place.content_type != content_type {
            return Err((StatusCode::FORBIDDEN, "SignatureDoesNotMatch"));
        }
        if body.len() > place.most {
            return Err((StatusCode::BAD_REQUEST, "EntityTooLarge"));
        }
        if body.is_empty() {
            return Err((StatusCode::BAD_REQUEST, "EntityTooSmall"));
        }
        let file = File { content_type: content_type.to_owned(), body, signature: None, until: None };
        self.files.insert(key, file);
        Ok(())
    }
}

fn reply(status: StatusCode, content_type: &str, body: Bytes) -> Reply {
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_str(content_type) {
        headers.insert(CONTENT_TYPE, value);
    }
    Reply { status, headers, body }
}

fn error(status: StatusCode, code: &str) -> Reply {
    let xml = format!("<?xml version='1.0' encoding='UTF-8'?><Error><Code>{code}</Code></Error>");
    reply(status, "application/xml", Bytes::from(xml))
}
