//! Documents of the user's own.

use std::fmt;
use std::marker::PhantomData;

use connectors_core::{Action, Cx, Error, Idempotency, Meta, Request, Response, Result};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::answer::Envelope;
use super::{cost, document};
use crate::Shopify;

const DOCS: &str = "https://shopify.dev/docs/api/admin-graphql";

/// `graphql.query`: a query of your own. It gives `data` as a `D`, which has the root fields as its members.
///
/// Take values in as variables, not as text: what a document costs is remembered by its text.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(bound = ""))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Query<D = Value> {
    /// The document: one operation, and the fragments that it uses.
    pub query: String,
    /// The values of its variables.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub variables: Map<String, Value>,
    #[serde(skip)]
    data: PhantomData<fn() -> D>,
}

/// `graphql.mutate`: a mutation of your own. It gives `data` as a `D`; what `userErrors` tell is an error. It is not sent again
/// unless you say that this does no harm.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(bound = ""))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Mutation<D = Value> {
    /// The document: one operation, and the fragments that it uses.
    pub mutation: String,
    /// The values of its variables.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub variables: Map<String, Value>,
    /// Whether doing it twice leaves the same as doing it once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub idempotent: bool,
    #[serde(skip)]
    data: PhantomData<fn() -> D>,
}

impl<D> Query<D> {
    /// This document.
    #[must_use]
    pub fn new(query: impl Into<String>) -> Self {
        Self { query: query.into(), variables: Map::new(), data: PhantomData }
    }

    /// With all its variables: a struct or a map.
    ///
    /// # Errors
    /// `Validation` if they cannot be written as a JSON object.
    pub fn variables(mut self, variables: &impl Serialize) -> Result<Self> {
        self.variables = document::variables(variables)?;
        Ok(self)
    }

    /// With one more variable.
    ///
    /// # Errors
    /// `Validation` if it cannot be written as JSON.
    pub fn variable(mut self, name: impl Into<String>, value: impl Serialize) -> Result<Self> {
        let name = name.into();
        let value = value_of(&name, value)?;
        self.variables.insert(name, value);
        Ok(self)
    }
}

impl<D> Mutation<D> {
    /// This document.
    #[must_use]
    pub fn new(mutation: impl Into<String>) -> Self {
        Self { mutation: mutation.into(), variables: Map::new(), idempotent: false, data: PhantomData }
    }

    /// With all its variables: a struct or a map.
    ///
    /// # Errors
    /// `Validation` if they cannot be written as a JSON object.
    pub fn variables(mut self, variables: &impl Serialize) -> Result<Self> {
        self.variables = document::variables(variables)?;
        Ok(self)
    }

    /// With one more variable.
    ///
    /// # Errors
    /// `Validation` if it cannot be written as JSON.
    pub fn variable(mut self, name: impl Into<String>, value: impl Serialize) -> Result<Self> {
        let name = name.into();
        let value = value_of(&name, value)?;
        self.variables.insert(name, value);
        Ok(self)
    }

    connectors_core::setters!(idempotent: bool);
}

fn value_of(name: &str, value: impl Serialize) -> Result<Value> {
    serde_json::to_value(value)
        .map_err(|error| Error::validation(name, format!("cannot be written as JSON: {error}")))
}

impl<D: DeserializeOwned + Send + 'static> Action for Query<D> {
    type Connector = Shopify;
    type Output = D;
    const META: Meta = Meta::read("graphql", "query").title("Run a query of your own").docs(DOCS);

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        if cost::is_mutation(&self.query) {
            return Err(Error::validation("query", "is a mutation: use `graphql.mutate`"));
        }
        Ok(document::send(&self.query, &self.variables, Idempotency::Safe))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<D> {
        response.json::<Envelope<D>>().map(|answer| answer.data)
    }
}

impl<D: DeserializeOwned + Send + 'static> Action for Mutation<D> {
    type Connector = Shopify;
    type Output = D;
    const META: Meta = Meta::destructive("graphql", "mutate").title("Run a mutation of your own").docs(DOCS);

    fn request(&self, _: &Cx<'_, Shopify>) -> Result<Request> {
        let idempotency = if self.idempotent { Idempotency::Idempotent } else { Idempotency::None };
        Ok(document::send(&self.mutation, &self.variables, idempotency))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<D> {
        response.json::<Envelope<D>>().map(|answer| answer.data)
    }
}

impl<D> Clone for Query<D> {
    fn clone(&self) -> Self {
        Self { query: self.query.clone(), variables: self.variables.clone(), data: PhantomData }
    }
}

impl<D> Clone for Mutation<D> {
    fn clone(&self) -> Self {
        let Self { mutation, variables, idempotent, .. } = self;
        Self {
            mutation: mutation.clone(),
            variables: variables.clone(),
            idempotent: *idempotent,
            data: PhantomData,
        }
    }
}

impl<D> fmt::Debug for Query<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.variables.keys().collect();
        f.debug_struct("Query").field("query", &self.query).field("variables", &names).finish()
    }
}

impl<D> fmt::Debug for Mutation<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.variables.keys().collect();
        f.debug_struct("Mutation").field("mutation", &self.mutation).field("variables", &names).finish()
    }
}
