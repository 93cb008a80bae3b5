//! What the encrypted token store promises, on real files.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use connectors_core::auth::{
    ConsentLost, FileTokenStore, Lock, Saved, StoreKey, Stored, TokenKey, TokenSet, TokenStore, Version,
};
use connectors_core::{ErrorKind, Facts};
use secrecy::ExposeSecret;
use tempfile::TempDir;

const KEY: [u8; 32] = [7; 32];
const TTL: Duration = Duration::from_secs(60);

fn store(directory: &Path) -> FileTokenStore {
    FileTokenStore::open(directory, &StoreKey::from_bytes(KEY)).unwrap()
}

fn key() -> TokenKey {
    TokenKey::new("toy", "a name/with ../ anything שלום")
}

fn tokens(n: u32) -> TokenSet {
    TokenSet::new(format!("access-{n}"), "2026-01-01T00:00:00Z".parse().unwrap())
        .lives(Duration::from_secs(3600))
        .refresh(format!("refresh-{n}"))
        .scopes(["a"])
        .facts(Facts::new().with("domain", "api.example.com"))
}

async fn save(store: &FileTokenStore, expected: Option<Version>, n: u32) -> Version {
    match store.save(&key(), expected, &tokens(n)).await.unwrap() {
        Saved::Stored(version) => version,
        Saved::Conflict(winner) => panic!("conflict with {winner:?}"),
    }
}

fn access(stored: &Stored) -> &str {
    stored.tokens.access.expose_secret()
}

/// The one file that holds tokens.
fn file(directory: &TempDir) -> PathBuf {
    let mut files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    files.find(|path| path.extension().is_some_and(|extension| extension == "tokens")).unwrap()
}

#[tokio::test]
async fn what_is_saved_is_there_for_the_next_process() {
    let directory = TempDir::new().unwrap();
    let version = save(&store(directory.path()), None, 1).await;
    let stored = store(directory.path()).load(&key()).await.unwrap().unwrap();
    assert_eq!((stored.version, access(&stored)), (version, "access-1"));
    assert_eq!(stored.tokens.refresh.as_ref().unwrap().expose_secret(), "refresh-1");
    assert_eq!(stored.tokens.facts.get("domain"), Some("api.example.com"));
    assert_eq!(stored.tokens.expires_at, tokens(1).expires_at);
    assert_eq!(stored.tokens.scopes, ["a"]);
    assert!(store(directory.path()).load(&TokenKey::new("toy", "other")).await.unwrap().is_none());
}

#[tokio::test]
async fn saving_is_a_compare_and_swap() {
    let directory = TempDir::new().unwrap();
    let store = store(directory.path());
    let first = save(&store, None, 1).await;
    let second = save(&store, Some(first), 2).await;
    assert_ne!(first, second);
    for stale in [None, Some(first)] {
        let Saved::Conflict(Some(winner)) = store.save(&key(), stale, &tokens(9)).await.unwrap() else {
            panic!("written over")
        };
        assert_eq!((winner.version, access(&winner)), (second, "access-2"));
    }
    store.forget(&key()).await.unwrap();
    assert!(store.load(&key()).await.unwrap().is_none());
    let gone = store.save(&key(), Some(second), &tokens(9)).await.unwrap();
    assert!(matches!(gone, Saved::Conflict(None)));
    assert_ne!(save(&store, None, 3).await, first, "a version is not used again after forgetting");
}

#[tokio::test]
async fn a_lost_consent_is_kept_until_new_tokens_are_saved() {
    let directory = TempDir::new().unwrap();
    let store = store(directory.path());
    let version = save(&store, None, 1).await;
    let lost = ConsentLost::new("2026-01-02T00:00:00Z".parse().unwrap(), "invalid_grant", "gone");
    store.mark_lost(&key(), Version(version.0 + 5), &lost).await.unwrap();
    assert!(
        store.load(&key()).await.unwrap().unwrap().lost.is_none(),
        "the mark was meant for another version"
    );
    store.mark_lost(&key(), version, &lost).await.unwrap();
    let stored = store.load(&key()).await.unwrap().unwrap();
    assert_eq!((stored.lost, stored.version), (Some(lost), version));
    save(&store, Some(version), 2).await;
    assert!(store.load(&key()).await.unwrap().unwrap().lost.is_none());
}

#[tokio::test]
async fn no_secret_and_no_name_can_be_read_from_the_disk() {
    let directory = TempDir::new().unwrap();
    save(&store(directory.path()), None, 1).await;
    for entry in fs::read_dir(directory.path()).unwrap() {
        let path = entry.unwrap().path();
        let text = format!("{} {}", path.display(), String::from_utf8_lossy(&fs::read(&path).unwrap()));
        for part in ["access", "refresh-1", "example.com", "anything"] {
            assert!(!text.contains(part), "{text}");
        }
    }
}

#[tokio::test]
async fn each_writing_has_its_own_nonce() {
    let directory = TempDir::new().unwrap();
    let store = store(directory.path());
    let mut version = None;
    let mut seen = std::collections::HashSet::new();
    for _ in 0..20 {
        version = Some(save(&store, version, 1).await);
        let sealed = fs::read(file(&directory)).unwrap();
        assert_eq!(&sealed[..5], b"CTOK\x01");
        assert!(seen.insert(sealed[5..17].to_vec()));
    }
}

#[cfg(unix)]
#[tokio::test]
async fn files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let parent = TempDir::new().unwrap();
    let directory = parent.path().join("deep/tokens");
    save(&store(&directory), None, 1).await;
    assert_eq!(fs::metadata(&directory).unwrap().permissions().mode() & 0o777, 0o700);
    for entry in fs::read_dir(&directory).unwrap() {
        assert_eq!(entry.unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}

/// Reading fails with `Storage`, no writing changes the file, and forgetting it gets over it.
async fn assert_unreadable(store: &FileTokenStore, path: &Path, what: &str) {
    let before = fs::read(path).unwrap();
    let error = store.load(&key()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage, "{what}");
    assert!(error.message().contains("token file"), "{what}: {error}");
    for expected in [None, Some(Version(1))] {
        assert_eq!(
            store.save(&key(), expected, &tokens(9)).await.unwrap_err().kind(),
            ErrorKind::Storage,
            "{what}"
        );
    }
    assert!(store.replace(&key(), &tokens(9)).await.is_err(), "{what}");
    let lost = ConsentLost::new("2026-01-02T00:00:00Z".parse().unwrap(), "x", "y");
    assert!(store.mark_lost(&key(), Version(1), &lost).await.is_err(), "{what}");
    assert_eq!(fs::read(path).unwrap(), before, "{what}: the file was written over");
}

#[tokio::test]
async fn a_wrong_key_is_told_and_writes_nothing() {
    let directory = TempDir::new().unwrap();
    save(&store(directory.path()), None, 1).await;
    let wrong = FileTokenStore::open(directory.path(), &StoreKey::from_bytes([8; 32])).unwrap();
    assert_unreadable(&wrong, &file(&directory), "another key").await;
    let stored = store(directory.path()).load(&key()).await.unwrap().unwrap();
    assert_eq!(access(&stored), "access-1");
}

#[tokio::test]
async fn a_file_that_was_altered_anywhere_or_cut_anywhere_is_refused() {
    let directory = TempDir::new().unwrap();
    let store = store(directory.path());
    save(&store, None, 1).await;
    let path = file(&directory);
    let good = fs::read(&path).unwrap();
    for at in 0..good.len() {
        let mut altered = good.clone();
        altered[at] ^= 1;
        fs::write(&path, &altered).unwrap();
        assert_eq!(store.load(&key()).await.unwrap_err().kind(), ErrorKind::Storage, "byte {at}");
        fs::write(&path, &good[..at]).unwrap();
        assert_eq!(store.load(&key()).await.unwrap_err().kind(), ErrorKind::Storage, "cut at {at}");
    }
    fs::write(&path, &good[..good.len() / 2]).unwrap();
    assert_unreadable(&store, &path, "half a file").await;
    store.forget(&key()).await.unwrap();
    save(&store, None, 2).await;
}

#[tokio::test]
async fn the_file_of_one_account_does_not_pass_for_anothers() {
    let directory = TempDir::new().unwrap();
    let store = store(directory.path());
    let other = TokenKey::new("toy", "other");
    save(&store, None, 1).await;
    let first = file(&directory);
    let sealed = fs::read(&first).unwrap();
    fs::remove_file(&first).unwrap();
    store.save(&other, None, &tokens(2)).await.unwrap();
    fs::write(file(&directory), sealed).unwrap();
    assert_eq!(store.load(&other).await.unwrap_err().kind(), ErrorKind::Storage);
}

#[tokio::test]
async fn a_crash_between_writing_and_renaming_leaves_the_old_tokens() {
    let directory = TempDir::new().unwrap();
    let version = save(&store(directory.path()), None, 1).await;
    // What a crash leaves: half of a new file beside the old one.
    let path = file(&directory);
    fs::write(path.with_extension("new"), b"CTOK\x01half").unwrap();
    let store = store(directory.path());
    assert_eq!(access(&store.load(&key()).await.unwrap().unwrap()), "access-1");
    save(&store, Some(version), 2).await;
    assert_eq!(access(&store.load(&key()).await.unwrap().unwrap()), "access-2");
    assert!(!path.with_extension("new").exists());
}

#[tokio::test]
async fn a_write_that_fails_leaves_the_old_tokens() {
    let directory = TempDir::new().unwrap();
    let store = store(directory.path());
    let version = save(&store, None, 1).await;
    // In the way of the new file stands what cannot be opened for writing.
    let beside = file(&directory).with_extension("new");
    fs::create_dir(&beside).unwrap();
    let error = store.save(&key(), Some(version), &tokens(2)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Storage);
    assert_eq!(access(&store.load(&key()).await.unwrap().unwrap()), "access-1");
    fs::remove_dir(&beside).unwrap();
    save(&store, Some(version), 2).await;
}

#[test]
fn many_writers_with_stores_of_their_own_lose_no_update() {
    const WRITERS: u32 = 8;
    const EACH: u32 = 25;
    let directory = TempDir::new().unwrap();
    let count = |stored: &Stored| access(stored).strip_prefix("access-").unwrap().parse::<u32>().unwrap();
    let writer = || {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let store = store(directory.path());
        runtime.block_on(async {
            for _ in 0..EACH {
                // Adds one to the number in the stored token, as often as it takes.
                let mut present = store.load(&key()).await.unwrap();
                loop {
                    let next = present.as_ref().map_or(1, |stored| count(stored) + 1);
                    let expected = present.map(|stored| stored.version);
                    match store.save(&key(), expected, &tokens(next)).await.unwrap() {
                        Saved::Stored(_) => break,
                        Saved::Conflict(winner) => present = winner.map(|winner| *winner),
                    }
                }
            }
        });
    };
    std::thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(writer);
        }
    });
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let stored = runtime.block_on(store(directory.path()).load(&key())).unwrap().unwrap();
    assert_eq!(count(&stored), WRITERS * EACH);
}

#[tokio::test]
async fn the_lock_keeps_other_stores_out_but_not_from_saving_and_ends_with_its_guard() {
    let directory = TempDir::new().unwrap();
    let (one, two) = (store(directory.path()), store(directory.path()));
    let Lock::Held(guard) = one.lock(&key(), TTL).await.unwrap() else { panic!("not held") };
    assert!(matches!(two.lock(&key(), TTL).await.unwrap(), Lock::Busy));
    assert!(matches!(one.lock(&key(), TTL).await.unwrap(), Lock::Busy));
    let other = two.lock(&TokenKey::new("toy", "other"), TTL).await.unwrap();
    assert!(matches!(other, Lock::Held(_)), "other accounts are not held up");
    save(&one, None, 1).await;
    guard.release().await;
    assert!(matches!(two.lock(&key(), TTL).await.unwrap(), Lock::Held(_)));
}

#[test]
fn a_key_is_32_bytes_in_base64_and_nothing_else() {
    let key = StoreKey::generate().unwrap();
    let text = key.to_base64();
    let again = StoreKey::from_base64(text.expose_secret()).unwrap();
    assert_eq!(again.to_base64().expose_secret(), text.expose_secret());
    assert_ne!(StoreKey::generate().unwrap().to_base64().expose_secret(), text.expose_secret());
    for wrong in ["", "abc", "AAAA", "not base64!", &"A".repeat(44)] {
        assert_eq!(StoreKey::from_base64(wrong).unwrap_err().kind(), ErrorKind::Config, "{wrong}");
    }
}
