//! XML bodies, which older client libraries send, read into the JSON that the resources know.

use roxmltree::{Document, Node};
use serde_json::{Map, Value};

/// The elements that hold a list, and what each entry is called.
const LISTS: &[(&str, &str)] = &[
    ("Accounts", "Account"),
    ("Addresses", "Address"),
    ("Allocations", "Allocation"),
    ("BankTransactions", "BankTransaction"),
    ("BankTransfers", "BankTransfer"),
    ("BatchPayments", "BatchPayment"),
    ("ContactGroups", "ContactGroup"),
    ("ContactPersons", "ContactPerson"),
    ("Contacts", "Contact"),
    ("CreditNotes", "CreditNote"),
    ("Currencies", "Currency"),
    ("ExpenseClaims", "ExpenseClaim"),
    ("HistoryRecords", "HistoryRecord"),
    ("Invoices", "Invoice"),
    ("Items", "Item"),
    ("JournalLines", "JournalLine"),
    ("LineItems", "LineItem"),
    ("LinkedTransactions", "LinkedTransaction"),
    ("ManualJournals", "ManualJournal"),
    ("Options", "Option"),
    ("PaymentServices", "PaymentService"),
    ("Payments", "Payment"),
    ("Phones", "Phone"),
    ("PurchaseOrders", "PurchaseOrder"),
    ("Quotes", "Quote"),
    ("Receipts", "Receipt"),
    ("RepeatingInvoices", "RepeatingInvoice"),
    ("TaxComponents", "TaxComponent"),
    ("TaxRates", "TaxRate"),
    ("Tracking", "TrackingCategory"),
    ("TrackingCategories", "TrackingCategory"),
];

/// A body as JSON. All plain values are text: the resources read numbers and booleans from text, too.
pub(super) fn read(body: &[u8]) -> Result<Value, String> {
    let text = std::str::from_utf8(body).map_err(|_| "the body is not UTF-8".to_owned())?;
    let document = Document::parse(text).map_err(|error| error.to_string())?;
    Ok(value(document.root_element()))
}

fn value(node: Node<'_, '_>) -> Value {
    let children = || node.children().filter(Node::is_element);
    let name = |node: Node<'_, '_>| node.tag_name().name().to_owned();
    if let Some((_, entry)) = LISTS.iter().find(|(list, _)| *list == node.tag_name().name()) {
        return children().filter(|child| child.tag_name().name() == *entry).map(value).collect();
    }
    if children().next().is_none() {
        return Value::from(node.text().unwrap_or_default());
    }
    Value::Object(children().map(|child| (name(child), value(child))).collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde_json::json;

    #[test]
    fn lists_records_and_values_become_json() {
        let body = "<?xml version='1.0'?><Contacts xmlns='x'><Contact><Name>A &amp; B</Name>\n\
            <Phones><Phone><PhoneType>FAX</PhoneType></Phone></Phones><Addresses/><LastName /></Contact></Contacts>";
        let expected =
            json!([{ "Name": "A & B", "Phones": [{ "PhoneType": "FAX" }], "Addresses": [], "LastName": "" }]);
        assert_eq!(read(body.as_bytes()), Ok(expected));
        assert_eq!(read(b"<Payment><Status>DELETED</Status></Payment>"), Ok(json!({ "Status": "DELETED" })));
    }

    #[test]
    fn a_list_is_one_wherever_it_stands_and_what_is_called_alike_is_none() {
        let line = "<LineItem><Tracking><TrackingCategory><Name>Region</Name><Option>North</Option></TrackingCategory>\
            </Tracking></LineItem>";
        let expected = json!({ "Tracking": [{ "Name": "Region", "Option": "North" }] });
        assert_eq!(read(line.as_bytes()), Ok(expected));
        let category = "<TrackingCategory><Name>Team</Name><Options><Option><Name>Red</Name></Option></Options>\
            </TrackingCategory>";
        assert_eq!(read(category.as_bytes()), Ok(json!({ "Name": "Team", "Options": [{ "Name": "Red" }] })));
    }

    #[test]
    fn a_broken_body_is_an_error_in_words() {
        for body in ["", "<A>", "<A></B>", "text"] {
            assert!(!read(body.as_bytes()).unwrap_err().is_empty(), "{body}");
        }
        assert!(read(&[0xff, 0xfe]).is_err());
    }
}
