//! What token endpoints answer, in the forms that platforms really use.

use std::time::Duration;

use chrono::{DateTime, Utc};
use secrecy::SecretString;
use serde_json::{Map, Value};

use super::{OAuth, TokenSet};
use crate::connector::Facts;
use crate::response::Response;

/// A token, as answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) tokens: TokenSet,
    /// Whether the answer named scopes.
    scoped: bool,
    /// The clock's elapsed time when it came: what its lifetime is measured from.
    pub(crate) at: Duration,
}

impl Answer {
    /// The tokens, where these scopes were asked for and there are none before them.
    pub(crate) fn first(self, asked: &[String]) -> TokenSet {
        let mut tokens = self.tokens;
        if !self.scoped {
            tokens.scopes = asked.to_vec();
        }
        tokens
    }

    /// The tokens that follow `old`: what the answer does not repeat stays as it was.
    pub(crate) fn after(self, old: &TokenSet, oauth: &OAuth) -> TokenSet {
        let mut new = self.tokens;
        new.origin = old.consent();
        new.refresh = new.refresh.or_else(|| old.refresh.clone());
        if !self.scoped {
            new.scopes.clone_from(&old.scopes);
        }
        for name in oauth.facts.iter().copied().chain(oauth.accounts_parameter) {
            if let (None, Some(value)) = (new.facts.get(name), old.facts.get(name)) {
                new.facts = new.facts.with(name, value);
            }
        }
        new
    }
}

/// The members of an answer's body.
#[derive(Default)]
pub(crate) struct Parts(Map<String, Value>);

impl Parts {
    /// Read as JSON whatever the content type says; `None` if it is not a JSON object.
    pub(crate) fn of(response: &Response) -> Option<Self> {
        serde_json::from_slice(&response.body).ok().map(Self)
    }

    /// Whether there is a token: this decides, not the status, for some platforms answer 200 with an error.
    pub(crate) fn has_access(&self) -> bool {
        self.text("access_token").is_some()
    }

    /// The answer, once it is known that there is a token.
    pub(crate) fn answer(&mut self, oauth: &OAuth, (now, at): (DateTime<Utc>, Duration)) -> Answer {
        let lifetime = self.lifetime(oauth);
        let mut tokens = TokenSet::new(self.take("access_token"), now).lives(lifetime);
        tokens.refresh = self.text("refresh_token").is_some().then(|| self.take("refresh_token"));
        let scopes = self.scopes();
        let scoped = scopes.is_some();
        tokens.scopes = scopes.unwrap_or_default();
        tokens.facts = oauth.facts.iter().fold(Facts::new(), |facts, name| match self.0.get(*name) {
            Some(Value::String(text)) => facts.with(*name, text),
            Some(value @ (Value::Number(_) | Value::Bool(_))) => facts.with(*name, value.to_string()),
            _ => facts,
        });
        Answer { tokens, scoped, at }
    }

    /// The error's code: `error`, or what stands in it where it is an object.
    pub(crate) fn code(&self) -> Option<&str> {
        match self.0.get("error")? {
            Value::Object(error) => {
                ["code", "type", "status"].iter().find_map(|name| error.get(*name)?.as_str())
            }
            error => error.as_str(),
        }
        .filter(|code| !code.is_empty())
    }

    /// What the platform says about it.
    pub(crate) fn description(&self) -> Option<&str> {
        let nested = || self.0.get("error")?.as_object()?.get("message")?.as_str();
        self.text("error_description").or_else(nested)
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    /// Moves a secret out, so that no copy stays here.
    fn take(&mut self, name: &str) -> SecretString {
        match self.0.remove(name) {
            Some(Value::String(text)) => text.into(),
            _ => String::new().into(),
        }
    }

    fn lifetime(&self, oauth: &OAuth) -> Duration {
        let number = match self.0.get("expires_in") {
            Some(Value::Number(number)) => number.as_f64(),
            Some(Value::String(text)) => text.trim().parse().ok(),
            _ => None,
        };
        let milliseconds = oauth.milliseconds_marker.is_some_and(|name| self.0.contains_key(name));
        number
            .map(|number| if milliseconds { number / 1000.0 } else { number })
            .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
            .filter(|lifetime| !lifetime.is_zero())
            .unwrap_or(oauth.lifetime)
    }

    fn scopes(&self) -> Option<Vec<String>> {
        match self.0.get("scope")? {
            Value::String(text) => {
                let parts = text.split([' ', ',']).filter(|part| !part.is_empty());
                Some(parts.map(str::to_owned).collect())
            }
            Value::Array(list) => Some(list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect()),
            _ => None,
        }
    }
}
