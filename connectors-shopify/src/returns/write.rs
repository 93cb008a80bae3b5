//! What is done to returns.

use connectors_core::{Action, Cx, Meta, Request as Call, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::{DeclineInput, RequestInput, Return, ReturnInput, USED};
use crate::graphql::{self, Document};
use crate::records::Record;
use crate::{Gid, Shopify};

const CREATE: Document = Document::mutation(
    "mutation ReturnCreate($input: ReturnInput!) { returnCreate(returnInput: $input) { return { \
     ...Return } userErrors { field message code } } }",
)
.with(USED);

const REQUEST: Document = Document::mutation(
    "mutation ReturnRequest($input: ReturnRequestInput!) { returnRequest(input: $input) { return { \
     ...Return } userErrors { field message code } } }",
)
.with(USED);

const APPROVE: Document = Document::mutation(
    "mutation ReturnApprove($id: ID!, $notify_customer: Boolean) { returnApproveRequest(input: { \
     id: $id, notifyCustomer: $notify_customer }) { return { ...Return } userErrors { field message \
     code } } }",
)
.with(USED);

const DECLINE: Document = Document::mutation(
    "mutation ReturnDecline($input: ReturnDeclineRequestInput!) { returnDeclineRequest(input: \
     $input) { return { ...Return } userErrors { field message code } } }",
)
.with(USED);

const CANCEL: Document = Document::mutation(
    "mutation ReturnCancel($id: ID!) { returnCancel(id: $id) { return { ...Return } userErrors { \
     field message code } } }",
)
.with(USED)
.repeatable();

const CLOSE: Document = Document::mutation(
    "mutation ReturnClose($id: ID!) { returnClose(id: $id) { return { ...Return } userErrors { \
     field message code } } }",
)
.with(USED)
.repeatable();

const REOPEN: Document = Document::mutation(
    "mutation ReturnReopen($id: ID!) { returnReopen(id: $id) { return { ...Return } userErrors { \
     field message code } } }",
)
.with(USED)
.repeatable();

/// `return.create`: a return that the shop agrees to: things are to come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Create {
    /// The return.
    pub input: ReturnInput,
}

impl Create {
    /// This.
    #[must_use]
    pub fn new(input: ReturnInput) -> Self {
        Self { input }
    }
}

impl Action for Create {
    type Connector = Shopify;
    type Output = Return;
    const META: Meta = Meta::write("return", "create")
        .title("Create a return")
        .scopes(Return::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/returnCreate");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Call> {
        CREATE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Return> {
        graphql::written(&response)
    }
}

/// `return.request`: a return that a customer asks for. It waits until it is approved or declined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Request {
    /// The return.
    pub input: RequestInput,
}

impl Request {
    /// This.
    #[must_use]
    pub fn new(input: RequestInput) -> Self {
        Self { input }
    }
}

impl Action for Request {
    type Connector = Shopify;
    type Output = Return;
    const META: Meta = Meta::write("return", "request")
        .title("Request a return")
        .scopes(Return::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/returnRequest");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Call> {
        REQUEST.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Return> {
        graphql::written(&response)
    }
}

/// `return.approve`: approves a return that a customer asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Approve {
    /// The return.
    pub id: Gid,
    /// Whether the customer is told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub notify_customer: bool,
}

impl Approve {
    /// This return.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into(), notify_customer: false }
    }

    setters!(notify_customer: bool);
}

impl Action for Approve {
    type Connector = Shopify;
    type Output = Return;
    const META: Meta = Meta::write("return", "approve")
        .title("Approve a return")
        .scopes(Return::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/returnApproveRequest");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Call> {
        APPROVE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Return> {
        graphql::written(&response)
    }
}

/// `return.decline`: declines a return that a customer asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Decline {
    /// Which, and why.
    pub input: DeclineInput,
}

impl Decline {
    /// This.
    #[must_use]
    pub fn new(input: DeclineInput) -> Self {
        Self { input }
    }
}

impl Action for Decline {
    type Connector = Shopify;
    type Output = Return;
    const META: Meta = Meta::write("return", "decline")
        .title("Decline a return")
        .scopes(Return::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/returnDeclineRequest");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Call> {
        DECLINE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Return> {
        graphql::written(&response)
    }
}

/// `return.cancel`: takes a return back, before anything was done with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Cancel {
    /// The return.
    pub id: Gid,
}

impl Cancel {
    /// This return.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Cancel {
    type Connector = Shopify;
    type Output = Return;
    const META: Meta = Meta::destructive("return", "cancel")
        .title("Cancel a return")
        .scopes(Return::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/returnCancel");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Call> {
        CANCEL.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Return> {
        graphql::written(&response)
    }
}

/// `return.close`: all is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Close {
    /// The return.
    pub id: Gid,
}

impl Close {
    /// This return.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Close {
    type Connector = Shopify;
    type Output = Return;
    const META: Meta = Meta::write("return", "close")
        .title("Close a return")
        .scopes(Return::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/returnClose");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Call> {
        CLOSE.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Return> {
        graphql::written(&response)
    }
}

/// `return.reopen`: opens a return that was closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Reopen {
    /// The return.
    pub id: Gid,
}

impl Reopen {
    /// This return.
    #[must_use]
    pub fn new(id: impl Into<Gid>) -> Self {
        Self { id: id.into() }
    }
}

impl Action for Reopen {
    type Connector = Shopify;
    type Output = Return;
    const META: Meta = Meta::write("return", "reopen")
        .title("Open a closed return")
        .scopes(Return::WRITE)
        .docs("https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/returnReopen");

    fn request(&self, cx: &Cx<'_, Shopify>) -> Result<Call> {
        REOPEN.request(cx, self)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Return> {
        graphql::written(&response)
    }
}
