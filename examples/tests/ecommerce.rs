//! The shop and the CRM as their users run the job: a program of its own, against sandboxes that stay up.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests, against programs in real time"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use connectors_core::Client;
use connectors_core::clock::ScaledClock;
use connectors_sandbox::shopify::{Item, Plan, Purchase, Restock, Shopify, TakenBack};
use connectors_sandbox::zoho::Zoho;
use connectors_sandbox::{Fault, Sandbox};
use connectors_shopify::{inventory_levels, locations, product_variants};
use connectors_zoho::{DataCenter, contacts, products, sales_orders};
use rust_decimal::Decimal;
use serde_json::{Value, json};

const PRODUCTS: usize = 12;
const ORDERS: usize = 20;

/// Both platforms, and people at their screens.
struct World {
    sandbox: Sandbox,
    shop: Shopify,
    crm: Zoho,
}

impl World {
    /// A shop with products and orders; its time runs so many times as fast as ours.
    async fn new(scale: f64) -> Self {
        let shop = Shopify::new().plan(Plan::Plus).products(PRODUCTS, 1).customers(6).orders(ORDERS);
        let crm = Zoho::new().deals(0);
        let builder = Sandbox::builder()
            .clock(Arc::new(ScaledClock::new(scale)))
            .service_time(Duration::from_millis(if scale > 1.0 { 250 } else { 5 }))
            .platform(crm.clone())
            .platform(shop.clone());
        Self { sandbox: builder.start().await.unwrap(), shop, crm }
    }

    fn start(&self, arguments: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_ecommerce"))
            .args(["--sandbox", self.sandbox.url("zoho"), "--json"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Runs it to its end; standard output holds one JSON object and nothing else.
    async fn run(&self, arguments: &[&str]) -> Value {
        report(self.start(arguments)).await
    }

    fn zoho(&self) -> Client<connectors_zoho::Zoho> {
        let url = self.sandbox.url("zoho");
        let token = self.sandbox.access_token("zoho").unwrap();
        let zoho = connectors_zoho::Zoho::new(DataCenter::Us).base_urls(url, url).access_token(token);
        zoho.connect().unwrap()
    }

    fn shopify(&self) -> Client<connectors_shopify::Shopify> {
        let place = &self.sandbox.describe()["shopify"];
        let shop = connectors_shopify::Shopify::new(place["shop"].as_str().unwrap()).unwrap();
        let shop = shop.base_url(place["api"].as_str().unwrap());
        shop.access_token(place["admin_token"].as_str().unwrap().to_owned()).connect().unwrap()
    }

    /// The CRM's products, by SKU.
    async fn products(&self) -> BTreeMap<String, products::Product> {
        let all: Vec<products::Product> = self.zoho().items(products::List::new()).collect().await.unwrap();
        let mut known = BTreeMap::new();
        for product in all {
            let Some(sku) = product.product_code.clone().filter(|sku| sku != "SHOPIFY-OTHER") else {
                continue;
            };
            assert!(known.insert(sku.clone(), product).is_none(), "{sku} is there twice");
        }
        known
    }

    /// What the CRM says is there, by SKU.
    async fn in_crm(&self) -> BTreeMap<String, i64> {
        let stock = |stock: Option<Decimal>| stock.unwrap_or_default().try_into().unwrap();
        self.products().await.into_iter().map(|(sku, product)| (sku, stock(product.qty_in_stock))).collect()
    }

    /// What the shop says is there, by SKU, over all locations.
    async fn in_shop(&self) -> BTreeMap<String, i64> {
        let all: Vec<product_variants::ProductVariant> =
            self.shopify().items(product_variants::List::new()).collect().await.unwrap();
        let stock = |one: product_variants::ProductVariant| {
            (one.sku.unwrap(), one.inventory_quantity.unwrap_or_default())
        };
        all.into_iter().map(stock).collect()
    }

    async fn assert_stock_is_equal(&self) {
        assert_eq!(self.in_crm().await, self.in_shop().await);
    }

    /// Somebody changes a product at the CRM's screen.
    async fn edit(&self, sku: &str, fields: Value) {
        let id = self.products().await[sku].id.clone().unwrap();
        let mut record = fields.as_object().unwrap().clone();
        record.insert("id".to_owned(), id.into());
        self.crm.write("Products", &record).unwrap();
    }

    /// Somebody counts so many more in the CRM, or less.
    async fn count(&self, sku: &str, more: i64) {
        let stock = self.in_crm().await[sku];
        self.edit(sku, json!({ "Qty_in_Stock": stock + more })).await;
    }

    fn restock(&self, sku: &str, by: i64) {
        self.shop.restock(&Restock::new(sku, by)).unwrap();
    }

    fn buy(&self, sku: &str, quantity: u32) -> String {
        let purchase = Purchase::new([Item::new(sku, quantity)]).email("shopper@example.com".to_owned());
        self.shop.buy(&purchase).unwrap().name
    }

    /// The CRM's sales orders, by what the order is called.
    async fn sales_orders(&self) -> BTreeMap<String, sales_orders::SalesOrder> {
        let fields = [
            "Subject",
            "Status",
            "Grand_Total",
            "Contact_Name",
            "Refunded",
            "Refund_Status",
            "Shopify_Order_ID",
        ];
        let list = sales_orders::List::new().fields(fields);
        let mut orders = BTreeMap::new();
        for order in self.zoho().items(list).collect().await.unwrap() {
            let name = order.subject.clone().unwrap().trim_start_matches("Shopify ").to_owned();
            assert!(orders.insert(name.clone(), order).is_none(), "{name} is there twice");
        }
        orders
    }

    /// What a sales order says of its refund.
    async fn refund(&self, order: &str) -> (String, Decimal) {
        let order = &self.sales_orders().await[order];
        let status: Option<String> = order.custom.get("Refund_Status").unwrap();
        let refunded: Option<Decimal> = order.custom.get("Refunded").unwrap();
        (status.unwrap(), refunded.unwrap())
    }

    async fn calls(&self) -> u64 {
        self.sandbox.counters("zoho").calls + self.sandbox.counters("shopify").calls
    }
}

async fn report(child: Child) -> Value {
    let output = tokio::task::spawn_blocking(move || child.wait_with_output()).await.unwrap().unwrap();
    assert!(output.status.success(), "{:?}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// As Ctrl-C does. Gives what it reports in the end.
async fn interrupt(child: Child) -> Value {
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    report(child).await
}

/// Waits in real time, far longer than it takes.
async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..400 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("it never came to pass that {what}");
}

fn sku(n: usize) -> String {
    format!("SKU-{n:05}-1")
}

/// A place for the state of one test.
fn state(folder: &Path) -> String {
    folder.join("state.json").to_str().unwrap().to_owned()
}

fn assert_nothing_written(report: &Value) {
    for count in [
        "orders_created",
        "orders_updated",
        "contacts_created",
        "contacts_updated",
        "products_created",
        "products_to_crm",
        "products_to_shop",
        "stock_to_crm",
        "stock_to_shop",
    ] {
        assert_eq!(report[count], 0, "{count} in {report}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_order_customer_and_article_goes_over_once_and_a_second_run_does_nothing() {
    let world = World::new(60.0).await;
    let report = world.run(&[]).await;
    assert_eq!(report["orders_created"], ORDERS, "{report}");
    assert_eq!(report["products_created"], PRODUCTS, "{report}");
    assert_eq!(report["rejected"].as_array().unwrap().len(), 0, "{report}");
    let orders = world.sales_orders().await;
    assert_eq!(orders.len(), ORDERS);
    assert!(orders.values().any(|order| order.contact_name.is_some()), "no order has its customer");
    world.assert_stock_is_equal().await;
    // Without a state all is compared anew.
    let second = world.run(&[]).await;
    assert_nothing_written(&second);
    assert_eq!(world.sales_orders().await.len(), ORDERS);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_runs_at_once_make_each_record_once() {
    let world = World::new(60.0).await;
    let both = [world.start(&[]), world.start(&[])];
    let [one, other] = both.map(report);
    let (one, other) = tokio::join!(one, other);
    let made = |what: &str| one[what].as_u64().unwrap() + other[what].as_u64().unwrap();
    assert_eq!(made("orders_created"), ORDERS as u64, "{one} {other}");
    assert_eq!(made("products_created"), PRODUCTS as u64, "{one} {other}");
    assert_eq!(world.sales_orders().await.len(), ORDERS);
    assert_eq!(world.in_crm().await.len(), PRODUCTS);
    world.assert_stock_is_equal().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stock_changes_on_both_sides_add_up_and_what_the_crm_adds_goes_to_the_location_that_was_chosen() {
    let world = World::new(60.0).await;
    let folder = tempfile::tempdir().unwrap();
    let file = state(folder.path());
    let chosen = ["--state", file.as_str(), "--location", "Second warehouse"];
    world.run(&chosen).await;
    let before = world.in_shop().await;
    let name = sku(1);
    world.restock(&name, 7);
    world.buy(&name, 2);
    world.count(&name, 5).await;
    world.count(&sku(2), -4).await;
    let report = world.run(&chosen).await;
    assert_eq!(report["rejected"].as_array().unwrap().len(), 0, "{report}");
    let after = world.in_shop().await;
    assert_eq!(after[&name], before[&name] + 7 - 2 + 5);
    assert_eq!(after[&sku(2)], before[&sku(2)] - 4);
    world.assert_stock_is_equal().await;
    assert_nothing_written(&world.run(&chosen).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_crm_takes_and_the_shop_does_not_have_is_told_and_nothing_falls_below_zero() {
    let world = World::new(60.0).await;
    let folder = tempfile::tempdir().unwrap();
    let file = state(folder.path());
    world.run(&["--state", &file]).await;
    let there = world.in_shop().await[&sku(3)];
    world.restock(&sku(3), -(there - 1));
    world.count(&sku(3), -there).await;
    let report = world.run(&["--state", &file]).await;
    let rejected = report["rejected"].as_array().unwrap();
    assert_eq!(rejected.len(), 1, "{report}");
    assert_eq!((&rejected[0]["record"], &rejected[0]["field"]), (&json!(sku(3)), &json!("Qty_in_Stock")));
    assert_eq!(world.in_shop().await[&sku(3)], 1, "nothing was taken");
    // Once there is enough, it is taken.
    world.restock(&sku(3), there);
    let report = world.run(&["--state", &file]).await;
    assert_eq!(report["rejected"].as_array().unwrap().len(), 0, "{report}");
    assert_eq!(world.in_shop().await[&sku(3)], 1);
    world.assert_stock_is_equal().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refunds_partial_and_whole_show_on_the_sales_order_and_what_came_back_is_in_stock() {
    let world = World::new(60.0).await;
    let folder = tempfile::tempdir().unwrap();
    let file = state(folder.path());
    let order = world.buy(&sku(4), 3);
    world.run(&["--state", &file]).await;
    assert_eq!(world.refund(&order).await, ("None".to_owned(), Decimal::ZERO));
    world.shop.take_back(&TakenBack::new(&*order).items([Item::new(sku(4), 1)])).unwrap();
    world.run(&["--state", &file]).await;
    let (status, part) = world.refund(&order).await;
    assert_eq!(status, "Partial");
    world.assert_stock_is_equal().await;
    world.shop.take_back(&TakenBack::new(&*order)).unwrap();
    let report = world.run(&["--state", &file]).await;
    let (status, whole) = world.refund(&order).await;
    assert_eq!((status.as_str(), report["orders_created"].as_i64()), ("Whole", Some(0)));
    assert!(whole > part && part > Decimal::ZERO);
    assert_eq!(Some(whole), world.sales_orders().await[&order].grand_total);
    world.assert_stock_is_equal().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_order_shows_it_and_what_was_set_aside_is_in_stock_again() {
    let world = World::new(60.0).await;
    let folder = tempfile::tempdir().unwrap();
    let file = state(folder.path());
    let before = world.in_shop().await[&sku(2)];
    let order = world.buy(&sku(2), 2);
    world.run(&["--state", &file]).await;
    assert_eq!(world.sales_orders().await[&order].status.as_deref(), Some("Created"));
    let shop = world.shopify();
    let found = shop.items(connectors_shopify::orders::List::new().query(format!("name:'{order}'")));
    let id = found.collect().await.unwrap().pop().unwrap().id;
    let cancel = "mutation Cancel($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true, \
        refundMethod: { originalPaymentMethodsRefund: true }) { job { id } userErrors: orderCancelUserErrors { message } } }";
    let cancel = connectors_shopify::graphql::Mutation::<Value>::new(cancel).variable("id", id).unwrap();
    shop.call(cancel).await.unwrap();
    let report = world.run(&["--state", &file]).await;
    assert_eq!((&report["orders_created"], &report["orders_updated"]), (&json!(0), &json!(1)), "{report}");
    assert_eq!(world.sales_orders().await[&order].status.as_deref(), Some("Cancelled"));
    assert_eq!(world.refund(&order).await.0, "Whole");
    assert_eq!(world.in_crm().await[&sku(2)], before);
    world.assert_stock_is_equal().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_prices_and_descriptions_that_the_crm_changed_go_to_the_shop_and_do_not_come_back() {
    let world = World::new(60.0).await;
    let folder = tempfile::tempdir().unwrap();
    let file = state(folder.path());
    world.run(&["--state", &file]).await;
    let change = json!({ "Unit_Price": 99.5, "Product_Name": "Renamed", "Description": "Two\nlines" });
    world.edit(&sku(5), change).await;
    let report = world.run(&["--state", &file]).await;
    assert_eq!((&report["products_to_shop"], &report["products_to_crm"]), (&json!(1), &json!(0)), "{report}");
    let shop = world.shopify();
    let found = shop.items(product_variants::List::new().query(format!("sku:{}", sku(5))));
    let variant = found.collect().await.unwrap().pop().unwrap();
    assert_eq!(variant.price, Decimal::new(995, 1));
    let product = shop.call(connectors_shopify::products::Get::new(variant.product.id)).await.unwrap();
    assert_eq!(
        (product.title.as_str(), product.description_html.as_str()),
        ("Renamed", "<p>Two</p><p>lines</p>")
    );
    assert_nothing_written(&world.run(&["--state", &file]).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn skus_that_several_have_are_told_and_nothing_is_guessed() {
    let world = World::new(60.0).await;
    let twice = json!({ "Product_Name": "Twice", "Product_Code": "TWICE", "Qty_in_Stock": 3 });
    world.crm.write("Products", twice.as_object().unwrap()).unwrap();
    let shop = world.shopify();
    for title in ["One", "Other"] {
        let made = shop.call(connectors_shopify::products::Create::new(
            connectors_shopify::products::ProductInput::new(title),
        ));
        let product = made.await.unwrap().id;
        let query = product_variants::List::new().query(format!("product_id:{}", product.number().unwrap()));
        let variant = shop.items(query).collect().await.unwrap().pop().unwrap();
        let sku = connectors_shopify::inventory_items::InventoryItemInput::new().sku("TWICE".to_owned());
        let change = product_variants::VariantUpdateInput::new(variant.id).inventory_item(sku);
        shop.call(product_variants::Update::new(product, [change])).await.unwrap();
    }
    let report = world.run(&[]).await;
    let rejected = report["rejected"].as_array().unwrap();
    assert_eq!(rejected.len(), 1, "{report}");
    assert_eq!(rejected[0]["record"], "variant TWICE");
    assert_eq!(world.in_crm().await["TWICE"], 3, "it was left alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_and_a_customer_with_the_same_address_are_one_contact() {
    let world = World::new(60.0).await;
    let known = json!({ "Last_Name": "Known", "Email": "shopper@example.com" });
    let id = world.crm.write("Contacts", known.as_object().unwrap()).unwrap();
    let order = world.buy(&sku(1), 1);
    let report = world.run(&[]).await;
    let found: Vec<contacts::Contact> = world.zoho().items(contacts::List::new()).collect().await.unwrap();
    let same = found.iter().filter(|one| one.email.as_deref() == Some("shopper@example.com")).count();
    assert_eq!(same, 1, "{report}");
    let contact = world.sales_orders().await[&order].contact_name.clone().unwrap();
    assert_eq!(contact.id, id, "the contact that was there is the customer");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_faults_both_sides_are_right_and_a_second_run_writes_nothing() {
    let world = World::new(60.0).await;
    let folder = tempfile::tempdir().unwrap();
    let file = state(folder.path());
    let report = world.run(&["--state", &file, "--faults"]).await;
    assert!(report["retries"].as_u64().unwrap() > 0, "nothing went wrong: {report}");
    world.sandbox.clear_faults();
    assert_eq!(world.sales_orders().await.len(), ORDERS);
    world.assert_stock_is_equal().await;
    let second = world.run(&["--state", &file]).await;
    assert_eq!(second["orders_created"], 0);
    world.assert_stock_is_equal().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_to_a_write_may_be_lost() {
    let world = World::new(60.0).await;
    let folder = tempfile::tempdir().unwrap();
    let file = state(folder.path());
    for (method, path) in [("POST", "*/Sales_Orders*"), ("POST", "*/Products*"), ("POST", "*/Contacts*")] {
        world.sandbox.fault(Fault::cut_after_write().on(method, path).times(2));
    }
    world.run(&["--state", &file]).await;
    assert_eq!(world.sales_orders().await.len(), ORDERS);
    let before = world.in_shop().await[&sku(6)];
    world.count(&sku(6), 5).await;
    world.restock(&sku(7), 3);
    world.sandbox.fault(Fault::cut_after_write().on("PUT", "*/Products*").times(3));
    world.sandbox.fault(Fault::cut_after_write().on("POST", "*graphql*").times(3));
    world.run(&["--state", &file]).await;
    assert_eq!(world.in_shop().await[&sku(6)], before + 5);
    world.assert_stock_is_equal().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_random_moments_while_both_sides_change_nothing_is_lost_or_doubled() {
    let world = World::new(60.0).await;
    let folder = tempfile::tempdir().unwrap();
    let file = state(folder.path());
    let before_all = world.calls().await;
    world.run(&["--state", &file]).await;
    let all = world.calls().await - before_all;
    let mut wanted = world.in_shop().await;
    let mut orders = ORDERS;
    for round in 0..15 {
        for n in 1..=4 {
            let (sku, many) = (sku(n), i64::from(fastrand::u8(1..5)));
            match (round + n) % 3 {
                0 => {
                    world.count(&sku, many).await;
                    *wanted.get_mut(&sku).unwrap() += many;
                }
                1 => {
                    world.restock(&sku, many);
                    *wanted.get_mut(&sku).unwrap() += many;
                }
                _ => {
                    world.buy(&sku, 1);
                    *wanted.get_mut(&sku).unwrap() -= 1;
                    orders += 1;
                }
            }
        }
        let (from, after) = (world.calls().await, fastrand::u64(1..=all / 2));
        let mut child = world.start(&["--state", &file]);
        while world.calls().await < from + after && child.try_wait().unwrap().is_none() {
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
        tokio::time::sleep(Duration::from_micros(fastrand::u64(0..3_000))).await;
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let report = world.run(&["--state", &file]).await;
    assert_eq!(report["rejected"].as_array().unwrap().len(), 0, "{report}");
    assert_eq!(world.in_shop().await, wanted, "the shop's stock is the sum of what happened");
    assert_eq!(world.in_crm().await, wanted, "the CRM's stock is the sum of what happened");
    assert_eq!(world.sales_orders().await.len(), orders, "each order once");
}

async fn until_watched(world: &World) {
    until("it watches", async || {
        world.sandbox.calls().iter().any(|call| call.path.ends_with("/actions/watch"))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_watches_orders_and_stock_go_over_at_once_and_ctrl_c_ends_it_cleanly() {
    // In real time: what is not told by a webhook is found after an hour, longer than anything is waited for here.
    let world = World::new(1.0).await;
    let child = world.start(&["--watch"]);
    until("all is over", async || world.sales_orders().await.len() == ORDERS).await;
    until_watched(&world).await;
    let order = world.buy(&sku(8), 2);
    until("the order is a sales order", async || world.sales_orders().await.contains_key(&order)).await;
    until("stock is told", async || world.in_crm().await == world.in_shop().await).await;
    world.shop.take_back(&TakenBack::new(&*order)).unwrap();
    until("the refund is told", async || world.refund(&order).await.0 == "Whole").await;
    let before = world.in_shop().await[&sku(9)];
    world.count(&sku(9), 4).await;
    until("the shop has what was counted", async || world.in_shop().await[&sku(9)] == before + 4).await;
    world.restock(&sku(10), 6);
    until("stock is told", async || world.in_crm().await == world.in_shop().await).await;
    let report = interrupt(child).await;
    assert_eq!(report["orders_created"], ORDERS + 1, "{report}");
    let last = world.sandbox.calls().into_iter().rfind(|call| call.path.ends_with("/actions/watch")).unwrap();
    assert_eq!((last.method.as_str(), last.status), ("DELETE", Some(200)), "its channel is ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_deliveries_are_lost_doubled_late_and_out_of_order_both_sides_come_right_within_the_hour() {
    // An hour is three seconds.
    let world = World::new(1_200.0).await;
    let child = world.start(&["--watch"]);
    until("all is over", async || world.sales_orders().await.len() == ORDERS).await;
    until_watched(&world).await;
    world.sandbox.fault(Fault::lose_delivery().probability(0.5));
    world.sandbox.fault(Fault::repeat_delivery().probability(0.3));
    world.sandbox.fault(Fault::delay_delivery(Duration::from_secs(90)).probability(0.3));
    world.sandbox.fault(Fault::reorder_delivery().probability(0.3));
    for n in 1..=6 {
        world.buy(&sku(n), 1);
        world.restock(&sku(n + 1), 2);
        world.count(&sku(n + 2), 1).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    until("each order is there", async || world.sales_orders().await.len() == ORDERS + 6).await;
    until("stock is equal", async || world.in_crm().await == world.in_shop().await).await;
    interrupt(child).await;
    assert_eq!(world.sales_orders().await.len(), ORDERS + 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn products_of_the_crm_are_sent_to_the_shop_as_a_bulk_operation_and_once() {
    let world = World::new(60.0).await;
    for n in 0..40 {
        let product = json!({
            "Product_Name": format!("New {n}"), "Product_Code": format!("NEW-{n}"), "Unit_Price": 10 + n, "Qty_in_Stock": n % 3,
        });
        world.crm.write("Products", product.as_object().unwrap()).unwrap();
    }
    let report = world.run(&["--import"]).await;
    assert_eq!(report["imported"], 40, "{report}");
    assert_eq!(world.in_shop().await.len(), PRODUCTS + 40);
    world.assert_stock_is_equal().await;
    let second = world.run(&["--import"]).await;
    assert_eq!(second["imported"], 0, "{second}");
    assert_nothing_written(&second);
    assert_eq!(world.in_shop().await.len(), PRODUCTS + 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_was_killed_goes_on_and_no_product_is_there_twice() {
    let world = World::new(60.0).await;
    let folder = tempfile::tempdir().unwrap();
    let file = state(folder.path());
    for n in 0..30 {
        let product = json!({ "Product_Name": format!("New {n}"), "Product_Code": format!("NEW-{n}"), "Qty_in_Stock": n });
        world.crm.write("Products", product.as_object().unwrap()).unwrap();
    }
    for _ in 0..6 {
        let (from, after) = (world.calls().await, fastrand::u64(1..20));
        let mut child = world.start(&["--state", &file, "--import"]);
        while world.calls().await < from + after && child.try_wait().unwrap().is_none() {
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    world.run(&["--state", &file, "--import"]).await;
    assert_eq!(world.in_shop().await.len(), PRODUCTS + 30);
    let all: Vec<product_variants::ProductVariant> =
        world.shopify().items(product_variants::List::new()).collect().await.unwrap();
    assert_eq!(all.len(), PRODUCTS + 30, "a product is there twice");
    world.assert_stock_is_equal().await;
    assert_eq!(world.in_crm().await["NEW-29"], 29);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_crm_takes_is_taken_from_several_locations_if_one_has_too_little() {
    let world = World::new(60.0).await;
    let folder = tempfile::tempdir().unwrap();
    let file = state(folder.path());
    let chosen = ["--state", file.as_str(), "--location", "Second warehouse"];
    let shop = world.shopify();
    let places: Vec<locations::Location> = shop.items(locations::List::new()).collect().await.unwrap();
    let second = places.iter().find(|place| place.name == "Second warehouse").unwrap();
    let found = shop.items(product_variants::List::new().query(format!("sku:{}", sku(1))));
    let item = found.collect().await.unwrap().pop().unwrap().inventory_item.id;
    let activate = connectors_shopify::inventory_items::ActivateAtLocation::new(&item, &second.id);
    shop.call(activate).await.unwrap();
    world.shop.restock(&Restock::new(sku(1), 3).location("Second warehouse".to_owned())).unwrap();
    world.run(&chosen).await;
    world.count(&sku(1), -5).await;
    world.run(&chosen).await;
    let levels = shop.items(inventory_levels::List::new(inventory_levels::Of::InventoryItem(item)));
    let levels = levels.collect().await.unwrap();
    let there = levels.iter().find(|level| level.location.id == second.id).unwrap();
    assert_eq!(there.quantity("available"), Some(0), "the chosen one gave all it had");
    world.assert_stock_is_equal().await;
}

#[test]
fn bad_arguments_are_told_in_a_line() {
    let fails = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ecommerce"));
        let output = command.args(arguments).env_clear().envs(variables.iter().copied()).output().unwrap();
        assert!(!output.status.success());
        assert!(output.stdout.is_empty() || !output.stderr.is_empty());
        String::from_utf8(output.stderr).unwrap()
    };
    let nobody = fails(&["--sandbox", "http://127.0.0.1:1"], &[]);
    assert!(nobody.contains("no sandbox answers at http://127.0.0.1:1"), "{nobody}");
    assert!(fails(&["--live"], &[]).contains("--state"));
    assert!(fails(&["--live", "--faults"], &[]).contains("cannot be used with"));
}
