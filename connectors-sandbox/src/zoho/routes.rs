//! Which path is answered where.

use http::Method;

use super::errors::{Answer, Problem};
use super::modules::{Module, module};
use super::tags::Act;
use super::{
    Cx, actions, attachments, auth, bulk, composite, convert, coql, drafts, files, locks, mass, metadata,
    records, recycle, related, search, settings, tags, timeline, users, views, watch, write,
};

/// Does what a request asks for.
pub(super) fn route(cx: &mut Cx<'_>) -> Answer {
    let path = cx.call.request.path();
    let method = cx.call.method().clone();
    let rest = match &path[..] {
        ["crm", "v8", rest @ ..] => rest,
        ["crm", "bulk", "v8", rest @ ..] => {
            auth::check_scope(cx.call.request, &["bulk"], cx.call.caller)?;
            return bulk::route(cx, &method, rest);
        }
        // The host of downloads is another one; here it is the same.
        ["v2", "crm", settings::ORG, "bulk-write", job, _] if method == Method::GET => {
            return bulk::write::result(cx, job);
        }
        _ => return Err(Problem::url()),
    };
    auth::check_scope(cx.call.request, rest, cx.call.caller)?;
    match (method, rest) {
        (Method::GET, ["org"]) => settings::org(cx),
        (Method::GET, ["users"]) => users::list(cx),
        (Method::GET, ["users", "actions", "count"]) => users::count(cx),
        (Method::GET, ["users", id]) => users::get(cx, id),
        (Method::POST, ["users"]) => users::create(cx),
        (Method::PUT, ["users"]) => users::update(cx),
        (Method::PUT, ["users", id]) => users::update_one(cx, id),
        (Method::DELETE, ["users", id]) => users::delete(cx, id),
        (Method::POST, ["files"]) => files::upload(cx),
        (Method::GET, ["files"]) => files::get(cx),
        (Method::POST, ["upload"]) => bulk::write::upload(cx),
        (Method::GET, ["settings", "custom_views"]) => views::list(cx, None),
        (Method::GET, ["settings", "custom_views", id]) => views::list(cx, Some(id)),
        (Method::GET, ["settings", "recycle_bin"]) => recycle::list(cx, None),
        (Method::GET, ["settings", "recycle_bin", id]) => recycle::list(cx, Some(id)),
        (Method::DELETE, ["settings", "recycle_bin"]) => recycle::purge(cx, None),
        (Method::DELETE, ["settings", "recycle_bin", id]) => recycle::purge(cx, Some(id)),
        (Method::GET, ["actions", "watch"]) => watch::list(cx),
        (Method::POST, ["actions", "watch"]) => watch::enable(cx),
        (Method::PUT, ["actions", "watch"]) => watch::replace(cx),
        (Method::PATCH, ["actions", "watch"]) => watch::change(cx),
        (Method::DELETE, ["actions", "watch"]) => watch::disable(cx),
        (Method::GET, ["settings", "tags"]) => tags::list(cx),
        (Method::POST, ["settings", "tags"]) => tags::create(cx),
        (Method::PUT, ["settings", "tags"]) => tags::update(cx, None),
        (Method::PUT, ["settings", "tags", id]) => tags::update(cx, Some(id)),
        (Method::DELETE, ["settings", "tags", id]) => tags::delete(cx, id),
        (Method::POST, ["settings", "tags", id, "actions", "merge"]) => tags::merge(cx, id),
        (Method::GET, ["settings", "tags", id, "actions", "records_count"]) => tags::count(cx, id),
        (Method::GET, ["settings", "modules"]) => settings::modules(cx, None),
        (Method::GET, ["settings", "modules", name]) => settings::modules(cx, Some(name)),
        (Method::GET, ["settings", "fields"]) => settings::fields(cx, None),
        (Method::GET, ["settings", "fields", id]) => settings::fields(cx, Some(id)),
        (Method::GET, ["settings", "related_lists"]) => settings::related_lists(cx, None),
        (Method::GET, ["settings", "related_lists", id]) => settings::related_lists(cx, Some(id)),
        (Method::GET, ["settings", "fields", id, "pick_list_values"]) => metadata::values(cx, id),
        (Method::GET, ["settings", "layouts"]) => metadata::layouts(cx, None),
        (Method::GET, ["settings", "layouts", id]) => metadata::layouts(cx, Some(id)),
        (Method::GET, ["settings", "global_picklists"]) => metadata::global_picklists(cx, None),
        (Method::GET, ["settings", "global_picklists", id]) => metadata::global_picklists(cx, Some(id)),
        (Method::GET, ["settings", "pipeline"]) => metadata::pipelines(cx, None),
        (Method::GET, ["settings", "pipeline", id]) => metadata::pipelines(cx, Some(id)),
        (Method::GET, ["settings", "roles"]) => metadata::roles(cx, None),
        (Method::GET, ["settings", "roles", id]) => metadata::roles(cx, Some(id)),
        (Method::GET, ["settings", "profiles"]) => metadata::profiles(cx, None),
        (Method::GET, ["settings", "profiles", id]) => metadata::profiles(cx, Some(id)),
        (_, ["settings" | "org" | "users" | "files" | "upload" | "actions", ..]) => Err(Problem::url()),
        (Method::POST, ["__composite_requests"]) => composite::run(cx),
        (Method::POST, ["coql"]) => coql::query(cx),
        (method, [name, rest @ ..]) => {
            let module = module(name).ok_or_else(Problem::module)?;
            records_route(cx, &method, module, rest)
        }
        (_, []) => Err(Problem::url()),
    }
}

fn records_route(cx: &mut Cx<'_>, method: &Method, module: &'static Module, rest: &[&str]) -> Answer {
    let (get, post, put, delete) =
        (*method == Method::GET, *method == Method::POST, *method == Method::PUT, *method == Method::DELETE);
    // The rows of a subform are read here and written with their records.
    if module.parent.is_some() && !get {
        return Err(Problem::method());
    }
    match rest {
        [] if get => records::list(cx, module),
        [] if post => write::insert(cx, module),
        [] if put => write::update(cx, module),
        [] if delete => write::delete(cx, module),
        ["upsert"] if post => write::upsert(cx, module),
        ["search"] if get => search::search(cx, module),
        ["deleted"] if get => records::deleted(cx, module),
        ["upsert" | "search" | "deleted"] => Err(Problem::method()),
        ["actions", "count"] if get => records::count(cx, module),
        [id, "actions", "convert"] if post && module.name == "Leads" => convert::convert(cx, id),
        ["actions", "count"] if post => actions::count(cx, module),
        ["actions", "mass_update"] if post => mass::update(cx, module),
        ["actions", "mass_delete"] if post => mass::delete(cx, module),
        ["actions", "mass_change_owner"] if post => mass::owner(cx, module),
        ["actions", kind @ ("mass_update" | "mass_delete" | "mass_change_owner")] if get => {
            mass::status(cx, kind)
        }
        ["actions", "change_owner"] if post => mass::change_owner(cx, module, None),
        [id, "actions", "change_owner"] if post => mass::change_owner(cx, module, Some(id)),
        [id, "actions", "clone"] if post => actions::clone(cx, module, id),
        ["actions", "fetch_full_data"] if get => actions::full_data(cx, module, None),
        [id, "actions", "fetch_full_data"] if get => actions::full_data(cx, module, Some(id)),
        ["actions", "add_tags"] if post => tags::on_records(cx, module, None, Act::Add),
        ["actions", "remove_tags"] if post => tags::on_records(cx, module, None, Act::Remove),
        [id, "actions", "add_tags"] if post => tags::on_records(cx, module, Some(id), Act::Add),
        [id, "actions", "remove_tags"] if post => tags::on_records(cx, module, Some(id), Act::Remove),
        [_, "actions", ..] | ["actions", ..] => Err(Problem::url()),
        [id, "photo"] if get => files::photo(cx, module, id),
        [id, "photo"] if post => files::set_photo(cx, module, id),
        [id, "photo"] if delete => files::remove_photo(cx, module, id),
        [id, "Attachments"] if get => attachments::list(cx, module, id),
        [id, "Attachments"] if post => attachments::add(cx, module, id),
        [id, "Attachments"] if delete => attachments::delete(cx, module, id),
        [id, "Attachments", attachment] if get => attachments::get(cx, module, id, attachment),
        [id, "Attachments", attachment] if delete => attachments::delete_one(cx, module, id, attachment),
        [id, "Locking_Information__s"] if get => locks::list(cx, module, id, None),
        [id, "Locking_Information__s"] if post => locks::lock(cx, module, id),
        [id, "Locking_Information__s", lock] if get => locks::list(cx, module, id, Some(lock)),
        [id, "Locking_Information__s", lock] if put => locks::change(cx, module, id, lock),
        [id, "Locking_Information__s", lock] if delete => locks::unlock(cx, module, id, lock),
        [id, "__email_drafts"] if get => drafts::list(cx, module, id, None),
        [id, "__email_drafts"] if post => drafts::add(cx, module, id),
        [id, "__email_drafts"] if put => drafts::change(cx, module, id, None),
        [id, "__email_drafts", draft] if get => drafts::list(cx, module, id, Some(draft)),
        [id, "__email_drafts", draft] if put => drafts::change(cx, module, id, Some(draft)),
        [id, "__email_drafts", draft] if delete => drafts::remove(cx, module, id, draft),
        [id, "__timeline"] if get => timeline::list(cx, module, id),
        [_, "photo"] | [_, "Attachments", ..] => Err(Problem::method()),
        [id] if get => records::get(cx, module, id),
        [id] if put => write::update_one(cx, module, id),
        [id] if delete => write::delete_one(cx, module, id),
        [id, list] if get => related::list(cx, module, id, list),
        [id, list] if put => related::link(cx, module, id, list),
        [id, list] if delete => related::unlink(cx, module, id, list),
        [id, list, child] if get => related::get(cx, module, id, list, child),
        [id, list, child] if put => related::link_one(cx, module, id, list, child),
        [id, list, child] if delete => related::unlink_one(cx, module, id, list, child),
        [] | [_] | [_, _] | [_, _, _] => Err(Problem::method()),
        _ => Err(Problem::url()),
    }
}
