//! How mutations run: each one whole or not at all, once for a key, with what is wrong told as user errors.

use apollo_compiler::ast::Type;
use apollo_compiler::resolvers::{FieldError, ResolveInfo};
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::resolve::Host;
use super::{
    Cx, bulk, collections, companies, content, custom, customers, discounts, drafts, fulfilling, gift_cards,
    inventory, markets, orders, products, publishing, returns, settings, tags, uploads, webhooks,
};
use crate::store::Record;

/// A mutation: it gets its arguments and gives its payload.
pub(super) type Mutation = fn(&mut Cx<'_>, &Record) -> Done;

/// A payload, or what is wrong.
pub(super) type Done = Result<Value, Vec<UserError>>;

/// What is wrong with a mutation's input.
#[derive(Clone, Debug, Default)]
pub(super) struct UserError {
    field: Option<Vec<String>>,
    message: String,
    code: Option<&'static str>,
    index: Option<usize>,
}

/// An error about a field, which is named by its path, with dots between.
pub(super) fn wrong(field: &str, message: impl Into<String>) -> UserError {
    let field = (!field.is_empty()).then(|| field.split('.').map(str::to_owned).collect());
    UserError { field, message: message.into(), ..UserError::default() }
}

impl UserError {
    pub(super) fn code(mut self, code: &'static str) -> Self {
        self.code = Some(code);
        self
    }

    /// The same error about a part of something larger.
    pub(super) fn under(mut self, path: &str) -> Self {
        let inner = self.field.take().unwrap_or_default();
        self.field = Some(path.split('.').map(str::to_owned).chain(inner).collect());
        self
    }

    /// Which element of a list it is about.
    pub(super) fn index(mut self, index: usize) -> Self {
        self.index = Some(index);
        self
    }

    pub(super) fn json(&self) -> Value {
        json!({ "field": self.field, "message": self.message, "code": self.code, "elementIndex": self.index })
    }
}

impl From<UserError> for Vec<UserError> {
    fn from(error: UserError) -> Self {
        vec![error]
    }
}

/// Every mutation there is, by the domains of the shop.
const ALL: &[&[(&str, Mutation)]] = &[
    bulk::MUTATIONS,
    collections::MUTATIONS,
    companies::MUTATIONS,
    content::MUTATIONS,
    custom::MUTATIONS,
    customers::MUTATIONS,
    discounts::MUTATIONS,
    drafts::MUTATIONS,
    fulfilling::MUTATIONS,
    gift_cards::MUTATIONS,
    inventory::MUTATIONS,
    markets::MUTATIONS,
    orders::MUTATIONS,
    orders::edits::MUTATIONS,
    products::MUTATIONS,
    publishing::MUTATIONS,
    returns::MUTATIONS,
    settings::MUTATIONS,
    tags::MUTATIONS,
    uploads::MUTATIONS,
    webhooks::MUTATIONS,
];

/// Mutations that need `@idempotent` from the version 2026-04 on.
const WITH_KEY: &[&str] = &[
    "refundCreate",
    "inventoryActivate",
    "inventoryAdjustQuantities",
    "inventoryMoveQuantities",
    "inventorySetQuantities",
    "locationActivate",
    "locationDeactivate",
];

/// How long the result of a key is kept; not verified.
const KEY_LIFE: TimeDelta = TimeDelta::days(1);

fn find(name: &str) -> Option<Mutation> {
    ALL.iter().copied().flatten().find(|(known, _)| *known == name).map(|(_, mutation)| *mutation)
}

pub(super) fn run(host: &Host<'_>, info: &ResolveInfo<'_>, args: Record) -> Result<Value, FieldError> {
    let name = info.field_name();
    let key = key(info, host)?;
    let mut cx = host.cx.borrow_mut();
    let Some(mutation) = find(name) else {
        return Err(host.refuse(format!("{name} is not simulated"), "NOT_SIMULATED"));
    };
    if key.is_none() && WITH_KEY.contains(&name) && cx.version >= "2026-04" {
        let message =
            format!("The @idempotent directive is required for the {name} mutation but was not provided.");
        return Err(host.refuse(message, "BAD_REQUEST"));
    }
    let ty = &info.field_definition().ty;
    let input = json!([name, args]);
    let key = key.map(|key| format!("{}/{key}", cx.caller.client_id));
    let now = cx.now;
    let known = key.as_ref().and_then(|key| cx.keys.get(key)).filter(|(until, ..)| *until > now);
    if let Some((_, known, payload)) = known {
        if *known == input {
            return Ok(payload.clone());
        }
        let error = wrong("", "The idempotency key was used with other input.")
            .code("IDEMPOTENCY_KEY_PARAMETER_MISMATCH");
        return Ok(refused(host, ty, &[error]));
    }
    cx.store.begin();
    let payload = match mutation(&mut cx, &args) {
        Ok(payload) => {
            cx.settle();
            cx.tell();
            cx.store.keep();
            payload
        }
        Err(errors) => {
            cx.store.undo();
            refused(host, ty, &errors)
        }
    };
    if let Some(key) = key {
        cx.keys.insert(key, (now + KEY_LIFE, input, payload.clone()));
    }
    Ok(payload)
}

/// A payload with nothing but errors, under the name that its type has for them.
fn refused(host: &Host<'_>, ty: &Type, errors: &[UserError]) -> Value {
    let errors: Value = errors.iter().map(UserError::json).collect();
    let payload = host.served.schema.get_object(ty.inner_named_type());
    let names = payload.into_iter().flat_map(|payload| payload.fields.keys());
    let named: Vec<&str> =
        names.map(|name| name.as_str()).filter(|name| name.to_lowercase().ends_with("usererrors")).collect();
    // Where there are two, the general one is the deprecated one.
    let name =
        named.iter().find(|name| **name != "userErrors").or(named.first()).copied().unwrap_or("userErrors");
    json!({ name: errors })
}

/// The key of `@idempotent`, if it stands there.
fn key(info: &ResolveInfo<'_>, host: &Host<'_>) -> Result<Option<String>, FieldError> {
    use apollo_compiler::ast::Value as Stated;
    let directive = info.field_selections().iter().find_map(|field| field.directives.get("idempotent"));
    let Some(stated) = directive.and_then(|directive| directive.specified_argument_by_name("key")) else {
        return Ok(None);
    };
    let key = match stated.as_ref() {
        Stated::String(text) => Some(text.clone()),
        Stated::Variable(name) => {
            host.variables.get(name.as_str()).and_then(|value| value.as_str()).map(str::to_owned)
        }
        _ => None,
    };
    match key.filter(|key| !key.is_empty()) {
        Some(key) => Ok(Some(key)),
        None => Err(host.refuse("The idempotency key must not be blank.".to_owned(), "BAD_REQUEST")),
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, WITH_KEY};
    use crate::shopify::schema::served;

    #[test]
    fn every_mutation_is_in_the_schema() {
        let mutation = served().unwrap().schema.get_object("Mutation").unwrap();
        let simulated = ALL.iter().copied().flatten().map(|(name, _)| name);
        for name in simulated.chain(WITH_KEY) {
            assert!(mutation.fields.contains_key(*name), "{name}");
        }
    }
}
