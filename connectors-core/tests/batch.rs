//! Batches: how they are split, and what is known of each element in the end.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::HashSet;
use std::ops::Range;

use connectors_core::transport::Reply;
use connectors_core::{
    Action, BatchAction, CallOptions, Cx, Delivery, Error, ErrorKind, Meta, Outcome, Request, Response,
    Result, RetryPolicy,
};
use serde_json::json;
use support::{Rig, Thing, Toy, all_done, create_many, refusal, secs};

/// One letter per outcome: done, failed, unknown, not sent.
fn letters(outcomes: &[Outcome<Thing>]) -> String {
    let letter = |outcome: &Outcome<Thing>| match outcome {
        Outcome::Done(_) => 'd',
        Outcome::Failed(_) => 'f',
        Outcome::Unknown(_) => 'u',
        Outcome::NotSent(_) => 'n',
    };
    outcomes.iter().map(letter).collect()
}

fn ids(outcomes: &[Outcome<Thing>]) -> Vec<&str> {
    outcomes.iter().map(|outcome| outcome.done().unwrap().id.as_str()).collect()
}

fn sizes(rig: &Rig) -> Vec<usize> {
    rig.seen().iter().map(|seen| seen.json().as_array().unwrap().len()).collect()
}

fn keys(rig: &Rig) -> Vec<String> {
    rig.seen().iter().map(|seen| seen.header("idempotency-key").to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_batch_is_split_by_what_the_platform_takes_at_once() {
    let rig = Rig::new(all_done);
    let outcomes = rig.client().batch(create_many(12)).await;
    assert_eq!(sizes(&rig), [5, 5, 2]);
    assert_eq!(ids(&outcomes), create_many(12).names);
}

#[tokio::test(start_paused = true)]
async fn a_batch_is_split_by_the_largest_body_too() {
    let rig = Rig::new(all_done);
    // ["n0","n1"] are 11 bytes.
    let outcomes = rig.client_of(Toy::new().max_body(11)).batch(create_many(7)).await;
    assert!(rig.seen().iter().all(|seen| seen.body.len() <= 11));
    assert_eq!(sizes(&rig), [2, 1, 2, 2]);
    assert_eq!(ids(&outcomes), create_many(7).names);
}

#[tokio::test(start_paused = true)]
async fn an_element_that_is_too_large_by_itself_is_left_to_the_platform_to_refuse() {
    let rig = Rig::new(|seen| if seen.body.len() > 11 { Reply::status(413) } else { all_done(seen) });
    let mut action = create_many(3);
    action.names[1] = "a name that is too long".into();
    let outcomes = rig.client_of(Toy::new().max_body(11)).batch(action).await;
    assert_eq!(letters(&outcomes), "dfd");
}

#[tokio::test(start_paused = true)]
async fn an_empty_batch_sends_nothing() {
    let rig = Rig::new(all_done);
    assert!(rig.client().batch(create_many(0)).await.is_empty());
    assert!(rig.seen().is_empty());
}

#[tokio::test(start_paused = true)]
async fn outcomes_are_in_the_order_of_the_input_whichever_call_ends_first() {
    let rig = Rig::new(|seen| all_done(seen).after(secs(20 - 9 * seen.number as u64)));
    let outcomes = rig.client().batch(create_many(15)).concurrency(3).await;
    assert_eq!(ids(&outcomes), create_many(15).names);
    assert_eq!((rig.times(), rig.now()), (vec![0, 0, 0], 20));
}

#[tokio::test(start_paused = true)]
async fn as_many_calls_are_under_way_as_were_asked_for() {
    for (concurrency, times) in
        [(1, vec![0, 10, 20, 30]), (2, vec![0, 0, 10, 10]), (9, vec![0; 4]), (0, vec![0, 10, 20, 30])]
    {
        let rig = Rig::new(|seen| all_done(seen).after(secs(10)));
        rig.client().batch(create_many(20)).concurrency(concurrency).await;
        assert_eq!(rig.times(), times);
    }
}

#[tokio::test(start_paused = true)]
async fn an_element_is_refused_alone() {
    let rig = Rig::new(|_| Reply::json(200, &json!([{ "id": "1" }, { "code": "BAD", "message": "no" }])));
    let outcomes = rig.client().batch(create_many(2)).await;
    assert_eq!(letters(&outcomes), "df");
    assert_eq!(outcomes[1].error().unwrap().vendor_code(), Some("BAD"));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_fails_as_a_whole_is_told_for_its_elements_by_what_is_known_of_it() {
    let cases = [
        (Reply::status(422), "dddddfffffdd"),
        (Reply::cut(), "ddddduuuuudd"),
        (Reply::status(500), "ddddduuuuudd"),
        (Reply::status(200).body("<html>"), "ddddduuuuudd"),
        (Reply::not_sent(), "dddddnnnnndd"),
    ];
    for (reply, wanted) in cases {
        let rig = Rig::new(move |seen| if seen.number == 1 { reply.clone() } else { all_done(seen) });
        let batch = rig.client().batch(create_many(12));
        let outcomes = batch.options(CallOptions::new().retry(RetryPolicy::never())).await;
        assert_eq!(letters(&outcomes), wanted);
        assert_eq!(rig.seen().len(), 3, "the rest goes on");
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_with_too_few_elements_leaves_the_others_unknown() {
    let rig = Rig::new(|_| Reply::json(200, &json!([{ "id": "1" }])));
    let outcomes = rig.client().batch(create_many(3)).await;
    assert_eq!(letters(&outcomes), "duu");
    assert_eq!(outcomes[2].error().unwrap().delivery(), Delivery::Unknown);
}

#[tokio::test(start_paused = true)]
async fn a_failure_that_every_further_call_would_meet_stops_the_batch() {
    for status in [401, 403] {
        let rig = Rig::new(move |seen| if seen.number == 1 { refusal(status, "NO") } else { all_done(seen) });
        let outcomes = rig.client().batch(create_many(18)).await;
        assert_eq!(letters(&outcomes), "dddddfffffnnnnnnnn");
        assert_eq!(rig.seen().len(), 2);
        let (refused, unsent) = (outcomes[5].error().unwrap(), outcomes[17].error().unwrap());
        assert_eq!(refused.kind(), unsent.kind());
        assert_eq!((refused.delivery(), unsent.delivery()), (Delivery::Rejected, Delivery::NotSent));
        assert!(refused.sent_key().is_some());
        assert_eq!(
            (unsent.sent_key(), unsent.attempts()),
            (None, 0),
            "another call's key would answer for other elements"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn calls_under_way_are_waited_for_when_a_batch_stops() {
    let rig = Rig::new(|seen| match seen.number {
        0 => refusal(403, "NO"),
        _ => all_done(seen).after(secs(10)),
    });
    let outcomes = rig.client().batch(create_many(15)).concurrency(2).await;
    assert_eq!(letters(&outcomes), "fffffdddddnnnnn");
}

#[tokio::test(start_paused = true)]
async fn a_batch_stops_when_the_breaker_opens() {
    let rig = Rig::replies([Reply::status(500)]);
    let batch = rig.client().batch(create_many(100));
    let outcomes = batch.options(CallOptions::new().retry(RetryPolicy::never())).await;
    assert_eq!(rig.seen().len(), 10);
    assert_eq!(letters(&outcomes), format!("{}{}", "u".repeat(50), "n".repeat(50)));
    assert_eq!(outcomes[99].error().unwrap().kind(), ErrorKind::CircuitOpen);
}

#[tokio::test(start_paused = true)]
async fn a_key_gives_each_call_a_key_of_its_own_and_the_same_one_in_the_next_run() {
    let rig = Rig::new(all_done);
    let client = rig.client();
    let options = || CallOptions::new().idempotency_key("import-7");
    client.batch(create_many(12)).options(options()).await;
    client.batch(create_many(12)).options(options()).concurrency(3).await;
    let keys = keys(&rig);
    assert_eq!(keys[..3], keys[3..], "the second run is the first one again");
    assert_eq!(keys.iter().collect::<HashSet<_>>().len(), 3);
    assert!(keys.iter().all(|key| key.starts_with("import-7")), "{keys:?}");
}

#[tokio::test(start_paused = true)]
async fn without_a_key_every_call_has_a_key_that_its_retries_keep() {
    let rig = Rig::new(|seen| if seen.number == 0 { Reply::cut() } else { all_done(seen) });
    let outcomes = rig.client().batch(create_many(10)).await;
    assert_eq!(letters(&outcomes), "dddddddddd");
    let keys = keys(&rig);
    assert_eq!(keys[0], keys[1]);
    assert_ne!(keys[1], keys[2]);
}

/// DELETE of several things: the platform says of each whether it was there.
#[derive(Clone, Debug)]
struct DeleteMany(usize);

impl Action for DeleteMany {
    type Connector = Toy;
    type Output = Vec<Outcome<()>>;
    const META: Meta = Meta::destructive("thing", "delete_many");

    fn request(&self, _: &Cx<'_, Toy>) -> Result<Request> {
        Ok(Request::delete(["things"]).query("count", self.0))
    }

    fn response(&self, response: Response) -> Result<Vec<Outcome<()>>> {
        let of = |there: bool| match there {
            true => Outcome::Done(()),
            false => Outcome::Failed(
                Error::new(ErrorKind::NotFound, "not there").with_delivery(Delivery::Rejected),
            ),
        };
        Ok(response.json::<Vec<bool>>()?.into_iter().map(of).collect())
    }
}

impl BatchAction for DeleteMany {
    type Item = ();
    const MAX: usize = 10;

    fn len(&self) -> usize {
        self.0
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self(range.len())
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_gone_after_a_lost_answer_may_be_our_doing() {
    let gone = || Reply::json(200, &json!([false, false, true]));
    let rig = Rig::replies([Reply::cut(), gone(), gone()]);
    let outcomes = rig.client().batch(DeleteMany(3)).await;
    assert!(
        matches!(outcomes[..], [Outcome::Unknown(_), Outcome::Unknown(_), Outcome::Done(())]),
        "{outcomes:?}"
    );
    assert_eq!(outcomes[0].error().unwrap().delivery(), Delivery::Unknown);
    // Without a lost answer before it, it was gone before.
    let outcomes = rig.client().batch(DeleteMany(3)).await;
    assert!(
        matches!(outcomes[..], [Outcome::Failed(_), Outcome::Failed(_), Outcome::Done(())]),
        "{outcomes:?}"
    );
}

/// Elements by number, of which the platform refuses a whole call for one.
#[derive(Clone, Debug)]
struct WriteMany(Vec<usize>);

impl Action for WriteMany {
    type Connector = Toy;
    type Output = Vec<Outcome<usize>>;
    const META: Meta = Meta::write("thing", "write_many");

    fn request(&self, _: &Cx<'_, Toy>) -> Result<Request> {
        Ok(Request::put(["things"]).json(&self.0))
    }

    fn response(&self, _: Response) -> Result<Vec<Outcome<usize>>> {
        Ok(self.0.iter().map(|&at| Outcome::Done(at)).collect())
    }
}

impl BatchAction for WriteMany {
    type Item = usize;
    const MAX: usize = 10;
    const REFUSED_WHOLE: bool = true;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self(self.0[range].to_vec())
    }
}

/// A platform that refuses calls in which there is one of these.
fn refusing(bad: impl Fn(usize) -> bool + Send + Sync + 'static) -> Rig {
    Rig::new(move |seen| {
        let elements: Vec<usize> = serde_json::from_value(seen.json()).unwrap();
        match elements.into_iter().any(&bad) {
            true => refusal(400, "BAD"),
            false => Reply::json(200, &json!([])),
        }
    })
}

#[tokio::test(start_paused = true)]
async fn one_that_is_wrong_does_not_fail_its_neighbours_where_calls_are_refused_as_a_whole() {
    let rig = refusing(|at| [3, 17].contains(&at));
    let outcomes = rig.client().batch(WriteMany((0..30).collect())).await;
    let failed: Vec<_> = (0..30).filter(|&at| matches!(outcomes[at], Outcome::Failed(_))).collect();
    assert_eq!(failed, [3, 17]);
    assert!(
        (0..30).all(|at| failed.contains(&at) || matches!(outcomes[at], Outcome::Done(done) if done == at))
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_wrong_in_every_element_is_not_looked_for_in_each() {
    let rig = refusing(|_| true);
    let outcomes = rig.client().batch(WriteMany((0..1_000).collect())).await;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Failed(_))));
    let calls = rig.seen().len();
    assert!(calls < 130, "{calls} calls for 100 parts");
}
