//! HTML. Everything that comes from elsewhere goes through [`escape`].

use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY};
use axum::response::{Html, IntoResponse};
use connectors_core::limits::Usage;
use connectors_core::{ErrorKind, Identity, Result};

use crate::accounts::Account;
use crate::platforms::{Found, Platform};

pub(crate) const STYLE: &str = include_str!("style.css");

/// Nothing but our own style: no script, no frame around it, no address of ours told to others.
const HEADERS: [(HeaderName, &str); 3] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
    ),
    (REFERRER_POLICY, "no-referrer"),
    (CACHE_CONTROL, "no-store"),
];

fn page(title: &str, body: &str) -> impl IntoResponse + use<> {
    let title = escape(title);
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"icon\" href=\"data:,\">\
         <title>{title}</title><link rel=\"stylesheet\" href=\"/style.css\"></head>\
         <body><main><h1>{title}</h1>{body}</main></body></html>"
    );
    (HEADERS, Html(html))
}

/// A form that is one button; `more` is what else it sends.
fn button(action: &str, form_token: &str, more: &str, kind: &str, text: &str) -> String {
    format!(
        "<form method=\"post\" action=\"{action}\"><input type=\"hidden\" name=\"form_token\" value=\"{form_token}\">\
         {more}<button class=\"{kind}\">{}</button></form>",
        escape(text)
    )
}

pub(crate) fn list(
    accounts: &[Account],
    form_token: &str,
    message: Option<&str>,
) -> impl IntoResponse + use<> {
    let message = message.map(|text| format!("<p class=\"message\" role=\"status\">{}</p>", escape(text)));
    let connect = Platform::ALL.map(|platform| {
        let (action, text) = (format!("/connect/{}", platform.word()), format!("Connect {platform}"));
        button(&action, form_token, "", "main", &text)
    });
    let rows = accounts.iter().map(|account| {
        let id = account.id;
        format!(
            "<li><div><b>{}</b><span>{}</span></div><a href=\"/accounts/{id}\">Check</a>{}</li>",
            escape(&account.identity.name),
            account.platform,
            button(&format!("/accounts/{id}/disconnect"), form_token, "", "", "Disconnect"),
        )
    });
    let rows: String = rows.collect();
    let rows = if rows.is_empty() { "<li class=\"soft\">None yet.</li>".to_owned() } else { rows };
    let body = format!(
        "{}<div class=\"buttons\">{}</div><ul class=\"accounts\">{rows}</ul>",
        message.unwrap_or_default(),
        connect.concat(),
    );
    page("Connected accounts", &body)
}

pub(crate) fn choose(found: &[Found], form_token: &str) -> impl IntoResponse + use<> {
    let rows: String = found
        .iter()
        .map(|Found { account, added }| {
            let (checked, note) = if *added { (" checked", "") } else { ("", "<span>connected earlier</span>") };
            format!(
                "<label><input type=\"checkbox\" name=\"account\" value=\"{}\"{checked}><b>{}</b>{note}</label>",
                escape(&account.identity.id),
                escape(&account.identity.name),
            )
        })
        .collect();
    let body = format!(
        "<p>You allowed access to several organisations. Which shall we work with?</p>{}",
        button("/choose", form_token, &rows, "main", "Go on"),
    );
    page("Choose", &body)
}

pub(crate) fn account(
    account: &Account,
    checked: &Result<Identity>,
    usage: &[Usage],
    form_token: &str,
) -> impl IntoResponse + use<> {
    let platform = account.platform;
    let mut body = match checked {
        Ok(identity) => format!(
            "<p class=\"good\">{platform} answers: this is <b>{}</b> (<code>{}</code>).</p>",
            escape(&identity.name),
            escape(&identity.id),
        ),
        Err(error) => format!("<p class=\"bad\">{}</p>", escape(&error.to_string())),
    };
    if checked.as_ref().is_err_and(|error| error.kind() == ErrorKind::ConsentNeeded) {
        let again = format!("<input type=\"hidden\" name=\"again\" value=\"{}\">", account.id);
        let action = format!("/connect/{}", platform.word());
        body.push_str(&button(&action, form_token, &again, "main", "Connect it again"));
    }
    if !usage.is_empty() {
        body.push_str("<h2>What is left of its limits</h2><table>");
    }
    for usage in usage {
        body.push_str(&format!(
            "<tr><th>{}</th><td><meter max=\"{limit}\" value=\"{left}\"></meter></td><td>{left} of {limit}</td></tr>",
            escape(usage.window.name),
            limit = usage.limit,
            left = usage.remaining,
        ));
    }
    if !usage.is_empty() {
        body.push_str("</table>");
    }
    body.push_str("<p><a href=\"/\">All accounts</a></p>");
    page(&account.identity.name, &body)
}

pub(crate) fn refused(text: &str) -> impl IntoResponse + use<> {
    page("Not done", &format!("<p>{}</p><p><a href=\"/\">All accounts</a></p>", escape(text)))
}

/// `text` as it may stand in an element or a quoted attribute.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}
