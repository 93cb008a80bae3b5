//! The consent page: who asks, for what, and for which of the person's accounts. A browser is shown it; a program that
//! does not ask for HTML is sent back at once, as if the person had agreed to everything.

use std::fmt::Write as _;

use http::Method;
use url::Url;

use super::TokenProblem;
use crate::http::{Params, Reply, Request};
use crate::page::{self, escape};
use crate::platform::{Choices, Platform};

/// What a person says to a request for their consent.
pub(super) enum Decision {
    /// Nothing yet: they are shown the page.
    Ask,
    /// No.
    Deny,
    /// Yes, to these accounts; to all if none are named.
    Allow(Vec<String>),
}

impl Decision {
    /// What this request to the authorization endpoint says.
    pub(super) fn of(platform: &dyn Platform, request: &Request) -> Result<Self, TokenProblem> {
        if request.method == Method::POST {
            let form = Params::parse(&request.body);
            let known = platform.choices().accounts;
            let chosen = form.iter().filter(|(name, _)| *name == "account");
            let chosen: Vec<String> = chosen.map(|(_, id)| id.to_owned()).collect();
            let all_known = chosen.iter().all(|id| known.iter().any(|(account, _)| account == id));
            return match form.get("decision") {
                Some("deny") => Ok(Self::Deny),
                Some("allow") if chosen.is_empty() && !known.is_empty() => Ok(Self::Ask),
                Some("allow") if all_known => Ok(Self::Allow(chosen)),
                _ => Err(TokenProblem::InvalidRequest),
            };
        }
        Ok(match request.query.get("deny") {
            Some("true") => Self::Deny,
            _ if page::wanted(request) => Self::Ask,
            _ => Self::Allow(Vec::new()),
        })
    }
}

/// The page. Its form goes to the URL that it has itself, so that what was asked for stays in the query.
pub(super) fn ask(platform: &dyn Platform, request: &Request, redirect: &Url, scopes: &[String]) -> Reply {
    let title = platform.title();
    let origin = redirect.origin().ascii_serialization();
    let client_id = request.query.get("client_id").unwrap_or_default();
    let mut body = format!(
        "<main class=\"narrow card\"><h1>Connect {title}?</h1>\
         <p>The application <code>{client_id}</code> at <b>{origin}</b> asks to act for you in {title}.</p>\
         <h3>It asks for</h3><ul>",
        title = escape(title),
        client_id = escape(client_id),
        origin = escape(&origin),
    );
    for scope in scopes {
        let _ = write!(body, "<li><code>{}</code></li>", escape(scope));
    }
    if scopes.is_empty() {
        body.push_str("<li>everything</li>");
    }
    body.push_str("</ul><form method=\"post\">");
    let Choices { accounts, several } = platform.choices();
    if !accounts.is_empty() {
        let (legend, kind) =
            if several { ("Which organisations?", "checkbox") } else { ("Which organisation?", "radio") };
        let _ = write!(body, "<fieldset><legend>{legend}</legend>");
        if request.method == Method::POST {
            body.push_str("<p class=\"bad\">Choose at least one.</p>");
        }
        for (number, (id, name)) in accounts.iter().enumerate() {
            let checked = if number == 0 { " checked" } else { "" };
            let (id, name) = (escape(id), escape(name));
            let _ = write!(
                body,
                "<label><input type=\"{kind}\" name=\"account\" value=\"{id}\"{checked}>{name}</label>"
            );
        }
        body.push_str("</fieldset>");
    }
    body.push_str(
        "<div class=\"buttons\"><button class=\"main\" name=\"decision\" value=\"allow\">Allow</button>\
         <button name=\"decision\" value=\"deny\">Deny</button></div></form>\
         <p class=\"soft\">A simulated platform: nothing here is real.</p></main>",
    );
    page::page(&format!("Connect {title}?"), &body, "")
}
