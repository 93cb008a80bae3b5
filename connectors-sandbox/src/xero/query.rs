//! The `where` language: comparisons, `AND`, `OR`, parentheses, and a few methods, as Xero's API understands them.
//!
//! Types are held apart as there: an id is compared with `Guid("…")`, a date with `DateTime(…)`, and not with text.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde_json::Value;

use super::wire::{decimal, parse_ms_date};

/// A parsed condition.
#[derive(Debug, PartialEq)]
pub(super) enum Condition {
    Any(Vec<Condition>),
    All(Vec<Condition>),
    Not(Box<Condition>),
    Compare(Operand, Relation, Operand),
    Holds(Operand),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, PartialEq)]
pub(super) enum Operand {
    Field(String),
    Literal(Term),
    Method(Box<Operand>, Method, Option<Box<Operand>>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Contains,
    StartsWith,
    EndsWith,
    ToLower,
    ToUpper,
}

/// A value that can be compared.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Term {
    Null,
    Flag(bool),
    Number(Decimal),
    Text(String),
    Guid(String),
    Time(DateTime<Utc>),
}

/// Looks a dotted field up in a record.
pub(super) type Lookup<'a> = &'a dyn Fn(&str) -> Value;

impl Condition {
    /// Parses a condition; `known` says which fields there are.
    pub(super) fn parse(text: &str, known: &dyn Fn(&str) -> bool) -> Result<Self, String> {
        let mut parser = Parser { tokens: tokens(text)?, at: 0, known };
        let condition = parser.any()?;
        match parser.peek() {
            None => Ok(condition),
            Some(token) => Err(format!("did not expect {token:?} after the end of the condition")),
        }
    }

    /// Whether a record fulfils it.
    pub(super) fn holds(&self, lookup: Lookup<'_>) -> Result<bool, String> {
        match self {
            Self::Any(parts) => {
                for part in parts {
                    if part.holds(lookup)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Self::All(parts) => {
                for part in parts {
                    if !part.holds(lookup)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Self::Not(inner) => Ok(!inner.holds(lookup)?),
            Self::Holds(operand) => match operand.value(lookup)? {
                Term::Flag(flag) => Ok(flag),
                Term::Null => Ok(false),
                other => Err(format!("{} is no condition", other.kind())),
            },
            Self::Compare(left, relation, right) => {
                compare(&left.value(lookup)?, *relation, &right.value(lookup)?)
            }
        }
    }
}

impl Operand {
    fn value(&self, lookup: Lookup<'_>) -> Result<Term, String> {
        match self {
            Self::Field(path) => Ok(term(path, &lookup(path))),
            Self::Literal(term) => Ok(term.clone()),
            Self::Method(on, method, argument) => {
                let on = on.value(lookup)?;
                let Term::Text(text) = on else {
                    // A method of nothing is nothing; of anything but text it does not exist.
                    let null = on == Term::Null;
                    return if null { Ok(Term::Null) } else { Err(format!("{method:?} is for text only")) };
                };
                let argument = match argument {
                    Some(argument) => match argument.value(lookup)? {
                        Term::Text(text) => text,
                        _ => return Err(format!("{method:?} takes text")),
                    },
                    None => String::new(),
                };
                Ok(match method {
                    Method::Contains => Term::Flag(text.contains(&argument)),
                    Method::StartsWith => Term::Flag(text.starts_with(&argument)),
                    Method::EndsWith => Term::Flag(text.ends_with(&argument)),
                    Method::ToLower => Term::Text(text.to_lowercase()),
                    Method::ToUpper => Term::Text(text.to_uppercase()),
                })
            }
        }
    }
}

/// What a field's JSON value is for a comparison.
pub(super) fn term(path: &str, value: &Value) -> Term {
    match value {
        Value::Bool(flag) => Term::Flag(*flag),
        Value::Number(_) => decimal(value).map_or(Term::Null, Term::Number),
        Value::String(text) => match parse_ms_date(text) {
            Some(time) => Term::Time(time),
            None if path.ends_with("ID") => Term::Guid(text.to_lowercase()),
            None => Term::Text(text.clone()),
        },
        Value::Null | Value::Array(_) | Value::Object(_) => Term::Null,
    }
}

fn compare(left: &Term, relation: Relation, right: &Term) -> Result<bool, String> {
    use std::cmp::Ordering;
    let ordering = match (left, right) {
        (Term::Null, Term::Null) => Some(Ordering::Equal),
        (Term::Null, _) | (_, Term::Null) => None,
        (Term::Number(left), Term::Number(right)) => Some(left.cmp(right)),
        (Term::Text(left), Term::Text(right)) | (Term::Guid(left), Term::Guid(right)) => {
            Some(left.cmp(right))
        }
        (Term::Time(left), Term::Time(right)) => Some(left.cmp(right)),
        (Term::Flag(left), Term::Flag(right)) => Some(left.cmp(right)),
        _ => return Err(format!("{} and {} cannot be compared", left.kind(), right.kind())),
    };
    Ok(match relation {
        Relation::Equal => ordering == Some(Ordering::Equal),
        Relation::NotEqual => ordering != Some(Ordering::Equal),
        Relation::Less => ordering == Some(Ordering::Less),
        Relation::Greater => ordering == Some(Ordering::Greater),
        Relation::LessOrEqual => ordering.is_some_and(Ordering::is_le),
        Relation::GreaterOrEqual => ordering.is_some_and(Ordering::is_ge),
    })
}

impl Term {
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Flag(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::Guid(_) => "a Guid",
            Self::Time(_) => "a DateTime",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Number(String),
    Sign(&'static str),
}

const SIGNS: [&str; 14] = ["==", "!=", "<>", "<=", ">=", "&&", "||", "<", ">", "=", "(", ")", ",", "!"];

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if first == '"' {
            let (value, length) = quoted(rest)?;
            tokens.push(Token::Text(value));
            length
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            tokens.push(Token::Sign(sign));
            sign.len()
        } else {
            let number = first.is_ascii_digit() || first == '-';
            let part = |(at, c): &(usize, char)| {
                c.is_alphanumeric() || matches!(c, '.' | '_') || (*at == 0 && *c == '-')
            };
            let length: usize = rest.char_indices().take_while(part).map(|(_, c)| c.len_utf8()).sum();
            let word = rest.get(..length).filter(|word| !word.is_empty());
            let word = word.ok_or_else(|| format!("did not expect {first:?}"))?.to_owned();
            tokens.push(if number { Token::Number(word) } else { Token::Word(word) });
            length
        };
        rest = rest.get(length..).unwrap_or_default().trim_start();
    }
    Ok(tokens)
}

/// A quoted text and how many bytes it takes. A backslash takes the next character as it is.
fn quoted(text: &str) -> Result<(String, usize), String> {
    let mut value = String::new();
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => {
                value.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => return Ok((value, at + 1)),
            _ => value.push(c),
        }
    }
    Err("a text is not closed".to_owned())
}

struct Parser<'a> {
    tokens: Vec<Token>,
    at: usize,
    known: &'a dyn Fn(&str) -> bool,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn take(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(s)) if *s == sign);
        self.at += usize::from(found);
        found
    }

    fn need(&mut self, sign: &str) -> Result<(), String> {
        if self.take(sign) { Ok(()) } else { Err(format!("expected {sign:?}")) }
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(w)) if w.eq_ignore_ascii_case(word));
        self.at += usize::from(found);
        found
    }

    fn any(&mut self) -> Result<Condition, String> {
        let mut parts = vec![self.all()?];
        while self.take_word("OR") || self.take("||") {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::Any(parts) })
    }

    fn all(&mut self) -> Result<Condition, String> {
        let mut parts = vec![self.one()?];
        while self.take_word("AND") || self.take("&&") {
            parts.push(self.one()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) })
    }

    fn one(&mut self) -> Result<Condition, String> {
        if self.take("!") || self.take_word("NOT") {
            return Ok(Condition::Not(Box::new(self.one()?)));
        }
        if self.take("(") {
            let inner = self.any()?;
            self.need(")")?;
            return Ok(inner);
        }
        let left = self.operand()?;
        let relation = match self.peek() {
            Some(Token::Sign("==" | "=")) => Relation::Equal,
            Some(Token::Sign("!=" | "<>")) => Relation::NotEqual,
            Some(Token::Sign("<")) => Relation::Less,
            Some(Token::Sign("<=")) => Relation::LessOrEqual,
            Some(Token::Sign(">")) => Relation::Greater,
            Some(Token::Sign(">=")) => Relation::GreaterOrEqual,
            _ => return Ok(Condition::Holds(left)),
        };
        self.at += 1;
        Ok(Condition::Compare(left, relation, self.operand()?))
    }

    fn operand(&mut self) -> Result<Operand, String> {
        let token = self.peek().cloned().ok_or("the condition ends too early")?;
        self.at += 1;
        let mut operand = match token {
            Token::Text(text) => Operand::Literal(Term::Text(text)),
            Token::Number(text) => {
                let number = text.parse().map_err(|_| format!("{text} is not a number"))?;
                Operand::Literal(Term::Number(number))
            }
            Token::Sign(sign) => return Err(format!("did not expect {sign:?}")),
            Token::Word(word) => self.word(&word)?,
        };
        // `ToLower()` gives text, of which there can be more methods.
        while let Some(Token::Word(word)) = self.peek() {
            let Some(name) = word.strip_prefix('.') else { break };
            let name = name.to_owned();
            self.at += 1;
            operand = self.method(operand, &name)?;
        }
        Ok(operand)
    }

    fn word(&mut self, word: &str) -> Result<Operand, String> {
        match word.to_ascii_lowercase().as_str() {
            "true" => return Ok(Operand::Literal(Term::Flag(true))),
            "false" => return Ok(Operand::Literal(Term::Flag(false))),
            "null" => return Ok(Operand::Literal(Term::Null)),
            "guid" => return Ok(Operand::Literal(Term::Guid(self.text_argument()?.to_lowercase()))),
            "datetime" => return self.date(),
            "datetime.parse" => {
                let text = self.text_argument()?;
                let time = super::wire::parse_time(&text).ok_or_else(|| format!("{text} is not a time"))?;
                return Ok(Operand::Literal(Term::Time(time)));
            }
            _ => {}
        }
        let called = matches!(self.peek(), Some(Token::Sign("(")));
        match word.rsplit_once('.') {
            Some((field, method)) if called => {
                let field = self.field(field)?;
                self.method(field, method)
            }
            _ if called => Err(format!("there is no function {word}")),
            _ => self.field(word),
        }
    }

    fn field(&self, path: &str) -> Result<Operand, String> {
        let path = path.strip_suffix(".Value").unwrap_or(path);
        if (self.known)(path) {
            Ok(Operand::Field(path.to_owned()))
        } else {
            Err(format!("there is no field {path}"))
        }
    }

    fn method(&mut self, on: Operand, name: &str) -> Result<Operand, String> {
        let method = match name.to_ascii_lowercase().as_str() {
            "contains" => Method::Contains,
            "startswith" => Method::StartsWith,
            "endswith" => Method::EndsWith,
            "tolower" => Method::ToLower,
            "toupper" => Method::ToUpper,
            _ => return Err(format!("there is no method {name}")),
        };
        self.need("(")?;
        let bare = matches!(method, Method::ToLower | Method::ToUpper);
        let argument = if bare { None } else { Some(Box::new(self.operand()?)) };
        self.need(")")?;
        Ok(Operand::Method(Box::new(on), method, argument))
    }

    fn text_argument(&mut self) -> Result<String, String> {
        self.need("(")?;
        let Some(Token::Text(text)) = self.peek().cloned() else { return Err("expected a text".to_owned()) };
        self.at += 1;
        self.need(")")?;
        Ok(text)
    }

    fn date(&mut self) -> Result<Operand, String> {
        self.need("(")?;
        let mut parts: Vec<u32> = Vec::new();
        loop {
            match self.peek().cloned() {
                Some(Token::Number(text)) => {
                    parts.push(text.parse().map_err(|_| format!("{text} is not a part of a date"))?);
                }
                _ => return Err("DateTime takes numbers".to_owned()),
            }
            self.at += 1;
            if !self.take(",") {
                break;
            }
        }
        self.need(")")?;
        let part = |at: usize| parts.get(at).copied().unwrap_or_default();
        let year = i32::try_from(part(0)).unwrap_or_default();
        let time = NaiveDate::from_ymd_opt(year, part(1), part(2))
            .and_then(|date| date.and_hms_opt(part(3), part(4), part(5)))
            .filter(|_| matches!(parts.len(), 3 | 6))
            .ok_or("there is no such DateTime")?;
        Ok(Operand::Literal(Term::Time(time.and_utc())))
    }
}

#[cfg(test)]
#[path = "query_tests.rs"]
mod tests;
