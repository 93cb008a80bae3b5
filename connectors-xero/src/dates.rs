//! Xero's dates and times: `/Date(1539993600000+0000)/`, and several forms of ISO 8601.
//!
//! For `#[serde(with = "…")]` on optional fields of your own types: [`date`] where Xero means a calendar date,
//! [`timestamp`] where it means a moment. Both read every form that Xero sends and write ISO 8601, which is what Xero
//! takes.
//!
//! The number in `/Date(…)/` is always the moment in UTC. Of a calendar date it is midnight UTC, whatever offset
//! stands behind it, so that the offset must not be added: xero-python 15.2.0 and its tests do the same. ISO forms
//! without a zone mean UTC.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use connectors_core::Error;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// A moment in any of Xero's forms.
fn moment_of(text: &str) -> Option<DateTime<Utc>> {
    if let Some(milliseconds) = milliseconds_of(text) {
        return DateTime::from_timestamp_millis(milliseconds);
    }
    let text = text.trim();
    // Behind the date only a zone has these; most forms have none, and each try costs.
    if !text.get(10..).is_some_and(|time| time.contains(['Z', 'z', '+', '-'])) {
        return local_of(text).map(|local| local.and_utc());
    }
    if let Ok(zoned) = DateTime::parse_from_rfc3339(text) {
        return Some(zoned.to_utc());
    }
    ["%Y-%m-%d %H:%M:%S%.f%:z", "%Y-%m-%dT%H:%M:%S%.f%z"]
        .iter()
        .find_map(|format| DateTime::parse_from_str(text, format).ok())
        .map(|zoned| zoned.to_utc())
}

/// A calendar date in any of Xero's forms. Of ISO forms it is the date as written.
pub(crate) fn date_of(text: &str) -> Option<NaiveDate> {
    if let Some(milliseconds) = milliseconds_of(text) {
        return DateTime::from_timestamp_millis(milliseconds).map(|moment| moment.date_naive());
    }
    let text = text.trim();
    // The rest must be a time, or it is no date that we know.
    moment_of(text)?;
    text.get(..10)?.parse().ok()
}

/// A date and time without a zone; the time may be missing.
fn local_of(text: &str) -> Option<NaiveDateTime> {
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .or_else(|| text.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0))
}

/// The number in `/Date(…)/`: with or without offset, also with the slashes still escaped.
fn milliseconds_of(text: &str) -> Option<i64> {
    let text = text.trim().trim_start_matches('\\').strip_prefix("/Date(")?;
    let text = text.strip_suffix('/')?.trim_end_matches('\\').strip_suffix(')')?;
    // The sign of the number is not the offset's.
    let split = text.char_indices().skip(1).find(|(_, c)| matches!(c, '+' | '-')).map(|(at, _)| at);
    let (number, offset) = split.map_or((text, ""), |at| text.split_at(at));
    let offset_ok =
        offset.is_empty() || (offset.len() == 5 && offset[1..].bytes().all(|b| b.is_ascii_digit()));
    if offset_ok { number.parse().ok() } else { None }
}

/// Refuses a period that ends before it begins; `field` is where its end stands.
pub(crate) fn in_order(
    field: &str,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> connectors_core::Result<()> {
    match (from, to) {
        (Some(from), Some(to)) if to < from => {
            Err(Error::validation(field, format!("{to} is before the beginning, {from}")))
        }
        _ => Ok(()),
    }
}

fn read<'de, D, T>(deserializer: D, parse: fn(&str) -> Option<T>, wanted: &str) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
{
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    parse(&text).map(Some).ok_or_else(|| D::Error::custom(format!("expected {wanted}")))
}

pub mod date {
    //! A calendar date: read in all forms, written as `2026-01-31`.

    use super::{Deserializer, NaiveDate};
    use serde::{Serialize, Serializer};

    /// Writes `2026-01-31`.
    pub fn serialize<S: Serializer>(value: &Option<NaiveDate>, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }

    /// Reads any form.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
        super::read(deserializer, super::date_of, "a date")
    }
}

pub mod timestamp {
    //! A moment: read in all forms, written as `2026-01-31T09:30:00Z`.

    use super::{DateTime, Deserializer, Utc};
    use serde::{Serialize, Serializer};

    /// Writes `2026-01-31T09:30:00Z`.
    pub fn serialize<S: Serializer>(value: &Option<DateTime<Utc>>, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }

    /// Reads any form.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<DateTime<Utc>>, D::Error> {
        super::read(deserializer, super::moment_of, "a date and time")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> String {
        date_of(text).map_or("none".to_owned(), |d| d.to_string())
    }

    fn moment(text: &str) -> String {
        moment_of(text).map_or("none".to_owned(), |m| m.to_rfc3339())
    }

    #[test]
    fn a_calendar_date_is_the_utc_date_of_the_number_whatever_the_offset() {
        for text in [
            "/Date(1539993600000)/",
            "/Date(1539993600000+0000)/",
            "/Date(1539993600000+1300)/",
            "/Date(1539993600000-0800)/",
            r"\/Date(1539993600000+0000)\/",
            "2018-10-20",
            "2018-10-20 00:00:00",
            "2018-10-20T00:00:00",
            "2018-10-20T00:00:00+13:00",
        ] {
            assert_eq!(date(text), "2018-10-20", "{text}");
        }
        assert_eq!(date("/Date(-86400000)/"), "1969-12-31");
        assert_eq!(date("/Date(-1+0000)/"), "1969-12-31");
    }

    #[test]
    fn a_moment_is_read_in_every_form() {
        for text in [
            "/Date(1541176290000)/",
            "/Date(1541176290000+1300)/",
            "2018-11-02T16:31:30",
            "2018-11-02 16:31:30",
            "2018-11-02 16:31:30+00:00",
            "2018-11-02T16:31:30Z",
            "2018-11-02T16:31:30.0000000",
            "2018-11-03T05:31:30+13:00",
            "2018-11-03T05:31:30+1300",
        ] {
            assert_eq!(moment(text), "2018-11-02T16:31:30+00:00", "{text}");
        }
        assert_eq!(moment("2019-12-07T18:46:19.5165400"), "2019-12-07T18:46:19.516540+00:00");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "soon",
            "/Date()/",
            "/Date(x)/",
            "/Date(1",
            "/Date(1+1)/",
            "/Date(1+ab00)/",
            "2018-13-01",
            "2018-10-20x",
        ] {
            assert_eq!(date(text), "none", "{text}");
            assert_eq!(moment(text), "none", "{text}");
        }
        assert_eq!(date("/Date(9223372036854775807)/"), "none");
    }

    proptest! {
        #[test]
        fn every_day_survives_both_forms(days in -700_000_i64..700_000, offset in prop::sample::select(vec!["", "+0000", "+1345", "-1100"])) {
            let day = DateTime::from_timestamp(days * 86_400, 0).unwrap().date_naive();
            prop_assert_eq!(date_of(&format!("/Date({}{offset})/", days * 86_400_000)), Some(day));
            if (0..=9999).contains(&chrono::Datelike::year(&day)) {
                let written = serde_json::to_value(day).unwrap();
                prop_assert_eq!(date_of(written.as_str().unwrap()), Some(day));
            }
        }

        #[test]
        fn every_millisecond_survives_both_forms(millis in -60_000_000_000_000_i64..250_000_000_000_000) {
            let moment = DateTime::from_timestamp_millis(millis).unwrap();
            prop_assert_eq!(moment_of(&format!("/Date({millis}+0000)/")), Some(moment));
            let written = serde_json::to_value(moment).unwrap();
            prop_assert_eq!(moment_of(written.as_str().unwrap()), Some(moment));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*", inner in "[-+0-9:T. Z]*") {
            let _ = (date_of(&text), moment_of(&text), date_of(&format!("/Date({inner})/")), date_of(&inner));
        }
    }
}
