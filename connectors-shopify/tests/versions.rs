//! A version that Shopify no longer serves. The only test of its program, for it takes all that the program logs.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::io::Write;
use std::sync::{Arc, Mutex};

use connectors_core::transport::Reply;
use connectors_shopify::{VERSION, shop};
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

mod support;
use support::client;

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
async fn an_answer_in_another_version_is_warned_of_once() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_writer(log.clone()).with_ansi(false).finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let warnings = || {
        let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        text.lines().filter(|line| line.contains("WARN")).map(str::to_owned).collect::<Vec<_>>()
    };
    let answer = move |version: &str| {
        let body = json!({ "data": { "shop": { "id": "gid://shopify/Shop/1", "name": "Acme" } } });
        Reply::json(200, &body).header("x-shopify-api-version", version)
    };

    let (same, _) = client(move |_| answer(VERSION));
    same.call(shop::Get::new()).await.unwrap();
    assert!(warnings().is_empty(), "{:?}", warnings());

    let (later, _) = client(move |_| answer("2027-04"));
    for _ in 0..2 {
        later.call(shop::Get::new()).await.unwrap();
    }
    let warned = warnings();
    assert_eq!(warned.len(), 1, "{warned:?}");
    assert!(warned[0].contains(VERSION) && warned[0].contains("2027-04"), "{warned:?}");
}
