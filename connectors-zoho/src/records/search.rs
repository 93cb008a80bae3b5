//! Searching by criteria, e-mail address, phone number or word.

use connectors_core::{
    Action, Cursor, Cx, Error, Fault, Head, Meta, Page, PagedAction, Request, Response, Result, setters,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::verb::{self, Verb};
use super::{Found, MOST_PER_PAGE, Which, fields, module, per_page};
use crate::criteria::Criteria;
use crate::module::{Module, Of};
use crate::{Zoho, errors, limits};

/// The most results of one search.
const CAP: u64 = 2_000;

/// `<resource>.search`: records that fit, by exactly one of criteria, e-mail address, phone number or word.
///
/// Zoho gives at most 2,000 results; whoever reads that far gets an error after the last, not the end:
/// [`coql`](crate::coql) goes on. New and
/// changed records are found some time later only: to read what was just written, use [`Get`](super::Get) or
/// [`coql`](crate::coql). `equals` finds texts that contain the value, too.
///
/// Needs the scope `ZohoSearch.securesearch.READ` besides that of the module.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Search<M> {
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
    /// The fields to read; empty for those of the record type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Whether converted leads are among them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub converted: Option<Which>,
    /// Whether unapproved records are among them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved: Option<Which>,
    /// How many on a page: 200 unless said otherwise, which is the most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_page: Option<u16>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    #[serde(skip)]
    of: Of<M>,
}

impl<M> Default for Search<M> {
    fn default() -> Self {
        Self {
            module: None,
            criteria: None,
            email: None,
            phone: None,
            word: None,
            fields: Vec::new(),
            converted: None,
            approved: None,
            per_page: None,
            cursor: None,
            of: Of::default(),
        }
    }
}

impl<M> Search<M> {
    /// Records for which this holds.
    #[must_use]
    pub fn criteria(criteria: Criteria) -> Self {
        Self { criteria: Some(criteria), ..Self::default() }
    }

    /// Records with this e-mail address in any field.
    #[must_use]
    pub fn email(email: impl Into<String>) -> Self {
        Self { email: Some(email.into()), ..Self::default() }
    }

    /// Records with this phone number in any field.
    #[must_use]
    pub fn phone(phone: impl Into<String>) -> Self {
        Self { phone: Some(phone.into()), ..Self::default() }
    }

    /// Records with this word in any field.
    #[must_use]
    pub fn word(word: impl Into<String>) -> Self {
        Self { word: Some(word.into()), ..Self::default() }
    }

    setters!(module: Option<String>, fields: Vec<String>, converted: Option<Which>, approved: Option<Which>,
        cursor: Option<Cursor>);

    /// Sets `per_page`.
    #[must_use]
    pub fn per_page(mut self, records: u16) -> Self {
        self.per_page = Some(records);
        self
    }
}

impl<M: Module + DeserializeOwned> Action for Search<M> {
    type Connector = Zoho;
    type Output = Page<M>;
    const META: Meta = Verb::<M, { verb::SEARCH }>::META;

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let criteria = self.criteria.as_ref().map(Criteria::for_search).transpose()?;
        let ways = [
            ("criteria", criteria.as_deref()),
            ("email", self.email.as_deref()),
            ("phone", self.phone.as_deref()),
            ("word", self.word.as_deref()),
        ];
        let mut chosen = ways.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let (Some((way, value)), None) = (chosen.next(), chosen.next()) else {
            return Err(Error::validation(
                "criteria",
                "exactly one of criteria, email, phone and word must be given",
            ));
        };
        if value.trim().is_empty() {
            return Err(Error::validation(way, "is empty"));
        }
        let page = Cursor::page(self.cursor.as_ref(), 1)?;
        if page == 0 || page.saturating_mul(self.per_page.unwrap_or(MOST_PER_PAGE).into()) > CAP {
            let text = "these are the 2,000 results that Zoho gives of one search, and there may be more: narrow it, or ask \
                 with `coql.query`, which goes on";
            return Err(Error::validation("cursor", text));
        }
        let request = Request::get([module::<M>(self.module.as_deref(), cx)?, "search"])
            .query(way, value)
            .query_list("fields", fields::<M>(&self.fields)?)
            .query_opt("converted", self.converted)
            .query_opt("approved", self.approved)
            .query("page", page);
        Ok(limits::heavy(per_page(request, self.per_page)?, 1))
    }

    fn response(&self, response: Response) -> Result<Page<M>> {
        let Found { data, info } = response.json_opt()?.unwrap_or_default();
        let page = Cursor::page(self.cursor.as_ref(), 1)?;
        let per_page = u64::from(self.per_page.unwrap_or(MOST_PER_PAGE));
        // At the cap nothing tells "all" from "all that you get".
        let capped = data.len() as u64 >= per_page && page.saturating_mul(per_page) >= CAP;
        let more = capped || info.more_records == Some(true);
        Ok(Page::new(data, more.then_some(Cursor::Page(page + 1))))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_list(head, body)
    }
}

impl<M: Module + DeserializeOwned> PagedAction for Search<M> {
    type Item = M;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
