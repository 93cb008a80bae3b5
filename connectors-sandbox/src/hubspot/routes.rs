//! Which handler a path belongs to. A resource has an old path, with a number of its version in it, and one with a date.

use http::Method;

use super::errors::{Answer, Problem};
use super::{
    Cx, analytics, associations, associations_v3, auth, batch, emails, exports, files, forms, hook_settings,
    imports, lists, merge, objects, owners, pipelines, properties, rules, schemas, search, splits,
    subscriptions,
};
use crate::http::Request;

/// The dated versions that are answered.
const VERSIONS: &[&str] = &["2026-03", "2026-09"];

/// Old path, dated path (`V` is the version), and the area that both are.
const AREAS: &[(&str, &str, &str)] = &[
    ("crm/v3/objects", "crm/objects/V", "objects"),
    ("crm/v4/objects", "", "links"),
    ("crm/v3/associations", "", "associations3"),
    ("crm/v4/associations", "crm/associations/V", "associations"),
    ("crm/associations/v4", "", "associations"),
    ("crm/v3/properties", "crm/properties/V", "properties"),
    ("crm/v3/property-validations", "crm/property-validations/V", "validations"),
    ("crm/v3/pipelines", "crm/pipelines/V", "pipelines"),
    ("crm/v3/owners", "crm/owners/V", "owners"),
    ("crm/v3/limits", "crm/limits/V", "limits"),
    ("crm/v3/schemas", "", "schemas"),
    ("crm-object-schemas/v3/schemas", "crm-object-schemas/V/schemas", "schemas"),
    ("crm/v3/lists", "crm/lists/V", "lists"),
    ("crm/v3/imports", "crm/imports/V", "imports"),
    ("crm/v3/exports", "crm/exports/V", "exports"),
    ("communication-preferences/v3", "", "preferences3"),
    ("communication-preferences/v4", "communication-preferences/V", "preferences4"),
    ("marketing/v3/forms", "marketing/forms/V", "forms"),
    ("marketing/v3/emails", "marketing/emails/V", "emails"),
    ("events/v3/events", "events/event-occurrences/V", "occurrences"),
    ("events/v3/send", "", "completions"),
    ("settings/v3/users", "settings/users/V", "users"),
    ("submissions/v3/integration/secure/submit", "", "submissions"),
    ("submissions/v3/integration/submit", "", "visitors"),
    ("form-integrations/v1/submissions", "", "sent"),
    ("files/v3", "files/V", "files"),
    ("account-info/v3", "account-info/V", "account"),
    ("webhooks/v3", "webhooks/V", "webhooks"),
];

/// A path, taken apart.
#[derive(Clone, Debug)]
pub(super) struct Path<'a> {
    pub(super) area: &'static str,
    /// The version, if it is one with a date.
    pub(super) version: Option<&'static str>,
    /// What comes behind the area.
    pub(super) rest: Vec<&'a str>,
}

impl<'a> Path<'a> {
    pub(super) fn of(request: &'a Request) -> Option<Self> {
        let segments = request.path();
        let (area, version, length) = AREAS.iter().find_map(|(old, dated, area)| {
            let starts = |pattern: &str, version: &str| {
                let mut pairs = pattern.split('/').zip(segments.iter());
                let same = |(want, is): (&str, &&str)| want == *is || (want == "V" && version == *is);
                let length = pattern.split('/').count();
                (!pattern.is_empty() && segments.len() >= length && pairs.all(same)).then_some(length)
            };
            let old = starts(old, "").map(|length| (*area, None, length));
            old.or_else(|| {
                VERSIONS.iter().find_map(|version| Some((*area, Some(*version), starts(dated, version)?)))
            })
        })?;
        Some(Self { area, version, rest: segments.get(length..)?.to_vec() })
    }

    /// Whether the limit on searches counts it.
    pub(super) fn is_search(&self) -> bool {
        matches!((self.area, &self.rest[..]), ("objects", [_, "search"]) | ("lists", ["search"]))
    }
}

pub(super) fn route(cx: &mut Cx<'_>, path: &Path<'_>) -> Answer {
    let method = cx.call.request.method.clone();
    let rest = &path.rest[..];
    let object_type =
        rest.first().and_then(|name| cx.state.kind_named(name)).map(|kind| cx.state.kind(kind).name.clone());
    let area = path.area.trim_end_matches(['3', '4']);
    auth::check_scope(cx.call.caller, area, &method, rest, object_type.as_deref().unwrap_or("custom"))?;
    match path.area {
        "objects" if rest.get(2) == Some(&"associations") => match path.version {
            Some(_) => associations::of_record(cx, &method, rest),
            None => associations_v3::of_record(cx, &method, rest),
        },
        "objects" if rest.get(..2).is_some_and(|way| way == ["deals", "splits"]) => {
            splits::route(cx, &method, &rest[2..])
        }
        "objects" => objects_route(cx, &method, rest),
        "links" => associations::of_record(cx, &method, rest),
        "associations3" => associations_v3::of_types(cx, &method, rest),
        "associations" => associations::of_types(cx, &method, rest),
        "pipelines" => pipelines::route(cx, &method, rest),
        "preferences3" => subscriptions::third(cx, &method, rest),
        "preferences4" => subscriptions::fourth(cx, &method, rest),
        "properties" => properties::route(cx, &method, rest),
        "limits" => properties::limits(cx, &method, rest),
        "schemas" => schemas::route(cx, &method, rest),
        "lists" => lists::route(cx, &method, rest),
        "imports" => imports::route(cx, &method, rest),
        "exports" => exports::route(cx, &method, rest),
        "files" => files::route(cx, &method, rest),
        "validations" => rules::route(cx, &method, rest),
        "occurrences" => analytics::occurrences(cx, &method, rest),
        "completions" => analytics::send(cx, &method, rest),
        "emails" => emails::route(cx, &method, rest),
        "users" => owners::users(cx, &method, rest),
        "forms" => forms::route(cx, &method, rest),
        "submissions" => forms::submit(cx, &method, rest),
        "sent" => forms::sent(cx, &method, rest),
        "webhooks" => hook_settings::route(cx, &method, rest),
        "owners" => owners::route(cx, &method, rest),
        "account" => owners::account(&method, rest),
        _ => Err(Problem::path()),
    }
}

fn objects_route(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    let (get, post, patch, delete) = (
        *method == Method::GET,
        *method == Method::POST,
        *method == Method::PATCH,
        *method == Method::DELETE,
    );
    let [name, rest @ ..] = rest else { return Err(Problem::path()) };
    let kind = cx.kind(name)?;
    match rest {
        [] if get => objects::list(cx, kind),
        [] if post => objects::create(cx, kind),
        ["search"] if post => search::search(cx, kind),
        ["merge"] if post => merge::merge(cx, kind),
        ["gdpr-delete"] if post => objects::gdpr_delete(cx, kind),
        ["batch", "read"] if post => batch::read(cx, kind),
        ["batch", "create"] if post => batch::create(cx, kind),
        ["batch", "update"] if post => batch::update(cx, kind),
        ["batch", "upsert"] if post => batch::upsert(cx, kind),
        ["batch", "archive"] if post => batch::archive(cx, kind),
        [] | ["search" | "merge" | "gdpr-delete"] => Err(Problem::method()),
        ["batch", ..] => Err(Problem::path()),
        [id] if get => objects::get(cx, kind, id),
        [id] if patch => objects::update(cx, kind, id),
        [id] if delete => objects::archive(cx, kind, id),
        [_] => Err(Problem::method()),
        _ => Err(Problem::path()),
    }
}
