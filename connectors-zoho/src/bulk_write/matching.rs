//! Which row of an import a row of the answer is about.
//!
//! The answer repeats the first three columns and nothing else that would name a row, and its order is not described.
//! So a row is known by these three columns; where several rows have the same, by its place, and only if the whole
//! answer shows that it kept the order and that no row is missing.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use connectors_core::Outcome;

use super::RowResult;
use crate::records::Written;

/// How many columns the answer repeats.
pub(super) const ECHOED: usize = 3;

/// The rows of a file, by a fingerprint of their first columns.
#[derive(Default)]
pub(super) struct Inputs {
    rows: Vec<Input>,
}

struct Input {
    print: u64,
    /// Its number in the whole input.
    number: u64,
    answered: bool,
}

impl Inputs {
    /// The fingerprint of a row.
    pub(super) fn print<'a>(cells: impl IntoIterator<Item = &'a str>) -> u64 {
        let mut hasher = DefaultHasher::new();
        for cell in cells.into_iter().take(ECHOED) {
            cell.trim().hash(&mut hasher);
        }
        hasher.finish()
    }

    pub(super) fn push(&mut self, print: u64, number: u64) {
        self.rows.push(Input { print, number, answered: false });
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The numbers of the rows that were not answered for.
    pub(super) fn unanswered(&self) -> Vec<u64> {
        self.rows.iter().filter(|row| !row.answered).map(|row| row.number).collect()
    }
}

/// The answers of one file, as they are read.
pub(super) struct Matching {
    inputs: Inputs,
    /// Where the row with this fingerprint is; `None` where several have it.
    places: HashMap<u64, Option<usize>>,
    /// How many answers there were.
    answers: usize,
    /// Whether every answer that was recognised stood in its input's place, and whether there was one.
    in_order: bool,
    proved: bool,
    /// Answers that name no row, or several, and where they stood.
    strange: Vec<(usize, Outcome<Written>)>,
}

impl Matching {
    pub(super) fn new(inputs: Inputs) -> Self {
        let mut places = HashMap::with_capacity(inputs.len());
        for (place, row) in inputs.rows.iter().enumerate() {
            places.entry(row.print).and_modify(|place| *place = None).or_insert(Some(place));
        }
        Self { inputs, places, answers: 0, in_order: true, proved: false, strange: Vec::new() }
    }

    /// Takes an answer; gives it back with its row's number, or keeps it if it is not sure which row is meant.
    pub(super) fn answer(&mut self, print: u64, outcome: Outcome<Written>) -> Option<RowResult> {
        let place = self.answers;
        self.answers += 1;
        let known = self.places.get(&print);
        // Only what is known says something about the order.
        if known.is_some() {
            self.proved = true;
            self.in_order &= self.inputs.rows.get(place).is_some_and(|row| row.print == print);
        }
        let Some(found) = known.copied().flatten() else {
            self.strange.push((place, outcome));
            return None;
        };
        // Answered before, where the answer is read again.
        (!self.inputs.rows[found].answered).then(|| self.take(found, outcome))
    }

    fn take(&mut self, place: usize, outcome: Outcome<Written>) -> RowResult {
        let row = &mut self.inputs.rows[place];
        row.answered = true;
        RowResult::new(row.number, outcome)
    }

    /// At the end of the answer: what was kept goes by its place, if all others show that the order was kept and none
    /// is missing. (A cell may come back otherwise than it was sent: a number, a day.)
    pub(super) fn rest(&mut self) -> Vec<RowResult> {
        let strange = std::mem::take(&mut self.strange);
        let by_place = self.proved && self.in_order && self.answers == self.inputs.len();
        let mut rest = Vec::new();
        for (place, outcome) in strange.into_iter().filter(|_| by_place) {
            if self.inputs.rows.get(place).is_some_and(|row| !row.answered) {
                rest.push(self.take(place, outcome));
            }
        }
        rest
    }

    /// The answer is read from its beginning, perhaps not for the first time: what was answered stays so.
    pub(super) fn begin(&mut self) {
        self.answers = 0;
        self.strange.clear();
    }

    /// The numbers of the rows that were not answered for.
    pub(super) fn unanswered(&self) -> Vec<u64> {
        self.inputs.unanswered()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(rows: &[&str]) -> Matching {
        let mut inputs = Inputs::default();
        for (number, row) in rows.iter().enumerate() {
            inputs.push(Inputs::print([*row]), number as u64 + 100);
        }
        Matching::new(inputs)
    }

    /// What comes out for answers in this order: number of the row, and which answer it got.
    fn matched(matching: &mut Matching, answers: &[&str]) -> Vec<(u64, String)> {
        let mut told = Vec::new();
        for (place, row) in answers.iter().enumerate() {
            told.extend(
                matching.answer(Inputs::print([*row]), Outcome::Done(Written::new(place.to_string()))),
            );
        }
        told.extend(matching.rest());
        told.into_iter().map(|told| (told.row, told.outcome.done().unwrap().id.clone())).collect()
    }

    fn pairs(pairs: &[(u64, &str)]) -> Vec<(u64, String)> {
        pairs.iter().map(|(row, answer)| (*row, (*answer).to_owned())).collect()
    }

    #[test]
    fn answers_in_order_go_to_their_rows_also_where_rows_are_alike() {
        let mut matching = inputs(&["a", "same", "same", "b"]);
        let told = matched(&mut matching, &["a", "same", "same", "b"]);
        assert_eq!(told, pairs(&[(100, "0"), (103, "3"), (101, "1"), (102, "2")]));
        assert!(matching.unanswered().is_empty());
    }

    #[test]
    fn answers_in_another_order_go_to_the_rows_that_they_name() {
        let mut matching = inputs(&["a", "b", "c"]);
        assert_eq!(matched(&mut matching, &["c", "a", "b"]), pairs(&[(102, "0"), (100, "1"), (101, "2")]));
    }

    #[test]
    fn rows_that_are_alike_are_not_told_apart_once_the_order_is_lost() {
        let mut matching = inputs(&["same", "same", "b"]);
        assert_eq!(matched(&mut matching, &["b", "same", "same"]), pairs(&[(102, "0")]));
        assert_eq!(matching.unanswered(), [100, 101]);
    }

    #[test]
    fn a_missing_answer_is_not_made_up_by_the_next() {
        let mut matching = inputs(&["a", "b", "c"]);
        assert_eq!(matched(&mut matching, &["a", "c"]), pairs(&[(100, "0"), (102, "1")]));
        assert_eq!(matching.unanswered(), [101]);
        let mut matching = inputs(&["same", "same", "b"]);
        assert_eq!(
            matched(&mut matching, &["same", "b"]),
            pairs(&[(102, "1")]),
            "which of the two is missing?"
        );
        assert_eq!(matching.unanswered(), [100, 101]);
    }

    #[test]
    fn a_cell_that_came_back_otherwise_goes_by_place_if_its_neighbours_prove_the_order() {
        let mut matching = inputs(&["a", "1.50", "c"]);
        assert_eq!(matched(&mut matching, &["a", "1.5", "c"]), pairs(&[(100, "0"), (102, "2"), (101, "1")]));
        let mut matching = inputs(&["1.50", "2.50"]);
        assert!(matched(&mut matching, &["1.5", "2.5"]).is_empty(), "nothing proves it");
        let mut matching = inputs(&["a", "1.50", "c"]);
        assert_eq!(matched(&mut matching, &["a", "1.5"]), pairs(&[(100, "0")]), "one is missing");
    }

    #[test]
    fn blanks_at_the_ends_and_columns_beyond_the_third_make_no_difference() {
        assert_eq!(Inputs::print([" a ", "b", "c", "d"]), Inputs::print(["a", "b ", "c", "e"]));
        assert_ne!(Inputs::print(["ab", "c"]), Inputs::print(["a", "bc"]));
    }
}
