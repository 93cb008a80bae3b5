//! What can be done with objects of every type: names, titles and documentation, as data.
//!
//! An action's `META` is a constant, also where the action is generic over the type; so titles are put together from the
//! type's name by the compiler.

use std::marker::PhantomData;

use connectors_core::types::ConstText;
use connectors_core::{Effect, Meta};

use crate::crm_object::CrmObject;

pub(crate) struct Verb<O, const ROW: usize>(PhantomData<fn() -> O>);

struct Row {
    /// What follows the resource's name where the row is about something of it.
    of: &'static str,
    name: &'static str,
    effect: Effect,
    title: &'static str,
    object: Names,
    page: &'static str,
}

enum Names {
    One,
    Many,
    /// Of triggers: what is done to one.
    OneIs(&'static str),
    /// Of triggers: what happens to something of one.
    OfOne(&'static str),
}

pub(crate) const LIST: usize = 0;
pub(crate) const GET: usize = 1;
pub(crate) const GET_MANY: usize = 2;
pub(crate) const SEARCH: usize = 3;
pub(crate) const LIST_CHANGED: usize = 4;
pub(crate) const CREATE: usize = 5;
pub(crate) const CREATE_MANY: usize = 6;
pub(crate) const UPDATE: usize = 7;
pub(crate) const UPDATE_MANY: usize = 8;
pub(crate) const UPSERT: usize = 9;
pub(crate) const UPSERT_MANY: usize = 10;
pub(crate) const DELETE: usize = 11;
pub(crate) const DELETE_MANY: usize = 12;
pub(crate) const MERGE: usize = 13;
pub(crate) const GDPR_DELETE: usize = 14;
pub(crate) const CREATED: usize = 15;
pub(crate) const UPDATED: usize = 16;
pub(crate) const CREATED_OR_UPDATED: usize = 17;
pub(crate) const DELETED: usize = 18;
pub(crate) const PROPERTY_CHANGED: usize = 19;
pub(crate) const STAGE_CHANGED: usize = 24;
pub(crate) const LIST_ARCHIVED: usize = 20;
pub(crate) const LIST_HISTORY: usize = 21;
pub(crate) const LIST_WEB_ANALYTICS: usize = 22;
pub(crate) const LIST_PIPELINES: usize = 23;

const OBJECTS: &str = "crm/understanding-the-crm";
const SEARCHES: &str = "crm/search";
const EVENTS: &str = "analytics-and-events/event-analytics";
const PIPELINES: &str = "crm/pipelines";

#[rustfmt::skip]
const ROWS: [Row; 25] = {
    use Effect::{Destructive, Read, Write};
    use Names::{Many, OfOne, One, OneIs};
    const fn row(name: &'static str, effect: Effect, title: &'static str, object: Names, page: &'static str) -> Row {
        Row { of: "", name, effect, title, object, page }
    }
    const fn list(of: &'static str, title: &'static str, page: &'static str) -> Row {
        Row { of, ..row("list", Read, title, Many, page) }
    }
    [
        row("list", Read, "List ", Many, OBJECTS),
        row("get", Read, "Get ", One, OBJECTS),
        row("get_many", Read, "Get ", Many, OBJECTS),
        row("search", Read, "Search ", Many, SEARCHES),
        row("list_changed", Read, "List changed ", Many, SEARCHES),
        row("create", Write, "Create ", One, OBJECTS),
        row("create_many", Write, "Create ", Many, OBJECTS),
        row("update", Write, "Update ", One, OBJECTS),
        row("update_many", Write, "Update ", Many, OBJECTS),
        row("upsert", Write, "Create or update ", One, OBJECTS),
        row("upsert_many", Write, "Create or update ", Many, OBJECTS),
        row("delete", Destructive, "Delete ", One, OBJECTS),
        row("delete_many", Destructive, "Delete ", Many, OBJECTS),
        row("merge", Destructive, "Merge two ", Many, OBJECTS),
        row("gdpr_delete", Destructive, "Delete for good ", One, OBJECTS),
        row("created", Read, "When ", OneIs("created"), SEARCHES),
        row("updated", Read, "When ", OneIs("updated"), SEARCHES),
        row("created_or_updated", Read, "When ", OneIs("created or updated"), SEARCHES),
        row("deleted", Read, "When ", OneIs("deleted"), OBJECTS),
        row("property_changed", Read, "When a property of ", OfOne("changes"), SEARCHES),
        list("_archived", "List deleted ", OBJECTS),
        list("_property_history", "List earlier values of ", OBJECTS),
        list("_web_analytics", "List events on ", EVENTS),
        list("_pipeline", "List the pipelines of ", PIPELINES),
        row("stage_changed", Read, "When ", OfOne("goes to another stage"), SEARCHES),
    ]
};

impl<O: CrmObject, const ROW: usize> Verb<O, ROW> {
    const TITLE: ConstText = {
        let text = ConstText::new(ROWS[ROW].title);
        match ROWS[ROW].object {
            Names::One => one::<O>(text),
            Names::OneIs(what) => one::<O>(text).add(" is ").add(what),
            Names::OfOne(what) => one::<O>(text).add(" ").add(what),
            Names::Many if O::TYPE.is_empty() => text.lower(O::RESOURCE, Some(' ')).add("s"),
            Names::Many => text.lower(O::TYPE, Some(' ')),
        }
    };

    const RESOURCE: ConstText = ConstText::new(O::RESOURCE).add(ROWS[ROW].of);

    const PAGE: ConstText =
        ConstText::new("https://developers.hubspot.com/docs/guides/api/").add(ROWS[ROW].page);

    pub(crate) const META: Meta = {
        let (row, resource) = (&ROWS[ROW], ConstText::as_str(&Self::RESOURCE));
        let (meta, scopes) = match row.effect {
            Effect::Read => (Meta::read(resource, row.name), O::TO_READ),
            Effect::Write => (Meta::write(resource, row.name), O::TO_WRITE),
            Effect::Destructive => (Meta::destructive(resource, row.name), O::TO_WRITE),
        };
        meta.title(ConstText::as_str(&Self::TITLE)).scopes(scopes).docs(ConstText::as_str(&Self::PAGE))
    };
}

const fn one<O: CrmObject>(text: ConstText) -> ConstText {
    text.add(if is_vowel(O::RESOURCE) { "an " } else { "a " }).lower(O::RESOURCE, Some(' '))
}

const fn is_vowel(text: &str) -> bool {
    !text.is_empty() && matches!(text.as_bytes()[0], b'a' | b'e' | b'i' | b'o' | b'u')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Contact, Invoice};

    #[test]
    fn titles_come_from_the_types_name() {
        let upsert = Verb::<Contact, UPSERT>::META;
        assert_eq!(
            (upsert.id.to_string().as_str(), upsert.title),
            ("contact.upsert", "Create or update a contact")
        );
        assert_eq!(upsert.scopes, ["crm.objects.contacts.write"]);
        assert_eq!(Verb::<Invoice, CREATED>::META.title, "When an invoice is created");
        assert_eq!(Verb::<crate::Record, LIST>::META.title, "List records");
    }

    #[test]
    fn every_row_stands_at_its_number() {
        let names = [
            (LIST, "list"),
            (GET, "get"),
            (GET_MANY, "get_many"),
            (SEARCH, "search"),
            (LIST_CHANGED, "list_changed"),
            (CREATE, "create"),
            (CREATE_MANY, "create_many"),
            (UPDATE, "update"),
            (UPDATE_MANY, "update_many"),
            (UPSERT, "upsert"),
            (UPSERT_MANY, "upsert_many"),
            (DELETE, "delete"),
            (DELETE_MANY, "delete_many"),
            (MERGE, "merge"),
            (GDPR_DELETE, "gdpr_delete"),
            (CREATED, "created"),
            (UPDATED, "updated"),
            (CREATED_OR_UPDATED, "created_or_updated"),
            (DELETED, "deleted"),
            (PROPERTY_CHANGED, "property_changed"),
            (STAGE_CHANGED, "stage_changed"),
        ];
        for (number, name) in names {
            assert_eq!(ROWS[number].name, name);
        }
        let lists = [
            (LIST_ARCHIVED, "_archived"),
            (LIST_HISTORY, "_property_history"),
            (LIST_WEB_ANALYTICS, "_web_analytics"),
            (LIST_PIPELINES, "_pipeline"),
        ];
        assert_eq!(names.len() + lists.len(), ROWS.len());
        for (number, of) in lists {
            assert_eq!((ROWS[number].name, ROWS[number].of), ("list", of));
        }
    }
}
