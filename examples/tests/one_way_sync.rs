//! The smallest program, as a newcomer runs it.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::process::Command;

fn run(folder: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_one-way-sync")).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn lines(folder: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join("contacts.csv")).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn each_contact_is_a_line_and_a_second_run_goes_on_where_the_first_was() {
    let folder = tempfile::tempdir().unwrap();
    let first = run(folder.path());
    let all = lines(folder.path());
    assert!(all.len() > 10, "{first}");
    assert_eq!(first, format!("{} lines appended to contacts.csv\n", all.len()));
    assert!(all.iter().all(|line| line.split(',').count() == 4 && line.contains('@')), "{all:?}");
    assert_eq!(run(folder.path()), "0 lines appended to contacts.csv\n");
    assert_eq!(lines(folder.path()), all);
}

#[test]
fn a_cursor_that_cannot_be_read_is_told_and_nothing_is_appended() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("contacts.cursor.json"), r#"{"version":9}"#).unwrap();
    let output =
        Command::new(env!("CARGO_BIN_EXE_one-way-sync")).current_dir(folder.path()).output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("version 9"));
    assert!(!folder.path().join("contacts.csv").exists());
}
