//! What can be done with the records of every module: names, titles, scopes and documentation, as data.
//!
//! An action's `META` is a constant, also where the action is generic over the module; so titles and scopes are put
//! together from the module's name by the compiler.

use std::marker::PhantomData;

use connectors_core::types::ConstText;
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
    /// Of triggers: what is done to one.
    OneIs(&'static str),
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
pub(crate) const COUNT: usize = 13;
pub(crate) const CLONE: usize = 14;
pub(crate) const FETCH_FULL_DATA: usize = 15;
pub(crate) const CREATED: usize = 16;
pub(crate) const UPDATED: usize = 17;
pub(crate) const CREATED_OR_UPDATED: usize = 18;
pub(crate) const DELETED: usize = 19;

#[rustfmt::skip]
const ROWS: [Row; 20] = {
    use Effect::{Destructive, Read, Write};
    use Object::{Many, One, OneIs};
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
        row("count", Read, "Count ", Many, "READ", "module_record_count"),
        row("clone", Write, "Copy ", One, "CREATE", "record-clone"),
        row("fetch_full_data", Read, "Get the rich texts of ", One, "READ", "get-rich-text-fields"),
        row("created", Read, "When ", OneIs("created"), "READ", "get-records"),
        row("updated", Read, "When ", OneIs("updated"), "READ", "get-records"),
        row("created_or_updated", Read, "When ", OneIs("created or updated"), "READ", "get-records"),
        row("deleted", Read, "When ", OneIs("deleted"), "READ", "get-deleted-records"),
    ]
};

impl<M: Module, const ROW: usize> Verb<M, ROW> {
    const TITLE: ConstText = {
        let text = ConstText::new(ROWS[ROW].title);
        match ROWS[ROW].object {
            Object::One => one::<M>(text),
            Object::OneIs(what) => one::<M>(text).add(" is ").add(what),
            Object::Many if M::API_NAME.is_empty() => text.add("records"),
            Object::Many => text.lower(M::API_NAME, Some(' ')),
        }
    };
    const SCOPE: ConstText =
        ConstText::new("ZohoCRM.modules.").lower(M::API_NAME, None).add(".").add(ROWS[ROW].scope);
    const SCOPES: &'static [&'static str] =
        if M::API_NAME.is_empty() { &[ALL] } else { &[ALL, ConstText::as_str(&Self::SCOPE)] };

    const PAGE: ConstText = ConstText::new(DOCS).add(ROWS[ROW].docs).add(".html");

    pub(crate) const META: Meta = {
        let row = &ROWS[ROW];
        let meta = match row.effect {
            Effect::Read => Meta::read(M::RESOURCE, row.name),
            Effect::Write => Meta::write(M::RESOURCE, row.name),
            Effect::Destructive => Meta::destructive(M::RESOURCE, row.name),
        };
        meta.title(ConstText::as_str(&Self::TITLE)).scopes(Self::SCOPES).docs(ConstText::as_str(&Self::PAGE))
    };
}

const DOCS: &str = "https://www.zoho.com/crm/developer/docs/api/v8/";
const ALL: &str = "ZohoCRM.modules.ALL";

const fn one<M: Module>(text: ConstText) -> ConstText {
    text.add(if is_vowel(M::RESOURCE) { "an " } else { "a " }).lower(M::RESOURCE, Some(' '))
}

const fn is_vowel(text: &str) -> bool {
    !text.is_empty() && matches!(text.as_bytes()[0], b'a' | b'e' | b'i' | b'o' | b'u')
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
        assert_eq!(Verb::<Order, CREATED_OR_UPDATED>::META.title, "When an order is created or updated");
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
            (COUNT, "count"),
            (CLONE, "clone"),
            (FETCH_FULL_DATA, "fetch_full_data"),
            (CREATED, "created"),
            (UPDATED, "updated"),
            (CREATED_OR_UPDATED, "created_or_updated"),
            (DELETED, "deleted"),
        ];
        assert_eq!(names.len(), ROWS.len());
        for (number, name) in names {
            assert_eq!(ROWS[number].name, name);
        }
    }
}
