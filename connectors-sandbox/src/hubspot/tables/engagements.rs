//! The object types of what was done with a record: each has its time.

use super::{KindDef, choice, engagement, long, moment, number, text};

pub(in super::super) const ENGAGEMENTS: &[KindDef] = &[
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
            text("hs_call_recording_url"),
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
            text("hs_attachment_ids"),
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
            long("hs_internal_meeting_notes"),
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
