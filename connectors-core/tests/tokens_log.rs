//! What is logged while tokens are obtained, refused, lost and saved. The only test of its program, for it takes all
//! that the program logs, at every level.

#![allow(clippy::unwrap_used, dead_code, unreachable_pub, reason = "a test, with the helpers of others")]

#[path = "tokens/world.rs"]
mod world;

use std::io::Write;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use connectors_core::auth::Rotation;
use connectors_core::transport::Reply;
use tracing_subscriber::fmt::MakeWriter;

use world::{HOUR, MINUTE, Odd, World, bearer};

/// Parts of all secrets that this test uses.
const SECRETS: &[&str] = &["access-", "refresh-", "client-secret", "the-code"];

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test(start_paused = true)]
async fn no_log_line_shows_a_secret() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let (world, source) = World::connected(Rotation::Strict).await;
    world.sleep(HOUR).await;
    world.next_answers([Odd::Instead(Reply::not_sent()), Odd::Instead(Reply::status(429))]);
    bearer(&source).await.unwrap_err();
    world.sleep(MINUTE).await;
    world.store.failing_saves.store(5, Ordering::SeqCst);
    bearer(&source).await.unwrap();
    world.sleep(HOUR).await;
    world.store.failing_loads.store(true, Ordering::SeqCst);
    let _ = bearer(&source).await;
    world.store.failing_loads.store(false, Ordering::SeqCst);
    world.platform.consent("another");
    world.sleep(HOUR).await;
    bearer(&source).await.unwrap_err();
    let flow = world.flow();
    let begun = flow.begin("second", ["a"]).unwrap();
    let state: String = begun.url.query_pairs().find(|(name, _)| name == "state").unwrap().1.into();
    flow.finish(&begun.pending, &format!("state={state}&code=the-code")).await.unwrap();

    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for expected in ["token refresh", "COULD NOT BE SAVED", "consent is gone"] {
        assert!(text.contains(expected), "the log does not tell `{expected}`:\n{text}");
    }
    for secret in SECRETS {
        assert!(!text.contains(secret), "a log line shows {secret}:\n{text}");
    }
}
