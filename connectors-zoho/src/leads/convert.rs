//! A lead becomes a contact, with an account and a deal.

use connectors_core::{Action, Cx, Fault, Head, Meta, Request, Response, Result, setters};
use connectors_core::{Delivery, Error, ErrorKind};
use serde::{Deserialize, Serialize};

use crate::deals::Deal;
use crate::model::Lookup;
use crate::records::record_id;
use crate::{Zoho, errors, limits};

/// What a conversion costs (Zoho CRM API v8, "API Limits").
const CREDITS: u64 = 5;

/// `lead.convert`: makes a contact of a lead, with an account if it has a company, and a deal if you give one.
///
/// It cannot be repeated: when the answer is lost, nothing is sent again and the error says
/// [`Delivery::Unknown`]. Read the lead before you try again; a lead that was converted answers
/// `ID_ALREADY_CONVERTED`, a [`Conflict`](ErrorKind::Conflict).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Convert {
    /// The lead's id.
    pub id: String,
    /// Whether the lead's values replace those of the account that it becomes a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overwrite: Option<bool>,
    /// Whether the lead's owner is told by e-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_lead_owner: Option<bool>,
    /// Whether the new owner is told by e-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_new_entity_owner: Option<bool>,
    /// The account that it becomes a part of, instead of a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Lookup>,
    /// The contact that it becomes a part of, instead of a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Lookup>,
    /// The deal to make.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deal: Option<Deal>,
    /// The user who owns what is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assign_to: Option<Lookup>,
    /// Which of the new records gets the lead's attachments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub move_attachments_to: Option<MoveAttachments>,
    /// The lead's tags to keep, by module.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carry_over_tags: Option<CarryOverTags>,
}

/// The module that gets a lead's attachments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct MoveAttachments {
    /// The module's id.
    pub id: String,
    /// Its API name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_name: Option<String>,
}

impl MoveAttachments {
    /// To the module with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), api_name: None }
    }

    setters!(api_name: Option<String>);
}

/// The tags that the new records take over from the lead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct CarryOverTags {
    /// Those of the contact.
    #[serde(rename = "Contacts", skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<String>,
    /// Those of the account.
    #[serde(rename = "Accounts", skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<String>,
    /// Those of the deal.
    #[serde(rename = "Deals", skip_serializing_if = "Vec::is_empty")]
    pub deals: Vec<String>,
}

impl CarryOverTags {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(contacts: Vec<String>, accounts: Vec<String>, deals: Vec<String>);
}

impl Convert {
    /// Converts the lead with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            overwrite: None,
            notify_lead_owner: None,
            notify_new_entity_owner: None,
            account: None,
            contact: None,
            deal: None,
            assign_to: None,
            move_attachments_to: None,
            carry_over_tags: None,
        }
    }

    setters!(overwrite: Option<bool>, notify_lead_owner: Option<bool>, notify_new_entity_owner: Option<bool>,
        account: Option<Lookup>, contact: Option<Lookup>, deal: Option<Deal>, assign_to: Option<Lookup>,
        move_attachments_to: Option<MoveAttachments>, carry_over_tags: Option<CarryOverTags>);
}

/// What a lead became.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Converted {
    /// The contact.
    #[serde(default, alias = "Contacts")]
    pub contact: Option<Lookup>,
    /// The account, if the lead had a company or one was named.
    #[serde(default, alias = "Accounts")]
    pub account: Option<Lookup>,
    /// The deal, if one was asked for.
    #[serde(default, alias = "Deals")]
    pub deal: Option<Lookup>,
}

impl Converted {
    /// Nothing yet, as tests need it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(contact: Option<Lookup>, account: Option<Lookup>, deal: Option<Lookup>);
}

/// The body's element.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    overwrite: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notify_lead_owner: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notify_new_entity_owner: Option<bool>,
    #[serde(rename = "Accounts", skip_serializing_if = "Option::is_none")]
    account: Option<&'a Lookup>,
    #[serde(rename = "Contacts", skip_serializing_if = "Option::is_none")]
    contact: Option<&'a Lookup>,
    #[serde(rename = "Deals", skip_serializing_if = "Option::is_none")]
    deal: Option<&'a Deal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assign_to: Option<&'a Lookup>,
    #[serde(skip_serializing_if = "Option::is_none")]
    move_attachments_to: Option<&'a MoveAttachments>,
    #[serde(skip_serializing_if = "Option::is_none")]
    carry_over_tags: Option<&'a CarryOverTags>,
    /// Zoho takes only `true`: say so where there is something to add to.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    add_to_existing_record: bool,
}

#[derive(Serialize)]
struct Data<T> {
    data: [T; 1],
}

#[derive(Deserialize)]
struct Answers {
    data: Vec<Answer>,
}

#[derive(Deserialize)]
struct Answer {
    details: Converted,
}

impl Action for Convert {
    type Connector = Zoho;
    type Output = Converted;
    const META: Meta = Meta::destructive("lead", "convert")
        .title("Convert a lead")
        .scopes(&["ZohoCRM.modules.ALL", "ZohoCRM.modules.leads.WRITE"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/convert-lead.html");

    fn request(&self, _: &Cx<'_, Zoho>) -> Result<Request> {
        let id = record_id("id", &self.id)?;
        for (field, lookup) in [("account.id", &self.account), ("contact.id", &self.contact)] {
            if let Some(lookup) = lookup {
                record_id(field, &lookup.id)?;
            }
        }
        let body = Body {
            overwrite: self.overwrite,
            notify_lead_owner: self.notify_lead_owner,
            notify_new_entity_owner: self.notify_new_entity_owner,
            account: self.account.as_ref(),
            contact: self.contact.as_ref(),
            deal: self.deal.as_ref(),
            assign_to: self.assign_to.as_ref(),
            move_attachments_to: self.move_attachments_to.as_ref(),
            carry_over_tags: self.carry_over_tags.as_ref(),
            add_to_existing_record: self.account.is_some() || self.contact.is_some(),
        };
        let request = Request::post(["Leads", id, "actions", "convert"]).json(&Data { data: [body] });
        Ok(limits::heavy(request, CREDITS))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Converted> {
        let answers: Answers = response.json()?;
        answers.data.into_iter().next().map(|answer| answer.details).ok_or_else(|| {
            let text = "the answer does not say what the lead became";
            Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Accepted)
        })
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}
