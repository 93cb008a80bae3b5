//! The standard transport.

use async_trait::async_trait;
use futures_util::StreamExt;
use http_body_util::BodyDataStream;
use url::Url;

use super::{Transport, TransportError};
use crate::body::{Body, ByteStream};
use crate::error::{Delivery, Error, Result};

/// HTTP over `reqwest`, with rustls. It follows no redirects and retries nothing; both are the pipeline's.
#[derive(Clone, Debug)]
pub struct ReqwestTransport(::reqwest::Client);

impl ReqwestTransport {
    /// With standard settings: pooled connections, HTTP/2 where offered, gzip, ten seconds to connect.
    pub fn new() -> Result<Self> {
        let client = ::reqwest::Client::builder()
            .redirect(::reqwest::redirect::Policy::none())
            .connect_timeout(std::time::Duration::from_secs(10))
            .retry(::reqwest::retry::never())
            .referer(false)
            .build()
            .map_err(|e| Error::config(format!("the HTTP client cannot be made: {}", e.without_url())))?;
        Ok(Self(client))
    }
}

#[async_trait]
impl Transport for ReqwestTransport {
    async fn send(&self, request: http::Request<Body>) -> Result<http::Response<ByteStream>, TransportError> {
        let (mut parts, body) = request.into_parts();
        // The pipeline has parsed it already.
        let url = match parts.extensions.remove::<Url>() {
            Some(url) => url,
            None => Url::parse(&parts.uri.to_string())
                .map_err(|_| TransportError::not_sent("the request's URI is not a URL"))?,
        };
        let body = match body {
            Body::Empty | Body::Slot | Body::Form(_) => None,
            Body::Bytes(bytes) => Some(::reqwest::Body::from(bytes)),
            Body::Content(content) => {
                let stream =
                    content.open().ok_or_else(|| TransportError::not_sent("the content was read already"))?;
                Some(::reqwest::Body::wrap_stream(stream))
            }
        };
        let mut out = ::reqwest::Request::new(parts.method, url);
        *out.headers_mut() = parts.headers;
        *out.body_mut() = body;
        let response = self.0.execute(out).await.map_err(|error| classify(&error))?;
        let (head, body) = http::Response::from(response).into_parts();
        let stream: ByteStream = BodyDataStream::new(body)
            .map(|chunk| chunk.map_err(|e| std::io::Error::other(e.without_url())))
            .boxed();
        Ok(http::Response::from_parts(head, stream))
    }
}

/// Whether anything can have reached the platform. Only a failed connection is sure not to have: an incomplete answer
/// on a living connection may have been preceded by the deed.
fn classify(error: &::reqwest::Error) -> TransportError {
    let not_sent = error.is_connect() || error.is_builder();
    TransportError {
        delivery: if not_sent { Delivery::NotSent } else { Delivery::Unknown },
        timeout: error.is_timeout(),
        message: describe(error),
    }
}

/// The chain of causes, without the URL: a signed one is a credential.
fn describe(error: &::reqwest::Error) -> String {
    let what = match () {
        () if error.is_connect() => "cannot connect",
        () if error.is_timeout() => "no answer in time",
        () if error.is_builder() => "the request cannot be built",
        () => "the connection broke",
    };
    let mut text = what.to_owned();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
