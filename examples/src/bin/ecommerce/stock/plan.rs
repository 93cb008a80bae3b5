//! What is to be done with the stock of one product: reckoned, not done.
//!
//! Both sides count, and both may be changed at once, so neither number is ever copied over the other: what is carried over is by
//! how much a side changed since both agreed.

use std::cmp::Reverse;

use connectors_shopify::Gid;
use serde::{Deserialize, Serialize};

/// How many there are at one of the shop's locations, for sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Level {
    pub(crate) location: Gid,
    pub(crate) available: i64,
}

/// What the numbers were when both sides agreed: on the CRM's side, and on the shop's over all its locations. They are one number but
/// for what could not be carried over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Agreed {
    pub(crate) crm: i64,
    pub(crate) shop: i64,
}

/// What the CRM's record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Books {
    pub(crate) stock: i64,
    /// Nothing, if the shop never was counted in.
    pub(crate) agreed: Option<Agreed>,
}

/// A change at one location, made only if there are so many before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Change {
    pub(crate) location: Gid,
    pub(crate) delta: i64,
    pub(crate) from: i64,
}

/// What is to be done first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Nothing,
    /// What changed in the CRM goes to the shop; both agree on these numbers then.
    Adjust(Vec<Change>, Agreed),
    /// What changed in the shop goes to the CRM: its stock becomes this, and both agree on these numbers.
    Book(i64, Agreed),
}

/// What is to be done, and how many the CRM took that the shop does not have.
pub(crate) fn plan(books: &Books, levels: &[Level], preferred: Option<&Gid>) -> (Step, i64) {
    let shop = levels.iter().map(|level| level.available).sum();
    // The first time the shop is right: that is where things are sold.
    let Some(agreed) = books.agreed else { return (Step::Book(shop, Agreed { crm: shop, shop }), 0) };
    let (in_crm, in_shop) = (books.stock - agreed.crm, shop - agreed.shop);
    let mut short = 0;
    if in_crm != 0 {
        match spread(in_crm, levels, preferred) {
            Ok(changes) => {
                let after = Agreed { crm: agreed.crm + in_crm, shop: agreed.shop + in_crm };
                return (Step::Adjust(changes, after), 0);
            }
            Err(missing) => short = missing,
        }
    }
    let step = match in_shop {
        0 => Step::Nothing,
        // What the CRM changed and the shop does not take stays what it is.
        _ => Step::Book(books.stock + in_shop, Agreed { crm: agreed.crm + in_shop, shop }),
    };
    (step, short)
}

/// Where so many are put, or taken from: the preferred location first, then those that have most. How many are missing, if there are
/// not so many: nothing is taken then.
fn spread(delta: i64, levels: &[Level], preferred: Option<&Gid>) -> Result<Vec<Change>, i64> {
    let mut levels: Vec<&Level> = levels.iter().collect();
    levels.sort_by_key(|level| (Some(&level.location) != preferred, Reverse(level.available)));
    let change =
        |level: &Level, delta| Change { location: level.location.clone(), delta, from: level.available };
    if delta > 0 {
        return levels.first().map(|level| vec![change(level, delta)]).ok_or(0);
    }
    let mut missing = -delta;
    let mut changes = Vec::new();
    for level in levels {
        let taken = level.available.clamp(0, missing);
        if taken > 0 {
            changes.push(change(level, -taken));
            missing -= taken;
        }
    }
    if missing == 0 { Ok(changes) } else { Err(missing) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(available: &[i64]) -> Vec<Level> {
        let level = |(at, available): (usize, &i64)| Level { location: place(at), available: *available };
        available.iter().enumerate().map(level).collect()
    }

    fn place(at: usize) -> Gid {
        Gid::from(format!("gid://shopify/Location/{at}"))
    }

    fn taken(delta: i64, available: &[i64], preferred: usize) -> Result<Vec<(Gid, i64)>, i64> {
        let changes = spread(delta, &levels(available), Some(&place(preferred)))?;
        Ok(changes.into_iter().map(|change| (change.location, change.delta)).collect())
    }

    #[test]
    fn the_preferred_location_gives_and_takes_first_then_whoever_has_most() {
        assert_eq!(taken(5, &[1, 2], 1), Ok(vec![(place(1), 5)]));
        assert_eq!(taken(-2, &[9, 2], 1), Ok(vec![(place(1), -2)]));
        assert_eq!(taken(-9, &[3, 2, 7], 1), Ok(vec![(place(1), -2), (place(2), -7)]));
        assert_eq!(taken(5, &[1, 2], 7), Ok(vec![(place(1), 5)]), "who has most, if it is not kept there");
    }

    #[test]
    fn nothing_is_taken_below_zero_and_what_was_sold_too_often_is_not_taken() {
        assert_eq!(taken(-6, &[3, 2], 0), Err(1));
        assert_eq!(taken(-3, &[3, -2], 1), Ok(vec![(place(0), -3)]));
    }

    #[test]
    fn what_the_shop_lacks_is_told_and_what_it_sold_still_goes_over() {
        let books = Books { stock: 0, agreed: Some(Agreed { crm: 10, shop: 10 }) };
        let (step, short) = plan(&books, &levels(&[6]), None);
        assert_eq!(short, 4);
        assert_eq!(step, Step::Book(-4, Agreed { crm: 6, shop: 6 }));
        // The next time there is nothing to book, and ten are still to be taken.
        let books = Books { stock: -4, agreed: Some(Agreed { crm: 6, shop: 6 }) };
        assert_eq!(plan(&books, &levels(&[6]), None), (Step::Nothing, 4));
    }
}
