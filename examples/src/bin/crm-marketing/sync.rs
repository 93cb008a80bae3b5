//! The job: what was seen is brought together, opt-outs first.

use std::collections::BTreeMap;

use connectors_core::Result;
use connectors_examples::events::all_since;
use connectors_examples::settle::{Problem, Settled};
use connectors_hubspot::objects::Object;

use crate::couples::{Couple, couples, crm_name, hub_name};
use crate::opt_outs::OptOuts;
use crate::person::{CrmRecord, HubContact, Kind};
use crate::progress::Progress;
use crate::read::{Changed, Crm, Reader, Seen};
use crate::report::{Rejection, Report};
use crate::state::{Cursors, Pair, State};
use crate::streams::{HubTrigger, crm_trigger};
use crate::write;

/// How many people are written before the state is kept.
const CHUNK: usize = 1_000;

pub(crate) struct Sync<'a> {
    pub(crate) reader: Reader<'a>,
    pub(crate) opt_outs: &'a OptOuts<'a>,
    pub(crate) state: State,
    pub(crate) report: Report,
    pub(crate) progress: &'a Progress,
}

impl Sync<'_> {
    /// Brings both sides together: all of them the first time, later what changed since. The polls begin at `since` then.
    pub(crate) async fn catch_up(&mut self, since: Cursors) -> Result<()> {
        let cursors = match self.state.cursors() {
            None => {
                let seen = self.reader.everything().await?;
                self.bring_together(seen).await?;
                since
            }
            Some(mut cursors) => {
                let mut changed = Changed::default();
                for (kind, cursor) in
                    [(Kind::Contacts, &mut cursors.contacts), (Kind::Leads, &mut cursors.leads)]
                {
                    for event in all_since(self.reader.zoho, &crm_trigger(kind), cursor).await? {
                        self.crm_changed(kind, &event.data, &mut changed);
                    }
                }
                changed.emails.extend(self.state.owed().iter().cloned());
                for event in all_since(self.reader.hubspot, &HubTrigger::new(), &mut cursors.hub).await? {
                    self.hub_changed(event.data, &mut changed);
                }
                self.work_on(&changed).await?;
                cursors
            }
        };
        self.state.reach(cursors)?;
        self.state.save()
    }

    /// Notes that a record of the CRM changed, unless it was us.
    pub(crate) fn crm_changed(&mut self, kind: Kind, record: &CrmRecord, changed: &mut Changed) {
        let crm = Crm::new(kind, record);
        if self.state.of_crm(&crm.id.1).is_some_and(|(_, pair)| pair.crm == crm.person) {
            self.report.echoes += 1;
        } else {
            changed.crm.insert(crm.id);
        }
    }

    /// Notes that a contact of HubSpot changed, unless it was us.
    pub(crate) fn hub_changed(&mut self, contact: Object<HubContact>, changed: &mut Changed) {
        let person = contact.properties.person();
        if self.state.of_hub(&contact.id).is_some_and(|pair| pair.hub == person) {
            self.report.echoes += 1;
        } else {
            changed.hub.insert(contact.id);
        }
    }

    /// Brings these records together with whoever they belong to.
    pub(crate) async fn work_on(&mut self, changed: &Changed) -> Result<()> {
        if changed.is_empty() {
            return Ok(());
        }
        let seen = self.reader.around(changed, &self.state).await?;
        self.bring_together(seen).await
    }

    async fn bring_together(&mut self, seen: Seen) -> Result<()> {
        let mut couples = couples(seen, &mut self.state, &mut self.report)?;
        self.opt_out(&mut couples).await?;
        for some in couples.chunks_mut(CHUNK) {
            self.write(some).await?;
            self.state.save()?;
        }
        (self.report.opt_outs_to_hub, self.report.opt_outs_to_crm) = self.opt_outs.counts();
        self.state.save()
    }

    /// Opt-outs of all, before anything else of anybody: HubSpot first, which sends the e-mails. What is refused is tried again
    /// until it is done.
    async fn opt_out(&mut self, couples: &mut [Couple]) -> Result<()> {
        for couple in couples.iter_mut() {
            let email = couple.merged.crm.email();
            let anew = couple.merged.resubscribed && self.opt_outs.is_subscribed(email).await?;
            self.state.resubscribe(email, anew)?;
            if couple.merged.resubscribed && !anew {
                couple.merged.hub.out = true;
            }
        }
        let mut refused = Vec::new();
        for (at, done) in self.opt_outs.at_hub(couples).await? {
            match (done, couples.get_mut(at).and_then(|couple| couple.hub.as_mut())) {
                (Ok(()), Some(hub)) => hub.person.out = true,
                (Ok(()), None) => {}
                (Err(problem), _) => refused.push((at, problem)),
            }
        }
        for (at, done) in self.opt_outs.at_crm(couples).await? {
            match (done, couples.get_mut(at).and_then(|couple| couple.crm.as_mut())) {
                (Ok(()), Some(crm)) => crm.person.out = true,
                (Ok(()), None) => {}
                (Err(problem), _) => refused.push((at, problem)),
            }
        }
        for couple in couples.iter() {
            self.state.owe(couple.merged.crm.email(), false)?;
        }
        for (at, problem) in refused {
            if let Some(couple) = couples.get(at) {
                eprintln!("an opt-out was refused: {}: {}", couple.name(), problem.message);
                self.state.owe(couple.merged.crm.email(), true)?;
            }
            self.refuse(couples, at, problem)?;
        }
        self.progress.opt_outs.inc(couples.len() as u64);
        Ok(())
    }

    async fn write(&mut self, couples: &mut [Couple]) -> Result<()> {
        let [changed, made] = write::write_hub(self.reader.hubspot, couples).await?;
        self.report.hub_updated += self.done(couples, &changed)?;
        self.report.hub_created += self.done(couples, &made)?;
        let new_contacts = ids(made);
        let [changed, made] = write::write_crm(self.reader.zoho, couples).await?;
        let engaged = |couple: &Couple| {
            let known = couple.crm.as_ref().and_then(|crm| crm.person.engaged);
            known != couple.merged.crm.engaged
        };
        self.report.engagements += count(couples, &changed, engaged) + count(couples, &made, engaged);
        // A new lead is made with its opt-out.
        self.opt_outs.made(count(couples, &made, |couple| couple.merged.crm.out));
        self.report.crm_updated += self.done(couples, &changed)?;
        self.report.crm_created += self.done(couples, &made)?;
        let new_leads = ids(made);

        for (at, couple) in couples.iter().enumerate().filter(|(_, couple)| !couple.refused) {
            let hub =
                couple.hub.as_ref().map(|hub| hub.id.clone()).or_else(|| new_contacts.get(&at).cloned());
            let new_lead = || Some((Kind::Leads, new_leads.get(&at)?.clone()));
            let crm = couple.crm.as_ref().map(|crm| crm.id.clone()).or_else(new_lead);
            if let (Some(hub), Some(crm_id)) = (hub, crm) {
                self.state.no_problem(&hub_name(&hub))?;
                self.state.no_problem(&crm_name(&crm_id))?;
                let (crm, hub_person) = (couple.merged.crm.clone(), couple.merged.hub.clone());
                self.state.agree(hub, Pair { crm_id, crm, hub: hub_person })?;
            }
        }
        self.progress.written.inc(couples.len() as u64);
        Ok(())
    }

    /// How many were done; the others are problems.
    fn done(&mut self, couples: &mut [Couple], settled: &Settled<String>) -> Result<usize> {
        for (at, done) in settled {
            if let Err(problem) = done {
                self.refuse(couples, *at, problem.clone())?;
            }
        }
        Ok(settled.iter().filter(|(_, done)| done.is_ok()).count())
    }

    fn refuse(&mut self, couples: &mut [Couple], at: usize, problem: Problem) -> Result<()> {
        let Some(couple) = couples.get_mut(at) else { return Ok(()) };
        couple.refused = true;
        self.state.problem(couple.name(), problem)
    }

    /// The report with what is to be put right.
    pub(crate) fn into_report(mut self) -> Report {
        let rejection = |(record, problem): (&String, &Problem)| Rejection {
            record: record.clone(),
            problem: problem.clone(),
        };
        (self.report.opt_outs_to_hub, self.report.opt_outs_to_crm) = self.opt_outs.counts();
        self.report.resubscribed = self.state.resubscribed().iter().cloned().collect();
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
