//! What Zoho says about each row of a file.

use std::future::poll_fn;
use std::time::Duration;

use connectors_core::types::Open;
use connectors_core::{
    Action, Client, Cx, Delivery, Download as Arriving, Error, ErrorKind, FieldError, JobState, Meta,
    Outcome, Request, Response, Result,
};

use super::matching::{ECHOED, Inputs, Matching};
use super::{Download, Finished, Get, RowResult};
use crate::Zoho;
use crate::bulk::Table;
use crate::bulk_read::unreadable;
use crate::errors::kind_of;
use crate::records::{WriteAction, Written};

/// How often the answer is downloaded, should it break off.
const TRIES: u32 = 3;

/// Why not all is known.
pub(super) enum Unread {
    /// The job failed.
    Job(Error),
    /// The job, or its answer, could not be followed to the end.
    Answer(Error),
}

impl From<Error> for Unread {
    fn from(error: Error) -> Self {
        Self::Answer(error)
    }
}

/// Waits for the job and reads its answer into `told`, each row once.
pub(super) async fn read(
    client: &Client<Zoho>,
    job: Get,
    within: Duration,
    matching: &mut Matching,
    told: &mut Vec<RowResult>,
) -> Result<(), Unread> {
    let finished = client.job(End(job)).wait(within).await?.map_err(Unread::Job)?;
    let Some(url) = finished.download_url else {
        let text = "the import is done, and Zoho names no file that tells of its rows";
        return Err(Error::new(ErrorKind::Decode, text).into());
    };
    let mut tries = TRIES;
    loop {
        tries -= 1;
        matching.begin();
        let mut table = Table::new(client.download(Download::new(&url)).await?);
        match rows(&mut table, matching, told).await {
            Err(error) if tries > 0 && error.is_retryable() => {}
            read => return Ok(read?),
        }
    }
}

async fn rows(table: &mut Table<Arriving>, matching: &mut Matching, told: &mut Vec<RowResult>) -> Result<()> {
    while poll_fn(|cx| table.poll_row(cx)).await? {
        let columns = Columns::of(table.header())?;
        let cells = (0..table.header().len()).map(|place| table.cell(place)).collect::<Result<Vec<_>>>()?;
        let echo = (0..cells.len()).filter(|place| !columns.are(*place)).take(ECHOED);
        let print = Inputs::print(echo.map(|place| cells[place]));
        told.extend(matching.answer(print, columns.outcome(&cells)));
    }
    told.extend(matching.rest());
    Ok(())
}

/// Where the answer says what.
#[derive(Clone, Copy)]
struct Columns {
    status: usize,
    id: usize,
    errors: usize,
}

impl Columns {
    /// They stand behind those that are repeated, which may be called the same.
    fn of(header: &[String]) -> Result<Self> {
        let place = |name: &str| header.iter().rposition(|column| column.trim().eq_ignore_ascii_case(name));
        match (place("STATUS"), place("RECORD_ID").or_else(|| place("ID")), place("ERRORS")) {
            (Some(status), Some(id), Some(errors)) => Ok(Self { status, id, errors }),
            _ => Err(unreadable()),
        }
    }

    fn are(self, place: usize) -> bool {
        [self.status, self.id, self.errors].contains(&place)
    }

    fn outcome(self, cells: &[&str]) -> Outcome<Written> {
        let [status, id, errors] = [self.status, self.id, self.errors].map(|place| cells[place].trim());
        let action = match status.to_ascii_uppercase().as_str() {
            "ADDED" => WriteAction::Insert,
            "UPDATED" => WriteAction::Update,
            _ => return Outcome::Failed(refused(status, errors)),
        };
        Outcome::Done(Written { action: Some(Open::from(action)), ..Written::new(id) })
    }
}

/// A row that was skipped or not processed: `MANDATORY_NOT_FOUND-Company,Last_Name:DUPLICATE_DATA-Email`.
fn refused(status: &str, errors: &str) -> Error {
    let parts = errors.split(':').map(str::trim).filter(|part| !part.is_empty());
    let parts: Vec<_> = parts.map(|part| part.split_once('-').unwrap_or((part, ""))).collect();
    let fields = parts.iter().flat_map(|(code, columns)| {
        let columns = columns.split(',').map(str::trim).filter(|column| !column.is_empty());
        columns.map(|column| FieldError::new(column, code.to_lowercase().replace('_', " ")).with_code(*code))
    });
    let fields: Vec<_> = fields.collect();
    let code = parts.first().map(|(code, _)| code.trim());
    let message = match fields.as_slice() {
        [] => format!("the row was {}", status.to_lowercase()),
        fields => {
            let fields = fields.iter().map(|field| format!("{}: {}", field.field, field.message));
            fields.collect::<Vec<_>>().join("; ")
        }
    };
    let kind = code.and_then(kind_of).unwrap_or(ErrorKind::Vendor);
    let error = Error::new(kind, message).with_delivery(Delivery::Rejected).with_fields(fields);
    match code {
        Some(code) => error.with_vendor_code(code),
        None => error,
    }
}

/// Asks how far a job is, as [`Get`] does; that it failed is an answer too.
#[derive(Clone, Debug)]
struct End(Get);

impl Action for End {
    type Connector = Zoho;
    type Output = JobState<Result<Finished>>;
    const META: Meta = Get::META;

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        self.0.request(cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        Ok(match self.0.response(response)? {
            JobState::Done(finished) => JobState::Done(Ok(finished)),
            JobState::Failed(error) => JobState::Done(Err(error.with_action(Self::META.id))),
            JobState::Running { progress, check_after } => JobState::Running { progress, check_after },
            // No state is unknown here; one that will be is not the end.
            _ => JobState::Running { progress: None, check_after: None },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(header: &[&str], cells: &[&str]) -> Outcome<Written> {
        let header: Vec<_> = header.iter().map(|name| (*name).to_owned()).collect();
        Columns::of(&header).unwrap().outcome(cells)
    }

    #[test]
    fn a_row_was_added_updated_or_refused() {
        let header = ["Last_Name", "STATUS", "RECORD_ID", "ERRORS"];
        let added = outcome(&header, &["Ada", "ADDED", "42", ""]);
        assert_eq!(added.done().unwrap().id, "42");
        assert_eq!(added.done().unwrap().action.as_ref().unwrap(), &WriteAction::Insert);
        let updated = outcome(&header, &["Ada", "Updated", "42", ""]);
        assert_eq!(updated.done().unwrap().action.as_ref().unwrap(), &WriteAction::Update);
        let error = outcome(&header, &["Ada", "UNPROCESSED", "", ""]).into_result().unwrap_err();
        assert_eq!((error.kind(), error.delivery()), (ErrorKind::Vendor, Delivery::Rejected));
        assert!(error.to_string().contains("unprocessed"), "{error}");
    }

    #[test]
    fn a_refused_row_names_the_columns_and_codes() {
        let header = ["STATUS", "RECORD_ID", "ERRORS"];
        let errors = "MANDATORY_NOT_FOUND-Company,Last_Name:DUPLICATE_DATA-Email";
        let error = outcome(&header, &["SKIPPED", "", errors]).into_result().unwrap_err();
        assert_eq!((error.kind(), error.vendor_code()), (ErrorKind::Validation, Some("MANDATORY_NOT_FOUND")));
        let fields: Vec<_> = error
            .field_errors()
            .iter()
            .map(|field| (field.field.as_str(), field.code.as_deref().unwrap()))
            .collect();
        assert_eq!(
            fields,
            [
                ("Company", "MANDATORY_NOT_FOUND"),
                ("Last_Name", "MANDATORY_NOT_FOUND"),
                ("Email", "DUPLICATE_DATA")
            ]
        );
        let error = outcome(&header, &["SKIPPED", "", "LIMIT_EXCEEDED"]).into_result().unwrap_err();
        assert_eq!(error.vendor_code(), Some("LIMIT_EXCEEDED"));
    }

    #[test]
    fn columns_of_the_rows_that_are_called_like_those_of_the_answer_are_not_taken_for_them() {
        let header = ["id", "Status", "STATUS", "RECORD_ID", "ERRORS"];
        assert_eq!(outcome(&header, &["1", "Open", "UPDATED", "1", ""]).done().unwrap().id, "1");
        let header: Vec<String> = vec!["STATUS".into(), "ERRORS".into()];
        assert!(Columns::of(&header).is_err());
    }
}
