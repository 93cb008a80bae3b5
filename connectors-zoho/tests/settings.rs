//! What an organisation has set up, its users, tags, e-mails and mass jobs: requests and answers without a server.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

#[path = "support/offline.rs"]
mod offline;

use connectors_core::{Action, BatchAction, Cursor, Delivery, ErrorKind, Idempotency, JobAction, JobState};
use connectors_zoho::emails::{self, Recipient};
use connectors_zoho::mass::{self, MassResult, Territory};
use connectors_zoho::records::{ChangeOwner, CloneRecord, Count, FetchFullData};
use connectors_zoho::{
    Contact, Criteria, Deal, EmailDraft, Record, User, custom_views, email_drafts, global_picklists, layouts,
    pick_list_values, pipelines, profiles, record_locks, recycle_bin, related_lists, roles, tags, timelines,
    users,
};
use offline::{answer, body, refused_field, request, wire, zoho};
use serde_json::{Value, json};

#[test]
fn settings_are_asked_for_by_module_layout_and_id() {
    let rows = [
        ("layout.list", json!({ "module": "Deals" }), "GET /settings/layouts?module=Deals"),
        ("layout.get", json!({ "module": "Deals", "id": "1" }), "GET /settings/layouts/1?module=Deals"),
        (
            "related_list.list",
            json!({ "module": "Deals", "layout_id": "2" }),
            "GET /settings/related_lists?module=Deals&layout_id=2",
        ),
        (
            "related_list.get",
            json!({ "module": "Deals", "id": "1" }),
            "GET /settings/related_lists/1?module=Deals",
        ),
        (
            "pick_list_value.list",
            json!({ "module": "Deals", "field_id": "3" }),
            "GET /settings/fields/3/pick_list_values?module=Deals",
        ),
        ("global_picklist.list", json!({}), "GET /settings/global_picklists"),
        ("global_picklist.get", json!({ "id": "4" }), "GET /settings/global_picklists/4"),
        (
            "custom_view.list",
            json!({ "module": "Deals", "per_page": 20, "cursor": { "page": 2 } }),
            "GET /settings/custom_views?module=Deals&page=2&per_page=20",
        ),
        (
            "custom_view.get",
            json!({ "module": "Deals", "id": "5" }),
            "GET /settings/custom_views/5?module=Deals",
        ),
        ("pipeline.list", json!({ "layout_id": "6" }), "GET /settings/pipeline?layout_id=6"),
        ("pipeline.get", json!({ "layout_id": "6", "id": "7" }), "GET /settings/pipeline/7?layout_id=6"),
        (
            "from_address.list",
            json!({ "user_id": "7" }),
            "GET /settings/emails/actions/from_addresses?user_id=7",
        ),
        ("role.list", json!({}), "GET /settings/roles"),
        ("role.get", json!({ "id": "8" }), "GET /settings/roles/8"),
        ("profile.list", json!({}), "GET /settings/profiles"),
        ("profile.get", json!({ "id": "9" }), "GET /settings/profiles/9"),
        ("tag.list", json!({ "module": "Leads" }), "GET /settings/tags?module=Leads"),
        (
            "tag.count",
            json!({ "module": "Leads", "id": "1" }),
            "GET /settings/tags/1/actions/records_count?module=Leads",
        ),
    ];
    for (id, input, target) in rows {
        assert_eq!(wire(id, input).0, target, "{id}");
    }
    assert_eq!(refused_field(&layouts::List::new("")), "module");
    assert_eq!(refused_field(&layouts::Get::new("Deals", "x")), "id");
    assert_eq!(refused_field(&pipelines::List::new("x")), "layout_id");
    assert_eq!(refused_field(&pick_list_values::List::new("Deals", "")), "field_id");
}

#[test]
fn a_layout_has_sections_with_fields_and_null_where_there_is_none() {
    let layouts = json!({ "layouts": [{ "id": "1", "name": "Standard", "visible": null, "profiles": null, "sections": [{
        "id": "2", "name": "Deal", "isSubformSection": false, "sequence_number": 1, "column_count": 2, "fields": [
            { "id": "3", "api_name": "Stage", "required": true, "pick_list_values": [
                { "display_value": "Won", "actual_value": "Closed Won" }] },
            { "id": "4", "api_name": "Amount", "required": null, "pick_list_values": null }] }] }] });
    let read = layouts::List::new("Deals").response(answer(200, &layouts)).unwrap();
    let fields = &read[0].sections[0].fields;
    assert_eq!((fields[0].required, fields[1].required), (Some(true), None));
    assert_eq!(fields[0].pick_list_values[0].actual_value, "Closed Won");
    assert!(read[0].profiles.is_empty());
    let none = answer(204, &Value::Null);
    assert!(layouts::List::new("Deals").response(none.clone()).unwrap().is_empty());
    assert_eq!(layouts::Get::new("Deals", "1").response(none).unwrap_err().kind(), ErrorKind::NotFound);
}

#[test]
fn pick_lists_pipelines_views_roles_and_profiles_are_read() {
    let values = json!({ "pick_list_values": [{ "id": "1", "display_value": "Won", "actual_value": "Closed Won",
        "sequence_number": 3, "type": "used", "colour_code": null }] });
    let read = pick_list_values::List::new("Deals", "1").response(answer(200, &values)).unwrap();
    assert_eq!((read[0].actual_value.as_str(), read[0].sequence_number), ("Closed Won", Some(3)));

    let lists = json!({ "global_picklists": [{ "id": "1", "api_name": "Region", "pick_list_values": [
        { "display_value": "North", "actual_value": "North" }] }] });
    let read = global_picklists::Get::new("1").response(answer(200, &lists)).unwrap();
    assert_eq!(read.pick_list_values[0].actual_value, "North");

    let pipelines = json!({ "pipeline": [{ "id": "1", "display_value": "Standard", "actual_value": "Standard",
        "default": true, "maps": [{ "id": "2", "display_value": "Won", "actual_value": "Closed Won",
        "sequence_number": 9, "forecast_type": "Closed Won", "forecast_category": { "name": "Closed", "id": "3" } }] }] });
    let read = pipelines::Get::new("6", "1").response(answer(200, &pipelines)).unwrap();
    assert_eq!((read.is_default, read.maps[0].forecast_type.as_deref()), (Some(true), Some("Closed Won")));

    let views = json!({ "custom_views": [{ "id": "1", "name": "All", "default": true, "sort_order": "desc", "fields": null,
        "criteria": { "comparator": "equal", "field": { "api_name": "City" }, "value": "Berlin" } }],
        "info": { "more_records": true } });
    let page = custom_views::List::new("Leads").response(answer(200, &views)).unwrap();
    assert_eq!((page.items[0].is_default, page.next), (Some(true), Some(Cursor::Page(2))));
    assert_eq!(page.items[0].criteria.as_ref().unwrap()["value"], "Berlin");

    let roles = json!({ "roles": [{ "id": "1", "name": "CEO", "reporting_to": null },
        { "id": "2", "name": "Manager", "reporting_to": { "name": "CEO", "id": "1" }, "share_with_peers": true }] });
    let read = roles::List::new().response(answer(200, &roles)).unwrap();
    assert_eq!(read[1].reporting_to.as_ref().unwrap().id, "1");

    let profiles = json!({ "profiles": [{ "id": "1", "name": "Administrator", "type": "normal_profile",
        "permissions_details": [{ "id": "2", "name": "Crm_Implied_Edit_Leads", "module": "Leads", "enabled": false }] }] });
    let read = profiles::Get::new("1").response(answer(200, &profiles)).unwrap();
    assert!(!read.permissions_details[0].enabled);

    let lists = json!({ "related_lists": [{ "id": "1", "api_name": "Products", "module": { "api_name": "Products" },
        "type": "default", "href": "Deals/{ENTITYID}/Products" }, { "id": "2", "api_name": "Emails", "module": null }] });
    let read = related_lists::List::new("Deals").response(answer(200, &lists)).unwrap();
    assert_eq!(read[0].module.as_ref().unwrap().api_name.as_deref(), Some("Products"));
    assert!(read[1].module.is_none());
}

#[test]
fn a_user_is_written_with_what_is_set_and_nothing_else() {
    let ada = || User::default().last_name("Lovelace").email("ada@example.com").role("1").profile("2");
    let create = request(&users::Create::new(ada().zuid("9").full_name("Ada Lovelace")));
    assert_eq!(
        body(&create),
        json!({ "users": [{ "last_name": "Lovelace", "email": "ada@example.com", "role": { "id": "1" },
            "profile": { "id": "2" } }] })
    );
    assert_eq!(create.idempotency_ref(), Idempotency::None, "a user is invited once");
    assert_eq!(refused_field(&users::Create::new(User::default().last_name("L"))), "user.email");
    let (target, _, body) =
        wire("user.update", json!({ "id": "5", "user": { "status": "inactive" }, "clear": ["mobile"] }));
    assert_eq!(
        (target.as_str(), body),
        ("PUT /users/5", json!({ "users": [{ "status": "inactive", "mobile": null }] }))
    );
    assert_eq!(wire("user.delete", json!({ "id": "5" })).0, "DELETE /users/5");
    let added = json!({ "users": [{ "code": "SUCCESS", "status": "success", "message": "User added", "details": { "id": "7" } }] });
    assert_eq!(users::Create::new(ada()).response(answer(201, &added)).unwrap().id, "7");
    let twice = json!({ "users": [{ "code": "ID_ALREADY_DEACTIVATED", "status": "error", "message": "no", "details": {} }] });
    let refused = answer(400, &twice);
    let fault = users::Delete::new("5").fault(&zoho(), &refused.head, &refused.body).unwrap();
    assert_eq!(fault.kind, ErrorKind::Conflict);
}

#[test]
fn tags_are_made_changed_merged_and_removed() {
    let (target, _, body) = wire(
        "tag.create_many",
        json!({ "module": "Leads", "tags": [{ "name": "A" }, { "name": "B", "color_code": "#57B1FD" }] }),
    );
    assert_eq!(target, "POST /settings/tags?module=Leads");
    assert_eq!(body, json!({ "tags": [{ "name": "A" }, { "name": "B", "color_code": "#57B1FD" }] }));
    let (target, _, body) =
        wire("tag.update", json!({ "module": "Leads", "id": "1", "tag": { "name": "C" } }));
    assert_eq!(
        (target.as_str(), body),
        ("PUT /settings/tags/1?module=Leads", json!({ "tags": [{ "name": "C" }] }))
    );
    let (target, _, body) = wire("tag.merge", json!({ "id": "1", "conflict_id": "2" }));
    assert_eq!(
        (target.as_str(), body),
        ("POST /settings/tags/1/actions/merge", json!({ "tags": [{ "conflict_id": "2" }] }))
    );
    assert_eq!(wire("tag.delete", json!({ "id": "1" })).0, "DELETE /settings/tags/1");
    assert_eq!(request(&tags::Merge::new("1", "2")).idempotency_ref(), Idempotency::None);
    assert_eq!(refused_field(&tags::Merge::new("1", "1")), "conflict_id");
    assert_eq!(refused_field(&tags::Create::new("Leads", "")), "tag.name");
    assert_eq!(
        refused_field(&tags::CreateMany::new("Leads", ["A".repeat(25), "A".repeat(26)])),
        "tags[1].name"
    );

    let made = json!({ "tags": [
        { "code": "SUCCESS", "status": "success", "message": "", "details": { "id": "1", "created_time": "2026-01-31T10:00:00Z" } },
        { "code": "DUPLICATE_DATA", "status": "error", "message": "duplicate", "details": { "api_name": "name" } }] });
    let outcomes = tags::CreateMany::new("Leads", ["A", "B"]).response(answer(207, &made)).unwrap();
    assert!(outcomes[0].done().unwrap().created_time.is_some());
    assert_eq!(outcomes[1].error().unwrap().kind(), ErrorKind::Duplicate);
    for count in [json!({ "count": "12" }), json!({ "count": 12 })] {
        assert_eq!(tags::Count::new("Leads", "1").response(answer(200, &count)).unwrap(), 12);
    }
}

#[test]
fn tags_are_put_on_many_records_and_taken_off_again() {
    let tag = connectors_zoho::Tag::default().id("9");
    let add = tags::Add::new("Leads", ["1", "2"], [connectors_zoho::Tag::new("New"), tag]).over_write(true);
    let sent = request(&add);
    assert_eq!(
        body(&sent),
        json!({ "tags": [{ "name": "New" }, { "id": "9" }], "over_write": true, "ids": ["1", "2"] })
    );
    assert_eq!(sent.idempotency_ref(), Idempotency::Idempotent, "a tag is on a record once");
    let (target, _, body) =
        wire("tag.remove", json!({ "module": "Leads", "ids": ["1"], "tags": [{ "name": "New" }] }));
    assert_eq!(
        (target.as_str(), body),
        ("POST /Leads/actions/remove_tags", json!({ "tags": [{ "name": "New" }], "ids": ["1"] }))
    );
    assert_eq!(refused_field(&tags::Add::new("Leads", ["1"], [""; 0])), "tags");
    assert_eq!(refused_field(&tags::Add::new("Leads", [""; 0], ["New"])), "ids");
    let many = tags::Add::new("Leads", (0..150).map(|n| n.to_string()), ["New"]);
    assert_eq!((many.len(), many.part(100..150).ids.len()), (150, 50));

    let tagged = json!({ "data": [
        { "code": "INVALID_DATA", "status": "error", "message": "no", "details": { "id": "2" } },
        { "code": "SUCCESS", "status": "success", "message": "", "details": { "id": "1", "tags": [{ "name": "New" }] } }],
        "success_count": "1", "locked_count": "0" });
    let outcomes = add.response(answer(200, &tagged)).unwrap();
    assert_eq!(outcomes[0].done().unwrap().id, "1", "by id, whatever the order");
    assert_eq!(outcomes[1].error().unwrap().kind(), ErrorKind::NotFound);
}

#[test]
fn a_count_is_of_everything_a_view_or_what_a_search_finds() {
    let of = |input: Value| wire("record.count", input).0;
    assert_eq!(of(json!({ "module": "Leads" })), "GET /Leads/actions/count");
    assert_eq!(of(json!({ "module": "Leads", "cvid": "5" })), "GET /Leads/actions/count?cvid=5");
    assert_eq!(
        of(json!({ "module": "Leads", "email": "a@example.com" })),
        "GET /Leads/actions/count?email=a%40example.com"
    );
    let count = Count::<Contact>::new().criteria(Criteria::equals("Last_Name", "A"));
    assert_eq!(request(&count).query_ref()[0], ("criteria".into(), "(Last_Name:equals:A)".into()));
    assert_eq!(<Count<Contact> as Action>::META.id.to_string(), "contact.count");
    assert_eq!(refused_field(&count.clone().word("x")), "word");
    assert_eq!(refused_field(&Count::<Contact>::new().phone(" ")), "phone");
    assert_eq!(count.response(answer(200, &json!({ "count": "7" }))).unwrap(), 7);
    assert_eq!(count.response(answer(200, &json!({ "count": 7 }))).unwrap(), 7);
    let wrong = count.response(answer(200, &json!({ "count": "many" }))).unwrap_err();
    assert_eq!(wrong.kind(), ErrorKind::Decode);
}

#[test]
fn a_record_is_copied_read_whole_and_given_away() {
    let copy = CloneRecord::<Contact>::new("1");
    let sent = request(&copy);
    assert_eq!(format!("{} {:?}", sent.method(), sent.target()), "POST api:/Contacts/1/actions/clone");
    assert_eq!(sent.idempotency_ref(), Idempotency::None, "twice would be two copies");
    let made = json!({ "data": [{ "code": "SUCCESS", "status": "success", "message": "record added", "details": { "id": "2" } }] });
    assert_eq!(copy.response(answer(201, &made)).unwrap().id, "2");

    let (target, _, _) =
        wire("record.fetch_full_data", json!({ "module": "Leads", "id": "1", "fields": ["Story"] }));
    assert_eq!(target, "GET /Leads/1/actions/fetch_full_data?fields=Story");
    let whole = json!({ "data": [{ "id": "1", "Story": "<p>long</p>" }] });
    let read = FetchFullData::<Record>::new("1").response(answer(200, &whole)).unwrap();
    assert_eq!(read.get("Story"), Some(&json!("<p>long</p>")));

    let give = ChangeOwner::new("Leads", ["1", "2"], "9");
    let sent = request(&give);
    assert_eq!(body(&sent), json!({ "ids": ["1", "2"], "owner": { "id": "9" }, "notify": false }));
    assert_eq!(sent.idempotency_ref(), Idempotency::Idempotent);
    assert_eq!(
        request(&give.notify(true)).idempotency_ref(),
        Idempotency::None,
        "a second e-mail is one too many"
    );
}

#[test]
fn a_mass_job_is_started_and_asked_for() {
    let update = mass::Update::new("5", Deal::new().stage("Closed Lost"))
        .clear(["Next_Step"])
        .territory(Territory::new("6").include_child(true));
    let sent = request(&update);
    assert_eq!(format!("{} {:?}", sent.method(), sent.target()), "POST api:/Deals/actions/mass_update");
    assert_eq!(
        body(&sent),
        json!({ "data": [{ "Stage": "Closed Lost", "Next_Step": null }], "cvid": "5",
            "territory": { "id": "6", "include_child": true } })
    );
    assert_eq!(sent.idempotency_ref(), Idempotency::None);
    let (target, _, body) = wire("record.mass_delete", json!({ "module": "Leads", "cvid": "5" }));
    assert_eq!((target.as_str(), body), ("POST /Leads/actions/mass_delete", json!({ "cvid": "5" })));
    let (target, _, body) =
        wire("record.mass_change_owner", json!({ "module": "Leads", "cvid": "5", "owner": "9" }));
    assert_eq!(target, "POST /Leads/actions/mass_change_owner");
    assert_eq!(body, json!({ "cvid": "5", "owner": { "id": "9" } }));

    let started = json!({ "data": [{ "code": "SUCCESS", "status": "success", "message": "", "details": { "job_id": "77" } }] });
    let status = update.status(update.response(answer(200, &started)).unwrap());
    assert_eq!((status.module.as_str(), status.job_id.as_str()), ("Deals", "77"));
    assert_eq!(format!("{:?}", request(&status).target()), "api:/Deals/actions/mass_update");
    assert_eq!(request(&status).query_ref(), [("job_id".to_owned(), "77".to_owned())]);

    let running = json!({ "data": [{ "code": "ALREADY_SCHEDULED", "status": "error", "message": "no", "details": {} }] });
    let refused = answer(202, &running);
    let fault = update.fault(&zoho(), &refused.head, &refused.body).unwrap();
    assert_eq!(fault.kind, ErrorKind::Conflict, "also inside a 202");
    assert_eq!(refused_field(&mass::Delete::new("Leads", "x")), "cvid");
    assert_eq!(
        refused_field(&mass::Delete::new("Leads", "1").territory(Territory::new("x"))),
        "territory.id"
    );
}

#[test]
fn the_state_of_a_mass_job_says_how_far_it_is() {
    let ask = mass::UpdateStatus::new("Deals", "77");
    let of = |job: Value| ask.response(answer(200, &json!({ "data": [job] }))).unwrap();
    let counts = |status: &str| json!({ "Status": status, "Total_Count": 8, "Updated_Count": 2, "Failed_Count": 1, "Not_Updated_Count": 1 });
    let result = MassResult::new().total(8_u64).succeeded(2_u64).failed(1_u64).skipped(1_u64);
    assert_eq!(of(counts("COMPLETED")), JobState::Done(result));
    for status in ["RUNNING", "SCHEDULED", "PAUSED"] {
        assert_eq!(
            of(counts(status)),
            JobState::Running { progress: Some(0.5), check_after: None },
            "{status}"
        );
    }
    assert_eq!(of(json!({ "Status": "SCHEDULED" })), JobState::Running { progress: None, check_after: None });
    let JobState::Failed(error) = of(counts("FAILED")) else { panic!("a failed job") };
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Vendor, Delivery::Unknown),
        "some of it was done"
    );
    let deleted = json!({ "data": [{ "Status": "COMPLETED", "Total_Count": 9, "Deleted_Count": 9, "Failed_Count": 0 }] });
    let state = mass::DeleteStatus::new("Leads", "1").response(answer(200, &deleted)).unwrap();
    assert_eq!(state, JobState::Done(MassResult::new().total(9_u64).succeeded(9_u64)));
    assert_eq!(ask.response(answer(204, &Value::Null)).unwrap_err().kind(), ErrorKind::NotFound);
}

#[test]
fn a_draft_belongs_to_a_record_and_has_an_id_of_its_own_kind() {
    let draft = || EmailDraft::new("sales@example.com").to(["ada@example.org"]).subject("Hello");
    let create = request(&email_drafts::Create::new("Leads", "1", draft().summary("never sent")));
    assert_eq!(format!("{:?}", create.target()), "api:/Leads/1/__email_drafts");
    assert_eq!(
        body(&create),
        json!({ "__email_drafts": [{ "from": "sales@example.com", "to": [{ "email": "ada@example.org" }],
            "subject": "Hello", "rich_text": true }] })
    );
    assert_eq!(create.idempotency_ref(), Idempotency::None);
    let update = request(&email_drafts::Update::new("Leads", "1", "4f8e", draft()));
    assert_eq!(format!("{} {:?}", update.method(), update.target()), "PUT api:/Leads/1/__email_drafts");
    assert_eq!(body(&update)["__email_drafts"][0]["id"], "4f8e");
    assert_eq!(refused_field(&email_drafts::Get::new("Leads", "1", "a/b")), "id");
    assert_eq!(refused_field(&email_drafts::Create::new("Leads", "1", EmailDraft::default())), "draft.from");
    assert_eq!(
        wire("email_draft.delete", json!({ "module": "Leads", "record_id": "1", "id": "4f8e" })).0,
        "DELETE /Leads/1/__email_drafts/4f8e"
    );
    let drafts = json!({ "__email_drafts": [{ "id": "4f8e", "from": "sales@example.com", "to": null, "cc": [],
        "subject": null, "rich_text": false, "schedule_details": { "time": "2026-01-31T10:00:00+01:00" } }] });
    let read = email_drafts::List::new("Leads", "1").response(answer(200, &drafts)).unwrap();
    assert_eq!((read[0].to.len(), read[0].rich_text), (0, Some(false)));
    assert_eq!(read[0].schedule_details.as_ref().unwrap().time.to_rfc3339(), "2026-01-31T09:00:00+00:00");
    let made = json!({ "__email_drafts": [{ "code": "SUCCESS", "status": "success", "message": "", "details": { "id": "4f8e" } }] });
    let create = email_drafts::Create::new("Leads", "1", draft());
    assert_eq!(create.response(answer(201, &made)).unwrap().id, "4f8e");
}

#[test]
fn an_email_is_sent_once() {
    let send = emails::Send::new(
        "Leads",
        "1",
        Recipient::new("sales@example.com").user_name("Sales"),
        ["ada@example.org"],
    )
    .subject("Hello")
    .content("<p>Hi</p>")
    .mail_format(emails::MailFormat::Html)
    .attachments(["abc"]);
    let sent = request(&send);
    assert_eq!(format!("{:?}", sent.target()), "api:/Leads/1/actions/send_mail");
    assert_eq!(
        body(&sent),
        json!({ "data": [{ "from": { "email": "sales@example.com", "user_name": "Sales" },
            "to": [{ "email": "ada@example.org" }], "subject": "Hello", "content": "<p>Hi</p>",
            "mail_format": "html", "attachments": [{ "id": "abc" }] }] })
    );
    assert_eq!(sent.idempotency_ref(), Idempotency::None, "it might arrive twice");
    let nobody = emails::Send::new("Leads", "1", "a@example.com", [""; 0]).content("x");
    assert_eq!(refused_field(&nobody), "to");
    assert_eq!(
        refused_field(&emails::Send::new("Leads", "1", "a@example.com", ["b@example.com"])),
        "content"
    );
    let done = json!({ "data": [{ "code": "SUCCESS", "status": "success", "message": "", "details": { "message_id": "m1",
        "blocked_email_addresses": [{ "email": "b@example.com", "reason": "bounced" }] } }] });
    let sent = send.response(answer(200, &done)).unwrap();
    assert_eq!(
        (sent.message_id.as_str(), sent.blocked_email_addresses[0].reason.as_deref()),
        ("m1", Some("bounced"))
    );
}

#[test]
fn locks_the_recycle_bin_and_timelines_are_read_and_written() {
    let (target, _, body) =
        wire("record_lock.create", json!({ "module": "Leads", "record_id": "1", "reason": "Audit" }));
    assert_eq!(target, "POST /Leads/1/Locking_Information__s");
    assert_eq!(body, json!({ "data": [{ "Locked_Reason__s": "Audit" }] }));
    let unlock = json!({ "module": "Leads", "record_id": "1", "id": "2" });
    assert_eq!(wire("record_lock.delete", unlock).0, "DELETE /Leads/1/Locking_Information__s/2");
    let locks = json!({ "data": [{ "id": 2, "lock_source__s": "Manual", "locked_reason__s": "Audit",
        "Locked_time__s": "2026-01-31T10:00:00+01:00" }] });
    let read = record_locks::List::new("Leads", "1").response(answer(200, &locks)).unwrap();
    assert_eq!((read[0].id.as_str(), read[0].lock_source.as_ref().unwrap().as_str()), ("2", "Manual"));
    assert!(record_locks::List::new("Leads", "1").response(answer(204, &Value::Null)).unwrap().is_empty());

    assert_eq!(wire("recycle_bin.list", json!({})).0, "GET /settings/recycle_bin?page=1");
    assert_eq!(
        wire("recycle_bin.purge", json!({ "ids": ["1", "2"] })).0,
        "DELETE /settings/recycle_bin?ids=1%2C2"
    );
    let purged = json!({ "recycle_bin": [
        { "code": "SUCCESS", "status": "success", "message": "", "details": { "id": "1" } },
        { "code": "INVALID_DATA", "status": "error", "message": "no", "details": { "id": "2" } }] });
    let outcomes = recycle_bin::Purge::new(["1", "2"]).response(answer(207, &purged)).unwrap();
    assert_eq!(outcomes[0].done().unwrap().id, "1");
    assert_eq!(outcomes[1].error().unwrap().kind(), ErrorKind::NotFound);
    let refused = answer(400, &json!({ "recycle_bin": [purged["recycle_bin"][1]] }));
    assert_eq!(recycle_bin::Purge::new(["2"]).fault(&zoho(), &refused.head, &refused.body), None);

    let target =
        wire("timeline.list", json!({ "module": "Leads", "record_id": "1", "sort_order": "desc" })).0;
    assert_eq!(target, "GET /Leads/1/__timeline?sort_by=audited_time&sort_order=desc");
    let timeline = json!({ "__timeline": [{ "action": "updated", "audited_time": "2026-01-31T10:00:00+01:00",
        "done_by": { "name": "Ada", "id": "9" }, "field_history": [{ "api_name": "Stage", "id": "5",
        "_value": { "old": "Open", "new": "Won" } }] }, { "action": "added", "field_history": null }],
        "info": { "more_records": true, "next_page_token": "t" } });
    let page = timelines::List::new("Leads", "1").response(answer(200, &timeline)).unwrap();
    assert_eq!(page.items[0].field_history[0].value.new, Some(json!("Won")));
    assert_eq!(page.next, Some(Cursor::Token("t".into())));
}
