//! The sandbox as a test or a program holds it.

use std::fmt;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use connectors_core::clock::{Clock, SystemClock};
use serde_json::{Map, Value};
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::control::Control;
use crate::deliveries;
use crate::engine::{Served, Shared};
use crate::faults::Fault;
use crate::lock;
use crate::log::{Counters, Exchange, LoggedCall, LoggedDelivery, Observer};
use crate::platform::{Credentials, Platform};
use crate::server;

/// Why a sandbox does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// A port cannot be listened on.
    #[error("{platform}: cannot listen on 127.0.0.1:{port}: {source}")]
    Listen {
        /// Which platform.
        platform: &'static str,
        /// Which port.
        port: u16,
        /// What the operating system says.
        source: std::io::Error,
    },
}

/// Says what a sandbox is made of.
#[must_use]
pub struct Builder {
    clock: Arc<dyn Clock>,
    seed: u64,
    service_time: Duration,
    platforms: Vec<(Arc<dyn Platform>, u16)>,
    faults: Vec<Fault>,
    observers: Vec<Observer>,
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("clock", &self.clock)
            .field("seed", &self.seed)
            .finish_non_exhaustive()
    }
}

impl Builder {
    /// The clock that the sandbox's time runs on; the system's by default.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// The seed of ids, tokens, seeded records and faults with a probability.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// How long the work of each call takes, in the sandbox's time, while it counts as in progress.
    pub fn service_time(mut self, time: Duration) -> Self {
        self.service_time = time;
        self
    }

    /// Serves this platform on any free port.
    pub fn platform(self, platform: impl Platform) -> Self {
        self.platform_on(0, platform)
    }

    /// Serves this platform on this port of loopback.
    pub fn platform_on(mut self, port: u16, platform: impl Platform) -> Self {
        self.platforms.push((Arc::new(platform), port));
        self
    }

    /// Injects a fault from the start.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Lets `observer` see every exchange.
    pub fn observer(mut self, observer: impl Fn(&Exchange) + Send + Sync + 'static) -> Self {
        self.observers.push(Arc::new(observer));
        self
    }

    /// Starts serving.
    ///
    /// # Errors
    /// If a port cannot be listened on.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let shared = Arc::new(Shared {
            service_time: self.service_time,
            observers: self.observers,
            ..Shared::new(self.clock, self.seed, Handle::current())
        });
        for fault in self.faults {
            lock(&shared.faults).add(fault);
        }
        let mut listeners = Vec::new();
        let mut platforms = Vec::new();
        for (platform, port) in self.platforms {
            let name = platform.name();
            let failed = |source| StartError::Listen { platform: name, port, source };
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
            let base = format!("http://{}", listener.local_addr().map_err(failed)?);
            listeners.push(listener);
            platforms.push(Arc::new(Served::new(platform, base, Arc::clone(&shared))));
        }
        let control = Arc::new(Control { shared, platforms });
        let tasks = listeners
            .into_iter()
            .zip(&control.platforms)
            .map(|(listener, served)| {
                tokio::spawn(server::serve(listener, Arc::clone(served), Arc::clone(&control)))
            })
            .collect();
        Ok(Sandbox { control, tasks })
    }
}

/// Simulated platforms on loopback ports of this process. Dropping it closes all connections.
pub struct Sandbox {
    control: Arc<Control>,
    tasks: Vec<JoinHandle<()>>,
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let urls = self.control.platforms.iter().map(|served| (served.platform.name(), &served.base));
        f.debug_map().entries(urls).finish()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
        self.control.shared.post.close();
    }
}

impl Sandbox {
    /// Says what a sandbox is made of.
    pub fn builder() -> Builder {
        Builder {
            clock: Arc::new(SystemClock::new()),
            seed: 1,
            service_time: Duration::ZERO,
            platforms: Vec::new(),
            faults: Vec::new(),
            observers: Vec::new(),
        }
    }

    fn served(&self, platform: &str) -> Option<&Served> {
        self.control
            .platforms
            .iter()
            .find(|served| served.platform.name() == platform)
            .map(|served| &**served)
    }

    /// Where a platform is served, without a slash at the end; empty if it is not.
    #[must_use]
    pub fn url(&self, platform: &str) -> &str {
        self.served(platform).map_or("", |served| &served.base)
    }

    /// The credentials of a platform's seeded account.
    #[must_use]
    pub fn credentials(&self, platform: &str) -> Option<Credentials> {
        self.served(platform).map(|served| served.oauth.credentials())
    }

    /// A living access token of a platform's seeded account, for tests that do not care about authorization. It is
    /// not counted as issued.
    #[must_use]
    pub fn access_token(&self, platform: &str) -> Option<String> {
        let served = self.served(platform)?;
        served.oauth.access_token(&*served.platform, served.moment(), &served.base)
    }

    /// Base URLs and credentials of all platforms, by the platforms' names.
    #[must_use]
    pub fn describe(&self) -> Value {
        let platforms = self.control.platforms.iter().map(|served| {
            let description = served.platform.describe(&served.base, &served.oauth.credentials());
            (served.platform.name().to_owned(), description)
        });
        Value::Object(platforms.collect::<Map<_, _>>())
    }

    /// The sandbox's time, to be shared with clients: it follows [`advance`](Self::advance).
    #[must_use]
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(self.control.shared.clock.clone())
    }

    /// Moves the sandbox's time forward: tokens age, windows pass, sleepers wake.
    pub fn advance(&self, by: Duration) {
        self.control.shared.clock.advance(by);
    }

    /// Injects a fault.
    pub fn fault(&self, fault: Fault) {
        lock(&self.control.shared.faults).add(fault);
    }

    /// Takes all faults away.
    pub fn clear_faults(&self) {
        lock(&self.control.shared.faults).clear();
    }

    /// Ends the life of all access tokens now.
    pub fn expire_tokens(&self) {
        self.control.expire_tokens();
    }

    /// Revokes what a refresh or access token stands for, as a user does who disconnects the app. False if no
    /// platform knows the token.
    pub fn revoke(&self, token: &str) -> bool {
        self.control.revoke(token)
    }

    /// The log of calls, oldest first (the last 20,000).
    #[must_use]
    pub fn calls(&self) -> Vec<LoggedCall> {
        lock(&self.control.shared.log).calls().cloned().collect()
    }

    /// The log of deliveries, each try of them, oldest first (the last 20,000).
    #[must_use]
    pub fn deliveries(&self) -> Vec<LoggedDelivery> {
        lock(&self.control.shared.log).deliveries().cloned().collect()
    }

    /// Waits until no delivery is due and none is on its way. Those that wait for another try, or are held back by a
    /// fault, do not count before their time, which comes with [`advance`](Self::advance).
    pub async fn settled(&self) {
        deliveries::settled(&self.control.shared).await;
    }

    /// What happened on a platform.
    #[must_use]
    pub fn counters(&self, platform: &str) -> Counters {
        lock(&self.control.shared.log).counters(platform)
    }

    /// Counters, records and time of all platforms, as `GET /_sandbox/state` says them.
    #[must_use]
    pub fn state(&self) -> Value {
        self.control.state()
    }

    /// Back to the seeded state: records, tokens, limits, faults and log; what was not delivered yet never is. Time goes on.
    pub fn reset(&self) {
        self.control.reset();
    }
}
