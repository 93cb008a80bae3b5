//! Tracking categories with their options, and the lines that count under them. What a line counts under can be renamed
//! and archived, but not deleted.

use http::Method;
use serde_json::{Value, json};

use super::books::{Books, Input, Mode, Moment};
use super::errors::{Invalid, No};
use super::list::{ListRules, Selected, flag, select};
use super::wire::text;
use super::write::write;
use super::{Answer, Desk};
use crate::store::Record;

/// The categories that a line may have at most, and the organisation with the status ACTIVE.
const MOST: usize = 2;

/// The categories that an organisation may have at most, archived ones with them.
const MOST_EVER: usize = 4;

/// The longest name.
const LONGEST: usize = 100;

const CATEGORY: &str = "TrackingCategoryID";
const OPTION: &str = "TrackingOptionID";

const RULES: ListRules = ListRules {
    plural: "TrackingCategories",
    id: "TrackingCategoryID",
    paged: false,
    fields: &["TrackingCategoryID", "Name", "Status"],
};

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    let plural = "TrackingCategories";
    let [id, rest @ ..] = path else {
        return match *desk.method() {
            Method::GET => list(desk),
            Method::PUT => write(desk, plural, &Mode::Create, Books::write_category),
            _ => Err(No::NotFound),
        };
    };
    let category = desk.books.tracking.get(&id.to_lowercase()).ok_or(No::NotFound)?.clone();
    let id = text(&category, CATEGORY).to_owned();
    match (desk.method(), rest) {
        (&Method::GET, []) => Ok(desk.one(plural, category)),
        (&Method::POST, []) => write(desk, plural, &Mode::Update(id), Books::write_category),
        (&Method::DELETE, []) => {
            if desk.books.is_tracked(CATEGORY, &id) {
                return Err(in_use(category));
            }
            desk.books.tracking.remove(&id);
            Ok(desk.one(plural, deleted(category)))
        }
        (&Method::PUT, ["Options"]) => write(
            desk,
            "Options",
            &Mode::Create,
            |books: &mut Books, sent: &Record, mode: &Mode, _: Moment| books.write_option(&id, sent, mode),
        ),
        (method, ["Options", option]) => {
            let known = options(&category).find(|known| text(known, OPTION).eq_ignore_ascii_case(option));
            let option = known.ok_or(No::NotFound)?.clone();
            match *method {
                Method::POST => {
                    let mode = Mode::Update(text(&option, OPTION).to_owned());
                    let by = |books: &mut Books, sent: &Record, mode: &Mode, _: Moment| {
                        books.write_option(&id, sent, mode)
                    };
                    write(desk, "Options", &mode, by)
                }
                Method::DELETE => {
                    if desk.books.is_tracked(OPTION, text(&option, OPTION)) {
                        return Err(in_use(option));
                    }
                    let rest =
                        options(&category).filter(|other| *other != &option).cloned().map(Value::Object);
                    let rest: Value = rest.collect();
                    desk.books
                        .tracking
                        .update(&id, |category| drop(category.insert("Options".to_owned(), rest)));
                    Ok(desk.one("Options", deleted(option)))
                }
                _ => Err(No::NotFound),
            }
        }
        _ => Err(No::NotFound),
    }
}

fn list(desk: &Desk<'_>) -> Answer {
    let archived = flag(desk.request(), "includeArchived");
    let is_shown = |record: &Record| archived || text(record, "Status") == "ACTIVE";
    let categories = desk.books.tracking.iter().filter(|category| is_shown(category));
    let lookup = |category: &Record, path: &str| category.get(path).cloned().unwrap_or_default();
    let Selected { records, .. } = select(desk.request(), &RULES, categories, &lookup)?;
    let views = records.into_iter().map(|category| {
        let mut view = category.clone();
        let shown = options(category).filter(|option| is_shown(option)).cloned().map(Value::Object);
        view.insert("Options".to_owned(), shown.collect());
        Value::Object(view)
    });
    Ok(desk.many("TrackingCategories", views.collect(), None))
}

fn options(category: &Record) -> impl Iterator<Item = &Record> {
    category.get("Options").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

fn deleted(mut record: Record) -> Record {
    record.insert("Status".to_owned(), json!("DELETED"));
    record
}

fn in_use(mut record: Record) -> No {
    let message = "It is assigned to transactions and cannot be deleted; archive it instead";
    record.insert("ValidationErrors".to_owned(), json!([{ "Message": message }]));
    No::Invalid(vec![record])
}

fn is_active(record: &&Record) -> bool {
    text(record, "Status") == "ACTIVE"
}

impl Books {
    /// Whether a line of a living or dead document counts under this category or option.
    fn is_tracked(&self, field: &str, id: &str) -> bool {
        self.all_lines().any(|line| {
            let tracking = line.get("Tracking").and_then(Value::as_array).into_iter().flatten();
            tracking.into_iter().any(|tracking| tracking[field] == id)
        })
    }

    /// Makes a category, with options if they are sent, or changes its name or status.
    pub(super) fn write_category(
        &mut self,
        sent: &Record,
        mode: &Mode,
        _: Moment,
    ) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let existing = match mode {
            Mode::Update(id) => self.tracking.get(id).cloned(),
            Mode::Create | Mode::Upsert => None,
        };
        let mut category = existing.unwrap_or_else(|| {
            let new =
                [(CATEGORY, json!(self.ids.uuid())), ("Status", json!("ACTIVE")), ("Options", json!([]))];
            new.map(|(field, value)| (field.to_owned(), value)).into_iter().collect()
        });
        head(&mut input, &mut category);
        let others: Vec<_> =
            self.tracking.iter().filter(|other| other[CATEGORY] != category[CATEGORY]).collect();
        let name = text(&category, "Name");
        if others.iter().any(|other| text(other, "Name").eq_ignore_ascii_case(name)) {
            input.invalid.add(format!("A tracking category with the Name {name} already exists"));
        }
        let active = others.iter().copied().filter(is_active).count();
        if is_active(&&category) && active >= MOST {
            input.invalid.add(format!("There can be no more than {MOST} active tracking categories"));
        } else if others.len() >= MOST_EVER {
            input.invalid.add(format!("There can be no more than {MOST_EVER} tracking categories"));
        }
        let sent = if *mode == Mode::Create { input.records("Options") } else { None };
        input.invalid.check()?;
        let id = text(&category, CATEGORY).to_owned();
        self.tracking.put(category);
        for option in sent.unwrap_or_default() {
            self.write_option(&id, option, &Mode::Create)?;
        }
        Ok(self.tracking.get(&id).cloned().unwrap_or_default())
    }

    fn write_option(&mut self, category: &str, sent: &Record, mode: &Mode) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let category = self.tracking.get(category).cloned().unwrap_or_default();
        let mut list: Vec<Record> = options(&category).cloned().collect();
        let at = match mode {
            Mode::Update(id) => list.iter().position(|option| text(option, OPTION) == id),
            Mode::Create | Mode::Upsert => None,
        };
        let mut option = at.and_then(|at| list.get(at)).cloned().unwrap_or_else(|| {
            let new = [(OPTION, json!(self.ids.uuid())), ("Status", json!("ACTIVE"))];
            new.map(|(field, value)| (field.to_owned(), value)).into_iter().collect()
        });
        head(&mut input, &mut option);
        let name = text(&option, "Name");
        let is_other = |other: &&Record| other[OPTION] != option[OPTION];
        if list.iter().filter(is_other).any(|other| text(other, "Name").eq_ignore_ascii_case(name)) {
            input.invalid.add(format!("A tracking option with the Name {name} already exists"));
        }
        input.invalid.check()?;
        match at.and_then(|at| list.get_mut(at)) {
            Some(known) => known.clone_from(&option),
            None => list.push(option.clone()),
        }
        let id = text(&category, CATEGORY).to_owned();
        self.tracking.update(&id, |category| drop(category.insert("Options".to_owned(), json!(list))));
        Ok(option)
    }

    /// What a line is to count under, by ids or names. That an unknown name is refused is not verified live.
    pub(super) fn line_tracking(&self, input: &mut Input<'_>, line: &mut Record) {
        let Some(sent) = input.records("Tracking") else { return };
        if sent.len() > MOST {
            input.invalid.add(format!("A line item has at most {MOST} tracking categories"));
        }
        let mut tracking = Vec::new();
        for sent in sent {
            let mut which = Input::new(sent);
            let (id, name) = (which.filled(CATEGORY), which.filled("Name"));
            let category = match (&id, &name) {
                (Some(id), _) => self.tracking.get(&id.to_lowercase()),
                (None, name) => self.tracking.find("Name", name.as_deref().unwrap_or_default()).next(),
            };
            let (id_of_option, option) = (which.filled(OPTION), which.filled("Option"));
            let found = category.into_iter().filter(is_active).flat_map(options).filter(is_active).find(
                |known| match (&id_of_option, &option) {
                    (Some(id), _) => text(known, OPTION).eq_ignore_ascii_case(id),
                    (None, Some(option)) => text(known, "Name").eq_ignore_ascii_case(option),
                    (None, None) => false,
                },
            );
            match (category, found) {
                (Some(category), Some(found)) => tracking.push(counted_under(category, found)),
                _ => {
                    let name = id.or(name).unwrap_or_default();
                    let option = id_of_option.or(option).unwrap_or_default();
                    input.invalid.add(format!("There is no tracking option {option} of category {name}"));
                }
            }
            input.invalid.0.append(&mut which.invalid.0);
        }
        line.insert("Tracking".to_owned(), json!(tracking));
    }

    /// What a line counts under by its names of today.
    pub(super) fn show_tracking(&self, line: &mut Record) {
        let tracking = line.get_mut("Tracking").and_then(Value::as_array_mut);
        for tracking in tracking.into_iter().flatten() {
            let Some(category) = tracking[CATEGORY].as_str().and_then(|id| self.tracking.get(id)) else {
                continue;
            };
            if let Some(option) = options(category).find(|option| option.get(OPTION) == tracking.get(OPTION))
            {
                *tracking = counted_under(category, option);
            }
        }
    }
}

fn counted_under(category: &Record, option: &Record) -> Value {
    json!({
        CATEGORY: text(category, CATEGORY),
        OPTION: text(option, OPTION),
        "Name": text(category, "Name"),
        "Option": text(option, "Name"),
    })
}

/// Name and status, which categories and options have both.
fn head(input: &mut Input<'_>, record: &mut Record) {
    // Xero's own examples write the name in small letters here.
    let name = if input.raw("Name").is_some() { input.text("Name") } else { input.text("name") };
    if let Some(name) = name {
        record.insert("Name".to_owned(), json!(name.trim()));
    }
    let name = text(record, "Name");
    if name.is_empty() {
        input.invalid.add("A Name must be given");
    } else if name.chars().count() > LONGEST {
        input.invalid.add(format!("Name must not be longer than {LONGEST} characters"));
    }
    if let Some(status) = input.word("Status", &["ACTIVE", "ARCHIVED"]) {
        record.insert("Status".to_owned(), json!(status));
    }
}
