//! What several tests need.
#![allow(dead_code, reason = "each test uses a part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

pub(crate) mod settings;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use connectors_core::catalog::{Kind, Shape};
use connectors_core::{Client, Connector, Content, ErrorKind};
use connectors_sandbox::{Sandbox, zoho as simulated};
use connectors_zoho::{DataCenter, Edition, Zoho};
use serde_json::{Value, json};

/// The ids that stand in samples for records.
pub(crate) const FIRST: &str = "4876876000000376001";
pub(crate) const SECOND: &str = "4876876000000376002";
pub(crate) const ACCOUNT: &str = "4876876000000376003";
pub(crate) const PRODUCT: &str = "4876876000000376004";
pub(crate) const VENDOR: &str = "4876876000000376005";

/// Actions that the sandbox does not know. It says so when they are run, else they have no place here.
pub(crate) const NOT_SIMULATED: &[&str] = &[
    "email.send",
    "email_attachment.download",
    "email_inline_image.download",
    "field_attachment.download",
    "from_address.list",
];

/// All samples by the id of their action or trigger.
pub(crate) fn samples() -> BTreeMap<String, Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let files = std::fs::read_dir(folder).unwrap();
    let samples = files.map(|file| {
        let path = file.unwrap().path();
        let id = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        (id, serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
    });
    samples.collect()
}

/// The samples of the actions.
pub(crate) fn actions() -> BTreeMap<String, Value> {
    samples_of(Kind::Action)
}

/// The samples of the triggers.
pub(crate) fn triggers() -> BTreeMap<String, Value> {
    samples_of(Kind::Trigger)
}

fn samples_of(kind: Kind) -> BTreeMap<String, Value> {
    let (mut samples, ids) = (samples(), ids(kind));
    samples.retain(|id, _| ids.contains(id));
    samples
}

/// The ids in the catalog.
pub(crate) fn ids(kind: Kind) -> Vec<String> {
    Zoho::catalog().iter().filter(|entry| entry.kind() == kind).map(|entry| entry.id()).collect()
}

/// An organisation without records, whose jobs are done at once.
pub(crate) fn simulated() -> simulated::Zoho {
    simulated::Zoho::new().deals(0).job_time(Duration::ZERO)
}

/// A sandbox with it.
pub(crate) async fn empty() -> Sandbox {
    Sandbox::builder().platform(simulated()).start().await.unwrap()
}

/// A connector that talks to the sandbox.
pub(crate) fn connector(sandbox: &Sandbox) -> Zoho {
    let url = sandbox.url("zoho");
    Zoho::new(DataCenter::Us).edition(Edition::Enterprise).base_urls(url, url)
}

/// A client of the seeded account, with a refresh token.
pub(crate) fn client(sandbox: &Sandbox) -> Client<Zoho> {
    let credentials = sandbox.credentials("zoho").unwrap();
    let app = connectors_core::auth::OAuthApp::new(credentials.client_id).secret(credentials.client_secret);
    connector(sandbox).oauth(app).refresh_token(credentials.refresh_token).connect().unwrap()
}

/// The same, in the sandbox's time.
pub(crate) fn client_in_time(sandbox: &Sandbox, zoho: Zoho) -> Client<Zoho> {
    let credentials = sandbox.credentials("zoho").unwrap();
    let app = connectors_core::auth::OAuthApp::new(credentials.client_id).secret(credentials.client_secret);
    let shared = connectors_core::Shared::builder().clock(sandbox.clock()).build().unwrap();
    zoho.oauth(app)
        .refresh_token(credentials.refresh_token)
        .account("customer-7")
        .shared(&shared)
        .connect()
        .unwrap()
}

/// What the samples' ids stand for: records that are made for the action in question.
pub(crate) async fn prepared(client: &Client<Zoho>, id: &str, sample: &Value) -> Value {
    let (resource, _) = id.split_once('.').unwrap();
    let account = make(client, "Accounts", json!({ "Account_Name": "Prepared Account" })).await;
    let product = make(client, "Products", json!({ "Product_Name": "Prepared Product" })).await;
    let vendor = make(client, "Vendors", json!({ "Vendor_Name": "Prepared Vendor" })).await;
    let lines = json!([{ "Product_Name": { "id": product }, "Quantity": 1 }]);
    let [first, second] = match resource {
        "account" => {
            [account.clone(), make(client, "Accounts", json!({ "Account_Name": "Second Account" })).await]
        }
        "call" => {
            let fields = json!({ "Call_Type": "Inbound", "Call_Start_Time": "2026-06-01T09:00:00Z", "Call_Duration": "05:00" });
            two(client, "Calls", "Subject", fields).await
        }
        "campaign" => two(client, "Campaigns", "Campaign_Name", json!({})).await,
        "case" => two(client, "Cases", "Subject", json!({ "Status": "New", "Case_Origin": "Web" })).await,
        "contact" | "record" => {
            two(client, "Contacts", "Last_Name", json!({ "Account_Name": { "id": account } })).await
        }
        "deal" => two(client, "Deals", "Deal_Name", json!({ "Stage": "Qualification" })).await,
        "event" => {
            let times =
                json!({ "Start_DateTime": "2026-06-01T09:00:00Z", "End_DateTime": "2026-06-01T10:00:00Z" });
            two(client, "Events", "Event_Title", times).await
        }
        "invoice" => two(client, "Invoices", "Subject", json!({ "Invoiced_Items": lines })).await,
        "lead" => two(client, "Leads", "Last_Name", json!({ "Company": "Prepared Company" })).await,
        "note" => {
            let parent = json!({ "id": account, "module": { "api_name": "Accounts" } });
            two(client, "Notes", "Note_Title", json!({ "Note_Content": "Prepared", "Parent_Id": parent }))
                .await
        }
        "price_book" => {
            two(client, "Price_Books", "Price_Book_Name", json!({ "Pricing_Model": "Flat" })).await
        }
        "product" => two(client, "Products", "Product_Name", json!({})).await,
        "purchase_order" => {
            let fields = json!({ "Vendor_Name": { "id": vendor }, "Purchase_Items": lines });
            two(client, "Purchase_Orders", "Subject", fields).await
        }
        "quote" => two(client, "Quotes", "Subject", json!({ "Quoted_Items": lines })).await,
        "related_record" if id.ends_with("list") => {
            make(client, "Contacts", json!({ "Last_Name": "Related", "Account_Name": { "id": account } }))
                .await;
            [account.clone(), String::new()]
        }
        "related_record" => {
            let deal =
                make(client, "Deals", json!({ "Deal_Name": "Prepared", "Stage": "Qualification" })).await;
            let link =
                json!({ "module": "Deals", "id": deal, "list": "Products", "records": [{ "id": product }] });
            client.run("related_record.link", link).await.unwrap();
            [deal, product.clone()]
        }
        "sales_order" => two(client, "Sales_Orders", "Subject", json!({ "Ordered_Items": lines })).await,
        "solution" => two(client, "Solutions", "Solution_Title", json!({})).await,
        "task" => two(client, "Tasks", "Subject", json!({})).await,
        "vendor" => two(client, "Vendors", "Vendor_Name", json!({})).await,
        "attachment" => {
            let contact = make(client, "Contacts", json!({ "Last_Name": "With Attachment" })).await;
            let file = json!({ "module": "Contacts", "record_id": contact, "file_name": "a.txt" });
            let attached =
                client.run("attachment.upload", file).content(Content::bytes("text")).await.unwrap();
            [contact, attached["id"].as_str().unwrap().to_owned()]
        }
        "bulk_read" => {
            let job = client.run("bulk_read.create", samples()["bulk_read.create"].clone()).await.unwrap();
            [job["id"].as_str().unwrap().to_owned(), String::new()]
        }
        "bulk_write" => [bulk_write(client, id).await, String::new()],
        "file" => {
            let upload = client.run("file.upload", json!({ "file_name": "a.txt" }));
            let file = upload.content(Content::bytes("text")).await.unwrap();
            return json!({ "id": file["id"], "file_name": "b.txt" })
                .as_object()
                .unwrap()
                .iter()
                .filter(|(name, _)| sample.get(name).is_some())
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect();
        }
        "photo" => {
            let contact = make(client, "Contacts", json!({ "Last_Name": "With Photo" })).await;
            let photo = json!({ "module": "Contacts", "record_id": contact, "file_name": "a.png" });
            client.run("photo.upload", photo).content(Content::bytes("picture")).await.unwrap();
            [contact, String::new()]
        }
        "user" => [
            client.run("user.get_current", json!({})).await.unwrap()["id"].as_str().unwrap().into(),
            String::new(),
        ],
        _ => [String::new(), String::new()],
    };
    let stands_for =
        [(FIRST, first), (SECOND, second), (ACCOUNT, account), (PRODUCT, product), (VENDOR, vendor)];
    let others = settings::stands_for(client, id).await;
    let mut text = sample.to_string();
    for (place, id) in stands_for.into_iter().filter(|(_, id)| !id.is_empty()).chain(others) {
        text = text.replace(place, &id);
    }
    serde_json::from_str(&text).unwrap()
}

/// A file that was sent, or, but for the start of one, the job that imports it.
async fn bulk_write(client: &Client<Zoho>, id: &str) -> String {
    let upload = client.run("bulk_write.upload", samples()["bulk_write.upload"].clone());
    let file = upload.content(rows()).await.unwrap()["file_id"].as_str().unwrap().to_owned();
    if matches!(id, "bulk_write.upload" | "bulk_write.create") {
        return file;
    }
    let start = samples()["bulk_write.create"].to_string().replace(FIRST, &file);
    let job = client.run("bulk_write.create", serde_json::from_str(&start).unwrap()).await.unwrap();
    job["id"].as_str().unwrap().to_owned()
}

/// The file of an import, as the sample of `bulk_write.create` wants it.
fn rows() -> Content {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("rows.csv", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"Email,Last_Name,Account_Name.id\na@example.com,Ada,\n").unwrap();
    Content::bytes(zip.finish().unwrap().into_inner())
}

async fn two(client: &Client<Zoho>, module: &str, name: &str, fields: Value) -> [String; 2] {
    let one = |text: &str| {
        let mut fields = fields.clone();
        fields[name] = text.into();
        fields
    };
    [make(client, module, one("Prepared One")).await, make(client, module, one("Prepared Two")).await]
}

async fn make(client: &Client<Zoho>, module: &str, record: Value) -> String {
    let made = client.run("record.create", json!({ "module": module, "record": record })).await.unwrap();
    made["id"].as_str().unwrap().to_owned()
}

/// Runs the sample by its id against a sandbox of its own, and gives the output.
pub(crate) async fn run(sandbox: &Sandbox, id: &str, sample: &Value) -> Value {
    let client = client(sandbox);
    let input = prepared(&client, id, sample).await;
    let call = client.run(id, input.clone());
    let call = match Zoho::catalog().get(id).unwrap().shape() {
        Shape::Upload if id.starts_with("bulk_write") => call.content(rows()),
        Shape::Upload => call.content(Content::bytes("content")),
        _ => call,
    };
    if NOT_SIMULATED.contains(&id) {
        let error = call.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound, "{id}: {error}");
        return Value::Null;
    }
    call.await.unwrap_or_else(|e| panic!("{id} {input}: {e} {:?}", e.field_errors()))
}
