//! A platform whose limits are counted but never reached.

use connectors_core::auth::OAuth;
use connectors_core::limits::{Feedback, Window};
use connectors_core::{
    Action, Catalog, Connector, Cursor, Cx, Facts, Fault, Head, Meta, PagedAction, Request, Response, Result,
    Root,
};
use url::Url;

/// The platform `C` with its limits a million times as large: all the work of counting, and no waiting.
#[derive(Clone, Debug)]
pub struct Unlimited<C>(pub C);

/// An action of `C`, made for [`Unlimited`].
#[derive(Clone, Debug)]
pub struct On<A>(pub A);

impl<C: Connector> Connector for Unlimited<C> {
    const ID: &'static str = C::ID;

    fn base(&self, root: Root, facts: &Facts) -> Result<Url> {
        self.0.base(root, facts)
    }

    fn prepare(&self, request: &mut Request) -> Result<()> {
        self.0.prepare(request)
    }

    fn limits(&self) -> Vec<Window> {
        let mut windows = self.0.limits();
        for window in &mut windows {
            window.limit = window.limit.saturating_mul(1_000_000);
        }
        windows
    }

    fn feedback(&self, head: &Head, body: &[u8]) -> Feedback {
        self.0.feedback(head, body)
    }

    fn fault(&self, head: &Head, body: &[u8]) -> Option<Fault> {
        self.0.fault(head, body)
    }

    fn realm(&self) -> Option<&str> {
        self.0.realm()
    }

    fn request_id_headers(&self) -> &'static [&'static str] {
        self.0.request_id_headers()
    }

    fn oauth(&self) -> Option<OAuth> {
        self.0.oauth()
    }

    fn catalog() -> Catalog<Self> {
        Catalog::new([])
    }
}

impl<A: Action> Action for On<A> {
    type Connector = Unlimited<A::Connector>;
    type Output = A::Output;
    const META: Meta = A::META;

    fn request(&self, cx: &Cx<'_, Self::Connector>) -> Result<Request> {
        // What is measured reads, and has no use for a key: asking for one would make it.
        self.0.request(&Cx::new(&cx.connector().0, ""))
    }

    fn response(&self, response: Response) -> Result<Self::Output> {
        self.0.response(response)
    }

    fn fault(&self, connector: &Self::Connector, head: &Head, body: &[u8]) -> Option<Fault> {
        self.0.fault(&connector.0, head, body)
    }
}

impl<A: PagedAction> PagedAction for On<A> {
    type Item = A::Item;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        self.0.cursor_mut()
    }
}
