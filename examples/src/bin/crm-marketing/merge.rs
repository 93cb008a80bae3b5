//! The rule by which two pictures of a person become one. Nothing here talks to a platform.
//!
//! Changes are told apart from echoes by what both sides were when they last agreed: what a side still is, it did not change,
//! and what we wrote there is what it is since.

use std::fmt;

use serde::Serialize;

use crate::person::{EMAIL, LAST_NAME, Person, Stage, TEXTS};

/// The rule in words, for those who run the program.
pub(crate) const RULES: &str = "\
The address is the key; a contact of the CRM comes before a lead with the same address.
Opt-outs: out on one side is out on both, in all records with the address, before anything else is written and within a
  minute whatever else is under way. The recipient alone takes it back, at HubSpot; whoever keeps the CRM then does it
  there. No program subscribes anybody. Who leaves one kind of e-mails only is kept by HubSpot, as the CRM knows all or none.
Names, phone, address: what one side changed since both agreed goes to the other. Where both did, the CRM wins; the first
  time, what is filled in wins over what is empty.
Stages go forward only. A lead is one, a contact is an opportunity at least; whom HubSpot calls qualified is Pre-Qualified.
Engagement goes from HubSpot to the CRM.
Deletions do not go over, and are not undone: whose address was deleted on one side is not made there again, and is reported
  for a person to delete here or restore there. After a privacy deletion no more than the address is remembered.
";

/// What both sides were when they last agreed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Base<'a> {
    pub(crate) crm: &'a Person,
    pub(crate) hub: &'a Person,
}

/// A field that both sides changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Conflict {
    pub(crate) email: String,
    pub(crate) field: &'static str,
    pub(crate) kept: &'static str,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "conflict of {}: {}: the {}'s was kept", self.email, self.field, self.kept)
    }
}

/// What both sides are to be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Merged {
    pub(crate) crm: Person,
    pub(crate) hub: Person,
    pub(crate) conflicts: Vec<Conflict>,
    /// The recipient subscribed anew at HubSpot; the CRM does not know it.
    pub(crate) resubscribed: bool,
}

pub(crate) fn merge(base: Option<Base<'_>>, crm: &Person, hub: &Person) -> Merged {
    let mut merged =
        Merged { crm: crm.clone(), hub: hub.clone(), conflicts: Vec::new(), resubscribed: false };
    for (field, name) in TEXTS.into_iter().enumerate() {
        merge_text(&mut merged, base, field, name);
    }
    merge_opt_outs(&mut merged, base);
    merge_stages(&mut merged, base);
    merged.crm.engaged = crm.engaged.max(hub.engaged);
    merged
}

fn merge_text(merged: &mut Merged, base: Option<Base<'_>>, field: usize, name: &'static str) {
    let (crm, hub) = (merged.crm.texts[field].clone(), merged.hub.texts[field].clone());
    if crm == hub {
        return;
    }
    let must_be = matches!(field, EMAIL | LAST_NAME);
    let mut conflict = false;
    let from_crm = match base {
        // Nobody keeps an empty one of these: it is filled again.
        _ if must_be && (crm.is_empty() || hub.is_empty()) => hub.is_empty(),
        None if crm.is_empty() || hub.is_empty() => hub.is_empty(),
        None => {
            conflict = true;
            true
        }
        Some(base) => match (crm != base.crm.texts[field], hub != base.hub.texts[field]) {
            // The platforms write the same in different ways.
            (false, false) => return,
            (changed, other) => {
                conflict = changed && other;
                changed
            }
        },
    };
    if conflict {
        let email = merged.crm.email().to_owned();
        merged.conflicts.push(Conflict { email, field: name, kept: "crm" });
    }
    if from_crm {
        merged.hub.texts[field] = crm;
    } else {
        merged.crm.texts[field] = hub;
    }
}

fn merge_opt_outs(merged: &mut Merged, base: Option<Base<'_>>) {
    // HubSpot keeps it by address: of another address it is not known yet.
    let were_out = base.is_some_and(|base| {
        base.crm.out && [merged.crm.email(), merged.hub.email()] == [base.hub.email(); 2]
    });
    if merged.crm.out && !merged.hub.out && were_out {
        merged.resubscribed = true;
        return;
    }
    let out = merged.crm.out || merged.hub.out;
    (merged.crm.out, merged.hub.out) = (out, out);
}

fn merge_stages(merged: &mut Merged, base: Option<Base<'_>>) {
    let (crm, hub) = (merged.crm.stage, merged.hub.stage);
    let crm_is_news = base.is_none_or(|base| base.crm.stage != crm);
    let hub_is_news = base.is_none_or(|base| base.hub.stage != hub);
    if crm_is_news {
        merged.hub.stage = hub.max(crm);
    }
    let qualified = hub.is_some_and(|stage| (Stage::MarketingQualifiedLead..Stage::Other).contains(&stage));
    if hub_is_news && crm == Some(Stage::Lead) && qualified {
        merged.crm.stage = Some(Stage::MarketingQualifiedLead);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(phone: &str) -> Person {
        let texts = ["ada@example.com", "Ada", "Lovelace", phone].map(str::to_owned);
        Person { texts, stage: Some(Stage::Lead), ..Person::default() }
    }

    fn out(out: bool) -> Person {
        Person { out, ..person("1") }
    }

    fn phones(base: &str, crm: &str, hub: &str) -> (String, String, usize) {
        let base = person(base);
        let merged = merge(Some(Base { crm: &base, hub: &base }), &person(crm), &person(hub));
        let [crm, hub] = [merged.crm, merged.hub].map(|person| person.texts[3].clone());
        (crm, hub, merged.conflicts.len())
    }

    #[test]
    fn what_one_side_changed_goes_over_and_where_both_did_the_crm_wins() {
        for (base, crm, hub, both, conflicts) in [
            ("1", "2", "1", "2", 0),
            ("1", "1", "2", "2", 0),
            ("1", "", "1", "", 0),
            ("1", "2", "3", "2", 1),
            ("1", "2", "2", "2", 0),
        ] {
            assert_eq!(phones(base, crm, hub), (both.to_owned(), both.to_owned(), conflicts));
        }
    }

    #[test]
    fn at_first_what_is_filled_in_wins_and_then_the_crm() {
        for (crm, hub, both, conflicts) in [("", "1", "1", 0), ("1", "", "1", 0), ("1", "2", "1", 1)] {
            let merged = merge(None, &person(crm), &person(hub));
            assert_eq!((&*merged.crm.texts[3], &*merged.hub.texts[3]), (both, both));
            assert_eq!(merged.conflicts.len(), conflicts);
        }
    }

    #[test]
    fn an_opt_out_is_taken_back_by_nobody_but_the_recipient() {
        for (were, crm, hub, then) in [
            (false, true, false, (true, true)),
            (false, false, true, (true, true)),
            // Somebody wrote an old record over the CRM's.
            (true, false, true, (true, true)),
            // The recipient subscribed anew at HubSpot.
            (true, true, false, (true, false)),
            (true, false, false, (false, false)),
        ] {
            let base = out(were);
            let merged = merge(Some(Base { crm: &base, hub: &base }), &out(crm), &out(hub));
            assert_eq!((merged.crm.out, merged.hub.out), then, "{were} {crm} {hub}");
        }
    }

    #[test]
    fn stages_go_forward_and_what_people_did_stays() {
        let at = |stage| Person { stage: Some(stage), ..person("1") };
        let merged = merge(None, &at(Stage::Opportunity), &at(Stage::Lead));
        assert_eq!(merged.hub.stage, Some(Stage::Opportunity));
        let merged = merge(None, &at(Stage::Opportunity), &at(Stage::Customer));
        assert_eq!(merged.hub.stage, Some(Stage::Customer));
        let merged = merge(None, &at(Stage::Lead), &at(Stage::SalesQualifiedLead));
        assert_eq!(merged.crm.stage, Some(Stage::MarketingQualifiedLead));
        assert_eq!(merged.hub.stage, Some(Stage::SalesQualifiedLead));
        // Sales thought otherwise since.
        let (crm, hub) = (at(Stage::MarketingQualifiedLead), at(Stage::SalesQualifiedLead));
        let merged = merge(Some(Base { crm: &crm, hub: &hub }), &at(Stage::Lead), &hub);
        assert_eq!(merged.crm.stage, Some(Stage::Lead));
    }
}
