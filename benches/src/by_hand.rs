//! The same calls as a program without the pipeline makes them: `reqwest`, `serde_json`, a token, no care.

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{TENANT, TOKEN};

/// The client that such a program has: it does not wait for ever.
#[must_use]
pub fn http() -> reqwest::Client {
    reqwest::Client::builder().timeout(Duration::from_secs(30)).build().unwrap()
}

/// Gets JSON.
pub async fn get<T: DeserializeOwned>(http: &reqwest::Client, base: &str, path: &str) -> T {
    let answer = http
        .get(format!("{base}{path}"))
        .bearer_auth(TOKEN)
        .header("xero-tenant-id", TENANT)
        .header("accept", "application/json")
        .send()
        .await
        .unwrap()
        .error_for_status()
        .unwrap();
    decode(&answer.bytes().await.unwrap())
}

/// Reads JSON.
#[must_use]
pub fn decode<T: DeserializeOwned>(body: &Bytes) -> T {
    serde_json::from_slice(body).unwrap()
}

/// Xero's contacts, in the models of `connectors-xero`.
#[derive(Debug, Deserialize)]
pub struct XeroContacts {
    /// The records.
    #[serde(rename = "Contacts")]
    pub contacts: Vec<connectors_xero::contacts::Contact>,
}

/// Zoho's contacts in [`ZohoContact`].
#[derive(Debug, Deserialize)]
pub struct ZohoContacts {
    /// The records.
    pub data: Vec<ZohoContact>,
    /// Whether there are more.
    pub info: Info,
}

/// The end of a list.
#[derive(Debug, Deserialize)]
#[allow(missing_docs, reason = "names as in the answer")]
pub struct Info {
    pub more_records: bool,
    pub next_page_token: Option<String>,
}

/// The named fields of `connectors_zoho::Contact` as a derived struct, which drops all others.
#[derive(Debug, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
#[derive(Default)]
#[allow(missing_docs, reason = "names as in the answer")]
pub struct ZohoContact {
    #[serde(rename = "id")]
    pub id: Option<String>,
    pub salutation: Option<String>,
    #[serde(rename = "First_Name")]
    pub first_name: Option<String>,
    #[serde(rename = "Last_Name")]
    pub last_name: Option<String>,
    #[serde(rename = "Full_Name")]
    pub full_name: Option<String>,
    #[serde(rename = "Account_Name")]
    pub account_name: Option<ZohoLookup>,
    #[serde(rename = "Reporting_To")]
    pub reporting_to: Option<ZohoLookup>,
    pub title: Option<String>,
    pub department: Option<String>,
    pub email: Option<String>,
    #[serde(rename = "Secondary_Email")]
    pub secondary_email: Option<String>,
    #[serde(rename = "Email_Opt_Out")]
    pub email_opt_out: Option<bool>,
    pub phone: Option<String>,
    pub mobile: Option<String>,
    pub fax: Option<String>,
    #[serde(rename = "Lead_Source")]
    pub lead_source: Option<String>,
    #[serde(rename = "Date_of_Birth")]
    pub date_of_birth: Option<NaiveDate>,
    #[serde(rename = "Mailing_Street")]
    pub mailing_street: Option<String>,
    #[serde(rename = "Mailing_City")]
    pub mailing_city: Option<String>,
    #[serde(rename = "Mailing_State")]
    pub mailing_state: Option<String>,
    #[serde(rename = "Mailing_Zip")]
    pub mailing_zip: Option<String>,
    #[serde(rename = "Mailing_Country")]
    pub mailing_country: Option<String>,
    pub description: Option<String>,
    pub owner: Option<ZohoLookup>,
    pub tag: Option<Vec<ZohoTag>>,
    #[serde(rename = "Created_By")]
    pub created_by: Option<ZohoLookup>,
    #[serde(rename = "Created_Time")]
    pub created_time: Option<DateTime<Utc>>,
    #[serde(rename = "Modified_By")]
    pub modified_by: Option<ZohoLookup>,
    #[serde(rename = "Modified_Time")]
    pub modified_time: Option<DateTime<Utc>>,
}

/// A record or user that a field points to.
#[derive(Debug, Deserialize)]
#[allow(missing_docs, reason = "names as in the answer")]
pub struct ZohoLookup {
    pub id: String,
    pub name: Option<String>,
    pub email: Option<String>,
}

/// A tag.
#[derive(Debug, Deserialize)]
#[allow(missing_docs, reason = "names as in the answer")]
pub struct ZohoTag {
    pub id: Option<String>,
    pub name: String,
    pub color_code: Option<String>,
}
