//! Text that the compiler puts together.

/// Text for constants, put together by the compiler: [`Meta`](crate::Meta) wants constants, also where an action is
/// generic and its title depends on the type. Text that is too long does not compile.
///
/// ```
/// use connectors_core::types::ConstText;
///
/// const TITLE: ConstText = ConstText::new("List ").lower("Sales_Orders", Some(' '));
/// assert_eq!(ConstText::as_str(&TITLE), "List sales orders");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ConstText {
    bytes: [u8; 128],
    len: usize,
}

impl ConstText {
    /// Begins with `text`.
    #[must_use]
    pub const fn new(text: &str) -> Self {
        Self { bytes: [0; 128], len: 0 }.add(text)
    }

    /// Adds `text`.
    #[must_use]
    #[allow(clippy::should_implement_trait, reason = "traits are not for constants")]
    pub const fn add(mut self, text: &str) -> Self {
        let mut i = 0;
        while i < text.len() {
            self.bytes[self.len] = text.as_bytes()[i];
            self.len += 1;
            i += 1;
        }
        self
    }

    /// Adds a vendor's name (ASCII) in lower case, each `_` replaced by `between` or left out.
    #[must_use]
    pub const fn lower(mut self, name: &str, between: Option<char>) -> Self {
        let mut i = 0;
        while i < name.len() {
            let byte = name.as_bytes()[i];
            i += 1;
            let byte = match between {
                None if byte == b'_' => continue,
                Some(between) if byte == b'_' => between as u8,
                _ => byte.to_ascii_lowercase(),
            };
            self.bytes[self.len] = byte;
            self.len += 1;
        }
        self
    }

    /// The text.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            // It is made of whole texts.
            Err(_) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_not_ascii_stay_whole() {
        assert_eq!(ConstText::new("List ").add("Überweisungen").as_str(), "List Überweisungen");
    }

    #[test]
    fn a_vendors_name_becomes_words_or_letters() {
        assert_eq!(ConstText::new("").lower("Sales_Orders", Some(' ')).as_str(), "sales orders");
        assert_eq!(ConstText::new("").lower("Sales_Orders", None).as_str(), "salesorders");
    }
}
