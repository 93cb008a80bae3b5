//! Opt-outs: before everything else that is to be written, and past everything that is being written.
//!
//! The job writes them first. But while it brings thousands of people over, somebody has enough: [`OptOuts::overtake`] runs beside
//! it, asks for what changed and does nothing but pass opt-outs on. Their calls go to the head of the line wherever a limit
//! makes others wait. Nobody has to know what it did: an opt-out can be written twice, and what else changed the job finds
//! itself.

use std::collections::{BTreeSet, HashSet};
use std::convert::Infallible;
use std::sync::{Mutex, MutexGuard, PoisonError};

use connectors_core::{Priority, Result};
use connectors_examples::settle::{Settled, is_about_the_record, problem};
use connectors_hubspot::email_subscriptions::{self, Subscription};
use connectors_zoho::records;
use futures_util::{StreamExt as _, stream};

use crate::couples::Couple;
use crate::person::{CrmRecord, Kind, Person};
use crate::read::{Reader, Seen};
use crate::state::CrmId;
use crate::streams::{News, Streams};
use crate::write;

/// How many opt-outs are told HubSpot at once.
const AT_ONCE: usize = 8;

/// What passes opt-outs on.
pub(crate) struct OptOuts<'a> {
    reader: Reader<'a>,
    told: Mutex<Told>,
}

#[derive(Default)]
struct Told {
    /// Addresses that are out in the CRM, and that HubSpot knows to be: if it says otherwise, the recipient took it back.
    hub: HashSet<String>,
    /// Records that the CRM was told of.
    crm: BTreeSet<CrmId>,
    to_hub: usize,
    to_crm: usize,
}

impl<'a> OptOuts<'a> {
    /// `known` are the addresses that both sides know to be out.
    pub(crate) fn new(reader: Reader<'a>, known: impl IntoIterator<Item = String>) -> Self {
        let told = Told { hub: known.into_iter().collect(), ..Told::default() };
        Self { reader: Reader { priority: Priority::High, ..reader }, told: Mutex::new(told) }
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many addresses HubSpot was told of, and how many records the CRM.
    pub(crate) fn counts(&self) -> (usize, usize) {
        let told = self.told();
        (told.to_hub, told.to_crm)
    }

    /// New leads were made with their opt-outs.
    pub(crate) fn made(&self, leads: usize) {
        self.told().to_crm += leads;
    }

    /// Unsubscribes at HubSpot, which sends the e-mails, whoever of these is out.
    pub(crate) async fn at_hub(&self, couples: &[Couple]) -> Result<Settled<()>> {
        let all = couples.iter().enumerate().flat_map(|(at, couple)| {
            addresses(couple).into_iter().map(move |email| (at, email)).collect::<Vec<_>>()
        });
        self.unsubscribe(all.collect()).await
    }

    /// Marks in the CRM whoever of these is out.
    pub(crate) async fn at_crm(&self, couples: &[Couple]) -> Result<Settled<()>> {
        let out = couples.iter().enumerate().filter(|(_, couple)| couple.merged.crm.out);
        let records = out.flat_map(|(at, couple)| {
            let all = couple.crm.iter().chain(&couple.also);
            all.filter(|crm| !crm.person.out).map(move |crm| (at, crm.id.clone()))
        });
        self.mark(records.collect()).await
    }

    /// Whether HubSpot sends this address anything. What it says of a contact may lag behind; this is what it goes by.
    pub(crate) async fn is_subscribed(&self, email: &str) -> Result<bool> {
        let status = email_subscriptions::GetStatus::new(email);
        let status = self.reader.hubspot.call(status).priority(Priority::High).await?;
        Ok(status.iter().any(Subscription::is_subscribed))
    }

    async fn unsubscribe(&self, emails: Vec<(usize, String)>) -> Result<Settled<()>> {
        let calls = emails.into_iter().map(|(at, email)| async move {
            let opt_out = email_subscriptions::UnsubscribeAll::new(&email);
            (at, self.reader.hubspot.call(opt_out).priority(Priority::High).await.map(|_| email))
        });
        let mut calls = stream::iter(calls).buffer_unordered(AT_ONCE);
        let mut settled = Vec::new();
        while let Some((at, done)) = calls.next().await {
            match done {
                Ok(email) => {
                    let mut told = self.told();
                    told.to_hub += usize::from(told.hub.insert(email));
                    settled.push((at, Ok(())));
                }
                Err(error) if is_about_the_record(&error) => {
                    settled.push((at, Err(problem("email", &error))));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(settled)
    }

    async fn mark(&self, records: Vec<(usize, CrmId)>) -> Result<Settled<()>> {
        let mut settled = Vec::new();
        for kind in Kind::ALL {
            let of_kind = records.iter().filter(|(_, id)| id.0 == kind);
            let changes = of_kind.map(|(at, id)| {
                let record = CrmRecord { email_opt_out: Some(true), ..CrmRecord::default() };
                (*at, records::Change::new(&id.1, record))
            });
            let done = write::change_crm(self.reader.zoho, kind, changes.collect(), Priority::High).await?;
            for (at, done) in done {
                if let Ok(id) = &done {
                    let mut told = self.told();
                    told.to_crm += usize::from(told.crm.insert((kind, id.clone())));
                }
                settled.push((at, done.map(drop)));
            }
        }
        Ok(settled)
    }

    /// Passes on who opts out from now on, whatever else is under way. Errors are told: what is not passed on here the job
    /// does.
    pub(crate) async fn overtake(&self, mut streams: Streams) -> Infallible {
        loop {
            let done = match streams.next().await {
                Ok(News::Crm(kind, records)) => self.of_crm(kind, &records).await,
                Ok(News::Hub(contacts)) => {
                    let people = contacts.iter().map(|contact| contact.properties.person());
                    self.of_hub(people.collect()).await
                }
                // The job meets the same error.
                Err(_) => std::future::pending().await,
            };
            if let Err(error) = done {
                eprintln!("opt-outs wait for the rest: {error}");
            }
        }
    }

    async fn of_crm(&self, kind: Kind, records: &[CrmRecord]) -> Result<()> {
        let mut news = BTreeSet::new();
        {
            let mut told = self.told();
            for record in records {
                let person = record.person(kind);
                if !person.out {
                    told.hub.remove(person.email());
                    told.crm.remove(&(kind, record.id.clone()));
                } else if !person.email().is_empty() && !told.hub.contains(person.email()) {
                    news.insert(person.email().to_owned());
                }
            }
        }
        let mut seen = Seen::default();
        self.reader.hub_by("email", &news, &mut seen).await?;
        let (out, still_in): (Vec<_>, Vec<_>) = seen.hub.into_values().partition(|hub| hub.person.out);
        self.told().hub.extend(out.iter().map(|hub| hub.person.email().to_owned()));
        let emails = still_in.iter().map(|hub| hub.person.email().to_owned());
        self.unsubscribe(emails.enumerate().collect()).await.map(drop)
    }

    async fn of_hub(&self, people: Vec<Person>) -> Result<()> {
        let out = people.iter().filter(|person| person.out && !person.email().is_empty());
        let emails: BTreeSet<String> = out.map(|person| person.email().to_owned()).collect();
        let found = self.reader.crm_by_emails(&emails).await?;
        let mut seen = Seen::default();
        self.reader.crm_by_ids(&found, &mut seen).await?;
        let still_in = seen.crm.into_values().filter(|crm| !crm.person.out).map(|crm| crm.id);
        self.mark(still_in.enumerate().collect()).await?;
        self.told().hub.extend(emails);
        Ok(())
    }
}

/// The addresses that HubSpot is to unsubscribe: it keeps them by address, so that a new one is told, too.
fn addresses(couple: &Couple) -> BTreeSet<String> {
    let now = couple.hub.as_ref().map(|hub| &hub.person);
    if !couple.merged.hub.out || now.is_some_and(|now| now.out && now.email() == couple.merged.hub.email()) {
        return BTreeSet::new();
    }
    let both = now.map(Person::email).into_iter().chain([couple.merged.hub.email()]);
    both.filter(|email| !email.is_empty()).map(str::to_owned).collect()
}
