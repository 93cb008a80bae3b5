//! Calls as data: failed work that is done later, perhaps by another process.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use connectors_core::transport::Reply;
use connectors_core::{Delivery, ErrorKind, RetryPolicy, Work};
use support::{KEY_LIFE, Rig, Toy, create, create_keyed, secs, thing};

#[tokio::test(start_paused = true)]
async fn a_lost_write_is_kept_and_done_later_with_its_own_key_while_the_platform_honours_it() {
    let rig = Rig::replies([Reply::cut(), thing("1")]);
    let client = rig.builder(Toy::new()).account("ada").connect().unwrap();
    let action = create_keyed("a");
    let error = client.call(action.clone()).retry(RetryPolicy::never()).await.unwrap_err();
    let work = Work::new(&client, &action).unwrap().sent_key(error.sent_key().cloned());
    let row = serde_json::to_string(&work).unwrap();

    rig.sleep(KEY_LIFE.as_secs() / 2).await;
    let kept: Work = serde_json::from_str(&row).unwrap();
    assert_eq!(kept, work);
    assert_eq!((kept.connector.as_str(), kept.account.as_str()), ("toy", "ada"));
    assert_eq!(client.run_work(&kept).await.unwrap()["id"], "1");
    let seen = rig.seen();
    assert_eq!(seen[0].header("idempotency-key"), seen[1].header("idempotency-key"));
    assert_eq!(seen[0].body, seen[1].body);

    rig.sleep(KEY_LIFE.as_secs()).await;
    let refused = client.run_work(&kept).await.unwrap_err();
    assert_eq!((refused.kind(), refused.delivery()), (ErrorKind::Conflict, Delivery::NotSent));
    assert_eq!(rig.seen().len(), 2, "it is not done twice");
}

#[tokio::test(start_paused = true)]
async fn work_of_another_account_platform_or_release_is_refused() {
    let rig = Rig::replies([thing("1")]);
    let ada = rig.builder(Toy::new()).account("ada").connect().unwrap();
    let grace = rig.builder(Toy::new()).account("grace").connect().unwrap();
    let work = Work::new(&ada, &create("a")).unwrap();
    let (mut elsewhere, mut unknown) = (work.clone(), work.clone());
    elsewhere.connector = "other".into();
    unknown.action = "thing.forgotten".into();
    for (client, work, field) in
        [(&grace, &work, "account"), (&ada, &elsewhere, "connector"), (&ada, &unknown, "action")]
    {
        let error = client.run_work(work).deadline(secs(10)).await.unwrap_err();
        assert_eq!((error.kind(), error.field_errors()[0].field.as_str()), (ErrorKind::Validation, field));
    }
    assert!(rig.seen().is_empty());
}
