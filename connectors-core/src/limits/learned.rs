//! What calls cost that say so only in their answers.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::Unit;

/// How many are remembered. A program has some hundred kinds of calls; one that makes new ones all the time starts over.
const MOST: usize = 4096;

/// What was charged at the start of calls of one kind, over all accounts: it is the platform's reckoning.
#[derive(Debug, Default)]
pub(crate) struct Learned(Mutex<HashMap<Kind, u64>>);

/// A platform, a kind of call, and what is counted.
type Kind = (&'static str, u64, Unit);

impl Learned {
    pub(crate) fn get(&self, connector: &'static str, key: u64, unit: Unit) -> Option<u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&(connector, key, unit)).copied()
    }

    pub(crate) fn learn(&self, connector: &'static str, key: u64, unit: Unit, amount: u64) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST && !known.contains_key(&(connector, key, unit)) {
            known.clear();
        }
        known.insert((connector, key, unit), amount);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_stays_small() {
        let learned = Learned::default();
        for key in 0..10_000 {
            learned.learn("shop", key, Unit::Points, key);
        }
        assert!(learned.0.lock().unwrap().len() <= MOST);
        assert_eq!(learned.get("shop", 9_999, Unit::Points), Some(9_999));
        assert_eq!(learned.get("other", 9_999, Unit::Points), None);
    }
}
