//! Records that are locked: nobody changes or deletes them until the lock is taken away.

use http::StatusCode;
use serde_json::{Value, json};

use super::Cx;
use super::errors::{Answer, Problem};
use super::modules::Module;
use super::paging;
use super::store::{ADMIN, stamp};
use super::write::summary;
use crate::http::Reply;

/// The lock of a record.
#[derive(Clone)]
pub(super) struct Lock {
    id: String,
    record: String,
    reason: Option<String>,
    time: String,
}

impl Lock {
    pub(super) fn is_of(&self, record: &str) -> bool {
        self.record == record
    }
}

/// Refuses to change a locked record.
pub(super) fn check(cx: &Cx<'_>, record: &str) -> Result<(), Problem> {
    if cx.state.is_locked(record) {
        let details = json!({ "id": record });
        return Err(Problem::bad(
            "RECORD_LOCKED",
            "no permission to perform an action on this record",
            details,
        ));
    }
    Ok(())
}

fn details(cx: &Cx<'_>, module: &Module, lock: &Lock) -> Value {
    let user = cx.state.user(ADMIN);
    json!({
        "id": lock.id.parse::<u64>().unwrap_or_default(), "lock_source__s": "Manual", "locked_by__s": user,
        "locked_for_s": {
            "name": cx.state.name(module, &lock.record), "id": lock.record,
            "module": { "api_name": module.name, "id": module.id() },
        },
        "locked_reason__s": lock.reason.clone().unwrap_or_default(), "Locked_time__s": lock.time,
        "Created_By": user, "Modified_By": user, "Created_Time": lock.time, "Modified_Time": lock.time,
    })
}

fn done(cx: &Cx<'_>, lock: &Lock, message: &str) -> Value {
    let user = cx.state.user(ADMIN);
    json!({
        "code": "SUCCESS", "message": message, "status": "success",
        "details": {
            "id": lock.id, "Created_Time": lock.time, "Modified_Time": lock.time, "Created_By": user,
            "Modified_By": user,
        },
    })
}

fn check_record(cx: &Cx<'_>, module: &Module, record: &str) -> Result<(), Problem> {
    cx.state.get(module.name, record).map(|_| ()).ok_or_else(Problem::lock_path)
}

fn find(cx: &Cx<'_>, record: &str, id: Option<&str>) -> Option<Lock> {
    let mut locks = cx.state.locks.iter().filter(|lock| lock.record == record);
    locks.find(|lock| id.is_none_or(|id| lock.id == id)).cloned()
}

/// `GET /crm/v8/{module}/{record}/Locking_Information__s` and `…/{lock}`.
pub(super) fn list(cx: &Cx<'_>, module: &Module, record: &str, id: Option<&str>) -> Answer {
    check_record(cx, module, record)?;
    let wanted = paging::numbers(cx)?;
    let Some(lock) = find(cx, record, id) else { return Ok(Reply::empty(StatusCode::NO_CONTENT)) };
    let info = paging::short_info(&wanted, 1, false);
    Ok(Reply::json(StatusCode::OK, &json!({ "data": [details(cx, module, &lock)], "info": info })))
}

/// `POST /crm/v8/{module}/{record}/Locking_Information__s`.
pub(super) fn lock(cx: &mut Cx<'_>, module: &Module, record: &str) -> Answer {
    check_record(cx, module, record)?;
    let body = cx.call.request.json().unwrap_or_default();
    let reason = body.pointer("/data/0/Locked_Reason__s").and_then(Value::as_str).map(str::to_owned);
    check(cx, record)?;
    let lock = Lock { id: cx.state.new_id(), record: record.to_owned(), reason, time: stamp(cx.now()) };
    cx.state.locks.push(lock.clone());
    Ok(summary(&[Ok(done(cx, &lock, "record added"))], StatusCode::CREATED))
}

/// `PUT /crm/v8/{module}/{record}/Locking_Information__s/{lock}`.
pub(super) fn change(cx: &mut Cx<'_>, module: &Module, record: &str, id: &str) -> Answer {
    check_record(cx, module, record)?;
    let mut lock = find(cx, record, Some(id)).ok_or_else(Problem::related_id)?;
    let body = cx.call.request.json().unwrap_or_default();
    lock.reason = body.pointer("/data/0/Locked_Reason__s").and_then(Value::as_str).map(str::to_owned);
    let answer = done(cx, &lock, "record updated");
    cx.state.locks.retain(|other| other.id != lock.id);
    cx.state.locks.push(lock);
    Ok(summary(&[Ok(answer)], StatusCode::OK))
}

/// `DELETE /crm/v8/{module}/{record}/Locking_Information__s/{lock}`.
pub(super) fn unlock(cx: &mut Cx<'_>, module: &Module, record: &str, id: &str) -> Answer {
    check_record(cx, module, record)?;
    let lock = find(cx, record, Some(id)).ok_or_else(Problem::related_id)?;
    cx.state.locks.retain(|other| other.id != lock.id);
    Ok(summary(&[Ok(done(cx, &lock, "record deleted"))], StatusCode::OK))
}
