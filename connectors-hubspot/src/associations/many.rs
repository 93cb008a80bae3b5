//! Many associations at once.

use std::ops::Range;

use connectors_core::{
    Action, BatchAction, Cx, Delivery, Error, ErrorKind, Idempotency, Meta, Outcome, Request, Response,
    Result,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{AssociationType, TO_WRITE};
use crate::HubSpot;
use crate::config::Api;
use crate::errors::{Body, texts};
use crate::objects::{id, many};
use crate::pipelines::object_type;

/// Two objects that are to be associated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Pair {
    /// The id of the object on one side.
    pub from_id: String,
    /// The id of the object on the other side.
    pub to_id: String,
    /// In which ways.
    pub types: Vec<AssociationType>,
}

impl Pair {
    /// These two, in these ways.
    #[must_use]
    pub fn new(
        from_id: impl Into<String>,
        to_id: impl Into<String>,
        types: impl IntoIterator<Item = AssociationType>,
    ) -> Self {
        Self { from_id: from_id.into(), to_id: to_id.into(), types: types.into_iter().collect() }
    }
}

/// `association.create_many`: associates pairs of objects of two types, 100 in a call, and tells what became of each. It can be repeated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CreateMany {
    /// The object type on one side: `contacts`.
    pub from: String,
    /// The object type on the other side: `companies`.
    pub to: String,
    /// The pairs.
    pub pairs: Vec<Pair>,
}

impl CreateMany {
    /// These pairs of objects of two types.
    #[must_use]
    pub fn new(
        from: impl Into<String>,
        to: impl Into<String>,
        pairs: impl IntoIterator<Item = Pair>,
    ) -> Self {
        Self { from: from.into(), to: to.into(), pairs: pairs.into_iter().collect() }
    }
}

impl Action for CreateMany {
    type Connector = HubSpot;
    type Output = Vec<Outcome<()>>;
    const META: Meta = Meta::write("association", "create_many")
        .title("Associate many objects")
        .scopes(TO_WRITE)
        .docs("https://developers.hubspot.com/docs/guides/api/crm/associations/associations-v4/guide");

    fn request(&self, cx: &Cx<'_, HubSpot>) -> Result<Request> {
        let inputs = many("pairs", &self.pairs, |place, pair| {
            let from = id(&format!("{place}.from_id"), &pair.from_id)?;
            let to = id(&format!("{place}.to_id"), &pair.to_id)?;
            if pair.types.is_empty() {
                return Err(Error::validation(format!("{place}.types"), "are missing"));
            }
            Ok(
                json!({ "from": { "id": from }, "to": { "id": to }, "types": AssociationType::wire(&pair.types) }),
            )
        })?;
        let request = Request::post(cx.connector().path(
            Api::ASSOCIATION_BATCHES,
            [object_type("from", &self.from, cx)?, object_type("to", &self.to, cx)?, "batch", "create"],
        ));
        Ok(request.json(&json!({ "inputs": inputs })).idempotency(Idempotency::Idempotent))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        let answer: Answer = response.json_opt()?.unwrap_or_default();
        Ok(self.pairs.iter().map(|pair| answer.outcome(pair)).collect())
    }
}

impl BatchAction for CreateMany {
    type Item = ();
    const MAX: usize = 100;
    const REFUSED_WHOLE: bool = true;

    fn len(&self) -> usize {
        self.pairs.len()
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self { pairs: self.pairs.get(range).unwrap_or_default().to_vec(), ..self.clone() }
    }
}

/// What became of a batch of pairs.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    results: Vec<Done>,
    errors: Vec<Body>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Done {
    #[serde(deserialize_with = "crate::text::id")]
    from_object_id: String,
    #[serde(deserialize_with = "crate::text::id")]
    to_object_id: String,
}

impl Answer {
    /// By the ids of both; an error names both or one of them.
    fn outcome(&self, pair: &Pair) -> Outcome<()> {
        let done = |done: &Done| done.from_object_id == pair.from_id && done.to_object_id == pair.to_id;
        if self.results.iter().any(done) {
            return Outcome::Done(());
        }
        let about = |error: &&Body| {
            let named: Vec<_> = error.context.values().flat_map(texts).collect();
            let [from, to] = [&pair.from_id, &pair.to_id].map(|id| named.contains(id));
            if named.len() > 1 { from && to } else { from || to }
        };
        match self.errors.iter().find(about) {
            Some(error) => Outcome::Failed(error.clone().into_error()),
            None => {
                let text = "HubSpot's answer does not say what became of this pair";
                Outcome::Unknown(Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Unknown))
            }
        }
    }
}
