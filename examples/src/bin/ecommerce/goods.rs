//! What is sold: the shop's variants and the CRM's products, brought together by SKU.

use std::collections::{BTreeMap, BTreeSet};

use connectors_core::Result;
use connectors_examples::settle::{Problem, is_about_the_record, problem, settle};
use connectors_shopify::Gid;
use connectors_zoho::records::{Change, List, UpdateMany};
use futures_util::{StreamExt as _, stream};

use crate::crm::{self, Product, Unique as _};
use crate::details::{Details, merge};
use crate::shop::{self, Of, Shelf, Variant};
use crate::stock::{Agreed, Article, Both, Done, Stock};
use crate::sync::Sync;

/// How many single products are worked on at once; the limits decide how many of them really are.
const AT_ONCE: usize = 8;

/// What is to be looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Touched {
    /// Products of the shop.
    pub(crate) products: BTreeSet<Gid>,
    pub(crate) skus: BTreeSet<String>,
}

/// An article that both sides have.
struct Pair {
    variant: Variant,
    product: Product,
    to: Details,
    /// What they agree on then.
    agreed: Details,
    /// Why it cannot be so, or not wholly.
    flaw: Option<Problem>,
    /// Whether one side refused it.
    refused: bool,
}

impl Pair {
    fn refuse(&mut self, flaw: Problem) {
        (self.flaw, self.refused) = (Some(flaw), true);
    }
}

impl Sync<'_> {
    /// Brings together all that is sold.
    pub(crate) async fn all_goods(&mut self) -> Result<()> {
        let variants = shop::variants(self.shop, Of::All).await?;
        let products = self.zoho.items(List::<Product>::new()).collect().await?;
        self.bring_together(variants, products, true).await
    }

    /// Brings together what was touched.
    pub(crate) async fn some_goods(&mut self, touched: &Touched) -> Result<()> {
        let products: Vec<Gid> = touched.products.iter().cloned().collect();
        let mut skus = touched.skus.clone();
        let variants = shop::variants(self.shop, Of::Products(&products)).await?;
        skus.extend(variants.into_iter().map(|variant| variant.sku).filter(|sku| !sku.is_empty()));
        let skus: Vec<String> = skus.into_iter().collect();
        // By SKU once more: another product may have the same.
        let variants = shop::variants(self.shop, Of::Skus(&skus)).await?;
        let products = crm::find::<Product>(self.zoho, Product::FIELD, &skus).await?;
        let before = self.report.written();
        let variants = variants.into_iter().filter(|variant| skus.contains(&variant.sku));
        self.bring_together(variants, products, false).await?;
        if self.report.written() == before {
            self.report.echoes += 1;
        }
        Ok(())
    }

    async fn bring_together(
        &mut self,
        variants: impl IntoIterator<Item = Variant>,
        products: Vec<Product>,
        all: bool,
    ) -> Result<()> {
        let mut shelf = Shelf::of(variants);
        let mut by_code: BTreeMap<String, Product> = BTreeMap::new();
        for product in products {
            let code = product.key().trim().to_owned();
            if shelf.articles.contains_key(&code) && by_code.insert(code.clone(), product).is_some() {
                shelf.articles.remove(&code);
                let several = "is the code of several products of the CRM: each needs its own";
                shelf.flaws.insert(code, Problem::new("Product_Code", several));
            }
        }
        self.judge_variants(std::mem::take(&mut shelf.flaws), all)?;
        self.progress.articles.inc(shelf.articles.len() as u64);
        let mut pairs = Vec::new();
        let mut new = Vec::new();
        for (sku, variant) in shelf.articles {
            match by_code.remove(&sku) {
                Some(product) => pairs.push(self.pair(variant, product)),
                None => new.push(variant),
            }
        }
        self.create(new).await?;
        self.tell_crm(&mut pairs).await?;
        self.tell_shop(&mut pairs).await?;
        for pair in &pairs {
            if !pair.refused {
                self.state.borrow_mut().agree(&pair.variant.sku, &pair.agreed)?;
            }
            self.products.insert(pair.variant.sku.clone(), pair.product.id().to_owned());
        }
        self.report.articles += pairs.len();
        let stock = self.stock(&mut pairs).await;
        for pair in pairs {
            self.judge(&pair.variant.sku, pair.flaw)?;
        }
        self.state.borrow_mut().save()?;
        stock
    }

    /// Notes which variants cannot be brought over; if these are all there are, the others can.
    fn judge_variants(&mut self, flaws: BTreeMap<String, Problem>, all: bool) -> Result<()> {
        let named = |name: &str| format!("variant {name}");
        if all {
            let known = self.state.borrow();
            let known = known.problems().map(|(record, _)| record.clone());
            let mended: Vec<String> = known.filter(|record| record.starts_with("variant ")).collect();
            for record in mended {
                if !flaws.keys().any(|name| named(name) == record) {
                    self.judge(&record, None)?;
                }
            }
        }
        for (name, flaw) in flaws {
            self.judge(&named(&name), Some(flaw))?;
        }
        Ok(())
    }

    fn pair(&mut self, variant: Variant, product: Product) -> Pair {
        let base = self.state.borrow().agreed(&variant.sku).cloned();
        let merged = merge(base.as_ref(), &variant.details, &product.details(), variant.alone);
        for field in merged.conflicts {
            self.report
                .conflicts
                .push(format!("{}: both sides changed {field}: the CRM's goes to the shop", variant.sku));
        }
        let mut agreed = merged.details.clone();
        let flaw = merged.stuck.first().map(|field| {
            Problem::new(*field, "was changed, but is that of several variants in the shop: change it there")
        });
        for field in &merged.stuck {
            let base = base.as_ref().unwrap_or(&variant.details);
            match *field {
                "Product_Name" => agreed.name.clone_from(&base.name),
                _ => agreed.text.clone_from(&base.text),
            }
        }
        Pair { variant, product, to: merged.details, agreed, flaw, refused: false }
    }

    /// Products that the CRM does not have yet.
    async fn create(&mut self, new: Vec<Variant>) -> Result<()> {
        let mut products = Vec::new();
        for variant in &new {
            let to = &variant.details;
            let stock: i64 = variant.levels.iter().map(|level| level.available).sum();
            let product = Product {
                code: Some(variant.sku.clone()),
                stock: variant.tracked.then(|| stock.into()),
                ..Product::change(&Details::default(), to)
            };
            // What is sold until it is there is found by the next look.
            let agreed = Agreed { crm: stock, shop: stock };
            products.push(if variant.tracked { product.agreeing(agreed) } else { product });
        }
        let mut created = crm::create(self.zoho, products).await?;
        for variant in new {
            match created.remove(&variant.sku) {
                Some(Ok((id, ours))) => {
                    self.report.products_created += usize::from(ours);
                    self.report.articles += 1;
                    self.state.borrow_mut().agree(&variant.sku, &variant.details)?;
                    self.judge(&variant.sku, None)?;
                    self.products.insert(variant.sku, id);
                }
                Some(Err(problem)) => self.judge(&variant.sku, Some(problem))?,
                None => {}
            }
        }
        Ok(())
    }

    /// What the shop changed.
    async fn tell_crm(&mut self, pairs: &mut [Pair]) -> Result<()> {
        let changes = pairs.iter().enumerate().filter_map(|(at, pair)| {
            let now = pair.product.details();
            let change = Change::new(pair.product.id(), Product::change(&now, &pair.to));
            (now != pair.to).then_some((at, change))
        });
        let settled = settle(changes.collect(), "Product_Name", async |changes| {
            self.zoho.batch(UpdateMany::new(changes)).await
        });
        for (at, done) in settled.await? {
            match (done, pairs.get_mut(at)) {
                (Ok(_), _) => self.report.products_to_crm += 1,
                (Err(problem), Some(pair)) => pair.refuse(problem),
                (Err(_), None) => {}
            }
        }
        Ok(())
    }

    /// What the CRM changed.
    async fn tell_shop(&mut self, pairs: &mut [Pair]) -> Result<()> {
        let shop = self.shop;
        let wanted = pairs.iter().enumerate().filter(|(_, pair)| {
            let (now, to) = (&pair.variant.details, &pair.to);
            now.price != to.price || (pair.variant.alone && now != to)
        });
        let changes =
            wanted.map(|(at, pair)| async move { (at, shop::change(shop, &pair.variant, &pair.to).await) });
        let done: Vec<_> = stream::iter(changes).buffer_unordered(AT_ONCE).collect().await;
        for (at, done) in done {
            match (done, pairs.get_mut(at)) {
                (Ok(()), _) => self.report.products_to_shop += 1,
                (Err(error), Some(pair)) if is_about_the_record(&error) => {
                    pair.refuse(problem("product", &error));
                }
                (Err(error), _) => return Err(error),
            }
        }
        Ok(())
    }

    async fn stock(&mut self, pairs: &mut [Pair]) -> Result<()> {
        let sides = Both { shop: self.shop, zoho: self.zoho };
        let stock = Stock { sides: &sides, keeper: self.state, preferred: self.location.clone() };
        let counted = pairs.iter().enumerate().filter(|(_, pair)| pair.variant.tracked);
        let settled = counted.map(|(at, Pair { variant, product, .. })| {
            let stock = &stock;
            async move {
                let article = Article { product: product.id().to_owned(), item: variant.item.clone() };
                let Some(books) = product.books() else {
                    let flaw = Problem::new("Qty_in_Stock", "is not a whole number");
                    return (at, Ok(Done::of(flaw)));
                };
                (at, stock.settle(&article, Some((books, variant.levels.clone()))).await)
            }
        });
        let settled: Vec<_> = stream::iter(settled).buffer_unordered(AT_ONCE).collect().await;
        let mut failed = None;
        for (at, done) in settled {
            let Some(pair) = pairs.get_mut(at) else { continue };
            match done {
                Ok(done) => {
                    self.report.stock_to_shop += done.adjusted;
                    self.report.stock_to_crm += done.booked;
                    self.report.stock_repaired += done.repaired;
                    pair.flaw = done.problem.or_else(|| pair.flaw.take());
                }
                Err(error) if is_about_the_record(&error) && !error.is_retryable() => {
                    pair.flaw = Some(problem("Qty_in_Stock", &error));
                }
                Err(error) => failed = Some(error),
            }
            self.progress.stock.inc(1);
        }
        // The others are done; what is begun is kept.
        failed.map_or(Ok(()), Err)
    }
}
