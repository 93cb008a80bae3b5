//! What is written, but for opt-outs. Everything here can be done twice: changes by id, upserts by address.

use connectors_core::{Batch, BatchAction, CallOptions, Client, Priority, Result};
use connectors_examples::settle::{Settled, settle};
use connectors_hubspot::HubSpot;
use connectors_hubspot::objects::{self, Keyed};
use connectors_zoho::{Zoho, records};

use crate::couples::Couple;
use crate::person::{CrmRecord, HubContact, Kind, Person, QUALIFIED, Stage, TEXTS, stage_name};

/// How many calls of a batch may be under way at once.
const AT_ONCE: usize = 8;

/// Names of the properties and fields of [`TEXTS`].
const HUB_NAMES: [&str; TEXTS.len()] = ["email", "firstname", "lastname", "phone"];
const CRM_NAMES: [&str; TEXTS.len()] = ["Email", "First_Name", "Last_Name", "Phone"];

/// Changes records of the CRM; opt-outs overtake what waits for a limit.
pub(crate) async fn change_crm(
    zoho: &Client<Zoho>,
    kind: Kind,
    changes: Vec<(usize, records::Change<CrmRecord>)>,
    priority: Priority,
) -> Result<Settled<String>> {
    settle(changes, "Email", async |changes| {
        let update = records::UpdateMany::new(changes).module(kind.name().to_owned());
        let outcomes = several(zoho, update).options(CallOptions::new().priority(priority)).await;
        outcomes.into_iter().map(|outcome| outcome.map(|written| written.id)).collect()
    })
    .await
}

/// Writes what differs to HubSpot; the contacts' ids. First those that are there, then new ones.
pub(crate) async fn write_hub(hubspot: &Client<HubSpot>, couples: &[Couple]) -> Result<[Settled<String>; 2]> {
    let (mut changes, mut new) = (Vec::new(), Vec::new());
    for (at, couple) in couples.iter().enumerate().filter(|(_, couple)| !couple.refused) {
        let wanted = &couple.merged.hub;
        let default = Person::default();
        let now = couple.hub.as_ref().map_or(&default, |hub| &hub.person);
        let [email, firstname, lastname, phone] = news(&now.texts, &wanted.texts);
        let stage = wanted.stage.filter(|_| wanted.stage != now.stage).and_then(stage_name);
        let contact =
            HubContact { email, firstname, lastname, phone, lifecyclestage: stage, ..HubContact::default() };
        match &couple.hub {
            None => new.push((at, Keyed::new(wanted.email(), contact))),
            Some(hub) if now.texts != wanted.texts || now.stage != wanted.stage => {
                let clear = cleared(&now.texts, &wanted.texts, HUB_NAMES);
                changes.push((at, objects::Change::new(&hub.id, contact).clear(clear)));
            }
            Some(_) => {}
        }
    }
    let changed = settle(changes, "email", async |changes| {
        let outcomes = several(hubspot, objects::UpdateMany::new(changes)).await;
        outcomes.into_iter().map(|outcome| outcome.map(|contact| contact.id)).collect()
    });
    let changed = changed.await?;
    let made = settle(new, "email", async |new| {
        let outcomes = several(hubspot, objects::UpsertMany::new("email", new)).await;
        outcomes.into_iter().map(|outcome| outcome.map(|contact| contact.id)).collect()
    });
    Ok([changed, made.await?])
}

/// Writes what differs to the CRM; the records' ids. First those that are there, then new leads.
pub(crate) async fn write_crm(zoho: &Client<Zoho>, couples: &[Couple]) -> Result<[Settled<String>; 2]> {
    let mut changed = Vec::new();
    for kind in Kind::ALL {
        let changes = couples.iter().enumerate().filter_map(|(at, couple)| {
            let crm = couple.crm.as_ref().filter(|crm| crm.id.0 == kind && !couple.refused)?;
            let clear = cleared(&crm.person.texts, &couple.merged.crm.texts, CRM_NAMES);
            let change = records::Change::new(&crm.id.1, record(&crm.person, &couple.merged.crm));
            (crm.person != couple.merged.crm).then(|| (at, change.clear(clear)))
        });
        changed.extend(change_crm(zoho, kind, changes.collect(), Priority::default()).await?);
    }
    let leads = couples.iter().enumerate().filter_map(|(at, couple)| {
        let hub = couple.hub.as_ref().filter(|_| couple.crm.is_none() && !couple.refused)?;
        let mut lead = record(&Person::default(), &couple.merged.crm);
        // A lead must have a company; the address has something like it.
        let domain = couple.merged.crm.email().split_once('@').map(|(_, domain)| domain.to_owned());
        lead.company = hub.company.clone().filter(|company| !company.trim().is_empty()).or(domain);
        Some((at, lead))
    });
    let made = settle(leads.collect(), "Email", async |leads| {
        let upsert = records::UpsertMany::new(leads).module(Kind::Leads.name().to_owned());
        let outcomes = several(zoho, upsert.duplicate_check_fields(["Email"])).await;
        outcomes.into_iter().map(|outcome| outcome.map(|written| written.id)).collect()
    });
    Ok([changed, made.await?])
}

/// What is to be written to the CRM.
fn record(now: &Person, wanted: &Person) -> CrmRecord {
    let [email, first_name, last_name, phone] = news(&now.texts, &wanted.texts);
    let qualified = wanted.stage != now.stage && wanted.stage > Some(Stage::Lead);
    CrmRecord {
        email,
        first_name,
        last_name,
        phone,
        email_opt_out: (wanted.out && !now.out).then_some(true),
        last_engagement: wanted.engaged.filter(|_| wanted.engaged != now.engaged),
        lead_status: qualified.then(|| QUALIFIED.to_owned()),
        ..CrmRecord::default()
    }
}

/// Texts that are others than before, those that are now empty left out.
fn news(now: &[String; 4], wanted: &[String; 4]) -> [Option<String>; 4] {
    std::array::from_fn(|field| {
        let text = &wanted[field];
        (*text != now[field] && !text.is_empty()).then(|| text.clone())
    })
}

/// The names of those that are now empty.
fn cleared(now: &[String; 4], wanted: &[String; 4], names: [&'static str; 4]) -> Vec<&'static str> {
    let empty = |field: &usize| wanted[*field].is_empty() && !now[*field].is_empty();
    (0..names.len()).filter(empty).map(|field| names[field]).collect()
}

/// A batch whose calls go out several at once, as far as the limits allow.
fn several<A: BatchAction>(client: &Client<A::Connector>, action: A) -> Batch<A> {
    client.batch(action).concurrency(AT_ONCE)
}
