//! What the rest of the program needs of a platform, whichever it is.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use connectors_core::auth::{Begun, Flow, OAuthApp, Pending, TokenKey};
use connectors_core::{AnyClient, ClientBuilder, Connector, Error, Result, Shared};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::accounts::Account;

/// The platforms that this product connects to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Platform {
    Zoho,
    Xero,
}

impl Platform {
    pub(crate) const ALL: [Self; 2] = [Self::Zoho, Self::Xero];

    /// As it stands in addresses.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Zoho => "zoho",
            Self::Xero => "xero",
        }
    }

    /// Whether revoking one consent takes away all that the same person has connected: at Xero it does
    /// (XeroAPI/xero-node, release 4.10.1).
    pub(crate) fn revokes_all(self) -> bool {
        self == Self::Xero
    }
}

/// Its name for people.
impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Zoho => "Zoho CRM",
            Self::Xero => "Xero",
        })
    }
}

/// An account that a consent covers, and whether it is this consent that added it.
#[derive(Clone)]
pub(crate) struct Found {
    pub(crate) account: Account,
    pub(crate) added: bool,
}

/// How accounts of a platform are connected and used.
#[async_trait]
pub(crate) trait Door: Send + Sync {
    /// Where to send a person, and what to keep until they are back.
    fn begin(&self, connection: &str) -> Result<Begun>;

    /// They are back with this query: which accounts did they connect?
    async fn finish(&self, pending: &Pending, query: &str) -> Result<Vec<Found>>;

    /// A client of an account that is connected.
    fn client(&self, account: &Account) -> Result<Arc<dyn AnyClient>>;

    /// Ends a whole connection: revoked at the platform, forgotten here.
    async fn disconnect(&self, connection: &str) -> Result<()>;

    /// Forgets the tokens of a connection; the platform is not told.
    async fn forget(&self, connection: &str) -> Result<()>;
}

/// The one door that fits every platform.
pub(crate) struct PlatformDoor<C> {
    platform: Platform,
    flow: Flow<C>,
    app: OAuthApp,
    scopes: &'static [&'static str],
    shared: Shared,
    /// Puts an account's connector where the platform is: the simulated ones have addresses of their own.
    place: Box<dyn Fn(C) -> C + Send + Sync>,
}

impl<C: Connector + Clone> PlatformDoor<C> {
    pub(crate) fn new(
        platform: Platform,
        connector: C,
        place: impl Fn(C) -> C + Send + Sync + 'static,
        app: OAuthApp,
        scopes: &'static [&'static str],
        shared: &Shared,
    ) -> Result<Self> {
        let flow = Flow::new(place(connector), app.clone(), shared)?;
        Ok(Self { platform, flow, app, scopes, shared: shared.clone(), place: Box::new(place) })
    }
}

#[async_trait]
impl<C: Connector + Clone + Serialize + DeserializeOwned> Door for PlatformDoor<C> {
    fn begin(&self, connection: &str) -> Result<Begun> {
        self.flow.begin(connection, self.scopes.iter().copied())
    }

    async fn finish(&self, pending: &Pending, query: &str) -> Result<Vec<Found>> {
        let connected = self.flow.finish(pending, query).await?;
        let found = connected.accounts.into_iter().map(|found| {
            let connector =
                serde_json::to_value(&found.connector).map_err(|e| Error::config(e.to_string()))?;
            let account = Account::new(self.platform, &connected.connection, found.identity, connector);
            Ok(Found { account, added: found.added })
        });
        found.collect()
    }

    fn client(&self, account: &Account) -> Result<Arc<dyn AnyClient>> {
        let connector: C =
            serde_json::from_value(account.connector.clone()).map_err(|e| Error::config(e.to_string()))?;
        let client = ClientBuilder::with_oauth((self.place)(connector), self.app.clone())
            .connection(&account.connection)
            .account(&account.identity.id)
            .shared(&self.shared)
            .connect()?;
        Ok(client.into())
    }

    async fn disconnect(&self, connection: &str) -> Result<()> {
        self.flow.disconnect(connection).await
    }

    async fn forget(&self, connection: &str) -> Result<()> {
        self.shared.tokens().forget(&TokenKey::new(C::ID, connection)).await
    }
}
