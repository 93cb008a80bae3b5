//! The values of one field's pick list.

use connectors_core::{Action, Cx, Meta, Request, Response, Result};
use serde::{Deserialize, Serialize};

use crate::Zoho;
use crate::module::Record;
use crate::module_fields::PickListValue;
use crate::records::{module, record_id};

#[derive(Deserialize)]
struct Answer {
    pick_list_values: Vec<PickListValue>,
}

/// `pick_list_value.list`: the values of a field's pick list, all in one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// The API name of the field's module.
    pub module: String,
    /// The field's id; [`module_fields`](crate::module_fields) tells it.
    pub field_id: String,
}

impl List {
    /// The values of the field with this id, of this module.
    #[must_use]
    pub fn new(module: impl Into<String>, field_id: impl Into<String>) -> Self {
        Self { module: module.into(), field_id: field_id.into() }
    }
}

impl Action for List {
    type Connector = Zoho;
    type Output = Vec<PickListValue>;
    const META: Meta = Meta::read("pick_list_value", "list")
        .title("List the values of a pick list")
        .scopes(&["ZohoCRM.settings.ALL", "ZohoCRM.settings.fields.READ"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/picklist-values.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let path = ["settings", "fields", record_id("field_id", &self.field_id)?, "pick_list_values"];
        Ok(Request::get(path).query("module", module::<Record>(Some(&self.module), cx)?))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Vec<PickListValue>> {
        let answer: Option<Answer> = response.json_opt()?;
        Ok(answer.map(|answer| answer.pick_list_values).unwrap_or_default())
    }
}
