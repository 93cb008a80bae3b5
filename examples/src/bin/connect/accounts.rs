//! The connected accounts: what would be a table of the product's database. Tokens are not in it; they are in the token
//! store, under the connection's name.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use connectors_core::{Error, ErrorKind, Identity, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::platforms::{Found, Platform};

/// A row of the table.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Account {
    /// Our own id of it.
    pub(crate) id: Uuid,
    pub(crate) platform: Platform,
    /// The name of its tokens; several accounts may share one consent.
    pub(crate) connection: String,
    /// The platform's id and name of it.
    pub(crate) identity: Identity,
    /// Its configuration: data centre, edition, tenant.
    pub(crate) connector: Value,
}

impl Account {
    pub(crate) fn new(platform: Platform, connection: &str, identity: Identity, connector: Value) -> Self {
        Self { id: Uuid::new_v4(), platform, connection: connection.to_owned(), identity, connector }
    }

    fn is_same(&self, other: &Self) -> bool {
        (self.platform, &self.identity.id) == (other.platform, &other.identity.id)
    }
}

/// All of them; in a file, if there is one.
#[derive(Default)]
pub(crate) struct Accounts {
    rows: Mutex<Vec<Account>>,
    file: Option<PathBuf>,
}

impl Accounts {
    /// Those in this file, which need not be there yet.
    pub(crate) fn in_file(file: PathBuf) -> Result<Self> {
        let rows = match std::fs::read(&file) {
            Ok(json) => serde_json::from_slice(&json).map_err(|e| failed(&e))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(failed(&error)),
        };
        Ok(Self { rows: Mutex::new(rows), file: Some(file) })
    }

    pub(crate) fn all(&self) -> Vec<Account> {
        self.rows().clone()
    }

    pub(crate) fn get(&self, id: Uuid) -> Option<Account> {
        self.rows().iter().find(|row| row.id == id).cloned()
    }

    /// Whether another account has its tokens from the same consent.
    pub(crate) fn shares_connection(&self, account: &Account) -> bool {
        let same = |row: &&Account| row.platform == account.platform && row.connection == account.connection;
        self.rows().iter().filter(same).any(|row| row.id != account.id)
    }

    /// Whether there are accounts of this platform from other consents, maybe of the same person.
    pub(crate) fn has_others(&self, platform: Platform, connection: &str) -> bool {
        self.rows().iter().any(|row| row.platform == platform && row.connection != connection)
    }

    /// Adds an account; one that is there already is connected anew.
    pub(crate) fn keep(&self, account: Account) -> Result<()> {
        let mut rows = self.rows();
        match rows.iter_mut().find(|row| row.is_same(&account)) {
            Some(row) => *row = Account { id: row.id, ..account },
            None => rows.push(account),
        }
        self.write(&rows)
    }

    /// A consent was given under this connection's name: accounts that had it and are not `found` in the new one would
    /// be called with tokens of somebody else. They get a name without tokens, and wait for a consent of their own.
    pub(crate) fn part(&self, platform: Platform, connection: &str, found: &[Found]) -> Result<()> {
        let mut rows = self.rows();
        let had = |row: &&mut Account| row.platform == platform && row.connection == connection;
        for row in rows.iter_mut().filter(had) {
            if !found.iter().any(|found| found.account.is_same(row)) {
                row.connection = Uuid::new_v4().to_string();
            }
        }
        self.write(&rows)
    }

    pub(crate) fn remove(&self, id: Uuid) -> Result<()> {
        let mut rows = self.rows();
        rows.retain(|row| row.id != id);
        self.write(&rows)
    }

    fn rows(&self) -> MutexGuard<'_, Vec<Account>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, rows: &[Account]) -> Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        let json = serde_json::to_vec_pretty(rows).map_err(|e| failed(&e))?;
        std::fs::write(file, json).map_err(|e| failed(&e))
    }
}

fn failed(error: &dyn std::error::Error) -> Error {
    Error::new(ErrorKind::Storage, format!("the list of accounts: {error}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::json;

    use super::*;

    fn account(id: &str, connection: &str) -> Account {
        Account::new(Platform::Xero, connection, Identity::new(id, "Example"), json!({ "tenant": id }))
    }

    #[test]
    fn what_is_kept_is_there_after_a_restart_and_nothing_twice() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("accounts.json");
        let accounts = Accounts::in_file(file.clone()).unwrap();
        accounts.keep(account("1", "first")).unwrap();
        accounts.keep(account("2", "first")).unwrap();
        accounts.keep(account("1", "second")).unwrap();

        let accounts = Accounts::in_file(file.clone()).unwrap();
        let rows = accounts.all();
        let shown: Vec<_> =
            rows.iter().map(|row| (row.identity.id.as_str(), row.connection.as_str())).collect();
        assert_eq!(shown, [("1", "second"), ("2", "first")]);
        assert!(!accounts.shares_connection(&rows[0]));
        accounts.remove(rows[0].id).unwrap();
        assert_eq!(Accounts::in_file(file).unwrap().all().len(), 1);
    }
}
