//! From a configuration to a client.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use secrecy::SecretString;

use super::Client;
use crate::account::{Account, Defaults, Owners};
use crate::auth::{Credential, Grant, OAuth, OAuthApp, TokenKey, TokenSet, TokenSourceConfig};
use crate::catalog::Catalog;
use crate::connector::{Connector, Facts};
use crate::error::{Error, Result};
use crate::limits::{LimitKey, Scope, Window};
use crate::pipeline::{Breakers, Budget, RetryPolicy};
use crate::request::Root;
use crate::resolve;
use crate::shared::Shared;
use crate::stats::Counters;

/// The bucket of a platform's limits on its token endpoint: windows in it count token calls and nothing else.
pub const TOKEN_BUCKET: &str = "token";

/// What an account is called that got no name.
pub(crate) const UNNAMED: &str = "default";

/// Chooses what an account's client is made of. Platform crates start it; [`connect`](Self::connect) ends it.
#[must_use]
#[derive(Debug)]
pub struct ClientBuilder<C> {
    connector: C,
    auth: Auth,
    shared: Option<Shared>,
    account: Option<String>,
    connection: Option<String>,
    application: Option<String>,
    catalog: Option<Arc<Catalog<C>>>,
    defaults: Defaults,
}

#[derive(Debug)]
enum Auth {
    Fixed(Arc<dyn Credential>),
    OAuth { app: OAuthApp, grant: Grant, initial: Option<TokenSet> },
}

impl<C: Connector> ClientBuilder<C> {
    fn new(connector: C, auth: Auth) -> Self {
        Self {
            connector,
            auth,
            shared: None,
            account: None,
            connection: None,
            application: None,
            catalog: None,
            defaults: Defaults::default(),
        }
    }

    /// For a credential that needs no care: a key, a password, a token that never changes.
    pub fn with_credential(connector: C, credential: impl Credential) -> Self {
        Self::new(connector, Auth::Fixed(Arc::new(credential)))
    }

    /// For OAuth tokens of a person's consent.
    pub fn with_oauth(connector: C, app: OAuthApp) -> Self {
        Self::new(connector, Auth::OAuth { app, grant: Grant::Refresh, initial: None })
    }

    /// For OAuth tokens that the application gets by itself.
    pub fn with_client_credentials<S: Into<String>>(
        connector: C,
        app: OAuthApp,
        scopes: impl IntoIterator<Item = S>,
    ) -> Self {
        let grant = Grant::ClientCredentials { scopes: scopes.into_iter().map(Into::into).collect() };
        Self::new(connector, Auth::OAuth { app, grant, initial: None })
    }

    /// What the application calls the account; its name in logs and, unless [`connection`](Self::connection) says
    /// otherwise, of its tokens. Accounts that share a [`Shared`] need it, so that no token is taken for another's.
    pub fn account(mut self, name: impl Into<String>) -> Self {
        self.account = Some(name.into());
        self
    }

    /// The name that the tokens are kept under, where one consent serves several accounts (as Xero's tenants).
    pub fn connection(mut self, name: impl Into<String>) -> Self {
        self.connection = Some(name.into());
        self
    }

    /// Shares transport, limits, tokens and clock with other accounts.
    pub fn shared(mut self, shared: &Shared) -> Self {
        self.shared = Some(shared.clone());
        self
    }

    /// Tokens to begin with. The store wins: they are used only if it has none, or has lost its consent.
    pub fn tokens(mut self, tokens: TokenSet) -> Self {
        if let Auth::OAuth { initial, .. } = &mut self.auth {
            *initial = Some(tokens);
        }
        self
    }

    /// A refresh token to begin with; see [`tokens`](Self::tokens).
    pub fn refresh_token(self, token: impl Into<SecretString>) -> Self {
        self.tokens(TokenSet::from_refresh_token(token))
    }

    /// The application that limits are counted for: the OAuth client id unless said otherwise. Programs that hold tokens of
    /// several private apps of one account name them.
    pub fn application(mut self, name: impl Into<String>) -> Self {
        self.application = Some(name.into());
        self
    }

    /// A catalog with the application's own actions added.
    pub fn catalog(mut self, catalog: Catalog<C>) -> Self {
        self.catalog = Some(Arc::new(catalog));
        self
    }

    /// How long each attempt may take: 30 seconds unless said otherwise. Uploads have 15 minutes.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.defaults.timeout = limit;
        self
    }

    /// How long a call may take with its waits and retries: 5 minutes unless said otherwise.
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.defaults.deadline = limit;
        self
    }

    /// How often calls are tried again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.defaults.retry = policy;
        self
    }

    /// The largest answer that is taken into memory: 32 MiB unless said otherwise. Downloads stream and have no limit.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.defaults.max_body = bytes;
        self
    }

    /// Makes the client. Nothing is sent yet; [`Client::check`] proves that the credentials work.
    ///
    /// Within a tokio runtime.
    pub fn connect(self) -> Result<Client<C>> {
        let parts = Parts::of(&self)?;
        resolve::secure(self.connector.base(Root::API, &Facts::new())?)?;
        let shared = parts.shared;
        let windows = parts.windows;
        let (credential, tokens): (Arc<dyn Credential>, _) = match self.auth {
            Auth::Fixed(credential) => (credential, None),
            Auth::OAuth { app, grant, initial } => {
                let oauth = parts.oauth.ok_or_else(|| Error::config(format!("{} has no OAuth", C::ID)))?;
                let accounts = resolve::secure(self.connector.base(Root::ACCOUNTS, &Facts::new())?)?;
                let limits = token_windows(C::ID, &windows, &parts.token_owners);
                let mut config = TokenSourceConfig::new(
                    TokenKey::new(C::ID, &parts.connection),
                    oauth,
                    accounts,
                    app,
                    Arc::clone(shared.transport()),
                    Arc::clone(shared.clock()),
                    Arc::clone(shared.tokens()),
                )
                .grant(grant)
                .limits(shared.limiter().clone(), limits);
                if let Some(initial) = initial {
                    config = config.initial(initial);
                }
                let source = shared.sources().open(config)?;
                (Arc::new(source.clone()), Some(source))
            }
        };
        let connector = Arc::new(self.connector);
        let windows = windows.into_iter().filter(|window| window.bucket != Some(TOKEN_BUCKET)).collect();
        let windows = shared.windows(windows);
        let account = Account {
            shared,
            connector: connector.clone(),
            name: parts.account,
            credential,
            tokens,
            windows,
            owners: parts.owners,
            defaults: self.defaults,
            breakers: Breakers::default(),
            budget: Budget::default(),
            counters: Counters::default(),
            roots: Mutex::default(),
        };
        Ok(Client { connector, account: Arc::new(account), catalog: self.catalog })
    }
}

/// What several steps of connecting need.
struct Parts {
    shared: Shared,
    account: String,
    connection: String,
    oauth: Option<OAuth>,
    windows: Vec<Window>,
    owners: Owners,
    token_owners: Owners,
}

impl Parts {
    fn of<C: Connector>(builder: &ClientBuilder<C>) -> Result<Self> {
        let shared = match &builder.shared {
            Some(shared) => shared.clone(),
            None => Shared::new()?,
        };
        let connector = &builder.connector;
        let realm = connector.realm().map(str::to_owned);
        for (field, name) in [("account", &builder.account), ("connection", &builder.connection)] {
            if name.as_ref().is_some_and(String::is_empty) {
                return Err(Error::validation(field, "is empty"));
            }
        }
        let named = builder.account.is_some() || builder.connection.is_some() || realm.is_some();
        if !named && builder.shared.is_some() && matches!(builder.auth, Auth::OAuth { .. }) {
            // Under one default name the second account would call with the first one's token.
            let text =
                "is missing: accounts that share a token store need names; see `ClientBuilder::account`";
            return Err(Error::validation("account", text));
        }
        let account = builder.account.clone().or_else(|| realm.clone()).unwrap_or_else(|| UNNAMED.into());
        let connection = builder.connection.clone().unwrap_or_else(|| account.clone());
        let client_id = match &builder.auth {
            Auth::OAuth { app, .. } if app.client_id.is_empty() => {
                return Err(Error::validation("client_id", "is empty"));
            }
            Auth::OAuth { app, .. } => Some(app.client_id.clone()),
            Auth::Fixed(_) => None,
        };
        let application = builder.application.clone().or(client_id).unwrap_or_else(|| "default".into());
        let application: Arc<str> = application.into();
        let user: Arc<str> = connection.as_str().into();
        let owner = realm.as_deref().unwrap_or(&account);
        let owner = if *owner == *user { Arc::clone(&user) } else { owner.into() };
        let (oauth, windows) = (connector.oauth(), connector.limits());
        // A name of its own only where something is counted by it: there are thousands of accounts.
        let installed = |account: &Arc<str>| match windows.iter().any(|it| it.scope == Scope::Installation) {
            true => format!("{application} in {account}").into(),
            false => Arc::clone(account),
        };
        let token_owners = Owners {
            application: application.clone(),
            account: user.clone(),
            installation: installed(&user),
            user: user.clone(),
        };
        let installation = installed(&owner);
        let owners = Owners { application, account: owner, installation, user };
        Ok(Self { shared, account, connection, oauth, windows, owners, token_owners })
    }
}

fn token_windows(
    connector: &'static str,
    windows: &[Window],
    owners: &Owners,
) -> Vec<(LimitKey, Arc<Window>)> {
    let token = windows.iter().filter(|window| window.bucket == Some(TOKEN_BUCKET));
    token.map(|window| (owners.key(connector, window, None), Arc::new(window.clone()))).collect()
}
