//! The object types and their properties as data: a choice of those that each HubSpot account has.
//!
//! Names: HubSpot's documents of default properties. Type ids other than those of contacts, companies, deals, tickets
//! and line items are not verified live, nor is which properties an answer has that asks for none.

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

const fn plain(
    type_id: &'static str,
    name: &'static str,
    singular: &'static str,
    properties: &'static [Def],
) -> KindDef {
    KindDef { times: TIMES, required: &[], ..engagement(type_id, name, singular, properties) }
}

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
        defaults: &["name", "description", "price"],
        ..plain(
            "0-7",
            "products",
            "product",
            &[
                text("name"),
                long("description"),
                number("price"),
                text("hs_sku"),
                number("hs_cost_of_goods_sold"),
                choice("recurringbillingfrequency", &["monthly", "quarterly", "annually"]),
                text("hs_recurring_billing_period"),
            ],
        )
    },
    KindDef {
        defaults: &["name", "quantity", "amount"],
        ..plain(
            "0-8",
            "line_items",
            "line_item",
            &[
                text("name"),
                long("description"),
                number("price"),
                number("quantity"),
                number("amount"),
                number("discount"),
                text("hs_product_id"),
                text("hs_sku"),
                choice("hs_line_item_currency_code", &["USD", "EUR", "GBP"]),
                choice("recurringbillingfrequency", &["monthly", "quarterly", "annually"]),
            ],
        )
    },
    KindDef {
        times: NEW_TIMES,
        defaults: &["hs_title", "hs_expiration_date", "hs_status"],
        ..plain(
            "0-14",
            "quotes",
            "quote",
            &[
                text("hs_title"),
                day("hs_expiration_date"),
                choice(
                    "hs_status",
                    &["DRAFT", "APPROVAL_NOT_NEEDED", "PENDING_APPROVAL", "APPROVED", "REJECTED"],
                ),
                number("hs_quote_amount"),
                choice("hs_currency", &["USD", "EUR", "GBP"]),
                choice("hs_language", &["en", "de", "fr", "es"]),
                text("hs_sender_firstname"),
                text("hs_sender_email"),
                long("hs_terms"),
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
    plain(
        "0-53",
        "invoices",
        "invoice",
        &[
            text("hs_number"),
            day("hs_invoice_date"),
            day("hs_due_date"),
            choice("hs_invoice_status", &["draft", "open", "paid", "voided"]),
            choice("hs_currency", &["USD", "EUR", "GBP"]),
            number("hs_amount_billed"),
        ],
    ),
    plain(
        "0-123",
        "orders",
        "order",
        &[
            text("hs_order_name"),
            number("hs_total_price"),
            text("hs_external_order_id"),
            choice("hs_currency_code", &["USD", "EUR", "GBP"]),
        ],
    ),
    plain(
        "0-142",
        "carts",
        "cart",
        &[
            text("hs_cart_name"),
            number("hs_total_price"),
            text("hs_external_cart_id"),
            choice("hs_currency_code", &["USD", "EUR", "GBP"]),
        ],
    ),
    engagement(
        "0-48",
        "calls",
        "call",
        &[
            moment("hs_timestamp"),
            text("hs_call_title"),
            long("hs_call_body"),
            number("hs_call_duration"),
            choice("hs_call_direction", &["INBOUND", "OUTBOUND"]),
            choice(
                "hs_call_status",
                &["BUSY", "CANCELED", "COMPLETED", "CONNECTING", "FAILED", "NO_ANSWER", "QUEUED", "RINGING"],
            ),
            text("hs_call_disposition"),
            text("hs_call_from_number"),
            text("hs_call_to_number"),
        ],
    ),
    engagement(
        "0-49",
        "emails",
        "email",
        &[
            moment("hs_timestamp"),
            text("hs_email_subject"),
            long("hs_email_text"),
            long("hs_email_html"),
            choice("hs_email_direction", &["EMAIL", "INCOMING_EMAIL", "FORWARDED_EMAIL"]),
            choice("hs_email_status", &["BOUNCED", "FAILED", "SCHEDULED", "SENDING", "SENT"]),
            long("hs_email_headers"),
        ],
    ),
    engagement(
        "0-47",
        "meetings",
        "meeting",
        &[
            moment("hs_timestamp"),
            text("hs_meeting_title"),
            long("hs_meeting_body"),
            moment("hs_meeting_start_time"),
            moment("hs_meeting_end_time"),
            text("hs_meeting_location"),
            choice("hs_meeting_outcome", &["SCHEDULED", "COMPLETED", "RESCHEDULED", "NO_SHOW", "CANCELED"]),
        ],
    ),
    engagement(
        "0-46",
        "notes",
        "note",
        &[moment("hs_timestamp"), long("hs_note_body"), text("hs_attachment_ids")],
    ),
    engagement(
        "0-27",
        "tasks",
        "task",
        &[
            moment("hs_timestamp"),
            text("hs_task_subject"),
            long("hs_task_body"),
            choice("hs_task_status", &["NOT_STARTED", "IN_PROGRESS", "WAITING", "COMPLETED", "DEFERRED"]),
            choice("hs_task_priority", &["NONE", "LOW", "MEDIUM", "HIGH"]),
            choice("hs_task_type", &["EMAIL", "CALL", "TODO"]),
        ],
    ),
    engagement(
        "0-18",
        "communications",
        "communication",
        &[
            moment("hs_timestamp"),
            choice("hs_communication_channel_type", &["WHATS_APP", "LINKEDIN_MESSAGE", "SMS"]),
            choice("hs_communication_logged_from", &["CRM"]),
            long("hs_communication_body"),
        ],
    ),
    engagement("0-116", "postal_mail", "postal_mail", &[moment("hs_timestamp"), long("hs_postal_mail_body")]),
];

/// A kind of association: from, to, its id in this direction and in the other, and its label if it has one.
pub(super) struct LinkDef(
    pub(super) &'static str,
    pub(super) &'static str,
    pub(super) u32,
    pub(super) u32,
    pub(super) Option<&'static str>,
);

/// Ids: the enumeration in HubSpot's Node client, and its documents of association type ids.
pub(super) const LINKS: &[LinkDef] = &[
    LinkDef("contacts", "companies", 279, 280, None),
    LinkDef("contacts", "companies", 1, 2, Some("Primary")),
    LinkDef("contacts", "contacts", 449, 449, None),
    LinkDef("companies", "companies", 450, 450, None),
    LinkDef("deals", "contacts", 3, 4, None),
    LinkDef("deals", "companies", 341, 342, None),
    LinkDef("deals", "companies", 5, 6, Some("Primary")),
    LinkDef("deals", "deals", 451, 451, None),
    LinkDef("deals", "line_items", 19, 20, None),
    LinkDef("deals", "tickets", 27, 28, None),
    LinkDef("deals", "quotes", 63, 64, None),
    LinkDef("tickets", "contacts", 16, 15, None),
    LinkDef("tickets", "companies", 339, 340, None),
    LinkDef("tickets", "companies", 26, 25, Some("Primary")),
    LinkDef("tickets", "tickets", 452, 452, None),
    LinkDef("quotes", "line_items", 67, 68, None),
    LinkDef("quotes", "contacts", 69, 70, None),
    LinkDef("quotes", "companies", 71, 72, None),
    LinkDef("leads", "contacts", 578, 579, Some("Primary")),
    LinkDef("leads", "contacts", 608, 609, None),
    LinkDef("leads", "companies", 610, 611, None),
    LinkDef("calls", "contacts", 194, 193, None),
    LinkDef("calls", "companies", 182, 181, None),
    LinkDef("calls", "deals", 206, 205, None),
    LinkDef("calls", "tickets", 220, 219, None),
    LinkDef("emails", "contacts", 198, 197, None),
    LinkDef("emails", "companies", 186, 185, None),
    LinkDef("emails", "deals", 210, 209, None),
    LinkDef("emails", "tickets", 224, 223, None),
    LinkDef("meetings", "contacts", 200, 199, None),
    LinkDef("meetings", "companies", 188, 187, None),
    LinkDef("meetings", "deals", 212, 211, None),
    LinkDef("meetings", "tickets", 226, 225, None),
    LinkDef("notes", "contacts", 202, 201, None),
    LinkDef("notes", "companies", 190, 189, None),
    LinkDef("notes", "deals", 214, 213, None),
    LinkDef("notes", "tickets", 228, 227, None),
    LinkDef("tasks", "contacts", 204, 203, None),
    LinkDef("tasks", "companies", 192, 191, None),
    LinkDef("tasks", "deals", 216, 215, None),
    LinkDef("tasks", "tickets", 230, 229, None),
    LinkDef("communications", "contacts", 81, 82, None),
    LinkDef("communications", "tickets", 83, 84, None),
    LinkDef("communications", "deals", 85, 86, None),
    LinkDef("communications", "companies", 87, 88, None),
    LinkDef("postal_mail", "contacts", 453, 454, None),
    LinkDef("invoices", "contacts", 177, 178, None),
    LinkDef("invoices", "companies", 179, 180, None),
    LinkDef("invoices", "deals", 175, 176, None),
    LinkDef("orders", "contacts", 507, 508, None),
    LinkDef("orders", "companies", 509, 510, None),
    LinkDef("carts", "contacts", 586, 587, None),
];
