//! What happens on both sides, as events.

use std::time::Duration;

use connectors_core::triggers::{Events, Hints, PollingTrigger};
use connectors_core::{Client, Error};
use connectors_examples::events::{self, Next};
use connectors_shopify::{Shopify, customers, orders, products};
use connectors_zoho::{Zoho, records};

use crate::crm::Product;
use crate::state::Cursors;
use crate::sync::{Changed, sku_of};

/// How often both are asked when nobody tells anything.
pub(crate) const EVERY: Duration = Duration::from_secs(60 * 60);
/// How many changes are taken at once, when there are many.
const CHUNK: usize = 200;

pub(crate) type OrderTrigger = orders::CreatedOrUpdated;
pub(crate) type CustomerTrigger = customers::CreatedOrUpdated;
pub(crate) type ShopTrigger = products::CreatedOrUpdated;
pub(crate) type CrmTrigger = records::CreatedOrUpdated<Product>;

/// Orders, customers and products of the shop, and products of the CRM.
pub(crate) struct Streams {
    orders: Events<OrderTrigger>,
    customers: Events<CustomerTrigger>,
    shop: Events<ShopTrigger>,
    crm: Events<CrmTrigger>,
}

/// What tells them that something happened.
#[derive(Clone)]
pub(crate) struct StreamHints {
    pub(crate) orders: Hints<OrderTrigger>,
    pub(crate) customers: Hints<CustomerTrigger>,
    pub(crate) shop: Hints<ShopTrigger>,
    pub(crate) crm: Hints<CrmTrigger>,
}

impl Streams {
    /// From the cursors on.
    pub(crate) fn new(shop: &Client<Shopify>, zoho: &Client<Zoho>, cursors: Cursors) -> Self {
        Self {
            orders: shop.events(OrderTrigger::new(), cursors.orders).every(EVERY),
            customers: shop.events(CustomerTrigger::new(), cursors.customers).every(EVERY),
            shop: shop.events(ShopTrigger::new(), cursors.shop).every(EVERY),
            crm: zoho.events(CrmTrigger::new(), cursors.crm).every(EVERY),
        }
    }

    pub(crate) fn hints(&self) -> StreamHints {
        StreamHints {
            orders: self.orders.hints(),
            customers: self.customers.hints(),
            shop: self.shop.hints(),
            crm: self.crm.hints(),
        }
    }

    /// Where they are with all that was given.
    pub(crate) fn cursors(&self) -> Cursors {
        Cursors {
            orders: self.orders.cursor().clone(),
            customers: self.customers.cursor().clone(),
            shop: self.shop.cursor().clone(),
            crm: self.crm.cursor().clone(),
        }
    }

    /// What happens next, and what else is there at once; nothing after an error that may pass, which is told. Dropping the
    /// future loses nothing.
    pub(crate) async fn next(&mut self) -> Result<Changed, Error> {
        let mut changed = Changed::default();
        tokio::select! {
            first = self.orders.next() => {
                let orders = gather(&mut self.orders, first)?;
                changed.orders.extend(orders.into_iter().map(|order| order.id));
            }
            first = self.customers.next() => {
                let customers = gather(&mut self.customers, first)?;
                changed.customers.extend(customers.into_iter().map(|customer| customer.id));
            }
            first = self.shop.next() => {
                let products = gather(&mut self.shop, first)?;
                changed.goods.products.extend(products.into_iter().map(|product| product.id));
            }
            first = self.crm.next() => {
                let products = gather(&mut self.crm, first)?;
                changed.goods.skus.extend(products.iter().filter_map(sku_of));
            }
        }
        Ok(changed)
    }
}

fn gather<T: PollingTrigger + Clone>(
    events: &mut Events<T>,
    first: Next<T::Event>,
) -> Result<Vec<T::Event>, Error> {
    Ok(events::gather(events, first, CHUNK)?.into_iter().map(|event| event.data).collect())
}
