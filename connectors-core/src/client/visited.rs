//! Where a list has been, in constant memory however long it is.

use std::collections::VecDeque;
use std::hash::{BuildHasher, RandomState};

use crate::page::Cursor;

/// How many cursors are remembered one by one.
const RECENT: usize = 512;

/// The cursors that a list gave. A return to one of the last is seen at once. A longer way round is seen at the latest
/// when it has been gone twice after a power of two of pages: besides the last cursors one old one is kept, and replaced
/// at ever longer intervals (Brent's way to find cycles).
#[derive(Debug, Default)]
pub(super) struct Visited {
    hasher: RandomState,
    recent: VecDeque<u64>,
    anchor: Option<u64>,
    count: u64,
}

impl Visited {
    pub(super) fn add(&mut self, cursor: &Cursor) {
        let hash = self.hasher.hash_one(cursor);
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(hash);
        self.count += 1;
        if self.count.is_power_of_two() {
            self.anchor = Some(hash);
        }
    }

    pub(super) fn contains(&self, cursor: &Cursor) -> bool {
        let hash = self.hasher.hash_one(cursor);
        self.anchor == Some(hash) || self.recent.contains(&hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many pages are taken before the list is known to go round, after `lead` pages that it does not return to.
    fn pages_until_noticed(lead: u64, round: u64) -> u64 {
        let mut visited = Visited::default();
        let page = |n: u64| Cursor::Page(if n < lead { n } else { lead + (n - lead) % round });
        let mut n = 0;
        loop {
            visited.add(&page(n));
            n += 1;
            if visited.contains(&page(n)) {
                return n;
            }
        }
    }

    #[test]
    fn a_short_way_round_is_noticed_at_once() {
        for round in [1, 2, 7, RECENT as u64] {
            assert_eq!(pages_until_noticed(3, round), 3 + round);
        }
    }

    #[test]
    fn a_long_way_round_is_noticed_after_a_few_rounds() {
        for (lead, round) in [(0, 513), (1, 600), (1_000, 1_500), (5_000, 700), (10, 20_000)] {
            let noticed = pages_until_noticed(lead, round);
            assert!(noticed <= 2 * (lead + round).next_power_of_two(), "{lead} {round}: {noticed}");
        }
    }

    #[test]
    fn a_list_that_goes_on_is_left_alone_and_takes_no_more_memory() {
        let mut visited = Visited::default();
        for n in 0..100_000 {
            assert!(!visited.contains(&Cursor::Page(n)));
            visited.add(&Cursor::Page(n));
        }
        assert!(visited.recent.capacity() <= 2 * RECENT);
    }
}
