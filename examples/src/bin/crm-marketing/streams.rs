//! What happens on both sides, as events.

use std::time::Duration;

use connectors_core::triggers::{Events, Hints, PollingTrigger};
use connectors_core::{Client, Error};
use connectors_examples::events::{self, Next};
use connectors_hubspot::HubSpot;
use connectors_hubspot::objects::{self, Object};
use connectors_zoho::{Zoho, records};

use crate::person::{CrmRecord, HubContact, Kind};
use crate::state::Cursors;

/// How often both are asked when nobody tells anything: an opt-out has to be known within a minute.
const EVERY: Duration = Duration::from_secs(20);
/// How many changes are taken at once, when there are many.
const CHUNK: usize = 500;

pub(crate) type CrmTrigger = records::CreatedOrUpdated<CrmRecord>;
pub(crate) type HubTrigger = objects::CreatedOrUpdated<HubContact>;

pub(crate) fn crm_trigger(kind: Kind) -> CrmTrigger {
    CrmTrigger::new().module(kind.name().to_owned()).fields(kind.fields().iter().copied())
}

/// Both modules of the CRM, and HubSpot.
pub(crate) struct Streams {
    contacts: Events<CrmTrigger>,
    leads: Events<CrmTrigger>,
    hub: Events<HubTrigger>,
}

/// What tells them that something happened.
#[derive(Clone)]
pub(crate) struct StreamHints {
    pub(crate) contacts: Hints<CrmTrigger>,
    pub(crate) leads: Hints<CrmTrigger>,
    pub(crate) hub: Hints<HubTrigger>,
}

/// What happened on one side.
pub(crate) enum News {
    Crm(Kind, Vec<CrmRecord>),
    Hub(Vec<Object<HubContact>>),
}

impl Streams {
    /// From the cursors on.
    pub(crate) fn new(zoho: &Client<Zoho>, hubspot: &Client<HubSpot>, cursors: Cursors) -> Self {
        Self {
            contacts: zoho.events(crm_trigger(Kind::Contacts), cursors.contacts).every(EVERY),
            leads: zoho.events(crm_trigger(Kind::Leads), cursors.leads).every(EVERY),
            hub: hubspot.events(HubTrigger::new(), cursors.hub).every(EVERY),
        }
    }

    pub(crate) fn hints(&self) -> StreamHints {
        StreamHints { contacts: self.contacts.hints(), leads: self.leads.hints(), hub: self.hub.hints() }
    }

    /// Where they are with all that was given.
    pub(crate) fn cursors(&self) -> Cursors {
        Cursors {
            contacts: self.contacts.cursor().clone(),
            leads: self.leads.cursor().clone(),
            hub: self.hub.cursor().clone(),
        }
    }

    /// What happens next, and what else is there at once; nothing after an error that may pass, which is told. Dropping the
    /// future loses nothing.
    pub(crate) async fn next(&mut self) -> Result<News, Error> {
        tokio::select! {
            first = self.contacts.next() => {
                Ok(News::Crm(Kind::Contacts, gather(&mut self.contacts, first)?))
            }
            first = self.leads.next() => Ok(News::Crm(Kind::Leads, gather(&mut self.leads, first)?)),
            first = self.hub.next() => Ok(News::Hub(gather(&mut self.hub, first)?)),
        }
    }
}

fn gather<T: PollingTrigger + Clone>(
    events: &mut Events<T>,
    first: Next<T::Event>,
) -> Result<Vec<T::Event>, Error> {
    Ok(events::gather(events, first, CHUNK)?.into_iter().map(|event| event.data).collect())
}
