//! Connecting accounts, as a product does it: a page with a button for each platform, the platform's own page where a
//! person agrees, and the list of what is connected, to be checked and disconnected.
//!
//! ```text
//! cargo run --bin connect
//! ```
//!
//! starts simulated platforms in this process and prints the address to open. With `--live` the platforms are the real
//! ones, with the application's credentials from the environment; see `setup.rs` for the names.
//!
//! | file | what is in it |
//! |---|---|
//! | `setup.rs` | where the platforms are, and the application's credentials |
//! | `platforms.rs` | what the rest needs of a platform: begin, finish, a client, disconnect |
//! | `accounts.rs` | the connected accounts: a table of the product's database |
//! | `sessions.rs` | the person's session: a cookie, the consent that is being asked for, protection of forms |
//! | `web.rs` | the requests, in the order in which a person makes them |
//! | `pages.rs` | HTML |
//!
//! A product has people who log in, and keeps accounts by customer; here everybody who opens the page is the same one.

mod accounts;
mod pages;
mod platforms;
mod sessions;
mod setup;
mod web;

use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser;
use tokio::net::TcpListener;

/// A page on which accounts of Zoho CRM and Xero are connected, checked and disconnected.
#[derive(Debug, Parser)]
struct Options {
    /// Where to listen on this machine; 0 for any free port.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address under which people reach the page, if it is not `http://localhost` with the port. The platforms send
    /// them back to `/callback/zoho` and `/callback/xero` below it: register these with the application.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Uses the real platforms, with credentials from the environment; see `setup.rs` for the names.
    #[arg(long)]
    live: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match serve(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("connect: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(options: Options) -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind(("127.0.0.1", options.port)).await?;
    let address = listener.local_addr()?;
    let url = options.url.unwrap_or_else(|| format!("http://localhost:{}", address.port()));
    let url = url.trim_end_matches('/');
    let setup = if options.live { setup::live(url)? } else { setup::simulated(url).await? };
    let lines = [format!("Listening on {address}"), format!("Open {url}")].into_iter().chain(setup.notes);
    for line in lines {
        // Who started it may not want to read that.
        let _ = writeln!(io::stdout(), "{line}");
    }
    axum::serve(listener, web::router(setup.app)).await?;
    Ok(())
}
