//! Contact groups: names for sets of contacts. A deleted group is gone for readers, and its name free.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::books::{Books, Input, Mode, Moment, shown};
use super::errors::{Invalid, No};
use super::list::{ListRules, Selected, select};
use super::wire::text;
use super::write::write;
use super::{Answer, Desk};
use crate::http::Reply;
use crate::store::Record;

const RULES: ListRules = ListRules {
    plural: "ContactGroups",
    id: "ContactGroupID",
    paged: false,
    fields: &["ContactGroupID", "Name", "Status"],
};

/// The ids of the contacts in it.
const MEMBERS: &str = "_members";

pub(super) fn route(desk: &mut Desk<'_>, path: &[&str]) -> Answer {
    match (desk.method(), path) {
        (&Method::GET, []) => {
            let groups = desk.books.contact_groups.iter().filter(is_active);
            let lookup = |group: &Record, path: &str| group.get(path).cloned().unwrap_or_default();
            let Selected { records, .. } = select(desk.request(), &RULES, groups, &lookup)?;
            let views = records.iter().map(|group| Value::Object(shown(group))).collect();
            Ok(desk.many("ContactGroups", views, None))
        }
        (&Method::PUT, []) => write(desk, "ContactGroups", &Mode::Create, Books::write_contact_group),
        (&Method::POST, []) => write(desk, "ContactGroups", &Mode::Upsert, Books::write_contact_group),
        (method, [id, rest @ ..]) => {
            let group = desk.books.contact_groups.get(&id.to_lowercase()).filter(is_active);
            let group = text(group.ok_or(No::NotFound)?, "ContactGroupID").to_owned();
            match (method, rest) {
                (&Method::GET, []) => {
                    let view = desk.books.contact_group_view(&group);
                    Ok(desk.one("ContactGroups", view))
                }
                (&Method::POST, []) => {
                    write(desk, "ContactGroups", &Mode::Update(group), Books::write_contact_group)
                }
                (&Method::PUT, ["Contacts"]) => write(
                    desk,
                    "Contacts",
                    &Mode::Update(group.clone()),
                    |books: &mut Books, sent: &Record, _: &Mode, _: Moment| books.join(&group, sent),
                ),
                (&Method::DELETE, ["Contacts"]) => {
                    desk.books.set_members(&group, Vec::new());
                    Ok(Reply::empty(StatusCode::NO_CONTENT))
                }
                (&Method::DELETE, ["Contacts", contact]) => {
                    let mut members = desk.books.members(&group);
                    let before = members.len();
                    members.retain(|member| !member.eq_ignore_ascii_case(contact));
                    if members.len() == before {
                        return Err(No::NotFound);
                    }
                    desk.books.set_members(&group, members);
                    Ok(Reply::empty(StatusCode::NO_CONTENT))
                }
                _ => Err(No::NotFound),
            }
        }
        _ => Err(No::NotFound),
    }
}

fn is_active(group: &&Record) -> bool {
    text(group, "Status") == "ACTIVE"
}

fn members(group: &Record) -> impl Iterator<Item = &str> {
    group.get(MEMBERS).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

impl Books {
    fn members(&self, group: &str) -> Vec<String> {
        self.contact_groups.get(group).into_iter().flat_map(members).map(str::to_owned).collect()
    }

    fn set_members(&mut self, group: &str, members: Vec<String>) {
        self.contact_groups.update(group, |group| drop(group.insert(MEMBERS.to_owned(), json!(members))));
    }

    /// The groups that a contact is in, as the contact shows them.
    pub(super) fn groups_of(&self, contact: &str) -> Value {
        let of_contact = |group: &&Record| members(group).any(|member| member == contact);
        let groups = self.contact_groups.iter().filter(is_active).filter(of_contact);
        groups.map(|group| Value::Object(shown(group))).collect()
    }

    /// A group with its contacts.
    fn contact_group_view(&self, id: &str) -> Record {
        let Some(group) = self.contact_groups.get(id) else { return Record::new() };
        let mut view = shown(group);
        view.insert(
            "Contacts".to_owned(),
            members(group).map(|member| self.contact_in_brief(member)).collect(),
        );
        view
    }

    fn write_contact_group(&mut self, sent: &Record, mode: &Mode, _: Moment) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let id = match mode {
            Mode::Update(id) => Some(id.clone()),
            Mode::Upsert => input.filled("ContactGroupID").map(|id| id.to_lowercase()),
            Mode::Create => None,
        };
        let mut group = match &id {
            Some(id) => {
                let known = self.contact_groups.get(id).filter(is_active).cloned();
                known.ok_or_else(|| Invalid::one(format!("There is no contact group {id}")))?
            }
            None => {
                let mut group = Record::new();
                group.insert("ContactGroupID".to_owned(), json!(self.ids.uuid()));
                group.insert("Status".to_owned(), json!("ACTIVE"));
                group.insert("Contacts".to_owned(), json!([]));
                group.insert("HasValidationErrors".to_owned(), json!(false));
                group
            }
        };
        input.copy_texts(&mut group, &[("Name", 255)]);
        if let Some(status) = input.word("Status", &["ACTIVE", "DELETED"]) {
            group.insert("Status".to_owned(), json!(status));
        }
        let name = text(&group, "Name");
        if name.trim().is_empty() {
            input.invalid.add("A contact group needs a Name");
        }
        let is_other = |other: &Record| text(other, "ContactGroupID") != text(&group, "ContactGroupID");
        if self.contact_groups.find("Name", name).filter(is_active).any(is_other) {
            input.invalid.add(format!("A contact group with the Name {name} already exists"));
        }
        input.invalid.check()?;
        let id = text(&group, "ContactGroupID").to_owned();
        self.contact_groups.put(group);
        Ok(self.contact_group_view(&id))
    }

    /// Takes a contact into a group; one that is in it stays in it.
    fn join(&mut self, group: &str, sent: &Record) -> Result<Record, Invalid> {
        let mut input = Input::new(sent);
        let id = input.filled("ContactID").unwrap_or_default().to_lowercase();
        let contact = self.contacts.get(&id).filter(|contact| text(contact, "ContactStatus") == "ACTIVE");
        if contact.is_none() {
            input.invalid.add(format!("There is no active contact {id}"));
        }
        input.invalid.check()?;
        let mut members = self.members(group);
        if !members.contains(&id) {
            members.push(id.clone());
        }
        self.set_members(group, members);
        match self.contact_in_brief(&id) {
            Value::Object(brief) => Ok(brief),
            _ => Ok(Record::new()),
        }
    }
}
