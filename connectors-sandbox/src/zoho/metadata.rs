//! What the organisation is set up like, besides modules and fields: layouts, picklists, roles, profiles. To be read only.

use http::StatusCode;
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::modules::{Field, Kind, Module, module};
use super::settings::{LAYOUT, SINCE, field_details, field_id, merged, ok, pick_list_values};
use super::store::ADMIN;
use super::tables::{INDUSTRIES, PIPELINE, STAGES, WON};
use super::users::{PROFILES, ROLES};
use crate::http::Reply;

/// The one global picklist; the fields that show an industry have its values.
const GLOBAL_PICKLIST: &str = "5550000000000800001";

const PIPELINE_ID: &str = "5550000000000800201";

fn none() -> Answer {
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

/// `GET /crm/v8/settings/layouts?module=` and `…/{id}?module=`: each module has one.
pub(super) fn layouts(cx: &Cx<'_>, id: Option<&str>) -> Answer {
    let name = cx.param("module").ok_or_else(|| Problem::tag_param_missing("module"))?;
    let wrong = || Problem::bad("InvalidModule", "The module name given seems to be invalid", json!({}));
    let module = module(name).ok_or_else(wrong)?;
    if id.is_some_and(|id| id != LAYOUT) {
        return none();
    }
    let user = cx.state.user(ADMIN);
    let subforms = module.fields.iter().filter(|field| matches!(field.kind, Kind::Subform(_)));
    let mut sections = vec![section(module, 1, &module.singular.replace('_', " "), false, &plain(module))];
    for (index, field) in subforms.enumerate() {
        sections.push(section(module, index + 2, &field.name.replace('_', " "), true, &[field]));
    }
    let profiles = PROFILES.map(|(id, name)| {
        let view = json!({ "name": "All", "id": "5550000000000600000", "type": "custom" });
        json!({ "default": true, "name": name, "id": id, "_default_view": view })
    });
    let layout = merged([
        json!({
            "id": LAYOUT, "name": "Standard", "api_name": "Standard__s", "display_label": "Standard",
            "display_type": 1, "has_more_profiles": false, "created_time": null, "modified_time": null,
            "visible": true, "source": "crm", "mode": "view", "subform_properties": { "pinned_column": false },
            "status": "active", "show_business_card": true, "generated_type": "default", "created_for": null,
        }),
        json!({
            "modified_by": user, "created_by": user, "profiles": profiles, "sections": sections,
            "convert_mapping": null,
            "actions_allowed": {
                "edit": true, "rename": true, "clone": true, "downgrade": false, "delete": false,
                "deactivate": false, "set_layout_permissions": true,
            },
        }),
    ]);
    ok(&json!({ "layouts": [layout] }))
}

fn plain(module: &'static Module) -> Vec<&'static Field> {
    module.all_fields().filter(|field| !matches!(field.kind, Kind::Subform(_) | Kind::Id)).collect()
}

fn section(
    module: &'static Module,
    number: usize,
    name: &str,
    rows: bool,
    fields: &[&'static Field],
) -> Value {
    let id = format!("5550000000000{:03}9{number:02}", module.number());
    let fields = fields.iter().enumerate().map(|(index, field)| {
        let mut details = field_details(module, field, index);
        details["required"] = json!(field.mandatory);
        details["section_id"] = json!(number);
        details["validation_rule"] = Value::Null;
        details["default_value"] = Value::Null;
        details["static_values"] = json!([]);
        details["_delete"] = Value::Null;
        details
    });
    json!({
        "id": id, "name": name, "api_name": name.replace(' ', "_"), "display_label": name,
        "sequence_number": number, "isSubformSection": rows, "tab_traversal": "left_to_right",
        "column_count": if rows { 1 } else { 2 }, "generated_type": "default", "type": "used",
        "fields": fields.collect::<Vec<_>>(), "properties": null, "_delete": null,
    })
}

/// `GET /crm/v8/settings/fields/{field}/pick_list_values?module=`.
pub(super) fn values(cx: &Cx<'_>, field: &str) -> Answer {
    let name = cx.param("module").ok_or_else(|| Problem::metadata_param_missing("module"))?;
    let details = json!({ "param_name": "module", "param": "module" });
    let module = module(name).ok_or_else(|| Problem::metadata_module(details))?;
    let mut fields = module.all_fields().enumerate();
    let found = fields.find(|(_, known)| known.name == field || field_id(module, known.name) == field);
    let (index, field) = found.ok_or_else(Problem::tag)?;
    let mut values = pick_list_values(module, field, index);
    if values.is_empty() {
        return none();
    }
    let layout = json!([{ "api_name": "Standard__s", "name": "Standard", "id": LAYOUT }]);
    for value in &mut values {
        value["layout_associations"] = layout.clone();
    }
    ok(&json!({ "pick_list_values": values }))
}

/// `GET /crm/v8/settings/global_picklists` and `…/{id}`.
pub(super) fn global_picklists(cx: &Cx<'_>, id: Option<&str>) -> Answer {
    if id.is_some_and(|id| id != GLOBAL_PICKLIST) {
        return none();
    }
    let user = cx.state.user(ADMIN);
    let values = INDUSTRIES.iter().enumerate().map(|(index, value)| {
        json!({
            "actual_value": value, "display_value": value, "type": "used", "sequence_number": index + 1,
            "id": format!("55500000000008001{index:02}"),
        })
    });
    let picklist = json!({
        "id": GLOBAL_PICKLIST, "api_name": "Industries", "display_label": "Industries", "actual_label": "Industries",
        "description": null, "created_time": SINCE, "modified_time": SINCE, "created_by": user, "modified_by": user,
        "presence": true, "pick_list_values_sorted_lexically": false,
        "pick_list_values": values.collect::<Vec<_>>(),
    });
    ok(&json!({ "global_picklists": [picklist] }))
}

/// `GET /crm/v8/settings/pipeline?layout_id=` and `…/{id}?layout_id=`: the one pipeline of deals, with its stages.
pub(super) fn pipelines(cx: &Cx<'_>, id: Option<&str>) -> Answer {
    let layout = cx.param("layout_id").ok_or_else(|| Problem::tag_param_missing("layout_id"))?;
    if layout != LAYOUT {
        return Err(Problem::param("layout_id"));
    }
    if id.is_some_and(|id| id != PIPELINE_ID) {
        return none();
    }
    let maps = STAGES.iter().enumerate().map(|(index, stage)| {
        let kind = match *stage {
            WON => "Closed Won",
            stage if stage.starts_with("Closed") => "Closed Lost",
            _ => "Open",
        };
        json!({
            "display_value": stage, "actual_value": stage, "sequence_number": index + 1, "forecast_type": kind,
            "id": format!("55500000000008003{index:02}"),
            "forecast_category": { "name": kind, "id": "5550000000000800301" },
        })
    });
    let pipeline = json!({
        "id": PIPELINE_ID, "display_value": PIPELINE, "actual_value": PIPELINE, "default": true,
        "child_available": false, "maps": maps.collect::<Vec<_>>(),
    });
    ok(&json!({ "pipeline": [pipeline] }))
}

/// `GET /crm/v8/settings/roles` and `…/{id}`.
pub(super) fn roles(cx: &Cx<'_>, id: Option<&str>) -> Answer {
    let user = cx.state.user(ADMIN);
    let chosen = ROLES.iter().filter(|(own, _)| id.is_none_or(|id| id == *own));
    let [top, _] = ROLES;
    let roles: Vec<Value> = chosen
        .map(|(id, name)| {
            let admin = *id == top.0;
            let above = (!admin).then(|| json!({ "name": top.1, "id": top.0 }));
            json!({
                "id": id, "name": name, "display_label": name, "reporting_to": above, "forecast_manager": null,
                "share_with_peers": admin, "description": null, "admin_user": admin, "created_by__s": user,
                "modified_by__s": user, "created_time__s": SINCE, "modified_time__s": SINCE,
            })
        })
        .collect();
    if roles.is_empty() { none() } else { ok(&json!({ "roles": roles })) }
}

/// `GET /crm/v8/settings/profiles` and `…/{id}`; what a profile permits is shown for one only.
pub(super) fn profiles(cx: &Cx<'_>, id: Option<&str>) -> Answer {
    let user = cx.state.user(ADMIN);
    let chosen = PROFILES.iter().filter(|(own, _)| id.is_none_or(|id| id == *own));
    let profiles: Vec<Value> = chosen
        .map(|(own, name)| {
            let modules = super::tables::MODULES.iter().filter(|module| id.is_some() && module.parent.is_none());
            let (mut permissions, mut categories) = (Vec::new(), Vec::new());
            for module in modules {
                let label = format!("crm.{}.view", module.name);
                let permission = format!("{own}{:02}", module.number());
                categories.push(json!({
                    "display_label": module.name, "permissions_details": [permission], "name": module.name,
                    "module": module.name,
                }));
                permissions.push(json!({
                    "id": permission, "enabled": true, "name": label, "display_label": "View", "customizable": true,
                    "module": module.name,
                }));
            }
            json!({
                "id": own, "name": name, "display_label": name, "description": name, "default": true, "custom": false,
                "type": "normal_profile", "category": false, "created_time": SINCE, "modified_time": SINCE,
                "created_by": user, "modified_by": user, "permissions_details": permissions,
                "sections": [{ "name": "module_permissions", "categories": categories }],
            })
        })
        .collect();
    if profiles.is_empty() { none() } else { ok(&json!({ "profiles": profiles })) }
}
