//! The text of a query, read.

use super::super::errors::Problem;
use super::super::filter::{Expr, Op};
use super::group::Function;

/// A query.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) columns: Vec<Column>,
    pub(super) from: String,
    pub(super) test: Expr,
    pub(super) group: Vec<String>,
    /// Columns, and whether they descend.
    pub(super) order: Vec<(String, bool)>,
    pub(super) limit: Option<usize>,
    pub(super) offset: usize,
}

/// A column of the answer.
#[derive(Debug, PartialEq)]
pub(super) struct Column {
    pub(super) path: String,
    /// What is made of the values of several records.
    pub(super) function: Option<Function>,
    /// Its alias, else what it is.
    pub(super) name: String,
    pub(super) alias: bool,
}

impl Query {
    /// Whether its rows stand for several records.
    pub(super) fn is_grouped(&self) -> bool {
        !self.group.is_empty() || self.columns.iter().any(|column| column.function.is_some())
    }
}

pub(super) fn parse(text: &str) -> Result<Query, Problem> {
    let mut parser = Parser { text, tokens: tokens(text)?, at: 0 };
    let query = parser.query()?;
    if parser.at < parser.tokens.len() { Err(parser.unexpected()) } else { Ok(query) }
}

#[derive(Debug, Clone)]
struct Token {
    kind: Kind,
    text: String,
    start: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Text,
    Sign,
}

fn tokens(text: &str) -> Result<Vec<Token>, Problem> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, char)) = chars.next() {
        let mut token = Token { kind: Kind::Word, text: String::new(), start };
        match char {
            char if char.is_whitespace() => continue,
            '\'' | '"' => {
                token.kind = Kind::Text;
                loop {
                    match chars.next() {
                        // A doubled quote stands for one.
                        Some((_, end)) if end == char => match chars.next_if(|(_, next)| *next == char) {
                            Some(_) => token.text.push(char),
                            None => break,
                        },
                        Some((_, other)) => token.text.push(other),
                        None => return Err(near(text, start)),
                    }
                }
            }
            '(' | ')' | ',' | '=' => {
                token.kind = Kind::Sign;
                token.text.push(char);
            }
            '<' | '>' | '!' => {
                token.kind = Kind::Sign;
                token.text.push(char);
                if let Some((_, next)) = chars.next_if(|(_, next)| matches!(next, '=' | '>')) {
                    token.text.push(next);
                }
            }
            first => {
                token.text.push(first);
                let ends = |char: char| char.is_whitespace() || "(),=<>!'\"".contains(char);
                while let Some((_, next)) = chars.next_if(|(_, next)| !ends(*next)) {
                    token.text.push(next);
                }
            }
        }
        tokens.push(token);
    }
    Ok(tokens)
}

/// A syntax error at this place.
fn near(text: &str, start: usize) -> Problem {
    let (before, rest) = text.split_at_checked(start).unwrap_or((text, ""));
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let word = rest.split_whitespace().next().unwrap_or_default();
    Problem::coql_syntax(line, column, word)
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
}

const CLAUSES: [&str; 7] = ["select", "from", "where", "order", "limit", "offset", "group"];

impl Parser<'_> {
    fn unexpected(&self) -> Problem {
        near(self.text, self.tokens.get(self.at).map_or(self.text.len(), |token| token.start))
    }

    fn peek(&self, kind: Kind, text: &str) -> bool {
        let token = self.tokens.get(self.at);
        token.is_some_and(|token| token.kind == kind && token.text.eq_ignore_ascii_case(text))
    }

    fn take(&mut self, kind: Kind, text: &str) -> bool {
        let found = self.peek(kind, text);
        self.at += usize::from(found);
        found
    }

    fn word(&mut self, word: &str) -> bool {
        self.take(Kind::Word, word)
    }

    fn sign(&mut self, sign: &str) -> Result<(), Problem> {
        if self.take(Kind::Sign, sign) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn clause(&mut self, name: &str) -> Result<(), Problem> {
        if self.word(name) { Ok(()) } else { Err(Problem::coql_clause(name)) }
    }

    /// A column, a module or an alias; a name that is a word of the language stands in quotes.
    fn name(&mut self) -> Result<String, Problem> {
        match self.tokens.get(self.at) {
            Some(Token { kind: Kind::Text, text, .. }) => {
                self.at += 1;
                Ok(text.clone())
            }
            Some(Token { kind: Kind::Word, text, .. })
                if !CLAUSES.iter().any(|clause| text.eq_ignore_ascii_case(clause)) =>
            {
                self.at += 1;
                Ok(text.clone())
            }
            _ => Err(self.unexpected()),
        }
    }

    fn value(&mut self) -> Result<String, Problem> {
        match self.tokens.get(self.at) {
            Some(Token { kind: Kind::Text | Kind::Word, text, .. }) => {
                self.at += 1;
                Ok(text.clone())
            }
            _ => Err(self.unexpected()),
        }
    }

    fn number(&mut self) -> Result<usize, Problem> {
        let parsed = self.tokens.get(self.at).and_then(|token| token.text.parse().ok());
        let number = parsed.ok_or_else(|| self.unexpected())?;
        self.at += 1;
        Ok(number)
    }

    fn query(&mut self) -> Result<Query, Problem> {
        self.clause("select")?;
        let columns = self.list(|parser| {
            let mut column = parser.column()?;
            column.alias = parser.word("as");
            if column.alias {
                column.name = parser.name()?;
            }
            Ok(column)
        })?;
        self.clause("from")?;
        let from = self.name()?;
        self.clause("where")?;
        let test = self.chain()?;
        let mut query =
            Query { columns, from, test, group: Vec::new(), order: Vec::new(), limit: None, offset: 0 };
        if self.word("group") {
            self.clause("by")?;
            query.group = self.list(Self::name)?;
        }
        if self.word("order") {
            self.clause("by")?;
            query.order = self.list(|parser| {
                let path = parser.column()?.name;
                let descending = parser.word("desc");
                if !descending {
                    parser.word("asc");
                }
                Ok((path, descending))
            })?;
        }
        if self.word("limit") {
            let first = self.number()?;
            if self.take(Kind::Sign, ",") {
                query.offset = first;
                query.limit = Some(self.number()?);
            } else {
                query.limit = Some(first);
            }
        }
        if self.word("offset") {
            query.offset = self.number()?;
        }
        Ok(query)
    }

    /// A column, or an aggregate of one: `SUM(Amount)`.
    fn column(&mut self) -> Result<Column, Problem> {
        let path = self.name()?;
        let function = Function::named(&path).filter(|_| self.take(Kind::Sign, "("));
        let Some(function) = function else {
            return Ok(Column { name: path.clone(), path, function: None, alias: false });
        };
        let path = self.name()?;
        self.sign(")")?;
        let name = format!("{}({path})", function.name());
        Ok(Column { path, function: Some(function), name, alias: false })
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Result<T, Problem>) -> Result<Vec<T>, Problem> {
        let mut items = vec![item(self)?];
        while self.take(Kind::Sign, ",") {
            items.push(item(self)?);
        }
        Ok(items)
    }

    /// One or two tests: more have to be grouped by brackets.
    fn chain(&mut self) -> Result<Expr, Problem> {
        let left = self.test()?;
        let expr = if self.word("and") {
            Expr::And(vec![left, self.test()?])
        } else if self.word("or") {
            Expr::Or(vec![left, self.test()?])
        } else {
            left
        };
        let third = self.peek(Kind::Word, "and") || self.peek(Kind::Word, "or");
        if third { Err(self.unexpected()) } else { Ok(expr) }
    }

    fn test(&mut self) -> Result<Expr, Problem> {
        if self.take(Kind::Sign, "(") {
            let expr = self.chain()?;
            self.sign(")")?;
            return Ok(expr);
        }
        let field = self.name()?;
        if self.word("is") {
            let not = self.word("not");
            if !self.word("null") {
                return Err(self.unexpected());
            }
            return Ok(finished(field, Op::IsNull, Vec::new(), not));
        }
        let mut not = self.word("not");
        let (op, values) = if self.word("like") {
            (Op::Like, vec![self.value()?])
        } else if self.word("in") {
            self.sign("(")?;
            let values = self.list(Self::value)?;
            self.sign(")")?;
            (Op::In, values)
        } else if self.word("between") {
            let low = self.value()?;
            if !self.word("and") {
                return Err(self.unexpected());
            }
            (Op::Between, vec![low, self.value()?])
        } else {
            let sign = self.tokens.get(self.at).map(|token| token.text.as_str()).unwrap_or_default();
            let op = match sign {
                _ if not => return Err(self.unexpected()),
                "=" => Op::Equal,
                "!=" | "<>" => Op::Equal,
                "<" => Op::Less,
                "<=" => Op::LessEqual,
                ">" => Op::Greater,
                ">=" => Op::GreaterEqual,
                _ => return Err(self.unexpected()),
            };
            not = matches!(sign, "!=" | "<>");
            self.at += 1;
            (op, vec![self.value()?])
        };
        Ok(finished(field, op, values, not))
    }
}

fn finished(field: String, op: Op, values: Vec<String>, not: bool) -> Expr {
    let test = Expr::Test { field, op, values };
    if not { test.not() } else { test }
}

#[cfg(test)]
mod tests {
    use super::{Column, Expr, Op, parse};

    fn test(field: &str, op: Op, values: &[&str]) -> Expr {
        Expr::Test { field: field.to_owned(), op, values: values.iter().map(|v| (*v).to_owned()).collect() }
    }

    #[test]
    fn all_clauses_are_read() {
        let query = parse(
            "select Deal_Name, Account_Name.Phone as phone from Deals \
             where ((Stage = 'Closed ''Won''') and (Amount between 1 and 2.5)) or Closing_Date not in ('a', \"b\") \
             order by Amount desc, id limit 20, 10",
        )
        .unwrap();
        let column = |path: &str, name: &str| Column {
            path: path.to_owned(),
            function: None,
            name: name.to_owned(),
            alias: path != name,
        };
        assert_eq!(query.columns, [column("Deal_Name", "Deal_Name"), column("Account_Name.Phone", "phone")]);
        assert_eq!(query.from, "Deals");
        let grouped = Expr::And(vec![
            test("Stage", Op::Equal, &["Closed 'Won'"]),
            test("Amount", Op::Between, &["1", "2.5"]),
        ]);
        let rest = test("Closing_Date", Op::In, &["a", "b"]).not();
        assert_eq!(query.test, Expr::Or(vec![grouped, rest]));
        assert_eq!(query.order, [("Amount".to_owned(), true), ("id".to_owned(), false)]);
        assert_eq!((query.limit, query.offset), (Some(10), 20));
        let query = parse("SELECT id FROM Leads WHERE id is not null LIMIT 5 OFFSET 7").unwrap();
        assert_eq!((query.limit, query.offset), (Some(5), 7));
    }

    #[test]
    fn what_is_not_the_language_is_refused() {
        for text in [
            "",
            "select from Leads where id is not null",
            "select id from Leads",
            "select id from Leads where",
            "select id from Leads where id = 'x",
            "select id from Leads where id not = 'x'",
            "select id from Leads where id is not null limit many",
            "select id from Leads where id is not null group id",
            "select COUNT(id from Leads where id is not null",
            "select id from Leads where a = 1 and b = 2 and c = 3",
            "select id from Leads where (a = 1",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_syntax_error_says_where_it_is() {
        let problem = parse("select id from Leads\nwhere id ?? 3").unwrap_err().element();
        assert_eq!(problem["details"], serde_json::json!({ "line": 2, "column": 10, "near": "??" }));
    }
}
