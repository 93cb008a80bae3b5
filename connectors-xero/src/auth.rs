//! How Xero does OAuth 2.0, and its scopes.
//!
//! Authorization code with PKCE, for web applications (with a secret) and native ones (without), and client
//! credentials for custom connections. Access tokens live 30 minutes. A refresh token lives 60 days unused; every
//! refresh replaces it, and the old one works for 30 minutes more, so that a lost answer can be asked for again.
//! Source: developer.xero.com, "FAQ: OAuth 2.0".
//!
//! A person's consent may cover several organisations, those of earlier consents among them:
//!
//! ```no_run
//! use connectors_core::auth::{Flow, OAuthApp, Pending};
//! use connectors_core::{Client, Result, Shared};
//! use connectors_xero::{Xero, auth::scopes};
//!
//! fn flow(app: OAuthApp, shared: &Shared) -> Result<Flow<Xero>> {
//!     Flow::new(Xero::new(), app, shared)
//! }
//!
//! /// Where to send the person, and what to keep in their session until they are back.
//! fn begin(flow: &Flow<Xero>) -> Result<(url::Url, Pending)> {
//!     let begun = flow.begin("customer-7", [scopes::OFFLINE, scopes::CONTACTS, scopes::SETTINGS_READ])?;
//!     Ok((begun.url, begun.pending))
//! }
//!
//! /// They are back: the organisations that they added now. Show their names where there are several.
//! async fn finish(flow: &Flow<Xero>, pending: Pending, query: &str) -> Result<Vec<Xero>> {
//!     let connected = flow.finish(&pending, query).await?;
//!     let added = connected.accounts.into_iter().filter(|account| account.added);
//!     Ok(added.map(|account| account.connector).collect())
//! }
//!
//! /// The connector is what to keep of an organisation; it can be serialised, but for base URLs of a sandbox or proxy,
//! /// which are set anew. All of one consent share its tokens.
//! fn client(organisation: Xero, app: OAuthApp, shared: &Shared) -> Result<Client<Xero>> {
//!     organisation.oauth(app).connection("customer-7").shared(shared).connect()
//! }
//! ```
//!
//! [`tenants::Disconnect`] takes one organisation out of the consent.
//! [`Flow::disconnect`](connectors_core::auth::Flow::disconnect) revokes it: with that Xero ends **all** connections of
//! the person to the application (XeroAPI/xero-node, release 4.10.1), those under other connection names too. It is
//! for the last one; a name that is not needed any more while others are is forgotten in the token store.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use connectors_core::auth::{ClientAuth, ConnectedAccount, OAuth, Rotation, TokenSet};
use connectors_core::{Client, Identity, Result};
use secrecy::ExposeSecret;
use serde::Deserialize;

use crate::Xero;
use crate::tenants::{self, TenantType};

const MINUTE: Duration = Duration::from_secs(60);

/// Xero's OAuth as data.
pub(crate) fn oauth(xero: &Xero) -> OAuth {
    let mut oauth = OAuth::new(&["identity", "connect", "authorize"], &["connect", "token"]);
    // The login page has a host of its own.
    oauth.authorize_url =
        (!xero.has_own_urls()).then_some("https://login.xero.com/identity/connect/authorize");
    oauth.revoke = Some(&["connect", "revocation"]);
    // The token endpoint takes the secret in the body too; Basic is what is documented for revocation.
    oauth.client_auth = ClientAuth::Basic;
    oauth.rotation = Rotation::Grace(MINUTE.saturating_mul(30));
    oauth.lifetime = MINUTE.saturating_mul(30);
    oauth
}

/// The organisations that a person's consents cover; those of the one that the tokens come from are added by it.
/// Practices, which have no books, are left out.
pub(crate) async fn connected(
    client: &Client<Xero>,
    tokens: &TokenSet,
) -> Result<Vec<ConnectedAccount<Xero>>> {
    let event = consent_of(tokens.access.expose_secret());
    let tenants = client.items(tenants::List::new()).collect().await?;
    let practice =
        |tenant: &tenants::Tenant| tenant.tenant_type.as_ref().is_some_and(|t| *t == TenantType::Practice);
    let accounts = tenants.into_iter().filter(|tenant| !practice(tenant)).map(|tenant| {
        let xero = client.connector().clone().tenant(&tenant.tenant_id);
        let added = event.is_none() || tenant.auth_event_id.is_none() || tenant.auth_event_id == event;
        let name = tenant.tenant_name.unwrap_or_default();
        ConnectedAccount::new(Identity::new(tenant.tenant_id, name), xero).added(added)
    });
    Ok(accounts.collect())
}

/// The consent that an access token comes from: the claim `authentication_event_id`. Nothing is decided by it but a
/// mark for people, and it came from the token endpoint itself: the signature is not checked. Whether a refreshed token
/// repeats it is not documented.
fn consent_of(access: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Claims {
        authentication_event_id: Option<String>,
    }
    let claims = URL_SAFE_NO_PAD.decode(access.split('.').nth(1)?).ok()?;
    serde_json::from_slice::<Claims>(&claims).ok()?.authentication_event_id
}

pub mod scopes {
    //! Scopes, in Xero's spelling. There are two families: applications made since 2 March 2026 get the granular
    //! ones only; older ones have the broad ones until September 2027 at the latest. Source: developer.xero.com,
    //! "FAQ: Granular Scopes".
    //!
    //! ```
    //! use connectors_xero::auth::scopes;
    //!
    //! let ask_for = [scopes::OFFLINE, scopes::CONTACTS, scopes::granular::INVOICES, scopes::granular::PAYMENTS];
    //! assert_eq!(scopes::granular_of("accounting.transactions").len(), 5);
    //! ```

    /// Gives a refresh token. Without it the account must be connected anew every 30 minutes.
    pub const OFFLINE: &str = "offline_access";
    /// Who the person is.
    pub const OPENID: &str = "openid";
    /// Their name.
    pub const PROFILE: &str = "profile";
    /// Their address.
    pub const EMAIL: &str = "email";
    /// Contacts and contact groups; in both families.
    pub const CONTACTS: &str = "accounting.contacts";
    /// The same, to read.
    pub const CONTACTS_READ: &str = "accounting.contacts.read";
    /// Accounts, items, tax rates, tracking, branding themes, users, organisation; in both families.
    pub const SETTINGS: &str = "accounting.settings";
    /// The same, to read.
    pub const SETTINGS_READ: &str = "accounting.settings.read";
    /// Files attached to documents; in both families.
    pub const ATTACHMENTS: &str = "accounting.attachments";
    /// The same, to read.
    pub const ATTACHMENTS_READ: &str = "accounting.attachments.read";
    /// The general ledger, to read; in both families. For applications of tier Advanced and above.
    pub const JOURNALS_READ: &str = "accounting.journals.read";
    /// Budgets, to read; in both families.
    pub const BUDGETS_READ: &str = "accounting.budgets.read";
    /// The 1099 report, to read; in both families.
    pub const REPORTS_1099_READ: &str = "accounting.reports.tenninetynine.read";
    /// Payment services, to read and to write; in both families.
    pub const PAYMENT_SERVICES: &str = "paymentservices";

    pub mod broad {
        //! Scopes of applications made before 2 March 2026.

        /// Invoices, payments, bank transactions, journals: all documents.
        pub const TRANSACTIONS: &str = "accounting.transactions";
        /// The same, to read.
        pub const TRANSACTIONS_READ: &str = "accounting.transactions.read";
        /// All reports.
        pub const REPORTS_READ: &str = "accounting.reports.read";
    }

    pub mod granular {
        //! Scopes of applications made since 2 March 2026.

        /// Invoices, credit notes, quotes, purchase orders, repeating invoices, linked transactions, items.
        pub const INVOICES: &str = "accounting.invoices";
        /// The same, to read.
        pub const INVOICES_READ: &str = "accounting.invoices.read";
        /// Payments, batch payments, overpayments, prepayments.
        pub const PAYMENTS: &str = "accounting.payments";
        /// The same, to read.
        pub const PAYMENTS_READ: &str = "accounting.payments.read";
        /// Bank transactions and transfers.
        pub const BANK_TRANSACTIONS: &str = "accounting.banktransactions";
        /// The same, to read.
        pub const BANK_TRANSACTIONS_READ: &str = "accounting.banktransactions.read";
        /// Manual journals.
        pub const MANUAL_JOURNALS: &str = "accounting.manualjournals";
        /// The same, to read.
        pub const MANUAL_JOURNALS_READ: &str = "accounting.manualjournals.read";
        /// Expense claims and receipts of the old kind.
        pub const CLASSIC_EXPENSES: &str = "accounting.classicexpenses";
        /// The same, to read.
        pub const CLASSIC_EXPENSES_READ: &str = "accounting.classicexpenses.read";
        /// Payables and receivables by contact.
        pub const REPORTS_AGED_READ: &str = "accounting.reports.aged.read";
        /// Balance sheet.
        pub const REPORTS_BALANCE_SHEET_READ: &str = "accounting.reports.balancesheet.read";
        /// Bank summary.
        pub const REPORTS_BANK_SUMMARY_READ: &str = "accounting.reports.banksummary.read";
        /// Budget summary.
        pub const REPORTS_BUDGET_SUMMARY_READ: &str = "accounting.reports.budgetsummary.read";
        /// Executive summary.
        pub const REPORTS_EXECUTIVE_SUMMARY_READ: &str = "accounting.reports.executivesummary.read";
        /// Profit and loss.
        pub const REPORTS_PROFIT_AND_LOSS_READ: &str = "accounting.reports.profitandloss.read";
        /// Tax reports that were published.
        pub const REPORTS_TAX_READ: &str = "accounting.reports.taxreports.read";
        /// Trial balance.
        pub const REPORTS_TRIAL_BALANCE_READ: &str = "accounting.reports.trialbalance.read";
    }

    use self::{broad as b, granular as g};

    /// What a broad scope became. Of the reports, Xero's own page was not at hand: they are as apideck.com, "Xero
    /// scopes", and public programs of 2026 have them.
    const SPLIT: &[(&str, &[&str])] = &[
        (
            b::TRANSACTIONS,
            &[g::INVOICES, g::PAYMENTS, g::BANK_TRANSACTIONS, g::MANUAL_JOURNALS, g::CLASSIC_EXPENSES],
        ),
        (
            b::TRANSACTIONS_READ,
            &[
                g::INVOICES_READ,
                g::PAYMENTS_READ,
                g::BANK_TRANSACTIONS_READ,
                g::MANUAL_JOURNALS_READ,
                g::CLASSIC_EXPENSES_READ,
            ],
        ),
        (
            b::REPORTS_READ,
            &[
                g::REPORTS_AGED_READ,
                g::REPORTS_BALANCE_SHEET_READ,
                g::REPORTS_BANK_SUMMARY_READ,
                g::REPORTS_BUDGET_SUMMARY_READ,
                g::REPORTS_EXECUTIVE_SUMMARY_READ,
                g::REPORTS_PROFIT_AND_LOSS_READ,
                g::REPORTS_TAX_READ,
                g::REPORTS_TRIAL_BALANCE_READ,
            ],
        ),
    ];

    /// The granular scopes that a broad one was split into; none if it was not.
    #[must_use]
    pub fn granular_of(broad: &str) -> &'static [&'static str] {
        SPLIT.iter().find(|(name, _)| *name == broad).map_or(&[], |(_, parts)| parts)
    }

    // What actions need, for their `Meta`: any one of them.
    pub(crate) const FOR_CONTACTS: &[&str] = &[CONTACTS];
    pub(crate) const TO_READ_CONTACTS: &[&str] = &[CONTACTS_READ, CONTACTS];
    pub(crate) const FOR_SETTINGS: &[&str] = &[SETTINGS];
    pub(crate) const TO_READ_SETTINGS: &[&str] = &[SETTINGS_READ, SETTINGS];
    pub(crate) const FOR_INVOICES: &[&str] = &[g::INVOICES, b::TRANSACTIONS];
    pub(crate) const TO_READ_INVOICES: &[&str] =
        &[g::INVOICES_READ, g::INVOICES, b::TRANSACTIONS_READ, b::TRANSACTIONS];
    pub(crate) const FOR_PAYMENTS: &[&str] = &[g::PAYMENTS, b::TRANSACTIONS];
    pub(crate) const TO_READ_PAYMENTS: &[&str] =
        &[g::PAYMENTS_READ, g::PAYMENTS, b::TRANSACTIONS_READ, b::TRANSACTIONS];
    pub(crate) const FOR_BANK_TRANSACTIONS: &[&str] = &[g::BANK_TRANSACTIONS, b::TRANSACTIONS];
    pub(crate) const TO_READ_BANK_TRANSACTIONS: &[&str] =
        &[g::BANK_TRANSACTIONS_READ, g::BANK_TRANSACTIONS, b::TRANSACTIONS_READ, b::TRANSACTIONS];
    pub(crate) const FOR_MANUAL_JOURNALS: &[&str] = &[g::MANUAL_JOURNALS, b::TRANSACTIONS];
    pub(crate) const TO_READ_MANUAL_JOURNALS: &[&str] =
        &[g::MANUAL_JOURNALS_READ, g::MANUAL_JOURNALS, b::TRANSACTIONS_READ, b::TRANSACTIONS];
    pub(crate) const FOR_EXPENSES: &[&str] = &[g::CLASSIC_EXPENSES, b::TRANSACTIONS];
    pub(crate) const TO_READ_EXPENSES: &[&str] =
        &[g::CLASSIC_EXPENSES_READ, g::CLASSIC_EXPENSES, b::TRANSACTIONS_READ, b::TRANSACTIONS];
    pub(crate) const FOR_PAYMENT_SERVICES: &[&str] = &[PAYMENT_SERVICES];
    pub(crate) const TO_READ_BUDGETS: &[&str] = &[BUDGETS_READ];
    pub(crate) const TO_READ_JOURNALS: &[&str] = &[JOURNALS_READ];
    pub(crate) const FOR_ATTACHMENTS: &[&str] = &[ATTACHMENTS];
    pub(crate) const TO_READ_ATTACHMENTS: &[&str] = &[ATTACHMENTS_READ, ATTACHMENTS];
    /// Notes are written with the scope of the record that they are about.
    pub(crate) const FOR_HISTORY: &[&str] = &[
        g::INVOICES,
        g::PAYMENTS,
        g::BANK_TRANSACTIONS,
        g::MANUAL_JOURNALS,
        g::CLASSIC_EXPENSES,
        b::TRANSACTIONS,
        CONTACTS,
        SETTINGS,
    ];
    pub(crate) const TO_READ_HISTORY: &[&str] = &[
        g::INVOICES_READ,
        g::INVOICES,
        g::PAYMENTS_READ,
        g::PAYMENTS,
        g::BANK_TRANSACTIONS_READ,
        g::BANK_TRANSACTIONS,
        g::MANUAL_JOURNALS_READ,
        g::MANUAL_JOURNALS,
        g::CLASSIC_EXPENSES_READ,
        g::CLASSIC_EXPENSES,
        b::TRANSACTIONS_READ,
        b::TRANSACTIONS,
        CONTACTS_READ,
        CONTACTS,
        SETTINGS_READ,
        SETTINGS,
    ];
}

#[cfg(test)]
mod tests {
    use connectors_core::auth::{Flow, OAuthApp};

    use super::*;

    #[test]
    fn the_login_page_has_a_host_of_its_own_and_the_rest_is_below_the_identity_server() {
        let oauth = oauth(&Xero::new());
        assert_eq!(oauth.authorize_url, Some("https://login.xero.com/identity/connect/authorize"));
        assert_eq!(oauth.token, ["connect", "token"]);
        assert_eq!(oauth.revoke, Some(&["connect", "revocation"][..]));
        assert!(oauth.pkce);
        assert_eq!(oauth.rotation, Rotation::Grace(Duration::from_secs(1800)));
    }

    #[test]
    fn with_own_base_urls_the_login_page_is_below_the_identity_server_too() {
        let oauth = oauth(&Xero::new().base_urls("http://127.0.0.1:1", "http://127.0.0.1:2"));
        assert_eq!((oauth.authorize_url, oauth.authorize), (None, &["identity", "connect", "authorize"][..]));
    }

    #[test]
    fn the_consent_is_a_claim_of_the_access_token() {
        let claims = URL_SAFE_NO_PAD.encode(r#"{"sub":"x","authentication_event_id":"e-1"}"#);
        assert_eq!(consent_of(&format!("h.{claims}.s")).as_deref(), Some("e-1"));
        for other in ["", "opaque", "h.%%%.s", &format!("h.{}.s", URL_SAFE_NO_PAD.encode("{}"))] {
            assert_eq!(consent_of(other), None, "{other}");
        }
    }

    #[test]
    fn a_consent_is_not_asked_for_where_the_identity_server_has_no_tls() {
        let shared = connectors_core::Shared::new().unwrap();
        let xero = Xero::new().base_urls("https://api.example.com", "http://identity.example.com");
        let error = Flow::new(xero, OAuthApp::new("id"), &shared).unwrap_err();
        assert_eq!(error.kind(), connectors_core::ErrorKind::Config);
    }

    #[test]
    fn a_scope_to_read_is_split_into_scopes_to_read() {
        for (broad, parts) in [("accounting.transactions", ""), ("accounting.transactions.read", ".read")] {
            let granular = scopes::granular_of(broad);
            assert_eq!(granular.len(), 5);
            assert!(granular.iter().all(|scope| scope.ends_with(".read") == (parts == ".read")), "{broad}");
        }
        assert!(scopes::granular_of(scopes::CONTACTS).is_empty());
        let reports = scopes::granular_of(scopes::broad::REPORTS_READ);
        assert!(reports.iter().all(|s| s.starts_with("accounting.reports.") && s.ends_with(".read")));
    }
}
