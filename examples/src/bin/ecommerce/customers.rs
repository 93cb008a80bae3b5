//! Customers of the shop as contacts of the CRM.
//!
//! A contact is known by the customer's number, which it keeps. One that has none yet is taken if it has the customer's e-mail address,
//! and so is one of a customer whom the shop does not have any more, since it was merged into this one. The shop is right about whom
//! it sells to: what it does not know is left as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use connectors_core::{ErrorKind, Result};
use connectors_examples::settle::{Problem, settle};
use connectors_shopify::Gid;
use connectors_shopify::customers::{self, Customer};
use connectors_shopify::orders::Order;
use connectors_zoho::records::{Change, UpdateMany, UpsertMany};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::Serialize;

use crate::crm::{self, Contact, Unique as _};
use crate::sync::Sync;

/// How many single customers are read at once; the limits decide how many of them really are.
const READERS: usize = 8;

/// What a record of the shop is called in the state.
pub(crate) fn name_of(id: &Gid) -> String {
    format!("{} {}", id.kind().unwrap_or_default(), number(id))
}

pub(crate) fn number(id: &Gid) -> String {
    id.number().map(|number| number.to_string()).unwrap_or_default()
}

/// A print of what went over, by which a change is told.
pub(crate) fn print(of: &impl Serialize) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(of).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The contact that a customer is to be.
fn wanted(customer: &Customer) -> Contact {
    let text =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    let email = customer.email.as_ref().map(|email| email.address.clone());
    let last_name = text(&customer.last_name).or_else(|| text(&customer.first_name));
    let otherwise = || email.clone().unwrap_or_else(|| format!("Customer {}", number(&customer.id)));
    Contact {
        id: None,
        customer: Some(number(&customer.id)),
        // Where there is one name only, it is the last: the CRM needs that.
        first_name: text(&customer.last_name).and_then(|_| text(&customer.first_name)),
        last_name: Some(last_name.unwrap_or_else(otherwise)),
        email,
        phone: customer.phone.as_ref().map(|phone| phone.number.clone()),
    }
}

/// What of `to` is not so yet.
fn change(now: &Contact, to: &Contact) -> Option<Contact> {
    let differs = |now: &Option<String>, to: &Option<String>| to.clone().filter(|_| now != to);
    let change = Contact {
        id: None,
        customer: differs(&now.customer, &to.customer),
        first_name: differs(&now.first_name, &to.first_name),
        last_name: differs(&now.last_name, &to.last_name),
        email: to.email.clone().filter(|email| !is(now, email)),
        phone: differs(&now.phone, &to.phone),
    };
    (change != Contact::default()).then_some(change)
}

fn is(contact: &Contact, email: &str) -> bool {
    contact.email.as_deref().is_some_and(|known| known.eq_ignore_ascii_case(email))
}

impl Sync<'_> {
    /// Brings these customers over.
    pub(crate) async fn customers(&mut self, customers: Vec<Customer>) -> Result<()> {
        let mut pending = BTreeMap::new();
        for customer in customers {
            let (name, to) = (name_of(&customer.id), wanted(&customer));
            let print = print(&to);
            let known = self.state.borrow().went(&name).map(str::to_owned);
            match known.as_deref().and_then(|known| known.split_once(' ')) {
                Some((contact, known)) if known == print => {
                    self.contacts.insert(number(&customer.id), contact.to_owned());
                    self.report.echoes += 1;
                }
                _ => drop(pending.insert(number(&customer.id), (name, to, print))),
            }
        }
        let mut found = self.known_contacts(&pending).await?;
        let new = pending.iter().filter(|(key, _)| !found.contains_key(*key));
        let new = new.map(|(_, (_, to, _))| to.clone()).collect();
        let created = crm::create(self.zoho, new).await?;
        let mut ends: BTreeMap<String, std::result::Result<String, Problem>> = BTreeMap::new();
        for (key, end) in created {
            self.report.contacts_created += usize::from(matches!(end, Ok((_, true))));
            ends.insert(key, end.map(|(id, _)| id));
        }
        let mut changes = Vec::new();
        let keys: Vec<&String> = pending.keys().collect();
        for (at, (key, (_, to, _))) in pending.iter().enumerate() {
            match found.remove(key) {
                Some(Ok(now)) => match change(&now, to) {
                    Some(change) => changes.push((at, Change::new(now.id(), change))),
                    None => drop(ends.insert(key.clone(), Ok(now.id().to_owned()))),
                },
                Some(Err(flaw)) => drop(ends.insert(key.clone(), Err(flaw))),
                None => {}
            }
        }
        let settled = settle(changes, "Email", async |changes| {
            let outcomes = self.zoho.batch(UpdateMany::new(changes)).await;
            outcomes.into_iter().map(|outcome| outcome.map(|written| written.id)).collect()
        });
        for (at, done) in settled.await? {
            self.report.contacts_updated += usize::from(done.is_ok());
            if let Some(key) = keys.get(at) {
                ends.insert((*key).clone(), done);
            }
        }
        for (key, (name, _, print)) in pending {
            match ends.remove(&key) {
                Some(Ok(contact)) => {
                    self.state.borrow_mut().go(&name, &format!("{contact} {print}"))?;
                    self.contacts.insert(key, contact);
                    self.judge(&name, None)?;
                }
                Some(Err(flaw)) => self.judge(&name, Some(flaw))?,
                None => {}
            }
        }
        self.state.borrow_mut().save()
    }

    /// The contacts that these customers are already, by their numbers, or why it cannot be told.
    async fn known_contacts(
        &self,
        pending: &BTreeMap<String, (String, Contact, String)>,
    ) -> Result<BTreeMap<String, std::result::Result<Contact, Problem>>> {
        let numbers: Vec<String> = pending.keys().cloned().collect();
        let by_number = crm::find::<Contact>(self.zoho, Contact::FIELD, &numbers).await?;
        let mut found: BTreeMap<_, _> =
            by_number.into_iter().map(|contact| (contact.key().to_owned(), Ok(contact))).collect();
        let unknown = pending.iter().filter(|(key, _)| !found.contains_key(*key));
        let emails: BTreeMap<&String, &String> =
            unknown.filter_map(|(key, (_, to, _))| Some((to.email.as_ref()?, key))).collect();
        let addresses: Vec<String> = emails.keys().map(|email| (*email).clone()).collect();
        for contact in crm::find::<Contact>(self.zoho, "Email", &addresses).await? {
            let Some((_, key)) = emails.iter().find(|(email, _)| is(&contact, email)) else { continue };
            let other = contact.customer.clone().filter(|other| !other.is_empty());
            let is_free = match &other {
                Some(other) => !self.is_customer(other).await?,
                None => true,
            };
            let end = if is_free {
                Ok(contact)
            } else {
                let text = format!("is that of customer {}, too", other.unwrap_or_default());
                Err(Problem::new("Email", text))
            };
            found.insert((*key).clone(), end);
        }
        Ok(found)
    }

    /// Whether the shop has this customer: not if it was deleted, or merged into another.
    async fn is_customer(&self, number: &str) -> Result<bool> {
        let Ok(number) = number.parse() else { return Ok(false) };
        match self.shop.call(customers::Get::new(Gid::of("Customer", number))).await {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The customers with these ids that the shop still has.
    pub(crate) async fn read_customers(&self, ids: BTreeSet<Gid>) -> Result<Vec<Customer>> {
        let read = |id: Gid| async move {
            match self.shop.call(customers::Get::new(id)).await {
                Ok(customer) => Ok(Some(customer)),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            }
        };
        let read = stream::iter(ids).map(read).buffer_unordered(READERS).try_collect::<Vec<_>>();
        Ok(read.await?.into_iter().flatten().collect())
    }

    /// Sees to it that whoever placed these orders is a contact; guests are known by their e-mail address alone.
    pub(crate) async fn buyers(&mut self, orders: &[Order]) -> Result<()> {
        let ids = orders.iter().filter_map(|order| order.customer.as_ref()).map(|customer| &customer.id);
        let unknown: BTreeSet<Gid> =
            ids.filter(|id| !self.contacts.contains_key(&number(id))).cloned().collect();
        let customers = self.read_customers(unknown).await?;
        self.customers(customers).await?;

        let guests = orders.iter().filter(|order| order.customer.is_none());
        let mut emails: BTreeMap<String, &Order> =
            guests.filter_map(|order| Some((order.email.clone()?.to_lowercase(), order))).collect();
        emails.retain(|email, _| !email.is_empty() && !self.contacts.contains_key(email));
        let addresses: Vec<String> = emails.keys().cloned().collect();
        for contact in crm::find::<Contact>(self.zoho, "Email", &addresses).await? {
            let email = contact.email.clone().unwrap_or_default().to_lowercase();
            emails.remove(&email);
            self.contacts.insert(email, contact.id().to_owned());
        }
        let new = emails.iter().enumerate().map(|(at, (email, order))| {
            let address = order.billing_address.as_ref().or(order.shipping_address.as_ref());
            let name = address.and_then(|address| address.last_name.clone()).filter(|name| !name.is_empty());
            let first_name = name.as_ref().and(address).and_then(|address| address.first_name.clone());
            let last_name = Some(name.unwrap_or_else(|| email.clone()));
            (at, Contact { first_name, last_name, email: Some(email.clone()), ..Contact::default() })
        });
        let settled = settle(new.collect(), "Email", async |new| {
            let outcomes = self.zoho.batch(UpsertMany::new(new).duplicate_check_fields(["Email"])).await;
            outcomes.into_iter().map(|outcome| outcome.map(|written| written.id)).collect()
        });
        let settled = settled.await?;
        for (at, done) in settled {
            let Some((email, order)) = emails.iter().nth(at) else { continue };
            match done {
                Ok(contact) => {
                    self.report.contacts_created += 1;
                    self.contacts.insert(email.clone(), contact);
                }
                // The order goes over without a contact.
                Err(flaw) => self.judge(&format!("guest of {}", order.name), Some(flaw))?,
            }
        }
        Ok(())
    }

    /// The contact of whoever placed an order.
    pub(crate) fn buyer(&self, order: &Order) -> Option<String> {
        let key = match &order.customer {
            Some(customer) => number(&customer.id),
            None => order.email.clone()?.to_lowercase(),
        };
        self.contacts.get(&key).cloned()
    }
}
