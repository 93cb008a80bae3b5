//! What an organisation starts with.

use std::collections::HashMap;

use connectors_sandbox::zoho::{Flaw, Zoho, seeded_deals};
use serde_json::{Value, json};

use crate::harness::World;

/// Cents, so that sums are exact.
fn cents(value: &Value) -> i64 {
    (value.as_f64().unwrap() * 100.0).round() as i64
}

async fn rows(world: &World, query: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    loop {
        let query = json!({ "select_query": format!("{query} order by id limit {}, 2000", rows.len()) });
        let answer = world.post("/coql", query).await;
        rows.extend(answer.data().clone());
        if answer.body["info"]["more_records"] == false {
            return rows;
        }
    }
}

#[tokio::test]
async fn five_hundred_won_deals_are_there_and_the_bad_ones_are_as_told() {
    let world = World::of(Zoho::new()).await;
    let told = seeded_deals(500);
    let won = "select Deal_Name, Amount, Account_Name, Account_Name.Account_Name as customer \
               from Deals where Stage = 'Closed Won'";
    let won = rows(&world, won).await;
    assert_eq!(won.len(), 500);
    let lines = "select Parent_Id, Quantity, Unit_Price, Tax_Code, Line_Total, Product from Products_Sold \
                 where Parent_Id.Stage = 'Closed Won'";
    let mut by_deal: HashMap<String, Vec<Value>> = HashMap::new();
    for line in rows(&world, lines).await {
        by_deal.entry(line["Parent_Id"]["id"].as_str().unwrap().to_owned()).or_default().push(line);
    }
    for deal in &won {
        let id = deal["id"].as_str().unwrap();
        let lines = by_deal.remove(id).unwrap_or_default();
        let sum: i64 = lines.iter().map(|line| cents(&line["Line_Total"])).sum();
        let flaw = told.bad.iter().find(|bad| bad.id == id).map(|bad| bad.flaw);
        assert_eq!(flaw.is_none(), told.good.iter().any(|good| good == id));
        assert_eq!(deal["Account_Name"].is_null(), flaw == Some(Flaw::NoAccount));
        let name = deal["customer"].as_str().unwrap_or_default().chars().count();
        assert_eq!(name > 255, flaw == Some(Flaw::AccountNameTooLong));
        assert_eq!(lines.is_empty(), flaw == Some(Flaw::NoLines));
        let difference = cents(&deal["Amount"]) - sum;
        let wanted = match flaw {
            Some(Flaw::AmountMismatch) => 1_000,
            Some(Flaw::NoLines) => 12_345,
            _ => 0,
        };
        assert_eq!(difference, wanted, "{deal}");
        for line in &lines {
            let fits =
                (line["Quantity"].as_f64().unwrap() * cents(&line["Unit_Price"]) as f64).round() as i64;
            assert_eq!(fits, cents(&line["Line_Total"]));
            assert!(line["Product"].is_object());
        }
        let codes = ["Standard", "Reduced", "Zero"];
        let known = |line: &Value| line["Tax_Code"].as_str().is_some_and(|code| codes.contains(&code));
        let unknown = matches!(flaw, Some(Flaw::UnknownTaxCode | Flaw::NoTaxCode));
        assert_eq!(lines.iter().all(known), !unknown);
        let negative = lines.iter().any(|line| line["Quantity"].as_f64().unwrap() < 0.0);
        assert_eq!(negative, flaw == Some(Flaw::NegativeQuantity));
    }
    let open = world.get_with("/Deals/actions/count", &[("criteria", "(Stage:not_equal:Closed Won)")]).await;
    assert_eq!(open.body["count"], told.open.len());
    assert!(won.iter().any(|deal| cents(&deal["Amount"]) % 100 != 0), "there are cents");
}

#[tokio::test]
async fn the_products_of_a_deal_are_in_its_related_list_too() {
    let world = World::of(Zoho::new().deals(10)).await;
    let id = &seeded_deals(10).good[3];
    let deal = world.read("Deals", id).await;
    let mut of_lines: Vec<_> =
        deal["Products_Sold"].as_array().unwrap().iter().map(|row| row["Product"]["id"].clone()).collect();
    of_lines.sort_by_key(Value::to_string);
    of_lines.dedup();
    let listed = world.get(&format!("/Deals/{id}/Products?fields=Product_Name")).await;
    let mut listed: Vec<Value> = listed.data().iter().map(|product| product["id"].clone()).collect();
    listed.sort_by_key(Value::to_string);
    assert_eq!(listed, of_lines);
}

#[tokio::test]
async fn a_reset_brings_the_first_records_back() {
    let world = World::of(Zoho::new().deals(10)).await;
    let id = seeded_deals(10).good[0].clone();
    world.delete(&format!("/Deals/{id}")).await;
    assert_eq!(world.get(&format!("/Deals/{id}")).await.status, 400);
    let state = world.sandbox.state();
    assert_eq!(state["platforms"]["zoho"]["records"]["Deals"], 10);
    world.sandbox.reset();
    let mut world = world;
    world.token = world.sandbox.access_token("zoho").unwrap();
    assert_eq!(world.read("Deals", &id).await["Stage"], "Closed Won");
}
