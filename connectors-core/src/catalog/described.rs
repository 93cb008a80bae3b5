//! The entries of [`plain`], with JSON schemas of input and output.

use bytes::Bytes;
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Entry, Schemas, plain, prose};
use crate::action::{Action, BatchAction, JobAction, Meta, PagedAction};
use crate::triggers::{Batch, PollingTrigger};

/// See [`plain::action`].
#[must_use]
pub fn action<A>() -> Entry<A::Connector>
where
    A: Action + DeserializeOwned + JsonSchema,
    A::Output: Serialize + JsonSchema,
{
    Entry { schemas: Some(|| schemas(&A::META, of::<A>(), of::<A::Output>())), ..plain::action::<A>() }
}

/// See [`plain::list`].
#[must_use]
pub fn list<A>() -> Entry<A::Connector>
where
    A: PagedAction + DeserializeOwned + JsonSchema,
    A::Item: Serialize + JsonSchema,
{
    Entry { schemas: Some(|| schemas(&A::META, of::<A>(), page::<A::Item>())), ..plain::list::<A>() }
}

/// See [`plain::batch`].
#[must_use]
pub fn batch<A>() -> Entry<A::Connector>
where
    A: BatchAction + DeserializeOwned + JsonSchema,
    A::Item: Serialize + JsonSchema,
{
    Entry { schemas: Some(|| schemas(&A::META, of::<A>(), outcomes::<A::Item>())), ..plain::batch::<A>() }
}

/// See [`plain::upload`].
#[must_use]
pub fn upload<A>() -> Entry<A::Connector>
where
    A: Action + DeserializeOwned + JsonSchema,
    A::Output: Serialize + JsonSchema,
{
    Entry { schemas: Some(|| schemas(&A::META, of::<A>(), of::<A::Output>())), ..plain::upload::<A>() }
}

/// See [`plain::download`].
#[must_use]
pub fn download<A>() -> Entry<A::Connector>
where
    A: Action<Output = Bytes> + DeserializeOwned + JsonSchema,
{
    Entry { schemas: Some(|| schemas(&A::META, of::<A>(), content())), ..plain::download::<A>() }
}

/// See [`plain::job`].
#[must_use]
pub fn job<A>() -> Entry<A::Connector>
where
    A: JobAction + DeserializeOwned + JsonSchema,
    A::Output: Serialize + JsonSchema,
{
    Entry { schemas: Some(|| schemas(&A::META, of::<A>(), of::<A::Output>())), ..plain::job::<A>() }
}

/// See [`plain::trigger`].
#[must_use]
pub fn trigger<T>() -> Entry<T::Connector>
where
    T: PollingTrigger + DeserializeOwned + JsonSchema,
    T::Event: Serialize + JsonSchema,
{
    Entry { schemas: Some(|| schemas(&T::META, of::<T>(), of::<Batch<T::Event>>())), ..plain::trigger::<T>() }
}

/// As they are shown. The input speaks of this action, also where its type is that of many: the name of a Rust type is
/// nothing to who reads JSON.
fn schemas(meta: &Meta, mut input: Value, mut output: Value) -> Schemas {
    if let Some(input) = input.as_object_mut().filter(|_| !meta.title.is_empty()) {
        input.insert("title".to_owned(), meta.title.into());
    }
    if let Some(Value::String(text)) = input.get_mut("description") {
        *text = text.replace("<resource>", meta.id.resource);
    }
    prose::for_readers(&mut input);
    prose::for_readers(&mut output);
    Schemas { input, output }
}

fn of<T: JsonSchema>() -> Value {
    SchemaGenerator::default().into_root_schema_for::<T>().to_value()
}

/// The schema of `around`, which is given that of `T`. Definitions stand at its top, where references look for them.
fn around<T: JsonSchema>(around: impl FnOnce(Value) -> Value) -> Value {
    let mut generator = SchemaGenerator::default();
    let mut schema = around(generator.subschema_for::<T>().to_value());
    let definitions = generator.take_definitions(true);
    if !definitions.is_empty() {
        schema["$defs"] = Value::Object(definitions);
    }
    schema
}

fn page<T: JsonSchema>() -> Value {
    around::<T>(|item| {
        json!({ "type": "object", "required": ["items", "next"], "properties": {
            "items": { "type": "array", "items": item },
            "next": { "anyOf": [of::<crate::page::Cursor>(), { "type": "null" }] },
            "total": { "type": "integer" } } })
    })
}

fn outcomes<T: JsonSchema>() -> Value {
    around::<T>(|item| {
        json!({ "type": "array", "items": { "type": "object", "required": ["status"], "properties": {
            "status": { "enum": ["done", "failed", "unknown", "not_sent"] },
            "value": item,
            "error": { "type": "object" } } } })
    })
}

fn content() -> Value {
    json!({ "type": "object", "required": ["base64"], "properties": { "base64": { "type": "string" } } })
}
