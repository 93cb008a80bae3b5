//! Items: what is sold and bought, by unique code.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::books::{Books, Input, Mode, Moment, shown};
use super::errors::{Invalid, No};
use super::facts;
use super::list::{Selected, select};
use super::wire::{number, round, text, touch};
use super::write::write;
use super::{Answer, Desk};
use crate::http::Reply;
use crate::store::Record;

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => list(desk),
        (&Method::GET, [id]) => {
            let item = desk.books.item_by_id_or_code(id).ok_or(No::NotFound)?;
            let view = item_view(item, desk.moment().unit_places);
            Ok(desk.one("Items", view))
        }
        (&Method::PUT, []) => write(desk, "Items", &Mode::Create, Books::write_item),
        (&Method::POST, []) => write(desk, "Items", &Mode::Upsert, Books::write_item),
        (&Method::POST, [id]) => {
            let item = desk.books.item_by_id_or_code(id).ok_or(No::NotFound)?;
            let mode = Mode::Update(text(item, "ItemID").to_owned());
            write(desk, "Items", &mode, Books::write_item)
        }
        (&Method::DELETE, [id]) => {
            let id = desk.books.item_by_id_or_code(id).map(|item| text(item, "ItemID").to_owned());
            desk.books.items.remove(&id.ok_or(No::NotFound)?);
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        _ => Err(No::NotFound),
    }
}

fn list(desk: &Desk<'_>) -> Answer {
    let lookup = |item: &Record, path: &str| match path.split_once('.') {
        Some((side, field)) => item.get(side).and_then(|side| side.get(field)).cloned().unwrap_or_default(),
        None => item.get(path).cloned().unwrap_or_default(),
    };
    let Selected { records, .. } = select(desk.request(), &facts::ITEMS, desk.books.items.iter(), &lookup)?;
    let places = desk.moment().unit_places;
    let views = records.iter().map(|item| Value::Object(item_view(item, places))).collect();
    Ok(desk.many("Items", views, None))
}

fn item_view(item: &Record, places: u32) -> Record {
    let mut view = shown(item);
    for side in ["SalesDetails", "PurchaseDetails"] {
        if let Some(price) = view.get_mut(side).and_then(|side| side.get_mut("UnitPrice"))
            && let Some(exact) = super::wire::decimal(price)
        {
            *price = number(round(exact, places));
        }
    }
    view
}

impl Books {
    fn item_by_id_or_code(&self, id: &str) -> Option<&Record> {
        self.items.get(&id.to_lowercase()).or_else(|| self.items.find("Code", id).next())
    }

    /// Makes or changes an item and gives it as it is shown.
    pub(super) fn write_item(&mut self, sent: &Record, mode: &Mode, at: Moment) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let code = input.filled("Code");
        let existing = match mode {
            Mode::Create => None,
            Mode::Update(id) => self.items.get(id),
            Mode::Upsert => match input.filled("ItemID") {
                Some(id) => {
                    let item = self.items.get(&id.to_lowercase());
                    Some(item.ok_or_else(|| Invalid::one(format!("There is no item {id}")))?)
                }
                None => code.as_ref().and_then(|code| self.items.find("Code", code).next()),
            },
        };
        let mut item = match existing {
            Some(item) => item.clone(),
            None => self.new_item(),
        };
        let texts = [("Code", 30), ("Name", 50), ("Description", 4000), ("PurchaseDescription", 4000)];
        input.copy_texts(&mut item, &texts);
        if text(&item, "Code").is_empty() {
            input.invalid.add("An item needs a Code");
        }
        let taken = self.items.find("Code", text(&item, "Code"));
        if taken.into_iter().any(|other| text(other, "ItemID") != text(&item, "ItemID")) {
            input.invalid.add(format!("An item with the Code {} already exists", text(&item, "Code")));
        }
        for flag in ["IsSold", "IsPurchased"] {
            if let Some(value) = input.flag(flag) {
                item.insert(flag.to_owned(), json!(value));
            }
        }
        for side in ["SalesDetails", "PurchaseDetails"] {
            self.item_side(&mut input, &mut item, side, at);
        }
        input.invalid.check()?;
        touch(&mut item, at.now, false);
        self.items.put(item.clone());
        Ok(item_view(&item, at.unit_places))
    }

    fn new_item(&self) -> Record {
        let mut item = Record::new();
        item.insert("ItemID".to_owned(), json!(self.ids.uuid()));
        for (field, value) in [("IsSold", true), ("IsPurchased", true), ("IsTrackedAsInventory", false)] {
            item.insert(field.to_owned(), json!(value));
        }
        for side in ["SalesDetails", "PurchaseDetails"] {
            item.insert(side.to_owned(), json!({}));
        }
        item
    }

    fn item_side(&self, input: &mut Input<'_>, item: &mut Record, side: &str, at: Moment) {
        let Some(sent) = input.record(side) else { return };
        let mut part = Input::new(sent);
        let mut details = item.get(side).and_then(Value::as_object).cloned().unwrap_or_default();
        part.copy_texts(&mut details, &[("AccountCode", 10), ("COGSAccountCode", 10), ("TaxType", 50)]);
        if let Some(price) = part.decimal("UnitPrice") {
            details.insert("UnitPrice".to_owned(), number(round(price, at.unit_places)));
        }
        for field in ["AccountCode", "COGSAccountCode"] {
            let code = text(&details, field);
            if !code.is_empty() && self.accounts.find("Code", code).next().is_none() {
                part.invalid.add(format!("{side}: account code {code} is not valid"));
            }
        }
        let tax_type = text(&details, "TaxType");
        if !tax_type.is_empty() && self.tax_rates.get(tax_type).is_none() {
            part.invalid.add(format!("{side}: TaxType {tax_type} does not exist"));
        }
        input.invalid.0.append(&mut part.invalid.0);
        item.insert(side.to_owned(), Value::Object(details));
    }
}
