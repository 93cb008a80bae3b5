//! Who we are to a platform: keys, tokens, and the care that tokens need.
//!
//! A [`Credential`] authorizes calls: [`ApiKey`], [`Basic`], [`NoCredential`], or a [`TokenSource`], which keeps an
//! OAuth token fresh. Tokens live in a [`TokenStore`]: in memory or, with the feature `file-store`, encrypted in files. A
//! [`Flow`] connects an account.

mod answer;
mod config;
mod consent;
mod credential;
mod endpoint;
#[cfg(feature = "file-store")]
mod file;
mod flow;
mod keep;
mod keys;
mod live;
mod memory;
mod oauth;
mod random;
mod refresh;
mod source;
mod sources;
mod store;
mod token;

pub use config::{Grant, TokenLimits, TokenSourceConfig};
pub(crate) use consent::UsedStates;
pub use consent::{Begun, Connected, ConnectedAccount, Pending};
pub use credential::{Authorization, Credential};
#[cfg(feature = "file-store")]
pub use file::{FileTokenStore, StoreKey};
pub use flow::Flow;
pub use keys::{ApiKey, Basic, NoCredential};
pub use memory::MemoryTokenStore;
pub use oauth::{ClientAuth, OAuth, OAuthApp, Rotation, TokenBody};
pub use source::{TokenSource, TokenStatus};
pub use sources::TokenSources;
pub use store::{ConsentLost, Lock, LockGuard, Saved, Stored, TokenKey, TokenStore, Version};
pub use token::TokenSet;
