//! The shop's side: its variants with their stock, as they are asked for here, several things in one call.

use std::collections::BTreeMap;
use std::time::Duration;

use connectors_core::{Client, Error, ErrorKind, Job, Result};
use connectors_examples::settle::Problem;
use connectors_shopify::bulk_operations::{Ask, BulkOperation, Children};
use connectors_shopify::graphql::{Connection, Query};
use connectors_shopify::inventory_levels::{self, InventoryLevel};
use connectors_shopify::product_variants::{self, VariantUpdateInput};
use connectors_shopify::products::{self, ProductUpdateInput};
use connectors_shopify::{Gid, Shopify, bulk_queries, inventory_items, locations};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::json;

use crate::details::{Details, html, lines, plain};
use crate::stock::Level;

/// How many variants are asked for at once: with ten locations each they cost most of what a call may.
const PAGE: usize = 20;
/// From how many variants on all of them are asked for as a bulk operation.
const MANY: u64 = 2_000;
/// How long a bulk operation may take, and how often it is asked after when there is no answer.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10 * 60 * 60);
const ASKED: usize = 20;
/// How many products are named in one search.
const SEARCHED: usize = 40;

const LEVELS: &str = "fragment Levels on InventoryLevelConnection { \
    nodes { location { id } quantities(names: [\"available\"]) { quantity } } pageInfo { hasNextPage endCursor } }";

/// A variant of a product, with its stock.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) id: Gid,
    pub(crate) product: Gid,
    pub(crate) item: Gid,
    pub(crate) sku: String,
    /// Whether stock is counted.
    pub(crate) tracked: bool,
    /// Whether its product has no other.
    pub(crate) alone: bool,
    pub(crate) details: Details,
    pub(crate) levels: Vec<Level>,
}

/// Variants by SKU, and those that have none of their own.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    pub(crate) articles: BTreeMap<String, Variant>,
    /// By SKU or name: SKUs that several have, variants that have none.
    pub(crate) flaws: BTreeMap<String, Problem>,
}

impl Shelf {
    pub(crate) fn of(variants: impl IntoIterator<Item = Variant>) -> Self {
        let mut shelf = Self::default();
        for variant in variants {
            if variant.sku.is_empty() {
                let flaw = Problem::new("sku", "is missing: nothing tells which product of the CRM it is");
                shelf.flaws.insert(variant.details.name, flaw);
            } else if shelf.flaws.contains_key(&variant.sku) || shelf.articles.contains_key(&variant.sku) {
                shelf.articles.remove(&variant.sku);
                let flaw =
                    Problem::new("sku", "is the SKU of several variants of the shop: each needs its own");
                shelf.flaws.insert(variant.sku, flaw);
            } else {
                shelf.articles.insert(variant.sku.clone(), variant);
            }
        }
        shelf
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    id: Gid,
    sku: Option<String>,
    display_name: String,
    price: Decimal,
    product: RowProduct,
    inventory_item: RowItem,
    /// Rows of a bulk operation name the variant as their parent, or its item.
    #[serde(default)]
    inventory_levels: Connection<RowLevel>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RowProduct {
    id: Gid,
    title: String,
    description_html: String,
    variants_count: Option<RowCount>,
}

#[derive(Deserialize)]
struct RowCount {
    count: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RowItem {
    id: Gid,
    tracked: bool,
    #[serde(default)]
    inventory_levels: Connection<RowLevel>,
}

#[derive(Deserialize)]
struct RowLevel {
    location: RowLocation,
    quantities: Vec<RowQuantity>,
}

#[derive(Deserialize)]
struct RowLocation {
    id: Gid,
}

#[derive(Deserialize)]
struct RowQuantity {
    quantity: i64,
}

fn level(row: RowLevel) -> Level {
    let available = row.quantities.first().map_or(0, |quantity| quantity.quantity);
    Level { location: row.location.id, available }
}

/// Which variants.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Of<'a> {
    All,
    Products(&'a [Gid]),
    Skus(&'a [String]),
}

impl Of<'_> {
    /// What they are found by.
    fn searches(self) -> Vec<Option<String>> {
        let any = |terms: Vec<String>| Some(terms.join(" OR "));
        match self {
            Self::All => vec![None],
            Self::Products(ids) => {
                let numbers: Vec<u64> = ids.iter().filter_map(Gid::number).collect();
                let term = |number: &u64| format!("product_id:{number}");
                numbers.chunks(SEARCHED).map(|some| any(some.iter().map(term).collect())).collect()
            }
            Self::Skus(skus) => {
                let term = |sku: &String| format!("sku:'{}'", sku.replace('\\', "\\\\").replace('\'', "\\'"));
                skus.chunks(SEARCHED).map(|some| any(some.iter().map(term).collect())).collect()
            }
        }
    }
}

/// All variants of the shop, or some.
pub(crate) async fn variants(shop: &Client<Shopify>, of: Of<'_>) -> Result<Vec<Variant>> {
    if matches!(of, Of::All) && shop.call(product_variants::Count::new()).await?.count > MANY {
        return in_bulk(shop).await;
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Data {
        product_variants: Connection<Row>,
    }
    let text = format!(
        "query Variants($first: Int!, $after: String, $query: String) {{ \
         productVariants(first: $first, after: $after, query: $query) {{ nodes {{ id sku displayName price \
         product {{ id title descriptionHtml variantsCount {{ count }} }} \
         inventoryItem {{ id tracked inventoryLevels(first: 10) {{ ...Levels }} }} }} \
         pageInfo {{ hasNextPage endCursor }} }} }} {LEVELS}"
    );
    let mut all = Vec::new();
    for search in of.searches() {
        let mut after: Option<String> = None;
        loop {
            let variables = json!({ "first": PAGE, "after": after, "query": search });
            let page = Query::<Data>::new(&*text).variables(&variables)?;
            let page = shop.call(page).await?.product_variants;
            for row in page.nodes {
                all.push(variant(shop, row).await?);
            }
            match page.page_info.end_cursor.filter(|_| page.page_info.has_next_page) {
                Some(end) => after = Some(end),
                None => break,
            }
        }
    }
    Ok(all)
}

/// All variants of the shop, as a bulk operation, which costs no points.
async fn in_bulk(shop: &Client<Shopify>) -> Result<Vec<Variant>> {
    let text = "{ productVariants { edges { node { id sku displayName price \
        product { id title descriptionHtml variantsCount { count } } \
        inventoryItem { id tracked inventoryLevels { edges { node { \
        id location { id } quantities(names: [\"available\"]) { quantity } } } } } } } } }";
    let job = shop.start(bulk_queries::Start::new(text)).await?;
    let done = patiently(&job, PATIENCE).await?;
    let mut rows = done.records::<Row>(shop, Children::new().of("InventoryLevel", "inventoryLevels"));
    let mut all = Vec::new();
    while let Some(row) = rows.next().await {
        all.push(variant(shop, row?).await?);
    }
    Ok(all)
}

/// Waits for a bulk operation, also while the platform does not say how far it is.
pub(crate) async fn patiently(job: &Job<Ask>, limit: Duration) -> Result<BulkOperation> {
    for _ in 0..ASKED {
        match job.wait(limit).await {
            Err(error) if error.is_retryable() => eprintln!("asked again: {error}"),
            end => return end,
        }
    }
    job.wait(limit).await
}

async fn variant(shop: &Client<Shopify>, row: Row) -> Result<Variant> {
    let Row { id, sku, display_name, price, product, inventory_item: item, inventory_levels: rows } = row;
    // More locations than came with it are asked for.
    let levels = match item.inventory_levels.page_info.has_next_page {
        true => levels(shop, &item.id).await?,
        false => item.inventory_levels.nodes.into_iter().chain(rows.nodes).map(level).collect(),
    };
    let alone = product.variants_count.is_some_and(|variants| variants.count == 1);
    let name = if alone { product.title } else { display_name };
    let details = Details { name: lines(&name), price, text: plain(&product.description_html) };
    let (sku, tracked) = (sku.unwrap_or_default().trim().to_owned(), item.tracked);
    Ok(Variant { id, product: product.id, item: item.id, sku, tracked, alone, details, levels })
}

/// How many there are of an item, at each of its locations.
pub(crate) async fn levels(shop: &Client<Shopify>, item: &Gid) -> Result<Vec<Level>> {
    let all = shop.items(inventory_levels::List::new(inventory_levels::Of::InventoryItem(item.clone())));
    let level = |level: InventoryLevel| {
        let available = level.quantity("available").unwrap_or_default();
        Level { location: level.location.id, available }
    };
    Ok(all.collect().await?.into_iter().map(level).collect())
}

/// The SKU of an item, if it is there and has one.
pub(crate) async fn sku_of(shop: &Client<Shopify>, item: &Gid) -> Result<Option<String>> {
    match shop.call(inventory_items::Get::new(item)).await {
        Ok(item) => Ok(item.sku.map(|sku| sku.trim().to_owned()).filter(|sku| !sku.is_empty())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Changes what a variant costs, and what its product is called and said to be.
pub(crate) async fn change(shop: &Client<Shopify>, variant: &Variant, to: &Details) -> Result<()> {
    if variant.details.price != to.price {
        let change = VariantUpdateInput::new(&variant.id).price(to.price);
        shop.call(product_variants::Update::new(&variant.product, [change])).await?;
    }
    let (name, text) = (variant.details.name != to.name, variant.details.text != to.text);
    if variant.alone && (name || text) {
        let mut input = ProductUpdateInput::new();
        if name {
            input = input.title(to.name.clone());
        }
        if text {
            input = input.description_html(html(&to.text));
        }
        shop.call(products::Update::new(&variant.product, input)).await?;
    }
    Ok(())
}

/// The location of this name or id.
pub(crate) async fn location(shop: &Client<Shopify>, wanted: &str) -> Result<Gid> {
    let known = shop.items(locations::List::new()).collect().await?;
    if let Some(location) = known.iter().find(|one| one.name == wanted || one.id.as_str() == wanted) {
        return Ok(location.id.clone());
    }
    let names: Vec<&str> = known.iter().map(|location| location.name.as_str()).collect();
    Err(Error::config(format!("--location: the shop has no `{wanted}`, but {}", names.join(", "))))
}
