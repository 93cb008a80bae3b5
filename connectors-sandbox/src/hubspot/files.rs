//! `/files/v3`: files and folders. A file's URL needs no token unless it is private; a signed one does not either.

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::store::{State, iso};
use crate::http::Reply;

/// Where files are.
const HOME: &str = "/hubfs/";
const USUAL_PAGE: usize = 10;
const LARGEST_PAGE: usize = 100;
const ACCESS: &[&str] =
    &["PUBLIC_INDEXABLE", "PUBLIC_NOT_INDEXABLE", "PRIVATE", "HIDDEN_PRIVATE", "SENSITIVE"];

#[derive(Clone, Debug)]
pub(super) struct File {
    id: String,
    /// Without its extension.
    name: String,
    extension: String,
    folder: String,
    access: String,
    content: Bytes,
    made: DateTime<Utc>,
    changed: DateTime<Utc>,
    /// Keys of signed URLs, and when each ends.
    keys: Vec<(String, DateTime<Utc>)>,
}

#[derive(Clone, Debug)]
pub(super) struct Folder {
    id: String,
    path: String,
    made: DateTime<Utc>,
}

impl File {
    fn path(&self) -> String {
        format!("{}/{}.{}", self.folder.trim_end_matches('/'), self.name, self.extension)
    }

    fn url(&self, base: &str) -> String {
        format!("{base}{HOME}{}/{}.{}", self.id, self.name, self.extension)
    }

    fn json(&self, state: &State, base: &str) -> Value {
        let parent = state.folders.iter().find(|folder| folder.path == self.folder);
        let mut shown = json!({
            "id": self.id, "name": self.name, "extension": self.extension, "path": self.path(), "access": self.access,
            "size": self.content.len(), "type": "OTHER", "url": self.url(base), "archived": false,
            "createdAt": iso(self.made), "updatedAt": iso(self.changed),
        });
        if let Some(parent) = parent {
            shown["parentFolderId"] = json!(parent.id);
        }
        shown
    }
}

impl Folder {
    fn json(&self) -> Value {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        json!({
            "id": self.id, "name": name, "path": self.path, "archived": false, "createdAt": iso(self.made),
            "updatedAt": iso(self.made),
        })
    }
}

pub(super) fn route(cx: &mut Cx<'_>, method: &Method, rest: &[&str]) -> Answer {
    let base = cx.call.base;
    match (method, rest) {
        (&Method::POST, ["files"]) => upload(cx, None),
        (&Method::GET, ["files", "search"]) => search(cx),
        (_, ["files", id, rest @ ..]) => {
            let at = cx.state.files.iter().position(|file| file.id == *id);
            let at = at.ok_or_else(|| Problem::not_found(format!("no file {id}")))?;
            match (method, rest) {
                (&Method::GET, []) => {
                    Ok(Reply::json(StatusCode::OK, &cx.state.files[at].json(cx.state, base)))
                }
                (&Method::PUT, []) => upload(cx, Some(at)),
                (&Method::PATCH, []) => change(cx, at),
                (&Method::DELETE, [] | ["gdpr-delete"]) => {
                    cx.state.files.remove(at);
                    Ok(Reply::empty(StatusCode::NO_CONTENT))
                }
                (&Method::GET, ["signed-url"]) => sign(cx, at),
                _ => Err(Problem::path()),
            }
        }
        (&Method::POST, ["folders"]) => {
            let body = cx.body()?;
            let name = body["name"].as_str().ok_or_else(|| Problem::field("name", "is missing"))?;
            let parent = body["parentPath"].as_str().unwrap_or_default().trim_end_matches('/');
            let folder = folder(cx, &format!("{parent}/{name}"));
            Ok(Reply::json(StatusCode::CREATED, &folder.json()))
        }
        (&Method::GET, ["folders", "search"]) => {
            let folders = cx.state.folders.iter().map(Folder::json).collect();
            Ok(Reply::json(StatusCode::OK, &cx.page(folders, None)))
        }
        (_, ["folders", id]) => {
            let at = cx.state.folders.iter().position(|folder| folder.id == *id);
            let at = at.ok_or_else(|| Problem::not_found(format!("no folder {id}")))?;
            match *method {
                Method::GET => Ok(Reply::json(StatusCode::OK, &cx.state.folders[at].json())),
                Method::DELETE => {
                    let path = cx.state.folders.remove(at).path;
                    cx.state.files.retain(|file| file.folder != path);
                    Ok(Reply::empty(StatusCode::NO_CONTENT))
                }
                _ => Err(Problem::method()),
            }
        }
        _ => Err(Problem::path()),
    }
}

/// The folder with this path, made if there is none.
fn folder(cx: &mut Cx<'_>, path: &str) -> Folder {
    let path = format!("/{}", path.trim_matches('/'));
    if let Some(folder) = cx.state.folders.iter().find(|folder| folder.path == path) {
        return folder.clone();
    }
    let folder = Folder { id: cx.state.next_id().to_string(), path, made: cx.now };
    cx.state.folders.push(folder.clone());
    folder
}

/// A new file, or another content of one that there is. The form says where it goes and who may have it.
fn upload(cx: &mut Cx<'_>, at: Option<usize>) -> Answer {
    let parts =
        cx.call.request.parts().ok_or_else(|| Problem::invalid("the body is not multipart/form-data"))?;
    let text = |name: &str| {
        let part = parts.iter().find(|part| part.name == name && part.file_name.is_none());
        part.map(|part| String::from_utf8_lossy(&part.body).into_owned())
    };
    let file =
        parts.iter().find(|part| part.name == "file").ok_or_else(|| Problem::field("file", "is missing"))?;
    let options =
        text("options").and_then(|options| serde_json::from_str::<Value>(&options).ok()).unwrap_or_default();
    let (now, content) = (cx.now, file.body.clone());
    let at = match at {
        Some(at) => {
            (cx.state.files[at].content, cx.state.files[at].changed) = (content, now);
            at
        }
        None => {
            let access = options["access"].as_str().filter(|access| ACCESS.contains(access));
            let access =
                access.ok_or_else(|| Problem::field("options.access", "is missing or not known"))?.to_owned();
            let folder_id = text("folderId");
            let known = cx.state.folders.iter().find(|folder| Some(&folder.id) == folder_id.as_ref());
            let path = text("folderPath").or_else(|| known.map(|folder| folder.path.clone()));
            let path = path
                .ok_or_else(|| Problem::field("folderPath", "is missing, as is a folderId that there is"))?;
            let folder = folder(cx, &path).path;
            let given =
                text("fileName").or_else(|| file.file_name.clone()).unwrap_or_else(|| "file.bin".to_owned());
            let (name, extension) = given.rsplit_once('.').unwrap_or((&given, "bin"));
            let (name, extension) = (name.to_owned(), extension.to_owned());
            let id = cx.state.next_id().to_string();
            let file = File {
                id,
                name,
                extension,
                folder,
                access,
                content,
                made: now,
                changed: now,
                keys: Vec::new(),
            };
            cx.state.files.push(file);
            cx.state.files.len() - 1
        }
    };
    let status = if *cx.call.method() == Method::POST { StatusCode::CREATED } else { StatusCode::OK };
    Ok(Reply::json(status, &cx.state.files[at].json(cx.state, cx.call.base)))
}

fn change(cx: &mut Cx<'_>, at: usize) -> Answer {
    let body = cx.body()?;
    if let Some(path) = body["parentFolderPath"].as_str() {
        cx.state.files[at].folder = folder(cx, path).path;
    }
    let now = cx.now;
    let file = &mut cx.state.files[at];
    for (name, field) in [("name", &mut file.name), ("access", &mut file.access)] {
        if let Some(text) = body[name].as_str() {
            text.clone_into(field);
        }
    }
    file.changed = now;
    Ok(Reply::json(StatusCode::OK, &cx.state.files[at].json(cx.state, cx.call.base)))
}

fn search(cx: &Cx<'_>) -> Answer {
    let limit = cx.page_size(USUAL_PAGE, LARGEST_PAGE)?;
    let after: usize = cx.param("after").and_then(|after| after.parse().ok()).unwrap_or_default();
    let wanted = |file: &&File| {
        let named = |name: &str, is: &str| cx.param(name).is_none_or(|wanted| wanted == is);
        named("name", &file.name) && named("path", &file.path()) && named("extension", &file.extension)
    };
    let files: Vec<&File> = cx.state.files.iter().filter(wanted).collect();
    let results =
        files.iter().skip(after).take(limit).map(|file| file.json(cx.state, cx.call.base)).collect();
    let next = (after + limit < files.len()).then(|| (after + limit).to_string());
    Ok(Reply::json(StatusCode::OK, &cx.page(results, next)))
}

fn sign(cx: &mut Cx<'_>, at: usize) -> Answer {
    let seconds = cx.param("expirationSeconds").and_then(|seconds| seconds.parse().ok()).unwrap_or(3600);
    let (key, ends) = (cx.ids.uuid(), cx.now + TimeDelta::seconds(seconds));
    let file = &mut cx.state.files[at];
    file.keys.push((key.clone(), ends));
    let signed = json!({
        "url": format!("{}?key={key}", file.url(cx.call.base)), "expiresAt": iso(ends), "name": file.name,
        "extension": file.extension, "type": "OTHER", "size": file.content.len(),
    });
    Ok(Reply::json(StatusCode::OK, &signed))
}

/// The content of a file, for whoever may have it.
pub(super) fn content(state: &State, path: &str, key: Option<&str>, now: DateTime<Utc>) -> Option<Reply> {
    let id = path.strip_prefix(HOME)?.split('/').next()?;
    let file = state.files.iter().find(|file| file.id == id);
    let signed =
        |file: &&File| file.keys.iter().any(|(known, ends)| Some(known.as_str()) == key && *ends > now);
    let open = file.filter(|file| file.access.starts_with("PUBLIC") || signed(file));
    Some(match open {
        Some(file) => Reply::bytes(StatusCode::OK, "application/octet-stream", file.content.clone()),
        None => Reply::empty(StatusCode::NOT_FOUND),
    })
}
