//! Reading the files and indexing their operations.

use std::{collections::BTreeMap, fs, path::Path};

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use url::Url;

use super::{
    Change, Correction, StatusJudge, StatusRule,
    parameter::Parameter,
    schema::{Direction, Schema},
};

/// Why a description cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file or folder cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file or folder.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A folder without descriptions.
    #[error("no *.json files in {0}")]
    Empty(String),
    /// A file is not JSON.
    #[error("{file} is not JSON: {source}")]
    Json {
        /// The file.
        file: String,
        /// Why.
        source: serde_json::Error,
    },
    /// A file is not an OpenAPI 3.0 or 3.1 description.
    #[error("{file} is not OpenAPI 3.0 or 3.1")]
    Version {
        /// The file.
        file: String,
    },
    /// A reference leads nowhere.
    #[error("{file}: the reference {reference} leads nowhere")]
    Reference {
        /// The file that holds the reference.
        file: String,
        /// The reference.
        reference: String,
    },
    /// A part of a description is not what OpenAPI asks for.
    #[error("{file}: {what}")]
    Malformed {
        /// The file.
        file: String,
        /// What is wrong, and where.
        what: String,
    },
    /// A correction no longer fits.
    #[error("the correction of {file}#{pointer} no longer fits: {what}")]
    Correction {
        /// The file.
        file: String,
        /// The place.
        pointer: String,
        /// Why.
        what: &'static str,
    },
}

/// The files of a description by name.
pub(super) type Documents = BTreeMap<String, Document>;

#[derive(Debug)]
pub(super) struct Document {
    root: Value,
    /// OpenAPI 3.0, whose schemas are not yet JSON Schema.
    pub(super) is_3_0: bool,
}

impl Document {
    pub(super) fn parse(file: &str, text: &str) -> Result<(String, Self), LoadError> {
        let root: Value =
            serde_json::from_str(text).map_err(|source| LoadError::Json { file: file.to_owned(), source })?;
        let version = root.get("openapi").and_then(Value::as_str).unwrap_or_default();
        let is_3_0 = version.starts_with("3.0");
        if !is_3_0 && !version.starts_with("3.1") {
            return Err(LoadError::Version { file: file.to_owned() });
        }
        Ok((file.to_owned(), Self { root, is_3_0 }))
    }
}

pub(super) fn read(folder: &Path, files: &[&str]) -> Result<Documents, LoadError> {
    let failed = |path: &Path, source| LoadError::Read { path: path.display().to_string(), source };
    let mut names: Vec<String> = files.iter().map(|&file| file.to_owned()).collect();
    if names.is_empty() {
        for entry in fs::read_dir(folder).map_err(|error| failed(folder, error))? {
            let name = entry.map_err(|error| failed(folder, error))?.file_name();
            names.extend(name.to_str().filter(|name| name.ends_with(".json")).map(str::to_owned));
        }
    }
    if names.is_empty() {
        return Err(LoadError::Empty(folder.display().to_string()));
    }
    let read = |name: &String| {
        let path = folder.join(name);
        Document::parse(name, &fs::read_to_string(&path).map_err(|error| failed(&path, error))?)
    };
    names.iter().map(read).collect()
}

pub(super) fn correct(documents: &mut Documents, correction: &Correction) -> Result<(), LoadError> {
    let stale = |what| LoadError::Correction {
        file: correction.file.to_owned(),
        pointer: correction.pointer.to_owned(),
        what,
    };
    let document = documents.get_mut(correction.file).ok_or_else(|| stale("there is no such file"))?;
    if let Change::Push(value) = &correction.change {
        let place = document.root.pointer_mut(correction.pointer).and_then(Value::as_array_mut);
        let array = place.ok_or_else(|| stale("there is no array"))?;
        if array.contains(value) {
            return Err(stale("the element is there already"));
        }
        array.push(value.clone());
        return Ok(());
    }
    let (parent, key) = correction.pointer.rsplit_once('/').ok_or_else(|| stale("it is the whole file"))?;
    let key = key.replace("~1", "/").replace("~0", "~");
    let parent = document.root.pointer_mut(parent).and_then(Value::as_object_mut);
    let parent = parent.ok_or_else(|| stale("its parent does not exist"))?;
    match &correction.change {
        Change::Set(value) if parent.get(&key) == Some(value) => {
            return Err(stale("the value is there already"));
        }
        Change::Set(value) => {
            parent.insert(key, value.clone());
        }
        Change::Rename(name) if parent.contains_key(*name) => {
            return Err(stale("the new name is there already"));
        }
        Change::Rename(name) => {
            let value = parent.remove(&key).ok_or_else(|| stale("it does not exist"))?;
            parent.insert((*name).to_owned(), value);
        }
        Change::Remove => {
            parent.remove(&key).ok_or_else(|| stale("it does not exist"))?;
        }
        Change::Push(_) => {}
    }
    Ok(())
}

/// Where a reference in `file` leads: the file and the value there, further references followed.
pub(super) fn resolve<'d>(
    documents: &'d Documents,
    file: &str,
    reference: &str,
) -> Result<(&'d str, &'d Value), LoadError> {
    let nowhere = || LoadError::Reference { file: file.to_owned(), reference: reference.to_owned() };
    let (name, pointer) = reference.split_once('#').ok_or_else(nowhere)?;
    let name = if name.is_empty() { file } else { name.strip_prefix("./").unwrap_or(name) };
    let (name, document) = documents.get_key_value(name).ok_or_else(nowhere)?;
    let pointer = percent_decode_str(pointer).decode_utf8_lossy();
    Ok((name, document.root.pointer(&pointer).ok_or_else(nowhere)?))
}

/// Follows references until there is a value that is none.
pub(super) fn follow<'d>(
    documents: &'d Documents,
    file: &'d str,
    value: &'d Value,
) -> Result<(&'d str, &'d Value), LoadError> {
    let (mut file, mut value) = (file, value);
    for _ in 0..32 {
        let Some(reference) = value.get("$ref").and_then(Value::as_str) else { return Ok((file, value)) };
        (file, value) = resolve(documents, file, reference)?;
    }
    Err(LoadError::Malformed { file: file.to_owned(), what: format!("a circle of references at {value}") })
}

#[derive(Debug)]
pub(super) struct Operation {
    pub(super) id: crate::Operation,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<RequestBody>,
    pub(super) responses: Vec<Response>,
}

impl Operation {
    pub(super) fn schemas(&self) -> impl Iterator<Item = &Schema> {
        let media = self.body.iter().flat_map(|body| &body.media);
        let media = media.chain(self.responses.iter().flat_map(|response| &response.media));
        self.parameters
            .iter()
            .map(|parameter| &parameter.schema)
            .chain(media.filter_map(|m| m.schema.as_ref()))
    }
}

#[derive(Debug)]
pub(super) struct RequestBody {
    pub(super) required: bool,
    pub(super) media: Vec<Media>,
}

#[derive(Debug)]
pub(super) struct Response {
    /// `200`, `4XX` or `default`.
    pub(super) status: String,
    pub(super) media: Vec<Media>,
}

#[derive(Debug)]
pub(super) struct Media {
    /// `application/json`, `image/*`, `*/*`; in lower case and without parameters.
    pub(super) range: String,
    pub(super) schema: Option<Schema>,
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "patch", "head", "options", "trace"];

pub(super) fn operations(documents: &Documents) -> Result<Vec<Operation>, LoadError> {
    let mut operations = Vec::new();
    for (file, document) in documents {
        let root = &document.root;
        for (path, item) in root.get("paths").and_then(Value::as_object).into_iter().flatten() {
            let (item_file, item) = follow(documents, file, item)?;
            for method in METHODS {
                let Some(operation) = item.get(method) else { continue };
                let servers = [operation, item, root].into_iter().find_map(|at| at.get("servers"));
                for base in bases(servers) {
                    let id = crate::Operation {
                        method: method.to_uppercase(),
                        template: format!("{base}{path}"),
                        file: file.clone(),
                    };
                    operations.push(Reader { documents, file: item_file }.operation(id, item, operation)?);
                }
            }
        }
    }
    Ok(operations)
}

/// The base paths of a `servers` list, without repetition.
fn bases(servers: Option<&Value>) -> Vec<String> {
    let urls = servers
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|server| server.get("url")?.as_str());
    let path = |url: &str| Url::parse(url).map_or_else(|_| url.to_owned(), |url| url.path().to_owned());
    let mut bases: Vec<_> = urls.map(|url| path(url).trim_end_matches('/').to_owned()).collect();
    bases.sort();
    bases.dedup();
    if bases.is_empty() { vec![String::new()] } else { bases }
}

/// The schemas of the [`StatusRule`]s that name one.
pub(super) fn status_schemas(
    documents: &Documents,
    rules: &[StatusRule],
) -> Result<Vec<(u16, Option<Schema>)>, LoadError> {
    let schema = |rule: &StatusRule| match rule.judge {
        StatusJudge::Schema(reference) => {
            let (file, schema) = resolve(documents, "", reference)?;
            Ok((rule.status, Some(Schema::new(file, schema, Direction::Response))))
        }
        _ => Ok((rule.status, None)),
    };
    rules.iter().map(schema).collect()
}

/// Reads the parts of an operation; references inside are relative to the file of its path item.
struct Reader<'d> {
    documents: &'d Documents,
    file: &'d str,
}

impl<'d> Reader<'d> {
    fn operation(
        &self,
        id: crate::Operation,
        item: &'d Value,
        operation: &'d Value,
    ) -> Result<Operation, LoadError> {
        let malformed =
            |what: &str| LoadError::Malformed { file: self.file.to_owned(), what: format!("{id}: {what}") };
        let mut parameters: Vec<Parameter> = Vec::new();
        // The operation's own parameters replace those of the path.
        for list in [operation, item].into_iter().filter_map(|at| at.get("parameters")?.as_array()) {
            for parameter in list {
                let (file, value) = follow(self.documents, self.file, parameter)?;
                let parameter = Parameter::read(self.documents, file, value).ok_or_else(|| {
                    malformed(&format!("a parameter without name, place or schema: {value}"))
                })?;
                if !parameters.iter().any(|other| other.is_same(&parameter)) {
                    parameters.push(parameter);
                }
            }
        }
        let body = match operation.get("requestBody") {
            None => None,
            Some(body) => {
                let (file, body) = follow(self.documents, self.file, body)?;
                let required = body.get("required").and_then(Value::as_bool).unwrap_or(false);
                Some(RequestBody { required, media: media(file, body, Direction::Request) })
            }
        };
        let responses = operation.get("responses").and_then(Value::as_object);
        let responses = responses.ok_or_else(|| malformed("no responses"))?;
        let responses =
            responses.iter().filter(|(status, _)| !status.starts_with("x-")).map(|(status, response)| {
                let (file, response) = follow(self.documents, self.file, response)?;
                Ok(Response {
                    status: status.to_ascii_uppercase(),
                    media: media(file, response, Direction::Response),
                })
            });
        Ok(Operation { parameters, body, responses: responses.collect::<Result<_, LoadError>>()?, id })
    }
}

fn media(file: &str, holder: &Value, direction: Direction) -> Vec<Media> {
    let content = holder.get("content").and_then(Value::as_object);
    let media = |(range, media): (&String, &Value)| Media {
        range: essence(range),
        schema: media
            .get("schema")
            .filter(|schema| says_something(schema))
            .map(|schema| Schema::new(file, schema, direction)),
    };
    content.map(Map::iter).into_iter().flatten().map(media).collect()
}

fn says_something(schema: &Value) -> bool {
    schema.as_object().is_none_or(|schema| !schema.is_empty())
}

/// A media type without its parameters.
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
