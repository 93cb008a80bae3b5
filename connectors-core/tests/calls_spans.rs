//! What a call tells to `tracing`.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::io::Write;
use std::sync::{Arc, Mutex};

use connectors_core::transport::Reply;
use support::{List, Rig, Toy, get, page, secs, thing};
use tracing::Instrument;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

/// The log of the present thread.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    fn listen() -> (Self, DefaultGuard) {
        let lines = Self::default();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(LevelFilter::DEBUG)
            .with_span_events(FmtSpan::CLOSE)
            .with_ansi(false)
            .with_writer(lines.clone())
            .finish();
        (lines, tracing::subscriber::set_default(subscriber))
    }

    /// The lines that tell of a span's end.
    fn closed(&self, span: &str) -> Vec<String> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        let start = format!("{span}{{");
        let last = |line: &&str| {
            line.contains(": close ") && line.rfind(&start) == line.rfind("{").map(|at| at - span.len())
        };
        text.lines().filter(last).map(str::to_owned).collect()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test(start_paused = true)]
async fn one_span_for_the_call_and_one_for_each_attempt_tell_how_it_went() {
    let (lines, _guard) = Lines::listen();
    let rig = Rig::replies([
        Reply::status(503).header("x-request-id", "r-1").after(secs(2)),
        thing("1").header("x-request-id", "r-2"),
    ]);
    rig.builder(Toy::new()).account("ada").connect().unwrap().call(get("1")).await.unwrap();
    let calls = lines.closed("call");
    assert_eq!(calls.len(), 1, "{calls:?}");
    for told in ["connector=\"toy\"", "action=thing.get", "account=\"ada\"", "attempts=2"] {
        assert!(calls[0].contains(told), "{told}: {calls:?}");
    }
    let attempts = lines.closed("attempt");
    assert_eq!(attempts.len(), 2, "{attempts:?}");
    for (line, tolds) in attempts.iter().zip([
        ["number=1", "status=503", "request_id=\"r-1\"", "waited_ms=0", "spent_ms=200"],
        ["number=2", "status=200", "request_id=\"r-2\"", "waited_ms=0", "spent_ms=0"],
    ]) {
        for told in tolds {
            assert!(line.contains(told), "{told}: {line}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_span_of_a_failed_call_tells_the_kind_of_failure() {
    let (lines, _guard) = Lines::listen();
    let rig = Rig::replies([Reply::status(404)]);
    rig.client().call(get("1")).await.unwrap_err();
    assert!(lines.closed("call")[0].contains("error=NotFound"), "{:?}", lines.closed("call"));
}

#[tokio::test(start_paused = true)]
async fn read_ahead_stays_in_the_span_of_whoever_reads() {
    let (lines, _guard) = Lines::listen();
    let rig = Rig::new(|seen| page(&["1"], (seen.number < 2).then_some(["b", "c", ""][seen.number])));
    let list = rig.client().items(List::default()).read_ahead().collect();
    list.instrument(tracing::info_span!("import", run = 7)).await.unwrap();
    let calls = lines.closed("call");
    assert_eq!(calls.len(), 3);
    assert!(calls.iter().all(|line| line.contains("import{run=7}:call{")), "{calls:?}");
}
