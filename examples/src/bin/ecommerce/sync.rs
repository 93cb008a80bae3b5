//! The job: what was seen is brought over, articles before the orders in which they are, customers before those.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use connectors_core::{Client, Result};
use connectors_examples::events::all_since;
use connectors_examples::settle::Problem;
use connectors_shopify::customers::{self, Customer};
use connectors_shopify::orders::{self, Order};
use connectors_shopify::{Gid, Shopify};
use connectors_zoho::Zoho;

use crate::crm::Unique as _;
use crate::goods::Touched;
use crate::orders::LINES;
use crate::progress::Progress;
use crate::report::{Rejection, Report};
use crate::state::{Cursors, State};
use crate::streams::{CrmTrigger, CustomerTrigger, OrderTrigger, ShopTrigger};

/// How many orders or customers are worked on at once.
const CHUNK: usize = 100;

pub(crate) struct Sync<'a> {
    pub(crate) shop: &'a Client<Shopify>,
    pub(crate) zoho: &'a Client<Zoho>,
    pub(crate) state: &'a RefCell<State>,
    pub(crate) report: Report,
    pub(crate) progress: &'a Progress,
    /// Where what the CRM adds to stock is put.
    pub(crate) location: Option<Gid>,
    /// Products of the CRM by SKU, and contacts by the customer's number or a guest's e-mail address, as far as they were met.
    pub(crate) products: BTreeMap<String, String>,
    pub(crate) contacts: BTreeMap<String, String>,
}

/// What changed, on whichever side.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changed {
    pub(crate) goods: Touched,
    pub(crate) orders: BTreeSet<Gid>,
    pub(crate) customers: BTreeSet<Gid>,
    /// Whether all that is sold is to be looked at.
    pub(crate) everything: bool,
}

impl Changed {
    pub(crate) fn is_empty(&self) -> bool {
        let Self { goods, orders, customers, everything } = self;
        goods.products.is_empty()
            && goods.skus.is_empty()
            && orders.is_empty()
            && customers.is_empty()
            && !everything
    }
}

impl Sync<'_> {
    /// Brings all over the first time, later what changed since; stock always all of it. The polls begin at `since` the first time.
    pub(crate) async fn catch_up(&mut self, since: Cursors) -> Result<()> {
        let cursors = self.state.borrow().cursors();
        let cursors = match cursors {
            None => {
                self.all_goods().await?;
                self.all_customers().await?;
                self.all_orders().await?;
                since
            }
            Some(mut cursors) => {
                let mut changed = Changed { everything: true, ..Changed::default() };
                let orders = all_since(self.shop, &OrderTrigger::new(), &mut cursors.orders).await?;
                changed.orders.extend(orders.into_iter().map(|event| event.data.id));
                let customers = all_since(self.shop, &CustomerTrigger::new(), &mut cursors.customers).await?;
                changed.customers.extend(customers.into_iter().map(|event| event.data.id));
                // All that is sold is looked at anyway.
                all_since(self.shop, &ShopTrigger::new(), &mut cursors.shop).await?;
                all_since(self.zoho, &CrmTrigger::new(), &mut cursors.crm).await?;
                self.work_on(&changed).await?;
                cursors
            }
        };
        let mut state = self.state.borrow_mut();
        state.reach(cursors)?;
        state.save()
    }

    async fn all_customers(&mut self) -> Result<()> {
        let mut all = self.shop.items(customers::List::new());
        loop {
            let mut some: Vec<Customer> = Vec::new();
            while some.len() < CHUNK
                && let Some(customer) = all.next().await
            {
                some.push(customer?);
            }
            if some.is_empty() {
                return Ok(());
            }
            self.customers(some).await?;
        }
    }

    async fn all_orders(&mut self) -> Result<()> {
        let mut all = self.shop.items(orders::List::new().line_items(LINES));
        loop {
            let mut some: Vec<Order> = Vec::new();
            while some.len() < CHUNK
                && let Some(order) = all.next().await
            {
                some.push(order?);
            }
            if some.is_empty() {
                return Ok(());
            }
            self.orders(some).await?;
        }
    }

    /// Brings over what changed.
    pub(crate) async fn work_on(&mut self, changed: &Changed) -> Result<()> {
        let orders = self.read_orders(changed.orders.clone()).await?;
        let mut goods = changed.goods.clone();
        // What was ordered went out of stock.
        for line in orders.iter().filter_map(|order| order.line_items.as_ref()).flat_map(|lines| &lines.nodes)
        {
            goods.products.extend(line.product.as_ref().map(|product| product.id.clone()));
        }
        if changed.everything {
            self.all_goods().await?;
        } else if !goods.products.is_empty() || !goods.skus.is_empty() {
            self.some_goods(&goods).await?;
        }
        let customers = self.read_customers(changed.customers.clone()).await?;
        for some in customers.chunks(CHUNK) {
            self.customers(some.to_vec()).await?;
        }
        for some in orders.chunks(CHUNK) {
            self.orders(some.to_vec()).await?;
        }
        Ok(())
    }

    /// Notes what a person has to put right with a record, or that there is nothing.
    pub(crate) fn judge(&self, record: &str, problem: Option<Problem>) -> Result<()> {
        self.state.borrow_mut().judge(record, problem)
    }

    /// The report with what is to be put right.
    pub(crate) fn into_report(mut self) -> Report {
        let state = self.state.borrow();
        let rejection = |(record, problem): (&String, &Problem)| Rejection {
            record: record.clone(),
            problem: problem.clone(),
        };
        self.report.rejected = state.problems().map(rejection).collect();
        self.report
    }
}

/// The SKU of a product of the CRM that changed.
pub(crate) fn sku_of(product: &crate::crm::Product) -> Option<String> {
    Some(product.key().trim().to_owned()).filter(|sku| !sku.is_empty())
}
