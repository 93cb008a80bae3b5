//! What happens in the shop without a program.

use connectors_sandbox::shopify::{Item, Purchase, Restock, Shopify, TakenBack};
use serde_json::{Value, json};

use crate::harness::World;
use crate::orders::{amount, read, stock, variants};

#[tokio::test]
async fn a_shopper_buys_and_brings_back_and_the_shelf_is_as_it_was() {
    let world = World::of(Shopify::new().products(2, 1)).await;
    let variants = variants(&world).await;
    let purchase = Purchase::new([Item::new("SKU-00001-1", 2), Item::new("SKU-00002-1", 1)]);
    let bought = world.shop.buy(&purchase.email("ada@example.com").first_name("Ada")).unwrap();
    assert_eq!((bought.name.as_str(), stock(&world, &variants[0]).await), ("#1001", (98, 2)));
    let shown = read(&world, &json!(bought.id)).await;
    assert_eq!(
        (&shown["displayFinancialStatus"], amount(&shown, "totalReceivedSet")),
        (&json!("PAID"), bought.amount)
    );
    let one = TakenBack::new("#1001").items([Item::new("SKU-00001-1", 1)]);
    world.shop.take_back(&one).unwrap();
    assert_eq!(stock(&world, &variants[0]).await, (99, 1));
    world.shop.take_back(&TakenBack::new("#1001")).unwrap();
    assert_eq!((stock(&world, &variants[0]).await, stock(&world, &variants[1]).await), ((100, 0), (100, 0)));
    let shown = read(&world, &json!(bought.id)).await;
    assert_eq!(
        (&shown["displayFinancialStatus"], amount(&shown, "netPaymentSet").as_str()),
        (&json!("REFUNDED"), "0.0")
    );
    assert!(world.shop.take_back(&one).is_err(), "nothing is left to be taken back");
    assert!(world.shop.buy(&Purchase::new([Item::new("SKU-00001-1", 101)])).is_err());
    assert!(world.shop.buy(&Purchase::new([Item::new("SKU-9", 1)])).is_err());
}

#[tokio::test]
async fn programs_elsewhere_have_the_same_by_the_control_endpoints() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let post = async |action: &str, body: Value| {
        let url = format!("{}/_sandbox/shopify/{action}", world.sandbox.url("shopify"));
        let answer = world.client.post(url).json(&body).send().await.unwrap();
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap())
    };
    let item = json!({ "sku": "SKU-00001-1", "quantity": 3 });
    let (_, bought) = post("buy", json!({ "items": [item], "unpaid": true })).await;
    assert_eq!(bought["name"], "#1001");
    let (_, left) = post("restock", json!({ "sku": "SKU-00001-1", "by": 5 })).await;
    assert_eq!(left, json!({ "available": 102 }));
    let (code, _) = post("take_back", json!({ "order": "#1001", "damaged": true })).await;
    assert_eq!(code, 200);
    let variant = variants(&world).await.remove(0);
    assert_eq!(stock(&world, &variant).await, (102, 3), "what is damaged does not come back");
    let (code, refused) =
        post("restock", json!({ "sku": "SKU-00001-1", "by": 5, "location": "Nowhere" })).await;
    assert_eq!((code, &refused["error"]), (400, &json!("SKU-00001-1 is not kept at that place")));
    let (code, _) = post("buy", json!({ "items": [item], "odd": 1 })).await;
    assert_eq!(code, 400);
    assert_eq!(post("sing", json!({})).await.0, 404);
}

#[test]
fn what_is_restocked_names_its_place() {
    let restock = Restock::new("A", -2).location("Second warehouse");
    assert_eq!((restock.by, restock.location.as_deref()), (-2, Some("Second warehouse")));
}
