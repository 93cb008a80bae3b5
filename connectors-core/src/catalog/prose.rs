//! Rust documentation as texts for people who read JSON schemas.

use serde_json::Value;

/// Changes every description in a schema.
pub(super) fn for_readers(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if name == "description" => *text = told(text),
                    // Data, not schemas.
                    _ if matches!(name.as_str(), "const" | "default" | "enum" | "examples") => {}
                    _ => for_readers(member),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(for_readers),
        _ => {}
    }
}

/// The text without examples in Rust and links to Rust items.
fn told(text: &str) -> String {
    let (mut lines, mut in_example) = (Vec::new(), false);
    for line in text.lines() {
        let fence = line.trim_start().starts_with("```");
        in_example ^= fence;
        let doubled = line.is_empty() && lines.last().is_none_or(|last: &&str| last.is_empty());
        if !fence && !in_example && !doubled {
            lines.push(line);
        }
    }
    without_links(lines.join("\n").trim_end())
}

/// `[text](path)`, `[text][path]` and `` [`path`] `` as what is in the brackets; what leads to the web stays.
fn without_links(text: &str) -> String {
    let (mut out, mut rest, mut in_code) = (String::with_capacity(text.len()), text, false);
    while let Some(at) = rest.find(['`', '[']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let link = if in_code { None } else { link(from) };
        let (given, taken) = link.unwrap_or_else(|| from.split_at(1));
        in_code ^= given == "`";
        out.push_str(given);
        rest = taken;
    }
    out + rest
}

/// The text of a link to a Rust item that `from` begins with, and what follows it.
fn link(from: &str) -> Option<(&str, &str)> {
    let (text, rest) = from.strip_prefix('[')?.split_once(']')?;
    let target = |open, close| rest.strip_prefix(open)?.split_once(close);
    match target('(', ')').or_else(|| target('[', ']')) {
        Some((target, rest)) => (!target.contains("://")).then_some((text, rest)),
        None => text.starts_with('`').then_some((text, rest)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn links_to_rust_items_become_their_words() {
        for (written, read) in [
            ("See [`Create`].", "See `Create`."),
            (
                "[`Delivery::Unknown`](connectors_core::Delivery), [`coql`][crate::coql]",
                "`Delivery::Unknown`, `coql`",
            ),
            ("[sales invoices](crate::sales_invoices) and [bills]", "sales invoices and [bills]"),
            ("[their docs](https://example.com/a) say", "[their docs](https://example.com/a) say"),
            ("As JSON `{\"and\": [`… `[1](x)`", "As JSON `{\"and\": [`… `[1](x)`"),
            ("`a` [`b`](c) `d[0](e)` [`f`", "`a` `b` `d[0](e)` [`f`"),
        ] {
            assert_eq!(told(written), read);
        }
    }

    #[test]
    fn examples_in_rust_are_left_out() {
        let text = "A list.\n\n```no_run\nlet list = List::new();\n```\n\nIn order.\n\n```\nuse x;\n```";
        assert_eq!(told(text), "A list.\n\nIn order.");
    }

    #[test]
    fn only_descriptions_are_changed_and_no_data() {
        let mut schema = json!({
            "description": "[`A`]",
            "properties": { "description": { "description": "[`B`]", "default": { "description": "[`C`]" } } },
            "anyOf": [{ "description": "[`D`]", "const": "[`E`]" }]
        });
        for_readers(&mut schema);
        let wanted = json!({
            "description": "`A`",
            "properties": { "description": { "description": "`B`", "default": { "description": "[`C`]" } } },
            "anyOf": [{ "description": "`D`", "const": "[`E`]" }]
        });
        assert_eq!(schema, wanted);
    }
}
