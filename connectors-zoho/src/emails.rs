//! E-mails that Zoho sends, on behalf of a record.

use chrono::{DateTime, Utc};
use connectors_core::types::Open;
use connectors_core::{
    Action, Cx, Delivery, Error, ErrorKind, Fault, Head, Meta, Request, Response, Result, setters,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::model::{Lookup, or_default};
use crate::module::Record;
use crate::records::{module, record_id};
use crate::{Zoho, errors};

/// An address, and the name that goes with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Recipient {
    /// The address.
    pub email: String,
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
}

impl Recipient {
    /// This address.
    #[must_use]
    pub fn new(email: impl Into<String>) -> Self {
        Self { email: email.into(), user_name: None }
    }

    setters!(user_name: Option<String>);
}

impl<S: Into<String>> From<S> for Recipient {
    fn from(email: S) -> Self {
        Self::new(email)
    }
}

/// How the text of an e-mail is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum MailFormat {
    /// As HTML.
    Html,
    /// As plain text.
    Text,
}

/// `email.send`: sends an e-mail, which is kept with a record. When the answer is lost, nothing is sent again: it might
/// arrive twice.
///
/// ```
/// use connectors_zoho::emails;
///
/// let send = emails::Send::new("Leads", "4876876000000376001", "sales@example.com", ["ada@example.org"])
///     .subject("Your question")
///     .content("<p>We call you back on Monday.</p>");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Send {
    /// The API name of the record's module.
    pub module: String,
    /// The record's id.
    pub record_id: String,
    /// Whom it is from: one of the addresses that the user may send from.
    pub from: Recipient,
    /// Whom it is for.
    pub to: Vec<Recipient>,
    /// Who gets a copy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<Recipient>,
    /// Who gets a copy that the others do not see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bcc: Vec<Recipient>,
    /// Where answers go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Recipient>,
    /// The subject; that of the template unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The text; that of the template unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// How the text is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail_format: Option<Open<MailFormat>>,
    /// The template that it is made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<Lookup>,
    /// Files to go with it, by the ids that uploading them gave.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<String>,
    /// When it is sent, if not now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled_time: Option<DateTime<Utc>>,
    /// Whether `from` is an address of the organisation and not of the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org_email: Option<bool>,
}

/// An e-mail that was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Sent {
    /// Its id.
    pub message_id: String,
    /// Addresses that it did not go to.
    #[serde(deserialize_with = "or_default")]
    pub blocked_email_addresses: Vec<BlockedAddress>,
}

/// An address that an e-mail did not go to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct BlockedAddress {
    /// The address.
    pub email: String,
    /// Why not.
    pub reason: Option<String>,
}

impl Sent {
    /// The e-mail with this id.
    #[must_use]
    pub fn new(message_id: impl Into<String>) -> Self {
        Self { message_id: message_id.into(), blocked_email_addresses: Vec::new() }
    }

    setters!(blocked_email_addresses: Vec<BlockedAddress>);
}

impl BlockedAddress {
    /// This address.
    #[must_use]
    pub fn new(email: impl Into<String>) -> Self {
        Self { email: email.into(), reason: None }
    }

    setters!(reason: Option<String>);
}

impl Send {
    /// Sends an e-mail from this address to these, and keeps it with this record.
    #[must_use]
    pub fn new<R: Into<Recipient>>(
        module: impl Into<String>,
        record_id: impl Into<String>,
        from: impl Into<Recipient>,
        to: impl IntoIterator<Item = R>,
    ) -> Self {
        Self {
            module: module.into(),
            record_id: record_id.into(),
            from: from.into(),
            to: to.into_iter().map(Into::into).collect(),
            cc: Vec::new(),
            bcc: Vec::new(),
            reply_to: None,
            subject: None,
            content: None,
            mail_format: None,
            template: None,
            attachments: Vec::new(),
            scheduled_time: None,
            org_email: None,
        }
    }

    setters!(cc: Vec<Recipient>, bcc: Vec<Recipient>, reply_to: Option<Recipient>, subject: Option<String>,
        content: Option<String>, mail_format: Option<Open<MailFormat>>, template: Option<Lookup>,
        attachments: Vec<String>, scheduled_time: Option<DateTime<Utc>>, org_email: Option<bool>);
}

/// An e-mail as it goes over the wire.
#[derive(Serialize)]
struct Mail<'a> {
    from: &'a Recipient,
    to: &'a [Recipient],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    cc: &'a [Recipient],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    bcc: &'a [Recipient],
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_to: Option<&'a Recipient>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mail_format: Option<&'a Open<MailFormat>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<&'a Lookup>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Lookup>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scheduled_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    org_email: Option<bool>,
}

#[derive(Deserialize)]
struct Answers {
    data: Vec<Answer>,
}

#[derive(Deserialize)]
struct Answer {
    details: Sent,
}

impl Action for Send {
    type Connector = Zoho;
    type Output = Sent;
    const META: Meta = Meta::destructive("email", "send")
        .title("Send an e-mail")
        .scopes(&["ZohoCRM.send_mail.all.CREATE"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/send-mail.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        if self.to.is_empty() {
            return Err(Error::validation("to", "is empty"));
        }
        if self.content.is_none() && self.template.is_none() {
            return Err(Error::validation("content", "is missing, and there is no template either"));
        }
        let mail = Mail {
            from: &self.from,
            to: &self.to,
            cc: &self.cc,
            bcc: &self.bcc,
            reply_to: self.reply_to.as_ref(),
            subject: self.subject.as_deref(),
            content: self.content.as_deref(),
            mail_format: self.mail_format.as_ref(),
            template: self.template.as_ref(),
            attachments: self.attachments.iter().map(Lookup::new).collect(),
            scheduled_time: self.scheduled_time.map(crate::records::seconds),
            org_email: self.org_email,
        };
        let record = record_id("record_id", &self.record_id)?;
        let path = [module::<Record>(Some(&self.module), cx)?, record, "actions", "send_mail"];
        Ok(Request::post(path).json(&json!({ "data": [mail] })))
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Sent> {
        let answers: Answers = response.json()?;
        answers.data.into_iter().next().map(|answer| answer.details).ok_or_else(|| {
            let text = "the answer does not name the e-mail";
            Error::new(ErrorKind::Decode, text).with_delivery(Delivery::Accepted)
        })
    }

    fn fault(&self, _: &Zoho, head: &Head, body: &[u8]) -> Option<Fault> {
        errors::fault_of_one(head, body)
    }
}
