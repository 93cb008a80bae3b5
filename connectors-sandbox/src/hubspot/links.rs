//! Which records belong to which: kinds of association, and the associations there are, each known from both ends.

use std::collections::{BTreeMap, BTreeSet};

/// A kind of association in one direction.
#[derive(Clone, Debug)]
pub(super) struct LinkType {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) category: &'static str,
    pub(super) id: u32,
    /// The same in the other direction.
    pub(super) inverse: u32,
    pub(super) label: Option<String>,
    /// To how many a record may be linked at most.
    pub(super) most: Option<usize>,
}

/// What a link is called: its category and the id of its kind.
pub(super) type LinkId = (&'static str, u32);

/// One end: object type and id.
pub(super) type End = (String, u64);

type Partners = BTreeMap<u64, BTreeSet<LinkId>>;

#[derive(Clone, Debug, Default)]
pub(super) struct Links {
    pub(super) types: Vec<LinkType>,
    /// From one end and the type of the other one.
    all: BTreeMap<(String, u64, String), Partners>,
    next: u32,
}

impl Links {
    /// A new kind, in both directions.
    pub(super) fn define(
        &mut self,
        from: &str,
        to: &str,
        category: &'static str,
        (id, inverse): (u32, u32),
        (label, back): (Option<&str>, Option<&str>),
    ) {
        let one = |from: &str, to: &str, (id, inverse), label: Option<&str>| {
            let (from, to, label) = (from.to_owned(), to.to_owned(), label.map(str::to_owned));
            LinkType { from, to, category, id, inverse, label, most: None }
        };
        self.types.push(one(from, to, (id, inverse), label));
        if id != inverse {
            self.types.push(one(to, from, (inverse, id), back));
        }
    }

    /// An id for a kind that the account makes.
    pub(super) fn next_type(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    pub(super) fn types<'s, 'n>(
        &'s self,
        from: &'n str,
        to: &'n str,
    ) -> impl Iterator<Item = &'s LinkType> + use<'s, 'n> {
        self.types.iter().filter(move |link| link.from == from && link.to == to)
    }

    pub(super) fn named(&self, from: &str, to: &str, category: &str, id: u32) -> Option<&LinkType> {
        self.types(from, to).find(|link| link.category == category && link.id == id)
    }

    /// The kind without a label.
    pub(super) fn unlabelled(&self, from: &str, to: &str) -> Option<&LinkType> {
        self.types(from, to).find(|link| link.label.is_none())
    }

    /// The ends that one is linked to, with the kinds of each link.
    pub(super) fn of(&self, from: &End, to: &str) -> impl Iterator<Item = (u64, &BTreeSet<LinkId>)> {
        let partners = self.all.get(&(from.0.clone(), from.1, to.to_owned()));
        partners.into_iter().flatten().map(|(id, kinds)| (*id, kinds))
    }

    /// Links two ends; whether they were not so before.
    pub(super) fn add(&mut self, from: &End, to: &End, link: &LinkType) -> bool {
        let new = self.one_way(from, to).insert((link.category, link.id));
        self.one_way(to, from).insert((link.category, link.inverse));
        new
    }

    /// Ends a link of one kind, or of all; the kinds that there were.
    pub(super) fn remove(&mut self, from: &End, to: &End, kind: Option<&LinkType>) -> Vec<LinkId> {
        let gone: Vec<LinkId> = {
            let kinds = self.one_way(from, to);
            let wanted = |id: &LinkId| kind.is_none_or(|kind| *id == (kind.category, kind.id));
            kinds.iter().copied().filter(wanted).collect()
        };
        for (category, id) in &gone {
            let inverse = self.named(&from.0, &to.0, category, *id).map_or(*id, |link| link.inverse);
            self.one_way(from, to).remove(&(*category, *id));
            self.one_way(to, from).remove(&(*category, inverse));
        }
        self.tidy(from, to);
        self.tidy(to, from);
        gone
    }

    /// All links of a record, by the other ends.
    pub(super) fn partners(&self, of: &End) -> Vec<End> {
        let first = (of.0.clone(), of.1, String::new());
        let mine = self.all.range(first..).take_while(|(key, _)| key.0 == of.0 && key.1 == of.1);
        mine.flat_map(|(key, partners)| partners.keys().map(|id| (key.2.clone(), *id))).collect()
    }

    fn one_way(&mut self, from: &End, to: &End) -> &mut BTreeSet<LinkId> {
        self.all.entry((from.0.clone(), from.1, to.0.clone())).or_default().entry(to.1).or_default()
    }

    fn tidy(&mut self, from: &End, to: &End) {
        let key = (from.0.clone(), from.1, to.0.clone());
        if let Some(partners) = self.all.get_mut(&key) {
            partners.retain(|_, kinds| !kinds.is_empty());
            if partners.is_empty() {
                self.all.remove(&key);
            }
        }
    }
}
