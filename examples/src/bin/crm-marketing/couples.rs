//! Who is whom: records of both sides that are the same person, and those that cannot be brought together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use connectors_core::Result;

use crate::merge::{Merged, merge};
use crate::person::{LAST_NAME, Person, Stage};
use crate::read::{Crm, Hub, Seen};
use crate::report::{Problem, Report};
use crate::state::{CrmId, Side, State};

/// A person, as both sides have them, and as they are to be.
#[derive(Debug)]
pub(crate) struct Couple {
    pub(crate) crm: Option<Crm>,
    pub(crate) hub: Option<Hub>,
    pub(crate) merged: Merged,
    /// Whether something of it was refused.
    pub(crate) refused: bool,
}

pub(crate) fn crm_name((kind, id): &CrmId) -> String {
    format!("{}/{id}", kind.name())
}

pub(crate) fn hub_name(id: &str) -> String {
    format!("hubspot/{id}")
}

impl Couple {
    fn new(crm: Option<Crm>, hub: Option<Hub>, state: &State) -> Self {
        let base = hub.as_ref().and_then(|hub| state.of_hub(&hub.id));
        // Whoever comes from HubSpot becomes a lead.
        let new = Person { stage: Some(Stage::Lead), ..Person::default() };
        let merged = merge(
            base.map(|pair| pair.base()),
            crm.as_ref().map_or(&new, |crm| &crm.person),
            hub.as_ref().map_or(&Person::default(), |hub| &hub.person),
        );
        Self { crm, hub, merged, refused: false }
    }

    /// The record that is told of where something is wrong.
    pub(crate) fn name(&self) -> String {
        match (&self.crm, &self.hub) {
            (Some(crm), _) => crm_name(&crm.id),
            (None, Some(hub)) => hub_name(&hub.id),
            (None, None) => String::new(),
        }
    }
}

/// Brings together what was seen. What cannot be is entered as a problem.
pub(crate) fn couples(seen: Seen, state: &mut State, report: &mut Report) -> Result<Vec<Couple>> {
    let Seen { crm, mut hub } = seen;
    report.crm_people += crm.len();
    report.hub_people += hub.len();
    crm.keys().try_for_each(|id| state.no_problem(&crm_name(id)))?;
    hub.keys().try_for_each(|id| state.no_problem(&hub_name(id)))?;
    let crm_ids: BTreeSet<CrmId> = crm.keys().cloned().collect();
    let hub_ids: BTreeSet<String> = hub.keys().cloned().collect();
    let by_email: HashMap<String, String> =
        hub.values().map(|hub| (hub.person.email().to_owned(), hub.id.clone())).collect();

    let (known, new): (Vec<Crm>, Vec<Crm>) =
        winners(crm, state)?.into_iter().partition(|crm| state.of_crm(&crm.id.1).is_some());
    let mut couples = Vec::new();
    for crm in known.into_iter().chain(new) {
        let email = crm.person.email();
        let paired = state.of_crm(&crm.id.1).or_else(|| state.of_email(email)).map(|(id, _)| id.to_owned());
        let same = paired.as_ref().filter(|id| state.of_hub(id).is_some_and(|pair| pair.crm_id == crm.id));
        let found = same.and_then(|id| hub.remove(id));
        if let Some(hub) = found.or_else(|| hub.remove(by_email.get(email)?)) {
            couples.push(Couple::new(Some(crm), Some(hub), state));
            continue;
        }
        if let Some(lost) = paired.filter(|id| !hub_ids.contains(id)) {
            state.lose(&lost, Side::Hub)?;
        }
        if state.is_gone(email, Side::Hub) {
            state.problem(crm_name(&crm.id), deleted("Email", "HubSpot"))?;
        } else if state.of_crm(&crm.id.1).is_none() {
            couples.push(Couple::new(Some(crm), None, state));
        }
    }
    for hub in hub.into_values() {
        let email = hub.person.email();
        if let Some(pair) = state.of_hub(&hub.id) {
            // Its record is there, and another one has its address: that was told.
            if !crm_ids.contains(&pair.crm_id) {
                state.lose(&hub.id, Side::Crm)?;
                state.problem(hub_name(&hub.id), deleted("email", "the CRM"))?;
            }
            continue;
        }
        let problem = if state.is_gone(email, Side::Crm) {
            deleted("email", "the CRM")
        } else if email.is_empty() {
            Problem::new("email", MISSING)
        } else if hub.person.texts[LAST_NAME].is_empty() {
            Problem::new("lastname", MISSING)
        } else {
            couples.push(Couple::new(None, Some(hub), state));
            continue;
        };
        state.problem(hub_name(&hub.id), problem)?;
    }
    for couple in couples.iter_mut() {
        report.conflicts.append(&mut couple.merged.conflicts);
        let email = couple.merged.crm.email();
        if couple.merged.resubscribed && !report.resubscribed.iter().any(|known| known == email) {
            report.resubscribed.push(email.to_owned());
        }
    }
    Ok(couples)
}

const MISSING: &str = "is missing: the CRM wants one";

fn deleted(field: &str, side: &str) -> Problem {
    Problem::new(
        field,
        format!("was deleted in {side}, and is not made there again: delete it here, or restore it there"),
    )
}

/// One record for each address: a contact before a lead, then one that is known, then the oldest.
fn winners(crm: BTreeMap<CrmId, Crm>, state: &mut State) -> Result<Vec<Crm>> {
    let mut by_email = BTreeMap::<String, Vec<Crm>>::new();
    for crm in crm.into_values() {
        let before = state.of_crm(&crm.id.1).map(|(_, pair)| pair.crm.email());
        let email = Some(crm.person.email()).filter(|email| !email.is_empty()).or(before);
        match email.map(str::to_owned) {
            Some(email) => by_email.entry(email).or_default().push(crm),
            None => {
                let problem = Problem::new("Email", "is empty: nobody can be found by it");
                state.problem(crm_name(&crm.id), problem)?;
            }
        }
    }
    let mut winners = Vec::new();
    for mut same in by_email.into_values() {
        same.sort_by_key(|crm| {
            let (kind, id) = crm.id.clone();
            (kind, state.of_crm(&id).is_none(), id.len(), id)
        });
        let mut same = same.into_iter();
        let Some(first) = same.next() else { continue };
        for other in same {
            let text = format!("is that of {}, too", crm_name(&first.id));
            state.problem(crm_name(&other.id), Problem::new("Email", text))?;
        }
        winners.push(first);
    }
    Ok(winners)
}
