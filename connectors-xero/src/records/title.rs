//! Titles of generic actions: `Meta` wants constants, so the compiler puts them together.

/// Words with a space between them.
pub(super) struct Title {
    bytes: [u8; 80],
    length: usize,
}

impl Title {
    /// What is done, and to what. A title that is too long does not compile.
    pub(super) const fn of(verb: &str, noun: &str) -> Self {
        let mut bytes = [b' '; 80];
        let (start, end) = bytes.split_at_mut(verb.len() + 1);
        start.split_at_mut(verb.len()).0.copy_from_slice(verb.as_bytes());
        end.split_at_mut(noun.len()).0.copy_from_slice(noun.as_bytes());
        Self { bytes, length: verb.len() + 1 + noun.len() }
    }

    pub(super) const fn as_str(&self) -> &str {
        match str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            // Texts with a space between them are a text.
            Err(_) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_what_is_done_and_to_what() {
        for (verb, noun, title) in [
            ("Get", "an invoice", "Get an invoice"),
            ("Create or overwrite", "invoices", "Create or overwrite invoices"),
            ("List", "Überweisungen", "List Überweisungen"),
        ] {
            assert_eq!(Title::of(verb, noun).as_str(), title);
        }
    }
}
