//! Path templates such as `/crm/v8/{module}/{id}`: matching, and which of two is the more specific.

use std::{cmp::Ordering, fmt};

use percent_encoding::percent_decode_str;

/// A path template. Two templates are equal when they match the same paths, whatever their parameters are called.
#[derive(Clone, Debug)]
pub struct Template {
    text: String,
    segments: Vec<Segment>,
}

/// The variants stand in the order of their precedence.
#[derive(Clone, Debug)]
enum Segment {
    Literal(String),
    /// `prefix{name}suffix`
    Mixed {
        prefix: String,
        name: String,
        suffix: String,
    },
    Parameter(String),
}

impl Template {
    /// Reads a template; a segment may hold one parameter, with text on both sides of it.
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), segments: segments(text).map(Segment::new).collect() }
    }

    /// The template as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The percent-decoded path parameters when the template matches the path.
    pub fn matches(&self, path: &str) -> Option<Vec<(String, String)>> {
        let given: Vec<_> = segments(path).collect();
        if given.len() != self.segments.len() {
            return None;
        }
        let mut parameters = Vec::new();
        for (segment, given) in self.segments.iter().zip(given) {
            let given = percent_decode_str(given).decode_utf8_lossy();
            match segment {
                Segment::Literal(literal) if *literal == given => {}
                Segment::Literal(_) => return None,
                Segment::Parameter(_) if given.is_empty() => return None,
                Segment::Parameter(name) => parameters.push((name.clone(), given.into_owned())),
                Segment::Mixed { prefix, name, suffix } => {
                    let value = given.strip_prefix(prefix.as_str())?.strip_suffix(suffix.as_str())?;
                    parameters.push((name.clone(), value.to_owned()));
                }
            }
        }
        Some(parameters)
    }
}

fn segments(path: &str) -> std::str::Split<'_, char> {
    path.strip_prefix('/').unwrap_or(path).split('/')
}

impl Segment {
    fn new(text: &str) -> Self {
        match text.split_once('{').and_then(|(prefix, rest)| Some((prefix, rest.rsplit_once('}')?))) {
            None => Self::Literal(text.to_owned()),
            Some(("", (name, ""))) => Self::Parameter(name.to_owned()),
            Some((prefix, (name, suffix))) => {
                Self::Mixed { prefix: prefix.to_owned(), name: name.to_owned(), suffix: suffix.to_owned() }
            }
        }
    }

    /// What decides precedence: the kind first, then the fixed text, longest first.
    fn key(&self) -> (u8, std::cmp::Reverse<usize>, &str, &str) {
        match self {
            Self::Literal(text) => (0, std::cmp::Reverse(0), text, ""),
            Self::Mixed { prefix, suffix, .. } => {
                (1, std::cmp::Reverse(prefix.len() + suffix.len()), prefix, suffix)
            }
            Self::Parameter(_) => (2, std::cmp::Reverse(0), "", ""),
        }
    }
}

/// More specific templates come first: segment by segment, literals before parameters.
impl Ord for Template {
    fn cmp(&self, other: &Self) -> Ordering {
        self.segments.iter().map(Segment::key).cmp(other.segments.iter().map(Segment::key))
    }
}

impl PartialOrd for Template {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Template {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Template {}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literal_segments_come_before_mixed_ones_and_those_before_parameters() {
        let mut all = ["/{m}/{id}", "/{m}/upsert", "/Leads/{id}", "/{m}/v{id}"].map(Template::new);
        all.sort();
        assert_eq!(
            all.each_ref().map(|t| t.as_str()),
            ["/Leads/{id}", "/{m}/upsert", "/{m}/v{id}", "/{m}/{id}"]
        );
    }

    #[test]
    fn the_names_of_parameters_do_not_tell_templates_apart() {
        assert_eq!(Template::new("/{m}/{id}"), Template::new("/{module}/{value}"));
        assert_ne!(Template::new("/{m}/{id}"), Template::new("/{m}/id"));
    }

    #[test]
    fn parameters_are_decoded_and_never_empty() {
        let template = Template::new("/Contacts/{number}");
        assert_eq!(template.matches("/Contacts/a%2Fb%20c"), Some(vec![("number".into(), "a/b c".into())]));
        assert_eq!(template.matches("/Contacts/"), None);
        assert_eq!(template.matches("/Contacts/a/b"), None);
    }

    #[test]
    fn a_segment_may_mix_text_and_a_parameter() {
        let template = Template::new("/tickets/{id}.json");
        assert_eq!(template.matches("/tickets/7.json"), Some(vec![("id".into(), "7".into())]));
        assert_eq!(template.matches("/tickets/7"), None);
    }
}
