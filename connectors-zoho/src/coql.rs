//! COQL, Zoho's query language: columns across lookups, and conditions that a search cannot say.

use std::fmt::Debug;
use std::marker::PhantomData;

use connectors_core::{
    Action, Cursor, Cx, Delivery, Error, ErrorKind, Fault, Head, Idempotency, Meta, Page, PagedAction,
    Request, Response, Result, setters,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::criteria::Criteria;
use crate::records::{Found, SortOrder, api_name, record_id};
use crate::{Zoho, errors, limits};

/// The most rows in one call, and in one query (Zoho CRM API v8, "Query API", limitations of v7 and v8).
const MOST_ROWS: u64 = 2_000;
const CAP: u64 = 100_000;
/// The most columns and sorting fields.
const MOST_COLUMNS: usize = 50;
const MOST_ORDERS: usize = 10;
/// The most comparisons.
const MOST_COMPARISONS: usize = 25;

/// `coql.query`: the rows of a query, 2,000 in a call, as your own type or as [`Record`](crate::Record).
///
/// A [`Select`] without an order comes in the order of ids, each page beginning behind the last id of the one before:
/// it has no end but its own, and misses no row when others are deleted meanwhile. With an order of yours, with all of the
/// 25 comparisons that Zoho takes, and in a text of yours, rows are counted, and Zoho gives at most 100,000; whoever reads that far gets an error after the last,
/// not the end. A call costs one credit up to 200 rows, two up to 1,000, three beyond.
///
/// ```no_run
/// # async fn show(zoho: connectors_core::Client<connectors_zoho::Zoho>) -> connectors_core::Result<()> {
/// use connectors_zoho::{Criteria, Record, coql};
///
/// let select = coql::Select::new("Deals", ["Deal_Name", "Account_Name.Industry"])
///     .criteria(Criteria::equals("Stage", "Closed Won"));
/// let mut rows = zoho.items(coql::Query::<Record>::new(select));
/// while let Some(row) = rows.next().await {
///     println!("{:?}", row?.get("Deal_Name"));
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Query<R> {
    /// What is asked for, without a `limit`.
    pub query: Statement,
    /// How many rows in a call: 2,000 unless said otherwise, which is the most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_page: Option<u16>,
    /// Where to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    #[serde(skip)]
    row: PhantomData<fn() -> R>,
}

/// A query: put together here, with its values quoted, or as text of your own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
#[non_exhaustive]
pub enum Statement {
    /// Put together here.
    Select(Select),
    /// Text of your own, without a `limit`: paging adds it, and counts rows. Order by something unique, or rows may slip
    /// between pages.
    Text(String),
}

impl From<Select> for Statement {
    fn from(select: Select) -> Self {
        Self::Select(select)
    }
}

impl From<String> for Statement {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Statement {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Columns of a module's records for which something holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Select {
    /// The columns' API names, at most 50; through lookups with a dot: `Account_Name.Industry`.
    pub select: Vec<String>,
    /// The module's API name.
    pub from: String,
    /// What must hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criteria: Option<Criteria>,
    /// What the rows are ordered by; by `id` unless said otherwise, which is the only order without a limit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order_by: Vec<OrderBy>,
}

/// A column that rows are ordered by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OrderBy {
    /// The column's API name.
    pub field: String,
    /// In which direction.
    pub order: SortOrder,
}

impl OrderBy {
    /// By this column, in this direction.
    #[must_use]
    pub fn new(field: impl Into<String>, order: SortOrder) -> Self {
        Self { field: field.into(), order }
    }
}

impl Select {
    /// These columns of the module's records.
    #[must_use]
    pub fn new<S: Into<String>>(from: impl Into<String>, columns: impl IntoIterator<Item = S>) -> Self {
        let select = columns.into_iter().map(Into::into).collect();
        Self { select, from: from.into(), criteria: None, order_by: Vec::new() }
    }

    setters!(criteria: Option<Criteria>);

    /// Orders by this column too.
    #[must_use]
    pub fn order_by(mut self, field: impl Into<String>, order: SortOrder) -> Self {
        self.order_by.push(OrderBy::new(field, order));
        self
    }

    /// Whether the rows come in the order of ids, so that a page can begin behind an id: that takes a comparison, too.
    fn is_by_id(&self) -> bool {
        let comparisons = self.criteria.as_ref().map_or(1, Criteria::comparisons);
        self.order_by.is_empty() && comparisons < MOST_COMPARISONS
    }

    /// The text, for the rows behind this id.
    fn text(&self, zoho: &Zoho, after: Option<&str>) -> Result<String> {
        if self.select.is_empty() || self.select.len() > MOST_COLUMNS {
            return Err(Error::validation("select", format!("has from 1 to {MOST_COLUMNS} columns")));
        }
        if self.order_by.len() > MOST_ORDERS {
            return Err(Error::validation("order_by", format!("has at most {MOST_ORDERS} columns")));
        }
        let columns = self.select.iter().map(|name| api_name("select", name)).collect::<Result<Vec<_>>>()?;
        let module = api_name("from", zoho.module_name(&self.from))?;
        // Zoho wants a `where` in every query.
        let criteria = match &self.criteria {
            Some(criteria) => criteria.for_coql()?,
            None => "(id is not null)".to_owned(),
        };
        let criteria = match after {
            Some(id) => format!("({criteria} and (id > '{id}'))"),
            None => criteria,
        };
        let mut orders = Vec::with_capacity(self.order_by.len() + 1);
        for OrderBy { field, order } in &self.order_by {
            orders.push(format!("{} {}", api_name("order_by", field)?, order.as_str()));
        }
        // Rows that are equal in all these must not change places between pages.
        let unique = self.order_by.iter().any(|by| by.field == "id");
        if !unique && orders.len() < MOST_ORDERS {
            orders.push("id asc".to_owned());
        }
        Ok(format!(
            "select {} from {module} where {criteria} order by {}",
            columns.join(", "),
            orders.join(", ")
        ))
    }
}

impl<R> Query<R> {
    /// The rows of this query.
    #[must_use]
    pub fn new(query: impl Into<Statement>) -> Self {
        Self { query: query.into(), per_page: None, cursor: None, row: PhantomData }
    }

    setters!(cursor: Option<Cursor>);

    /// Sets `per_page`.
    #[must_use]
    pub fn per_page(mut self, rows: u16) -> Self {
        self.per_page = Some(rows);
        self
    }

    fn rows(&self) -> u64 {
        self.per_page.map_or(MOST_ROWS, u64::from)
    }

    /// Whether pages begin behind an id. A cursor that counts rows was given by another order.
    fn is_by_id(&self) -> bool {
        let counts = matches!(self.cursor, Some(Cursor::Page(_)));
        matches!(&self.query, Statement::Select(select) if select.is_by_id() && !counts)
    }

    /// Where the page begins: at a number of rows, or behind an id.
    fn place(&self) -> Result<(u64, Option<&str>)> {
        match &self.cursor {
            Some(Cursor::Token(id)) if self.is_by_id() => Ok((0, Some(record_id("cursor", id)?))),
            cursor => Ok((Cursor::page(cursor.as_ref(), 0)?, None)),
        }
    }
}

/// The id of the last row, which Zoho gives with every row.
fn last_id(response: &Response) -> Result<String> {
    #[derive(Deserialize)]
    struct Row {
        id: String,
    }

    let rows: Found<Row> = response.json()?;
    rows.data.into_iter().next_back().map(|row| row.id).ok_or_else(|| {
        let text = "the answer says that there are more rows and has none to go on from";
        Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Accepted)
    })
}

/// Whether a query has this word outside of quotes.
fn has_word(query: &str, wanted: &str) -> bool {
    let mut quote = None;
    let outside: String = query
        .chars()
        .map(|char| match (quote, char) {
            (None, '\'' | '"') => {
                quote = Some(char);
                ' '
            }
            (Some(open), char) => {
                if char == open {
                    quote = None;
                }
                ' '
            }
            (None, char) => char,
        })
        .collect();
    outside
        .split(|char: char| !char.is_alphanumeric() && char != '_')
        .any(|word| word.eq_ignore_ascii_case(wanted))
}

impl<R: Clone + Debug + DeserializeOwned + Send + 'static> Action for Query<R> {
    type Connector = Zoho;
    type Output = Page<R>;
    const META: Meta = Meta::read("coql", "query")
        .title("Query records")
        .scopes(&["ZohoCRM.coql.READ"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/COQL-Overview.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let (offset, after) = self.place()?;
        let query = match &self.query {
            Statement::Select(select) => select.text(cx.connector(), after)?,
            Statement::Text(text) if text.trim().is_empty() => {
                return Err(Error::validation("query", "is empty"));
            }
            Statement::Text(text) if has_word(text, "limit") || has_word(text, "offset") => {
                return Err(Error::validation(
                    "query",
                    "has a `limit`; paging adds it: use `per_page` and `cursor`",
                ));
            }
            Statement::Text(text) => text.trim().to_owned(),
        };
        let rows = self.rows();
        if rows == 0 || rows > MOST_ROWS {
            return Err(Error::validation("per_page", format!("is from 1 to {MOST_ROWS}")));
        }
        if offset >= CAP {
            let text = "these are the 100,000 rows that Zoho gives of one query, and there may be more: narrow it, or leave \
                 out the order of a `Select`, which has no such limit";
            return Err(Error::validation("cursor", text));
        }
        let rows = rows.min(CAP - offset);
        let query = format!("{query} limit {offset}, {rows}");
        let credits = match rows {
            ..=200 => 1,
            201..=1_000 => 2,
            _ => 3,
        };
        let request = Request::post(["coql"]).json(&json!({ "select_query": query }));
        Ok(limits::heavy(request.idempotency(Idempotency::Safe), credits))
    }

    fn response(&self, response: Response) -> Result<Page<R>> {
        let Found { data, info } = response.json_opt()?.unwrap_or_default();
        if self.is_by_id() {
            let next = if info.more_records == Some(true) { Some(last_id(&response)?) } else { None };
            return Ok(Page::new(data, next.map(Cursor::Token)));
        }
        let (offset, _) = self.place()?;
        let next = offset + data.len() as u64;
        // At the cap nothing tells "all" from "all that you get".
        let more = next >= CAP || (info.more_records == Some(true) && next > offset);
        Ok(Page::new(data, more.then_some(Cursor::Page(next))))
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_list(head, body)
    }
}

impl<R: Clone + Debug + DeserializeOwned + Send + 'static> PagedAction for Query<R> {
    type Item = R;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn a_word_counts_outside_of_quotes_only() {
        assert!(has_word("select id from Leads LIMIT 5", "limit"));
        assert!(has_word("select id from Leads where a = 'b' limit 5", "limit"));
        assert!(!has_word("select Credit_Limit from Leads where a = 'no limit, it''s said'", "limit"));
    }
}
