//! Stock, so that no change is lost and none is counted twice, whoever changes what meanwhile and wherever this program ends.
//!
//! - What both sides agreed on is kept in the CRM's record, and written in the same call as the stock: they cannot part.
//! - To the shop goes a difference, under a key that is on the disk before the call: sent again, it is done once. It also names what
//!   there has to be before, so that nothing falls below zero behind our back.
//! - The CRM takes numbers only, and no condition that is exact to less than a second. So each write carries a mark of its own, and
//!   the record's history tells what that write replaced: what somebody changed in the moment before is written once more.

mod plan;
mod sides;
#[cfg(test)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};
use connectors_core::{Error, ErrorKind, Result};
use connectors_examples::settle::{Problem, is_about_the_record, problem};
use connectors_shopify::Gid;
use serde::{Deserialize, Serialize};

pub(crate) use self::plan::{Agreed, Books, Level};
use self::plan::{Change, Step, plan};
pub(crate) use self::sides::Both;

/// How long the shop is sure to remember a key.
const REMEMBERED: TimeDelta = TimeDelta::hours(1);
/// How often it is tried while others change the same product.
const ROUNDS: usize = 12;

/// A product that both sides have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Article {
    /// The CRM's record.
    pub(crate) product: String,
    /// What is kept in the shop.
    pub(crate) item: Gid,
}

/// What was begun, and may be done or not. It is on the disk before the call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Begun {
    Adjust { item: Gid, key: String, changes: Vec<Change>, agreed: Agreed, at: DateTime<Utc> },
    Book(Booking),
}

/// A number that is written to the CRM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Booking {
    pub(crate) mark: String,
    /// What was there when it was reckoned.
    from: i64,
    pub(crate) stock: i64,
    /// What both agree on then, if that changes.
    pub(crate) agreed: Option<Agreed>,
}

/// What both platforms can do. Each call may fail with an error that is retryable, done or not.
pub(crate) trait Sides {
    async fn levels(&self, item: &Gid) -> Result<Vec<Level>>;
    async fn books(&self, product: &str) -> Result<Books>;
    /// Done once for each key; a `Conflict` if there are others than the changes say.
    async fn adjust(&self, key: &str, item: &Gid, changes: &[Change]) -> Result<()>;
    /// Notes what both agree on.
    async fn agree(&self, product: &str, agreed: Agreed) -> Result<()>;
    /// Sent once.
    async fn book(&self, product: &str, booking: &Booking) -> Result<()>;
    /// What a booking replaced; nothing, if it was not made.
    async fn replaced(&self, product: &str, booking: &Booking) -> Result<Option<i64>>;
    fn now(&self) -> DateTime<Utc>;
}

/// What is kept on the disk.
pub(crate) trait Keeper {
    fn begun(&self, product: &str) -> Option<Begun>;
    /// Keeps what was begun with a product, or that nothing is.
    fn begin(&self, product: &str, begun: Option<Begun>) -> Result<()>;
}

/// What was done with a product.
#[derive(Debug, Default)]
pub(crate) struct Done {
    /// How often the shop was changed, and the CRM.
    pub(crate) adjusted: usize,
    pub(crate) booked: usize,
    /// How often somebody's change had been written over, and was made again.
    pub(crate) repaired: usize,
    /// What a person has to look at.
    pub(crate) problem: Option<Problem>,
}

impl Done {
    /// Nothing was done, since a person has to look first.
    pub(crate) fn of(problem: Problem) -> Self {
        Self { problem: Some(problem), ..Self::default() }
    }
}

/// Brings stock over.
pub(crate) struct Stock<'a, S, K> {
    pub(crate) sides: &'a S,
    pub(crate) keeper: &'a K,
    /// Where what the CRM adds is put, and what it takes is taken first.
    pub(crate) preferred: Option<Gid>,
}

impl<S: Sides, K: Keeper> Stock<'_, S, K> {
    /// Makes both sides of a product agree; `seen` is what both were just now, if that is known. It need not be so any more.
    pub(crate) async fn settle(&self, of: &Article, mut seen: Option<(Books, Vec<Level>)>) -> Result<Done> {
        let mut done = Done::default();
        for _ in 0..ROUNDS {
            if let Some(begun) = self.keeper.begun(&of.product) {
                self.finish(&of.product, begun, &mut done).await?;
                seen = None;
            }
            let (books, levels) = match seen.take() {
                Some(seen) => seen,
                None => (self.sides.books(&of.product).await?, self.sides.levels(&of.item).await?),
            };
            if levels.is_empty() {
                done.problem = Some(Problem::new("inventory", "is kept at no location of the shop"));
                return Ok(done);
            }
            let (step, short) = plan(&books, &levels, self.preferred.as_ref());
            match step {
                Step::Nothing => {
                    if short > 0 {
                        let text = format!("the CRM took {short} more than the shop has");
                        done.problem = Some(Problem::new("Qty_in_Stock", text));
                    }
                    return Ok(done);
                }
                Step::Adjust(changes, agreed) => {
                    let (key, at) = (mark(), self.sides.now());
                    let begun = Begun::Adjust { item: of.item.clone(), key, changes, agreed, at };
                    self.keeper.begin(&of.product, Some(begun))?;
                }
                Step::Book(stock, agreed) => {
                    let booking = Booking { mark: mark(), from: books.stock, stock, agreed: Some(agreed) };
                    self.book(&of.product, booking, &mut done).await?;
                }
            }
            if done.problem.is_some() {
                return Ok(done);
            }
        }
        Err(busy())
    }

    /// Finds out what became of what was begun, and ends it.
    async fn finish(&self, product: &str, begun: Begun, done: &mut Done) -> Result<()> {
        match begun {
            Begun::Adjust { item, key, changes, agreed, at } => {
                match self.sides.adjust(&key, &item, &changes).await {
                    Ok(()) => {
                        self.sides.agree(product, agreed).await?;
                        done.adjusted += 1;
                    }
                    Err(error) if error.is_retryable() => return Err(error),
                    // Nothing was done: had it been, the shop would say so for this key. Unless it forgot the key by now.
                    Err(error) if error.kind() == ErrorKind::Conflict && self.is_remembered(at) => {}
                    Err(error) if error.kind() == ErrorKind::Conflict => {
                        let sum: i64 = changes.iter().map(|change| change.delta).sum();
                        let (books, levels) =
                            (self.sides.books(product).await?, self.sides.levels(&item).await?);
                        let shop = levels.iter().map(|level| level.available).sum();
                        self.sides.agree(product, Agreed { crm: books.stock, shop }).await?;
                        let text = format!(
                            "a change of {sum:+} was under way when this program ended long ago; whether the shop has it is \
                             not known: count, and put the number right"
                        );
                        done.problem = Some(Problem::new("Qty_in_Stock", text));
                    }
                    Err(error) if is_about_the_record(&error) => {
                        done.problem = Some(problem("inventory", &error));
                    }
                    Err(error) => return Err(error),
                }
                self.keeper.begin(product, None)
            }
            Begun::Book(booking) => match self.next_after(product, &booking, done).await? {
                Some(next) => self.book(product, next, done).await,
                None => Ok(()),
            },
        }
    }

    fn is_remembered(&self, at: DateTime<Utc>) -> bool {
        self.sides.now() < at + REMEMBERED
    }

    /// Writes a number, and again what it wrote over.
    async fn book(&self, product: &str, mut booking: Booking, done: &mut Done) -> Result<()> {
        for _ in 0..ROUNDS {
            self.keeper.begin(product, Some(Begun::Book(booking.clone())))?;
            match self.sides.book(product, &booking).await {
                Err(error) if is_about_the_record(&error) => {
                    done.problem = Some(problem("Qty_in_Stock", &error));
                    return self.keeper.begin(product, None);
                }
                Err(error) if !error.is_retryable() => return Err(error),
                // Done or not: the history tells.
                Ok(()) | Err(_) => {}
            }
            match self.next_after(product, &booking, done).await? {
                Some(next) => booking = next,
                None => return Ok(()),
            }
        }
        Err(busy())
    }

    /// Looks whether a booking was made, and what it wrote over: that has to be booked next.
    async fn next_after(&self, product: &str, booking: &Booking, done: &mut Done) -> Result<Option<Booking>> {
        let lost = match self.sides.replaced(product, booking).await? {
            Some(replaced) => {
                done.booked += 1;
                replaced - booking.from
            }
            // What was written over is written until it is there; anything else is reckoned anew.
            None if booking.agreed.is_none() => booking.stock - booking.from,
            None => 0,
        };
        if lost == 0 {
            return self.keeper.begin(product, None).map(|()| None);
        }
        if booking.agreed.is_some() {
            done.repaired += 1;
        }
        let from = self.sides.books(product).await?.stock;
        Ok(Some(Booking { mark: mark(), from, stock: from + lost, agreed: None }))
    }
}

fn busy() -> Error {
    let text = "others keep changing this product: it is looked at again later";
    Error::new(ErrorKind::Conflict, text).with_retryable(true)
}

/// What nothing else is called.
fn mark() -> String {
    uuid::Uuid::new_v4().to_string()
}
