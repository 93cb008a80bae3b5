//! The catalog as a program prints it.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::process::Command;

use serde_json::Value;

fn catalog(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_catalog")).args(arguments).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn json_is_one_array_of_entries_without_the_connectors_name_in_the_ids() {
    let entries: Vec<Value> = serde_json::from_str(&catalog(&["--json"])).unwrap();
    for id in ["contact.list", "deal.upsert", "lead.convert"] {
        assert!(entries.iter().any(|e| e["connector"] == "zoho" && e["id"] == id), "{id}");
    }
    assert!(entries.iter().any(|e| e["connector"] == "xero" && e["id"] == "invoice.create"));
    for entry in &entries {
        let mut keys: Vec<_> = entry.as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, ["connector", "effect", "id", "kind", "title"]);
        let verb = entry["id"].as_str().unwrap().split('.').next_back().unwrap();
        // A trigger's id says what happened, an action's what to do.
        let happened = [
            "created",
            "updated",
            "created_or_updated",
            "deleted",
            "reconciled",
            "property_changed",
            "stage_changed",
            "added_to_list",
            "privacy_deleted",
            "new_message",
            "submitted",
        ];
        let kind = if happened.contains(&verb) { "trigger" } else { "action" };
        assert_eq!(entry["kind"], kind, "{entry}");
        assert!(!entry["title"].as_str().unwrap().is_empty(), "{entry}");
        assert!(["read", "write", "destructive"].contains(&entry["effect"].as_str().unwrap()));
        assert_eq!(entry["id"].as_str().unwrap().split('.').count(), 2, "{entry}");
    }
}

#[test]
fn the_table_has_a_line_for_each_action_and_each_trigger() {
    let entries: Vec<Value> = serde_json::from_str(&catalog(&["--json"])).unwrap();
    let table = catalog(&[]);
    assert_eq!(table.lines().count(), entries.len() + 1);
    let triggers = entries.iter().filter(|entry| entry["kind"] == "trigger").count();
    assert!(triggers > 50);
    assert!(table.ends_with(&format!("{} actions, {triggers} triggers\n", entries.len() - triggers)));
}
