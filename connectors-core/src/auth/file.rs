//! A token store in encrypted files.
//!
//! One file per connection: a write touches one account, a damaged file costs one account, and processes that refresh
//! different accounts do not wait for each other. The file's name is a digest of the connection's.
//!
//! ```text
//! "CTOK" | format (1 byte) | nonce (12 bytes) | AES-256-GCM of the record as JSON
//! ```
//! The first five bytes and the connection's name are authenticated with it: a file that was altered, or put in the
//! place of another account's, is refused.

use std::fmt;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use aes_gcm::aead::{Aead, Generate, Nonce, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretBox, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::token::Exposed;
use super::{ConsentLost, Lock, LockGuard, Saved, Stored, TokenKey, TokenSet, TokenStore, Version};
use crate::error::{Error, ErrorKind, Result};

const MAGIC: &[u8; 4] = b"CTOK";
const FORMAT: u8 = 1;
const HEADER: usize = MAGIC.len() + 1;
const NONCE: usize = 12;
/// Far above what tokens need; keeps a wrong file from being read into memory.
const MAX_FILE: u64 = 1 << 20;

/// The key of a [`FileTokenStore`]: 32 bytes that the application keeps elsewhere (a secret manager, an environment
/// variable), never beside the files.
pub struct StoreKey(SecretBox<[u8; 32]>);

impl StoreKey {
    /// A new key, from the operating system's randomness.
    ///
    /// # Errors
    /// `Storage` if the system gives none.
    pub fn generate() -> Result<Self> {
        let bytes = <[u8; 32]>::try_generate().map_err(|_| storage("the system gives no randomness"))?;
        Ok(Self::from_bytes(bytes))
    }

    /// These bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(SecretBox::new(Box::new(bytes)))
    }

    /// 32 bytes in Base64, as [`to_base64`](Self::to_base64) writes them.
    ///
    /// # Errors
    /// `Config` if it is anything else.
    pub fn from_base64(text: &str) -> Result<Self> {
        let wrong = || Error::config("the token store's key must be 32 bytes in Base64");
        let bytes = Zeroizing::new(STANDARD.decode(text.trim()).map_err(|_| wrong())?);
        Ok(Self::from_bytes(bytes.as_slice().try_into().map_err(|_| wrong())?))
    }

    /// The key, to be kept.
    #[must_use]
    pub fn to_base64(&self) -> SecretString {
        STANDARD.encode(self.0.expose_secret()).into()
    }
}

impl fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreKey(..)")
    }
}

/// Keeps tokens in a directory, one file per connection, encrypted with AES-256-GCM under a key that the application
/// gives. Several processes may use the same directory, on a file system with working locks.
///
/// Files are replaced as a whole and synced before they count: after a crash there is the old one or the new one. A
/// file that cannot be read (another key, damage) is an error of kind `Storage` and is never written over; delete it
/// with [`forget`](TokenStore::forget) to begin anew. On Unix, files are for their owner only; elsewhere, protect the
/// directory.
#[derive(Clone)]
pub struct FileTokenStore(Arc<Files>);

struct Files {
    directory: PathBuf,
    cipher: Aes256Gcm,
}

impl FileTokenStore {
    /// The store in `directory`, which is made if it is missing.
    ///
    /// # Errors
    /// `Storage` if it cannot be made.
    pub fn open(directory: impl Into<PathBuf>, key: &StoreKey) -> Result<Self> {
        let directory = directory.into();
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&directory).map_err(|error| failed("the directory cannot be made", &error))?;
        let cipher = Aes256Gcm::new(key.0.expose_secret().into());
        Ok(Self(Arc::new(Files { directory, cipher })))
    }

    /// Runs `work` where blocking is allowed.
    async fn blocking<T: Send + 'static>(
        &self,
        key: &TokenKey,
        work: impl FnOnce(&Files, &TokenKey) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (files, key) = (Arc::clone(&self.0), key.clone());
        let done = tokio::task::spawn_blocking(move || work(&files, &key)).await;
        done.map_err(|_| storage("work on a file was broken off"))?
    }
}

impl fmt::Debug for FileTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileTokenStore").field("directory", &self.0.directory).finish_non_exhaustive()
    }
}

#[async_trait]
impl TokenStore for FileTokenStore {
    async fn load(&self, key: &TokenKey) -> Result<Option<Stored>> {
        self.blocking(key, Files::read).await
    }

    async fn save(&self, key: &TokenKey, expected: Option<Version>, tokens: &TokenSet) -> Result<Saved> {
        let tokens = tokens.clone();
        self.blocking(key, move |files, key| {
            let _alone = files.lock_for_writing(key)?;
            // What cannot be read is not written over.
            let present = files.read(key)?;
            if present.as_ref().map(|stored| stored.version) != expected {
                return Ok(Saved::Conflict(present.map(Box::new)));
            }
            let version = expected.map_or_else(Version::first, Version::next);
            files.write(key, &Stored::new(version, tokens))?;
            Ok(Saved::Stored(version))
        })
        .await
    }

    async fn mark_lost(&self, key: &TokenKey, version: Version, lost: &ConsentLost) -> Result<()> {
        let lost = lost.clone();
        self.blocking(key, move |files, key| {
            let _alone = files.lock_for_writing(key)?;
            match files.read(key)? {
                Some(stored) if stored.version == version => files.write(key, &stored.lost(Some(lost))),
                _ => Ok(()),
            }
        })
        .await
    }

    async fn forget(&self, key: &TokenKey) -> Result<()> {
        self.blocking(key, |files, key| {
            let _alone = files.lock_for_writing(key)?;
            match fs::remove_file(files.path(key, "tokens")) {
                Ok(()) => sync_directory(&files.directory),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
                Err(error) => Err(failed("the file cannot be deleted", &error)),
            }
        })
        .await
    }

    /// The operating system gives the lock back when the process ends, however it does; `ttl` is not needed.
    async fn lock(&self, key: &TokenKey, _ttl: Duration) -> Result<Lock> {
        self.blocking(key, |files, key| {
            let file = files.lock_file(key, "refresh")?;
            match file.try_lock() {
                Ok(()) => Ok(Lock::Held(Box::new(Guard { _file: file }))),
                Err(TryLockError::WouldBlock) => Ok(Lock::Busy),
                Err(TryLockError::Error(error)) => Err(failed("the lock cannot be taken", &error)),
            }
        })
        .await
    }
}

/// Closing the file gives the lock back.
#[derive(Debug)]
struct Guard {
    _file: File,
}

impl LockGuard for Guard {}

/// What a file holds.
#[derive(Serialize, Deserialize)]
struct Record {
    version: Version,
    tokens: Exposed,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lost: Option<ConsentLost>,
}

impl Files {
    fn path(&self, key: &TokenKey, extension: &str) -> PathBuf {
        use fmt::Write as _;
        let mut name = String::with_capacity(72);
        for byte in Sha256::digest(key.as_str().as_bytes()) {
            let _ = write!(name, "{byte:02x}");
        }
        name.push('.');
        name.push_str(extension);
        self.directory.join(name)
    }

    /// Lock files stay: deleting one while another process opens it would give the lock to two.
    fn lock_file(&self, key: &TokenKey, what: &str) -> Result<File> {
        let path = self.path(key, what);
        private()
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(|e| failed("the lock file cannot be opened", &e))
    }

    /// For the moment of one write; apart from the lock that a refresh holds, for it writes too.
    fn lock_for_writing(&self, key: &TokenKey) -> Result<File> {
        let file = self.lock_file(key, "write")?;
        file.lock().map_err(|error| failed("the lock cannot be taken", &error))?;
        Ok(file)
    }

    fn read(&self, key: &TokenKey) -> Result<Option<Stored>> {
        let file = match File::open(self.path(key, "tokens")) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed("the file cannot be opened", &error)),
        };
        let mut sealed = Vec::new();
        file.take(MAX_FILE)
            .read_to_end(&mut sealed)
            .map_err(|error| failed("the file cannot be read", &error))?;
        self.unseal(key, &sealed).map(Some)
    }

    fn unseal(&self, key: &TokenKey, sealed: &[u8]) -> Result<Stored> {
        let (header, rest) =
            sealed.split_at_checked(HEADER).ok_or_else(|| storage("the file is cut short"))?;
        if &header[..MAGIC.len()] != MAGIC {
            return Err(storage("the file is not a token file"));
        }
        if header[MAGIC.len()] != FORMAT {
            return Err(storage("the file was written by another version of this library"));
        }
        let (nonce, sealed) = rest.split_at_checked(NONCE).ok_or_else(|| storage("the file is cut short"))?;
        let nonce = <&Nonce<Aes256Gcm>>::try_from(nonce).map_err(|_| storage("the file is cut short"))?;
        let aad = associated(key);
        let json = self.cipher.decrypt(nonce, Payload { msg: sealed, aad: &aad }).map(Zeroizing::new);
        let json = json
            .map_err(|_| storage("the file does not open: another key, or it is damaged or was altered"))?;
        // Nothing of serde's message: it may quote the value.
        let record: Record =
            serde_json::from_slice(&json).map_err(|_| storage("the file holds something else"))?;
        Ok(Stored::new(record.version, record.tokens.into()).lost(record.lost))
    }

    fn seal(&self, key: &TokenKey, stored: &Stored) -> Result<Vec<u8>> {
        let record = Record {
            version: stored.version,
            tokens: Exposed::from(&stored.tokens),
            lost: stored.lost.clone(),
        };
        let json = serde_json::to_vec(&record).map(Zeroizing::new);
        let json = json.map_err(|_| storage("the tokens cannot be written as JSON"))?;
        let nonce =
            Nonce::<Aes256Gcm>::try_generate().map_err(|_| storage("the system gives no randomness"))?;
        let aad = associated(key);
        let sealed = self.cipher.encrypt(&nonce, Payload { msg: &json, aad: &aad });
        let sealed = sealed.map_err(|_| storage("the tokens cannot be encrypted"))?;
        Ok([MAGIC, &[FORMAT][..], &nonce, &sealed].concat())
    }

    /// Writes beside the file, syncs, and puts it in its place. Only under the lock for writing, so that one name for
    /// what is not in place yet is enough, and what a crash left there is written over.
    fn write(&self, key: &TokenKey, stored: &Stored) -> Result<()> {
        let sealed = self.seal(key, stored)?;
        let (path, beside) = (self.path(key, "tokens"), self.path(key, "new"));
        let write = || {
            let mut file = private().create(true).truncate(true).open(&beside)?;
            file.write_all(&sealed)?;
            file.sync_all()?;
            fs::rename(&beside, &path)
        };
        write().map_err(|error: io::Error| failed("the file cannot be written", &error))?;
        sync_directory(&self.directory)
    }
}

/// What is authenticated with the tokens, though not encrypted.
fn associated(key: &TokenKey) -> Vec<u8> {
    [MAGIC, &[FORMAT][..], key.as_str().as_bytes()].concat()
}

/// For reading and writing, for the owner only.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A rename is on the disk only when its directory is.
fn sync_directory(directory: &Path) -> Result<()> {
    #[cfg(unix)]
    File::open(directory)
        .and_then(|directory| directory.sync_all())
        .map_err(|error| failed("the directory cannot be synced", &error))?;
    #[cfg(not(unix))]
    let _ = directory;
    Ok(())
}

fn storage(text: &str) -> Error {
    Error::new(ErrorKind::Storage, format!("token file: {text}"))
}

fn failed(text: &str, error: &io::Error) -> Error {
    storage(&format!("{text}: {}", error.kind()))
}
