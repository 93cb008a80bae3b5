//! Forms that carry a file: `multipart/form-data` (RFC 7578), streamed.

use crate::body::Content;
use crate::error::{Error, Result};

/// A form with texts and one file, whose content [`Client::upload`](crate::Client::upload) gives.
///
/// ```
/// use connectors_core::{Multipart, Request};
///
/// let form = Multipart::file("file", "price list.pdf").text("folder", "Offers");
/// let request = Request::post(["files"]).multipart(form);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Multipart {
    field: String,
    file_name: String,
    texts: Vec<(String, String)>,
    most: Option<u64>,
}

impl Multipart {
    /// A form with a file: the form's field, and what the file is called.
    pub fn file(field: impl Into<String>, file_name: impl Into<String>) -> Self {
        Self { field: field.into(), file_name: file_name.into(), texts: Vec::new(), most: None }
    }

    /// Refuses a file that is known to be larger than this, before anything is sent.
    pub fn at_most(mut self, bytes: u64) -> Self {
        self.most = Some(bytes);
        self
    }

    /// With a text. Texts come before the file, in the order in which they are given.
    pub fn text(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.texts.push((name.into(), value.into()));
        self
    }

    /// The form around the file's content, as long as the two together, read again where the content can be.
    pub(crate) fn around(&self, content: Content) -> Result<Content> {
        if let (Some(length), Some(most)) = (content.known_length(), self.most)
            && length > most
        {
            return Err(Error::validation(
                "content",
                format!("has {length} bytes; at most {most} are taken"),
            ));
        }
        // Random, so that no file can hold it.
        let boundary = uuid::Uuid::new_v4().simple().to_string();
        let mut before = String::new();
        for (name, value) in &self.texts {
            let name = quoted(name);
            before.push_str(&format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            ));
        }
        let (field, file_name) = (quoted(&self.field), quoted(&self.file_name));
        // A line break cannot be in a header, and a type with one is none.
        let media_type = content.known_media_type().filter(|kind| !kind.contains(['\r', '\n']));
        let media_type = media_type.unwrap_or("application/octet-stream");
        before.push_str(&format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{file_name}\"\r\n\
             Content-Type: {media_type}\r\n\r\n"
        ));
        let after = format!("\r\n--{boundary}--\r\n");
        Ok(content.between(before, after).media_type(format!("multipart/form-data; boundary={boundary}")))
    }
}

/// A name as browsers write it into a part's header: what would end the name or the line is percent-encoded (HTML
/// Living Standard, multipart/form-data encoding algorithm).
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
