//! Versions: a new one each quarter, each good for a year; an older one falls forward to the oldest that is.

use chrono::{DateTime, Datelike as _, Utc};

/// The months in which versions begin.
const FIRST: (i32, u32) = (2019, 4);

fn quarter(name: &str) -> Option<i32> {
    let (year, month) = name.split_once('-')?;
    let (year, month) = (year.parse::<i32>().ok()?, month.parse::<u32>().ok()?);
    ((year, month) >= FIRST && month <= 12 && month % 3 == 1 && name.len() == 7)
        .then(|| year * 4 + (month as i32 - 1) / 3)
}

fn name(quarter: i32) -> String {
    format!("{}-{:02}", quarter.div_euclid(4), quarter.rem_euclid(4) * 3 + 1)
}

/// The versions that are good now, oldest first.
pub(super) fn supported(now: DateTime<Utc>) -> impl Iterator<Item = String> {
    let newest = now.year() * 4 + now.month0() as i32 / 3;
    (newest - 3..=newest).map(name)
}

/// The version that answers for `asked`; none if there is no such.
pub(super) fn served(asked: &str, now: DateTime<Utc>) -> Option<String> {
    if asked == "unstable" {
        return Some(asked.to_owned());
    }
    let newest = now.year() * 4 + now.month0() as i32 / 3;
    let asked = quarter(asked)?;
    // The next one can be tried before it is there.
    (asked <= newest + 1).then(|| name(asked.max(newest - 3)))
}

#[cfg(test)]
mod tests {
    use super::{served, supported};

    #[test]
    fn an_old_version_falls_forward_and_a_new_one_is_there_for_a_year() {
        let now = "2026-11-29T00:00:00Z".parse().unwrap();
        assert_eq!(supported(now).collect::<Vec<_>>(), ["2026-01", "2026-04", "2026-07", "2026-10"]);
        let is = |asked: &str| served(asked, now);
        assert_eq!(is("2026-10").as_deref(), Some("2026-10"));
        assert_eq!(is("2024-04").as_deref(), Some("2026-01"));
        assert_eq!(is("2027-01").as_deref(), Some("2027-01"));
        assert_eq!(is("unstable").as_deref(), Some("unstable"));
        for none in ["2027-04", "2026-11", "2026-1", "x", ""] {
            assert_eq!(is(none), None, "{none}");
        }
    }
}
