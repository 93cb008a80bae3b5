//! The answers that are measured, in the shapes of the platforms.

use bytes::Bytes;
use serde_json::{Value, json};

/// How many records a list has.
pub const RECORDS: usize = 100;

fn xero_contact(n: usize) -> Value {
    json!({
        "ContactID": format!("5b96e86b-418e-48e8-8949-{n:012}"),
        "ContactNumber": format!("CRM-{n}"),
        "ContactStatus": "ACTIVE",
        "Name": format!("Example Trading {n}"),
        "FirstName": "Ada",
        "LastName": "Example",
        "EmailAddress": format!("ada{n}@example.com"),
        "BankAccountDetails": "",
        "TaxNumber": "101-2-303",
        "Addresses": [
            { "AddressType": "STREET", "City": "", "Region": "", "PostalCode": "", "Country": "" },
            { "AddressType": "POBOX", "AddressLine1": "23 Example Road", "City": "Exampleton", "Region": "",
              "PostalCode": "6011", "Country": "NZ", "AttentionTo": "Accounts" }
        ],
        "Phones": [
            { "PhoneType": "DDI", "PhoneNumber": "", "PhoneAreaCode": "", "PhoneCountryCode": "" },
            { "PhoneType": "DEFAULT", "PhoneNumber": "5550100", "PhoneAreaCode": "04", "PhoneCountryCode": "64" }
        ],
        "UpdatedDateUTC": format!("/Date({}+0000)/", 1_700_000_000_000_u64 + n as u64 * 1000),
        "ContactGroups": [],
        "IsSupplier": false,
        "IsCustomer": true,
        "DefaultCurrency": "NZD",
        "ContactPersons": [],
        "HasAttachments": false,
        "HasValidationErrors": false
    })
}

fn xero_answer(records: usize) -> Bytes {
    let contacts: Vec<Value> = (0..records).map(xero_contact).collect();
    let envelope = json!({
        "Id": "e997d6d7-6dad-4458-beb8-d9c1bf7f2edf",
        "Status": "OK",
        "ProviderName": "Example",
        "DateTimeUTC": "/Date(1700000000000)/",
        "pagination": { "page": 1, "pageSize": 100, "pageCount": 1, "itemCount": records },
        "Contacts": contacts,
    });
    envelope.to_string().into()
}

/// One contact of Xero, about 1 KB.
#[must_use]
pub fn xero_one() -> Bytes {
    xero_answer(1)
}

/// A hundred contacts of Xero.
#[must_use]
pub fn xero_many() -> Bytes {
    xero_answer(RECORDS)
}

fn zoho_contact(n: usize) -> Value {
    let user = json!({ "id": "4876876000000225013", "name": "Ada Example", "email": "ada@example.com" });
    json!({
        "id": format!("48768760000{n:08}"),
        "First_Name": "Ada",
        "Last_Name": "Example",
        "Full_Name": "Ada Example",
        "Account_Name": { "id": "4876876000000333001", "name": "Example Trading" },
        "Title": "Buyer",
        "Email": format!("ada{n}@example.com"),
        "Email_Opt_Out": false,
        "Phone": "555-0100",
        "Mobile": null,
        "Lead_Source": "Trade Show",
        "Date_of_Birth": "1990-12-10",
        "Mailing_Street": "23 Example Road",
        "Mailing_City": "Exampleton",
        "Mailing_State": null,
        "Mailing_Zip": "6011",
        "Mailing_Country": "NZ",
        "Description": null,
        "Owner": user,
        "Tag": [{ "id": "4876876000000777001", "name": "key", "color_code": "#57B1FD" }],
        "Created_By": user,
        "Created_Time": "2026-01-15T15:26:49+05:30",
        "Modified_By": user,
        "Modified_Time": "2026-01-15T15:26:49+05:30",
        // Custom fields.
        "Loyalty_Points": 120 + n,
        "Newsletter": true,
        "Regions": ["North", "South"],
        "Nickname": "Countess"
    })
}

fn zoho_answer(records: usize) -> Bytes {
    let data: Vec<Value> = (0..records).map(zoho_contact).collect();
    let info = json!({ "per_page": 200, "count": records, "page": 1, "more_records": false, "sort_by": "id",
        "sort_order": "desc", "next_page_token": null, "previous_page_token": null, "page_token_expiry": null });
    json!({ "data": data, "info": info }).to_string().into()
}

/// One contact of Zoho CRM with four custom fields, about 1 KB.
#[must_use]
pub fn zoho_one() -> Bytes {
    zoho_answer(1)
}

/// A hundred contacts of Zoho CRM with four custom fields each.
#[must_use]
pub fn zoho_many() -> Bytes {
    zoho_answer(RECORDS)
}
