//! GraphQL: documents, variables and models held against a schema.
//!
//! A request says all that it will be answered with. So besides checking it ([`GraphQl::request`]) one can make answers to it
//! ([`Asked::answers`]): every selected field filled, all values of enumerations in turn, lists of any length, and one in which all
//! is null that may be. A model that reads them all, and shows all of them again, fits its document. An answer that came from
//! elsewhere is held against the schema by [`Asked::answered`].

mod answered;
mod answers;
mod check;

use std::fmt;
use std::io::Read;
use std::path::Path;

use apollo_compiler::executable::Operation;
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema};
use bytes::Bytes;
use serde_json::{Map, Value};

/// A schema, and what is peculiar to its platform.
pub struct GraphQl {
    schema: Valid<Schema>,
    scalars: Scalars,
    empty: fn(&str) -> bool,
}

/// Makes a value of a scalar that the schema defines, from a number that differs each time; `None` for a text.
pub type Scalars = fn(name: &str, number: u64) -> Option<Value>;

/// A schema that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// The file could not be read.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// It is no valid schema.
    #[error("{0} is no valid schema: {1}")]
    Invalid(String, String),
}

/// A request that fits the schema.
pub struct Asked<'a> {
    graphql: &'a GraphQl,
    document: Valid<ExecutableDocument>,
}

impl GraphQl {
    /// Reads a schema in the schema definition language, packed with gzip. `empty` names the lists that are empty in every
    /// answer that is made: those of errors.
    ///
    /// # Errors
    /// The file is not there, or holds no valid schema.
    pub fn load(path: &Path, scalars: Scalars, empty: fn(&str) -> bool) -> Result<Self, SchemaError> {
        let name = path.display().to_string();
        let file = std::fs::File::open(path).map_err(|e| SchemaError::File(name.clone(), e))?;
        let mut text = String::new();
        let read = flate2::read::GzDecoder::new(file).read_to_string(&mut text);
        read.map_err(|e| SchemaError::File(name.clone(), e))?;
        Self::parse(text, name, scalars, empty)
    }

    /// Reads a schema from its text.
    ///
    /// # Errors
    /// It is no valid schema.
    pub fn parse(
        text: impl Into<String>,
        name: impl Into<String>,
        scalars: Scalars,
        empty: fn(&str) -> bool,
    ) -> Result<Self, SchemaError> {
        let (mut text, name) = (text.into(), name.into());
        // A part of the language since September 2025, which the compiler does not know yet.
        if !text.contains("directive @oneOf") {
            text.push_str("\ndirective @oneOf on INPUT_OBJECT\n");
        }
        let schema = Schema::parse_and_validate(text, &name)
            .map_err(|invalid| SchemaError::Invalid(name, invalid.errors.to_string()))?;
        Ok(Self { schema, scalars, empty })
    }

    /// The values of an enumeration.
    #[must_use]
    pub fn values(&self, enumeration: &str) -> Vec<String> {
        let values = self.schema.get_enum(enumeration).into_iter().flat_map(|known| known.values.keys());
        values.map(ToString::to_string).collect()
    }

    /// Holds the body of a request against the schema: the document, and the values of its variables. Nothing that is deprecated
    /// may be used, and no variable given that the document does not have.
    ///
    /// # Errors
    /// All in which it does not fit.
    pub fn request(&self, body: &Bytes) -> Result<Asked<'_>, Vec<String>> {
        let body: Value =
            serde_json::from_slice(body).map_err(|e| vec![format!("the body is not JSON: {e}")])?;
        let text = body["query"].as_str().ok_or_else(|| vec!["the body has no `query`".to_owned()])?;
        let none = Map::new();
        let variables = body["variables"].as_object().unwrap_or(&none);
        let document = ExecutableDocument::parse_and_validate(&self.schema, text, "document")
            .map_err(|invalid| vec![invalid.errors.to_string()])?;
        let operation = operation(&document).ok_or_else(|| vec!["there must be one operation".to_owned()])?;
        let wrong = check::check(&self.schema, &document, operation, variables);
        if wrong.is_empty() { Ok(Asked { graphql: self, document }) } else { Err(wrong) }
    }
}

fn operation(document: &ExecutableDocument) -> Option<&Operation> {
    document.operations.get(None).ok().map(|operation| &**operation)
}

impl Asked<'_> {
    /// Whether it is a mutation.
    #[must_use]
    pub fn is_mutation(&self) -> bool {
        operation(&self.document).is_some_and(Operation::is_mutation)
    }

    /// The names of its root fields.
    #[must_use]
    pub fn roots(&self) -> Vec<String> {
        let fields = operation(&self.document).into_iter().flat_map(|o| o.root_fields(&self.document));
        fields.map(|field| field.name.to_string()).collect()
    }

    /// Whether one of its root fields has this directive.
    #[must_use]
    pub fn has_directive(&self, name: &str) -> bool {
        let mut fields = operation(&self.document).into_iter().flat_map(|o| o.root_fields(&self.document));
        fields.any(|field| field.directives.has(name))
    }

    /// What `data` may be in an answer to it, as the module says. The last one has null wherever that may be, below the root
    /// (of a mutation: below its payload).
    #[must_use]
    pub fn answers(&self) -> Vec<Value> {
        operation(&self.document)
            .map(|operation| answers::answers(self.graphql, &self.document, operation))
            .unwrap_or_default()
    }
}

impl Asked<'_> {
    /// Holds the `data` of an answer against the document and the schema: what was asked for is there and nothing else, of its
    /// type, and null only where that may be.
    #[must_use]
    pub fn answered(&self, data: &Value) -> Vec<String> {
        let operation = operation(&self.document);
        operation.map(|asked| answered::check(self.graphql, &self.document, asked, data)).unwrap_or_default()
    }
}

impl fmt::Debug for GraphQl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphQl").field("types", &self.schema.types.len()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Asked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Asked").field("roots", &self.roots()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
