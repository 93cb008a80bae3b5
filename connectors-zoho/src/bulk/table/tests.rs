use std::collections::BTreeMap;
use std::future::poll_fn;

use connectors_core::types::{Open, money};
use connectors_core::{Error, ErrorKind};
use futures_util::stream::{self, Iter};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::super::{Zip, read_row, write_row};
use super::*;
use crate::Lookup;
use crate::records::WriteAction;

impl<S> Table<S> {
    /// How many bytes it holds, but for the chunk that arrived last and the window of the unpacking (32 KiB).
    fn kept(&self) -> usize {
        self.plain.capacity() + self.unzip.kept() + self.csv.kept()
    }
}

type Chunks = Table<Iter<std::vec::IntoIter<Result<Bytes>>>>;

/// The table as it arrives in chunks of this length.
fn table(csv: &[u8], chunk: usize) -> Chunks {
    let mut zip = Zip::new("rows.csv");
    zip.write(csv);
    let archive = zip.finish();
    let chunks: Vec<_> = archive.chunks(chunk).map(|chunk| Ok(Bytes::copy_from_slice(chunk))).collect();
    Table::new(stream::iter(chunks))
}

fn read<T: DeserializeOwned>(csv: &str, chunk: usize) -> Vec<Result<T>> {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
        let mut table = table(csv.as_bytes(), chunk);
        let mut rows = Vec::new();
        loop {
            match poll_fn(|cx| table.poll_row(cx)).await {
                Ok(true) => rows.push(read_row(&table)),
                Ok(false) => return rows,
                Err(error) => {
                    rows.push(Err(error));
                    return rows;
                }
            }
        }
    })
}

fn all<T: DeserializeOwned>(csv: &str) -> Vec<T> {
    read(csv, 10).into_iter().map(Result::unwrap).collect()
}

fn error<T: DeserializeOwned + std::fmt::Debug>(csv: &str) -> Error {
    read::<T>(csv, 10).pop().unwrap().unwrap_err()
}

type Text = BTreeMap<String, String>;

#[derive(Debug, PartialEq, Deserialize)]
struct Sale {
    id: String,
    #[serde(rename = "Amount", with = "money::option", default)]
    amount: Option<Decimal>,
    #[serde(rename = "Count")]
    count: Option<u8>,
    #[serde(rename = "Won")]
    won: bool,
    #[serde(rename = "Account_Name")]
    account: Option<Lookup>,
    #[serde(rename = "Regions")]
    regions: Vec<String>,
    #[serde(rename = "Closed")]
    closed: Option<chrono::DateTime<chrono::Utc>>,
    #[serde(rename = "Action")]
    action: Open<WriteAction>,
    #[serde(rename = "Note", default)]
    note: Option<String>,
}

#[test]
fn a_row_is_read_into_its_type_by_the_names_of_the_columns() {
    let csv = "Id,Won,Amount,Count,Account_Name,Regions,Closed,Action,Unused\n\
               7,true,12345678901234567.89,3,42,a;b,2026-01-31T10:20:30+05:30,insert,x\n\
               8,FALSE,,,,,,new word,\n";
    let rows: Vec<Sale> = all(csv);
    let first = Sale {
        id: "7".into(),
        amount: Some("12345678901234567.89".parse().unwrap()),
        count: Some(3),
        won: true,
        account: Some(Lookup::new("42")),
        regions: vec!["a".into(), "b".into()],
        closed: Some("2026-01-31T04:50:30Z".parse().unwrap()),
        action: WriteAction::Insert.into(),
        note: None,
    };
    assert_eq!(rows[0], first);
    assert_eq!((rows[1].amount, rows[1].count, &rows[1].account, rows[1].won), (None, None, &None, false));
    assert!(rows[1].regions.is_empty());
    assert_eq!(rows[1].action.as_str(), "new word");
    let named: Vec<BTreeMap<String, Lookup>> = all("Owner\nAda\n");
    assert_eq!(named[0]["Owner"].name.as_deref(), Some("Ada"));
}

#[test]
fn what_does_not_fit_is_told_by_row_and_column_and_not_by_value() {
    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "only read")]
    struct Strict {
        count: u8,
        kind: Option<WriteAction>,
    }
    let head = "count,kind\n1,insert\n";
    for (row, column) in
        [("ada@example.com,", "count"), ("300,", "count"), (",", "count"), ("1,ada@example.com", "kind")]
    {
        let error = error::<Strict>(&format!("{head}{row}\n"));
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(&format!("row 2, column `{column}`")), "{error}");
        assert!(!format!("{error:?}").contains("ada@"), "{error:?}");
    }
    let missing = error::<Strict>("kind\ninsert\n");
    assert!(missing.to_string().contains("row 1, column `count`: is missing"), "{missing}");
}

#[test]
fn a_row_that_does_not_fit_does_not_end_the_table() {
    let rows = read::<BTreeMap<String, u8>>("a\n1\nx\n3\n", 3);
    assert_eq!(rows.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
}

#[test]
fn rows_with_more_or_fewer_cells_than_the_header_are_refused() {
    for row in ["1", "1,2,3"] {
        let error = error::<Text>(&format!("a,b\n1,2\n{row}\n"));
        assert!(error.to_string().contains("row 2 has"), "{error}");
    }
}

#[test]
fn a_mark_at_the_beginning_and_empty_lines_are_no_content() {
    let rows: Vec<Text> = all("\u{feff}a,b\r\n\r\n1,2");
    assert_eq!(rows, [Text::from([("a".into(), "1".into()), ("b".into(), "2".into())])]);
    assert!(all::<Text>("").is_empty() && all::<Text>("a,b\n").is_empty());
}

#[test]
fn text_that_is_not_utf8_is_told_by_row_and_column() {
    let rows = tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
        let mut table = table(b"a,b\n1,\xff\n", 5);
        assert!(poll_fn(|cx| table.poll_row(cx)).await.unwrap());
        read_row::<Text, _>(&table)
    });
    assert!(rows.unwrap_err().to_string().contains("row 1, column `b`: is not UTF-8"));
}

#[test]
fn a_row_without_end_is_refused() {
    let csv = format!("a\n\"{}", "x".repeat(40 << 20));
    assert!(error::<Text>(&csv).to_string().contains("too large"));
    let columns = ",".repeat(20_000);
    assert!(error::<Text>(&columns).to_string().contains("too large"));
}

#[test]
fn what_is_kept_does_not_grow_with_the_file() {
    let mut zip = Zip::new("rows.csv");
    zip.write(b"a,b\n");
    for n in 0..100_000 {
        zip.write(format!("row {n},{}\n", "x".repeat(80)).as_bytes());
    }
    assert!(zip.unpacked() > 8_000_000);
    let archive = Bytes::from(zip.finish());
    let chunks: Vec<_> = archive.chunks(16_000).map(|chunk| Ok(archive.slice_ref(chunk))).collect();
    let mut table = Table::new(stream::iter(chunks));
    let mut most = 0;
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
        while poll_fn(|cx| table.poll_row(cx)).await.unwrap() {
            most = most.max(table.kept());
        }
    });
    assert_eq!(table.rows(), 100_000);
    assert!(most < 100_000, "{most} bytes");
}

#[test]
fn a_stream_that_breaks_off_or_ends_early_is_an_error() {
    let mut zip = Zip::new("rows.csv");
    zip.write(b"a\n1\n2\n");
    let archive = zip.finish();
    let broken = || Error::new(ErrorKind::Transport, "broken");
    for (end, wanted) in [(Some(Err(broken())), ErrorKind::Transport), (None, ErrorKind::Decode)] {
        let chunks: Vec<_> = [Ok(Bytes::copy_from_slice(&archive[..42]))].into_iter().chain(end).collect();
        let mut table = Table::new(stream::iter(chunks));
        let error = tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
            loop {
                match poll_fn(|cx| table.poll_row(cx)).await {
                    Ok(true) => {}
                    Ok(false) => panic!("it was not whole"),
                    Err(error) => return error,
                }
            }
        });
        assert_eq!(error.kind(), wanted);
    }
}

proptest! {
    #[test]
    fn whatever_cells_are_written_they_are_read_again(
        rows in proptest::collection::vec(proptest::collection::vec("[a-c ,;\"\r\n\t\u{e9}\u{1f600}]{0,12}", 3), 1..20),
        chunk in 1..100_usize,
    ) {
        let mut csv = Vec::new();
        write_row(&mut csv, ["x", "y", "z"]);
        for row in &rows {
            write_row(&mut csv, row.iter().map(String::as_str));
        }
        let read: Vec<Text> =
            read(std::str::from_utf8(&csv).unwrap(), chunk).into_iter().map(Result::unwrap).collect();
        let read: Vec<Vec<String>> = read.into_iter().map(|row| row.into_values().collect()).collect();
        prop_assert_eq!(read, rows);
    }
}
