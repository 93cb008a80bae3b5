//! Files: uploads to Zoho's file system, the photos of records, and how a file looks on its way out.
//!
//! Sizes: Zoho CRM API v8, Upload Files (20 MB) and Upload Photo (10 MB).

use bytes::Bytes;
use http::StatusCode;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::modules::Module;
use crate::http::Reply;
use crate::multipart::Part;

const MB: usize = 1024 * 1024;
/// The largest file, of an upload or an attachment.
pub(super) const MOST_BYTES: usize = 20 * MB;
const MOST_PHOTO: usize = 10 * MB;
/// The most files in one upload.
const MOST_FILES: usize = 10;

/// The modules whose records have a photo.
const WITH_PHOTO: &[&str] = &["Leads", "Contacts", "Accounts", "Products", "Vendors"];
const IMAGES: &[&str] = &["png", "jpg", "jpeg", "gif", "bmp", "webp"];

/// What a name in a header cannot have plainly (RFC 8187).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');

/// A file as it was uploaded.
#[derive(Clone)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) content: Bytes,
}

impl From<Part> for File {
    fn from(part: Part) -> Self {
        Self { name: part.file_name.unwrap_or_default(), content: part.body }
    }
}

impl File {
    /// The file itself as an answer.
    pub(super) fn download(&self) -> Reply {
        let reply =
            Reply::bytes(StatusCode::OK, "application/x-download;charset=UTF-8", self.content.clone());
        let name = utf8_percent_encode(&self.name, ENCODED);
        reply.header("content-disposition", format!("attachment; filename*=UTF-8''{name}"))
    }
}

/// The files of the form in the request.
pub(super) fn uploaded(cx: &Cx<'_>) -> Result<Vec<File>, Problem> {
    let parts = cx.call.request.parts().ok_or_else(Problem::not_multipart)?;
    let files = parts.into_iter().filter(|part| part.name == "file" && part.file_name.is_some());
    Ok(files.map(File::from).collect())
}

/// `POST /crm/v8/files`.
pub(super) fn upload(cx: &mut Cx<'_>) -> Answer {
    let files = uploaded(cx)?;
    if files.is_empty() {
        return Err(Problem::no_upload());
    }
    if files.len() > MOST_FILES {
        return Err(Problem::param_limit("file", MOST_FILES));
    }
    // One that is too large is reason enough to take none.
    if files.iter().any(|file| file.content.len() > MOST_BYTES) {
        return Err(Problem::file_too_large(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let mut data: Vec<Value> = Vec::new();
    for file in files {
        let id = cx.ids.hex(64);
        data.push(json!({
            "code": "SUCCESS", "details": { "name": file.name, "id": id },
            "message": format!("{} uploaded Succesfully", file.name), "status": "success",
        }));
        cx.state.files.insert(id, file);
    }
    Ok(Reply::json(StatusCode::OK, &json!({ "data": data })))
}

/// `GET /crm/v8/files?id=`: an upload, or the file of an attachment.
pub(super) fn get(cx: &Cx<'_>) -> Answer {
    let id = cx.param("id").ok_or_else(Problem::unknown_file)?;
    let attached = || cx.state.attachments.iter().find(|attachment| attachment.file_id == id)?.file();
    let file = cx.state.files.get(id).or_else(attached);
    file.map(File::download).ok_or_else(Problem::unknown_file)
}

/// The record whose photo is asked for; its id.
fn pictured<'a>(cx: &Cx<'_>, module: &Module, id: &'a str) -> Result<&'a str, Problem> {
    if !WITH_PHOTO.contains(&module.name) {
        return Err(Problem::module());
    }
    cx.state.get(module.name, id).map(|_| id).ok_or_else(Problem::path_id)
}

/// `GET /crm/v8/{module}/{id}/photo`.
pub(super) fn photo(cx: &Cx<'_>, module: &Module, id: &str) -> Answer {
    let photo = cx.state.photos.get(pictured(cx, module, id)?);
    Ok(photo.map_or_else(|| Reply::empty(StatusCode::NO_CONTENT), File::download))
}

/// `POST /crm/v8/{module}/{id}/photo`.
pub(super) fn set_photo(cx: &mut Cx<'_>, module: &Module, id: &str) -> Answer {
    let id = pictured(cx, module, id)?;
    let file = uploaded(cx)?.pop().ok_or_else(Problem::no_file)?;
    if file.content.len() > MOST_PHOTO {
        return Err(Problem::file_too_large(StatusCode::PAYLOAD_TOO_LARGE));
    }
    let ending = file.name.rsplit('.').next().unwrap_or_default().to_lowercase();
    if !IMAGES.contains(&ending.as_str()) {
        return Err(Problem::no_image());
    }
    cx.state.photos.insert(id.to_owned(), file);
    done("photo uploaded successfully")
}

/// `DELETE /crm/v8/{module}/{id}/photo`.
pub(super) fn remove_photo(cx: &mut Cx<'_>, module: &Module, id: &str) -> Answer {
    let id = pictured(cx, module, id)?;
    cx.state.photos.remove(id);
    done("photo deleted")
}

fn done(message: &str) -> Answer {
    let body = json!({ "code": "SUCCESS", "details": {}, "message": message, "status": "success" });
    Ok(Reply::json(StatusCode::OK, &body))
}
