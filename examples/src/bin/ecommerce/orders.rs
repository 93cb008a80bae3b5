//! Orders of the shop as sales orders of the CRM, each once: the CRM refuses a second one with the same order's number.

use std::collections::{BTreeMap, BTreeSet};

use connectors_core::{ErrorKind, Result};
use connectors_examples::settle::{Problem, is_about_the_record, problem};
use connectors_shopify::Gid;
use connectors_shopify::orders::{self, ListLineItems, Order};
use connectors_zoho::records::{Get, Update};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use crate::crm::{self, Product, SalesOrder, Unique as _};
use crate::customers::{name_of, number, print};
use crate::order::{Wanted, change, wanted};
use crate::sync::Sync;

/// How many single orders are read or changed at once; the limits decide how many of them really are.
const AT_ONCE: usize = 8;
/// How many lines come with an order; more are asked for.
pub(crate) const LINES: u32 = 10;
/// How often a sales order is written before it is left for the next run.
const ROUNDS: usize = 5;
/// The product of lines for which the CRM has none.
pub(crate) const OTHER: &str = "SHOPIFY-OTHER";

/// An order on its way.
struct Going {
    name: String,
    wanted: Wanted,
    print: String,
    buyer: Option<String>,
    /// The sales order that it was before.
    known: Option<String>,
}

impl Sync<'_> {
    /// The orders with these ids that the shop still has.
    pub(crate) async fn read_orders(&self, ids: BTreeSet<Gid>) -> Result<Vec<Order>> {
        let read = |id: Gid| async move {
            match self.shop.call(orders::Get::new(id).line_items(LINES)).await {
                Ok(order) => Ok(Some(order)),
                Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error),
            }
        };
        let read = stream::iter(ids).map(read).buffer_unordered(AT_ONCE).try_collect::<Vec<_>>();
        Ok(read.await?.into_iter().flatten().collect())
    }

    /// Brings these orders over. They have their lines.
    pub(crate) async fn orders(&mut self, mut orders: Vec<Order>) -> Result<()> {
        self.progress.orders.inc(orders.len() as u64);
        self.report.orders += orders.len();
        let all = orders.len();
        orders.retain(|order| !order.test);
        self.report.orders_skipped += all - orders.len();
        let going = self.going(orders).await?;
        let skus = going.values().flat_map(|order| &order.wanted.lines).map(|line| line.sku.clone());
        self.find_products(skus.collect()).await?;

        let keys: Vec<String> = going.keys().cloned().collect();
        let found = crm::find::<SalesOrder>(self.zoho, SalesOrder::FIELD, &keys).await?;
        let found: BTreeMap<String, SalesOrder> =
            found.into_iter().map(|order| (order.key().to_owned(), order)).collect();
        let mut ends: BTreeMap<String, std::result::Result<String, Problem>> = BTreeMap::new();
        let new = going.iter().filter(|(key, order)| !found.contains_key(*key) && order.known.is_none());
        let new: Vec<SalesOrder> = new.map(|(_, order)| self.sales_order(order)).collect();
        for (key, end) in crm::create(self.zoho, new).await? {
            self.report.orders_created += usize::from(matches!(end, Ok((_, true))));
            ends.insert(key, end.map(|(id, _)| id));
        }
        let there = going.iter().filter_map(|(key, order)| Some((key, order, found.get(key)?.id())));
        let this = &*self;
        let changes = there.map(|(key, order, id)| {
            let to = this.sales_order(order);
            async move { (key.clone(), this.update(id.to_owned(), to).await) }
        });
        let changed: Vec<_> = stream::iter(changes).buffer_unordered(AT_ONCE).collect().await;
        for (key, end) in changed {
            let end = end?;
            self.report.orders_updated += usize::from(matches!(end, Ok((_, true))));
            ends.insert(key, end.map(|(id, _)| id));
        }
        for (key, order) in going {
            match (ends.remove(&key), order.known) {
                (Some(Ok(id)), _) => {
                    let refunded = order.wanted.head.refund_status.as_deref() != Some("None");
                    self.report.refunds += usize::from(refunded);
                    self.state.borrow_mut().go(&order.name, &format!("{id} {}", order.print))?;
                    self.judge(&order.name, None)?;
                }
                (Some(Err(flaw)), _) => self.judge(&order.name, Some(flaw))?,
                // Somebody deleted it in the CRM, and knows why.
                (None, _) => self.report.orders_skipped += 1,
            }
        }
        self.state.borrow_mut().save()
    }

    /// What of these orders is not over yet, by their numbers.
    async fn going(&mut self, orders: Vec<Order>) -> Result<BTreeMap<String, Going>> {
        let mut going = BTreeMap::new();
        let mut pending = Vec::new();
        for mut order in orders {
            let lines = order.line_items.take().unwrap_or_default();
            let lines = lines.all(self.shop, ListLineItems::new(&order.id)).collect().await?;
            let (name, wanted) = (name_of(&order.id), wanted(&order, &lines));
            let print = print(&wanted);
            let known = self.state.borrow().went(&name).map(str::to_owned);
            let known = known.as_deref().and_then(|known| known.split_once(' '));
            if known.is_some_and(|(_, known)| known == print) {
                self.report.echoes += 1;
                continue;
            }
            let known = known.map(|(id, _)| id.to_owned());
            going.insert(number(&order.id), Going { name, wanted, print, buyer: None, known });
            pending.push(order);
        }
        self.buyers(&pending).await?;
        for order in &pending {
            if let Some(going) = going.get_mut(&number(&order.id)) {
                going.buyer = self.buyer(order);
            }
        }
        Ok(going)
    }

    /// Looks up the products of these SKUs that are not known, and the one for all others.
    async fn find_products(&mut self, skus: BTreeSet<Option<String>>) -> Result<()> {
        let unknown: Vec<String> =
            skus.into_iter().flatten().filter(|sku| !self.products.contains_key(sku)).collect();
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for product in crm::find::<Product>(self.zoho, Product::FIELD, &unknown).await? {
            found.entry(product.key().to_owned()).or_default().push(product.id().to_owned());
        }
        // Which of several it is nobody knows.
        let known = found.into_iter().filter(|(_, ids)| ids.len() == 1);
        self.products.extend(known.flat_map(|(sku, ids)| ids.into_iter().map(move |id| (sku.clone(), id))));
        if self.products.contains_key(OTHER) {
            return Ok(());
        }
        let named = Product {
            code: Some(OTHER.to_owned()),
            name: Some("Other things of the shop".to_owned()),
            ..Product::default()
        };
        let found = crm::find::<Product>(self.zoho, Product::FIELD, &[OTHER.to_owned()]).await?;
        if let Some(product) = found.first() {
            self.products.insert(OTHER.to_owned(), product.id().to_owned());
        } else if let Some(Ok((id, _))) = crm::create(self.zoho, vec![named]).await?.remove(OTHER) {
            self.products.insert(OTHER.to_owned(), id);
        }
        Ok(())
    }

    fn sales_order(&self, order: &Going) -> SalesOrder {
        let other = self.products.get(OTHER).map(String::as_str).unwrap_or_default();
        let lines = order.wanted.lines.iter().map(|line| {
            let product = line.sku.as_ref().and_then(|sku| self.products.get(sku));
            line.row(product.map_or(other, String::as_str))
        });
        SalesOrder {
            contact: order.buyer.clone().map(Into::into),
            lines: lines.collect(),
            ..order.wanted.head.clone()
        }
    }

    /// Makes a sales order what it is to be, and tells whether that was a change. New lines must not be sent twice: what became of a
    /// call is seen by looking again.
    async fn update(
        &self,
        id: String,
        to: SalesOrder,
    ) -> Result<std::result::Result<(String, bool), Problem>> {
        let mut changed = false;
        for _ in 0..ROUNDS {
            let now = self.zoho.call(Get::<SalesOrder>::new(&id)).await?;
            let Some(change) = change(&now, &to) else { return Ok(Ok((id, changed))) };
            match self.zoho.call(Update::new(&id, change)).await {
                Ok(_) => changed = true,
                Err(error) if is_about_the_record(&error) => return Ok(Err(problem("order", &error))),
                Err(error) if error.is_retryable() => changed = true,
                Err(error) => return Err(error),
            }
        }
        Ok(Err(Problem::new("Ordered_Items", "the CRM does not keep what is written")))
    }
}
