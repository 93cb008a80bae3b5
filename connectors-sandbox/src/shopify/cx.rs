//! What a request works with: the shop's records, the time, and who asks.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::bulk::Jobs;
use super::json::{given, texts};
use super::store::{Store, kind_of};
use super::uploads::Files;
use super::webhooks::Letter;
use super::{SHOP_ID, orders};
use crate::ids::Ids;
use crate::oauth::Caller;
use crate::store::Record;

/// The results of mutations with a key: until when it is good, the input, and the payload.
pub(super) type Keys = HashMap<String, (DateTime<Utc>, Value, Value)>;

/// What is under way besides the records.
#[derive(Debug, Default)]
pub(super) struct Desk {
    /// What is still to be posted.
    pub(super) letters: Vec<Letter>,
    /// Set when a subscription is over: nothing more is sent for it.
    pub(super) living: HashMap<String, Arc<AtomicBool>>,
    pub(super) files: Files,
    pub(super) jobs: Jobs,
    /// When somebody has to look again for jobs that are due.
    pub(super) appointments: Vec<DateTime<Utc>>,
}

pub(super) struct Cx<'a> {
    pub(super) store: &'a mut Store,
    pub(super) keys: &'a mut Keys,
    pub(super) desk: &'a mut Desk,
    pub(super) ids: &'a Ids,
    pub(super) now: DateTime<Utc>,
    pub(super) base: &'a str,
    pub(super) caller: &'a Caller,
    /// The version of the API that is asked.
    pub(super) version: &'a str,
    /// How long a bulk operation takes.
    pub(super) bulk_time: Duration,
    /// Names in searches that mean nothing.
    pub(super) warnings: &'a RefCell<Vec<String>>,
}

/// A time as Shopify writes it.
pub(super) fn stamp(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

impl Cx<'_> {
    /// The same for a step of its own.
    pub(super) fn again(&mut self) -> Cx<'_> {
        Cx { store: self.store, keys: self.keys, desk: self.desk, ..*self }
    }

    /// Now, as Shopify writes it.
    pub(super) fn stamp(&self) -> String {
        stamp(self.now)
    }

    pub(super) fn currency(&self) -> String {
        self.store.text(SHOP_ID, "currencyCode")
    }

    pub(super) fn shop_name(&self) -> String {
        self.store.text(SHOP_ID, "name")
    }

    pub(super) fn warn(&self, names: Vec<String>) {
        self.warnings.borrow_mut().extend(names);
    }

    /// A job that is done: the sandbox does not make anybody wait.
    pub(super) fn job(&mut self) -> Value {
        let number = self.store.number();
        json!({ "id": format!("gid://shopify/Job/{number}"), "done": true, "query": {} })
    }

    /// A handle that no other record of the type has.
    pub(super) fn free(&self, kind: &str, wish: &str) -> String {
        let taken = |handle: &str| self.store.find(kind, "handle", handle).next().is_some();
        let mut numbered = (1..).map(|number| format!("{wish}-{number}"));
        if taken(wish) { numbered.find(|one| !taken(one)).unwrap_or_default() } else { wish.to_owned() }
    }

    /// Sends visitors of one path to another.
    pub(super) fn redirect(&mut self, path: &str, target: &str) {
        let id = self.store.id("UrlRedirect");
        self.store.put(json!({ "id": id, "path": path, "target": target }));
    }

    /// Takes a record out, with its metafields.
    pub(super) fn forget(&mut self, id: &str) {
        for metafield in self.store.ids("Metafield", "owner", id) {
            self.store.remove(&metafield);
        }
        if kind_of(id) == Some("Product") {
            let collections: Vec<String> = self.collections_with(id);
            for collection in collections {
                self.leave(&collection, id);
            }
        }
        self.store.remove(id);
    }

    /// The collections whose products are named one by one, this one among them.
    pub(super) fn collections_with(&self, product: &str) -> Vec<String> {
        let has = |one: &&Record| texts(one, "manual").iter().any(|id| id == product);
        self.store
            .all("Collection")
            .filter(has)
            .filter_map(|one| given(one, "id").map(str::to_owned))
            .collect()
    }

    pub(super) fn join(&mut self, collection: &str, product: &str) {
        let Some(record) = self.store.get(collection) else { return };
        let mut products = texts(record, "manual");
        if !products.iter().any(|id| id == product) {
            products.push(product.to_owned());
            self.store.set(collection, json!({ "manual": products }));
        }
    }

    pub(super) fn leave(&mut self, collection: &str, product: &str) {
        let Some(record) = self.store.get(collection) else { return };
        let mut products = texts(record, "manual");
        products.retain(|id| id != product);
        self.store.set(collection, json!({ "manual": products }));
    }

    /// What follows from a mutation: times of changes.
    pub(super) fn settle(&mut self) {
        orders::settle(self);
        let now = self.stamp();
        let changes = self.store.changes();
        self.note_events(&changes);
        for change in changes {
            let Some(before) = &change.before else { continue };
            let touched = self
                .store
                .get(&change.id)
                .is_some_and(|record| record != before && record.contains_key("updatedAt"));
            if touched {
                self.store.set(&change.id, json!({ "updatedAt": now }));
            }
            // A product tells of its variants' changes.
            let product = self.store.text(&change.id, "product");
            if kind_of(&change.id) == Some("ProductVariant") && !product.is_empty() {
                self.store.set(&product, json!({ "updatedAt": now }));
            }
        }
    }
}
