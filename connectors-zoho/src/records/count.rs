//! How many records there are.

use std::fmt;

use connectors_core::{Action, Cx, Error, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Deserializer, Serialize, de};

use super::verb::{self, Verb};
use super::{module, record_id};
use crate::criteria::Criteria;
use crate::module::{Module, Of};
use crate::{Zoho, limits};

/// `record.count`: how many records a module has: all, or those of a custom view, or those that a search would find,
/// by exactly one of criteria, e-mail address, phone number or word.
///
/// A count by a search needs the scope `ZohoSearch.securesearch.READ` besides that of the module.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Count<M> {
    /// The module's API name, where it is not the record type's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// What must hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub criteria: Option<Criteria>,
    /// An e-mail address, in any e-mail field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A phone number, in any phone field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// A word, in any field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
    /// The custom view whose records are counted, by its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cvid: Option<String>,
    #[serde(skip)]
    of: Of<M>,
}

impl<M> Default for Count<M> {
    fn default() -> Self {
        Self {
            module: None,
            criteria: None,
            email: None,
            phone: None,
            word: None,
            cvid: None,
            of: Of::default(),
        }
    }
}

impl<M> Count<M> {
    /// All records.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(module: Option<String>, criteria: Option<Criteria>, email: Option<String>, phone: Option<String>,
        word: Option<String>, cvid: Option<String>);
}

impl<M: Module> Action for Count<M> {
    type Connector = Zoho;
    type Output = u64;
    const META: Meta = Verb::<M, { verb::COUNT }>::META;

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let criteria = self.criteria.as_ref().map(Criteria::for_search).transpose()?;
        let cvid = self.cvid.as_deref().map(|id| record_id("cvid", id)).transpose()?;
        let ways = [
            ("criteria", criteria.as_deref()),
            ("email", self.email.as_deref()),
            ("phone", self.phone.as_deref()),
            ("word", self.word.as_deref()),
            ("cvid", cvid),
        ];
        let request = Request::get([module::<M>(self.module.as_deref(), cx)?, "actions", "count"]);
        let mut chosen = ways.into_iter().filter_map(|(name, value)| Some((name, value?)));
        match (chosen.next(), chosen.next()) {
            (None, _) => Ok(request),
            (Some((way, value)), None) if value.trim().is_empty() => Err(Error::validation(way, "is empty")),
            (Some((way, value)), None) => Ok(limits::heavy(request.query(way, value), 1)),
            (Some(_), Some((other, _))) => {
                let text = "at most one of criteria, email, phone, word and cvid can be given";
                Err(Error::validation(other, text))
            }
        }
    }

    fn response(&self, response: Response) -> Result<u64> {
        Counted::read(&response)
    }
}

/// A count: Zoho's description says text, its client libraries a number.
#[derive(Deserialize)]
pub(crate) struct Counted {
    #[serde(deserialize_with = "number")]
    count: u64,
}

impl Counted {
    pub(crate) fn read(response: &Response) -> Result<u64> {
        Ok(response.json::<Self>()?.count)
    }
}

fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    struct Number;

    impl de::Visitor<'_> for Number {
        type Value = u64;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a count: a number or text with one")
        }

        fn visit_u64<E: de::Error>(self, count: u64) -> Result<u64, E> {
            Ok(count)
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<u64, E> {
            text.trim().parse().map_err(|_| E::invalid_value(de::Unexpected::Other("something else"), &self))
        }
    }

    deserializer.deserialize_any(Number)
}
