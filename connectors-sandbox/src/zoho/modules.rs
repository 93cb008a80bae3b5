//! What a module and a field are. The modules themselves stand in [`tables`](super::tables).

use super::tables::MODULES;

/// The type of a field, as far as reading, writing and comparing go.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Text,
    TextArea,
    Email,
    Phone,
    Website,
    Integer,
    Id,
    Double,
    Currency,
    Boolean,
    Date,
    DateTime,
    Picklist(&'static [&'static str]),
    MultiPicklist(&'static [&'static str]),
    /// The id of a record of this module.
    Lookup(&'static str),
    /// The id of a record of any module.
    AnyLookup,
    User,
    /// Rows in a module of their own, whose `Parent_Id` is this record.
    Subform(&'static str),
    Tags,
    /// Those of a meeting.
    Participants,
    /// Objects that are kept as they come.
    Objects,
}

impl Kind {
    /// `data_type` in the metadata of fields and in errors.
    pub(super) fn data_type(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::TextArea => "textarea",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Website => "website",
            Self::Integer => "integer",
            Self::Id => "bigint",
            Self::Double => "double",
            Self::Currency => "currency",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::DateTime => "datetime",
            Self::Picklist(_) => "picklist",
            Self::MultiPicklist(_) => "multiselectpicklist",
            Self::Lookup(_) | Self::AnyLookup => "lookup",
            Self::User => "ownerlookup",
            Self::Subform(_) => "subform",
            Self::Participants => "bigint",
            Self::Objects => "jsonarray",
            Self::Tags => "text",
        }
    }

    /// `json_type` in the metadata of fields.
    pub(super) fn json_type(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Double | Self::Currency => "double",
            Self::Boolean => "boolean",
            Self::Lookup(_) | Self::AnyLookup | Self::User => "jsonobject",
            Self::MultiPicklist(_) | Self::Subform(_) | Self::Tags | Self::Participants | Self::Objects => {
                "jsonarray"
            }
            _ => "string",
        }
    }

    pub(super) fn is_text(self) -> bool {
        matches!(
            self,
            Self::Text | Self::TextArea | Self::Email | Self::Phone | Self::Website | Self::Picklist(_)
        )
    }
}

/// A field of a module.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// The most characters of a text, digits of a number.
    pub(super) length: usize,
    pub(super) mandatory: bool,
    pub(super) unique: bool,
    pub(super) read_only: bool,
    pub(super) custom: bool,
}

impl Field {
    pub(super) const fn new(name: &'static str, kind: Kind, length: usize) -> Self {
        Self { name, kind, length, mandatory: false, unique: false, read_only: false, custom: false }
    }

    pub(super) const fn mandatory(mut self) -> Self {
        self.mandatory = true;
        self
    }

    pub(super) const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    pub(super) const fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    pub(super) const fn custom(mut self) -> Self {
        self.custom = true;
        self
    }
}

/// A module.
#[derive(Clone, Copy, Debug)]
pub(super) struct Module {
    pub(super) name: &'static str,
    pub(super) singular: &'static str,
    /// The field that names a record.
    pub(super) title: &'static str,
    /// The fields by which an upsert finds records when the request names none.
    pub(super) system_unique: &'static [&'static str],
    /// Its own fields; [`SYSTEM`](super::tables::SYSTEM) come on top.
    pub(super) fields: &'static [Field],
    /// The module whose subform this is.
    pub(super) parent: Option<&'static str>,
}

impl Module {
    /// All fields, those of every module first.
    pub(super) fn all_fields(&'static self) -> impl Iterator<Item = &'static Field> {
        let system = super::tables::SYSTEM.iter();
        // A row of a subform has no owner and no tags, and a note has no tags.
        let system = system.filter(|field| match field.name {
            "Owner" => self.parent.is_none(),
            "Tag" => self.parent.is_none() && self.name != "Notes",
            _ => true,
        });
        system.chain(self.fields)
    }

    pub(super) fn field(&'static self, name: &str) -> Option<&'static Field> {
        self.all_fields().find(|field| field.name == name)
    }

    /// The field at the end of a path of lookups: `Account_Name.Phone`.
    pub(super) fn path(&'static self, path: &str) -> Option<&'static Field> {
        match path.split_once('.') {
            None => self.field(path),
            Some((first, rest)) => match self.field(first)?.kind {
                Kind::Lookup(target) => module(target)?.path(rest),
                Kind::User if rest == "id" => self.field("id"),
                _ => None,
            },
        }
    }

    /// Its place among the modules, of which its id is made.
    pub(super) fn number(&self) -> usize {
        MODULES.iter().position(|module| module.name == self.name).unwrap_or_default()
    }

    pub(super) fn id(&self) -> String {
        metadata_id(self.number(), 0)
    }
}

/// The id of a module's metadata (`part` 0) or of that of its `part`th field.
pub(super) fn metadata_id(module: usize, part: usize) -> String {
    format!("555000000000000{:04}", module * 100 + part)
}

/// The module of this name.
pub(super) fn module(name: &str) -> Option<&'static Module> {
    MODULES.iter().find(|module| module.name == name)
}
