//! The channels that there are.

use connectors_core::{Action, Cursor, Cx, Meta, Page, PagedAction, Request, Response, Result, setters};
use serde::{Deserialize, Serialize};

use super::channel::number;
use super::{PATH, Watched};
use crate::Zoho;
use crate::module::Record;
use crate::records::{Info, module, per_page};

/// `notification.list`: what is watched by channels of the user who gave the consent, page by page: an element for
/// every module of a channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct List {
    /// Only this channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<String>,
    /// Only this module, by its API name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// How many on a page: 200 unless said otherwise, which is the most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_page: Option<u16>,
    /// Where to start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

impl List {
    /// All channels.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    setters!(channel_id: Option<String>, module: Option<String>, per_page: Option<u16>, cursor: Option<Cursor>);
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    watch: Vec<Watched>,
    #[serde(default)]
    info: Info,
}

impl Action for List {
    type Connector = Zoho;
    type Output = Page<Watched>;
    const META: Meta = Meta::read("notification", "list")
        .title("List notification channels")
        .scopes(&["ZohoCRM.notifications.ALL", "ZohoCRM.notifications.READ"])
        .docs("https://www.zoho.com/crm/developer/docs/api/v8/notifications/get-details.html");

    fn request(&self, cx: &Cx<'_, Zoho>) -> Result<Request> {
        let channel = self.channel_id.as_deref().map(|id| number("channel_id", id)).transpose()?;
        let module = self.module.as_deref().map(|name| module::<Record>(Some(name), cx)).transpose()?;
        let request = Request::get(PATH)
            .query("page", Cursor::page(self.cursor.as_ref(), 1)?)
            .query_opt("channel_id", channel)
            .query_opt("module", module);
        per_page(request, self.per_page)
    }

    #[inline]
    fn response(&self, response: Response) -> Result<Page<Watched>> {
        let Some(Answer { watch, info }) = response.json_opt()? else { return Ok(Page::last(Vec::new())) };
        let page = Cursor::page(self.cursor.as_ref(), 1)?;
        Ok(Page::new(watch, (info.more_records == Some(true)).then_some(Cursor::Page(page + 1))))
    }
}

impl PagedAction for List {
    type Item = Watched;

    fn cursor_mut(&mut self) -> Option<&mut Option<Cursor>> {
        Some(&mut self.cursor)
    }
}
