//! Branding themes, and the payment services that customers can pay by. Themes are made at the screen only.

use http::Method;
use serde_json::{Value, json};
use url::Url;

use super::books::{Books, Input, Mode, Moment, shown};
use super::errors::{Invalid, No};
use super::list::ListRules;
use super::organisation::read;
use super::wire::text;
use super::write::write;
use super::{Answer, Desk};
use crate::store::Record;

const THEMES: ListRules = ListRules {
    plural: "BrandingThemes",
    id: "BrandingThemeID",
    paged: false,
    fields: &["BrandingThemeID", "Name", "SortOrder", "CreatedDateUTC"],
};

const SERVICES: &str = "PaymentServices";

/// The themes of a payment service.
const OF_THEMES: &str = "_themes";

pub(super) fn themes(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    let [id, "PaymentServices"] = path else {
        return read(desk, path, &THEMES, |books| &books.branding_themes);
    };
    let theme = desk.books.branding_themes.get(&id.to_lowercase()).ok_or(No::NotFound)?;
    let theme = text(theme, "BrandingThemeID").to_owned();
    match *desk.method() {
        Method::GET => {
            let of_theme = |service: &&Record| themes_of(service).contains(&json!(theme));
            let services = desk.books.payment_services.iter().filter(of_theme).map(shown);
            let services = services.map(Value::Object).collect();
            Ok(desk.many(SERVICES, services, None))
        }
        Method::POST => {
            let by = |books: &mut Books, sent: &Record, _: &Mode, _: Moment| {
                books.write_payment_service(sent, Some(&theme))
            };
            write(desk, SERVICES, &Mode::Create, by)
        }
        _ => Err(No::NotFound),
    }
}

pub(super) fn payment_services(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => {
            let services = desk.books.payment_services.iter().map(shown).map(Value::Object);
            let services = services.collect();
            Ok(desk.many(SERVICES, services, None))
        }
        (&Method::PUT, []) => {
            let by = |books: &mut Books, sent: &Record, _: &Mode, _: Moment| {
                books.write_payment_service(sent, None)
            };
            write(desk, SERVICES, &Mode::Create, by)
        }
        _ => Err(No::NotFound),
    }
}

fn themes_of(service: &Record) -> Vec<Value> {
    service.get(OF_THEMES).and_then(Value::as_array).cloned().unwrap_or_default()
}

impl Books {
    /// Makes a payment service, or gives the one that is named by its id to a theme.
    fn write_payment_service(&mut self, sent: &Record, theme: Option<&str>) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let known = match input.filled("PaymentServiceID") {
            Some(id) => match self.payment_services.get(&id.to_lowercase()) {
                Some(known) => Some(known.clone()),
                None => return Err(Invalid::one(format!("There is no payment service {id}"))),
            },
            None => None,
        };
        let is_new = known.is_none();
        let mut service = known.unwrap_or_else(|| {
            let new = [("PaymentServiceID", json!(self.ids.uuid())), ("PaymentServiceType", json!("Custom"))];
            new.map(|(field, value)| (field.to_owned(), value)).into_iter().collect()
        });
        input.copy_texts(
            &mut service,
            &[
                ("PaymentServiceName", usize::MAX),
                ("PaymentServiceUrl", usize::MAX),
                ("PayNowText", usize::MAX),
            ],
        );
        if is_new && text(&service, "PaymentServiceName").is_empty() {
            input.invalid.add("A payment service needs a PaymentServiceName");
        }
        if is_new && Url::parse(text(&service, "PaymentServiceUrl")).is_err() {
            input.invalid.add("A payment service needs a PaymentServiceUrl");
        }
        input.invalid.check()?;
        if let Some(theme) = theme {
            let mut themes = themes_of(&service);
            if !themes.contains(&json!(theme)) {
                themes.push(json!(theme));
            }
            service.insert(OF_THEMES.to_owned(), Value::Array(themes));
        }
        self.payment_services.put(service.clone());
        Ok(shown(&service))
    }

    /// The theme that a document is to be printed in.
    pub(super) fn branding(&self, input: &mut Input<'_>) {
        let theme = input.filled("BrandingThemeID");
        if let Some(theme) = theme.filter(|theme| self.branding_themes.get(&theme.to_lowercase()).is_none()) {
            input.invalid.add(format!("There is no branding theme {theme}"));
        }
    }
}
