//! Queries.

use connectors_sandbox::zoho::Zoho;
use serde_json::{Value, json};

use crate::harness::{Answer, World};

async fn ask(world: &World, query: &str) -> Answer {
    world.post("/coql", json!({ "select_query": query })).await
}

async fn world() -> World {
    let world = World::empty().await;
    let first = world.make("Accounts", json!({ "Account_Name": "First", "Phone": "1" })).await;
    let second = world.make("Accounts", json!({ "Account_Name": "Second's" })).await;
    for (name, amount, account, stage) in [
        ("a", json!(10), Some(&first), "Closed Won"),
        ("b", json!(20.5), Some(&second), "Closed Won"),
        ("c", json!(30), Some(&first), "Qualification"),
        ("d", Value::Null, None, "Qualification"),
    ] {
        let account = account.map(|id| json!({ "id": id }));
        let deal = json!({ "Deal_Name": name, "Amount": amount, "Account_Name": account, "Stage": stage,
            "Closing_Date": format!("2026-01-{}", 10 + amount.as_f64().unwrap_or(0.0) as u32 / 2) });
        world.make("Deals", deal).await;
    }
    world
}

#[tokio::test]
async fn a_query_chooses_columns_and_follows_lookups() {
    let world = world().await;
    let query = "select Deal_Name, Amount, Account_Name, Account_Name.Phone, Account_Name.Account_Name as customer \
                 from Deals where Deal_Name = 'a'";
    let answer = ask(&world, query).await;
    assert_eq!((answer.status, &answer.body["info"]), (200, &json!({ "count": 1, "more_records": false })));
    let row = &answer.data()[0];
    assert_eq!((&row["Deal_Name"], &row["Amount"]), (&json!("a"), &json!(10)));
    assert_eq!((&row["Account_Name.Phone"], &row["customer"]), (&json!("1"), &json!("First")));
    assert_eq!(row["Account_Name"]["name"], "First");
    assert!(row["id"].is_string());
}

#[tokio::test]
async fn the_where_clause_knows_its_operators() {
    let world = world().await;
    for (clause, names) in [
        ("Amount > 10", "b c"),
        ("Amount >= 20.5", "b c"),
        ("Amount != 10", "b c d"),
        ("Amount between 10 and 20.5", "a b"),
        ("Amount not between 10 and 20.5", "c d"),
        ("Amount is null", "d"),
        ("Amount is not null", "a b c"),
        ("Deal_Name in ('a', 'c')", "a c"),
        ("Deal_Name not in ('a', 'c')", "b d"),
        ("Stage like 'Closed%'", "a b"),
        ("Stage not like '%tion'", "a b"),
        ("Account_Name.Account_Name = 'Second''s'", "b"),
        ("(Account_Name.Account_Name like 'F%' and Stage = 'Closed Won')", "a"),
        ("((Amount < 15 or Amount > 25) and Stage = 'Qualification')", "c"),
        ("Closing_Date > '2026-01-15'", "b c"),
        ("Modified_Time > '2020-01-01T00:00:00+05:30'", "a b c d"),
        ("Owner.id = '5550000000000020001'", "a b c d"),
    ] {
        let answer =
            ask(&world, &format!("select Deal_Name from Deals where {clause} order by Deal_Name")).await;
        assert_eq!(answer.status, 200, "{clause}: {answer:?}");
        assert_eq!(answer.all("Deal_Name").join(" "), names, "{clause}");
    }
}

#[tokio::test]
async fn rows_are_ordered_and_cut_into_pages() {
    let world = world().await;
    let order = "select Deal_Name from Deals where id is not null order by Stage, Amount desc";
    assert_eq!(ask(&world, order).await.all("Deal_Name"), ["b", "a", "c", "d"]);
    let page = ask(&world, &format!("{order} limit 1, 2")).await;
    assert_eq!((page.all("Deal_Name"), &page.body["info"]["more_records"]), (vec!["a", "c"], &json!(true)));
    let page = ask(&world, &format!("{order} limit 2 offset 2")).await;
    assert_eq!((page.all("Deal_Name"), &page.body["info"]["more_records"]), (vec!["c", "d"], &json!(false)));
    let none = ask(&world, &format!("{order} limit 2 offset 4")).await;
    assert_eq!((none.status, none.body), (204, Value::Null));
}

#[tokio::test]
async fn a_query_gives_two_hundred_rows_unasked_and_two_thousand_at_most() {
    let world = World::of(Zoho::new().deals(2_000)).await;
    let all = "select Deal_Name from Deals where id is not null";
    assert_eq!(ask(&world, all).await.data().len(), 200);
    let most = ask(&world, &format!("{all} limit 2000")).await;
    assert_eq!((most.data().len(), &most.body["info"]["more_records"]), (2_000, &json!(true)));
    let rest = ask(&world, &format!("{all} limit 2000, 2000")).await;
    assert_eq!(rest.data().len(), 200);
    for beyond in ["limit 2001", "limit 100001, 10"] {
        let answer = ask(&world, &format!("{all} {beyond}")).await;
        assert_eq!((answer.status, answer.code()), (400, "LIMIT_EXCEEDED"), "{beyond}");
    }
    let columns = ["id"; 51].join(", ");
    let values = ["'x'"; 51].join(", ");
    for query in [
        format!("select {columns} from Deals where id is not null"),
        format!("select id from Deals where Deal_Name in ({values})"),
    ] {
        assert_eq!(ask(&world, &query).await.code(), "LIMIT_EXCEEDED");
    }
}

#[tokio::test]
async fn a_query_that_cannot_be_read_says_why() {
    let world = world().await;
    let missing = ask(&world, "select id from Deals").await;
    assert_eq!((missing.status, missing.code()), (400, "SYNTAX_ERROR"));
    assert_eq!(missing.details(), &json!({ "clause": "where" }));
    let place = ask(&world, "select id from Deals where Stage ~ 'x'").await;
    assert_eq!(place.details(), &json!({ "line": 1, "column": 34, "near": "~" }));
    let brackets = "select id from Deals where id is not null and Stage = 'x' and Amount > 1";
    assert_eq!(ask(&world, brackets).await.code(), "SYNTAX_ERROR", "three tests need brackets");
    let column = ask(&world, "select Nothing from Deals where id is not null").await;
    assert_eq!((column.code(), column.details()), ("INVALID_QUERY", &json!({ "column_name": "Nothing" })));
    let rows = ask(&world, "select Products_Sold from Deals where id is not null").await;
    assert_eq!(rows.code(), "INVALID_QUERY");
    let module = ask(&world, "select id from Nothing where id is not null").await;
    assert_eq!((module.code(), module.details()), ("INVALID_QUERY", &json!({ "module": "Nothing" })));
}

#[tokio::test]
async fn the_rows_of_a_subform_can_be_queried_across_records() {
    let world = World::of(Zoho::new().deals(30)).await;
    let query = "select Parent_Id, Product.Product_Code, Quantity, Unit_Price, Tax_Code, Line_Total \
                 from Products_Sold where Parent_Id.Stage = 'Closed Won' limit 2000";
    let answer = ask(&world, query).await;
    assert!(answer.data().len() > 60);
    let row = &answer.data()[0];
    assert_eq!(row["Parent_Id"]["name"], "Deal 0001");
    assert!(row["Product.Product_Code"].as_str().unwrap().starts_with("P-"));
}

#[tokio::test]
async fn records_are_grouped_and_counted_and_summed() {
    let world = world().await;
    let query = "select Stage, COUNT(id), sum(Amount) as total, AVG(Amount), MIN(Amount), MAX(Closing_Date) \
                 from Deals where id is not null group by Stage order by total desc";
    let answer = ask(&world, query).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let wanted = json!([
        { "Stage": "Closed Won", "COUNT(id)": 2, "total": 30.5, "AVG(Amount)": 15.25, "MIN(Amount)": 10, "MAX(Closing_Date)": "2026-01-20" },
        { "Stage": "Qualification", "COUNT(id)": 2, "total": 30.0, "AVG(Amount)": 30.0, "MIN(Amount)": 30, "MAX(Closing_Date)": "2026-01-25" },
    ]);
    // Qualification has a deal without an amount, which counts as a record and not as an amount.
    assert_eq!(answer.body["data"], wanted);
    let all = ask(&world, "select COUNT(id) from Deals where Amount > 10").await;
    assert_eq!(all.body["data"], json!([{ "COUNT(id)": 2 }]));
    let none = ask(&world, "select COUNT(id) as n from Deals where Amount > 1000").await;
    assert_eq!(none.body["data"], json!([{ "n": 0 }]));
    let joined = "select Account_Name.Account_Name as customer, COUNT(id) as n from Deals \
                  where Account_Name is not null group by Account_Name.Account_Name order by customer";
    let joined = ask(&world, joined).await;
    assert_eq!(
        joined.body["data"],
        json!([{ "customer": "First", "n": 2 }, { "customer": "Second's", "n": 1 }])
    );
    let page =
        ask(&world, "select Stage, COUNT(id) from Deals where id is not null group by Stage limit 1").await;
    assert_eq!((page.data().len(), &page.body["info"]["more_records"]), (1, &json!(true)));
}

#[tokio::test]
async fn groups_have_their_rules() {
    let world = world().await;
    for (query, code) in [
        ("select Stage, COUNT(id) from Deals where id is not null", "INVALID_QUERY"),
        ("select SUM(Deal_Name) from Deals where id is not null", "INVALID_QUERY"),
        ("select Stage from Deals where id is not null group by Stage order by Amount", "INVALID_QUERY"),
        (
            "select COUNT(id) from Deals where id is not null group by Stage, Type, Amount, Pipeline, Owner",
            "LIMIT_EXCEEDED",
        ),
        ("select COUNT(id) as a, SUM(Amount) as a from Deals where id is not null", "DUPLICATE_ALIAS"),
        ("select Stage, Stage from Deals where id is not null", "DUPLICATE_DATA"),
        (
            "select COUNT(id), SUM(Amount), MIN(Amount), MAX(Amount), AVG(Amount), MIN(id) from Deals where id is not null",
            "LIMIT_EXCEEDED",
        ),
    ] {
        let answer = ask(&world, query).await;
        assert_eq!((answer.status, answer.code()), (400, code), "{query}");
    }
}
