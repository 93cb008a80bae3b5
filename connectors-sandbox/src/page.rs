//! Pages for people: the consent page and the status page. One look, no resource from elsewhere, and a policy that lets
//! nothing run or load but what is in the page itself.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::StatusCode;
use sha2::{Digest, Sha256};

use crate::http::{Reply, Request};

const STYLE: &str = include_str!("page/style.css");

/// A page with this title and content; `script` may be empty.
pub(crate) fn page(title: &str, body: &str, script: &str) -> Reply {
    let title = escape(title);
    let script_element = if script.is_empty() { String::new() } else { format!("<script>{script}</script>") };
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"icon\" href=\"data:,\"><title>{title}</title><style>{STYLE}</style></head>\
         <body>{body}{script_element}</body></html>"
    );
    let policy = format!(
        "default-src 'none'; style-src {}; script-src {}; connect-src 'self'; img-src data:; base-uri 'none'; \
         frame-ancestors 'none'",
        source(STYLE),
        if script.is_empty() { "'none'".to_owned() } else { source(script) },
    );
    Reply::bytes(StatusCode::OK, "text/html; charset=utf-8", html)
        .header("content-security-policy", policy)
        .header("x-content-type-options", "nosniff")
        .header("referrer-policy", "no-referrer")
        .header("cache-control", "no-store")
}

/// Whether it is a browser that asks: other programs do not ask for HTML.
pub(crate) fn wanted(request: &Request) -> bool {
    request.header("accept").is_some_and(|accept| accept.contains("text/html"))
}

/// `text` as it may stand in an element or a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// How a policy names inline content.
fn source(content: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(content)))
}
