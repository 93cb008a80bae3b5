//! Fields of records. A record holds what its type states, in a short form: where an object should stand, the id of a record stands for
//! that record, and an amount for money of the shop's currency. What nobody set is empty.

use std::cell::RefCell;

use apollo_compiler::ast::Type;
use apollo_compiler::resolvers::{FieldError, ObjectValue, ResolveInfo, ResolvedValue};
use apollo_compiler::response::JsonMap;
use apollo_compiler::schema::ExtendedType;
use serde_json::{Map, Value, json};

use super::schema::{self, Served};
use super::store::{kind_of, number_of};
use super::{Cx, connection, fields, mutations, scopes, tables};
use crate::store::Record;

/// What answers the fields of one request.
pub(super) struct Host<'a> {
    pub(super) cx: RefCell<Cx<'a>>,
    pub(super) served: &'static Served,
    pub(super) variables: &'a JsonMap,
    /// Connections are given whole.
    pub(super) whole: bool,
    /// What stands beside the errors that were told, by their messages.
    pub(super) extensions: RefCell<Vec<(String, Value)>>,
}

/// An object of the answer.
pub(super) struct Object<'r, 'a> {
    host: &'r Host<'a>,
    kind: String,
    what: What,
}

enum What {
    /// A record of the store, by its id.
    Stored(String),
    /// A record as it is.
    Given(Record),
}

impl<'a> Host<'a> {
    pub(super) fn root<'r>(&'r self, kind: &str) -> Object<'r, 'a> {
        Object { host: self, kind: kind.to_owned(), what: What::Given(Record::new()) }
    }

    pub(super) fn refuse(&self, message: String, code: &'static str) -> FieldError {
        self.refuse_with(message, json!({ "code": code }))
    }

    fn refuse_with(&self, message: String, extensions: Value) -> FieldError {
        self.extensions.borrow_mut().push((message.clone(), extensions));
        FieldError { message }
    }

    /// Refuses what scopes are lacking for, if some are.
    pub(super) fn allow(
        &self,
        field: &str,
        lacking: Option<&'static [&'static str]>,
    ) -> Result<(), FieldError> {
        let Some(scopes) = lacking else { return Ok(()) };
        let required = scopes::words(scopes);
        let message = format!("Access denied for {field} field. Required access: {required}");
        let documentation = "https://shopify.dev/api/usage/access-scopes";
        let extensions =
            json!({ "code": "ACCESS_DENIED", "documentation": documentation, "requiredAccess": required });
        Err(self.refuse_with(message, extensions))
    }

    /// Whether an input that has to have exactly one of its members has.
    fn is_one_of(&self, ty: &Type, value: &Value) -> Result<(), FieldError> {
        match value {
            Value::Array(items) => items.iter().try_for_each(|item| self.is_one_of(ty.item_type(), item)),
            Value::Object(members) => {
                let name = ty.inner_named_type();
                let Some(ExtendedType::InputObject(input)) = self.served.schema.types.get(name) else {
                    return Ok(());
                };
                if input.directives.has("oneOf")
                    && (members.len() != 1 || members.values().any(Value::is_null))
                {
                    let message = format!("OneOf Input Object '{name}' must specify exactly one key.");
                    return Err(self.refuse(message, "INVALID_VARIABLE"));
                }
                let known = |(name, value)| Some((input.fields.get(name as &str)?, value));
                let mut members =
                    members.iter().map(|(name, value)| (name.as_str(), value)).filter_map(known);
                members.try_for_each(|(field, value)| self.is_one_of(&field.ty, value))
            }
            _ => Ok(()),
        }
    }

    fn complete<'r>(&'r self, ty: &'r Type, value: Value) -> Result<ResolvedValue<'r>, FieldError> {
        if let Type::List(inner) | Type::NonNullList(inner) = ty {
            return Ok(match value {
                Value::Array(items) => ResolvedValue::List(Box::new(
                    items.into_iter().map(move |item| self.complete(inner, item)),
                )),
                Value::Null if ty.is_non_null() => ResolvedValue::list([]),
                Value::Null => ResolvedValue::null(),
                one => ResolvedValue::List(Box::new(std::iter::once(self.complete(inner, one)))),
            });
        }
        let name = ty.inner_named_type().as_str();
        let value = if value.is_null() && ty.is_non_null() { self.empty(name) } else { value };
        Ok(match self.served.schema.types.get(name) {
            Some(ExtendedType::Object(_) | ExtendedType::Interface(_) | ExtendedType::Union(_)) => {
                self.object(name, value)
            }
            _ => ResolvedValue::Leaf(leaf(name, value).into()),
        })
    }

    fn object<'r>(&'r self, name: &str, value: Value) -> ResolvedValue<'r> {
        let given = |kind: &str, record: Record| {
            ResolvedValue::object(Object { host: self, kind: kind.to_owned(), what: What::Given(record) })
        };
        let cx = self.cx.borrow();
        match value {
            Value::String(amount) if name == "MoneyV2" || name == "MoneyBag" => {
                let money = json!({ "amount": amount, "currencyCode": cx.currency() });
                let money = if name == "MoneyV2" {
                    money
                } else {
                    json!({ "shopMoney": money, "presentmentMoney": money })
                };
                given(name, object(money))
            }
            Value::Number(count) if name == "Count" => {
                given(name, object(json!({ "count": count, "precision": "EXACT" })))
            }
            Value::String(id) => match (kind_of(&id), cx.store.get(&id)) {
                (Some(kind), Some(record)) if scopes::sees(&cx, &id) => {
                    let stated = record.get("__typename").and_then(Value::as_str).unwrap_or(kind);
                    let concrete = self.served.schema.get_object(name).map_or(stated, |_| name).to_owned();
                    ResolvedValue::object(Object { host: self, kind: concrete, what: What::Stored(id) })
                }
                _ => ResolvedValue::null(),
            },
            Value::Object(record) => {
                let kind = record.get("__typename").and_then(Value::as_str).unwrap_or(name).to_owned();
                given(&kind, record)
            }
            _ => ResolvedValue::null(),
        }
    }

    /// What stands where a type wants something and nobody set anything.
    fn empty(&self, name: &str) -> Value {
        let cx = self.cx.borrow();
        match name {
            "Boolean" => json!(false),
            "Int" => json!(0),
            "Float" => json!(0.0),
            "UnsignedInt64" => json!("0"),
            "Decimal" | "MoneyV2" | "MoneyBag" => json!("0.0"),
            "Money" => json!("0.00"),
            "Count" => json!(0),
            "DateTime" => json!(cx.stamp()),
            "Date" => json!(cx.now.date_naive()),
            "URL" => json!(cx.base),
            "JSON" => json!({}),
            "CurrencyCode" => json!(cx.currency()),
            "ID" => json!(format!("gid://shopify/Anonymous/{}", 1)),
            "Shop" => json!(super::SHOP_ID),
            _ => match self.served.schema.types.get(name) {
                Some(ExtendedType::Enum(words)) => {
                    words.values.keys().next().map_or(Value::Null, |word| json!(word.as_str()))
                }
                Some(ExtendedType::Object(_)) => json!({}),
                Some(ExtendedType::Interface(_) | ExtendedType::Union(_)) => Value::Null,
                _ => json!(""),
            },
        }
    }

    /// The type of the records that a field reads, if it reads some.
    fn read<'t>(&'t self, kind: &str, field: &str, ty: &'t Type) -> Option<&'t str> {
        let named = ty.inner_named_type();
        if named == "Count" && kind == "QueryRoot" {
            let listed =
                self.served.schema.get_object("QueryRoot")?.fields.get(field.strip_suffix("Count")?)?;
            return schema::nodes_of(&self.served.schema, &listed.ty).map(|name| name.as_str());
        }
        // What a mutation gives back was allowed by its own scope.
        (!kind.ends_with("Payload"))
            .then(|| schema::nodes_of(&self.served.schema, ty).unwrap_or(named).as_str())
    }

    fn connection(
        &self,
        cx: &Cx<'_>,
        kind: &str,
        record: &Record,
        info: &ResolveInfo<'_>,
        args: &Record,
    ) -> Result<Value, FieldError> {
        let field = info.field_name();
        let ty = &info.field_definition().ty;
        let node = schema::nodes_of(&self.served.schema, ty).map_or("", |name| name.as_str());
        let (mut nodes, stored) = nodes(cx, self.served, kind, field, record, args, node);
        if node == "Order" {
            nodes.retain(|id| id.as_str().is_none_or(|id| scopes::sees(cx, id)));
        }
        // A connection is of one type, but for those of interfaces and unions.
        let kind = tables::ROOTS.iter().find(|(name, _)| *name == field).map_or(node, |(_, kind)| *kind);
        connection::page(cx, nodes, kind, args, stored, self.whole)
            .map_err(|message| self.refuse(message, "BAD_REQUEST"))
    }
}

/// The nodes of a connection, and whether their order is that of a list which the record keeps.
fn nodes(
    cx: &Cx<'_>,
    served: &'static Served,
    kind: &str,
    field: &str,
    record: &Record,
    args: &Record,
    node: &str,
) -> (Vec<Value>, bool) {
    if let Some(Value::Array(nodes)) = fields::field(cx, kind, field, record, args) {
        return (nodes, true);
    }
    if let Some(Value::Array(nodes)) = record.get(field) {
        return (nodes.clone(), true);
    }
    let relation = tables::relation(kind, field).filter(|_| kind != "QueryRoot");
    if let Some((child, by)) = relation {
        let id = record.get("id").and_then(Value::as_str).unwrap_or_default();
        return (cx.store.ids(child, by, id).into_iter().map(Value::String).collect(), false);
    }
    if kind != "QueryRoot" {
        return (Vec::new(), true);
    }
    let kinds = match tables::ROOTS.iter().find(|(name, _)| *name == field) {
        Some((_, kind)) => vec![*kind],
        None => schema::concrete(served, node),
    };
    let ids = kinds.iter().flat_map(|kind| cx.store.all(kind)).filter_map(|record| record.get("id").cloned());
    (ids.collect(), false)
}

impl ObjectValue for Object<'_, '_> {
    fn type_name(&self) -> &str {
        &self.kind
    }

    fn resolve_field<'b>(&'b self, info: &'b ResolveInfo<'b>) -> Result<ResolvedValue<'b>, FieldError> {
        let (host, kind, field) = (self.host, self.kind.as_str(), info.field_name());
        let args = arguments(info);
        let ty = &info.field_definition().ty;
        for (name, value) in &args {
            let stated = info.field_definition().argument_by_name(name);
            stated.map_or(Ok(()), |stated| host.is_one_of(&stated.ty, value))?;
        }
        if kind == "Mutation" {
            host.allow(field, scopes::lacking_to_write(host.cx.borrow().caller, field))?;
            return host.complete(ty, mutations::run(host, info, args)?);
        }
        if let Some(read) = host.read(kind, field, ty) {
            host.allow(field, scopes::lacking_to_read(host.cx.borrow().caller, read))?;
        }
        let value = {
            let cx = host.cx.borrow();
            let record = match &self.what {
                What::Given(record) => record,
                What::Stored(id) => match cx.store.get(id) {
                    Some(record) => record,
                    None => return Ok(ResolvedValue::null()),
                },
            };
            if ty.inner_named_type().ends_with("Connection") {
                host.connection(&cx, kind, record, info, &args)?
            } else if let Some(value) = fields::field(&cx, kind, field, record, &args) {
                value
            } else if kind == "QueryRoot" {
                root(&cx, host.served, field, ty, &args)
            } else {
                list(&cx, kind, field, record, &args).unwrap_or_default()
            }
        };
        host.complete(ty, value)
    }
}

/// A field without a rule of its own: stored, or a list of children. Lists may be cut.
fn list(cx: &Cx<'_>, kind: &str, field: &str, record: &Record, args: &Record) -> Option<Value> {
    let value = match (record.get(field), tables::relation(kind, field)) {
        (Some(value), _) => value.clone(),
        (None, Some((child, by))) => json!(cx.store.ids(child, by, record.get("id")?.as_str()?)),
        (None, None) => return None,
    };
    match (value, args.get("first").and_then(Value::as_u64)) {
        (Value::Array(mut items), Some(first)) => {
            items.truncate(usize::try_from(first).unwrap_or(usize::MAX));
            Some(Value::Array(items))
        }
        (value, _) => Some(value),
    }
}

/// A field of the query's root: a record by its id, or how many there are.
fn root(cx: &Cx<'_>, served: &'static Served, field: &str, ty: &Type, args: &Record) -> Value {
    let name = ty.inner_named_type().as_str();
    if name == "Count" {
        let of = field.strip_suffix("Count").unwrap_or(field);
        let query = served.schema.get_object("QueryRoot").and_then(|root| root.fields.get(of));
        let node = query.and_then(|field| schema::nodes_of(&served.schema, &field.ty));
        let Some(node) = node.map(|name| name.as_str()) else { return json!(0) };
        let (nodes, _) = nodes(cx, served, "QueryRoot", of, &Record::new(), args, node);
        return count(connection::filtered(cx, nodes, node, args).len(), args);
    }
    let id = args.get("id").and_then(Value::as_str).unwrap_or_default();
    let kinds = schema::concrete(served, name);
    let right = kind_of(id).is_some_and(|kind| {
        kinds.contains(&kind) || cx.store.get(id).and_then(|record| record.get("__typename")).is_some()
    });
    if right { json!(id) } else { Value::Null }
}

fn count(found: usize, args: &Record) -> Value {
    let found = found as u64;
    match args.get("limit").and_then(Value::as_u64).filter(|limit| *limit < found) {
        Some(limit) => json!({ "count": limit, "precision": "AT_LEAST" }),
        None => json!({ "count": found, "precision": "EXACT" }),
    }
}

/// A field of a record as other parts see it.
pub(super) fn value(cx: &Cx<'_>, kind: &str, record: &Record, field: &str) -> Value {
    let none = Record::new();
    fields::field(cx, kind, field, record, &none).or_else(|| record.get(field).cloned()).unwrap_or_default()
}

/// The type of a field; none if the type has no such.
pub(super) fn field_type(kind: &str, field: &str) -> Option<&'static Type> {
    let object = schema::served()?.schema.get_object(kind)?;
    object.fields.get(field).map(|field| &field.ty)
}

/// A scalar as its type writes it.
fn leaf(name: &str, value: Value) -> Value {
    match (name, value) {
        ("Float", Value::Number(number)) => number.as_f64().map_or(Value::Null, Value::from),
        ("Float", Value::String(text)) => text.parse::<f64>().map_or(Value::Null, Value::from),
        ("UnsignedInt64" | "Decimal" | "Money", Value::Number(number)) => json!(number.to_string()),
        (_, value) => value,
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn arguments(info: &ResolveInfo<'_>) -> Record {
    let stated = info.arguments();
    if stated.is_empty() {
        return Record::new();
    }
    serde_json::to_value(stated).map(object).unwrap_or_default()
}

/// The number of an id, as text.
pub(super) fn legacy(id: &str) -> Value {
    json!(number_of(id).to_string())
}
