//! What a person does at the CRM's own screen: records are written and deleted by the rules of the API, without a call.

use http::{Method, Request as HttpRequest};
use serde::Deserialize;
use serde_json::{Value, json};

use super::errors::Problem;
use super::modules::{Module, module};
use super::store::{State, id as id_of, text};
use super::tables::{TAX_CODES, WON};
use super::{Cx, Zoho, actions, settings, write};
use crate::http::Request;
use crate::lock;
use crate::oauth::Caller;
use crate::platform::Call;
use crate::store::Record;

/// Why the CRM does not do what a person wants.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct ScreenError(String);

impl From<Problem> for ScreenError {
    fn from(problem: Problem) -> Self {
        Self(problem.element().to_string())
    }
}

/// What the control endpoints take.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    module: String,
    record: Record,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Deleted {
    module: String,
    id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Won {
    deals: usize,
}

impl Zoho {
    /// Makes a record, or changes the one with the `id` in it; the id.
    ///
    /// # Errors
    /// If the module is not there, or the record is not as the API wants it.
    pub fn write(&self, module: &str, record: &Record) -> Result<String, ScreenError> {
        self.at_the_screen(|cx| {
            let module = parent_module(module)?;
            match record.get("id").and_then(id_of) {
                Some(id) => write::change(cx, module, &id, record, "$").map(|()| id),
                None => write::add(cx, module, record, "$"),
            }
        })
    }

    /// Deletes a record: it goes to the recycle bin.
    ///
    /// # Errors
    /// If it is not there, or is locked.
    pub fn delete(&self, module: &str, id: &str) -> Result<(), ScreenError> {
        self.at_the_screen(|cx| cx.delete(parent_module(module)?, id))
    }

    /// Wins so many deals that can be invoiced; their ids. Open ones are won first; when there are no more, copies of those
    /// are made and won.
    ///
    /// # Errors
    /// If no deal of the organisation has all that an invoice needs.
    pub fn win(&self, deals: usize) -> Result<Vec<String>, ScreenError> {
        self.at_the_screen(|cx| (0..deals).map(|_| win_one(cx)).collect())
    }

    /// The control actions of this module.
    pub(super) fn screen_action(&self, action: &str, input: &Value) -> Option<Result<Value, String>> {
        let done = match action {
            "write" => read(input).and_then(|written: Written| {
                let id = self.write(&written.module, &written.record).map_err(|error| error.to_string())?;
                Ok(json!({ "id": id }))
            }),
            "delete" => read(input).and_then(|deleted: Deleted| {
                self.delete(&deleted.module, &deleted.id).map_err(|error| error.to_string())?;
                Ok(json!({}))
            }),
            "win" => read(input).and_then(|won: Won| {
                let ids = self.win(won.deals).map_err(|error| error.to_string())?;
                Ok(json!({ "ids": ids }))
            }),
            _ => return None,
        };
        Some(done)
    }

    fn at_the_screen<T>(
        &self,
        work: impl FnOnce(&mut Cx<'_>) -> Result<T, Problem>,
    ) -> Result<T, ScreenError> {
        let (now, base) = {
            let inner = lock(&self.inner);
            (inner.now(), inner.base.clone())
        };
        let request = HttpRequest::builder().method(Method::POST).uri("/").body(());
        let (head, ()) = request.map_err(|error| ScreenError(error.to_string()))?.into_parts();
        let request = Request::new(&head, bytes::Bytes::new());
        let account = settings::ORG.to_owned();
        let (client_id, grant) = (String::new(), String::new());
        let caller = Caller { client_id, account, scopes: Vec::new(), grant, machine: false };
        let call = Call { request: &request, caller: &caller, now, base: &base };
        self.work(&call, work).map_err(ScreenError::from)
    }
}

fn read<T: serde::de::DeserializeOwned>(input: &Value) -> Result<T, String> {
    serde_json::from_value(input.clone()).map_err(|error| error.to_string())
}

/// A module with records of its own: the rows of a subform are written with their records.
fn parent_module(name: &str) -> Result<&'static Module, Problem> {
    module(name).filter(|module| module.parent.is_none()).ok_or_else(Problem::module)
}

fn win_one(cx: &mut Cx<'_>) -> Result<String, Problem> {
    let deals = parent_module("Deals")?;
    let sound = |open: bool| {
        let mut deals = cx.state.records(deals);
        let found = deals
            .find(|deal| (!open || !text(deal, "Stage").starts_with("Closed")) && is_sound(cx.state, deal));
        found.map(|deal| text(deal, "id").to_owned())
    };
    let id = match sound(true) {
        Some(open) => open,
        None => {
            let model = sound(false).ok_or_else(|| Problem::invalid("deals", "$.deals"))?;
            actions::copy(cx, deals, &model)?
        }
    };
    // What became of the invoice of the one that was copied is not the copy's.
    let won = json!({
        "Stage": WON, "Probability": 100, "Closing_Date": cx.now().format("%Y-%m-%d").to_string(),
        "Invoice_Number": null, "Invoice_Status": null, "Amount_Paid": null, "Paid_On": null,
    });
    write::change(cx, deals, &id, won.as_object().unwrap_or(&Record::new()), "$")?;
    Ok(id)
}

/// Whether a deal has none of the flaws that seeded deals may have: [`Flaw`](super::Flaw).
fn is_sound(state: &State, deal: &Record) -> bool {
    let account =
        state.get("Accounts", text(deal, "Account_Name")).map(|account| text(account, "Account_Name"));
    let number = |record: &Record, field: &str| record.get(field).and_then(Value::as_f64).unwrap_or_default();
    let lines: Vec<&Record> = state.find("Products_Sold", "Parent_Id", text(deal, "id")).collect();
    let total: f64 = lines.iter().map(|line| number(line, "Line_Total")).sum();
    let good = |line: &&Record| number(line, "Quantity") > 0.0 && TAX_CODES.contains(&text(line, "Tax_Code"));
    account.is_some_and(|name| !name.is_empty() && name.len() <= 255)
        && !lines.is_empty()
        && lines.iter().all(good)
        && (total - number(deal, "Amount")).abs() < 0.005
}
