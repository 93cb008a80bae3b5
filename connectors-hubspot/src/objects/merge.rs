//! What cannot be taken back: two objects made one, and deletion for good.

use connectors_core::{Action, Cx, Error, Meta, Request, Response, Result, setters};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::verb::{self, Verb};
use super::{Object, at, id, key, object};
use crate::HubSpot;
use crate::crm_object::{CrmObject, Of};

/// `<resource>.merge`: makes two objects one: of contacts, companies, deals and tickets. It gives what came of them, which may
/// have an id of its own. When the answer is lost, nothing is sent again: read the primary object.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Merge<O> {
    /// The object type, where it is not that of the Rust type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The id of the one whose values are kept.
    pub primary: String,
    /// The id of the one that goes up in it.
    pub other: String,
    #[serde(skip)]
    of: Of<O>,
}

impl<O> Merge<O> {
    /// Puts `other` into `primary`.
    #[must_use]
    pub fn new(primary: impl Into<String>, other: impl Into<String>) -> Self {
        Self { object: None, primary: primary.into(), other: other.into(), of: Of::default() }
    }

    setters!(object: Option<String>);
}

impl<O: CrmObject + DeserializeOwned> Action for Merge<O> {
    type Connector = HubSpot;
    type Output = Object<O>;
    const META: Meta = Verb::<O, { verb::MERGE }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let (primary, other) = (id("primary", &self.primary)?, id("other", &self.other)?);
        if primary == other {
            return Err(Error::validation("other", "is the primary object itself"));
        }
        let body = json!({ "primaryObjectId": primary, "objectIdToMerge": other });
        Ok(Request::post(at(cx, object::<O>(self.object.as_deref(), cx)?, &["merge"])).json(&body))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Object<O>> {
        response.json()
    }
}

/// `contact.gdpr_delete`: deletes a contact with all that belongs to it, for good, as the law may ask for. By their e-mail
/// address they cannot be made again (not verified).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct GdprDelete<O> {
    /// The object's id, or the value of `id_property`.
    pub id: String,
    /// A unique property by which it is found: `email`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_property: Option<String>,
    #[serde(skip)]
    of: Of<O>,
}

impl<O> GdprDelete<O> {
    /// Deletes the object with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), id_property: None, of: Of::default() }
    }

    setters!(id_property: Option<String>);
}

impl<O: CrmObject> Action for GdprDelete<O> {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Verb::<O, { verb::GDPR_DELETE }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let key = key("id", &self.id, self.id_property.as_deref())?;
        let mut body = json!({ "objectId": key });
        if let Some(property) = &self.id_property {
            body["idProperty"] = property.as_str().into();
        }
        let request = Request::post(at(cx, object::<O>(None, cx)?, &["gdpr-delete"])).json(&body);
        Ok(request.idempotency(connectors_core::Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<()> {
        Ok(())
    }
}
