//! The organisation, its users, and the metadata of modules, fields and related lists.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::modules::{Field, Kind, Module, metadata_id, module};
use super::records;
use super::related::LISTS;
use super::store::moment;
use super::tables::{MODULES, SYSTEM};
use crate::http::Reply;

/// The id of the organisation, `zgid` in its own words.
pub(super) const ORG: &str = "5550000000000000001";
/// Its name.
pub(super) const ORG_NAME: &str = "Sandbox";
pub(super) const SINCE: &str = "2024-01-01T09:00:00+05:30";
pub(super) const LAYOUT: &str = "5550000000000000091";
pub(super) const PROFILE: &str = "5550000000000000026";

pub(super) fn ok(value: &Value) -> Answer {
    Ok(Reply::json(StatusCode::OK, value))
}

/// One object of several parts.
pub(super) fn merged(parts: impl IntoIterator<Item = Value>) -> Value {
    let pairs = parts.into_iter().flat_map(|part| match part {
        Value::Object(map) => map,
        _ => Map::new(),
    });
    Value::Object(pairs.collect())
}

/// `GET /crm/v8/org`.
pub(super) fn org(cx: &Cx<'_>) -> Answer {
    let org = merged([
        json!({
            "country": "US", "photo_id": null, "city": null, "description": null, "mc_status": false,
            "gapps_enabled": false, "translation_enabled": false, "street": null,
            "domain_name": "org5550000000000000001", "alias": null, "currency": "US Dollar - USD", "id": ORG,
            "state": null, "fax": null, "zip": null, "employee_count": "10", "website": "https://example.com",
        }),
        json!({
            "currency_symbol": "$", "mobile": null, "currency_locale": "en_US", "primary_zuid": "5550001",
            "zia_portal_id": null, "time_zone": "Asia/Kolkata", "zgid": ORG, "country_code": "US",
            "deletable_org_account": false,
            "license_details": {
                "paid_expiry": "2099-12-31T00:00:00+05:30", "users_license_purchased": cx.zoho.users,
                "trial_type": null, "trial_expiry": null, "paid": cx.zoho.edition != super::Edition::Free,
                "paid_type": cx.zoho.edition.paid_type(), "trial_action": "",
            },
            "hierarchy_preferences": { "type": "Role_Hierarchy", "strictly_reporting": false },
        }),
        json!({
            "phone": "", "company_name": ORG_NAME, "privacy_settings": false, "primary_email": "admin@example.com",
            "iso_code": "USD", "hipaa_compliance_enabled": false, "lite_users_enabled": false, "max_per_page": 200,
            "ezgid": "5550001", "call_icon": "default", "oauth_presence": true, "zia_zgid": 1,
            "checkin_preferences": { "restricted_event_types": null }, "type": "Production", "created_time": SINCE,
        }),
    ]);
    ok(&json!({ "org": [org] }))
}

/// 304 if the request asks for what changed since a moment when all was there: users and metadata stay as they are.
pub(super) fn unchanged(cx: &Cx<'_>) -> Result<Option<Reply>, Problem> {
    let since = records::since(cx)?;
    let changed = since.is_none_or(|since| moment(SINCE).is_some_and(|made| made >= since));
    Ok((!changed).then(|| records::nothing(since)))
}

/// `GET /crm/v8/settings/modules` and `…/{api name}`.
pub(super) fn modules(cx: &Cx<'_>, name: Option<&str>) -> Answer {
    if let Some(unchanged) = unchanged(cx)? {
        return Ok(unchanged);
    }
    let chosen =
        MODULES.iter().filter(|module| name.is_none_or(|name| module.name == name || module.id() == name));
    let modules: Vec<Value> = chosen.map(module_details).collect();
    if modules.is_empty() {
        return Err(Problem::metadata_module(json!({})));
    }
    ok(&json!({ "modules": modules }))
}

fn module_details(module: &Module) -> Value {
    let tab = module.parent.is_none();
    let custom = module.name == "Products_Sold";
    let own = if custom { "CustomModule5001" } else { module.name };
    merged([
        json!({
            "common.search_supported": tab, "deletable": tab, "description": null, "creatable": tab,
            "recycle_bin_on_delete": tab, "inventory_template_supported": false, "modified_time": null,
            "plural_label": module.name.replace('_', " "), "presence_sub_menu": tab, "triggers_supported": tab,
            "id": module.id(), "chart_view": false, "isBlueprintSupported": tab, "visibility": 1, "visible": true,
        }),
        json!({
            "convertable": module.name == "Leads", "editable": tab, "emailTemplate_support": tab,
            "email_parser_supported": false, "filter_supported": tab, "show_as_tab": tab, "web_link": null,
            "sequence_number": module.number() + 1, "singular_label": module.singular.replace('_', " "),
            "viewable": true, "api_supported": true, "api_name": module.name, "quick_create": tab,
            "generated_type": if custom { "custom" } else { "default" }, "feeds_required": false,
            "scoring_supported": false, "webform_supported": false, "arguments": [], "module_name": own,
        }),
        json!({
            "chart_view_supported": false, "profile_count": 1, "business_card_field_limit": 5,
            "track_current_data": false, "modified_by": null,
            "profiles": [{ "name": "Administrator", "id": PROFILE }],
            "parent_module": module.parent.and_then(super::modules::module).map_or_else(
                || json!({}), |parent| json!({ "api_name": parent.name, "id": parent.id() })),
            "activity_badge": "Disabled", "$field_states": [], "business_card_fields": [], "per_page": 20,
        }),
        json!({
            "$properties": [], "$on_demand_properties": [], "search_layout_fields": [],
            "kanban_view_supported": false, "lookup_field_properties": { "fields": [] }, "kanban_view": null,
            "related_lists": [], "filter_status": false,
            "related_list_properties": {
                "sort_by": null, "fields": [module.title], "sort_order": null,
            },
            "display_field": { "api_name": module.title, "id": field_id(module, module.title) },
            "layouts": [], "fields": [], "custom_view": null, "zia_view": false, "default_mapping_fields": [],
            "status": "visible", "layout_associations": [],
        }),
    ])
}

/// `GET /crm/v8/settings/fields?module=` and `…/{id}?module=`.
pub(super) fn fields(cx: &Cx<'_>, id: Option<&str>) -> Answer {
    let name = cx.param("module").ok_or_else(|| Problem::param_missing("module"))?;
    let module = module(name).ok_or_else(|| Problem::metadata_module(json!({ "api_name": "module" })))?;
    let all = module.all_fields().enumerate();
    let chosen =
        all.filter(|(_, field)| id.is_none_or(|id| field_id(module, field.name) == id || field.name == id));
    let fields: Vec<Value> = chosen.map(|(index, field)| field_details(module, field, index)).collect();
    if fields.is_empty() {
        return Ok(Reply::empty(StatusCode::NO_CONTENT));
    }
    ok(&json!({ "fields": fields }))
}

/// The id of a field's metadata.
pub(super) fn field_id(module: &Module, name: &str) -> String {
    let system = SYSTEM.iter().position(|field| field.name == name);
    let own = || module.fields.iter().position(|field| field.name == name).map(|index| index + SYSTEM.len());
    metadata_id(module.number(), system.or_else(own).map_or(0, |index| index + 1))
}

/// The values of a picklist; none if the field is something else.
pub(super) fn pick_list_values(module: &Module, field: &Field, index: usize) -> Vec<Value> {
    let values = match field.kind {
        Kind::Picklist(values) | Kind::MultiPicklist(values) => values,
        _ => &[],
    };
    values
        .iter()
        .enumerate()
        .map(|(at, value)| {
            json!({
                "colour_code": null, "actual_value": value, "display_value": value, "reference_value": value,
                "type": "used", "id": format!("55500000008{:04}{:04}", module.number() * 100 + index, at),
                "sequence_number": at + 1,
            })
        })
        .collect()
}

/// All keys that `fields.json` declares; what a field does not have is `{}` or null, as the platform answers.
pub(super) fn field_details(module: &Module, field: &Field, index: usize) -> Value {
    let label = field.name.replace('_', " ");
    let writable = !field.read_only;
    let values = pick_list_values(module, field, index);
    let lookup = |api_name: &str, id: Option<String>| {
        json!({
            "display_label": label, "api_name": field.name, "query_details": {},
            "module": { "api_name": api_name, "id": id }, "id": field_id(module, field.name),
            "revalidate_filter_during_edit": false, "show_fields": [],
        })
    };
    let lookup = match field.kind {
        Kind::Lookup(target) => lookup(target, super::modules::module(target).map(Module::id)),
        Kind::AnyLookup => lookup("se_module", None),
        _ => json!({}),
    };
    let subform = match field.kind {
        Kind::Subform(rows) => json!({ "module": rows, "id": super::modules::module(rows).map(Module::id) }),
        _ => json!({}),
    };
    let associated = match field.kind {
        Kind::Subform(rows) => super::modules::module(rows)
            .map(|m| json!({ "api_name": m.name, "module": m.name, "id": m.id() })),
        _ => None,
    };
    let currency = match field.kind {
        Kind::Currency => json!({ "rounding_option": "normal", "precision": 2 }),
        _ => json!({}),
    };
    let decimals = matches!(field.kind, Kind::Double | Kind::Currency).then_some(2);
    let unique = if field.unique { json!({ "casesensitive": "false" }) } else { json!({}) };
    merged([
        json!({
            "id": field_id(module, field.name), "api_name": field.name, "field_label": label, "display_label": label,
            "data_type": field.kind.data_type(), "json_type": field.kind.json_type(), "length": field.length,
            "decimal_place": decimals, "system_mandatory": field.mandatory, "read_only": field.read_only,
            "field_read_only": field.read_only, "custom_field": field.custom, "unique": unique, "lookup": lookup,
            "subform": subform, "associated_module": associated, "currency": currency, "pick_list_values": values,
        }),
        json!({
            "created_source": if field.custom { "user" } else { "default" }, "sequence_number": index + 1,
            "column_name": field.name.to_uppercase(), "display_field": field.name == module.title,
            "searchable": field.kind.is_text(), "mass_update": writable && !field.unique,
            "operation_type": {
                "web_update": writable, "api_create": writable, "web_create": writable, "api_update": writable,
            },
        }),
        json!({
            "view_type": { "view": true, "edit": writable, "quick_create": field.mandatory, "create": writable },
            "webhook": true, "blueprint_supported": true, "virtual_field": false, "customizable_properties": [],
            "businesscard_supported": true, "filterable": true, "visible": true, "available_in_user_layout": true,
            "pick_list_values_sorted_lexically": false, "sortable": true, "separator": false,
            "enable_colour_code": false, "type": "used", "display_type": -1, "ui_type": 1,
            "colour_code_enabled_by_system": false, "quick_sequence_number": "1",
            "layout_associations": [{ "api_name": "Standard__s", "name": "Standard", "id": LAYOUT }],
            "email_parser": { "fields_update_supported": false, "record_operations_supported": true },
        }),
        json!({
            "rollup_summary": {}, "refer_from_field": null, "created_time": null, "modified_time": null,
            "show_type": 7, "category": 1, "multi_module_lookup": {}, "sharing_properties": null,
            "file_upolad_optionlist": [],
            "profiles": [{ "name": "Administrator", "id": PROFILE, "permission_type": "read_write" }],
            "sub_module": null, "external": null, "formula": {}, "convert_mapping": null, "multiselectlookup": {},
            "multiuserlookup": null, "autonumber": null, "auto_number": {}, "crypt": null, "tooltip": null,
        }),
        json!({
            "history_tracking": null, "association_details": null, "allowed_modules": [], "additional_column": null,
            "common.picklist": {}, "hipaa_compliance_enabled": false, "hipaa_compliance": null,
            "_update_existing_records": false, "number_separator": true, "textarea": null, "static_field": false,
        }),
    ])
}

/// `GET /crm/v8/settings/related_lists?module=` and `…/{id}?module=`.
pub(super) fn related_lists(cx: &Cx<'_>, id: Option<&str>) -> Answer {
    let name = cx.param("module").ok_or_else(|| Problem::metadata_param_missing("module"))?;
    let parent = module(name).ok_or_else(|| Problem::metadata_module(json!({ "param": "module" })))?;
    let own = LISTS.iter().enumerate().filter(|(_, related)| related.parent == parent.name);
    let own = own.map(|(index, related)| (format!("555000000000070{index:04}"), index, related));
    let lists: Vec<Value> = own
        .filter(|(own, _, _)| id.is_none_or(|id| id == own))
        .map(|(id, index, related)| {
            let target = module(related.module);
            json!({
                "id": id, "sequence_number": (index + 1).to_string(),
                "display_label": related.list.replace('_', " "), "api_name": related.list,
                "module": { "api_name": related.module, "id": target.map(Module::id) },
                "name": related.list, "action": null, "type": "default", "visible": true,
                "href": format!("{}/{{ENTITYID}}/{}", parent.name, related.list),
                "customize_sort": true, "customize_fields": true, "customize_display_label": true,
                "sort_by": null, "sort_order": null, "fields": [], "status": "visible",
            })
        })
        .collect();
    if lists.is_empty() {
        return Ok(Reply::empty(StatusCode::NO_CONTENT));
    }
    ok(&json!({ "related_lists": lists }))
}
