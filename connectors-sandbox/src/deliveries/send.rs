//! One `POST` over a connection of its own, to this machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use bytes::Bytes;
use http::header::{CONNECTION, HOST};
use http::{HeaderMap, HeaderValue, Request};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use url::{Host, Position, Url};

use crate::http::Reply;

/// More of an answer is not read.
const MOST_BODY: usize = 64 * 1024;

/// Where a delivery goes.
pub(super) struct Target {
    addresses: Vec<SocketAddr>,
    host: String,
    path: String,
}

/// The path of a URL, by which faults find it; empty if it is no URL.
pub(super) fn path(url: &str) -> String {
    Url::parse(url).map(|url| url.path().to_owned()).unwrap_or_default()
}

/// The addresses behind a URL, if all of them are in this machine.
pub(super) fn target(url: &str) -> Result<Target, String> {
    let url = Url::parse(url).map_err(|error| format!("the URL cannot be read: {error}"))?;
    if url.scheme() != "http" {
        return Err(format!("{}: the sandbox sends over plain http only", url.scheme()));
    }
    let (v4, v6) = (IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST));
    let hosts = match url.host() {
        Some(Host::Ipv4(address)) if address.is_loopback() => vec![address.into()],
        Some(Host::Ipv6(address)) if address.is_loopback() => vec![address.into()],
        // No resolver is asked: what it says need not be this machine.
        Some(Host::Domain("localhost")) => vec![v4, v6],
        _ => {
            let host = url.host_str().unwrap_or_default();
            return Err(format!("{host} is not on loopback: the sandbox sends nothing out of this machine"));
        }
    };
    let port = url.port_or_known_default().unwrap_or(80);
    Ok(Target {
        addresses: hosts.into_iter().map(|host| SocketAddr::new(host, port)).collect(),
        host: url[Position::BeforeHost..Position::AfterPort].to_owned(),
        path: url[Position::BeforePath..Position::AfterQuery].to_owned(),
    })
}

/// Sends a `POST` and reads the answer.
pub(super) async fn post(target: &Target, headers: HeaderMap, body: Bytes) -> Result<Reply, String> {
    let stream = TcpStream::connect(&target.addresses[..]).await.map_err(|error| error.to_string())?;
    let _ = stream.set_nodelay(true);
    let mut request = Request::post(&target.path).body(Full::new(body)).map_err(|error| error.to_string())?;
    *request.headers_mut() = headers;
    let host = HeaderValue::from_str(&target.host).map_err(|error| error.to_string())?;
    request.headers_mut().insert(HOST, host);
    request.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
    let answer = async {
        let response = sender.send_request(request).await.map_err(|error| error.to_string())?;
        let (head, body) = response.into_parts();
        let body = Limited::new(body, MOST_BODY).collect().await.map_err(|error| error.to_string())?;
        Ok(Reply { status: head.status, headers: head.headers, body: body.to_bytes() })
    };
    let mut answer = std::pin::pin!(answer);
    tokio::select! {
        answer = &mut answer => answer,
        // What it read before it ended is still to be had.
        _ = connection => answer.await,
    }
}

#[cfg(test)]
mod tests {
    use super::target;

    #[test]
    fn only_this_machine_is_a_target() {
        for good in
            ["http://127.0.0.1:1/a", "http://127.8.8.8/", "http://[::1]:2/", "http://localhost:3/?b=c"]
        {
            assert!(target(good).is_ok(), "{good}");
        }
        let bad =
            ["http://example.com/", "http://10.0.0.1/", "http://localhost.example.com/", "http://0.0.0.0/"];
        for bad in bad.into_iter().chain(["https://127.0.0.1/", "http://[2001:db8::1]/", "nowhere"]) {
            assert!(target(bad).is_err(), "{bad}");
        }
        let there = target("http://localhost:3/hook?b=%20c#d").unwrap();
        assert_eq!((there.host.as_str(), there.path.as_str()), ("localhost:3", "/hook?b=%20c"));
    }
}
