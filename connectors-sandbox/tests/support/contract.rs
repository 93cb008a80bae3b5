//! All answers of a sandbox, held against Xero's own description.

use std::error::Error;
use std::sync::{Arc, Mutex};

use connectors_contract::{Checker, Waiver, locate, platforms};
use connectors_sandbox::Exchange;
use http::Response;

use super::Books;

/// Uses a sandbox and checks its answers. They are judged, and not the questions: numbers instead of ids are Xero's own
/// short cut.
pub(crate) async fn answers(
    waivers: impl IntoIterator<Item = Waiver>,
    using: impl AsyncFnOnce(&Books),
) -> Result<(), Box<dyn Error>> {
    let Some(specs) = locate()?.or_say_skipped("xero") else { return Ok(()) };
    let seen: Arc<Mutex<Vec<Exchange>>> = Arc::default();
    let sink = Arc::clone(&seen);
    let books = Books::observed(move |exchange| sink.lock().unwrap().push(exchange.clone())).await;
    using(&books).await;

    let checker = Checker::new(platforms::xero(&specs)?).waive(waivers);
    for exchange in seen.lock().unwrap().iter() {
        let mut response = Response::builder().status(exchange.status);
        for (name, value) in &exchange.headers {
            response = response.header(name, value);
        }
        let path = exchange.uri.split('?').next().unwrap_or_default();
        checker.response(&exchange.method, path, &response.body(exchange.body.clone())?);
    }
    checker.finish()?.say();
    Ok(())
}
