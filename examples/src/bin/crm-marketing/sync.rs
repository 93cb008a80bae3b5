//! The job: what was seen is brought together, opt-outs first.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use connectors_core::triggers::{Event, PollCursor, PollingTrigger};
use connectors_core::{Client, Result};
use connectors_hubspot::HubSpot;
use connectors_hubspot::objects::{self, Object};
use connectors_zoho::{Zoho, records};

use crate::couples::{Couple, couples, crm_name, hub_name};
use crate::person::{CrmRecord, HubContact, Kind};
use crate::progress::Progress;
use crate::read::{Crm, Reader, Seen};
use crate::report::{Problem, Rejection, Report};
use crate::state::{CrmId, Cursors, Pair, State};
use crate::write::{self, Settled};

/// How many people are written before the state is kept.
const CHUNK: usize = 1_000;

pub(crate) type CrmTrigger = records::CreatedOrUpdated<CrmRecord>;
pub(crate) type HubTrigger = objects::CreatedOrUpdated<HubContact>;

pub(crate) fn crm_trigger(kind: Kind) -> CrmTrigger {
    CrmTrigger::new().module(kind.name().to_owned()).fields(kind.fields().iter().copied())
}

/// Records that changed.
#[derive(Debug, Default)]
pub(crate) struct Changed {
    pub(crate) crm: BTreeSet<CrmId>,
    pub(crate) hub: BTreeSet<String>,
}

impl Changed {
    pub(crate) fn is_empty(&self) -> bool {
        self.crm.is_empty() && self.hub.is_empty()
    }
}

pub(crate) struct Sync<'a> {
    pub(crate) zoho: &'a Client<Zoho>,
    pub(crate) hubspot: &'a Client<HubSpot>,
    pub(crate) state: State,
    pub(crate) report: Report,
    pub(crate) progress: &'a Progress,
}

impl Sync<'_> {
    /// Brings both sides together: all of them the first time, later what changed since. `since` is where the polls begin
    /// then.
    pub(crate) async fn catch_up(&mut self, since: DateTime<Utc>) -> Result<()> {
        match self.state.cursors() {
            None => {
                let seen = self.reader().everything().await?;
                self.bring_together(seen).await?;
                let cursor = PollCursor::since(since);
                let (contacts, leads) = (cursor.clone(), cursor.clone());
                *self.state.cursors_mut() = Some(Cursors { contacts, leads, hub: cursor });
            }
            Some(mut cursors) => {
                let mut changed = Changed::default();
                for (kind, cursor) in
                    [(Kind::Contacts, &mut cursors.contacts), (Kind::Leads, &mut cursors.leads)]
                {
                    for event in all_since(self.zoho, &crm_trigger(kind), cursor).await? {
                        self.crm_event(kind, event, &mut changed);
                    }
                }
                for event in all_since(self.hubspot, &HubTrigger::new(), &mut cursors.hub).await? {
                    self.hub_event(event, &mut changed);
                }
                self.work_on(&changed).await?;
                *self.state.cursors_mut() = Some(cursors);
            }
        }
        self.state.save()
    }

    fn reader(&self) -> Reader<'_> {
        Reader { zoho: self.zoho, hubspot: self.hubspot, progress: self.progress }
    }

    /// Notes that a record of the CRM changed, unless it was us.
    pub(crate) fn crm_event(&mut self, kind: Kind, event: Event<CrmRecord>, changed: &mut Changed) {
        let crm = Crm::new(kind, &event.data);
        if self.state.of_crm(&crm.id.1).is_some_and(|(_, pair)| pair.crm == crm.person) {
            self.report.echoes += 1;
        } else {
            changed.crm.insert(crm.id);
        }
    }

    /// Notes that a contact of HubSpot changed, unless it was us.
    pub(crate) fn hub_event(&mut self, event: Event<Object<HubContact>>, changed: &mut Changed) {
        let person = event.data.properties.person();
        if self.state.of_hub(&event.data.id).is_some_and(|pair| pair.hub == person) {
            self.report.echoes += 1;
        } else {
            changed.hub.insert(event.data.id);
        }
    }

    /// Brings these records together with whoever they belong to.
    pub(crate) async fn work_on(&mut self, changed: &Changed) -> Result<()> {
        if changed.is_empty() {
            return Ok(());
        }
        let seen = self.reader().around(&changed.crm, &changed.hub, &self.state).await?;
        self.bring_together(seen).await
    }

    async fn bring_together(&mut self, seen: Seen) -> Result<()> {
        let mut couples = couples(seen, &mut self.state, &mut self.report);
        self.opt_outs(&mut couples).await?;
        for some in couples.chunks_mut(CHUNK) {
            self.write(some).await?;
            self.state.save()?;
        }
        self.state.save()
    }

    /// Opt-outs of all, before anything else of anybody: HubSpot first, which sends the e-mails.
    async fn opt_outs(&mut self, couples: &mut [Couple]) -> Result<()> {
        let mut out = BTreeSet::new();
        for (at, done) in write::opt_out_at_hub(self.hubspot, couples).await? {
            match done {
                Ok(()) => drop(out.insert(at)),
                Err(problem) => self.refuse(couples, at, problem),
            }
        }
        self.report.opt_outs_to_hub += out.len();
        for at in out {
            if let Some(hub) = couples.get_mut(at).and_then(|couple| couple.hub.as_mut()) {
                hub.person.out = true;
            }
        }
        for (at, done) in write::opt_out_at_crm(self.zoho, couples).await? {
            match done {
                Ok(()) => {
                    self.report.opt_outs_to_crm += 1;
                    if let Some(crm) = couples.get_mut(at).and_then(|couple| couple.crm.as_mut()) {
                        crm.person.out = true;
                    }
                }
                Err(problem) => self.refuse(couples, at, problem),
            }
        }
        self.progress.opt_outs.inc(couples.len() as u64);
        Ok(())
    }

    async fn write(&mut self, couples: &mut [Couple]) -> Result<()> {
        let [changed, made] = write::write_hub(self.hubspot, couples).await?;
        self.report.hub_updated += self.done(couples, &changed);
        self.report.hub_created += self.done(couples, &made);
        let new_contacts = ids(made);
        let [changed, made] = write::write_crm(self.zoho, couples).await?;
        let engaged = |couple: &Couple| {
            let known = couple.crm.as_ref().and_then(|crm| crm.person.engaged);
            known != couple.merged.crm.engaged
        };
        self.report.engagements += count(couples, &changed, engaged) + count(couples, &made, engaged);
        // A new lead is made with its opt-out.
        self.report.opt_outs_to_crm += count(couples, &made, |couple| couple.merged.crm.out);
        self.report.crm_updated += self.done(couples, &changed);
        self.report.crm_created += self.done(couples, &made);
        let new_leads = ids(made);

        for (at, couple) in couples.iter().enumerate().filter(|(_, couple)| !couple.refused) {
            let hub =
                couple.hub.as_ref().map(|hub| hub.id.clone()).or_else(|| new_contacts.get(&at).cloned());
            let new_lead = || Some((Kind::Leads, new_leads.get(&at)?.clone()));
            let crm = couple.crm.as_ref().map(|crm| crm.id.clone()).or_else(new_lead);
            if let (Some(hub), Some(crm_id)) = (hub, crm) {
                self.state.no_problem(&hub_name(&hub));
                self.state.no_problem(&crm_name(&crm_id));
                let (crm, hub_person) = (couple.merged.crm.clone(), couple.merged.hub.clone());
                self.state.agree(hub, Pair { crm_id, crm, hub: hub_person });
            }
        }
        self.progress.written.inc(couples.len() as u64);
        Ok(())
    }

    /// How many were done; the others are problems.
    fn done(&mut self, couples: &mut [Couple], settled: &Settled<String>) -> usize {
        for (at, done) in settled {
            if let Err(problem) = done {
                self.refuse(couples, *at, problem.clone());
            }
        }
        settled.iter().filter(|(_, done)| done.is_ok()).count()
    }

    fn refuse(&mut self, couples: &mut [Couple], at: usize, problem: Problem) {
        if let Some(couple) = couples.get_mut(at) {
            couple.refused = true;
            self.state.problem(couple.name(), problem);
        }
    }

    /// The report with what is to be put right.
    pub(crate) fn into_report(mut self) -> Report {
        let rejection = |(record, problem): (&String, &Problem)| Rejection {
            record: record.clone(),
            problem: problem.clone(),
        };
        self.report.rejected = self.state.problems().map(rejection).collect();
        self.report
    }
}

/// The ids of what was made, by place.
fn ids(settled: Settled<String>) -> BTreeMap<usize, String> {
    settled.into_iter().filter_map(|(at, done)| Some((at, done.ok()?))).collect()
}

/// How many of those that were done are such.
fn count(couples: &[Couple], settled: &Settled<String>, such: impl Fn(&Couple) -> bool) -> usize {
    settled.iter().filter(|(at, done)| done.is_ok() && couples.get(*at).is_some_and(&such)).count()
}

/// All events since a cursor, which is moved behind them.
async fn all_since<T>(
    client: &Client<T::Connector>,
    trigger: &T,
    cursor: &mut PollCursor,
) -> Result<Vec<Event<T::Event>>>
where
    T: PollingTrigger + Clone,
{
    let mut events = Vec::new();
    loop {
        let batch = client.poll(trigger.clone(), cursor).await?;
        events.extend(batch.events);
        *cursor = batch.cursor;
        if !batch.more {
            return Ok(events);
        }
    }
}
