//! What is read: everything at first, by an export and by lists; later what changed, and whoever belongs to it. Records are
//! always read themselves: searches lag behind, and an old value would look like a change.

use std::collections::{BTreeMap, BTreeSet};

use connectors_core::{CallOptions, Client, ErrorKind, Outcome, Priority, Result};
use connectors_hubspot::HubSpot;
use connectors_hubspot::objects::{self, Object};
use connectors_zoho::{Criteria, Zoho, bulk_read, coql, records};
use serde::Deserialize;

use crate::person::{CrmRecord, HubContact, Kind, Person};
use crate::progress::Progress;
use crate::state::{CrmId, State};

/// How many records one call reads by their ids.
const AT_ONCE: usize = 100;
/// How many addresses one query names.
const ADDRESSES: usize = 50;

/// A record of the CRM.
#[derive(Clone, Debug)]
pub(crate) struct Crm {
    pub(crate) id: CrmId,
    pub(crate) person: Person,
}

/// A contact of HubSpot's.
#[derive(Clone, Debug)]
pub(crate) struct Hub {
    pub(crate) id: String,
    pub(crate) person: Person,
    pub(crate) company: Option<String>,
}

impl Crm {
    pub(crate) fn new(kind: Kind, record: &CrmRecord) -> Self {
        Self { id: (kind, record.id.clone()), person: record.person(kind) }
    }
}

impl Hub {
    pub(crate) fn new(object: Object<HubContact>) -> Self {
        Self { person: object.properties.person(), company: object.properties.company, id: object.id }
    }
}

/// What was read of both sides, by ids.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) crm: BTreeMap<CrmId, Crm>,
    pub(crate) hub: BTreeMap<String, Hub>,
}

/// Records to look at, and addresses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changed {
    pub(crate) crm: BTreeSet<CrmId>,
    pub(crate) hub: BTreeSet<String>,
    pub(crate) emails: BTreeSet<String>,
}

impl Changed {
    pub(crate) fn is_empty(&self) -> bool {
        self.crm.is_empty() && self.hub.is_empty() && self.emails.is_empty()
    }

    fn add(&mut self, other: Self) {
        self.crm.extend(other.crm);
        self.hub.extend(other.hub);
        self.emails.extend(other.emails);
    }

    /// Whoever belongs to these, or to what was seen of them, and is not among them.
    fn next(&self, seen: &Seen, state: &State) -> Self {
        let mut next = Self::default();
        let crm = seen.crm.values().map(|crm| crm.person.email());
        next.emails.extend(crm.chain(seen.hub.values().map(|hub| hub.person.email())).map(str::to_owned));
        let crm_ids = seen.crm.keys().chain(&self.crm).filter_map(|(_, id)| state.of_crm(id));
        // Another record may have had the address before.
        let others = next.emails.iter().filter_map(|email| state.of_email(email));
        next.hub.extend(crm_ids.chain(others).map(|(hub, _)| hub.to_owned()));
        let hub_ids = seen.hub.keys().chain(&self.hub).chain(&next.hub);
        next.crm.extend(hub_ids.filter_map(|hub| state.of_hub(hub)).map(|pair| pair.crm_id.clone()));
        next.crm.retain(|id| !self.crm.contains(id) && !seen.crm.contains_key(id));
        next.hub.retain(|id| !self.hub.contains(id) && !seen.hub.contains_key(id));
        next.emails.retain(|email| !email.is_empty() && !self.emails.contains(email));
        next
    }
}

/// Both platforms.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub(crate) zoho: &'a Client<Zoho>,
    pub(crate) hubspot: &'a Client<HubSpot>,
    pub(crate) progress: &'a Progress,
    /// Of what is read by ids and addresses.
    pub(crate) priority: Priority,
}

impl Reader<'_> {
    fn options(&self) -> CallOptions {
        CallOptions::new().priority(self.priority)
    }

    /// All of both sides.
    pub(crate) async fn everything(&self) -> Result<Seen> {
        let (contacts, leads, hub) =
            tokio::try_join!(self.export(Kind::Contacts), self.export(Kind::Leads), self.list())?;
        let crm = contacts.into_iter().chain(leads).map(|crm| (crm.id.clone(), crm)).collect();
        Ok(Seen { crm, hub: hub.into_iter().map(|hub| (hub.id.clone(), hub)).collect() })
    }

    async fn export(&self, kind: Kind) -> Result<Vec<Crm>> {
        let query = bulk_read::Query::new(kind.name()).fields(kind.fields().iter().copied());
        let mut rows = bulk_read::read::<CrmRecord>(self.zoho, query);
        let mut all = Vec::new();
        while let Some(record) = rows.next().await {
            match record {
                Ok(record) => all.push(Crm::new(kind, &record)),
                // The next poll goes on where it was.
                Err(error) if error.is_retryable() => eprintln!("asked again: {error}"),
                Err(error) => return Err(error),
            }
            self.progress.read.inc(1);
        }
        Ok(all)
    }

    async fn list(&self) -> Result<Vec<Hub>> {
        let mut contacts = self.hubspot.items(objects::List::<HubContact>::new());
        let mut all = Vec::new();
        while let Some(contact) = contacts.next().await {
            all.push(Hub::new(contact?));
            self.progress.read.inc(1);
        }
        Ok(all)
    }

    /// These, and whoever belongs to them: by what is known of them, and by their addresses, which others may have, too.
    pub(crate) async fn around(&self, changed: &Changed, state: &State) -> Result<Seen> {
        let (mut seen, mut asked, mut wanted) = (Seen::default(), Changed::default(), changed.clone());
        while !wanted.is_empty() {
            self.hub_by("", &wanted.hub, &mut seen).await?;
            self.hub_by("email", &wanted.emails, &mut seen).await?;
            wanted.crm.extend(self.crm_by_emails(&wanted.emails).await?);
            self.crm_by_ids(&wanted.crm, &mut seen).await?;
            asked.add(wanted);
            wanted = asked.next(&seen, state);
        }
        Ok(seen)
    }

    /// Those of these records that are still there.
    pub(crate) async fn crm_by_ids(&self, ids: &BTreeSet<CrmId>, seen: &mut Seen) -> Result<()> {
        for kind in Kind::ALL {
            let new = ids.iter().filter(|id| id.0 == kind && !seen.crm.contains_key(*id));
            let new: Vec<String> = new.map(|(_, id)| id.clone()).collect();
            for some in new.chunks(AT_ONCE) {
                let list = records::List::<CrmRecord>::new()
                    .module(kind.name().to_owned())
                    .fields(kind.fields().iter().copied())
                    .ids(some.iter().cloned());
                let mut records = self.zoho.items(list).options(self.options());
                while let Some(record) = records.next().await {
                    let crm = Crm::new(kind, &record?);
                    seen.crm.insert(crm.id.clone(), crm);
                }
            }
        }
        Ok(())
    }

    /// The ids of contacts and leads with these addresses.
    pub(crate) async fn crm_by_emails(&self, emails: &BTreeSet<String>) -> Result<BTreeSet<CrmId>> {
        #[derive(Clone, Debug, Deserialize)]
        struct Row {
            id: String,
        }
        let emails: Vec<&str> = emails.iter().map(String::as_str).collect();
        let mut ids = BTreeSet::new();
        for some in emails.chunks(ADDRESSES) {
            for kind in Kind::ALL {
                let select = coql::Select::new(kind.name(), ["id"])
                    .criteria(Criteria::one_of("Email", some.iter().copied()));
                let mut rows = self.zoho.items(coql::Query::<Row>::new(select)).options(self.options());
                while let Some(row) = rows.next().await {
                    ids.insert((kind, row?.id));
                }
            }
        }
        Ok(ids)
    }

    /// Those of these contacts that are there: by their ids, or by a unique property.
    pub(crate) async fn hub_by(
        &self,
        property: &str,
        keys: &BTreeSet<String>,
        seen: &mut Seen,
    ) -> Result<()> {
        let known: BTreeSet<&str> = match property {
            "" => seen.hub.keys().map(String::as_str).collect(),
            _ => seen.hub.values().map(|hub| hub.person.email()).collect(),
        };
        let new: Vec<String> = keys.iter().filter(|key| !known.contains(key.as_str())).cloned().collect();
        if new.is_empty() {
            return Ok(());
        }
        let (get, get_one): (_, fn(&str) -> _) = match property {
            "" => (objects::GetMany::<HubContact>::new(new.clone()), |id| objects::Get::new(id)),
            property => {
                (objects::GetMany::by(property, new.clone()), |email| objects::Get::by("email", email))
            }
        };
        let outcomes = self.hubspot.batch(get).options(self.options()).await;
        for (key, outcome) in new.iter().zip(outcomes) {
            let contact = match outcome {
                // It is under another id since it was merged, or something else is strange: it is asked for by itself.
                Outcome::Unknown(error) if error.kind() == ErrorKind::Decode => {
                    self.hubspot.call(get_one(key)).priority(self.priority).await
                }
                outcome => outcome.into_result(),
            };
            match contact {
                Ok(contact) => {
                    let hub = Hub::new(contact);
                    seen.hub.insert(hub.id.clone(), hub);
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
