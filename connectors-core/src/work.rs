//! Calls as data: failed or queued work that is done later.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::action::Action;
use crate::client::{Call, CallOptions, Client};
use crate::connector::Connector;
use crate::error::{Error, Result, SentKey};
use crate::operation::to_json;

/// One call as data: keep it in a queue or a table and do it later, in another process if need be.
///
/// If it was sent before with an idempotency key, keep [`Error::sent_key`] with it: the platform then does it once, as
/// long as it honours the key; after that the call fails instead of being done twice.
///
/// ```no_run
/// # use connectors_core::{Action, Client, Connector, Result, Work};
/// # async fn show<C: Connector, A: Action<Connector = C> + serde::Serialize + Clone>(client: Client<C>, create: A) -> Result<()> {
/// if let Err(error) = client.call(create.clone()).await {
///     let work = Work::new(&client, &create)?.sent_key(error.sent_key().cloned());
///     let row = serde_json::to_string(&work).expect("plain data");
///     // … later, maybe after a restart:
///     let work: Work = serde_json::from_str(&row).expect("our own row");
///     client.run_work(&work).await?;
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Work {
    /// The platform's short name.
    pub connector: String,
    /// What the application calls the account.
    pub account: String,
    /// The action's id.
    pub action: String,
    /// The action as JSON.
    pub input: Value,
    /// The key that it was sent with, and when first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_key: Option<SentKey>,
}

impl Work {
    /// `action` for the account of `client`.
    pub fn new<A: Action + Serialize>(client: &Client<A::Connector>, action: &A) -> Result<Self> {
        Ok(Self {
            connector: A::Connector::ID.to_owned(),
            account: client.account().to_owned(),
            action: A::META.id.to_string(),
            input: to_json(action)?,
            sent_key: None,
        })
    }

    /// With the key that it was sent with.
    #[must_use]
    pub fn sent_key(mut self, sent: Option<SentKey>) -> Self {
        self.sent_key = sent;
        self
    }

    /// The options that [`Client::run`] needs to send it with the same key.
    pub fn options(&self) -> CallOptions {
        match &self.sent_key {
            Some(sent) => CallOptions::new().sent_key(sent.clone()),
            None => CallOptions::new(),
        }
    }
}

impl<C: Connector> Client<C> {
    /// Does work that was kept. It must be this account's.
    pub fn run_work(&self, work: &Work) -> Call<C, Value> {
        let operation = if work.connector != C::ID {
            Err(Error::validation(
                "connector",
                format!("this is work for {}, not for {}", work.connector, C::ID),
            ))
        } else if work.account != self.account() {
            Err(Error::validation("account", "this is another account's work"))
        } else {
            self.catalog().bind(&work.action, work.input.clone())
        };
        Call::new(self.clone(), operation).options(work.options())
    }
}
