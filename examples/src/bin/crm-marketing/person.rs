//! A person as this program sees one, and how either platform writes that.

use chrono::{DateTime, SubsecRound as _, Utc};
use connectors_hubspot::CrmObject;
use connectors_zoho::Module;
use serde::{Deserialize, Serialize};

/// What is kept equal on both sides, texts that is; the address is the key.
pub(crate) const TEXTS: [&str; 4] = ["email", "first name", "last name", "phone"];
pub(crate) const EMAIL: usize = 0;
pub(crate) const LAST_NAME: usize = 2;

/// The status of a lead that marketing has qualified.
pub(crate) const QUALIFIED: &str = "Pre-Qualified";
const JUNK: &str = "Junk Lead";

/// How far a person has come. What HubSpot has besides these is left alone, which is why it comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Stage {
    Subscriber,
    Lead,
    MarketingQualifiedLead,
    SalesQualifiedLead,
    Opportunity,
    Customer,
    Evangelist,
    /// One of the account's own.
    #[serde(other)]
    Other,
}

/// What one side knows of a person. Empty texts are none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Person {
    pub(crate) texts: [String; 4],
    /// Wants no e-mails at all.
    pub(crate) out: bool,
    pub(crate) stage: Option<Stage>,
    /// When the person last did something with what marketing sent, or was last talked to.
    pub(crate) engaged: Option<DateTime<Utc>>,
}

impl Person {
    pub(crate) fn email(&self) -> &str {
        &self.texts[EMAIL]
    }
}

/// The CRM's two modules of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Kind {
    Contacts,
    Leads,
}

impl Kind {
    pub(crate) const ALL: [Self; 2] = [Self::Contacts, Self::Leads];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Contacts => "Contacts",
            Self::Leads => "Leads",
        }
    }

    /// The fields that are read.
    pub(crate) fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Contacts => CrmRecord::FIELDS,
            Self::Leads => LEAD_FIELDS,
        }
    }
}

const LEAD_FIELDS: &[&str] = &[
    "Email",
    "First_Name",
    "Last_Name",
    "Phone",
    "Email_Opt_Out",
    "Last_Engagement",
    "Lead_Status",
    "Company",
];

/// A contact or a lead, with a field that this organisation added to both: `Last_Engagement`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(crate) struct CrmRecord {
    #[serde(rename = "id", skip_serializing)]
    pub(crate) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    #[serde(rename = "First_Name", skip_serializing_if = "Option::is_none")]
    pub(crate) first_name: Option<String>,
    #[serde(rename = "Last_Name", skip_serializing_if = "Option::is_none")]
    pub(crate) last_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) phone: Option<String>,
    #[serde(rename = "Email_Opt_Out", skip_serializing_if = "Option::is_none")]
    pub(crate) email_opt_out: Option<bool>,
    #[serde(rename = "Last_Engagement", skip_serializing_if = "Option::is_none")]
    pub(crate) last_engagement: Option<DateTime<Utc>>,
    /// Of leads only.
    #[serde(rename = "Lead_Status", skip_serializing_if = "Option::is_none")]
    pub(crate) lead_status: Option<String>,
    /// Of leads only, which must have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) company: Option<String>,
}

impl Module for CrmRecord {
    const API_NAME: &'static str = "Contacts";
    const RESOURCE: &'static str = "person";
    const FIELDS: &'static [&'static str] =
        &["Email", "First_Name", "Last_Name", "Phone", "Email_Opt_Out", "Last_Engagement"];
}

impl CrmRecord {
    pub(crate) fn person(&self, kind: Kind) -> Person {
        let status = self.lead_status.as_deref();
        let stage = match kind {
            Kind::Contacts => Some(Stage::Opportunity),
            Kind::Leads if status == Some(JUNK) => None,
            Kind::Leads if status == Some(QUALIFIED) => Some(Stage::MarketingQualifiedLead),
            Kind::Leads => Some(Stage::Lead),
        };
        Person {
            texts: texts([&self.email, &self.first_name, &self.last_name, &self.phone]),
            out: self.email_opt_out == Some(true),
            stage,
            engaged: self.last_engagement,
        }
    }
}

/// A contact of HubSpot's.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct HubContact {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) firstname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lastname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) company: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lifecyclestage: Option<String>,
    #[serde(skip_serializing)]
    pub(crate) hs_email_optout: Option<bool>,
    #[serde(skip_serializing)]
    pub(crate) hs_email_last_open_date: Option<DateTime<Utc>>,
    #[serde(skip_serializing)]
    pub(crate) hs_email_last_click_date: Option<DateTime<Utc>>,
    #[serde(skip_serializing)]
    pub(crate) notes_last_contacted: Option<DateTime<Utc>>,
}

impl CrmObject for HubContact {
    const TYPE: &'static str = "contacts";
    const TYPE_ID: &'static str = "0-1";
    const RESOURCE: &'static str = "contact";
    const MODIFIED: &'static str = "lastmodifieddate";
    const TO_READ: &'static [&'static str] = &["crm.objects.contacts.read"];
    const TO_WRITE: &'static [&'static str] = &["crm.objects.contacts.write"];
    const PROPERTIES: &'static [&'static str] = &[
        "email",
        "firstname",
        "lastname",
        "phone",
        "company",
        "lifecyclestage",
        "hs_email_optout",
        "hs_email_last_open_date",
        "hs_email_last_click_date",
        "notes_last_contacted",
    ];
}

impl HubContact {
    pub(crate) fn person(&self) -> Person {
        let moments =
            [self.hs_email_last_open_date, self.hs_email_last_click_date, self.notes_last_contacted];
        let engaged = moments.into_iter().flatten().max();
        Person {
            texts: texts([&self.email, &self.firstname, &self.lastname, &self.phone]),
            out: self.hs_email_optout == Some(true),
            stage: self.lifecyclestage.as_deref().and_then(stage),
            // The CRM counts seconds.
            engaged: engaged.map(|moment| moment.trunc_subsecs(0)),
        }
    }
}

/// A stage by the name that HubSpot has for it.
fn stage(name: &str) -> Option<Stage> {
    serde_json::from_value(name.into()).ok()
}

/// The name that HubSpot has for a stage.
pub(crate) fn stage_name(stage: Stage) -> Option<String> {
    serde_json::to_value(stage).ok()?.as_str().map(str::to_owned)
}

/// Without blanks around them; addresses in lower case, as HubSpot keeps them.
fn texts(given: [&Option<String>; 4]) -> [String; 4] {
    let mut texts = given.map(|text| text.as_deref().unwrap_or_default().trim().to_owned());
    texts[EMAIL] = texts[EMAIL].to_lowercase();
    texts
}
