//! Who is whom: records of both sides that are the same person, and those that cannot be brought together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use connectors_core::Result;
use connectors_examples::settle::Problem;

use crate::merge::{Merged, merge};
use crate::person::{LAST_NAME, Person, Stage};
use crate::read::{Crm, Hub, Seen};
use crate::report::Report;
use crate::state::{CrmId, Pair, Side, State};

/// A person, as both sides have them, and as they are to be.
#[derive(Debug)]
pub(crate) struct Couple {
    pub(crate) crm: Option<Crm>,
    /// Other records of the CRM with the same address: an opt-out is the address's.
    pub(crate) also: Vec<Crm>,
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
    fn new(crm: Option<(Crm, Vec<Crm>)>, hub: Option<Hub>, state: &State) -> Self {
        let (crm, also) = crm.map_or((None, Vec::new()), |(crm, also)| (Some(crm), also));
        let base = hub.as_ref().and_then(|hub| state.of_hub(&hub.id));
        // Whoever comes from HubSpot becomes a lead.
        let new = Person { stage: Some(Stage::Lead), ..Person::default() };
        let mut in_crm = crm.as_ref().map_or(new, |crm| crm.person.clone());
        in_crm.out |= also.iter().any(|crm| crm.person.out);
        let in_hub = hub.as_ref().map_or(&Person::default(), |hub| &hub.person).clone();
        let merged = merge(base.map(Pair::base), &in_crm, &in_hub);
        Self { crm, also, hub, merged, refused: false }
    }

    /// Of somebody whom HubSpot has not any more: nothing goes over but an opt-out, which it keeps by address.
    fn lost(crm: (Crm, Vec<Crm>), state: &State) -> Self {
        Self { refused: true, ..Self::new(Some(crm), None, state) }
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
    let of_email = |email: &str| by_email.get(email).filter(|_| !email.is_empty());

    let (known, new): (Vec<_>, Vec<_>) =
        winners(crm, state)?.into_iter().partition(|(crm, _)| state.of_crm(&crm.id.1).is_some());
    let mut couples = Vec::new();
    for (crm, also) in known.into_iter().chain(new) {
        let (id, email) = (crm.id.clone(), crm.person.email().to_owned());
        let paired = state.of_crm(&id.1).or_else(|| state.of_email(&email)).map(|(hub, _)| hub.to_owned());
        let own = paired.as_ref().filter(|hub| state.of_hub(hub).is_some_and(|pair| pair.crm_id == id));
        let found = own.and_then(|own| hub.remove(own)).or_else(|| hub.remove(of_email(&email)?));
        if let Some(hub) = found {
            couples.push(Couple::new(Some((crm, also)), Some(hub), state));
            continue;
        }
        if let Some(lost) = paired.filter(|paired| !hub_ids.contains(paired)) {
            state.lose(&lost, Side::Hub)?;
        }
        if state.is_gone(&email, Side::Hub) {
            state.problem(crm_name(&id), gone("Email", "HubSpot"))?;
            couples.push(Couple::lost((crm, also), state));
        } else if state.of_crm(&id.1).is_none() {
            couples.push(Couple::new(Some((crm, also)), None, state));
        }
    }
    for hub in hub.into_values() {
        let email = hub.person.email();
        if let Some(pair) = state.of_hub(&hub.id) {
            // Its record is there, and another one has its address: that was told.
            if !crm_ids.contains(&pair.crm_id) {
                state.lose(&hub.id, Side::Crm)?;
                state.problem(hub_name(&hub.id), gone("email", "the CRM"))?;
            }
            continue;
        }
        let problem = if state.is_gone(email, Side::Crm) {
            gone("email", "the CRM")
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
    }
    Ok(couples)
}

const MISSING: &str = "is missing: the CRM wants one";

fn gone(field: &str, side: &str) -> Problem {
    let text =
        "was deleted there or merged, and is not made there again: delete it here, or restore it there";
    Problem::new(field, format!("is gone from {side}: {text}"))
}

/// One record for each address, with the others that have it: a contact before a lead, then one that is known, then the oldest.
fn winners(crm: BTreeMap<CrmId, Crm>, state: &mut State) -> Result<Vec<(Crm, Vec<Crm>)>> {
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
        let also: Vec<Crm> = same.collect();
        for other in &also {
            let text = format!("is that of {}, too", crm_name(&first.id));
            state.problem(crm_name(&other.id), Problem::new("Email", text))?;
        }
        winners.push((first, also));
    }
    Ok(winners)
}
