//! A property of an object type: what it is, and which values it takes.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde_json::{Value, json};

use super::rules::Rule;
use super::store::{iso, title};
use super::tables::Def;

/// One of the values of an enumeration.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) hidden: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Property {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) description: String,
    /// `type` in JSON.
    pub(super) kind: String,
    pub(super) field: String,
    pub(super) group: String,
    pub(super) options: Vec<Choice>,
    pub(super) unique: bool,
    pub(super) read_only: bool,
    pub(super) hidden: bool,
    pub(super) form_field: bool,
    pub(super) order: i64,
    /// What administrators want of values.
    pub(super) rules: Vec<Rule>,
    /// When the account made it; HubSpot's own were always there.
    pub(super) made: Option<DateTime<Utc>>,
    pub(super) archived: Option<DateTime<Utc>>,
}

/// What a value is refused for.
pub(super) type Refused = (&'static str, String);

impl Property {
    pub(super) fn seeded(def: &Def) -> Self {
        let choice = |value: &&str| Choice {
            label: title(&value.to_lowercase()),
            value: (*value).to_owned(),
            hidden: false,
        };
        Self {
            name: def.name.to_owned(),
            label: title(def.name.strip_prefix("hs_").unwrap_or(def.name)),
            description: String::new(),
            kind: def.kind.to_owned(),
            field: def.field.to_owned(),
            group: String::new(),
            options: def.options.iter().map(choice).collect(),
            unique: def.unique,
            read_only: def.read_only,
            hidden: false,
            form_field: !def.read_only,
            order: -1,
            rules: Vec::new(),
            made: None,
            archived: None,
        }
    }

    /// When a record was made or changed.
    pub(super) fn time(name: &'static str) -> Self {
        let def = Def { name, kind: "datetime", field: "date", options: &[], read_only: true, unique: false };
        Self::seeded(&def)
    }

    /// Whether a contact does not want e-mails of this type.
    pub(super) fn opt_out(subscription: &str) -> Self {
        let name = "hs_email_optout";
        let def = Def {
            name,
            kind: "bool",
            field: "booleancheckbox",
            options: &[],
            read_only: true,
            unique: false,
        };
        Self { name: format!("{name}_{subscription}"), ..Self::seeded(&def) }
    }

    /// Whether its values are those of something else: stages and owners.
    pub(super) fn is_external(&self) -> bool {
        self.kind == "enumeration" && self.options.is_empty() && self.made.is_none()
    }

    /// The value as it is kept. An empty text clears.
    pub(super) fn normalized(&self, value: &Value) -> Result<String, Refused> {
        let text = match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            _ => return Err(("INVALID_TYPE", format!("{value} is not a text"))),
        };
        if text.is_empty() {
            return Ok(text);
        }
        match self.kind.as_str() {
            "number" => match text.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(text.trim().to_owned()),
                _ => Err(("INVALID_NUMBER", format!("{text} was not a valid number."))),
            },
            "bool" => match text.to_lowercase().as_str() {
                word @ ("true" | "false") => Ok(word.to_owned()),
                _ => Err((
                    "INVALID_BOOLEAN",
                    format!("{text} was not one of the allowed options: [true, false]"),
                )),
            },
            "date" => day(&text).ok_or_else(|| {
                ("INVALID_DATE", format!("{text} is not midnight UTC, or not a date like 2024-12-31."))
            }),
            "datetime" => moment(&text)
                .map(iso)
                .ok_or_else(|| ("INVALID_DATE", format!("{text} was not a valid time."))),
            "enumeration" if !self.is_external() => self.chosen(&text),
            _ if self.name == "email" => email(&text),
            _ if text.chars().count() > LONGEST => {
                Err(("VALUE_TOO_LONG", format!("{} is too long.", self.name)))
            }
            _ => Ok(text),
        }
    }

    /// One of the options, or (for checkboxes) some of them with semicolons between. One in front adds to what is there,
    /// which the sandbox does not do.
    fn chosen(&self, text: &str) -> Result<String, Refused> {
        let several = self.field == "checkbox";
        let words: Vec<&str> = if several { text.split(';').map(str::trim).collect() } else { vec![text] };
        let known = |word: &&&str| self.options.iter().any(|option| option.value == **word);
        let wrong = words.iter().filter(|word| !word.is_empty()).find(|word| !known(word));
        if let Some(wrong) = wrong {
            let options: Vec<&str> = self.options.iter().map(|option| option.value.as_str()).collect();
            let options = options.join(", ");
            return Err((
                "INVALID_OPTION",
                format!("{wrong} was not one of the allowed options: [{options}]"),
            ));
        }
        Ok(words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(";"))
    }

    pub(super) fn json(&self) -> Value {
        let options = self.options.iter().enumerate().map(|(order, option)| {
            json!({
                "label": option.label, "value": option.value, "hidden": option.hidden, "displayOrder": order,
                "description": "",
            })
        });
        let own = self.made.is_some();
        let mut property = json!({
            "name": self.name, "label": self.label, "description": self.description, "type": self.kind,
            "fieldType": self.field, "groupName": self.group, "options": options.collect::<Vec<_>>(),
            "hasUniqueValue": self.unique, "hidden": self.hidden, "formField": self.form_field,
            "displayOrder": self.order, "calculated": false, "externalOptions": self.is_external(),
            "hubspotDefined": !own, "archived": self.archived.is_some(),
            "modificationMetadata": {
                "archivable": own, "readOnlyDefinition": !own, "readOnlyValue": self.read_only,
                "readOnlyOptions": !own,
            },
        });
        for (name, time) in
            [("createdAt", self.made), ("updatedAt", self.made), ("archivedAt", self.archived)]
        {
            if let Some(time) = time {
                property[name] = json!(iso(time));
            }
        }
        property
    }
}

const LONGEST: usize = 65_536;

/// Milliseconds since 1970, or text of ISO 8601; a day alone is its midnight.
pub(super) fn moment(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(millis) = text.parse::<i64>() {
        return DateTime::from_timestamp_millis(millis);
    }
    let time = DateTime::parse_from_rfc3339(text).ok().map(|time| time.with_timezone(&Utc));
    time.or_else(|| {
        Some(NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_time(NaiveTime::MIN).and_utc())
    })
}

fn day(text: &str) -> Option<String> {
    let time = moment(text)?;
    (time.time() == NaiveTime::MIN).then(|| time.format("%Y-%m-%d").to_string())
}

/// Addresses are kept in lower case.
fn email(text: &str) -> Result<String, Refused> {
    let good = text.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty()
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !text.contains(char::is_whitespace)
            && !domain.contains('@')
    });
    if good {
        Ok(text.to_lowercase())
    } else {
        Err(("INVALID_EMAIL", format!("Email address {text} is invalid")))
    }
}
