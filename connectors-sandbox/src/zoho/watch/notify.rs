//! What the channels are told: one notification for each call, module and operation, with the ids of all records.
//!
//! There is no signature: the body repeats the channel's token. Not verified live are: the keys of the body but for
//! `channel_id` and `token`, that an insert names all fields that have a value, that a write which changes nothing tells
//! nobody, that a condition is about edits only, which answers are good, the time limit, and the further tries.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use super::super::Cx;
use super::super::modules::{Kind, Module};
use super::super::store::State;
use super::super::timeline::differences;
use super::Channel;
use crate::deliveries::{Delivery, DeliveryRules, Ended, Outbox};
use crate::http::Reply;
use crate::store::Record;

const fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

/// Zoho documents none of it. Five further tries in ten hours are hearsay; the rest is an assumption.
const RULES: DeliveryRules = DeliveryRules {
    time_limit: Duration::from_secs(10),
    pauses: &[minutes(5), minutes(25), minutes(90), minutes(180), minutes(300)],
    judge,
    again: |_| true,
};

fn judge(reply: &Reply) -> Ended {
    if reply.status.is_success() { Ok(()) } else { Err(format!("answered {}", reply.status.as_u16())) }
}

/// What may be done to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operation {
    Insert,
    Update,
    Delete,
}

impl Operation {
    /// In the body of a notification.
    fn name(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }

    /// In the name of an event.
    fn event(self) -> &'static str {
        match self {
            Self::Insert => "create",
            Self::Update => "edit",
            Self::Delete => "delete",
        }
    }
}

#[derive(Clone)]
struct Change {
    module: &'static Module,
    operation: Operation,
    id: String,
    fields: Vec<&'static str>,
    /// It follows from what was done to a record of another module.
    related: bool,
}

/// What a call did to records, in its order.
#[derive(Clone, Default)]
pub(in super::super) struct Changes {
    list: Vec<Change>,
    /// Where an inserted or updated record stands in the list.
    places: HashMap<String, usize>,
}

/// Notes that a record is there, or is otherwise than it was. The rows of a subform belong to their record, in which
/// `rows` were written.
pub(in super::super) fn note_write(
    cx: &mut Cx<'_>,
    module: &'static Module,
    before: Option<&Record>,
    after: &Record,
    rows: &[&'static Module],
) {
    if cx.state.channels.is_empty() || module.parent.is_some() {
        return;
    }
    let none = Record::new();
    let differences = differences(module, before.unwrap_or(&none), after);
    let mut fields: Vec<_> = differences.into_iter().map(|(name, ..)| name).collect();
    fields.retain(|name| *name != "id" && !name.starts_with("Created_"));
    let subform = |kind| matches!(kind, Kind::Subform(name) if rows.iter().any(|rows| rows.name == name));
    fields.extend(module.fields.iter().filter(|field| subform(field.kind)).map(|field| field.name));
    // A conversion marks a lead, though not in a field.
    let marked = || before.and_then(|before| before.get(CONVERTED)) != after.get(CONVERTED);
    if before.is_some() && fields.is_empty() && !marked() {
        return;
    }
    let id = super::super::store::text(after, "id");
    let changes = &mut cx.state.changes;
    if let Some(known) = changes.places.get(id).and_then(|place| changes.list.get_mut(*place)) {
        let new: Vec<_> = fields.into_iter().filter(|name| !known.fields.contains(name)).collect();
        known.fields.extend(new);
        return;
    }
    let operation = if before.is_some() { Operation::Update } else { Operation::Insert };
    changes.places.insert(id.to_owned(), changes.list.len());
    changes.list.push(Change { module, operation, id: id.to_owned(), fields, related: false });
}

const CONVERTED: &str = "$converted_detail";

/// Notes that a record is gone.
pub(in super::super) fn note_deletion(state: &mut State, module: &'static Module, id: &str) {
    if state.channels.is_empty() || module.parent.is_some() {
        return;
    }
    let (operation, id) = (Operation::Delete, id.to_owned());
    state.changes.list.push(Change { module, operation, id, fields: Vec::new(), related: false });
}

/// What this call did to records of other modules follows from what it did to one of `module`.
pub(in super::super) fn mark_related(state: &mut State, module: &Module) {
    for change in state.changes.list.iter_mut().filter(|change| change.module.name != module.name) {
        change.related = true;
    }
}

/// Tells the living channels what happened since the last time.
pub(in super::super) fn tell(state: &mut State, outbox: &Outbox, base: &str, now: DateTime<Utc>) {
    let changes = std::mem::take(&mut state.changes).list;
    let mut groups: Vec<Vec<&Change>> = Vec::new();
    for change in &changes {
        let same = |group: &&mut Vec<&Change>| {
            group.first().is_some_and(|first| {
                first.module.name == change.module.name && first.operation == change.operation
            })
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(change),
            None => groups.push(vec![change]),
        }
    }
    for group in groups {
        for channel in state.channels.iter().filter(|channel| channel.expires > now) {
            let wanted: Vec<&Change> = group.iter().filter(|change| channel.wants(change)).copied().collect();
            let Some(first) = wanted.first() else { continue };
            let body = channel.notification(state, first, &wanted, base, now).to_string();
            let url = channel.wishes.get("notify_url").and_then(Value::as_str).unwrap_or_default();
            outbox.post(Delivery::new(url, body, RULES).header(CONTENT_TYPE, "application/json"));
        }
    }
}

impl Channel {
    fn wants(&self, change: &Change) -> bool {
        let listed = |operation: &str| {
            let event = self.events.iter().filter_map(|event| event.split_once('.'));
            event.into_iter().any(|event| event == (change.module.name, operation))
        };
        // Whoever does not say wants related ones, too.
        let related = !change.related || self.wishes.get("notify_on_related_action") != Some(&json!(false));
        (listed(change.operation.event()) || listed("all")) && related && self.selects(change)
    }

    /// Whether an edit is of the fields that the condition for its module selects, if there is one.
    fn selects(&self, change: &Change) -> bool {
        let conditions = self.wishes.get("notification_condition").and_then(Value::as_array);
        let mut of_module = conditions.into_iter().flatten().filter(|condition| {
            let module = &condition["module"];
            module["api_name"] == change.module.name || module["id"] == change.module.id().as_str()
        });
        change.operation != Operation::Update
            || of_module.all(|condition| selected(&condition["field_selection"], &change.fields))
    }

    fn notification(
        &self,
        state: &State,
        first: &Change,
        changes: &[&Change],
        base: &str,
        now: DateTime<Utc>,
    ) -> Value {
        let ids: Vec<&str> = changes.iter().map(|change| change.id.as_str()).collect();
        let edited = changes.iter().filter(|change| change.operation != Operation::Delete);
        let fields = edited.clone().map(|change| json!({ &change.id: change.fields }));
        let mut body = json!({
            "server_time": now.timestamp_millis(),
            "query_params": {},
            "module": first.module.name,
            "resource_uri": format!("{base}/crm/v8/{}", first.module.name),
            "ids": ids,
            "affected_fields": fields.collect::<Vec<_>>(),
            "operation": first.operation.name(),
            "channel_id": self.id,
            "token": self.wishes.get("token"),
        });
        if self.wishes.get("return_affected_field_values") == Some(&json!(true)) {
            let values = edited.map(|change| {
                let record = state.get(change.module.name, &change.id);
                let fields = change.fields.iter().filter_map(|name| change.module.field(name));
                let values =
                    fields.filter_map(|field| Some((field.name.to_owned(), state.value(record?, field))));
                json!({ "record_id": change.id, "values": values.collect::<Map<_, _>>() })
            });
            body["affected_values"] = values.collect();
        }
        body
    }
}

/// Whether these fields satisfy a selection: a field, or a group of selections.
fn selected(selection: &Value, fields: &[&str]) -> bool {
    let Some(group) = selection["group"].as_array().filter(|group| !group.is_empty()) else {
        return selection["field"]["api_name"].as_str().is_none_or(|name| fields.contains(&name));
    };
    let and =
        selection["group_operator"].as_str().is_some_and(|operator| operator.eq_ignore_ascii_case("and"));
    let mut group = group.iter().map(|one| selected(one, fields));
    if and { group.all(|yes| yes) } else { group.any(|yes| yes) }
}
