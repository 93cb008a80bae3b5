//! Searching by criteria, e-mail address, phone number and word.

use connectors_sandbox::zoho::Zoho;
use serde_json::{Value, json};

use crate::harness::World;

async fn people() -> World {
    let world = World::empty().await;
    let people = json!({ "data": [
        { "Last_Name": "Alder", "First_Name": "A", "Email": "alder@example.com", "Phone": "111", "Title": "Boss (first)" },
        { "Last_Name": "Birch", "First_Name": "B", "Email": "birch@example.com", "Mobile": "222", "Department": "One, Two" },
        { "Last_Name": "Cedar", "First_Name": "A", "Secondary_Email": "alder@example.com", "Email_Opt_Out": true },
    ] });
    assert_eq!(world.post("/Contacts", people).await.status, 201);
    world
}

async fn found(world: &World, module: &str, criteria: &str) -> Vec<String> {
    let query = [("criteria", criteria), ("fields", "Last_Name,Deal_Name")];
    let answer = world.get_with(&format!("/{module}/search"), &query).await;
    assert!([200, 204].contains(&answer.status), "{criteria}: {answer:?}");
    if answer.status == 204 {
        assert_eq!(answer.body, Value::Null);
        return Vec::new();
    }
    let names = answer.data().iter().map(|record| record.get("Last_Name").or(record.get("Deal_Name")));
    names.map(|name| name.unwrap().as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn criteria_combine_tests_of_text() {
    let world = people().await;
    for (criteria, names) in [
        ("(Last_Name:equals:alder)", vec!["Alder"]),
        ("(Last_Name:not_equal:Alder)", vec!["Birch", "Cedar"]),
        ("(Last_Name:starts_with:B)", vec!["Birch"]),
        ("(Last_Name:in:Alder,Cedar)", vec!["Alder", "Cedar"]),
        ("(Last_Name:between:B,Bz)", vec!["Birch"]),
        ("((First_Name:equals:A)and(Last_Name:starts_with:C))", vec!["Cedar"]),
        ("((Last_Name:equals:Alder)or(Last_Name:equals:Birch))", vec!["Alder", "Birch"]),
        (
            "(((First_Name:equals:A)and(not(Last_Name:equals:Alder)))or(Phone:equals:111))",
            vec!["Alder", "Cedar"],
        ),
        ("(Email_Opt_Out:equals:true)", vec!["Cedar"]),
        ("(Last_Name:equals:Nobody)", vec![]),
    ] {
        assert_eq!(found(&world, "Contacts", criteria).await, names, "{criteria}");
    }
}

#[tokio::test]
async fn a_backslash_takes_the_meaning_from_brackets_and_commas() {
    let world = people().await;
    assert_eq!(found(&world, "Contacts", r"(Title:equals:Boss \(first\))").await, ["Alder"]);
    assert_eq!(found(&world, "Contacts", r"(Department:equals:One\, Two)").await, ["Birch"]);
    assert_eq!(found(&world, "Contacts", r"(Department:in:One\, Two,Three)").await, ["Birch"]);
}

#[tokio::test]
async fn criteria_compare_numbers_dates_times_and_lookups() {
    let world = World::empty().await;
    let account = world.make("Accounts", json!({ "Account_Name": "Customer 0001" })).await;
    for (name, amount, day) in
        [("a", 9.5, "2026-01-09"), ("b", 10.0, "2026-01-10"), ("c", 100.25, "2026-02-01")]
    {
        let deal =
            json!({ "Deal_Name": name, "Stage": "Qualification", "Amount": amount, "Closing_Date": day });
        world.make("Deals", deal).await;
    }
    let of = json!({ "Deal_Name": "d", "Stage": "Closed Won", "Account_Name": { "id": account } });
    world.make("Deals", of).await;
    for (criteria, names) in [
        ("(Amount:greater_than:10)".to_owned(), vec!["c"]),
        ("(Amount:greater_equal:10)".to_owned(), vec!["b", "c"]),
        ("(Amount:less_than:10)".to_owned(), vec!["a"]),
        ("(Amount:less_equal:10.0)".to_owned(), vec!["a", "b"]),
        ("(Amount:between:9.6,100.25)".to_owned(), vec!["b", "c"]),
        ("(Closing_Date:less_than:2026-01-31)".to_owned(), vec!["a", "b"]),
        ("(Modified_Time:greater_than:2020-01-01T00:00:00+00:00)".to_owned(), vec!["a", "b", "c", "d"]),
        ("(Account_Name:equals:Customer 0001)".to_owned(), vec!["d"]),
        (format!("(Account_Name:equals:{account})"), vec!["d"]),
        (format!("(Account_Name.id:equals:{account})"), vec!["d"]),
        ("(Amount:equals:${EMPTY})".to_owned(), vec!["d"]),
    ] {
        assert_eq!(found(&world, "Deals", &criteria).await, names, "{criteria}");
    }
}

#[tokio::test]
async fn email_phone_and_word_look_at_every_field_of_that_kind() {
    let world = people().await;
    let search = async |name: &str, value: &str| {
        let query = [(name, value), ("fields", "Last_Name")];
        let answer = world.get_with("/Contacts/search", &query).await;
        if answer.status == 204 { String::new() } else { answer.all("Last_Name").join(" ") }
    };
    assert_eq!(search("email", "ALDER@example.com").await, "Alder Cedar");
    assert_eq!(search("phone", "222").await, "Birch");
    assert_eq!(search("phone", "22").await, "");
    assert_eq!(search("word", "edar").await, "Cedar");
    assert_eq!(search("word", "nobody").await, "");
    let all = world.get("/Contacts/search?word=cedar").await;
    assert!(all.data()[0]["Owner"].is_object(), "all fields, if none is named");
    let short = world.get("/Contacts/search?word=c").await;
    assert_eq!((short.status, short.details()), (400, &json!({ "param_name": "word" })));
}

#[tokio::test]
async fn a_search_that_cannot_be_read_is_refused() {
    let world = people().await;
    for criteria in ["Last_Name:equals:A", "(Last_Name:is:A)", "(Last_Name:equals:A", "(Nothing:equals:A)"] {
        let answer = world.get_with("/Contacts/search", &[("criteria", criteria)]).await;
        assert_eq!((answer.status, answer.code()), (400, "INVALID_QUERY"), "{criteria}");
    }
    let nothing = world.get("/Contacts/search").await;
    assert_eq!((nothing.status, nothing.code()), (400, "REQUIRED_PARAM_MISSING"));
}

#[tokio::test]
async fn a_search_ends_after_two_thousand_results() {
    let world = World::of(Zoho::new().deals(2_100)).await;
    let page = async |page: &str| {
        let query = [("criteria", "(Stage:equals:Closed Won)"), ("fields", "Deal_Name"), ("page", page)];
        world.get_with("/Deals/search", &query).await
    };
    let first = page("1").await;
    assert_eq!((first.data().len(), &first.body["info"]["more_records"]), (200, &json!(true)));
    let last = page("10").await;
    assert_eq!((last.data().len(), &last.body["info"]["more_records"]), (200, &json!(false)));
    let beyond = page("11").await;
    assert_eq!((beyond.status, beyond.code()), (400, "LIMIT_REACHED"));
}
