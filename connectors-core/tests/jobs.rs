//! Work that the platform does in its own time.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use connectors_core::clock::Clock;
use connectors_core::transport::{Reply, Seen};
use connectors_core::{Delivery, ErrorKind};
use serde_json::json;
use support::{Export, ExportStatus, Rig, secs, thing};

fn running() -> Reply {
    Reply::json(200, &json!({ "state": "running" }))
}

fn done() -> Reply {
    Reply::json(200, &json!({ "state": "done", "file": "a.csv" }))
}

/// A platform that is done after so many questions.
fn done_after(questions: usize) -> Rig {
    Rig::new(move |seen| match seen.path() {
        "/exports" => thing("x1"),
        _ if seen.number > questions => done(),
        _ => running(),
    })
}

#[tokio::test(start_paused = true)]
async fn a_job_is_started_and_asked_for_further_and_further_apart() {
    let rig = done_after(20);
    let job = rig.client().start(Export {}).await.unwrap();
    assert_eq!(job.status(), &ExportStatus { id: "x1".into() });
    assert_eq!(job.wait(secs(3_600)).await.unwrap(), "a.csv");
    let seen = rig.seen();
    assert!(seen[1..].iter().all(|seen| seen.path() == "/exports/x1"));
    let pauses: Vec<_> = seen[1..].windows(2).map(|pair| (pair[1].at - pair[0].at).as_millis()).collect();
    assert!(pauses.is_sorted(), "{pauses:?}");
    assert!(pauses[0] <= 1_001 && pauses[1] > pauses[0], "{pauses:?}");
    assert!(pauses.iter().all(|pause| *pause <= 30_001) && pauses[18] >= 30_000, "{pauses:?}");
}

#[tokio::test(start_paused = true)]
async fn the_platforms_own_pace_is_kept() {
    let rig = Rig::new(|seen| match seen.number {
        0 => thing("x1"),
        4 => done(),
        _ => Reply::json(200, &json!({ "state": "running", "check_after": 45 })),
    });
    rig.client().start(Export {}).await.unwrap().wait(secs(3_600)).await.unwrap();
    assert_eq!(rig.times(), [0, 0, 45, 90, 135]);
}

#[tokio::test(start_paused = true)]
async fn progress_is_told() {
    let rig = Rig::new(|seen| match seen.number {
        0 => thing("x1"),
        1 => running(),
        4 => done(),
        number => Reply::json(200, &json!({ "state": "running", "progress": number as f64 / 4.0 })),
    });
    let mut told = Vec::new();
    let job = rig.client().start(Export {}).await.unwrap();
    job.wait_with(secs(3_600), |part| told.push(part)).await.unwrap();
    assert_eq!(told, [None, Some(0.5), Some(0.75)]);
}

#[tokio::test(start_paused = true)]
async fn waiting_ends_at_its_limit_and_the_job_is_taken_up_again_later() {
    let rig = Rig::new(|seen| match seen.path() {
        "/exports" => thing("x1"),
        _ if seen.at > secs(100) => done(),
        _ => running(),
    });
    let job = rig.client().start(Export {}).await.unwrap();
    let error = job.wait(secs(60)).await.unwrap_err();
    let waited = rig.clock.elapsed();
    assert!(waited > secs(30) && waited <= secs(60), "{waited:?}");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.is_retryable() && error.retry_after().is_some(), "{error:?}");
    assert!(error.to_string().contains("60 s"), "{error}");
    let kept = serde_json::to_string(job.status()).unwrap();
    drop(job);

    rig.sleep(60).await;
    let status: ExportStatus = serde_json::from_str(&kept).unwrap();
    assert_eq!(rig.client().job(status).wait(secs(60)).await.unwrap(), "a.csv");
    assert_eq!(
        rig.seen().iter().filter(|seen| seen.path() == "/exports").count(),
        1,
        "it is not started again"
    );
}

#[tokio::test(start_paused = true)]
async fn a_failed_job_is_an_error_and_is_not_asked_for_again() {
    let rig = Rig::new(|seen| match seen.path() {
        "/exports" => thing("x1"),
        _ => Reply::json(200, &json!({ "state": "failed" })),
    });
    let error = rig.client().start(Export {}).await.unwrap().wait(secs(60)).await.unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::Vendor, "the export failed"));
    assert_eq!(error.action().unwrap().to_string(), "export.status");
    assert_eq!(rig.seen().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_question_that_fails_for_a_moment_does_not_end_the_wait() {
    let rig = Rig::new(|seen| match (seen.path(), seen.number) {
        ("/exports", _) => thing("x1"),
        (_, 1) => Reply::cut(),
        (_, 2) => Reply::status(429).header("retry-after", "20"),
        _ => done(),
    });
    assert_eq!(rig.client().start(Export {}).await.unwrap().wait(secs(60)).await.unwrap(), "a.csv");
}

#[tokio::test(start_paused = true)]
async fn a_start_whose_answer_was_lost_is_not_repeated() {
    let rig = Rig::replies([Reply::cut(), thing("x2")]);
    let error = rig.client().start(Export {}).await.unwrap_err();
    assert_eq!(error.delivery(), Delivery::Unknown);
    assert_eq!(rig.seen().iter().map(Seen::path).collect::<Vec<_>>(), ["/exports"]);
}
