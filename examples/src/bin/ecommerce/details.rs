//! What a product is called, costs and is said to be: who changed what, and what both sides agree on then.
//!
//! What one side changed goes to the other. Where both changed the same, the CRM's holds, and that is told. The first time there is
//! nothing that both agreed on: the shop's holds then.

use connectors_core::types::money;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What both sides say of a product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Details {
    pub(crate) name: String,
    #[serde(with = "money")]
    pub(crate) price: Decimal,
    /// The description, without marks.
    pub(crate) text: String,
}

/// What is to become of both.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Merged {
    pub(crate) details: Details,
    /// The CRM's fields that both sides changed.
    pub(crate) conflicts: Vec<&'static str>,
    /// A name or a description that cannot go to the shop: it is the product's there, and this is one variant of several.
    pub(crate) stuck: Vec<&'static str>,
}

/// `alone`: whether the shop's product has this one variant only.
pub(crate) fn merge(base: Option<&Details>, shop: &Details, crm: &Details, alone: bool) -> Merged {
    let Some(base) = base else { return Merged { details: shop.clone(), ..Merged::default() } };
    let mut merged = Merged::default();
    let name = decide(&base.name, &shop.name, &crm.name);
    let price = decide(&base.price, &shop.price, &crm.price);
    let text = decide(&base.text, &shop.text, &crm.text);
    let fields = [("Product_Name", name.1), ("Unit_Price", price.1), ("Description", text.1)];
    merged.conflicts = fields.iter().filter(|(_, both)| *both).map(|(field, _)| *field).collect();
    merged.details = Details { name: name.0.clone(), price: *price.0, text: text.0.clone() };
    if !alone {
        for (field, wanted, there) in [
            ("Product_Name", &merged.details.name, &shop.name),
            ("Description", &merged.details.text, &shop.text),
        ] {
            if wanted != there {
                merged.stuck.push(field);
            }
        }
        merged.conflicts.retain(|field| !merged.stuck.contains(field));
    }
    merged
}

/// What holds, and whether both sides changed it.
fn decide<'a, T: PartialEq>(base: &T, shop: &'a T, crm: &'a T) -> (&'a T, bool) {
    match (shop == base, crm == base) {
        (_, true) => (shop, false),
        (true, false) => (crm, false),
        (false, false) => (crm, shop != crm),
    }
}

/// A text without its marks: one line for each paragraph.
pub(crate) fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let is_mark = rest[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        let Some(end) = rest[at..].find('>').filter(|_| is_mark) else {
            text.push('<');
            rest = &rest[at + 1..];
            continue;
        };
        let tag = rest[at + 1..at + end].trim_start_matches('/').to_ascii_lowercase();
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if matches!(name, "p" | "br" | "div" | "li" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "tr") {
            text.push('\n');
        }
        rest = &rest[at + end + 1..];
    }
    text.push_str(rest);
    let entities =
        [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    lines(&entities.iter().fold(text, |text, (entity, character)| text.replace(entity, character)))
}

/// A text as both sides have it: no empty lines, no spaces around.
pub(crate) fn lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// A text with marks: a paragraph for each line.
pub(crate) fn html(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    escaped.lines().map(|line| format!("<p>{line}</p>")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details(name: &str, price: i64, text: &str) -> Details {
        Details { name: name.to_owned(), price: price.into(), text: text.to_owned() }
    }

    #[test]
    fn what_one_side_changed_goes_to_the_other_and_the_crm_holds_where_both_did() {
        let base = details("Cup", 10, "A cup.");
        let (shop, crm) = (details("Mug", 12, "A cup."), details("Cup", 11, "Of clay."));
        let merged = merge(Some(&base), &shop, &crm, true);
        assert_eq!(merged.details, details("Mug", 11, "Of clay."));
        assert_eq!(merged.conflicts, ["Unit_Price"]);
        let same = merge(Some(&base), &crm, &crm, true);
        assert_eq!((same.details, same.conflicts.len()), (crm.clone(), 0), "both changed it to the same");
        assert_eq!(merge(None, &shop, &crm, true).details, shop, "the first time the shop is right");
    }

    #[test]
    fn the_name_of_one_variant_of_several_stays_where_it_is() {
        let base = details("Cup - Red", 10, "A cup.");
        let merged = merge(Some(&base), &base, &details("Cup - Blue", 11, "A cup."), false);
        assert_eq!((merged.stuck, merged.details.price), (vec!["Product_Name"], 11.into()));
    }

    #[test]
    fn a_text_that_went_over_is_the_same_when_it_comes_back() {
        for text in ["", "One line.", "Two\nlines & <more> \"of\" 'them'", "5 > 4 &amp; so on"] {
            assert_eq!(plain(&html(text)), text);
        }
        assert_eq!(
            plain("<h1>Cup</h1><p>Of&nbsp;clay,<br/> by <b>hand</b>.</p>\n"),
            "Cup\nOf clay,\nby hand."
        );
        assert_eq!(plain("1 < 2 and <b>3"), "1 < 2 and 3");
    }
}
