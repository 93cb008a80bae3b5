//! One request to the GraphQL endpoint: read, checked, weighed, run.

use std::sync::Arc;

use apollo_compiler::executable::{Field, Operation, Selection, SelectionSet};
use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::resolvers::Execution;
use apollo_compiler::response::{GraphQLError, JsonMap};
use apollo_compiler::validation::{DiagnosticList, Valid};
use apollo_compiler::{ExecutableDocument, introspection};
use serde_json::{Value, json};

use super::Cx;
use super::cost::{self, Costs};
use super::endpoint::Asked;
use super::resolve::Host;
use super::schema::{self, Served};

/// What a request asks for.
pub(super) struct Request {
    document: Arc<Valid<ExecutableDocument>>,
    operation: Option<String>,
    variables: Valid<JsonMap>,
    served: &'static Served,
}

/// The errors of a request that is not run.
pub(super) type Errors = Vec<Value>;

fn error(message: &str, code: &str) -> Value {
    json!({ "message": message, "extensions": { "code": code } })
}

impl Request {
    /// Reads and checks a request's body.
    ///
    /// # Errors
    /// What Shopify tells in `errors`.
    pub(super) fn read(asked: &Asked) -> Result<Self, Errors> {
        Self::compile(asked)?.with(asked.variables.clone())
    }

    /// Reads and checks a document, without the values of its variables.
    ///
    /// # Errors
    /// What Shopify tells in `errors`.
    pub(super) fn compile(asked: &Asked) -> Result<Self, Errors> {
        let Some(served) = schema::served() else {
            return Err(vec![error("no schema", "INTERNAL_SERVER_ERROR")]);
        };
        let text = asked.query.as_str();
        let document = ExecutableDocument::parse_and_validate(&served.schema, text, "request.graphql");
        let document = document.map_err(|problem| told(&problem.errors))?;
        let chosen = document.operations.get(asked.operation.as_deref());
        let operation =
            chosen.map_err(|problem| vec![error(&problem.message().to_string(), "argumentNotAccepted")])?;
        introspection::check_max_depth(&document, operation)
            .map_err(|problem| vec![error(&problem.message().to_string(), "MAX_DEPTH_EXCEEDED")])?;
        let variables = Valid::assume_valid(JsonMap::new());
        Ok(Self { operation: asked.operation.clone(), document: Arc::new(document), variables, served })
    }

    /// The same document with these values of its variables.
    ///
    /// # Errors
    /// What Shopify tells in `errors`.
    pub(super) fn with(&self, variables: Value) -> Result<Self, Errors> {
        let raw: JsonMap = serde_json::from_value(variables).unwrap_or_default();
        let Some(operation) = self.operation() else {
            return Err(vec![error("no operation", "argumentNotAccepted")]);
        };
        let coerced = coerce_variable_values(&self.served.schema, operation, &raw);
        let variables = coerced.map_err(|problem| {
            let mut told = json!(problem.to_graphql_error(&self.document.sources));
            told["extensions"] = json!({ "code": "INVALID_VARIABLE" });
            vec![told]
        })?;
        let (document, operation) = (Arc::clone(&self.document), self.operation.clone());
        Ok(Self { document, operation, variables, served: self.served })
    }

    fn costs(&self) -> Costs<'_> {
        Costs { schema: &self.served.schema, document: &self.document, variables: &self.variables }
    }

    pub(super) fn operation(&self) -> Option<&Operation> {
        self.document.operations.get(self.operation.as_deref()).ok().map(|operation| &**operation)
    }

    /// The fields of a selection, those of fragments among them.
    pub(super) fn fields_of<'s>(&'s self, set: &'s SelectionSet) -> Vec<&'s Field> {
        fields_of(&self.document, set)
    }

    pub(super) fn is_connection(&self, field: &Field) -> bool {
        schema::nodes_of(&self.served.schema, &field.definition.ty).is_some()
    }

    /// The `node` of a connection's `edges`.
    pub(super) fn node_of<'s>(&'s self, connection: &'s Field) -> Option<&'s Field> {
        let inner = |field: &'s Field, name: &str| {
            self.fields_of(&field.selection_set).into_iter().find(|field| field.name == name)
        };
        inner(inner(connection, "edges")?, "node")
    }

    pub(super) fn is_mutation(&self) -> bool {
        self.operation().is_some_and(|operation| operation.is_mutation())
    }

    /// The points that it may cost at most; more than [`cost::MOST`] is refused.
    ///
    /// # Errors
    /// The error that Shopify tells.
    pub(super) fn requested(&self) -> Result<u64, Errors> {
        let requested = self.operation().map_or(0, |operation| self.costs().requested(operation));
        if requested > cost::MOST {
            let message = format!(
                "Query cost is {requested}, which exceeds the single query max cost limit ({}).",
                cost::MOST
            );
            let extensions = json!({ "code": "MAX_COST_EXCEEDED", "cost": requested, "maxCost": cost::MOST });
            return Err(vec![json!({ "message": message, "extensions": extensions })]);
        }
        Ok(requested)
    }

    pub(super) fn actual(&self, data: &Value) -> u64 {
        self.operation().map_or(0, |operation| self.costs().actual(operation, data))
    }

    /// The cost of each field, for whoever asks to be told.
    pub(super) fn fields(&self, data: &Value) -> Vec<Value> {
        self.operation().map(|operation| self.costs().fields(operation, data)).unwrap_or_default()
    }

    /// Runs it. `whole` gives connections without pages. The answer has `data`, and `errors` if there are any.
    pub(super) fn run<'a>(&'a self, cx: Cx<'a>, whole: bool) -> Value {
        let host = Host {
            cx: cx.into(),
            served: self.served,
            variables: &self.variables,
            whole,
            extensions: Vec::new().into(),
        };
        let root = host.root(if self.is_mutation() { "Mutation" } else { "QueryRoot" });
        let execution = Execution::new(&self.served.schema, &self.document)
            .implementers_map(&self.served.implementers)
            .coerced_variable_values(&self.variables)
            .enable_schema_introspection(true)
            .operation_name(self.operation.as_deref());
        let ran = execution.and_then(|execution| execution.execute_sync(&root));
        let ran = match ran {
            Ok(ran) => ran,
            Err(problem) => {
                return json!({ "errors": [error(&problem.message().to_string(), "BAD_REQUEST")] });
            }
        };
        let mut answer = json!({ "data": ran.data });
        if !ran.errors.is_empty() {
            let known = host.extensions.borrow();
            let told = |failed: &GraphQLError| {
                let message = failed.message.strip_prefix("resolver error: ").unwrap_or(&failed.message);
                let extensions =
                    known.iter().find(|(text, _)| text == message).map(|(_, extensions)| extensions.clone());
                let extensions = extensions.unwrap_or_else(|| json!({ "code": "INTERNAL_SERVER_ERROR" }));
                json!({
                    "message": message, "locations": failed.locations, "path": failed.path, "extensions": extensions,
                })
            };
            answer["errors"] = ran.errors.iter().map(told).collect();
        }
        answer
    }
}

/// The fields of a selection, those of fragments among them.
pub(super) fn fields_of<'s>(document: &'s ExecutableDocument, set: &'s SelectionSet) -> Vec<&'s Field> {
    let mut fields = Vec::new();
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => fields.push(&**field),
            Selection::InlineFragment(fragment) => {
                fields.extend(fields_of(document, &fragment.selection_set))
            }
            Selection::FragmentSpread(spread) => {
                let fragment = document.fragments.get(&spread.fragment_name);
                fields.extend(fragment.into_iter().flat_map(|one| fields_of(document, &one.selection_set)));
            }
        }
    }
    fields
}

/// What is wrong with a document, in the words of the checker, with codes as Shopify has them where the kind is known.
fn told(problems: &DiagnosticList) -> Errors {
    let one = |problem: apollo_compiler::diagnostic::Diagnostic<
        '_,
        apollo_compiler::validation::DiagnosticData,
    >| {
        let mut error = json!(problem.to_json());
        let message = error["message"].as_str().unwrap_or_default().to_owned();
        if !message.contains("syntax error") {
            error["extensions"] = json!({ "code": code_of(&message) });
        }
        error
    };
    problems.iter().map(one).collect()
}

fn code_of(message: &str) -> &'static str {
    const CODES: &[(&str, &str)] = &[
        ("does not have a field", "undefinedField"),
        ("required argument", "missingRequiredArguments"),
        ("the argument", "argumentNotAccepted"),
        ("is not defined", "variableNotDefined"),
        ("unused variable", "variableNotUsed"),
        ("cannot be used", "variableMismatch"),
        ("expected value of type", "argumentLiteralsIncompatible"),
        ("requires a selection set", "selectionMismatch"),
        ("must have a selection", "selectionMismatch"),
    ];
    CODES.iter().find(|(part, _)| message.contains(part)).map_or("invalidDocument", |(_, code)| code)
}
