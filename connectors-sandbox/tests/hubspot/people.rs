//! Users with their roles and teams, and owners; whom deals are credited to.

use serde_json::{Value, json};

use crate::harness::World;

const USERS: &str = "/settings/v3/users";

#[tokio::test]
async fn a_user_is_added_given_a_role_and_a_team_and_taken_out_and_owns_records_in_between() {
    let world = World::new().await;
    let roles = world.get(&format!("{USERS}/roles")).await.expect(200);
    let (role, other) = (&roles.results()[0]["id"], &roles.results()[1]["id"]);
    let teams = world.get(&format!("{USERS}/teams")).await.expect(200);
    let team = &teams.results()[0]["id"];
    let new = json!({ "email": "Dana@example.com", "roleId": role });
    let made = world.post(USERS, new.clone()).await.expect(201);
    assert_eq!((&made.body["email"], &made.body["roleId"]), (&json!("dana@example.com"), role));
    assert_eq!(world.post(USERS, new).await.expect(409).category(), "CONFLICT");
    world.post(USERS, json!({ "email": "eve@example.com", "roleId": "none" })).await.expect(400);

    let one = format!("{USERS}/dana@example.com?idProperty=EMAIL");
    let change = json!({ "roleId": other, "primaryTeamId": team });
    assert_eq!(&world.put(&one, change).await.expect(200).body["roleId"], other);
    let teams = world.get(&format!("{USERS}/teams")).await.expect(200);
    assert_eq!(teams.results()[0]["userIds"], json!([made.body["id"]]));

    let owners = "/crm/v3/owners?email=dana@example.com";
    let owner = world.get(owners).await.expect(200).results()[0].clone();
    assert_eq!((&owner["teams"][0]["id"], &owner["teams"][0]["primary"]), (team, &json!(true)));
    world.make("contacts", json!({ "hubspot_owner_id": owner["id"] })).await;

    let by_id = format!("{USERS}/{}", made.body["id"].as_str().unwrap());
    world.get(&by_id).await.expect(200);
    world.delete(&by_id).await.expect(204);
    world.get(&by_id).await.expect(404);
    assert!(world.get(owners).await.expect(200).results().is_empty());
    let gone = world.get(&format!("{owners}&archived=true")).await.expect(200);
    assert_eq!((&gone.results()[0]["id"], gone.results()[0].get("userId")), (&owner["id"], None));
}

#[tokio::test]
async fn users_come_page_by_page() {
    let world = World::new().await;
    let first = world.get(&format!("{USERS}?limit=1")).await.expect(200);
    let after = first.body["paging"]["next"]["after"].as_str().unwrap();
    let second = world.get(&format!("{USERS}?limit=1&after={after}")).await.expect(200);
    assert_ne!(first.ids(), second.ids());
    assert_eq!(second.body.get("paging"), None, "who has left is no user");
}

#[tokio::test]
async fn a_deal_is_credited_to_owners_in_parts_that_make_a_whole() {
    let world = World::new().await;
    let deal = world.make("deals", json!({ "dealname": "D" })).await.parse::<u64>().unwrap();
    let owners = world.get("/crm/v3/owners").await.expect(200).ids();
    let owners: Vec<u64> = owners.iter().map(|id| id.parse().unwrap()).collect();
    let splits = |second: f64| {
        let parts = json!([
            { "ownerId": owners[0], "percentage": 0.75 }, { "ownerId": owners[1], "percentage": second },
        ]);
        json!({ "inputs": [{ "id": deal, "splits": parts }] })
    };
    let path = "/crm/v3/objects/deals/splits/batch";
    world.post(&format!("{path}/upsert"), splits(0.5)).await.expect(400);
    world.post(&format!("{path}/upsert"), splits(0.25)).await.expect(200);
    let read = json!({ "inputs": [{ "id": deal.to_string() }, { "id": "1" }] });
    let read = world.post(&format!("{path}/read"), read).await.expect(207);
    let parts = read.results()[0]["splits"].as_array().unwrap();
    let shares: Vec<&Value> =
        parts.iter().map(|part| &part["properties"]["hs_deal_split_percentage"]).collect();
    assert_eq!((shares, &read.body["numErrors"]), (vec![&json!("0.75"), &json!("0.25")], &json!(1)));
}
