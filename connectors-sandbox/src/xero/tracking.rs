//! Tracking categories with their options, and the lines that count under them. They are read here, and made and changed
//! at the screen only: the demo organisation has one.

use http::Method;
use serde_json::{Value, json};

use super::books::{Books, Input};
use super::errors::No;
use super::facts;
use super::list::{Selected, flag, select};
use super::wire::text;
use super::{Answer, Desk};
use crate::store::Record;

/// The categories that a line may have at most.
const MOST: usize = 2;

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => {
            let archived = flag(desk.request(), "includeArchived");
            let categories = desk.books.tracking.iter();
            let categories = categories.filter(|category| archived || text(category, "Status") == "ACTIVE");
            let lookup = |category: &Record, path: &str| category.get(path).cloned().unwrap_or_default();
            let Selected { records, .. } = select(desk.request(), &facts::TRACKING, categories, &lookup)?;
            let views = records.iter().map(|category| Value::Object((*category).clone())).collect();
            Ok(desk.many("TrackingCategories", views, None))
        }
        (&Method::GET, [id]) => {
            let category = desk.books.tracking.get(&id.to_lowercase()).ok_or(No::NotFound)?;
            Ok(desk.one("TrackingCategories", category.clone()))
        }
        _ => Err(No::NotFound),
    }
}

impl Books {
    /// What a line is to count under, by ids or names. That an unknown name is refused is not verified live.
    pub(super) fn line_tracking(&self, input: &mut Input<'_>, line: &mut Record) {
        let Some(sent) = input.records("Tracking") else { return };
        if sent.len() > MOST {
            input.invalid.add(format!("A line item has at most {MOST} tracking categories"));
        }
        let mut tracking = Vec::new();
        for sent in sent {
            let mut which = Input::new(sent);
            let (id, name) = (which.filled("TrackingCategoryID"), which.filled("Name"));
            let category = match (&id, &name) {
                (Some(id), _) => self.tracking.get(&id.to_lowercase()),
                (None, name) => self.tracking.find("Name", name.as_deref().unwrap_or_default()).next(),
            };
            let (id_of_option, option) = (which.filled("TrackingOptionID"), which.filled("Option"));
            let options = category.and_then(|category| category.get("Options")?.as_array());
            let found = options.into_iter().flatten().find(|known| match (&id_of_option, &option) {
                (Some(id), _) => known["TrackingOptionID"] == id.to_lowercase().as_str(),
                (None, Some(option)) => {
                    known["Name"].as_str().is_some_and(|it| it.eq_ignore_ascii_case(option))
                }
                (None, None) => false,
            });
            match (category, found) {
                (Some(category), Some(found)) => tracking.push(json!({
                    "TrackingCategoryID": text(category, "TrackingCategoryID"),
                    "TrackingOptionID": found["TrackingOptionID"],
                    "Name": text(category, "Name"),
                    "Option": found["Name"],
                })),
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
}
