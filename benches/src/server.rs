//! A server on loopback in a process of its own, so that its work is not counted as the client's.

use std::convert::Infallible;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use bytes::Bytes;
use http::{HeaderValue, Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use url::Url;

use crate::answers;

const SERVE: &str = "CONNECTORS_BENCH_SERVE";

/// A running server; it ends when this is dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// Where it listens.
    pub base: Url,
}

impl Server {
    /// Starts this program once more, as a server. Call [`serve_if_asked`] at the beginning of `main`.
    #[must_use]
    pub fn start() -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .env(SERVE, "1")
            .stdout(Stdio::piped())
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        Self { child, base: line.trim().parse().unwrap() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves until killed, if that is what this process was started for.
pub fn serve_if_asked() {
    if std::env::var_os(SERVE).is_some() {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(serve());
    }
}

async fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("http://{}", listener.local_addr().unwrap());
    let all = [answers::xero_one(), answers::xero_many(), answers::zoho_one(), answers::zoho_many()];
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        stream.set_nodelay(true).unwrap();
        let all = all.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let answer = answer(&request, &all);
                async { Ok::<_, Infallible>(answer) }
            });
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

fn answer(request: &Request<Incoming>, [xero, xeros, zoho, zohos]: &[Bytes; 4]) -> Response<Full<Bytes>> {
    let path = request.uri().path();
    let body = match (path.contains("/crm/"), path.ends_with("/Contacts")) {
        (false, false) => xero,
        (false, true) => xeros,
        (true, false) => zoho,
        (true, true) => zohos,
    };
    let mut response = Response::new(Full::new(body.clone()));
    let headers = response.headers_mut();
    headers.insert("content-type", HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert("x-minlimit-remaining", HeaderValue::from_static("59000000"));
    headers.insert("x-daylimit-remaining", HeaderValue::from_static("4999000000"));
    headers.insert("x-appminlimit-remaining", HeaderValue::from_static("9999000000"));
    response
}
