//! Criteria: those of a search, `((Last_Name:starts_with:A)and(not(Email:equals:a@example.com)))`, and those in the
//! bodies of jobs and views, `{"group_operator": "and", "group": [{"field": {"api_name": "…"}, "comparator": "…", …}]}`.
//!
//! In text, a backslash takes the meaning from `(`, `)`, `,` and itself, and `and` binds no closer than `or`: groups do.

use serde_json::Value;

use super::errors::Problem;
use super::filter::{Expr, Op};

/// The most tests in one search.
const MOST: usize = 15;

pub(super) fn parse(text: &str) -> Result<Expr, Problem> {
    let mut parser = Parser { rest: text.trim() };
    let expr = parser.chain().filter(|_| parser.rest.trim().is_empty());
    let expr = expr.ok_or_else(|| Problem::criteria("the criteria cannot be read", ""))?;
    if expr.tests() > MOST { Err(Problem::criteria("too many criteria", "")) } else { Ok(expr) }
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    /// Groups with `and`, `or` between them.
    fn chain(&mut self) -> Option<Expr> {
        let mut left = self.group()?;
        loop {
            if self.word("and") {
                left = Expr::And(vec![left, self.group()?]);
            } else if self.word("or") {
                left = Expr::Or(vec![left, self.group()?]);
            } else {
                return Some(left);
            }
        }
    }

    fn group(&mut self) -> Option<Expr> {
        if self.word("not") {
            return self.group().map(Expr::not);
        }
        self.rest = self.rest.trim_start().strip_prefix('(')?;
        let inner = self.rest.trim_start();
        let nested =
            inner.starts_with('(') || inner.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("not("));
        let expr = if nested { self.chain()? } else { self.test()? };
        self.rest = self.rest.trim_start().strip_prefix(')')?;
        Some(expr)
    }

    fn word(&mut self, word: &str) -> bool {
        let rest = self.rest.trim_start();
        let found = rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        if found {
            self.rest = rest.get(word.len()..).unwrap_or_default();
        }
        found
    }

    /// `field:operator:value`, up to the bracket that closes it.
    fn test(&mut self) -> Option<Expr> {
        let (field, rest) = self.rest.split_once(':')?;
        let (name, rest) = rest.split_once(':')?;
        let mut values = vec![String::new()];
        let mut chars = rest.char_indices();
        let end = loop {
            let (at, char) = chars.next()?;
            match char {
                ')' => break at,
                '\\' => values.last_mut()?.push(chars.next()?.1),
                ',' => values.push(String::new()),
                char => values.last_mut()?.push(char),
            }
        };
        self.rest = rest.get(end..)?;
        let (op, not) = operator(name.trim())?;
        // A comma separates values only where there can be several.
        if !matches!(op, Op::In | Op::Between) {
            values = vec![values.join(",")];
        }
        if op == Op::Between && values.len() != 2 {
            return None;
        }
        let empty = values == ["${EMPTY}"] || values == ["null"];
        let op = if op == Op::Equal && empty { Op::IsNull } else { op };
        let test = Expr::Test { field: field.trim().to_owned(), op, values };
        Some(if not { test.not() } else { test })
    }
}

/// Criteria as JSON. Nothing if they cannot be read.
pub(super) fn from_json(value: &Value) -> Option<Expr> {
    if let Some(group) = value.get("group").and_then(Value::as_array).filter(|group| !group.is_empty()) {
        let parts = group.iter().map(from_json).collect::<Option<Vec<_>>>()?;
        let operator = value.get("group_operator").and_then(Value::as_str).unwrap_or("and");
        return match operator.to_lowercase().as_str() {
            "and" => Some(Expr::And(parts)),
            "or" => Some(Expr::Or(parts)),
            _ => None,
        };
    }
    let field = value.pointer("/field/api_name").or(value.get("api_name"))?.as_str()?.to_owned();
    let (op, not) = operator(value.get("comparator")?.as_str()?)?;
    let wanted = match value.get("value")? {
        Value::Array(values) => values.iter().map(plain).collect::<Option<Vec<_>>>()?,
        value => vec![plain(value)?],
    };
    if op == Op::Between && wanted.len() != 2 {
        return None;
    }
    let empty = op == Op::Equal && wanted == ["${EMPTY}"];
    let test = Expr::Test { field, op: if empty { Op::IsNull } else { op }, values: wanted };
    Some(if not { test.not() } else { test })
}

/// A value as criteria compare it; a record or user is meant by its id.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Null => Some("${EMPTY}".to_owned()),
        Value::Object(object) => object.get("id").or(object.get("name")).and_then(plain),
        Value::Array(_) => None,
        value => Some(value.to_string()),
    }
}

/// An operator, and whether it says the contrary.
fn operator(name: &str) -> Option<(Op, bool)> {
    Some(match name {
        "equals" | "equal" => (Op::Equal, false),
        "not_equal" => (Op::Equal, true),
        "starts_with" => (Op::StartsWith, false),
        "ends_with" => (Op::EndsWith, false),
        "contains" => (Op::Contains, false),
        "not_contains" => (Op::Contains, true),
        "in" => (Op::In, false),
        "not_in" => (Op::In, true),
        "between" => (Op::Between, false),
        "not_between" => (Op::Between, true),
        "greater_than" => (Op::Greater, false),
        "greater_equal" => (Op::GreaterEqual, false),
        "less_than" => (Op::Less, false),
        "less_equal" => (Op::LessEqual, false),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Expr, Op, from_json, parse};

    fn test(field: &str, op: Op, values: &[&str]) -> Expr {
        Expr::Test { field: field.to_owned(), op, values: values.iter().map(|v| (*v).to_owned()).collect() }
    }

    #[test]
    fn groups_nest_and_values_are_unescaped() {
        let parsed = parse(r"((A:equals:x\, \(y\) \\z)and((B:in:1,2)or(not(C:between:1,3))))").unwrap();
        let wanted = Expr::And(vec![
            test("A", Op::Equal, &[r"x, (y) \z"]),
            Expr::Or(vec![test("B", Op::In, &["1", "2"]), test("C", Op::Between, &["1", "3"]).not()]),
        ]);
        assert_eq!(parsed, wanted);
    }

    #[test]
    fn a_colon_or_a_plain_comma_belongs_to_the_value() {
        assert_eq!(parse("(T:equals:a,b:c)").unwrap(), test("T", Op::Equal, &["a,b:c"]));
    }

    #[test]
    fn broken_criteria_are_refused() {
        for text in
            ["", "A:equals:x", "(A:equals:x", "(A:is:x)", "(A:between:1)", "((A:equals:x)(B:equals:y))"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn criteria_in_bodies_are_read() {
        let one = |name: &str, comparator: &str, value: serde_json::Value| serde_json::json!({ "field": { "api_name": name }, "comparator": comparator, "value": value });
        let group = serde_json::json!({ "group_operator": "or", "group": [
            one("A", "equal", 1.into()), one("B", "not_in", vec!["x", "y"].into()),
            { "api_name": "C", "comparator": "equal", "value": { "id": "7" } },
        ] });
        let wanted = vec![
            test("A", Op::Equal, &["1"]),
            test("B", Op::In, &["x", "y"]).not(),
            test("C", Op::Equal, &["7"]),
        ];
        assert_eq!(from_json(&group), Some(Expr::Or(wanted)));
        assert_eq!(
            from_json(&one("A", "equal", "${EMPTY}".into())),
            Some(test("A", Op::IsNull, &["${EMPTY}"]))
        );
        for broken in [one("A", "is", 1.into()), one("A", "between", 1.into()), serde_json::json!({})] {
            assert_eq!(from_json(&broken), None, "{broken}");
        }
    }
}
