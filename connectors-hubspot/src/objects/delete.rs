//! Objects that go to the recycle bin, which HubSpot calls archiving.

use std::ops::Range;

use connectors_core::{
    Action, BatchAction, Cx, Idempotency, Meta, Outcome, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::verb::{self, Verb};
use super::{MOST, at, id, many, object};
use crate::HubSpot;
use crate::crm_object::{CrmObject, Of};

/// `<resource>.delete`: moves one object to the recycle bin. People can restore it there for 90 days (not verified).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Delete<O> {
    /// The object type, where it is not that of the Rust type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The object's id.
    pub id: String,
    #[serde(skip)]
    of: Of<O>,
}

impl<O> Delete<O> {
    /// Deletes the object with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { object: None, id: id.into(), of: Of::default() }
    }

    setters!(object: Option<String>);
}

impl<O: CrmObject> Action for Delete<O> {
    type Connector = HubSpot;
    type Output = ();
    const META: Meta = Verb::<O, { verb::DELETE }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        Ok(Request::delete(at(cx, object::<O>(self.object.as_deref(), cx)?, &[id("id", &self.id)?])))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<()> {
        Ok(())
    }
}

/// `<resource>.delete_many`: moves objects to the recycle bin, 100 in a call: all of them, or none.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct DeleteMany<O> {
    /// The object type, where it is not that of the Rust type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The objects' ids.
    pub ids: Vec<String>,
    #[serde(skip)]
    of: Of<O>,
}

impl<O> DeleteMany<O> {
    /// Deletes the objects with these ids.
    #[must_use]
    pub fn new<S: Into<String>>(ids: impl IntoIterator<Item = S>) -> Self {
        Self { object: None, ids: ids.into_iter().map(Into::into).collect(), of: Of::default() }
    }

    setters!(object: Option<String>);
}

impl<O: CrmObject> Action for DeleteMany<O> {
    type Connector = HubSpot;
    type Output = Vec<Outcome<()>>;
    const META: Meta = Verb::<O, { verb::DELETE_MANY }>::META;

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let inputs = many("ids", &self.ids, |place, one| Ok(json!({ "id": id(place, one)? })))?;
        let object = object::<O>(self.object.as_deref(), cx)?;
        let request = Request::post(at(cx, object, &["batch", "archive"])).json(&json!({ "inputs": inputs }));
        Ok(request.idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(self.ids.iter().map(|_| Outcome::Done(())).collect())
    }
}

impl<O: CrmObject> BatchAction for DeleteMany<O> {
    type Item = ();
    const MAX: usize = MOST;
    const REFUSED_WHOLE: bool = true;

    fn len(&self) -> usize {
        self.ids.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { ids: self.ids.get(range).unwrap_or_default().to_vec(), ..self.clone() }
    }
}
