//! One record, and lists of them.

use chrono::{DateTime, Utc};
use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::{Entity, Of, priced, read, title};
use crate::filter::{Filter, Order};
use crate::listing::{self, Paging};
use crate::{Xero, envelope};

/// Records that are listed page by page, and can be asked for by the time of their change: by [`List`].
#[derive(Clone, Copy, Debug)]
pub enum Paged {}

/// Records that are listed all at once, and can be asked for by the time of their change: by [`ListWhole`].
#[derive(Clone, Copy, Debug)]
pub enum Whole {}

/// Records that are listed all at once, and do not tell when they were changed: by [`ListUndated`].
#[derive(Clone, Copy, Debug)]
pub enum Undated {}

/// `<resource>.get`: one record, by Xero's id. Contacts, invoices and purchase orders are found by their number too,
/// items by their code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Get<E> {
    /// The record's id; a contact's, invoice's or purchase order's number, an item's code.
    pub id: String,
    #[serde(skip)]
    of: Of<E>,
}

impl<E> Get<E> {
    /// The record with this id, number or code.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), of: Of::default() }
    }

    setters!(id: String);
}

impl<E: Entity> Action for Get<E> {
    type Connector = Xero;
    type Output = E;
    const META: Meta = read::<E>("get").title(const { &title("Get", E::ONE) }.as_str());

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(priced::<E>(Request::get([E::PLURAL, &self.id])))
    }

    fn response(&self, response: Response) -> Result<E> {
        envelope::one(&response)
    }
}

const fn list<E: Entity>() -> Meta {
    read::<E>("list").title(const { &title("List", E::MANY) }.as_str())
}

/// `<resource>.list`: records that meet all that is set.
///
/// Pages are numbered: a record that starts or ceases to meet the conditions while the list is read shifts those after
/// it. Deleted ones are listed, with their status.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct List<E> {
    /// Conditions on fields.
    pub filter: Option<Filter>,
    /// What to order by.
    pub order: Option<Order>,
    /// Only what was made or changed since then.
    pub modified_since: Option<DateTime<Utc>>,
    /// Records per call, 1 to 1000: 100 unless set.
    pub page_size: Option<u16>,
    /// Where to go on.
    pub cursor: Option<Cursor>,
    #[serde(skip)]
    of: Of<E>,
}

impl<E> Default for List<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> List<E> {
    /// All.
    #[must_use]
    pub fn new() -> Self {
        Self {
            filter: None,
            order: None,
            modified_since: None,
            page_size: None,
            cursor: None,
            of: Of::default(),
        }
    }

    setters!(
        filter: Option<Filter>,
        order: Option<Order>,
        modified_since: Option<DateTime<Utc>>,
        page_size: Option<u16>,
        cursor: Option<Cursor>,
    );

    fn paging(&self) -> Result<Paging<'_>> {
        Paging::new(self.page_size, self.cursor.as_ref(), &[])
    }
}

impl<E: Entity<Lists = Paged>> Action for List<E> {
    type Connector = Xero;
    type Output = Page<E>;
    const META: Meta = list::<E>();

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        let request = priced::<E>(self.paging()?.ask(Request::get([E::PLURAL])));
        listing::conditions(request, self.filter.as_ref(), self.order.as_ref(), self.modified_since)
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        self.paging()?.read(&response)
    }
}

impl<E: Entity<Lists = Paged>> PagedAction for List<E> {
    type Item = E;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

/// `<resource>.list`: records that meet all that is set, all in one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct ListWhole<E> {
    /// Conditions on fields.
    pub filter: Option<Filter>,
    /// What to order by.
    pub order: Option<Order>,
    /// Only what was made or changed since then.
    pub modified_since: Option<DateTime<Utc>>,
    #[serde(skip)]
    of: Of<E>,
}

impl<E> Default for ListWhole<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> ListWhole<E> {
    /// All.
    #[must_use]
    pub fn new() -> Self {
        Self { filter: None, order: None, modified_since: None, of: Of::default() }
    }

    setters!(filter: Option<Filter>, order: Option<Order>, modified_since: Option<DateTime<Utc>>);
}

impl<E: Entity<Lists = Whole>> Action for ListWhole<E> {
    type Connector = Xero;
    type Output = Page<E>;
    const META: Meta = list::<E>();

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        let request = priced::<E>(Request::get([E::PLURAL]));
        listing::conditions(request, self.filter.as_ref(), self.order.as_ref(), self.modified_since)
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        listing::whole(&response)
    }
}

impl<E: Entity<Lists = Whole>> PagedAction for ListWhole<E> {
    type Item = E;
}

/// `<resource>.list`: records that meet all that is set, all in one page. What was changed since some time cannot be
/// asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct ListUndated<E> {
    /// Conditions on fields.
    pub filter: Option<Filter>,
    /// What to order by.
    pub order: Option<Order>,
    #[serde(skip)]
    of: Of<E>,
}

impl<E> Default for ListUndated<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> ListUndated<E> {
    /// All.
    #[must_use]
    pub fn new() -> Self {
        Self { filter: None, order: None, of: Of::default() }
    }

    setters!(filter: Option<Filter>, order: Option<Order>);
}

impl<E: Entity<Lists = Undated>> Action for ListUndated<E> {
    type Connector = Xero;
    type Output = Page<E>;
    const META: Meta = list::<E>();

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        let request = priced::<E>(Request::get([E::PLURAL]));
        listing::conditions(request, self.filter.as_ref(), self.order.as_ref(), None)
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        listing::whole(&response)
    }
}

impl<E: Entity<Lists = Undated>> PagedAction for ListUndated<E> {
    type Item = E;
}
