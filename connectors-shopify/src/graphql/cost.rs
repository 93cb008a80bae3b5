//! What a document will cost, as far as its text tells.
//!
//! Shopify charges a call at the start for all that it may give, and gives back what it did not give. An object costs 1 point,
//! scalars nothing, a connection 2 and its elements, a mutation 10; one call may ask for 1,000. Sources: shopify.dev, "API rate
//! limits" (objects, connections); the rest is not verified, and corrected by the first answer.

use serde_json::{Map, Value};

/// What one call may ask for.
pub(crate) const MOST: u64 = 1_000;

/// What a page asks for, unless it is said how large it is to be: half of what one call may, since the reckoning is not verified
/// and a call that asks for too much gets nothing.
const PAGE: u64 = MOST / 2;

const MUTATION: u64 = 10;
const CONNECTION: u64 = 2;
/// How deep fragments may lie in each other: documents that spread a fragment in itself are Shopify's to refuse.
const DEPTH: u32 = 20;

/// What a document costs with these variables.
pub(crate) fn estimate(text: &str, variables: &Map<String, Value>) -> u64 {
    let tokens = tokens(text);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            Token::Open => {
                return Reckoner { tokens: &tokens, variables }.selection(at, Place::Object, 0).points;
            }
            Token::Name(kind @ ("query" | "mutation")) => {
                let start = if *kind == "mutation" { MUTATION } else { 0 };
                let body = selection_after(&tokens, at + 1);
                return start
                    + Reckoner { tokens: &tokens, variables }.selection(body, Place::Object, 0).points;
            }
            _ => at = end(&tokens, selection_after(&tokens, at)),
        }
    }
    0
}

/// Whether a document is a mutation.
pub(super) fn is_mutation(text: &str) -> bool {
    let tokens = tokens(text);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            Token::Name("mutation") => return true,
            Token::Open | Token::Name("query") => return false,
            _ => at = end(&tokens, selection_after(&tokens, at)),
        }
    }
    false
}

/// How many elements a page has unless that is said: as many as half of what one call may ask for is enough for.
pub(super) fn largest_page(text: &str, variables: &mut Map<String, Value>) -> u32 {
    let mut with = |first: u32| {
        variables.insert("first".to_owned(), first.into());
        estimate(text, variables)
    };
    let (none, one) = (with(0), with(1));
    let each = one.saturating_sub(none).max(1);
    u32::try_from(PAGE.saturating_sub(none) / each).unwrap_or(super::MOST).clamp(1, super::MOST)
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'a> {
    Name(&'a str),
    Variable(&'a str),
    Number(u64),
    Spread,
    /// `{`
    Open,
    /// `}`
    Close,
    /// `(`
    Arguments,
    /// `)`
    ArgumentsEnd,
    /// `:`
    Colon,
    /// `@`
    At,
    Other,
}

/// Where a selection is.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Object,
    /// In what has `first` or `last`.
    Connection,
    /// In `edges` of a connection.
    Edges,
}

/// What a selection costs, and where it ends.
struct Cost {
    points: u64,
    /// Of a connection: it has elements, and is not a list that is only cut.
    paged: bool,
    end: usize,
}

struct Reckoner<'a> {
    tokens: &'a [Token<'a>],
    variables: &'a Map<String, Value>,
}

impl<'a> Reckoner<'a> {
    /// Of the selection that opens at `at`.
    fn selection(&self, mut at: usize, place: Place, depth: u32) -> Cost {
        // Of fragments for one type or another, one applies.
        let (mut points, mut most, mut paged) = (0, 0, false);
        at += 1;
        loop {
            match self.tokens.get(at) {
                None => break,
                Some(Token::Close) => {
                    at += 1;
                    break;
                }
                Some(Token::Spread) => {
                    let inside = match self.tokens.get(at + 1) {
                        Some(Token::Name(name)) if *name != "on" => {
                            let (left_out, after) = self.after_directives(at + 2);
                            at = after;
                            match left_out {
                                true => Cost { points: 0, paged: false, end: at },
                                false => self.fragment(name, place, depth),
                            }
                        }
                        _ => {
                            let body = selection_after(self.tokens, at + 1);
                            let inside = self.selection(body, place, depth + 1);
                            at = inside.end;
                            most = most.max(inside.points);
                            Cost { points: 0, ..inside }
                        }
                    };
                    points += inside.points;
                    paged |= inside.paged;
                }
                Some(Token::Name(name)) => {
                    let field = self.field(name, at + 1, place, depth);
                    points += field.points;
                    paged |= field.paged;
                    at = field.end;
                }
                Some(_) => at += 1,
            }
        }
        Cost { points: points + most, paged, end: at }
    }

    fn fragment(&self, name: &str, place: Place, depth: u32) -> Cost {
        let starts =
            self.tokens.windows(2).position(|pair| pair == [Token::Name("fragment"), Token::Name(name)]);
        match starts {
            Some(at) if depth < DEPTH => {
                self.selection(selection_after(self.tokens, at + 2), place, depth + 1)
            }
            _ => Cost { points: 0, paged: false, end: 0 },
        }
    }

    /// A field whose name, or alias, stands before `at`.
    fn field(&self, mut name: &'a str, mut at: usize, place: Place, depth: u32) -> Cost {
        if let (Some(Token::Colon), Some(Token::Name(real))) = (self.tokens.get(at), self.tokens.get(at + 1))
        {
            (name, at) = (real, at + 2);
        }
        let mut first = None;
        if self.tokens.get(at) == Some(&Token::Arguments) {
            (first, at) = self.arguments(at);
        }
        let (left_out, mut at) = self.after_directives(at);
        if self.tokens.get(at) != Some(&Token::Open) {
            return Cost { points: 0, paged: false, end: at };
        }
        let mut inside = |place| {
            let inside = self.selection(at, place, depth + 1);
            at = inside.end;
            inside
        };
        let (points, paged) = match (place, name, first) {
            (Place::Connection, "nodes", _) | (Place::Edges, "node", _) => {
                (1 + inside(Place::Object).points, true)
            }
            (Place::Connection, "edges", _) => (inside(Place::Edges).points, true),
            (Place::Connection, "pageInfo", _) => {
                inside(Place::Object);
                (0, false)
            }
            (_, _, Some(first)) => match inside(Place::Connection) {
                Cost { points, paged: true, .. } => (CONNECTION + first * points, false),
                Cost { points, .. } => (first * (1 + points), false),
            },
            _ => (1 + inside(Place::Object).points, false),
        };
        Cost { points: if left_out { 0 } else { points }, paged: paged && !left_out, end: at }
    }

    /// How many elements arguments ask for, and where they end.
    fn arguments(&self, at: usize) -> (Option<u64>, usize) {
        let (mut first, mut at, mut depth) = (None, at + 1, 1);
        while let (Some(token), true) = (self.tokens.get(at), depth > 0) {
            match token {
                Token::Arguments | Token::Open => depth += 1,
                Token::ArgumentsEnd | Token::Close => depth -= 1,
                Token::Name("first" | "last") if depth == 1 => {
                    first = match self.tokens.get(at + 2) {
                        Some(Token::Number(number)) => Some(*number),
                        Some(Token::Variable(name)) => self.variables.get(*name).and_then(Value::as_u64),
                        _ => None,
                    };
                }
                _ => {}
            }
            at += 1;
        }
        (first, at)
    }

    /// Whether `@include` or `@skip` leaves it out, and where directives end.
    fn after_directives(&self, mut at: usize) -> (bool, usize) {
        let mut left_out = false;
        while let (Some(Token::At), Some(Token::Name(name))) = (self.tokens.get(at), self.tokens.get(at + 1))
        {
            if let ["include" | "skip"] = [*name]
                && let Some(Token::Variable(variable)) = self.tokens.get(at + 5)
            {
                let is = self.variables.get(*variable).and_then(Value::as_bool).unwrap_or(false);
                left_out |= is == (*name == "skip");
            }
            at += 2;
            if self.tokens.get(at) == Some(&Token::Arguments) {
                at = self.arguments(at).1;
            }
        }
        (left_out, at)
    }
}

/// Where the next selection opens, past arguments with objects in them.
fn selection_after(tokens: &[Token<'_>], mut at: usize) -> usize {
    let mut depth = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            Token::Arguments => depth += 1,
            Token::ArgumentsEnd => depth -= 1,
            Token::Open if depth == 0 => break,
            _ => {}
        }
        at += 1;
    }
    at
}

/// Where the selection that opens at `at` ends.
fn end(tokens: &[Token<'_>], mut at: usize) -> usize {
    let mut depth = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            Token::Open => depth += 1,
            Token::Close => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let word =
        |text: &str| text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len());
    let (mut rest, mut tokens) = (text, Vec::new());
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            'a'..='z' | 'A'..='Z' | '_' => (Token::Name(&rest[..word(rest)]), word(rest)),
            '$' => (Token::Variable(&rest[1..1 + word(&rest[1..])]), 1 + word(&rest[1..])),
            '0'..='9' => (rest[..word(rest)].parse().map_or(Token::Other, Token::Number), word(rest)),
            '{' => (Token::Open, 1),
            '}' => (Token::Close, 1),
            '(' => (Token::Arguments, 1),
            ')' => (Token::ArgumentsEnd, 1),
            ':' => (Token::Colon, 1),
            '@' => (Token::At, 1),
            '.' if rest.starts_with("...") => (Token::Spread, 3),
            '"' => (Token::Other, quoted(rest)),
            '#' => (Token::Other, rest.find('\n').unwrap_or(rest.len())),
            other => (Token::Other, other.len_utf8()),
        };
        let shows = !(first.is_whitespace() || matches!(first, ',' | '#'));
        if shows {
            tokens.push(token);
        }
        rest = &rest[length..];
    }
    tokens
}

/// How long the string is that `text` starts with.
fn quoted(text: &str) -> usize {
    let (mark, escape) = if text.starts_with("\"\"\"") { ("\"\"\"", "\\\"\"\"") } else { ("\"", "\\") };
    let mut at = mark.len();
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with(escape) {
            at += escape.len()
                + usize::from(escape.len() == 1) * rest[1..].chars().next().map_or(0, char::len_utf8);
        } else if rest.starts_with(mark) {
            return at + mark.len();
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use connectors_core::Connector;
    use connectors_core::catalog::Kind;
    use serde_json::json;

    fn costs(text: &str, variables: Value) -> u64 {
        let Value::Object(variables) = variables else { panic!("an object") };
        estimate(text, &variables)
    }

    #[test]
    fn objects_cost_one_and_a_connection_two_and_its_elements() {
        for (text, points) in [
            ("{ shop { name } }", 1),
            ("{ shop { name plan { publicDisplayName } } }", 2),
            ("query A($id: ID!) { product(id: $id) { title seo { title } } }", 2),
            ("{ products(first: 250) { nodes { id } pageInfo { endCursor } } }", 252),
            ("{ products(first: 10) { edges { cursor node { id seo { title } } } } }", 22),
            ("{ product(id: 1) { variants(first: 5) { nodes { id } } } }", 1 + 2 + 5),
            ("{ order(id: 1) { refunds(first: 3) { id } } }", 1 + 3),
            ("mutation { tagsAdd(id: 1, tags: []) { node { id } userErrors { field } } }", 10 + 3),
            (
                "{ node(id: 1) { ... on Product { seo { title } media { id } } ... on Order { customer { id } } } }",
                1 + 2,
            ),
            ("fragment P on Product { seo { title } } query { product(id: 1) { ...P } }", 2),
            ("{ a: shop { name } # { b { c } }\n b: shop(x: {y: \"}\"}) { name } }", 2),
            ("fragment P on Product { ...P }  { product(id: 1) { ...P } }", 1),
            ("", 0),
        ] {
            assert_eq!(costs(text, json!({})), points, "{text}");
        }
    }

    #[test]
    fn no_call_of_this_crate_asks_for_more_than_one_may_cost() {
        let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
        let (catalog, shop) = (crate::Shopify::catalog(), crate::Shopify::new("acme.myshopify.com").unwrap());
        let mut dear = Vec::new();
        for entry in catalog.iter().filter(|entry| entry.kind() == Kind::Action) {
            let sample = std::fs::read(samples.join(format!("{}.json", entry.id()))).unwrap();
            let mut sample: Value = serde_json::from_slice(&sample).unwrap();
            // How large a page is, is for the user to say.
            sample.as_object_mut().unwrap().remove("first");
            let request = catalog.request(&entry.id(), &shop, sample).unwrap();
            let asked: Value = serde_json::from_slice(request.body().as_bytes().unwrap()).unwrap();
            let (Some(text), Some(variables)) = (asked["query"].as_str(), asked["variables"].as_object())
            else {
                continue;
            };
            let points = estimate(text, variables);
            if points > MOST {
                dear.push(format!("{}: {points}", entry.id()));
            }
        }
        assert!(dear.is_empty(), "{dear:?}");
    }

    #[test]
    fn variables_count() {
        let text = "query ($n: Int, $more: Boolean!) { products(first: $n, after: null) { nodes { id seo @include(if: $more) { title } } } }";
        assert_eq!(costs(text, json!({ "n": 100, "more": false })), 102);
        assert_eq!(costs(text, json!({ "n": 100, "more": true })), 202);
    }

    #[test]
    fn a_page_has_as_many_elements_as_half_of_a_calls_points_are_enough_for() {
        let page = |text: &str| largest_page(text, &mut Map::new());
        assert_eq!(page("{ products(first: $first) { nodes { id } } }"), 250);
        assert_eq!(page("{ products(first: $first) { nodes { a { b } c { d } e { f } g { h } } } }"), 99);
        assert_eq!(
            page("{ products(first: $first) { nodes { variants(first: 250) { nodes { a { b } } } } } }"),
            1
        );
    }

    #[test]
    fn a_mutation_is_told_from_a_query() {
        assert!(is_mutation("fragment F on X { a { b } } mutation M { x { y } }"));
        assert!(!is_mutation("# mutation\n query M { mutation { y } }"));
        assert!(!is_mutation("{ mutation }"));
    }

    #[test]
    fn any_text_is_walked_to_its_end() {
        for text in [
            "{", "}", "(", "{ a(", "\"", "\"\"\"", "\"\\", "...", "{ ... ", "@", "{ a @", "é{$", "fragment",
            "query",
        ] {
            costs(text, json!({}));
            is_mutation(text);
        }
    }
}
