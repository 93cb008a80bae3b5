//! The pipelines of deals: which stages a deal goes through, by layout.

use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use crate::Zoho;
use crate::model::{Lookup, or_default};
use crate::records::{missing, record_id};

const DOCS: &str = "https://www.zoho.com/crm/developer/docs/api/v8/get-pipelines.html";
const SCOPES: &[&str] = &["ZohoCRM.settings.ALL", "ZohoCRM.settings.pipeline.READ"];

/// A pipeline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Pipeline {
    /// The pipeline's id.
    pub id: Option<String>,
    /// What people see.
    pub display_value: String,
    /// What a deal's `Pipeline` field holds.
    pub actual_value: String,
    /// Whether new deals get it unless said otherwise.
    #[serde(rename = "default")]
    pub is_default: Option<bool>,
    /// Its stages.
    #[serde(deserialize_with = "or_default")]
    pub maps: Vec<Stage>,
}

impl Pipeline {
    /// The pipeline of this name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Self { display_value: name.clone(), actual_value: name, ..Self::default() }
    }

    setters!(id: Option<String>, is_default: Option<bool>, maps: Vec<Stage>);
}

/// A stage of a pipeline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Stage {
    /// The stage's id.
    pub id: Option<String>,
    /// What people see.
    pub display_value: String,
    /// What a deal's `Stage` field holds.
    pub actual_value: String,
    /// Where it stands in the pipeline.
    pub sequence_number: Option<i64>,
    /// Whether a deal in it is open, won or lost: `Open`, `Closed Won`, `Closed Lost`.
    pub forecast_type: Option<String>,
    /// What forecasts make of it.
    pub forecast_category: Option<Lookup>,
}

impl Stage {
    /// The stage of this name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Self { display_value: name.clone(), actual_value: name, ..Self::default() }
    }

    setters!(id: Option<String>, sequence_number: Option<i64>, forecast_type: Option<String>,
        forecast_category: Option<Lookup>);
}

#[derive(Deserialize)]
struct Answer {
    pipeline: Vec<Pipeline>,
}

/// `pipeline.list`: the pipelines of a layout of deals, all in one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The layout's id; [`layouts`](crate::layouts) tells it.
    pub layout_id: String,
}

impl List {
    /// The pipelines of the layout with this id.
    #[must_use]
    pub fn new(layout_id: impl Into<String>) -> Self {
        Self { layout_id: layout_id.into() }
    }
}

impl Action for List {
    type Connector = Zoho;
    type Output = Vec<Pipeline>;
    const META: Meta =
        Meta::read("pipeline", "list").title("List the pipelines of a layout").scopes(SCOPES).docs(DOCS);

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        let layout = record_id("layout_id", &self.layout_id)?;
        Ok(Request::get(["settings", "pipeline"]).query("layout_id", layout))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<Pipeline>> {
        let answer: Option<Answer> = response.json_opt()?;
        Ok(answer.map(|answer| answer.pipeline).unwrap_or_default())
    }
}

/// `pipeline.get`: one pipeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Get {
    /// The layout's id.
    pub layout_id: String,
    /// The pipeline's id.
    pub id: String,
}

impl Get {
    /// The pipeline of this layout with this id.
    #[must_use]
    pub fn new(layout_id: impl Into<String>, id: impl Into<String>) -> Self {
        Self { layout_id: layout_id.into(), id: id.into() }
    }
}

impl Action for Get {
    type Connector = Zoho;
    type Output = Pipeline;
    const META: Meta = Meta::read("pipeline", "get").title("Get a pipeline").scopes(SCOPES).docs(DOCS);

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        let layout = record_id("layout_id", &self.layout_id)?;
        Ok(Request::get(["settings", "pipeline", record_id("id", &self.id)?]).query("layout_id", layout))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Pipeline> {
        let answer: Option<Answer> = response.json_opt()?;
        answer.and_then(|answer| answer.pipeline.into_iter().next()).ok_or_else(missing)
    }
}
