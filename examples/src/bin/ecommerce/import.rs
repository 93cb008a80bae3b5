//! Products that only the CRM has, sent to the shop all at once: one file, one bulk operation, one outcome for each line.
//!
//! A product is known in the shop by its handle, which is made from its SKU: sent twice, it is there once. So nothing has to be known of
//! an operation whose start was lost; one that was started is waited for after a restart, since its id is on the disk.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use connectors_core::{Outcome, Result};
use connectors_examples::settle::{is_about_the_record, problem, settle};
use connectors_shopify::bulk_operations::{self, Ask, BulkOperation, OperationKind, Status};
use connectors_shopify::inventory_items::InventoryItemInput;
use connectors_shopify::products::{
    Identifier, OptionInput, ProductSetInput, VariantOptionValue, VariantQuantity, VariantSetInput,
};
use connectors_shopify::{Gid, Ref, bulk_mutations, locations};
use connectors_zoho::records::{Change, List, UpdateMany};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::crm::{Product, Unique as _};
use crate::details::html;
use crate::orders::OTHER;
use crate::shop::{self, Of, PATIENCE};
use crate::stock::Agreed;
use crate::sync::Sync;

/// How many calls that note what went over may be under way at once.
const AT_ONCE: usize = 8;
const SET: &str = "mutation Import($identifier: ProductSetIdentifiers, $product: ProductSetInput!) { \
    productSet(identifier: $identifier, input: $product, synchronous: true) { \
    product { id } userErrors { field message code } } }";

/// An operation that was started, or is about to be, with what is in its lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Import {
    operation: Option<Gid>,
    lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Line {
    sku: String,
    /// The CRM's record, and how many of it there were.
    product: String,
    stock: i64,
}

impl Sync<'_> {
    /// Sends up to so many products that the shop does not have.
    pub(crate) async fn import(&mut self, most: usize) -> Result<()> {
        let begun = self.state.borrow().import().cloned();
        if let Some(Import { operation: Some(operation), lines }) = begun {
            self.finish_import(operation, lines).await?;
        }
        // One whose start was lost may be at work: what it makes is not to be made again.
        self.wait_for_others().await?;
        let known = shop::variants(self.shop, Of::All).await?;
        let known: BTreeSet<String> = known.into_iter().map(|variant| variant.sku).collect();
        let location = match &self.location {
            Some(location) => Some(location.clone()),
            None => self.shop.call(locations::List::new()).await?.items.into_iter().next().map(|one| one.id),
        };
        let is_new = |product: &Product| {
            let sku = product.key().trim();
            !sku.is_empty() && sku != OTHER && !known.contains(sku)
        };
        let products: Vec<Product> = self.zoho.items(List::<Product>::new()).collect().await?;
        let new: Vec<Product> = products.into_iter().filter(is_new).take(most).collect();
        if new.is_empty() {
            return Ok(());
        }
        let line = |product: &Product| Line {
            sku: product.key().trim().to_owned(),
            product: product.id().to_owned(),
            stock: product.books().map_or(0, |books| books.stock),
        };
        let lines: Vec<Line> = new.iter().map(line).collect();
        let variables = new.iter().map(|product| {
            let identifier = Identifier::Handle(handle(product.key().trim()));
            json!({ "identifier": identifier, "product": input(product, location.as_ref()) })
        });
        self.state.borrow_mut().imports(Import { operation: None, lines: lines.clone() })?;
        let job = bulk_mutations::start(self.shop, SET, variables).await?;
        let operation = job.status().id.clone();
        self.state
            .borrow_mut()
            .imports(Import { operation: Some(operation.clone()), lines: lines.clone() })?;
        self.finish_import(operation, lines).await
    }

    /// Waits for imports that are at work.
    async fn wait_for_others(&self) -> Result<()> {
        let recent: Vec<BulkOperation> = self.shop.call(bulk_operations::List::new()).await?.items;
        for operation in recent.into_iter().filter(|operation| {
            operation.kind == OperationKind::Mutation
                && matches!(operation.status.known(), Some(Status::Created | Status::Running))
        }) {
            match shop::patiently(&self.shop.job(Ask::new(operation.id)), PATIENCE).await {
                Err(error) if error.is_retryable() => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Waits for an operation, and notes what became of each line.
    async fn finish_import(&mut self, operation: Gid, lines: Vec<Line>) -> Result<()> {
        let done = match shop::patiently(&self.shop.job(Ask::new(operation)), PATIENCE).await {
            Ok(done) => done,
            Err(error) if error.is_retryable() => return Err(error),
            Err(error) => {
                eprintln!("an import did not end well: what it did not do is sent again: {error}");
                return self.state.borrow_mut().imports(Import { operation: None, lines: Vec::new() });
            }
        };
        let mut outcomes = done.outcomes::<Ref>(self.shop);
        let mut agreed = Vec::new();
        while let Some(one) = outcomes.next().await {
            let one = one?;
            let line = usize::try_from(one.line).ok().and_then(|at| Some((at, lines.get(at)?)));
            let Some((at, line)) = line else { continue };
            match one.outcome {
                Outcome::Done(_) => {
                    self.report.imported += 1;
                    self.progress.articles.inc(1);
                    // From here on differences count.
                    let both = Agreed { crm: line.stock, shop: line.stock.max(0) };
                    agreed.push((at, Change::new(&line.product, Product::default().agreeing(both))));
                    self.judge(&line.sku, None)?;
                }
                Outcome::Failed(error) if is_about_the_record(&error) => {
                    self.judge(&line.sku, Some(problem("product", &error)))?;
                }
                // It is still missing, and sent with the next import.
                _ => {}
            }
        }
        let settled = settle(agreed, "Agreed_Stock", async |changes| {
            self.zoho.batch(UpdateMany::new(changes)).concurrency(AT_ONCE).await
        });
        for (at, end) in settled.await? {
            if let (Err(flaw), Some(line)) = (end, lines.get(at)) {
                self.judge(&line.sku, Some(flaw))?;
            }
        }
        self.state.borrow_mut().imports(Import { operation: None, lines: Vec::new() })
    }
}

/// The product of the shop for one of the CRM.
fn input(product: &Product, location: Option<&Gid>) -> ProductSetInput {
    let details = product.details();
    let sku = product.key().trim();
    let stock = product.books().map(|books| books.stock).filter(|stock| *stock > 0);
    let quantities = stock.zip(location).map(|(stock, location)| VariantQuantity::available(location, stock));
    let variant = VariantSetInput::new([VariantOptionValue::new("Title", "Default Title")])
        .price(details.price)
        .inventory_item(InventoryItemInput::new().sku(sku.to_owned()).tracked(true))
        .inventory_quantities(quantities);
    ProductSetInput::new(details.name)
        .handle(handle(sku))
        .description_html(html(&details.text))
        .product_options([OptionInput::new("Title", ["Default Title"])])
        .variants([variant])
}

/// A name for addresses, another for each SKU.
fn handle(sku: &str) -> String {
    let mut handle = String::from("sku-");
    for byte in sku.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => handle.push(byte.into()),
            // Capitals and signs by their number, or two SKUs could share a handle.
            _ => drop(write!(handle, "-{byte:02x}-")),
        }
    }
    handle
}
