//! Requests as they go over the wire, and answers as they are read: without a server.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

#[path = "support/offline.rs"]
mod offline;

use connectors_core::{Action, BatchAction, Cursor, Cx, Delivery, ErrorKind, Idempotency, Outcome, Request};
use connectors_zoho::events::{Participant, ParticipantKind};
use connectors_zoho::records::{Change, ListChanged, SortOrder, Trigger, WriteAction};
use connectors_zoho::{
    Contact, Criteria, Deal, Event, Invoice, LineItem, Module, Note, Quote, Record, Zoho, contacts, coql,
    deals, events, leads, line_items, module_fields, modules, notes, quotes, records, related,
};
use offline::{answer, refused, request, wire, zoho};
use serde_json::{Value, json};

#[test]
fn lists_say_fields_order_and_page() {
    let (target, headers, _) = wire(
        "contact.list",
        json!({ "fields": ["Email", "Last_Name"], "sort_by": "Modified_Time", "sort_order": "asc",
            "modified_since": "2026-01-31T23:59:59.9Z", "ids": ["1", "2"], "converted": "both", "per_page": 50,
            "cursor": { "page": 3 } }),
    );
    assert_eq!(
        target,
        "GET /Contacts?fields=Email%2CLast_Name&ids=1%2C2&converted=both&sort_by=Modified_Time&sort_order=asc\
         &per_page=50&page=3"
    );
    assert_eq!(headers["if-modified-since"], "2026-01-31T23:59:59+00:00", "cut off, never rounded up");
}

#[test]
fn a_list_asks_for_the_record_types_fields_unless_told_otherwise() {
    let (target, _, _) = wire("product.list", json!({}));
    assert!(target.starts_with("GET /Products?fields=Product_Name%2CProduct_Code%2C"), "{target}");
}

#[test]
fn a_page_token_is_never_sent_with_a_page_number() {
    let (target, _, _) = wire("deal.list", json!({ "fields": ["Stage"], "cursor": { "token": "a/b=" } }));
    assert_eq!(target, "GET /Deals?fields=Stage&page_token=a%2Fb%3D");
}

#[test]
fn a_module_may_be_called_otherwise_in_an_account_or_a_call() {
    #[derive(Clone, Debug, serde::Deserialize)]
    struct Plan {}
    impl Module for Plan {
        const API_NAME: &'static str = "Plans";
        const RESOURCE: &'static str = "plan";
        const FIELDS: &'static [&'static str] = &["Name"];
    }
    let path = |zoho: &Zoho, list: records::List<Plan>| {
        format!("{:?}", list.request(&Cx::new(zoho, "")).unwrap().target())
    };
    let renamed = zoho().module("Plans", "CustomModule7");
    assert_eq!(path(&zoho(), records::List::new()), "api:/Plans");
    assert_eq!(path(&renamed, records::List::new()), "api:/CustomModule7");
    assert_eq!(path(&renamed, records::List::new().module("Other")), "api:/Other");
    assert_eq!(<records::List<Plan> as Action>::META.id.to_string(), "plan.list");
}

#[test]
fn a_list_goes_on_by_token_and_else_by_number_up_to_the_border() {
    let more = |extra: Value| {
        let mut info = json!({ "more_records": true, "per_page": 200, "count": 1 });
        info.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        answer(200, &json!({ "data": [{ "id": "1" }], "info": info }))
    };
    let list = deals::List::new();
    let next = |list: &deals::List, extra| list.response(more(extra)).unwrap().next;
    assert_eq!(next(&list, json!({ "next_page_token": "t" })), Some(Cursor::Token("t".into())));
    assert_eq!(next(&list, json!({ "next_page_token": null })), Some(Cursor::Page(2)));
    assert_eq!(next(&list.clone().cursor(Cursor::Page(9)), json!({})), Some(Cursor::Page(10)));
    // Zoho takes the tenth page of 200 by number and no further one: that is told, not taken for the end.
    let beyond = next(&list.clone().cursor(Cursor::Page(10)), json!({})).unwrap();
    assert_eq!(refused(&list.clone().cursor(beyond)).kind(), ErrorKind::Validation);
    let last = list.response(answer(200, &json!({ "data": [], "info": { "more_records": false } }))).unwrap();
    assert_eq!(last.next, None);
}

#[test]
fn where_zoho_gives_no_more_page_tokens_the_list_ends_with_an_error() {
    let list = deals::List::new().cursor(Cursor::Token("the last".into()));
    let page =
        list.response(answer(200, &json!({ "data": [{}], "info": { "more_records": true } }))).unwrap();
    let error = refused(&list.cursor(page.next.unwrap()));
    assert!(error.to_string().contains("100,000"), "{error}");
}

#[test]
fn nothing_is_an_empty_page() {
    for response in [answer(204, &Value::Null), answer(304, &Value::Null)] {
        let page = deals::List::new().response(response.clone()).unwrap();
        assert!(page.items.is_empty() && page.next.is_none());
        assert!(deals::ListDeleted::new().response(response).unwrap().items.is_empty());
    }
    let error = deals::Get::new("1").response(answer(204, &Value::Null)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[test]
fn a_search_is_by_one_thing_and_ends_with_an_error_at_the_cap() {
    let (target, _, _) = wire("contact.search", json!({ "email": "ada+1@example.com", "fields": ["Email"] }));
    assert_eq!(target, "GET /Contacts/search?email=ada%2B1%40example.com&fields=Email&page=1");
    let (target, _, _) = wire(
        "contact.search",
        json!({ "criteria": { "field": "Last_Name", "comparator": "equals", "value": "O(,)\\" }, "fields": ["Email"] }),
    );
    assert_eq!(
        target,
        "GET /Contacts/search?criteria=%28Last_Name%3Aequals%3AO%5C%28%5C%2C%5C%29%5C%5C%29&fields=Email&page=1"
    );
    let tenth = contacts::Search::word("ada").cursor(Cursor::Page(10));
    let page =
        tenth.response(answer(200, &json!({ "data": [{}], "info": { "more_records": true } }))).unwrap();
    let error = refused(&tenth.cursor(page.next.unwrap()));
    assert!(error.to_string().contains("2,000"), "{error}");
}

#[test]
fn a_write_sends_what_is_set_and_leaves_out_what_zoho_keeps() {
    let contact = Contact::new()
        .id("1")
        .last_name("Hopper")
        .account_name("42")
        .created_time("2026-01-01T00:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap())
        .custom("Rank", 7)
        .unwrap();
    let create = request(&contacts::Create::new(contact.clone()).trigger([]));
    let body = |request: &Request| -> Value {
        serde_json::from_slice(request.body_ref().as_bytes().unwrap()).unwrap()
    };
    assert_eq!(
        body(&create),
        json!({ "data": [{ "Last_Name": "Hopper", "Account_Name": { "id": "42" }, "Rank": 7 }], "trigger": [] })
    );
    let update = request(&contacts::Update::new("1", contact).clear(["Phone"]).trigger([Trigger::Workflow]));
    assert_eq!(
        body(&update),
        json!({ "data": [{ "Last_Name": "Hopper", "Account_Name": { "id": "42" }, "Rank": 7, "Phone": null }],
            "trigger": ["workflow"] })
    );
}

#[test]
fn custom_fields_go_through_by_name_as_they_are() {
    let record = json!({ "Last_Name": "Hopper", "Rank": { "a": [1, "x"] }, "Score": 0.1, "Nothing": null });
    let (_, _, body) = wire("contact.create", json!({ "record": record }));
    assert_eq!(body, json!({ "data": [record] }));
    let contact: Contact = serde_json::from_value(record).unwrap();
    assert_eq!(contact.custom.names().collect::<Vec<_>>(), ["Nothing", "Rank", "Score"]);
    assert_eq!(contact.custom.get::<u8>("Nothing").unwrap(), None);
}

#[test]
fn lines_are_added_changed_and_removed_by_what_they_say() {
    let lines = [
        LineItem::product("7").quantity(2).discount(line_items::Discount::Percent("12.5".parse().unwrap())),
        LineItem::new().id("8").list_price("9.99".parse::<rust_decimal::Decimal>().unwrap()).discount(1),
        LineItem::removed("9"),
    ];
    let update = request(&quotes::Update::new("1", Quote::new().quoted_items(lines)));
    let body: Value = serde_json::from_slice(update.body_ref().as_bytes().unwrap()).unwrap();
    assert_eq!(
        body["data"][0]["Quoted_Items"],
        json!([
            { "Product_Name": { "id": "7" }, "Quantity": 2, "Discount": "12.5%" },
            { "id": "8", "List_Price": 9.99, "Discount": 1 },
            { "id": "9", "_delete": null },
        ])
    );
}

#[test]
fn lines_are_read_with_their_taxes_and_own_columns() {
    let invoice: Invoice = serde_json::from_value(json!({ "Subject": "S", "Discount": "5%", "Tax": 0, "Invoiced_Items": [{
        "id": "8", "Product_Name": { "name": "P", "id": "7", "Product_Code": "C" }, "Quantity": 1.5, "Discount": 0.5,
        "Line_Tax": [{ "percentage": 19.0, "name": "VAT", "id": "5", "value": 2.28 }], "Warranty": true }] }))
    .unwrap();
    assert_eq!(invoice.discount, Some(line_items::Discount::Percent(5.into())));
    let line = &invoice.invoiced_items.unwrap()[0];
    assert_eq!(line.discount, Some(line_items::Discount::Amount("0.5".parse().unwrap())));
    assert_eq!(line.product_name.as_ref().unwrap().id, "7");
    assert_eq!(line.line_tax.as_ref().unwrap()[0].value, Some("2.28".parse().unwrap()));
    assert_eq!(line.custom.get::<bool>("Warranty").unwrap(), Some(true));
    let wrong = serde_json::from_value::<Quote>(json!({ "Discount": "ten%" })).unwrap_err();
    assert!(!wrong.to_string().contains("ten"), "{wrong}");
}

#[test]
fn a_meeting_says_when_and_who_takes_part() {
    let at = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let event = Event::new()
        .event_title("Kick-off")
        .start_datetime(at("2026-06-01T11:00:00.5+02:00"))
        .participants([Participant::new(ParticipantKind::Email, "guest@example.com")])
        .what_id("42")
        .se_module("Deals");
    let create = request(&events::Create::new(event));
    let body: Value = serde_json::from_slice(create.body_ref().as_bytes().unwrap()).unwrap();
    assert_eq!(
        body["data"][0],
        json!({ "Event_Title": "Kick-off", "Start_DateTime": "2026-06-01T09:00:00+00:00",
            "Participants": [{ "type": "email", "participant": "guest@example.com" }],
            "What_Id": { "id": "42" }, "$se_module": "Deals" })
    );
    let read: Event = serde_json::from_value(json!({ "Participants": [{ "type": "room", "participant": "5",
        "Email": null, "name": "Blue", "invited": false, "status": "not_known", "id": "9" }] }))
    .unwrap();
    let participant = &read.participants.unwrap()[0];
    assert_eq!((participant.kind.known(), participant.kind.as_str()), (None, "room"));
    assert_eq!((participant.name.as_deref(), participant.invited), (Some("Blue"), Some(false)));
}

#[test]
fn a_note_stands_on_a_record_and_is_asked_for_with_its_fields() {
    let create = request(&notes::Create::new(Note::on("Leads", "42").note_content("Text")));
    let body: Value = serde_json::from_slice(create.body_ref().as_bytes().unwrap()).unwrap();
    assert_eq!(
        body,
        json!({ "data": [{ "Note_Content": "Text", "Parent_Id": { "id": "42", "module": { "api_name": "Leads" } } }] })
    );
    let (target, _, _) = wire("note.get", json!({ "id": "1" }));
    assert!(target.starts_with("GET /Notes/1?fields=Note_Title%2CNote_Content%2CParent_Id%2C"), "{target}");
    assert_eq!(wire("note.get", json!({ "id": "1", "fields": ["Owner"] })).0, "GET /Notes/1?fields=Owner");
    assert_eq!(wire("record.get", json!({ "module": "Leads", "id": "1" })).0, "GET /Leads/1");
}

#[test]
fn fields_of_a_module_say_what_they_hold() {
    let list = module_fields::List::new("Deals");
    assert_eq!(
        wire("module_field.list", json!({ "module": "Deals" })).0,
        "GET /settings/fields?module=Deals"
    );
    assert_eq!(refused(&module_fields::List::new("a/b")).field_errors()[0].field, "module");
    assert_eq!(refused(&module_fields::List::new("")).field_errors()[0].field, "module");
    let fields = json!({ "fields": [
        { "id": "1", "api_name": "Stage", "data_type": "picklist", "length": 120, "decimal_place": null, "lookup": {},
          "unique": {}, "subform": null, "system_mandatory": true, "pick_list_values": [
            { "display_value": "Won", "actual_value": "Closed Won", "id": "5", "sequence_number": 1, "type": "used" }] },
        { "id": "2", "api_name": "Account_Name", "pick_list_values": [], "unique": { "casesensitive": "false" },
          "lookup": { "module": { "api_name": "Accounts", "id": null }, "display_label": "Deals" } },
    ] });
    let fields = list.response(answer(200, &fields)).unwrap();
    let [stage, account] = &fields[..] else { panic!("{fields:?}") };
    assert_eq!(stage.pick_list_values.as_ref().unwrap()[0].actual_value, "Closed Won");
    assert_eq!((&stage.lookup, &stage.unique, stage.system_mandatory), (&None, &None, true));
    let module = account.lookup.as_ref().unwrap().module.as_ref().unwrap();
    assert_eq!((module.api_name.as_deref(), account.unique.is_some()), (Some("Accounts"), true));
    assert_eq!(account.pick_list_values, None);
    assert!(list.response(answer(204, &Value::Null)).unwrap().is_empty());
}

#[test]
fn a_module_is_asked_for_by_name() {
    assert_eq!(wire("module.get", json!({ "module": "Leads" })).0, "GET /settings/modules/Leads");
    assert_eq!(wire("module.list", json!({})).0, "GET /settings/modules");
    let body =
        json!({ "modules": [{ "api_name": null, "id": "1", "generated_type": "web", "viewable": true }] });
    let listed = modules::List::new().response(answer(200, &body)).unwrap();
    assert_eq!((listed[0].api_name.as_deref(), listed[0].viewable, listed[0].deletable), (None, true, false));
    let error = modules::Get::new("Leads").response(answer(204, &Value::Null)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[test]
fn a_member_of_the_wrong_type_is_told_by_its_path() {
    let body = json!({ "data": [{ "Amount": 1 }, { "Amount": "secret words" }] });
    let error = deals::List::new().response(answer(200, &body)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("data[1].Amount"), "{error}");
    assert!(!error.to_string().contains("secret"), "{error}");
}

#[test]
fn an_amount_that_json_cannot_carry_is_refused_by_name() {
    let deal = Deal::new().amount("12345678901234567.89".parse::<rust_decimal::Decimal>().unwrap());
    let error = refused(&deals::CreateMany::new([Deal::new(), deal]));
    assert_eq!(error.field_errors()[0].field, "records[1].Amount", "{error}");
}

#[test]
fn whether_a_write_may_be_repeated_depends_on_what_it_writes() {
    let grace = || Contact::new().last_name("Hopper").email("grace@example.com");
    let of = |request: Request| request.idempotency_ref();
    assert_eq!(of(request(&contacts::Create::new(grace()))), Idempotency::None);
    assert_eq!(of(request(&contacts::CreateMany::new([grace()]))), Idempotency::None);
    assert_eq!(of(request(&contacts::Update::new("1", grace()))), Idempotency::Idempotent);
    assert_eq!(
        of(request(&contacts::Upsert::new(grace()).duplicate_check_fields(["Email"]))),
        Idempotency::Idempotent
    );
    assert_eq!(of(request(&contacts::Upsert::new(grace()))), Idempotency::None, "Zoho chooses the fields");
    let anonymous =
        contacts::UpsertMany::new([grace(), Contact::new().last_name("X")]).duplicate_check_fields(["Email"]);
    assert_eq!(of(request(&anonymous)), Idempotency::None, "one has no e-mail address to be found by");
    assert_eq!(of(request(&contacts::Upsert::new(grace().id("1")))), Idempotency::Idempotent);
    assert_eq!(of(request(&leads::Convert::new("1"))), Idempotency::None);
    assert_eq!(of(request(&coql::Query::<Record>::new("select id from Leads"))), Idempotency::Safe);
    assert_eq!(of(request(&contacts::Delete::new("1"))), Idempotency::Idempotent);
    let tagged = Contact::new().tag([connectors_zoho::Tag::new("VIP")]);
    assert_eq!(
        of(request(&contacts::Update::new("1", tagged))),
        Idempotency::Idempotent,
        "a tag is there once"
    );
}

#[test]
fn a_change_that_adds_lines_is_not_repeated() {
    let of = |request: Request| request.idempotency_ref();
    let with = |line: LineItem| Quote::new().id("1").quoted_items([LineItem::removed("9"), line]);
    for (line, wanted) in
        [(LineItem::product("7"), Idempotency::None), (LineItem::new().id("8"), Idempotency::Idempotent)]
    {
        assert_eq!(of(request(&quotes::Update::new("1", with(line.clone())))), wanted);
        let changes =
            [records::Change::new("1", Quote::new()), records::Change::new("2", with(line.clone()))];
        assert_eq!(of(request(&quotes::UpdateMany::new(changes))), wanted);
        assert_eq!(of(request(&quotes::Upsert::new(with(line)))), wanted);
    }
}

fn done(id: &str) -> Value {
    json!({ "code": "SUCCESS", "status": "success", "message": "record updated", "details": { "id": id } })
}

fn failed(code: &str, details: Value) -> Value {
    json!({ "code": code, "status": "error", "message": "no", "details": details })
}

fn summary(outcomes: &[Outcome<records::Written>]) -> Vec<String> {
    let one = |outcome: &Outcome<records::Written>| match outcome {
        Outcome::Done(written) => format!("done {}", written.id),
        Outcome::Failed(error) => format!("failed {}", error.vendor_code().unwrap_or_default()),
        Outcome::Unknown(_) => "unknown".to_owned(),
        Outcome::NotSent(_) => "not sent".to_owned(),
    };
    outcomes.iter().map(one).collect()
}

#[test]
fn outcomes_of_updates_go_to_their_records_by_id() {
    let update = contacts::UpdateMany::new(["1", "2", "3"].map(|id| Change::new(id, Contact::new())));
    let outcomes = |data: Value| summary(&update.response(answer(207, &json!({ "data": data }))).unwrap());
    let refusal = || failed("MANDATORY_NOT_FOUND", json!({ "api_name": "Last_Name" }));
    assert_eq!(
        outcomes(json!([done("1"), refusal(), done("3")])),
        ["done 1", "failed MANDATORY_NOT_FOUND", "done 3"],
        "in order, and the ids prove it"
    );
    assert_eq!(
        outcomes(json!([done("3"), refusal(), done("1")])),
        ["done 1", "unknown", "done 3"],
        "not in order"
    );
    assert_eq!(outcomes(json!([done("2")])), ["unknown", "done 2", "unknown"], "too few answers");
}

#[test]
fn outcomes_of_new_records_go_by_order_and_never_by_guess() {
    let create = contacts::CreateMany::new([Contact::new(), Contact::new()]);
    let outcomes = |data: Value| summary(&create.response(answer(207, &json!({ "data": data }))).unwrap());
    let refusal =
        failed("DUPLICATE_DATA", json!({ "api_name": "Email", "json_path": "$.data[1].Email", "id": "9" }));
    assert_eq!(outcomes(json!([done("7"), refusal])), ["done 7", "failed DUPLICATE_DATA"]);
    assert_eq!(outcomes(json!([done("7")])), ["unknown", "unknown"]);
}

#[test]
fn an_answer_says_whether_an_upsert_made_a_record() {
    let body = json!({ "data": [{ "code": "SUCCESS", "status": "success", "action": "update", "message": "record updated",
        "duplicate_field": "Email", "details": { "id": "5", "Modified_Time": "2026-01-01T10:00:00+05:30" } }] });
    let written = contacts::Upsert::new(Contact::new()).response(answer(200, &body)).unwrap();
    assert_eq!(written.action.unwrap(), WriteAction::Update);
    assert_eq!(written.duplicate_field.as_deref(), Some("Email"));
    assert_eq!(written.modified_time.unwrap().to_rfc3339(), "2026-01-01T04:30:00+00:00");
}

#[test]
fn an_answer_that_names_no_record_was_done_but_cannot_be_read() {
    let body = json!({ "data": [{ "code": "SUCCESS", "status": "success", "details": {} }] });
    let error = contacts::Create::new(Contact::new()).response(answer(201, &body)).unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Decode, Delivery::Accepted));
}

#[test]
fn a_batch_is_a_hundred_records() {
    let many = contacts::UpsertMany::new((0..250).map(|n| Contact::new().email(format!("c{n}@example.com"))))
        .duplicate_check_fields(["Email"]);
    let part = many.part(200..250);
    assert_eq!((many.len(), part.len(), <contacts::UpsertMany as BatchAction>::MAX), (250, 50, 100));
    assert_eq!(part.duplicate_check_fields, ["Email"]);
    assert_eq!(refused(&many).field_errors()[0].field, "records");
}

#[test]
fn changes_are_read_in_the_order_of_time_from_the_moment_where_the_page_before_ended() {
    let at = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let page = |list: &ListChanged<Deal>, times: &[&str], more: bool| {
        let rows =
            times.iter().enumerate().map(|(n, time)| json!({ "id": n.to_string(), "Modified_Time": time }));
        let info = json!({ "more_records": more, "next_page_token": more.then_some("tok") });
        list.response(answer(200, &json!({ "data": rows.collect::<Vec<_>>(), "info": info }))).unwrap()
    };
    let first = deals::ListChanged::since(at("2026-01-01T00:00:00.5Z"));
    let (target, headers, _) =
        wire("deal.list_changed", json!({ "since": "2026-01-01T00:00:00.5Z", "fields": ["Stage"] }));
    assert_eq!(target, "GET /Deals?fields=Stage%2CModified_Time&sort_by=Modified_Time&sort_order=asc");
    assert_eq!(headers["if-modified-since"], "2026-01-01T00:00:00+00:00");

    let one = page(&first, &["2026-01-01T00:00:00+00:00", "2026-01-01T02:00:05+02:00"], true);
    assert_eq!(one.items[1].modified_time, at("2026-01-01T00:00:05Z"));
    let second = first.clone().cursor(one.next.unwrap());
    let cursor = serde_json::to_value(&second.cursor).unwrap();
    assert_eq!(cursor, json!({ "token": "2026-01-01T00:00:05Z" }), "the second where it ended comes again");

    // A page that never leaves that second goes on within it, by token.
    let two = page(&second, &["2026-01-01T00:00:05Z", "2026-01-01T00:00:05Z"], true);
    let third = second.clone().cursor(two.next.unwrap());
    assert_eq!(
        serde_json::to_value(&third.cursor).unwrap(),
        json!({ "token": "2026-01-01T00:00:05Z token tok" })
    );
    let (target, headers, _) = wire(
        "deal.list_changed",
        json!({ "since": "2026-01-01T00:00:00Z", "fields": ["Stage"], "cursor": third.cursor }),
    );
    assert!(target.ends_with("&page_token=tok"), "{target}");
    assert_eq!(headers["if-modified-since"], "2026-01-01T00:00:05+00:00");

    let three = page(&third, &["2026-01-01T00:00:05Z", "2026-01-01T00:00:09Z"], true);
    assert_eq!(three.next, Some(Cursor::Token("2026-01-01T00:00:09Z".into())));
    assert_eq!(page(&third, &["2026-01-01T00:00:05Z"], false).next, None);
}

#[test]
fn a_query_is_put_together_with_its_page() {
    let select = coql::Select::new("Deals", ["Deal_Name", "Account_Name.Industry"])
        .criteria(Criteria::equals("Stage", "It's won"))
        .order_by("Amount", SortOrder::Desc);
    let query = coql::Query::<Record>::new(select).per_page(200).cursor(Cursor::Page(400));
    let body: Value = serde_json::from_slice(request(&query).body_ref().as_bytes().unwrap()).unwrap();
    assert_eq!(
        body["select_query"],
        "select Deal_Name, Account_Name.Industry from Deals where (Stage = 'It''s won') order by Amount desc, id asc \
         limit 400, 200"
    );
    let page =
        query.response(answer(200, &json!({ "data": [{}, {}], "info": { "more_records": true } }))).unwrap();
    assert_eq!(page.next, Some(Cursor::Page(402)));
    assert!(query.response(answer(204, &Value::Null)).unwrap().items.is_empty());
    let all = coql::Query::<Record>::new(coql::Select::new("Leads", ["id"]));
    let body: Value = serde_json::from_slice(request(&all).body_ref().as_bytes().unwrap()).unwrap();
    assert_eq!(
        body["select_query"],
        "select id from Leads where (id is not null) order by id asc limit 0, 2000"
    );
}

#[test]
fn a_query_ends_with_an_error_at_the_cap() {
    let (_, _, body) =
        wire("coql.query", json!({ "query": "select id from Leads", "cursor": { "page": 99_500 } }));
    assert_eq!(
        body["select_query"], "select id from Leads limit 99500, 500",
        "up to the cap and not over it"
    );
    let beyond = coql::Query::<Record>::new("select id from Leads").cursor(Cursor::Page(100_000));
    assert!(refused(&beyond).to_string().contains("100,000"));
}

#[test]
fn a_conversion_says_what_becomes_of_the_lead() {
    let convert =
        leads::Convert::new("1").account("42").deal(Deal::new().deal_name("New").stage("Qualification"));
    let body: Value = serde_json::from_slice(request(&convert).body_ref().as_bytes().unwrap()).unwrap();
    assert_eq!(
        body,
        json!({ "data": [{ "Accounts": { "id": "42" }, "Deals": { "Deal_Name": "New", "Stage": "Qualification" },
            "add_to_existing_record": true }] })
    );
    let answered = json!({ "data": [{ "code": "SUCCESS", "status": "success", "message": "",
        "details": { "Contacts": { "id": "7", "name": "Ada" }, "Accounts": { "id": "42" }, "Deals": null } }] });
    let converted = convert.response(answer(200, &answered)).unwrap();
    assert_eq!((converted.contact.unwrap().id.as_str(), converted.deal), ("7", None));
}

#[test]
fn related_records_have_a_path_of_three() {
    let (target, _, _) = wire(
        "related_record.unlink",
        json!({ "module": "Deals", "id": "1", "list": "Products", "ids": ["2", "3"] }),
    );
    assert_eq!(target, "DELETE /Deals/1/Products?ids=2%2C3");
    let (_, _, body) = wire(
        "related_record.link",
        json!({ "module": "Deals", "id": "1", "list": "Products", "records": [{ "id": "2", "list_price": 5 }] }),
    );
    assert_eq!(body, json!({ "data": [{ "id": "2", "list_price": 5 }] }));
}

#[test]
fn a_related_list_that_does_not_say_whether_there_is_more_goes_on_after_a_full_page() {
    let list = related::List::<Contact>::new("Accounts", "1", "Contacts").per_page(2);
    let page = |rows: Value| list.response(answer(200, &json!({ "data": rows }))).unwrap().next;
    assert_eq!(page(json!([{}, {}])), Some(Cursor::Page(2)));
    assert_eq!(page(json!([{}])), None);
}

#[test]
fn a_query_without_an_order_goes_on_behind_the_last_id_and_has_no_cap() {
    let select = coql::Select::new("Deals", ["Deal_Name"]).criteria(Criteria::equals("Stage", "Won"));
    let query = coql::Query::<Record>::new(select).per_page(2);
    let text = |query: &coql::Query<Record>| {
        let body: Value = serde_json::from_slice(request(query).body_ref().as_bytes().unwrap()).unwrap();
        body["select_query"].as_str().unwrap().to_owned()
    };
    assert_eq!(text(&query), "select Deal_Name from Deals where (Stage = 'Won') order by id asc limit 0, 2");
    let rows = json!({ "data": [{ "id": "7" }, { "id": "9" }], "info": { "more_records": true } });
    let page = query.response(answer(200, &rows)).unwrap();
    let second = query.clone().cursor(page.next.unwrap());
    assert_eq!(
        text(&second),
        "select Deal_Name from Deals where ((Stage = 'Won') and (id > '9')) order by id asc limit 0, 2"
    );
    let last = json!({ "data": [{ "id": "11" }], "info": { "more_records": false } });
    assert_eq!(second.response(answer(200, &last)).unwrap().next, None);

    // A cursor that counts is one of an order, and of a text.
    assert_eq!(
        text(&query.clone().cursor(Cursor::Page(4))),
        "select Deal_Name from Deals where (Stage = 'Won') order by id asc limit 4, 2"
    );
    let token = Cursor::Token("9".into());
    for ordered in [
        coql::Query::<Record>::new("select id from Leads where id is not null"),
        coql::Query::new(coql::Select::new("Leads", ["id"]).order_by("Company", SortOrder::Asc)),
    ] {
        assert_eq!(refused(&ordered.cursor(token.clone())).field_errors()[0].field, "cursor");
    }
    assert_eq!(
        refused(&query.cursor(Cursor::Token("9' or 'a' = 'a".into()))).field_errors()[0].field,
        "cursor"
    );

    // Where no further comparison has room rows are counted.
    let full = (0..25).map(|n| Criteria::equals("Stage", n)).reduce(Criteria::or).unwrap();
    let full = coql::Query::<Record>::new(coql::Select::new("Deals", ["id"]).criteria(full));
    assert_eq!(full.response(answer(200, &rows)).unwrap().next, Some(Cursor::Page(2)));
}

#[test]
fn a_record_is_read_with_more_fields_than_fifty_and_a_list_is_not() {
    let many: Vec<String> = (0..51).map(|n| format!("Field_{n}")).collect();
    let get = request(&contacts::Get::new("1").fields(many.clone()));
    assert!(get.query_ref().is_empty(), "all fields are all of them, too");
    assert_eq!(refused(&contacts::List::new().fields(many)).field_errors()[0].field, "fields");
}

#[test]
fn a_related_list_goes_on_by_token_where_zoho_gives_one() {
    let list = related::List::<Contact>::new("Accounts", "1", "Contacts");
    let more =
        |token: Value| json!({ "data": [{}], "info": { "more_records": true, "next_page_token": token } });
    let page = list.response(answer(200, &more(json!("t")))).unwrap();
    let second = list.clone().cursor(page.next.unwrap());
    let query = request(&second).query_ref().to_vec();
    assert!(
        query.contains(&("page_token".into(), "t".into())) && query.iter().all(|(name, _)| name != "page")
    );
    let page = second.response(answer(200, &more(Value::Null))).unwrap();
    assert_eq!(page.items.len(), 1);
    assert!(refused(&second.cursor(page.next.unwrap())).to_string().contains("no further"));
    let page = list.response(answer(200, &more(Value::Null))).unwrap();
    assert_eq!(page.next, Some(Cursor::Page(2)));
}
