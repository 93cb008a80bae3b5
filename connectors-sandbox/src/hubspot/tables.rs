//! The object types and their properties as data: a choice of those that each HubSpot account has.
//!
//! Names: HubSpot's documents of default properties. Type ids other than those of contacts, companies, deals, tickets
//! and line items are not verified live, nor is which properties an answer has that asks for none.

mod commerce;
mod engagements;
mod links;

pub(super) use self::commerce::COMMERCE;
pub(super) use self::engagements::ENGAGEMENTS;
pub(super) use self::links::{LINKS, LinkDef};

/// A property as it is from the start.
pub(super) struct Def {
    pub(super) name: &'static str,
    pub(super) kind: &'static str,
    pub(super) field: &'static str,
    pub(super) options: &'static [&'static str],
    pub(super) read_only: bool,
    pub(super) unique: bool,
}

const fn def(name: &'static str, kind: &'static str, field: &'static str) -> Def {
    Def { name, kind, field, options: &[], read_only: false, unique: false }
}

const fn text(name: &'static str) -> Def {
    def(name, "string", "text")
}

const fn long(name: &'static str) -> Def {
    def(name, "string", "textarea")
}

const fn number(name: &'static str) -> Def {
    def(name, "number", "number")
}

const fn moment(name: &'static str) -> Def {
    def(name, "datetime", "date")
}

const fn day(name: &'static str) -> Def {
    def(name, "date", "date")
}

const fn flag(name: &'static str) -> Def {
    def(name, "bool", "booleancheckbox")
}

/// One of these; what a pipeline or an owner is has no list of its own.
const fn choice(name: &'static str, options: &'static [&'static str]) -> Def {
    Def { options, ..def(name, "enumeration", "select") }
}

/// Any of these.
const fn choices(name: &'static str, options: &'static [&'static str]) -> Def {
    Def { options, ..def(name, "enumeration", "checkbox") }
}

const fn fixed(def: Def) -> Def {
    Def { read_only: true, ..def }
}

const fn unique(def: Def) -> Def {
    Def { unique: true, ..def }
}

/// An object type as it is from the start.
pub(super) struct KindDef {
    pub(super) type_id: &'static str,
    /// In paths.
    pub(super) name: &'static str,
    /// In names of events.
    pub(super) singular: &'static str,
    /// The properties that say when a record was made and changed.
    pub(super) times: (&'static str, &'static str),
    /// What an answer has that was asked for nothing, besides the id and the times.
    pub(super) defaults: &'static [&'static str],
    /// What a new record must have.
    pub(super) required: &'static [&'static str],
    /// The properties that name the pipeline and its stage.
    pub(super) pipeline: Option<(&'static str, &'static str)>,
    pub(super) properties: &'static [Def],
}

/// What every object type has besides its own.
pub(super) const COMMON: &[Def] = &[
    fixed(number("hs_object_id")),
    choice("hubspot_owner_id", &[]),
    fixed(moment("hubspot_owner_assigneddate")),
    fixed(text("hs_object_source")),
    fixed(text("hs_object_source_label")),
    fixed(text("hs_merged_object_ids")),
];

const STAGES: &[&str] = &[
    "subscriber",
    "lead",
    "marketingqualifiedlead",
    "salesqualifiedlead",
    "opportunity",
    "customer",
    "evangelist",
    "other",
];

const LEAD_STATUS: &[&str] = &[
    "NEW",
    "OPEN",
    "IN_PROGRESS",
    "OPEN_DEAL",
    "UNQUALIFIED",
    "ATTEMPTED_TO_CONTACT",
    "CONNECTED",
    "BAD_TIMING",
];

const NEW_TIMES: (&str, &str) = ("hs_createdate", "hs_lastmodifieddate");
const TIMES: (&str, &str) = ("createdate", "hs_lastmodifieddate");

const fn engagement(
    type_id: &'static str,
    name: &'static str,
    singular: &'static str,
    properties: &'static [Def],
) -> KindDef {
    KindDef {
        type_id,
        name,
        singular,
        times: NEW_TIMES,
        defaults: &[],
        required: &["hs_timestamp"],
        pipeline: None,
        properties,
    }
}

/// The types that came late have other names of their times.
const fn recent(
    type_id: &'static str,
    name: &'static str,
    singular: &'static str,
    properties: &'static [Def],
) -> KindDef {
    KindDef { times: NEW_TIMES, ..plain(type_id, name, singular, properties) }
}

const fn plain(
    type_id: &'static str,
    name: &'static str,
    singular: &'static str,
    properties: &'static [Def],
) -> KindDef {
    KindDef { times: TIMES, required: &[], ..engagement(type_id, name, singular, properties) }
}

/// What people write to each other, known to webhooks and at the screen.
pub(super) const CONVERSATIONS: &str = "conversations";

pub(super) const KINDS: &[KindDef] = &[
    KindDef {
        times: ("createdate", "lastmodifieddate"),
        defaults: &["firstname", "lastname", "email"],
        ..plain(
            "0-1",
            "contacts",
            "contact",
            &[
                unique(text("email")),
                fixed(text("hs_additional_emails")),
                text("firstname"),
                text("lastname"),
                text("phone"),
                text("mobilephone"),
                text("company"),
                text("jobtitle"),
                text("website"),
                text("address"),
                text("city"),
                text("state"),
                text("zip"),
                text("country"),
                text("hs_language"),
                choice("lifecyclestage", STAGES),
                choice("hs_lead_status", LEAD_STATUS),
                choices(
                    "hs_buying_role",
                    &["BLOCKER", "BUDGET_HOLDER", "CHAMPION", "DECISION_MAKER", "END_USER", "OTHER"],
                ),
                number("annualrevenue"),
                text("hs_email_domain"),
                fixed(flag("hs_email_optout")),
                fixed(number("hs_email_bounce")),
                fixed(number("hs_email_open")),
                fixed(number("hs_email_click")),
                fixed(moment("hs_email_last_open_date")),
                fixed(moment("hs_email_last_click_date")),
                text("hs_email_hard_bounce_reason_enum"),
                fixed(number("num_conversion_events")),
                moment("notes_last_contacted"),
                day("date_of_birth"),
                long("message"),
            ],
        )
    },
    KindDef {
        defaults: &["name", "domain"],
        ..plain(
            "0-2",
            "companies",
            "company",
            &[
                text("name"),
                text("domain"),
                text("website"),
                text("phone"),
                text("address"),
                text("city"),
                text("state"),
                text("zip"),
                text("country"),
                choice("industry", &["ACCOUNTING", "BANKING", "COMPUTER_SOFTWARE", "CONSTRUCTION", "RETAIL"]),
                number("numberofemployees"),
                number("annualrevenue"),
                choice("lifecyclestage", STAGES),
                choice("hs_lead_status", LEAD_STATUS),
                long("description"),
            ],
        )
    },
    KindDef {
        defaults: &["dealname", "amount", "closedate", "pipeline", "dealstage"],
        pipeline: Some(("pipeline", "dealstage")),
        ..plain(
            "0-3",
            "deals",
            "deal",
            &[
                text("dealname"),
                number("amount"),
                moment("closedate"),
                choice("pipeline", &[]),
                choice("dealstage", &[]),
                choice("dealtype", &["newbusiness", "existingbusiness"]),
                choice("deal_currency_code", &["USD", "EUR", "GBP"]),
                choice("hs_priority", &["low", "medium", "high"]),
                fixed(flag("hs_is_closed")),
                fixed(flag("hs_is_closed_won")),
                long("description"),
            ],
        )
    },
    KindDef {
        defaults: &[
            "subject",
            "content",
            "hs_pipeline",
            "hs_pipeline_stage",
            "hs_ticket_category",
            "hs_ticket_priority",
        ],
        required: &["hs_pipeline_stage"],
        pipeline: Some(("hs_pipeline", "hs_pipeline_stage")),
        ..plain(
            "0-5",
            "tickets",
            "ticket",
            &[
                text("subject"),
                long("content"),
                choice("hs_pipeline", &[]),
                choice("hs_pipeline_stage", &[]),
                choice("hs_ticket_priority", &["LOW", "MEDIUM", "HIGH", "URGENT"]),
                choices(
                    "hs_ticket_category",
                    &["PRODUCT_ISSUE", "BILLING_ISSUE", "FEATURE_REQUEST", "GENERAL_INQUIRY"],
                ),
                choice("source_type", &["CHAT", "EMAIL", "FORM", "PHONE"]),
                moment("closed_date"),
            ],
        )
    },
    KindDef {
        times: NEW_TIMES,
        defaults: &["hs_lead_name"],
        pipeline: Some(("hs_pipeline", "hs_pipeline_stage")),
        ..plain(
            "0-136",
            "leads",
            "lead",
            &[
                text("hs_lead_name"),
                choice("hs_lead_type", &["NEW_BUSINESS", "UPSELL", "RE_ATTEMPTING"]),
                choice("hs_lead_label", &["WARM", "COLD", "HOT"]),
                choice("hs_pipeline", &[]),
                choice("hs_pipeline_stage", &[]),
            ],
        )
    },
    recent(
        "0-74",
        "goal_targets",
        "goal_target",
        &[
            text("hs_goal_name"),
            number("hs_target_amount"),
            moment("hs_start_datetime"),
            moment("hs_end_datetime"),
            fixed(number("hs_created_by_user_id")),
        ],
    ),
    recent(
        "0-11",
        CONVERSATIONS,
        "conversation",
        &[choice("status", &["OPEN", "CLOSED"]), text("assignedTo"), flag("isArchived")],
    ),
];
