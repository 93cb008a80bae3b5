//! What programs share that keep running: where deliveries are received, and how they end.

use std::net::SocketAddr;
use std::time::Duration;

use connectors_core::clock::{Clock, timeout};
use connectors_core::{Error, Result};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long to wait before work that failed is tried again.
const PAUSE: Duration = Duration::from_secs(10);

/// Where deliveries are received.
#[derive(Clone, Debug)]
pub struct Place {
    /// The address that is listened on.
    pub listen: SocketAddr,
    /// The address that the platforms call, if it is not that one.
    pub public_url: Option<String>,
}

impl Place {
    /// Listens, and gives the address that the platforms call.
    ///
    /// # Errors
    /// If somebody else listens there.
    pub async fn open(&self) -> Result<(TcpListener, String)> {
        let unheard = |error: std::io::Error| Error::config(format!("{}: {error}", self.listen));
        let listener = TcpListener::bind(self.listen).await.map_err(unheard)?;
        let here = format!("http://{}", listener.local_addr().map_err(unheard)?);
        let base = self.public_url.clone().unwrap_or(here);
        Ok((listener, base))
    }
}

/// Whether the program is to end.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    /// With Ctrl-C. What is under way then is finished.
    #[must_use]
    pub fn by_ctrl_c() -> Self {
        let (tell, stopped) = watch::channel(false);
        tokio::spawn(async move {
            // Where there is no such signal, it is ended by other means.
            if tokio::signal::ctrl_c().await.is_ok() {
                let _ = tell.send(true);
            }
        });
        Self(stopped)
    }

    /// Waits until it is.
    pub async fn wanted(&mut self) {
        let _ = self.0.wait_for(|stop| *stop).await;
    }

    /// After an error that may pass, a pause. False if no other try can help, or if it is to end meanwhile.
    pub async fn again_after(&self, error: &Error, clock: &dyn Clock) -> bool {
        if !error.is_retryable() {
            return false;
        }
        eprintln!("tried again: {error}");
        let mut stop = self.0.clone();
        let pause = error.retry_after().unwrap_or(PAUSE);
        timeout(clock, pause, stop.wait_for(|stop| *stop)).await.is_none()
    }

    /// What is left undone at the end is found by the next start.
    ///
    /// # Errors
    /// The error, if it is not the end, or no other try can help.
    pub fn excuses(&self, error: Error) -> Result<()> {
        if *self.0.borrow() && error.is_retryable() { Ok(()) } else { Err(error) }
    }
}
