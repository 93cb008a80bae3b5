//! Values that models are made of: what survives a round trip, and what cannot be mistaken.

#![allow(clippy::unwrap_used, reason = "tests")]

use connectors_core::types::{Open, Patch};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Status {
    Draft,
    Paid,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Update {
    #[serde(default, skip_serializing_if = "Patch::is_leave")]
    phone: Patch<String>,
    #[serde(default, skip_serializing_if = "Patch::is_leave")]
    seats: Patch<u32>,
}

#[test]
fn a_value_of_a_newer_release_survives_a_round_trip_and_equals_nothing_known() {
    let both: Vec<Open<Status>> = serde_json::from_str(r#"["PAID","DISPUTED"]"#).unwrap();
    assert_eq!(both[0], Status::Paid);
    assert!(both[1] != Status::Draft && both[1] != Status::Paid && both[1].known().is_none());
    assert_eq!(serde_json::to_string(&both).unwrap(), r#"["PAID","DISPUTED"]"#);
    assert_eq!(Open::from(Status::Draft).as_str(), "DRAFT");
    assert_eq!(Open::from(Status::Draft), Open::<Status>::from_wire("DRAFT"));
}

#[test]
fn leave_clear_and_set_are_three_things_in_both_directions() {
    for (update, json) in [
        (Update::default(), "{}"),
        (Update { phone: Patch::Clear, ..Update::default() }, r#"{"phone":null}"#),
        (Update { phone: "1".into(), seats: 0.into() }, r#"{"phone":"1","seats":0}"#),
    ] {
        assert_eq!(serde_json::to_string(&update).unwrap(), json);
        assert_eq!(serde_json::from_str::<Update>(json).unwrap(), update);
    }
}
