//! Tags: each belongs to a module, is made by hand or when a record first has it, and is known to its records by its id,
//! so that a new name or a merge shows on all of them.

use chrono::{DateTime, Utc};
use http::StatusCode;
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::modules::{Module, module};
use super::records;
use super::settings::ok;
use super::store::{ADMIN, State, id as id_of, stamp, text};
use super::validate::Checked;
use super::write::amend;
use crate::http::Reply;
use crate::store::Record;

/// The most characters of a name.
const MOST_CHARS: usize = 25;
/// The most tags of a module.
const MOST_TAGS: usize = 200;
/// The most tags of a record.
const MOST_PER_RECORD: usize = 10;

const COLORS: [&str; 13] = [
    "#57B1FD", "#879BFC", "#658BA8", "#FD87BD", "#969696", "#F48435", "#1DB9B4", "#E7A826", "#63C57E",
    "#F17574", "#D297EE", "#A8C026", "#B88562",
];

/// A tag of a module.
#[derive(Clone)]
pub(super) struct Tag {
    id: String,
    module: &'static str,
    name: String,
    color: Option<String>,
    created: String,
    modified: String,
}

impl Tag {
    /// As records show it.
    fn brief(&self) -> Value {
        json!({ "name": self.name, "id": self.id, "color_code": self.color })
    }

    /// As the settings show it; a success says the same but for the name.
    fn details(&self, state: &State) -> Value {
        let user = state.user(ADMIN);
        json!({
            "id": self.id, "color_code": self.color, "created_time": self.created, "modified_time": self.modified,
            "created_by": user, "modified_by": user,
        })
    }
}

impl State {
    fn tag(&self, id: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.id == id)
    }

    /// The tags with these ids, as records show them.
    pub(super) fn tag_values(&self, ids: &Value) -> Value {
        let ids = ids.as_array().into_iter().flatten().filter_map(Value::as_str);
        ids.filter_map(|id| self.tag(id)).map(Tag::brief).collect()
    }

    /// The names of the tags with these ids.
    pub(super) fn tag_names(&self, ids: &Value) -> Vec<String> {
        let ids = ids.as_array().into_iter().flatten().filter_map(Value::as_str);
        ids.filter_map(|id| self.tag(id)).map(|tag| tag.name.clone()).collect()
    }

    /// The ids of the tags with these names; those that are not there are made.
    pub(super) fn tag_ids(&mut self, module: &'static str, names: &Value, now: DateTime<Utc>) -> Value {
        let names: Vec<_> = names.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let mut ids = Vec::new();
        for name in names {
            let id = match self.tag_named(module, name) {
                Some(tag) => tag.id.clone(),
                None => self.new_tag(module, name, None, now).id,
            };
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        json!(ids)
    }

    fn tag_named(&self, module: &str, name: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.module == module && tag.name.eq_ignore_ascii_case(name))
    }

    fn new_tag(
        &mut self,
        module: &'static str,
        name: &str,
        color: Option<String>,
        now: DateTime<Utc>,
    ) -> Tag {
        let (id, now) = (self.new_id(), stamp(now));
        let tag = Tag { id, module, name: name.to_owned(), color, created: now.clone(), modified: now };
        self.tags.push(tag.clone());
        tag
    }
}

/// The names of the tags that a record is written with, each given by its name or its id.
pub(super) fn written(state: &State, value: &Value) -> Option<Value> {
    let name = |tag: &Value| match tag.get("name").and_then(Value::as_str) {
        Some(name) => Some(name.to_owned()),
        None => state.tag(&id_of(tag.get("id")?)?).map(|tag| tag.name.clone()),
    };
    value.as_array()?.iter().map(name).collect::<Option<Vec<_>>>().map(|names| json!(names))
}

/// The module that the request is about.
fn wanted_module(cx: &Cx<'_>) -> Result<&'static Module, Problem> {
    let name = cx.param("module").ok_or_else(|| Problem::tag_param_missing("module"))?;
    module(name).ok_or_else(|| Problem::metadata_module(json!({ "api_name": "module" })))
}

/// The elements of `tags`.
fn elements(cx: &Cx<'_>) -> Result<Vec<Value>, Problem> {
    let body = cx.call.request.json().map_err(|_| Problem::body())?;
    match body.get("tags") {
        Some(Value::Array(tags)) if !tags.is_empty() => Ok(tags.clone()),
        None | Some(Value::Null | Value::Array(_)) => Err(Problem::mandatory("tags", "$.tags")),
        Some(_) => Err(Problem::wrong_type("tags", "$.tags", "jsonarray")),
    }
}

/// `GET /crm/v8/settings/tags?module=`.
pub(super) fn list(cx: &Cx<'_>) -> Answer {
    let module = wanted_module(cx)?;
    let of = cx.state.tags.iter().filter(|tag| tag.module == module.name);
    let tags: Vec<Value> = of
        .map(|tag| {
            let mut details = tag.details(cx.state);
            details["name"] = json!(tag.name);
            details
        })
        .collect();
    let info = json!({ "count": tags.len(), "allowed_count": MOST_TAGS });
    ok(&json!({ "tags": tags, "info": info }))
}

/// A name that a new tag, or the tag `own`, may have.
fn checked_name(
    cx: &Cx<'_>,
    module: &str,
    tag: &Value,
    index: usize,
    own: Option<&str>,
) -> Result<String, Problem> {
    let path = format!("$.tags[{index}].name");
    let name = match tag.get("name") {
        None | Some(Value::Null) => return Err(Problem::mandatory("name", &path)),
        Some(name) => name.as_str().ok_or_else(|| Problem::wrong_type("name", &path, "text"))?,
    };
    if name.chars().count() > MOST_CHARS {
        return Err(Problem::too_long("name", &path, MOST_CHARS));
    }
    match cx.state.tag_named(module, name).filter(|tag| Some(tag.id.as_str()) != own) {
        Some(tag) => {
            let details = json!({ "id": tag.id, "api_name": "name" });
            Err(Problem::bad("DUPLICATE_DATA", "duplicate tag name", details))
        }
        None => Ok(name.to_owned()),
    }
}

fn checked_color(tag: &Value, index: usize) -> Result<Option<String>, Problem> {
    match tag.get("color_code") {
        None | Some(Value::Null) => Ok(None),
        Some(color) => {
            let known = COLORS.iter().find(|known| color == **known).map(|known| (*known).to_owned());
            let path = format!("$.tags[{index}].color_code");
            known.map(Some).ok_or_else(|| Problem::invalid("color_code", &path))
        }
    }
}

fn done(cx: &Cx<'_>, tag: &Tag, message: &str) -> Value {
    json!({ "code": "SUCCESS", "details": tag.details(cx.state), "message": message, "status": "success" })
}

/// One answer for all tags; unlike for records, a failure among them is a 400.
fn answer(results: Vec<Result<Value, Problem>>, success: StatusCode) -> Answer {
    let status = if results.iter().any(Result::is_err) { StatusCode::BAD_REQUEST } else { success };
    let tags = results.into_iter().map(|result| result.unwrap_or_else(|problem| problem.element()));
    Ok(Reply::json(status, &json!({ "tags": tags.collect::<Vec<_>>() })))
}

/// `POST /crm/v8/settings/tags?module=`.
pub(super) fn create(cx: &mut Cx<'_>) -> Answer {
    let module = wanted_module(cx)?;
    let mut results = Vec::new();
    for (index, tag) in elements(cx)?.iter().enumerate() {
        let written = checked_name(cx, module.name, tag, index, None)
            .and_then(|name| Ok((name, checked_color(tag, index)?)));
        let now = cx.now();
        let made = written.map(|(name, color)| cx.state.new_tag(module.name, &name, color, now));
        results.push(made.map(|tag| done(cx, &tag, "tags created successfully")));
    }
    answer(results, StatusCode::CREATED)
}

/// `PUT /crm/v8/settings/tags?module=` and `…/tags/{id}?module=`.
pub(super) fn update(cx: &mut Cx<'_>, id: Option<&str>) -> Answer {
    let module = wanted_module(cx)?;
    if let Some(id) = id {
        cx.state.tag(id).filter(|tag| tag.module == module.name).ok_or_else(Problem::tag)?;
    }
    let mut results = Vec::new();
    for (index, input) in elements(cx)?.iter().enumerate() {
        results.push(change(cx, module, input, id, index));
    }
    answer(results, StatusCode::OK)
}

fn change(
    cx: &mut Cx<'_>,
    module: &Module,
    input: &Value,
    id: Option<&str>,
    index: usize,
) -> Result<Value, Problem> {
    let path = format!("$.tags[{index}].id");
    let id = match id {
        Some(id) => id.to_owned(),
        None => input.get("id").and_then(id_of).ok_or_else(|| Problem::mandatory("id", &path))?,
    };
    let tag = cx.state.tag(&id).filter(|tag| tag.module == module.name).cloned();
    let mut tag = tag.ok_or_else(|| Problem::invalid("id", &path))?;
    if input.get("name").is_some() {
        tag.name = checked_name(cx, module.name, input, index, Some(&id))?;
    }
    if input.get("color_code").is_some() {
        tag.color = checked_color(input, index)?;
    }
    tag.modified = stamp(cx.now());
    if let Some(kept) = cx.state.tags.iter_mut().find(|kept| kept.id == id) {
        kept.clone_from(&tag);
    }
    Ok(done(cx, &tag, "tags updated successfully"))
}

/// `DELETE /crm/v8/settings/tags/{id}`: no record has it any more.
pub(super) fn delete(cx: &mut Cx<'_>, id: &str) -> Answer {
    let tag = cx.state.tag(id).cloned().ok_or_else(Problem::tag)?;
    cx.state.tags.retain(|other| other.id != id);
    answer(vec![Ok(done(cx, &tag, "tags deleted successfully"))], StatusCode::OK)
}

/// `POST /crm/v8/settings/tags/{id}/actions/merge`: what had the other tag has this one.
pub(super) fn merge(cx: &mut Cx<'_>, id: &str) -> Answer {
    let tag = cx.state.tag(id).cloned().ok_or_else(Problem::tag)?;
    let input = elements(cx)?.into_iter().next().unwrap_or_default();
    let path = "$.tags[0].conflict_id";
    let other =
        input.get("conflict_id").and_then(id_of).ok_or_else(|| Problem::mandatory("conflict_id", path))?;
    let same_module = cx.state.tag(&other).filter(|other| other.module == tag.module && other.id != id);
    let other = same_module.cloned().ok_or_else(|| Problem::invalid("conflict_id", path))?;
    let Some(module) = module(tag.module) else { return Err(Problem::tag()) };
    for record in tagged(cx, module, &other) {
        let mut names = tag_names_of(cx, module, &record);
        names.retain(|name| *name != other.name);
        names.push(tag.name.clone());
        set(cx, module, &record, &names);
    }
    cx.state.tags.retain(|kept| kept.id != other.id);
    answer(vec![Ok(done(cx, &tag, "tags updated successfully"))], StatusCode::OK)
}

/// `GET /crm/v8/settings/tags/{id}/actions/records_count?module=`.
pub(super) fn count(cx: &Cx<'_>, id: &str) -> Answer {
    let module = wanted_module(cx)?;
    let tag = cx.state.tag(id).filter(|tag| tag.module == module.name).ok_or_else(Problem::tag)?;
    ok(&json!({ "count": tagged(cx, module, tag).len().to_string() }))
}

/// The ids of the records that have a tag.
fn tagged(cx: &Cx<'_>, module: &Module, tag: &Tag) -> Vec<String> {
    let has = |record: &&Record| {
        record.get("Tag").and_then(Value::as_array).is_some_and(|ids| ids.iter().any(|id| *id == tag.id))
    };
    cx.state.records(module).filter(has).map(|record| text(record, "id").to_owned()).collect()
}

fn tag_names_of(cx: &Cx<'_>, module: &Module, record: &str) -> Vec<String> {
    let record = cx.state.get(module.name, record);
    record.and_then(|record| record.get("Tag")).map(|ids| cx.state.tag_names(ids)).unwrap_or_default()
}

fn set(cx: &mut Cx<'_>, module: &'static Module, record: &str, names: &[String]) {
    let values = Record::from_iter([("Tag".to_owned(), json!(names))]);
    amend(cx, module, record, Checked { values, rows: Vec::new() });
}

/// Whether tags are put on records or taken away.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Add,
    Remove,
}

/// `POST /crm/v8/{module}/{id}/actions/add_tags` and `remove_tags`, and the same for several records.
pub(super) fn on_records(cx: &mut Cx<'_>, module: &'static Module, id: Option<&str>, act: Act) -> Answer {
    let body = cx.call.request.json().map_err(|_| Problem::body())?;
    let tags = elements(cx)?;
    let names = written(cx.state, &json!(tags)).ok_or_else(|| Problem::invalid("tags", "$.tags[0]"))?;
    let names: Vec<String> = serde_json::from_value(names).unwrap_or_default();
    if let Some(at) = names.iter().position(|name| name.chars().count() > MOST_CHARS) {
        return Err(Problem::too_long("name", &format!("$.tags[{at}].name"), MOST_CHARS));
    }
    let over_write = body["over_write"] == true || cx.param("over_write") == Some("true");
    let ids = match id {
        Some(id) => vec![id.to_owned()],
        None => match body.get("ids").and_then(Value::as_array) {
            Some(ids) => ids.iter().filter_map(id_of).collect(),
            None => records::ids(cx)?.ok_or_else(|| Problem::mandatory("ids", "$.ids"))?,
        },
    };
    let mut results = Vec::new();
    for (index, record) in ids.iter().enumerate() {
        if cx.state.get(module.name, record).is_none() {
            results.push(Err(match id {
                Some(_) => return Err(Problem::inner_path_id()),
                None => Problem::invalid("ids", &format!("$.ids[{index}]")),
            }));
            continue;
        }
        let mut now = tag_names_of(cx, module, record);
        let named = |name: &String| names.iter().any(|other| other.eq_ignore_ascii_case(name));
        if act == Act::Remove || over_write {
            now.retain(|name| act == Act::Remove && !named(name));
        }
        if act == Act::Add {
            let new = names.iter().filter(|name| !now.iter().any(|has| has.eq_ignore_ascii_case(name)));
            let new: Vec<_> = new.cloned().collect();
            now.extend(new);
        }
        if now.len() > MOST_PER_RECORD {
            results.push(Err(Problem::invalid("tags", "$.tags")));
            continue;
        }
        set(cx, module, record, &now);
        let tags = cx.state.get(module.name, record).and_then(|record| record.get("Tag")).cloned();
        let tags = cx.state.tag_values(&tags.unwrap_or_default());
        results.push(Ok(json!({
            "code": "SUCCESS", "details": { "id": record, "tags": tags },
            "message": "tags updated successfully", "status": "success",
        })));
    }
    let written = results.iter().filter(|result| result.is_ok()).count();
    let status = if written == 0 { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let data: Vec<Value> =
        results.into_iter().map(|result| result.unwrap_or_else(|problem| problem.element())).collect();
    let mut answer = json!({ "data": data });
    if written > 0 {
        answer["wf_scheduler"] = json!(false);
        answer["success_count"] = json!(written.to_string());
        answer["locked_count"] = json!("0");
    }
    Ok(Reply::json(status, &answer))
}
