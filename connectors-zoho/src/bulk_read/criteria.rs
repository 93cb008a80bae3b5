//! Conditions as exports write them.
//!
//! Source: Zoho CRM API v8, `bulk_read.json` (Criteria).

use connectors_core::{Error, Result};
use serde_json::{Value, json};

use crate::records::api_name;
use crate::{Comparator, Criteria};

const MOST: usize = 25;

pub(super) fn to_json(criteria: &Criteria) -> Result<Value> {
    let comparisons = criteria.comparisons();
    if comparisons > MOST {
        let text = format!("has {comparisons} comparisons; an export takes at most {MOST}");
        return Err(Error::validation("criteria", text));
    }
    write(criteria)
}

fn write(criteria: &Criteria) -> Result<Value> {
    let (word, parts) = match criteria {
        Criteria::Compare { field, comparator, value } => return comparison(field, *comparator, value),
        Criteria::And { and } => ("and", and),
        Criteria::Or { or } => ("or", or),
    };
    match parts.as_slice() {
        [] => Err(Error::validation("criteria", format!("`{word}` is empty"))),
        [one] => write(one),
        parts => {
            let group = parts.iter().map(write).collect::<Result<Vec<_>>>()?;
            Ok(json!({ "group_operator": word, "group": group }))
        }
    }
}

fn comparison(field: &str, comparator: Comparator, value: &Value) -> Result<Value> {
    use Comparator::{
        Between, Contains, Equals, GreaterEqual, GreaterThan, In, IsNotNull, IsNull, LessEqual, LessThan,
        NotEqual, NotIn, StartsWith,
    };
    let word = match comparator {
        Equals => "equal",
        NotEqual => "not_equal",
        LessThan => "less_than",
        LessEqual => "less_equal",
        GreaterThan => "greater_than",
        GreaterEqual => "greater_equal",
        In => "in",
        NotIn => "not_in",
        Between => "between",
        StartsWith => "starts_with",
        Contains => "contains",
        IsNull | IsNotNull => {
            let text = format!("an export cannot compare by {comparator:?}: use COQL, or look at the rows");
            return Err(Error::validation("criteria", text));
        }
    };
    let field = api_name("criteria", field)?;
    let fits = match (comparator, value) {
        (Between, value) => value.as_array().is_some_and(|values| values.len() == 2),
        (In | NotIn, value) => value.as_array().is_some_and(|values| !values.is_empty()),
        (_, value) => matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_)),
    };
    if !fits {
        let wanted = match comparator {
            Between => "two values",
            In | NotIn => "one value or several",
            _ => "a text, a number or a boolean",
        };
        return Err(Error::validation("criteria", format!("{field} is compared with {wanted}")));
    }
    Ok(json!({ "field": { "api_name": field }, "comparator": word, "value": value }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_nest_in_groups() {
        let criteria = Criteria::equals("Stage", "Closed Won")
            .and(Criteria::greater_than("Amount", 1000).or(Criteria::one_of("Owner", ["1", "2"])))
            .and(Criteria::And { and: vec![Criteria::between("Probability", 10, 90)] });
        let compare = |field: &str, comparator: &str, value: Value| json!({ "field": { "api_name": field }, "comparator": comparator, "value": value });
        let either = json!({ "group_operator": "or", "group": [
            compare("Amount", "greater_than", json!(1000)), compare("Owner", "in", json!(["1", "2"])) ] });
        let wanted = json!({ "group_operator": "and", "group": [
            compare("Stage", "equal", json!("Closed Won")), either, compare("Probability", "between", json!([10, 90])) ] });
        assert_eq!(to_json(&criteria).unwrap(), wanted);
    }

    #[test]
    fn what_an_export_cannot_compare_is_refused_with_the_field() {
        let many = (0..26).map(|n| Criteria::equals("A", n)).collect();
        let refused = [
            Criteria::is_null("A"),
            Criteria::And { and: Vec::new() },
            Criteria::Or { or: many },
            Criteria::compare("A", Comparator::Between, 1),
            Criteria::one_of("A", Vec::<i32>::new()),
            Criteria::equals("A B", 1),
            Criteria::equals("A", Value::Null),
        ];
        for criteria in refused {
            let error = to_json(&criteria).unwrap_err();
            assert_eq!(error.field_errors()[0].field, "criteria", "{criteria:?}");
        }
    }
}
