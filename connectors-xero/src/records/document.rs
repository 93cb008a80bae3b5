//! What documents have besides reading and writing.

use bytes::Bytes;
use connectors_core::types::ConstText;
use connectors_core::{Action, Cx, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Entity, Of, destructive, read, title};
use crate::{Xero, envelope};

/// `<resource>.download_pdf`: the document as it is printed. With
/// [`Client::download`](connectors_core::Client::download) it is a stream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct DownloadPdf<E> {
    /// Xero's id of the document.
    pub id: String,
    #[serde(skip)]
    of: Of<E>,
}

impl<E> DownloadPdf<E> {
    /// The document with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), of: Of::default() }
    }

    setters!(id: String);
}

impl<E: Entity> Action for DownloadPdf<E> {
    type Connector = Xero;
    type Output = Bytes;
    const META: Meta = read::<E>("download_pdf")
        .title(const { &ConstText::new("Download ").add(E::ONE).add(" as PDF") }.as_str());

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::get([E::PLURAL, &self.id, "pdf"]).header("Accept", "application/pdf"))
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        Ok(response.body)
    }
}

/// `<resource>.delete` of what is deleted by its status alone: payments, batch payments, bank transfers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, bound = "")]
#[non_exhaustive]
pub struct Delete<E> {
    /// Xero's id of the record.
    pub id: String,
    #[serde(skip)]
    of: Of<E>,
}

impl<E> Delete<E> {
    /// Deletes the record with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), of: Of::default() }
    }

    setters!(id: String);
}

impl<E: Entity> Action for Delete<E> {
    type Connector = Xero;
    type Output = E;
    const META: Meta = destructive::<E>("delete").title(const { &title("Delete", E::ONE) }.as_str());

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        // Without the envelope that other writes have.
        envelope::keyed(Request::post([E::PLURAL, &self.id]).json(&json!({ "Status": "DELETED" })), cx)
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}
