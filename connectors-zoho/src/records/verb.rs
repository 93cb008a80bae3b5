//! What can be done with the records of every module: names, titles, scopes and documentation, as data.
//!
//! An action's `META` is a constant, also where the action is generic over the module; so titles and scopes are put
//! together from the module's name by the compiler.

use std::marker::PhantomData;

use connectors_core::{Effect, Meta};

use crate::module::Module;

/// Scopes that allow an action on the records of `M`, and what the action is called.
pub(crate) struct Verb<M, const ROW: usize>(PhantomData<fn() -> M>);

struct Row {
    name: &'static str,
    effect: Effect,
    title: &'static str,
    object: Object,
    scope: &'static str,
    docs: &'static str,
}

enum Object {
    One,
    Many,
}

pub(crate) const LIST: usize = 0;
pub(crate) const GET: usize = 1;
pub(crate) const CREATE: usize = 2;
pub(crate) const CREATE_MANY: usize = 3;
pub(crate) const UPDATE: usize = 4;
pub(crate) const UPDATE_MANY: usize = 5;
pub(crate) const UPSERT: usize = 6;
pub(crate) const UPSERT_MANY: usize = 7;
pub(crate) const DELETE: usize = 8;
pub(crate) const DELETE_MANY: usize = 9;
pub(crate) const SEARCH: usize = 10;
pub(crate) const LIST_CHANGED: usize = 11;
pub(crate) const LIST_DELETED: usize = 12;

#[rustfmt::skip]
const ROWS: [Row; 13] = {
    use Effect::{Destructive, Read, Write};
    use Object::{Many, One};
    const fn row(name: &'static str, effect: Effect, title: &'static str, object: Object, scope: &'static str, docs: &'static str) -> Row {
        Row { name, effect, title, object, scope, docs }
    }
    [
        row("list", Read, "List ", Many, "READ", "get-records"),
        row("get", Read, "Get ", One, "READ", "get-records"),
        row("create", Write, "Create ", One, "CREATE", "insert-records"),
        row("create_many", Write, "Create ", Many, "CREATE", "insert-records"),
        row("update", Write, "Update ", One, "UPDATE", "update-records"),
        row("update_many", Write, "Update ", Many, "UPDATE", "update-records"),
        row("upsert", Write, "Create or update ", One, "WRITE", "upsert-records"),
        row("upsert_many", Write, "Create or update ", Many, "WRITE", "upsert-records"),
        row("delete", Destructive, "Delete ", One, "DELETE", "delete-records"),
        row("delete_many", Destructive, "Delete ", Many, "DELETE", "delete-records"),
        row("search", Read, "Search ", Many, "READ", "search-records"),
        row("list_changed", Read, "List changed ", Many, "READ", "get-records"),
        row("list_deleted", Read, "List deleted ", Many, "READ", "get-deleted-records"),
    ]
};

impl<M: Module, const ROW: usize> Verb<M, ROW> {
    const TITLE: Text = {
        let text = Text::new().add(ROWS[ROW].title);
        match ROWS[ROW].object {
            Object::One if is_vowel(M::RESOURCE) => text.add("an ").words(M::RESOURCE),
            Object::One => text.add("a ").words(M::RESOURCE),
            Object::Many if M::API_NAME.is_empty() => text.add("records"),
            Object::Many => text.words(M::API_NAME),
        }
    };
    const SCOPE: Text =
        Text::new().add("ZohoCRM.modules.").letters(M::API_NAME).add(".").add(ROWS[ROW].scope);
    const SCOPES: &'static [&'static str] =
        if M::API_NAME.is_empty() { &[ALL] } else { &[ALL, Text::as_str(&Self::SCOPE)] };

    const PAGE: Text = Text::new().add(DOCS).add(ROWS[ROW].docs).add(".html");

    pub(crate) const META: Meta = {
        let row = &ROWS[ROW];
        let meta = match row.effect {
            Effect::Read => Meta::read(M::RESOURCE, row.name),
            Effect::Write => Meta::write(M::RESOURCE, row.name),
            Effect::Destructive => Meta::destructive(M::RESOURCE, row.name),
        };
        meta.title(Text::as_str(&Self::TITLE)).scopes(Self::SCOPES).docs(Text::as_str(&Self::PAGE))
    };
}

const DOCS: &str = "https://www.zoho.com/crm/developer/docs/api/v8/";
const ALL: &str = "ZohoCRM.modules.ALL";

const fn is_vowel(text: &str) -> bool {
    !text.is_empty() && matches!(text.as_bytes()[0], b'a' | b'e' | b'i' | b'o' | b'u')
}

/// Text that is put together at compile time; what does not fit is cut off.
#[derive(Clone, Copy)]
struct Text {
    bytes: [u8; 96],
    len: usize,
}

impl Text {
    const fn new() -> Self {
        Self { bytes: [0; 96], len: 0 }
    }

    const fn push(mut self, byte: u8) -> Self {
        // Cut off within ASCII only, so that it stays UTF-8.
        if self.len < self.bytes.len() && byte.is_ascii() {
            self.bytes[self.len] = byte;
            self.len += 1;
        }
        self
    }

    const fn add(mut self, text: &str) -> Self {
        let mut i = 0;
        while i < text.len() {
            self = self.push(text.as_bytes()[i]);
            i += 1;
        }
        self
    }

    /// `Sales_Orders` as `sales orders`.
    const fn words(mut self, name: &str) -> Self {
        let mut i = 0;
        while i < name.len() {
            let byte = name.as_bytes()[i];
            self = self.push(if byte == b'_' { b' ' } else { byte.to_ascii_lowercase() });
            i += 1;
        }
        self
    }

    /// `Sales_Orders` as `salesorders`, which is how scopes spell it.
    const fn letters(mut self, name: &str) -> Self {
        let mut i = 0;
        while i < name.len() {
            let byte = name.as_bytes()[i];
            if byte != b'_' {
                self = self.push(byte.to_ascii_lowercase());
            }
            i += 1;
        }
        self
    }

    const fn as_str(text: &'static Self) -> &'static str {
        match std::str::from_utf8(text.bytes.split_at(text.len).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Record;

    #[derive(Clone, Debug)]
    struct Order;

    impl Module for Order {
        const API_NAME: &'static str = "Sales_Orders";
        const RESOURCE: &'static str = "order";
        const FIELDS: &'static [&'static str] = &[];
    }

    #[test]
    fn titles_and_scopes_come_from_the_modules_name() {
        let one = Verb::<Order, UPSERT>::META;
        assert_eq!((one.id.to_string().as_str(), one.title), ("order.upsert", "Create or update an order"));
        assert_eq!(one.scopes, ["ZohoCRM.modules.ALL", "ZohoCRM.modules.salesorders.WRITE"]);
        assert_eq!(Verb::<Order, LIST_DELETED>::META.title, "List deleted sales orders");
        let any = Verb::<Record, LIST>::META;
        assert_eq!((any.title, any.scopes), ("List records", &["ZohoCRM.modules.ALL"][..]));
    }

    #[test]
    fn every_row_stands_at_its_number() {
        let names = [
            (LIST, "list"),
            (GET, "get"),
            (CREATE, "create"),
            (CREATE_MANY, "create_many"),
            (UPDATE, "update"),
            (UPDATE_MANY, "update_many"),
            (UPSERT, "upsert"),
            (UPSERT_MANY, "upsert_many"),
            (DELETE, "delete"),
            (DELETE_MANY, "delete_many"),
            (SEARCH, "search"),
            (LIST_CHANGED, "list_changed"),
            (LIST_DELETED, "list_deleted"),
        ];
        assert_eq!(names.len(), ROWS.len());
        for (number, name) in names {
            assert_eq!(ROWS[number].name, name);
        }
    }
}
