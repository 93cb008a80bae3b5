//! Reports that were published at the screen: they stay as they were, and are found by an id of their own.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Parameters, REPORTS};
use crate::http::Params;
use crate::store::Record;
use crate::xero::books::Books;
use crate::xero::errors::No;
use crate::xero::wire::ms_date;

/// Which report the bookkeeper publishes: its name as in its address, `BalanceSheet` for one, and the parameters there.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::xero) struct Publish {
    report: String,
    #[serde(default)]
    query: String,
}

impl Publish {
    /// A report without parameters.
    pub(in crate::xero) fn report(name: &str) -> Self {
        Self { report: name.to_owned(), query: String::new() }
    }
}

/// Why a report was not published.
#[derive(Debug, thiserror::Error)]
pub(in crate::xero) enum PublishError {
    #[error("there is no report {0}")]
    Unknown(String),
    #[error("{0}")]
    Query(String),
}

impl Books {
    /// Publishes a report as it is now, and gives its id.
    pub(in crate::xero) fn publish(
        &mut self,
        what: &Publish,
        now: DateTime<Utc>,
    ) -> Result<String, PublishError> {
        let query = Params::parse(what.query.as_bytes());
        let parameters = Parameters { query: &query, today: now.date_naive() };
        let compute = REPORTS.iter().find(|(name, _)| *name == what.report);
        let (_, compute) = compute.ok_or_else(|| PublishError::Unknown(what.report.clone()))?;
        let report = compute(self, &parameters).map_err(|no| match no {
            No::BadQuery(problem) => PublishError::Query(problem),
            _ => PublishError::Query("the report cannot be computed".to_owned()),
        })?;
        let mut view = report.view(parameters.today, ms_date(now));
        let id = self.ids.uuid();
        view["ReportID"] = json!(id);
        if let Value::Object(view) = view {
            self.published_reports.put(view);
        }
        Ok(id)
    }

    pub(super) fn published(&self, id: &str) -> Option<Value> {
        self.published_reports.get(&id.to_lowercase()).cloned().map(Value::Object)
    }

    /// All that were published, without their rows.
    pub(super) fn published_list(&self) -> Vec<Value> {
        let head = |report: &Record| {
            let mut head = report.clone();
            head.remove("Rows");
            Value::Object(head)
        };
        self.published_reports.iter().map(head).collect()
    }
}
