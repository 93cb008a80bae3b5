use serde_json::{Value, json};

use super::Condition;

fn record() -> Value {
    json!({
        "InvoiceID": "0c0f9a41-1111-4222-8333-444455556666", "Status": "AUTHORISED", "Total": 120.5, "AmountDue": 0.0,
        "Date": "/Date(1704067200000+0000)/", "SentToContact": true, "Reference": "Deal \"7\" (late)",
        "Contact": { "Name": "Ada Ltd", "ContactID": "0c0f9a41-aaaa-4222-8333-444455556666" },
    })
}

fn holds(text: &str) -> Result<bool, String> {
    let known = |path: &str| {
        [
            "Status",
            "InvoiceID",
            "Total",
            "AmountDue",
            "Date",
            "SentToContact",
            "Reference",
            "DueDate",
            "Contact.Name",
            "Contact.ContactID",
        ]
        .contains(&path)
    };
    let record = record();
    let lookup =
        |path: &str| record.pointer(&format!("/{}", path.replace('.', "/"))).cloned().unwrap_or_default();
    Condition::parse(text, &known)?.holds(&lookup)
}

#[test]
fn true_conditions() {
    for text in [
        r#"Status=="AUTHORISED""#,
        r#"Status = "AUTHORISED" and Total > 100"#,
        r#"Status=="DRAFT"||Total>=120.50"#,
        r#"(Status=="DRAFT" OR Status=="AUTHORISED") AND AmountDue==0"#,
        "Date>=DateTime(2024,01,01) && Date<DateTime(2024, 1, 2)",
        "Date == DateTime(2024,1,1,0,0,0)",
        r#"Date < DateTime.Parse("2024-02-01T00:00:00")"#,
        r#"Contact.ContactID==Guid("0C0F9A41-AAAA-4222-8333-444455556666")"#,
        r#"InvoiceID == guid("0c0f9a41-1111-4222-8333-444455556666")"#,
        r#"Contact.Name.Contains("Ltd") AND Contact.Name.StartsWith("Ada") AND Contact.Name.EndsWith("Ltd")"#,
        r#"Contact.Name.ToLower()=="ada ltd""#,
        r#"Contact.Name.ToLower().Contains("ada")"#,
        "SentToContact==true AND !(SentToContact==false) AND SentToContact",
        "DueDate==null AND Date!=null AND Status != null",
        r#"Reference == "Deal \"7\" (late)""#,
        "Total > -1",
        r#"Status=="DRAFT" AND Total==1 OR Total==120.5"#,
    ] {
        assert_eq!(holds(text), Ok(true), "{text}");
    }
}

#[test]
fn false_conditions() {
    for text in [
        r#"Status=="authorised""#,
        "DueDate>DateTime(2020,1,1)",
        "Total<120.5",
        r#"Status=="DRAFT" AND (Total==1 OR Total==120.5)"#,
        r#"Contact.Name.Contains("ltd")"#,
    ] {
        assert_eq!(holds(text), Ok(false), "{text}");
    }
}

#[test]
fn what_the_language_does_not_know_is_an_error() {
    for text in [
        "",
        "Status",
        "Status ==",
        r#"Status=="open"#,
        r#"Stauts=="DRAFT""#,
        r#"Status=="DRAFT") OR (1==1"#,
        r#"Contact.ContactID=="0c0f9a41-aaaa-4222-8333-444455556666""#,
        r#"Date>="2024-01-01""#,
        r#"Total=="120.5""#,
        "DateTime(2024,13,1)<Date",
        r#"Status.Reverse()=="X""#,
        r#"Total.Contains("1")"#,
        r#"Status=="A" ; Total==1"#,
        r#"Status=="A" Total==1"#,
    ] {
        assert!(holds(text).is_err(), "{text}");
    }
}
