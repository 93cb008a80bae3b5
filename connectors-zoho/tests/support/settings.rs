//! What the samples of settings, tags, users, e-mails, jobs and channels stand on.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use connectors_core::Client;
use connectors_zoho::Zoho;
use serde_json::{Value, json};

use super::{FIRST, NOT_SIMULATED, SECOND, make, samples, two};

/// The ids that stand in samples for views, layouts, users, and for whatever else there is.
pub(crate) const VIEW: &str = "4876876000000376006";
pub(crate) const LAYOUT: &str = "4876876000000376007";
pub(crate) const USER: &str = "4876876000000376008";
pub(crate) const OTHER: &str = "4876876000000376009";
/// The moments that stand in samples for tomorrow and the day after.
const TOMORROW: &str = "2026-06-01T09:00:00Z";
const DAY_AFTER: &str = "2026-06-02T09:00:00Z";
pub(crate) const DRAFT: &str = "4f8efdcbaf23fd33c939217d4e14222d66b4d6744c35f027f42b1f303016c181";

/// What the ids in the sample of an action stand for.
pub(crate) async fn stands_for(client: &Client<Zoho>, id: &str) -> Vec<(&'static str, String)> {
    if NOT_SIMULATED.contains(&id) {
        return Vec::new();
    }
    let (resource, verb) = id.split_once('.').unwrap();
    let run =
        async |id: &str, input: Value| client.run(id, input).await.unwrap_or_else(|e| panic!("{id}: {e}"));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let layout = async || text(&run("layout.list", json!({ "module": "Deals" })).await[0]["id"]);
    match (resource, verb) {
        ("composite" | "tag", "send" | "add" | "remove") => {
            let [first, second] = two(client, "Contacts", "Last_Name", json!({})).await;
            let ids = [first.as_str(), second.as_str()];
            if verb == "remove" {
                run("tag.add", json!({ "module": "Contacts", "ids": ids, "tags": [{ "name": "Webinar" }] }))
                    .await;
            }
            vec![(FIRST, first), (SECOND, second)]
        }
        ("tag", "count" | "delete" | "merge" | "update") => {
            let make = async |name: &str| {
                let made = run(
                    "tag.create",
                    json!({ "module": "Contacts", "tag": { "name": name, "color_code": "#57B1FD" } }),
                )
                .await;
                text(&made["id"])
            };
            vec![(OTHER, make("One").await), (LAYOUT, make("Two").await)]
        }
        ("record", "change_owner" | "mass_change_owner") => vec![
            (USER, text(&run("user.get_current", json!({})).await["id"])),
            (VIEW, view(client, "Contacts").await),
        ],
        ("record", "mass_update" | "mass_delete") => vec![(VIEW, view(client, "Contacts").await)],
        ("record", "mass_update_status" | "mass_delete_status" | "mass_change_owner_status") => {
            let mut start = samples()[id.strip_suffix("_status").unwrap()].to_string();
            for (place, id) in Box::pin(stands_for(client, id.strip_suffix("_status").unwrap())).await {
                start = start.replace(place, &id);
            }
            let start = serde_json::from_str(&start).unwrap();
            let started = run(id.strip_suffix("_status").unwrap(), start).await;
            vec![(OTHER, text(&started["job_id"]))]
        }
        ("custom_view", "get") => vec![(VIEW, view(client, "Leads").await)],
        ("layout" | "pipeline", "get" | "list") => {
            let layout = layout().await;
            if (resource, verb) != ("pipeline", "get") {
                return vec![(LAYOUT, layout)];
            }
            let pipelines = run("pipeline.list", json!({ "layout_id": layout })).await;
            vec![(LAYOUT, layout), (OTHER, text(&pipelines[0]["id"]))]
        }
        ("pick_list_value", _) | ("module_field", "get") => {
            let fields = run("module_field.list", json!({ "module": "Deals" })).await;
            let stage = fields.as_array().unwrap().iter().find(|field| field["api_name"] == "Stage").unwrap();
            vec![(OTHER, text(&stage["id"]))]
        }
        ("related_list", "get") => {
            vec![(OTHER, text(&run("related_list.list", json!({ "module": "Accounts" })).await[0]["id"]))]
        }
        ("global_picklist" | "role" | "profile", "get") => {
            vec![(OTHER, text(&run(&format!("{resource}.list"), json!({})).await[0]["id"]))]
        }
        ("user", "create" | "update" | "delete") => {
            let me = run("user.get_current", json!({})).await;
            let [role, profile] = ["role", "profile"].map(|name| text(&me[name]["id"]));
            let mut ids = vec![(LAYOUT, role.clone()), (OTHER, profile.clone())];
            if verb != "create" {
                let user = json!({ "last_name": "Prepared", "email": "prepared@example.com", "role": { "id": role },
                    "profile": { "id": profile } });
                ids.push((USER, text(&run("user.create", json!({ "user": user })).await["id"])));
            }
            ids
        }
        ("email" | "email_draft", _) => {
            let lead =
                make(client, "Leads", json!({ "Last_Name": "Written To", "Company": "Prepared Company" }))
                    .await;
            if !matches!(verb, "get" | "update" | "delete") {
                return vec![(FIRST, lead)];
            }
            let draft = samples()["email_draft.create"].to_string().replace(FIRST, &lead);
            let made = run("email_draft.create", serde_json::from_str(&draft).unwrap()).await;
            vec![(FIRST, lead), (DRAFT, text(&made["id"]))]
        }
        ("record_lock", _) => {
            let lead =
                make(client, "Leads", json!({ "Last_Name": "Locked", "Company": "Prepared Company" })).await;
            if verb == "create" {
                return vec![(FIRST, lead)];
            }
            let lock = json!({ "module": "Leads", "record_id": lead, "reason": "Prepared" });
            let lock = text(&run("record_lock.create", lock).await["id"]);
            vec![(FIRST, lead), (OTHER, lock)]
        }
        ("timeline", _) => {
            let lead = json!({ "Last_Name": "With a Past", "Company": "Prepared Company" });
            vec![(FIRST, make(client, "Leads", lead).await)]
        }
        ("recycle_bin", _) => {
            let [first, second] = two(client, "Contacts", "Last_Name", json!({})).await;
            run("record.delete_many", json!({ "module": "Contacts", "ids": [first, second] })).await;
            vec![(FIRST, first), (SECOND, second)]
        }
        ("notification", _) => {
            let at = |days| (client.shared().clock().now() + chrono::TimeDelta::days(days)).to_rfc3339();
            let times = vec![(TOMORROW, at(1)), (DAY_AFTER, at(2))];
            if verb != "enable" {
                let enable = samples()["notification.enable"].to_string().replace(TOMORROW, &times[0].1);
                run("notification.enable", serde_json::from_str(&enable).unwrap()).await;
            }
            times
        }
        _ => Vec::new(),
    }
}

/// The id of a custom view of a module.
async fn view(client: &Client<Zoho>, module: &str) -> String {
    let views = client.run("custom_view.list", json!({ "module": module })).await.unwrap();
    views["items"][0]["id"].as_str().unwrap().to_owned()
}
