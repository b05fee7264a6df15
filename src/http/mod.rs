//! The outgoing HTTP clients: everything has a time limit, and an answer that does not end is cut off.
//!
//! [`client`] goes to servers the operator chose. What a person or a server named, a station or a redirect, is fetched by
//! [`Guarded`], which does not let them reach what is behind the operator's firewall.

mod guarded;
mod public;

use std::time::Duration;

pub use guarded::{Answer, FetchError, Guarded, Reach, Whole};

use reqwest::{Client, Response};

/// How long a connection may take to come about, whatever the whole exchange may take.
const CONNECT: Duration = Duration::from_secs(10);

/// A client for servers out there; it goes through the proxy of `HTTPS_PROXY` where one is set.
pub fn client(timeout: Duration) -> reqwest::Result<Client> {
    build(timeout, |builder| builder.timeout(timeout))
}

/// A client for our own addresses, which no proxy knows.
pub fn local_client(timeout: Duration) -> reqwest::Result<Client> {
    build(timeout, |builder| builder.timeout(timeout).no_proxy())
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that makes clients"
)]
fn build(
    timeout: Duration,
    with: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
) -> reqwest::Result<Client> {
    let builder = Client::builder()
        .user_agent(concat!("reprise/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT.min(timeout));
    with(builder).build()
}

/// Why there is no answer to read.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    #[error("the answer broke off")]
    Broken(#[source] reqwest::Error),
    #[error("the answer is longer than {0} bytes")]
    TooLong(usize),
}

/// The body, if it is not longer than `most`. It is counted as it comes: what a server says about its length proves nothing.
pub async fn body(mut response: Response, most: usize) -> Result<Vec<u8>, BodyError> {
    let mut body = Vec::new();
    // Addresses can hold a token, so an error goes on without its own.
    while let Some(part) = response
        .chunk()
        .await
        .map_err(|error| BodyError::Broken(error.without_url()))?
    {
        if body.len() + part.len() > most {
            return Err(BodyError::TooLong(most));
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}
