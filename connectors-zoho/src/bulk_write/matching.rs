//! Which row of an import a row of the answer is about.
//!
//! The answer repeats the first three columns and nothing else that would name a row, and its order is not described.
//! So a row is known by these three columns; where several rows have the same, by its place, and only while the answer
//! has proved that it keeps the order.

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
    /// Where rows with this fingerprint are; made when the answer first leaves the order.
    places: Option<HashMap<u64, Vec<usize>>>,
    /// How many answers there were.
    answers: usize,
    /// Whether every answer that was recognised stood in its input's place, and whether there was one.
    in_order: bool,
    proved: bool,
    /// Answers that were not recognised, and where they stood.
    strange: Vec<(usize, Outcome<Written>)>,
}

impl Matching {
    pub(super) fn new(inputs: Inputs) -> Self {
        Self { inputs, places: None, answers: 0, in_order: true, proved: false, strange: Vec::new() }
    }

    /// Takes an answer; gives it back with its row's number, or keeps it if the row is not known.
    pub(super) fn answer(&mut self, print: u64, outcome: Outcome<Written>) -> Option<RowResult> {
        let place = self.answers;
        self.answers += 1;
        let here = self.in_order && self.inputs.rows.get(place).is_some_and(|row| row.print == print);
        let Some(found) = (if here { Some(place) } else { self.only(print) }) else {
            self.strange.push((place, outcome));
            return None;
        };
        self.proved = true;
        self.in_order &= found == place;
        // Answered before, where the answer is read again.
        (!self.inputs.rows[found].answered).then(|| self.take(found, outcome))
    }

    /// The one row that has this fingerprint.
    fn only(&mut self, print: u64) -> Option<usize> {
        let rows = &self.inputs.rows;
        let places = self.places.get_or_insert_with(|| {
            let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
            for (place, row) in rows.iter().enumerate() {
                places.entry(row.print).or_default().push(place);
            }
            places
        });
        match places.get(&print).map(Vec::as_slice) {
            Some([place]) => Some(*place),
            _ => None,
        }
    }

    fn take(&mut self, place: usize, outcome: Outcome<Written>) -> RowResult {
        let row = &mut self.inputs.rows[place];
        row.answered = true;
        RowResult::new(row.number, outcome)
    }

    /// At the end of the answer: those that were not recognised go by their place, if all others show that the order
    /// was kept and none is missing. (A cell may come back otherwise than it was sent: a number, a day.)
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
        assert_eq!(told, pairs(&[(100, "0"), (101, "1"), (102, "2"), (103, "3")]));
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
