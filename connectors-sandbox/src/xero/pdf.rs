//! A small valid PDF of one page.

use serde_json::Value;

use super::wire::{amount, date_of, text};
use crate::store::Record;

/// A document with lines on paper.
pub(super) fn document(title: &str, document: &Record, contact: &str) -> Vec<u8> {
    let mut lines = vec![title.to_owned(), format!("To {contact}")];
    let dates =
        [("Date", "Date"), ("Due", "DueDate"), ("Expiry", "ExpiryDate"), ("Delivery", "DeliveryDate")];
    lines.extend(
        dates.iter().filter_map(|(label, field)| Some(format!("{label} {}", date_of(document, field)?))),
    );
    for line in
        document.get("LineItems").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
    {
        lines.push(format!("{}  {:.2}", text(line, "Description"), amount(line, "LineAmount")));
    }
    let currency = text(document, "CurrencyCode");
    lines.push(format!("Tax {:.2} {currency}", amount(document, "TotalTax")));
    lines.push(format!("Total {:.2} {currency}", amount(document, "Total")));
    page(&lines)
}

fn page(lines: &[String]) -> Vec<u8> {
    let mut text = String::from("BT /F1 12 Tf 72 770 Td 16 TL\n");
    for line in lines {
        text.push_str(&format!("({}) Tj T*\n", escaped(line)));
    }
    text.push_str("ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>"
            .to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let table = file.len();
    let count = objects.len() + 1;
    file.push_str(&format!("xref\n0 {count}\n0000000000 65535 f \n"));
    for offset in offsets {
        file.push_str(&format!("{offset:010} 00000 n \n"));
    }
    file.push_str(&format!("trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
    file.into_bytes()
}

/// The standard font knows no more than ASCII here.
fn escaped(line: &str) -> String {
    let shown = line.chars().map(|c| if c.is_ascii() && !c.is_ascii_control() { c } else { '?' });
    shown.flat_map(|c| if matches!(c, '(' | ')' | '\\') { vec!['\\', c] } else { vec![c] }).collect()
}
