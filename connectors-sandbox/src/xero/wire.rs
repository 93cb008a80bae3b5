//! Xero's ways of writing things down: `/Date(ms+0000)/`, amounts, the envelope.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, Utc};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Map, Number, Value, json};

use crate::store::Record;

/// `/Date(1539993600000+0000)/`
pub(super) fn ms_date(time: DateTime<Utc>) -> Value {
    Value::from(format!("/Date({}+0000)/", time.timestamp_millis()))
}

/// Midnight UTC of a calendar date.
pub(super) fn midnight(date: NaiveDate) -> DateTime<Utc> {
    date.and_time(NaiveTime::MIN).and_utc()
}

/// Writes a calendar date under `field`, and its text twin under `{field}String`.
pub(super) fn put_date(record: &mut Record, field: &str, date: NaiveDate) {
    record.insert(field.to_owned(), ms_date(midnight(date)));
    record.insert(format!("{field}String"), Value::from(date.format("%Y-%m-%dT00:00:00").to_string()));
}

/// The time inside `/Date(…)/`. An offset only names a display zone.
pub(super) fn parse_ms_date(text: &str) -> Option<DateTime<Utc>> {
    let inner = text.strip_prefix("/Date(")?.strip_suffix(")/")?;
    let sign_at = inner.char_indices().skip(1).find(|(_, c)| matches!(c, '+' | '-')).map(|(at, _)| at);
    let millis = inner.get(..sign_at.unwrap_or(inner.len()))?.parse().ok()?;
    DateTime::from_timestamp_millis(millis)
}

/// A date or time as clients may send it: `2024-05-01`, ISO 8601 with or without a zone, `/Date(…)/`, HTTP date.
pub(super) fn parse_time(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    parse_ms_date(text)
        .or_else(|| DateTime::parse_from_rfc3339(text).ok().map(|time| time.to_utc()))
        .or_else(|| {
            ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"]
                .iter()
                .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
                .map(|time| time.and_utc())
        })
        .or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(midnight))
        .or_else(|| DateTime::parse_from_rfc2822(text).ok().map(|time| time.to_utc()))
}

/// The calendar date under `field` of a stored record.
pub(super) fn date_of(record: &Record, field: &str) -> Option<NaiveDate> {
    parse_ms_date(record.get(field)?.as_str()?).map(|time| time.date_naive())
}

/// Marks a record as changed now.
pub(super) fn touch(record: &mut Record, now: DateTime<Utc>, with_text: bool) {
    record.insert("UpdatedDateUTC".to_owned(), ms_date(now));
    if with_text {
        let text = now.to_rfc3339_opts(SecondsFormat::Secs, true);
        record.insert("UpdatedDateUTCString".to_owned(), Value::from(text));
    }
}

/// When a record was changed last.
pub(super) fn updated(record: &Record) -> DateTime<Utc> {
    record.get("UpdatedDateUTC").and_then(Value::as_str).and_then(parse_ms_date).unwrap_or_default()
}

/// An amount as a JSON number with a decimal point, as Xero writes doubles.
pub(super) fn number(amount: Decimal) -> Value {
    let double = amount.normalize().to_string().parse::<f64>().unwrap_or_default();
    Number::from_f64(double).map_or(Value::Null, Value::Number)
}

/// A number, or the text of one, without going through binary fractions.
pub(super) fn decimal(value: &Value) -> Option<Decimal> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    text.parse().ok().or_else(|| Decimal::from_scientific(&text).ok())
}

/// The amount under `field` of a stored record; 0 if there is none.
pub(super) fn amount(record: &Record, field: &str) -> Decimal {
    record.get(field).and_then(decimal).unwrap_or_default()
}

/// Half away from zero, as on paper.
pub(super) fn round(amount: Decimal, places: u32) -> Decimal {
    amount.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// An amount in the organisation's currency. A rate says how much of the foreign one its unit buys.
pub(super) fn to_base(amount: Decimal, rate: Decimal) -> Decimal {
    if rate == Decimal::ONE { amount } else { round(amount.checked_div(rate).unwrap_or(amount), 2) }
}

/// The text under `field`; empty if there is none.
pub(super) fn text<'a>(record: &'a Record, field: &str) -> &'a str {
    record.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// `{"Id", "Status", "ProviderName", "DateTimeUTC", <plural>: […]}`
pub(super) fn envelope(
    id: String,
    now: DateTime<Utc>,
    plural: &str,
    records: Vec<Value>,
    pagination: Option<Value>,
) -> Value {
    let mut envelope = Map::new();
    envelope.insert("Id".to_owned(), json!(id));
    envelope.insert("Status".to_owned(), json!("OK"));
    envelope.insert("ProviderName".to_owned(), json!("Sandbox"));
    envelope.insert("DateTimeUTC".to_owned(), json!(format!("/Date({})/", now.timestamp_millis())));
    if let Some(pagination) = pagination {
        envelope.insert("pagination".to_owned(), pagination);
    }
    envelope.insert(plural.to_owned(), Value::Array(records));
    Value::Object(envelope)
}

#[cfg(test)]
mod tests {
    use super::{decimal, number, parse_time, round};
    use serde_json::json;

    #[test]
    fn times_are_read_in_every_form_that_clients_send() {
        let expected = parse_time("2024-05-01T10:20:30Z").unwrap();
        for text in [
            "2024-05-01T10:20:30",
            "2024-05-01 10:20:30",
            "2024-05-01T12:20:30+02:00",
            "Wed, 01 May 2024 10:20:30 GMT",
        ] {
            assert_eq!(parse_time(text), Some(expected), "{text}");
        }
        let millis = expected.timestamp_millis();
        assert_eq!(parse_time(&format!("/Date({millis})/")), Some(expected));
        assert_eq!(parse_time(&format!("/Date({millis}+1300)/")), Some(expected));
        assert_eq!(parse_time("/Date(-1000+0000)/").unwrap().timestamp(), -1);
        assert_eq!(parse_time("yesterday"), None);
    }

    #[test]
    fn amounts_survive_json() {
        for text in ["0.1", "1234567.89", "-0.005", "40.0", "1e-3"] {
            let amount = decimal(&serde_json::from_str(text).unwrap()).unwrap();
            assert_eq!(decimal(&number(amount)), Some(amount), "{text}");
        }
        assert_eq!(number(decimal(&json!("40")).unwrap()).to_string(), "40.0");
        assert_eq!(round(decimal(&json!("2.345")).unwrap(), 2).to_string(), "2.35");
    }
}
