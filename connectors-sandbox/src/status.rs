//! The status page: what the platforms did and how they stand, for a person who watches a program at work.
//!
//! It is one page for all listeners. Its script asks the control endpoints `state`, `calls` and `deliveries` once a second and puts what
//! they say in as text.

use http::Method;

use crate::http::{Reply, Request};
use crate::page;

/// The page, if this request asks for it: a browser at the root, where no vendor has anything for browsers, or anybody
/// below `/_sandbox/`.
pub(crate) fn serve(request: &Request) -> Option<Reply> {
    let root = request.path == "/" && page::wanted(request);
    let asked = request.method == Method::GET && (root || request.path == "/_sandbox/");
    asked.then(|| page::page("Sandbox", include_str!("status/body.html"), include_str!("status/script.js")))
}
