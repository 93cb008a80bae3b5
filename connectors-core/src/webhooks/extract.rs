//! Requests of axum as deliveries.

use std::net::IpAddr;

use axum::extract::{FromRequest, FromRequestParts, OriginalUri, RawPathParams, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::HOST;
use http::request::Parts;
use http::uri::Authority;

use super::Inbound;
use crate::error::Result;

/// The address that the platform calls: scheme, host and what else stands before the route's path. Where the platform signs
/// the URL and a proxy stands between, put it into the requests by `axum::Extension(PublicUrl::new("https://app.example.com"))`,
/// or tell the [`Route`](super::Route).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// An address without a path, or with what a proxy takes off.
    pub fn new(url: impl Into<String>) -> Self {
        Self(url.into().trim_end_matches('/').to_owned())
    }
}

/// A request as a delivery, without its body.
pub(super) async fn head(parts: &mut Parts) -> Inbound {
    let original = OriginalUri::from_request_parts(parts, &()).await;
    let uri = original.map_or_else(|_| parts.uri.clone(), |OriginalUri(uri)| uri);
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let url = match parts.extensions.get::<PublicUrl>() {
        Some(PublicUrl(url)) => format!("{url}{path}"),
        // Whoever forges it gains nothing: it is signed, or it is not looked at.
        None => {
            let header = || parts.headers.get(HOST).and_then(|host| host.to_str().ok());
            // Over HTTP/2 it stands in the URI.
            let host = uri.authority().map(Authority::as_str).or_else(header).unwrap_or("localhost");
            // To the own machine nobody speaks TLS.
            let scheme = if is_loopback(host) { "http" } else { "https" };
            format!("{scheme}://{host}{path}")
        }
    };
    let inbound = Inbound::new(parts.method.clone(), url).with_headers(parts.headers.clone());
    let params = RawPathParams::from_request_parts(parts, &()).await;
    let first = params.ok().and_then(|params| params.iter().next().map(|(_, value)| value.to_owned()));
    match first {
        Some(first) => inbound.with_route(first),
        None => inbound,
    }
}

fn is_loopback(host: &str) -> bool {
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
    let name = name.map_or(host, |(name, _)| name).trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || name.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// A delivery as it came, for routes of your own. The body is as large as axum's `DefaultBodyLimit` allows.
impl<S: Send + Sync> FromRequest<S> for Inbound {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let inbound = head(&mut parts).await;
        let request = Request::from_parts(parts, body);
        let body = Bytes::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        Ok(inbound.with_body(body))
    }
}
