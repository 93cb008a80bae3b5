use super::*;
use serde_json::json;

const SCHEMA: &str = r#"
directive @once(key: String!) on FIELD
scalar Day
type Query { book(id: ID!, lang: Lang): Book things(first: Int): [Thing!]! old: Int @deprecated }
type Mutation { add(input: AddInput!): Payload }
type Payload { book: Book errors: [Problem!]! }
type Problem { text: String! }
type Book implements Thing { id: ID! title: String lang: Lang! printed: Day pages: [Int!]! }
type Pen implements Thing { id: ID! colour: String! }
interface Thing { id: ID! }
enum Lang { EN DE FR @deprecated }
input AddInput { title: String! lang: Lang by: By old: Int @deprecated }
input By @oneOf { name: String id: ID }
"#;

fn graphql() -> GraphQl {
    let day = |name: &str, number| (name == "Day").then(|| json!(format!("2026-01-{:02}", number % 28 + 1)));
    GraphQl::parse(SCHEMA, "test", day, |name| name == "errors").unwrap()
}

fn body(query: &str, variables: Value) -> Bytes {
    json!({ "query": query, "variables": variables }).to_string().into()
}

fn wrong(query: &str, variables: Value) -> String {
    graphql().request(&body(query, variables)).unwrap_err().join("; ")
}

#[test]
fn what_does_not_fit_the_schema_is_told() {
    let add = "mutation ($input: AddInput!) { add(input: $input) { book { id } errors { text } } }";
    graphql().request(&body(add, json!({ "input": { "title": "a", "by": { "name": "b" } } }))).unwrap();
    for (query, variables, part) in [
        ("{ book(id: 1) { isbn } }", json!({}), "isbn"),
        ("{ book { id } }", json!({}), "id"),
        ("{ old }", json!({}), "old is deprecated"),
        ("{ book(id: 1, lang: FR) { id } }", json!({}), "FR is deprecated"),
        ("query ($id: ID!) { book(id: $id) { id } }", json!({}), "id"),
        ("query ($id: ID!) { book(id: $id) { id } }", json!({ "id": "1", "more": 1 }), "$more"),
        (add, json!({ "input": {} }), "title"),
        (add, json!({ "input": { "title": 1 } }), "title"),
        (add, json!({ "input": { "title": "a", "pages": 1 } }), "pages"),
        (add, json!({ "input": { "title": "a", "lang": "XX" } }), "XX"),
        (add, json!({ "input": { "title": "a", "lang": "FR" } }), "FR is deprecated"),
        (add, json!({ "input": { "title": "a", "old": 1 } }), "old is deprecated"),
        (add, json!({ "input": { "title": "a", "by": { "name": "b", "id": "1" } } }), "one member"),
    ] {
        let told = wrong(query, variables);
        assert!(told.contains(part), "{query}: {told}");
    }
}

#[test]
fn what_was_asked_is_told() {
    let graphql = graphql();
    let text = "mutation ($input: AddInput!) { add(input: $input) @once(key: \"k\") { book { id } } }";
    let asked = graphql.request(&body(text, json!({ "input": { "title": "a" } }))).unwrap();
    assert!(asked.is_mutation() && asked.has_directive("once") && !asked.has_directive("twice"));
    assert_eq!(asked.roots(), ["add"]);
}

#[test]
fn answers_have_all_values_all_lengths_and_all_nulls() {
    let graphql = graphql();
    let text = "{ book(id: 1) { ...B } } fragment B on Book { id name: title lang printed pages }";
    let answers = graphql.request(&body(text, json!({}))).unwrap().answers();
    let books: Vec<_> = answers.iter().map(|answer| &answer["book"]).collect();
    let languages: Vec<_> = books.iter().map(|book| book["lang"].as_str().unwrap()).collect();
    assert!(["EN", "DE", "FR"].iter().all(|language| languages.contains(language)), "{languages:?}");
    let lengths: Vec<_> = books.iter().map(|book| book["pages"].as_array().unwrap().len()).collect();
    assert!([0, 1, 2].iter().all(|length| lengths.contains(length)), "{lengths:?}");
    assert_eq!(books[2]["printed"].as_str().map(str::len), Some(10));
    let last = books.last().unwrap();
    assert!(last["name"].is_null() && last["printed"].is_null() && last["id"].is_string(), "{last}");
}

#[test]
fn each_type_that_is_told_apart_is_in_an_answer_and_one_that_is_not() {
    let graphql = graphql();
    let text = "{ things { __typename id ... on Book { title } } }";
    let answers = graphql.request(&body(text, json!({}))).unwrap().answers();
    let things: Vec<_> = answers.iter().flat_map(|answer| answer["things"].as_array().unwrap()).collect();
    for (ty, has_title) in [("Book", true), ("Pen", false)] {
        let thing = things.iter().find(|thing| thing["__typename"] == ty).unwrap();
        assert_eq!(thing.get("title").is_some(), has_title);
    }
}

#[test]
fn a_mutation_is_never_refused_and_its_payload_has_what_it_made() {
    let graphql = graphql();
    let text = "mutation { add(input: { title: \"a\" }) { book { title } errors { text } } }";
    for answer in graphql.request(&body(text, json!({}))).unwrap().answers() {
        assert_eq!(answer["add"]["errors"], json!([]));
        assert!(answer["add"]["book"].is_object());
    }
}

#[test]
fn an_answer_that_came_is_held_against_its_document() {
    let graphql = graphql();
    let text = "{ book(id: 1) { __typename id lang name: title pages printed } things(first: 2) { id ... on Pen { colour } } }";
    let body = body(text, json!({}));
    let asked = graphql.request(&body).unwrap();
    let book = json!({ "__typename": "Book", "id": "1", "lang": "EN", "name": null, "pages": [1], "printed": "2026-01-01" });
    let good = json!({ "book": book, "things": [{ "id": "1", "colour": "red" }, { "id": "2" }] });
    assert_eq!(asked.answered(&good), [""; 0]);
    for (place, value, part) in [
        ("/book/id", json!(1), "data.book.id: 1 is no ID"),
        ("/book/lang", json!("XX"), "is no Lang"),
        ("/book/lang", Value::Null, "data.book.lang: null, but Lang!"),
        ("/book/__typename", json!("Pen"), "data.book: Pen is no Book"),
        ("/book/pages", json!([1, null]), "data.book.pages.1: null"),
        ("/book/pages", json!(1), "no list"),
        ("/book/printed", json!(1), "is no Day"),
        ("/things/0", json!({ "id": "1", "colour": "red", "title": "x" }), "title: not asked for"),
        ("/things/0/colour", Value::Null, "null, but String!"),
        ("/things", json!([{}]), "id: not there"),
    ] {
        let mut answer = good.clone();
        *answer.pointer_mut(place).unwrap() = value;
        let told = asked.answered(&answer).join("; ");
        assert!(told.contains(part), "{place}: {told}");
    }
}

#[test]
fn of_many_names_a_few_stand_for_all() {
    let names: Vec<_> = (0..=200).map(|number| format!("N{number}")).collect();
    let schema = format!("type Query {{ names: [Name!]! }} enum Name {{ {} }}", names.join(" "));
    let graphql = GraphQl::parse(&schema, "test", |_, _| None, |_| false).unwrap();
    let answers = graphql.request(&body("{ names }", json!({}))).unwrap().answers();
    assert!((4..20).contains(&answers.len()), "{}", answers.len());
    assert_eq!(answers[1]["names"], json!(["N0"]));
}
