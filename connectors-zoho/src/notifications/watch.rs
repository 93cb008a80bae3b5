//! A channel that is kept alive.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use connectors_core::triggers::{Life, Subscription};
use connectors_core::{Client, Delivery, Error, Outcome, Result};

use super::{Channel, Enable, LONGEST, List, Renew, Renewal, Subscribed};
use crate::Zoho;

/// A channel as something that [`Renewals`](connectors_core::triggers::Renewals) keep alive.
///
/// ```no_run
/// use connectors_core::triggers::{Renewal, Renewals};
/// use connectors_zoho::notifications::{Channel, ChannelToken, Watch};
///
/// # async fn show(zoho: connectors_core::Client<connectors_zoho::Zoho>, secret: secrecy::SecretString)
/// #     -> connectors_core::Result<()> {
/// let now = zoho.shared().clock().now();
/// let channel = Channel::new("1000000068001", ["Leads.all"], "https://app.example.com/hooks/customer-7", now)
///     .token(ChannelToken::derive(&secret, "1000000068001"));
/// let watch = Watch::new(zoho.clone(), channel);
/// let life = watch.begin().await?; // keep it, and after a restart add the watch with it instead
/// let renewals = Renewals::new(zoho.shared().clock().clone());
/// renewals.add("customer-7", watch, life);
/// loop {
///     match renewals.next().await {
///         Renewal::Renewed { name, life, .. } => println!("{name} lives until {:?}", life.until), // keep it
///         Renewal::Missed { name, .. } => println!("{name} had ended: poll now"), // `Hints::look`
///         Renewal::Failed { name, error, .. } => eprintln!("{name} is not renewed: {error}"), // it is tried again
///         _ => {}
///     }
/// }
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Watch {
    client: Client<Zoho>,
    channel: Channel,
    life: TimeDelta,
}

impl Watch {
    /// Keeps this channel of this organisation alive. Its [`channel_expiry`](Channel::channel_expiry) is of no importance.
    #[must_use]
    pub fn new(client: Client<Zoho>, channel: Channel) -> Self {
        // Not quite the longest: of what is a second too long, because our clock is ahead, Zoho makes an hour.
        Self { client, channel, life: LONGEST - TimeDelta::hours(1) }
    }

    /// How long it lives from each renewal on: a week less an hour unless said otherwise.
    #[must_use]
    pub fn life(mut self, life: TimeDelta) -> Self {
        self.life = life;
        self
    }

    /// Enables the channel, and tells from when to when it lives.
    ///
    /// # Errors
    /// Those of the call, and Zoho's refusal.
    #[inline]
    pub async fn begin(&self) -> Result<Life> {
        let now = self.client.shared().clock().now();
        Ok(Life::new(now, self.create(now).await?))
    }

    fn channel(&self, now: DateTime<Utc>) -> Channel {
        let until = now.checked_add_signed(self.life).unwrap_or(now);
        Channel { channel_expiry: until, ..self.channel.clone() }
    }

    /// Until when it lives, by what Zoho says. It may give less than what was asked for, which is an error elsewhere.
    #[inline]
    async fn until(
        &self,
        outcomes: Vec<Outcome<Subscribed>>,
        asked: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>> {
        let outcome = outcomes.into_iter().next().map(Outcome::into_result);
        match outcome.unwrap_or_else(|| Err(Error::config("the call had no channel"))) {
            Ok(subscribed) => {
                let ends = subscribed.events.iter().filter_map(|watched| watched.channel_expiry).min();
                Ok(Some(ends.unwrap_or(asked)))
            }
            Err(error) if error.delivery() == Delivery::Accepted => {
                self.listed().await?.map(Some).ok_or(error)
            }
            Err(error) => Err(error),
        }
    }

    /// Until when it lives, by the list.
    #[inline]
    async fn listed(&self) -> Result<Option<DateTime<Utc>>> {
        let mut watched = self.client.items(List::new().channel_id(self.channel.channel_id.clone()));
        let mut ends = None;
        while let Some(watched) = watched.next().await {
            ends = ends.into_iter().chain(watched?.channel_expiry).min();
        }
        Ok(ends)
    }
}

#[async_trait]
impl Subscription for Watch {
    #[inline]
    async fn renew(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
        let channel = self.channel(now);
        let outcomes = self.client.batch(Renew::new([Renewal::from(&channel)])).await;
        self.until(outcomes, channel.channel_expiry).await
    }

    #[inline]
    async fn create(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
        let channel = self.channel(now);
        let asked = channel.channel_expiry;
        let outcomes = self.client.batch(Enable::new([channel])).await;
        self.until(outcomes, asked).await
    }
}
