//! The erased form of an action: pure, with one async runner for all of them.

use bytes::Bytes;
use serde::Serialize;
use serde_json::{Value, json};

use crate::action::{Action, ActionId, CallKey, Cx};
use crate::body::Content;
use crate::client::Download;
use crate::connector::{Connector, Fault};
use crate::error::{Error, ErrorKind, Result};
use crate::pipeline::Payload;
use crate::request::{Request, Target};
use crate::response::{Head, Response};

/// One call, ready to be described and read, whatever its type was.
pub(crate) trait Operation<C: Connector>: Send + Sync + 'static {
    type Output: Send + 'static;

    fn id(&self) -> ActionId;
    fn request(&self, cx: &Cx<'_, C>) -> Result<Request>;
    fn fault(&self, connector: &C, head: &Head, body: &[u8]) -> Option<Fault>;
    fn streamed(&self) -> bool {
        false
    }
    fn finish(&self, head: Head, payload: Payload) -> Result<Self::Output>;
}

/// The whole request of an operation for the account of `connector`.
pub(crate) fn describe<C: Connector, T: Send + 'static>(
    operation: &dyn Operation<C, Output = T>,
    connector: &C,
    key: &CallKey,
) -> Result<Request> {
    let mut request = operation.request(&Cx::of_call(connector, key))?;
    // What depends on the account is the platform's business, not that of a host which a signed URL points to.
    if !matches!(request.target, Target::Signed(_)) {
        connector.prepare(&mut request)?;
    }
    match request.flaw.take() {
        Some(flaw) => Err(flaw),
        None => Ok(request),
    }
}

pub(crate) type BoxOperation<C, T> = Box<dyn Operation<C, Output = T>>;

/// An action whose output is made by `read`.
pub(crate) struct Mapped<A, F> {
    action: A,
    read: F,
}

/// The action as it is.
pub(crate) fn typed<A: Action>(action: A) -> BoxOperation<A::Connector, A::Output> {
    Box::new(Mapped { action, read: Ok })
}

/// The action with another output.
pub(crate) fn mapped<A, T>(
    action: A,
    read: impl Fn(A::Output) -> Result<T> + Send + Sync + 'static,
) -> BoxOperation<A::Connector, T>
where
    A: Action,
    T: Send + 'static,
{
    Box::new(Mapped { action, read })
}

impl<A, T, F> Operation<A::Connector> for Mapped<A, F>
where
    A: Action,
    T: Send + 'static,
    F: Fn(A::Output) -> Result<T> + Send + Sync + 'static,
{
    type Output = T;

    fn id(&self) -> ActionId {
        A::META.id
    }

    fn request(&self, cx: &Cx<'_, A::Connector>) -> Result<Request> {
        self.action.request(cx)
    }

    fn fault(&self, connector: &A::Connector, head: &Head, body: &[u8]) -> Option<Fault> {
        self.action.fault(connector, head, body)
    }

    fn finish(&self, head: Head, payload: Payload) -> Result<T> {
        self.action.response(whole(head, payload)?).and_then(&self.read)
    }
}

/// A raw request, for what no action covers yet.
pub(crate) struct Raw(pub(crate) Request);

impl<C: Connector> Operation<C> for Raw {
    type Output = Response;

    fn id(&self) -> ActionId {
        ActionId { resource: "request", verb: "send" }
    }

    fn request(&self, _: &Cx<'_, C>) -> Result<Request> {
        Ok(self.0.clone())
    }

    fn fault(&self, connector: &C, head: &Head, body: &[u8]) -> Option<Fault> {
        connector.fault(head, body)
    }

    fn finish(&self, head: Head, payload: Payload) -> Result<Response> {
        whole(head, payload)
    }
}

/// An action whose answer is handed out as a stream.
pub(crate) struct Streamed<A>(pub(crate) A);

impl<A: Action<Output = Bytes>> Operation<A::Connector> for Streamed<A> {
    type Output = Download;

    fn id(&self) -> ActionId {
        A::META.id
    }

    fn request(&self, cx: &Cx<'_, A::Connector>) -> Result<Request> {
        self.0.request(cx)
    }

    fn fault(&self, connector: &A::Connector, head: &Head, body: &[u8]) -> Option<Fault> {
        self.0.fault(connector, head, body)
    }

    fn streamed(&self) -> bool {
        true
    }

    fn finish(&self, head: Head, payload: Payload) -> Result<Download> {
        Ok(match payload {
            Payload::Bytes(bytes) => Download::new(A::META.id, head, Content::bytes(bytes).open(), None),
            Payload::Stream(stream, permit) => Download::new(A::META.id, head, Some(stream), Some(permit)),
        })
    }
}

fn whole(head: Head, payload: Payload) -> Result<Response> {
    match payload {
        Payload::Bytes(body) => Ok(Response::new(head, body)),
        // The pipeline streams only where `streamed` asks for it.
        Payload::Stream(..) => Err(Error::config("a stream where none was asked for")),
    }
}

/// An output as JSON.
pub(crate) fn to_json<T: Serialize>(output: T) -> Result<Value> {
    serde_json::to_value(output).map_err(|e| {
        Error::new(ErrorKind::Decode, format!("the output cannot be written as JSON: {e}"))
            .with_delivery(crate::error::Delivery::Accepted)
    })
}

/// Bytes as JSON.
pub(crate) fn bytes_to_json(bytes: Bytes) -> Result<Value> {
    use base64::Engine;
    Ok(json!({ "base64": base64::engine::general_purpose::STANDARD.encode(&bytes) }))
}
