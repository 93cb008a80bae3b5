//! Groups of contacts.

use connectors_core::types::Open;
use connectors_core::{Action, Cx, Error, Meta, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::auth::scopes::{FOR_CONTACTS, TO_READ_CONTACTS};
use crate::contacts::{Contact, ContactRef};
use crate::envelope::Envelope;
use crate::records::{self, Changeable, Entity, Record, Undated};
use crate::wire::null_is_empty;
use crate::{Xero, envelope};

/// A group of contacts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", default)]
#[non_exhaustive]
pub struct ContactGroup {
    /// Xero's id.
    #[serde(rename = "ContactGroupID")]
    pub contact_group_id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Active or deleted.
    pub status: Option<Open<ContactGroupStatus>>,
    /// Who is in it, by id and name; only where one group was asked for.
    #[serde(deserialize_with = "null_is_empty")]
    pub contacts: Vec<Contact>,
}

impl ContactGroup {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(
        contact_group_id: Option<String>,
        name: Option<String>,
        status: Option<Open<ContactGroupStatus>>,
        contacts: Vec<Contact>,
    );
}

/// What may be written of a group: its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ContactGroupInput {
    /// Name.
    pub name: String,
}

impl ContactGroupInput {
    /// A group of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }

    setters!(name: String);
}

/// Whether a group is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum ContactGroupStatus {
    /// In use.
    Active,
    /// Deleted.
    Deleted,
}

impl Entity for ContactGroup {
    type Lists = Undated;
    const RESOURCE: &'static str = "contact_group";
    const ONE: &'static str = "a contact group";
    const MANY: &'static str = "contact groups";
    const PLURAL: &'static str = "ContactGroups";
    const ID: &'static str = "ContactGroupID";
    const TO_READ: &'static [&'static str] = TO_READ_CONTACTS;
    const TO_WRITE: &'static [&'static str] = FOR_CONTACTS;
    const DOCS: &'static str = "https://developer.xero.com/documentation/api/accounting/contactgroups";
}

impl Record for ContactGroupInput {
    type Entity = ContactGroup;

    fn check(&self) -> Result<()> {
        if self.name.is_empty() { Err(Error::validation("Name", "is empty")) } else { Ok(()) }
    }
}

impl Changeable for ContactGroupInput {}

/// `contact_group.list`: groups that meet all that is set, without their contacts, all in one page.
pub type List = records::ListUndated<ContactGroup>;
/// `contact_group.get`: one group, with its contacts.
pub type Get = records::Get<ContactGroup>;
/// `contact_group.create`
pub type Create = records::Create<ContactGroupInput>;
/// `contact_group.update`: renames a group.
pub type Update = records::Update<ContactGroupInput>;

/// `contact_group.delete`: deletes a group, by status. Its contacts stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Delete {
    /// The group's id.
    pub id: String,
}

impl Delete {
    /// Deletes the group with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    setters!(id: String);
}

impl Action for Delete {
    type Connector = Xero;
    type Output = ContactGroup;
    const META: Meta = records::destructive::<ContactGroup>("delete").title("Delete a contact group");

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        let deleted = json!({ "ContactGroupID": self.id, "Status": ContactGroupStatus::Deleted });
        envelope::write::<ContactGroup>(Request::post([ContactGroup::PLURAL, &self.id]), &[deleted], cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        envelope::written(&response)
    }
}

/// `contact_group.add_contacts`: puts contacts into a group. Gives those contacts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AddContacts {
    /// The group's id.
    pub id: String,
    /// The contacts' ids.
    pub contact_ids: Vec<String>,
}

impl AddContacts {
    /// Puts these contacts into the group with this id.
    pub fn new<V: Into<String>>(id: impl Into<String>, contact_ids: impl IntoIterator<Item = V>) -> Self {
        Self { id: id.into(), contact_ids: contact_ids.into_iter().map(Into::into).collect() }
    }

    setters!(id: String, contact_ids: Vec<String>);
}

impl Action for AddContacts {
    type Connector = Xero;
    type Output = Vec<Contact>;
    const META: Meta = records::write::<ContactGroup>("add_contacts").title("Add contacts to a group");

    fn request(&self, cx: &Cx<'_, Xero>) -> Result<Request> {
        if self.contact_ids.is_empty() {
            return Err(Error::validation("contact_ids", "there is nobody to add"));
        }
        let contacts: Vec<_> = self.contact_ids.iter().map(ContactRef::id).collect();
        let path = [ContactGroup::PLURAL, &self.id, Contact::PLURAL];
        envelope::write::<Contact>(Request::put(path), &contacts, cx)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Self::Output> {
        Ok(response.json::<Envelope<Contact, Contact>>()?.records)
    }
}

/// `contact_group.remove_contact`: takes one contact out of a group.
///
/// Xero takes no key here. A `NotFound` whose [`delivery`](connectors_core::Error::delivery) is `Unknown` comes after
/// an answer that was lost: the contact is out of the group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RemoveContact {
    /// The group's id.
    pub id: String,
    /// The contact's id.
    pub contact_id: String,
}

impl RemoveContact {
    /// Takes this contact out of the group with this id.
    pub fn new(id: impl Into<String>, contact_id: impl Into<String>) -> Self {
        Self { id: id.into(), contact_id: contact_id.into() }
    }

    setters!(id: String, contact_id: String);
}

impl Action for RemoveContact {
    type Connector = Xero;
    type Output = ();
    const META: Meta =
        records::destructive::<ContactGroup>("remove_contact").title("Remove a contact from a group");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::delete([ContactGroup::PLURAL, &self.id, Contact::PLURAL, &self.contact_id]))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}

/// `contact_group.remove_all_contacts`: takes all contacts out of a group.
///
/// Xero takes no key here: after an answer that was lost it is sent again, and takes out too who was added meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RemoveAllContacts {
    /// The group's id.
    pub id: String,
}

impl RemoveAllContacts {
    /// Takes all contacts out of the group with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    setters!(id: String);
}

impl Action for RemoveAllContacts {
    type Connector = Xero;
    type Output = ();
    const META: Meta =
        records::destructive::<ContactGroup>("remove_all_contacts").title("Remove all contacts from a group");

    fn request(&self, _: &Cx<'_, Xero>) -> Result<Request> {
        Ok(Request::delete([ContactGroup::PLURAL, &self.id, Contact::PLURAL]))
    }

    #[inline]
    fn response(&self, _: Response) -> Result<Self::Output> {
        Ok(())
    }
}
