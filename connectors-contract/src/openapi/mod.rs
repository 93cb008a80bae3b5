//! OpenAPI 3.0 and 3.1 descriptions in JSON.
//!
//! All files of a platform make one index of operations; references may lead from file to file and in circles.
//! Schemas become JSON Schema 2020-12 for one direction each (`readOnly`, `writeOnly`), closed against keys that
//! they do not declare. Security requirements and response headers are not checked.

mod body;
mod check;
mod load;
mod options;
mod parameter;
mod schema;

use std::{collections::BTreeMap, path::Path};

use http::Method;

use crate::Template;
pub use load::LoadError;
use load::{Document, Documents, Operation};
pub use options::{Change, Correction, EnvelopeKey, Options, StatusJudge, StatusRule};

/// All the OpenAPI files of one platform.
#[derive(Debug)]
pub struct OpenApi {
    name: String,
    documents: Documents,
    options: Options,
    routes: BTreeMap<Template, Route>,
    statuses: Vec<(u16, Option<schema::Schema>)>,
}

/// The operations of all templates that match the same paths.
#[derive(Debug, Default)]
struct Route {
    operations: Vec<Operation>,
}

impl Route {
    fn of<'a>(&'a self, method: &'a Method) -> impl Iterator<Item = &'a Operation> {
        self.operations.iter().filter(move |operation| operation.id.method == method.as_str())
    }
}

impl OpenApi {
    /// Loads `files` of a folder, or all its `*.json` files when `files` is empty.
    ///
    /// # Errors
    /// When a file cannot be read, is not OpenAPI 3 in JSON, a reference leads nowhere, or a correction no longer fits.
    pub fn load(name: &str, folder: &Path, files: &[&str], options: Options) -> Result<Self, LoadError> {
        let documents = load::read(folder, files)?;
        Self::from_documents(name, documents, options)
    }

    /// The same from descriptions in memory: pairs of file name and content.
    ///
    /// # Errors
    /// As [`OpenApi::load`].
    pub fn parse(name: &str, files: &[(&str, &str)], options: Options) -> Result<Self, LoadError> {
        let documents =
            files.iter().map(|(file, text)| Document::parse(file, text)).collect::<Result<_, _>>()?;
        Self::from_documents(name, documents, options)
    }

    fn from_documents(name: &str, mut documents: Documents, options: Options) -> Result<Self, LoadError> {
        for correction in &options.corrections {
            load::correct(&mut documents, correction)?;
        }
        let mut routes = BTreeMap::<Template, Route>::new();
        for operation in load::operations(&documents)? {
            let template = Template::new(&operation.id.template);
            routes.entry(template).or_default().operations.push(operation);
        }
        let statuses = load::status_schemas(&documents, &options.statuses)?;
        Ok(Self { name: name.to_owned(), documents, options, routes, statuses })
    }

    /// How many operations there are.
    pub fn len(&self) -> usize {
        self.routes.values().map(|route| route.operations.len()).sum()
    }

    /// Whether there is no operation at all.
    pub fn is_empty(&self) -> bool {
        self.routes.is_empty()
    }

    /// Compiles every schema that the checks can come to and says how many there are. The checks compile lazily;
    /// this is for a test that wants to know about all of them.
    ///
    /// # Errors
    /// One line for each schema that does not compile.
    pub fn compile_all(&self) -> Result<usize, Vec<String>> {
        let mut count = 0;
        let mut errors = Vec::new();
        let statuses = self.statuses.iter().filter_map(|(_, schema)| schema.as_ref());
        let operations = self.routes.values().flat_map(|route| &route.operations);
        for schema in operations.flat_map(Operation::schemas).chain(statuses) {
            count += 1;
            if let Err(error) = schema.validator(&self.documents, &self.options) {
                errors.push(error);
            }
        }
        if errors.is_empty() { Ok(count) } else { Err(errors) }
    }

    /// The route of a path with its path parameters: the most specific template alone decides.
    fn route(&self, path: &str) -> Option<(&Template, &Route)> {
        self.routes.iter().find(|(template, _)| template.matches(path).is_some())
    }
}

#[cfg(test)]
mod tests;
