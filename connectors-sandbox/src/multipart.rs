//! Bodies of `multipart/form-data`, taken apart without copying what the parts carry.

use bytes::Bytes;
use percent_encoding::percent_decode_str;

/// One part of a multipart body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The form field.
    pub name: String,
    /// The file's name, if the part is a file.
    pub file_name: Option<String>,
    /// The part's content type, as it came.
    pub content_type: Option<String>,
    /// What it carries.
    pub body: Bytes,
}

/// The boundary that a content type names, if it is that of a form in parts.
pub(crate) fn boundary(content_type: &str) -> Option<String> {
    let (kind, rest) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let value = rest.split(';').find_map(|part| {
        let (name, value) = part.trim().split_once('=')?;
        name.eq_ignore_ascii_case("boundary").then_some(value)
    })?;
    Some(value.trim_matches('"').to_owned())
}

/// The parts between the boundaries. A part without a name is passed over, and so is one whose end is missing.
pub(crate) fn parse(body: &Bytes, boundary: &str) -> Vec<Part> {
    let marker = format!("--{boundary}");
    let mut parts = Vec::new();
    let mut at = find(body, marker.as_bytes(), 0).map(|start| start + marker.len());
    let end = format!("\r\n{marker}");
    while let Some(start) = at {
        let Some(next) = find(body, end.as_bytes(), start) else { break };
        parts.extend(part(&body.slice(start..next)));
        at = Some(next + end.len());
    }
    parts
}

/// A part from behind its boundary's text to its last byte.
fn part(bytes: &Bytes) -> Option<Part> {
    const EMPTY_LINE: &[u8] = b"\r\n\r\n";
    let head_end = find(bytes, EMPTY_LINE, 0)?;
    let head = String::from_utf8_lossy(bytes.get(..head_end)?).into_owned();
    let header = |wanted: &str| {
        head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim().to_owned())
        })
    };
    let disposition = header("content-disposition")?;
    Some(Part {
        name: parameter(&disposition, "name")?,
        file_name: parameter(&disposition, "filename*").or_else(|| parameter(&disposition, "filename")),
        content_type: header("content-type"),
        body: bytes.slice(head_end + EMPTY_LINE.len()..),
    })
}

/// A parameter of a header: a word, a quoted text, or (`name*`) text in percent-encoded UTF-8.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (name, value) = rest.split_once('=')?;
        let (value, behind) = match value.strip_prefix('"') {
            Some(quoted) => quoted_text(quoted)?,
            None => {
                let (word, behind) = value.split_once(';').unwrap_or((value, ""));
                (word.trim().to_owned(), behind)
            }
        };
        if name.trim().eq_ignore_ascii_case(wanted) {
            let encoded = wanted.ends_with('*').then(|| value.rsplit('\'').next().unwrap_or_default());
            let decoded = encoded.map(|text| percent_decode_str(text).decode_utf8_lossy().into_owned());
            return Some(decoded.unwrap_or(value));
        }
        rest = behind.trim_start().trim_start_matches(';');
    }
}

/// The text up to the quotation mark that ends it, and what comes behind.
fn quoted_text(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.char_indices();
    loop {
        match chars.next()? {
            (at, '"') => return Some((value, text.get(at + 1..)?)),
            (_, '\\') => value.push(chars.next()?.1),
            (_, char) => value.push(char),
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let first = *wanted.first()?;
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        at += rest.iter().position(|byte| *byte == first)?;
        if bytes.get(at..)?.starts_with(wanted) {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::{boundary, parse};

    #[test]
    fn parts_keep_their_bytes() {
        let head = "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nA\r\n\
                    --x\r\ncontent-disposition: form-data; name=file; filename=\"a \\\"b\\\"; c.bin\"\r\n\
                    Content-Type: image/png\r\n\r\n";
        let content = [0, 0xff, b'\r', b'\n', b'-', b'-', b'\r', b'\n'];
        let body: Bytes = [head.as_bytes(), &content, b"\r\n--x--\r\n"].concat().into();
        let parts = parse(&body, "x");
        assert_eq!(parts.len(), 2);
        assert_eq!((parts[0].name.as_str(), &parts[0].body[..]), ("title", &b"A"[..]));
        assert_eq!(parts[1].file_name.as_deref(), Some("a \"b\"; c.bin"));
        assert_eq!(parts[1].content_type.as_deref(), Some("image/png"));
        assert_eq!(parts[1].body, content[..]);
    }

    #[test]
    fn a_name_in_any_script_is_read() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename*=utf-8''%C3%A9.txt\r\n\r\n1\r\n--x--";
        let parts = parse(&Bytes::from_static(body.as_bytes()), "x");
        assert_eq!(parts[0].file_name.as_deref(), Some("é.txt"));
    }

    #[test]
    fn only_forms_in_parts_have_a_boundary() {
        assert_eq!(boundary("multipart/form-data; charset=utf-8; boundary=\"a b\""), Some("a b".to_owned()));
        assert_eq!(boundary("multipart/mixed; boundary=x"), None);
        assert_eq!(boundary("application/json"), None);
        assert!(parse(&Bytes::from_static(b"--x\r\nno end"), "x").is_empty());
    }
}
