//! A client for addresses that somebody else chose.
//!
//! The address that is looked at is the address that is connected: names are resolved once, by a resolver that leaves
//! out what is not public, and hyper connects what that hands over. Redirects are followed here, each looked at like the
//! first address. There is no proxy in between, which would resolve names by itself.

use std::{
    error::Error,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use reqwest::{
    Client, Response, StatusCode, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{HeaderMap, LOCATION},
    redirect::Policy,
};

use super::{BodyError, body, public::is_public};

/// How many redirects are followed.
const REDIRECTS: usize = 5;

/// Where a client may go.
#[derive(Debug, Clone)]
pub enum Reach {
    Public,
    /// Public addresses, and the one server that the operator named, wherever that is.
    PublicAnd(Url),
    /// Any address: the operator's own network, and tests.
    Anywhere,
}

/// A client that goes where its [`Reach`] says and nowhere else. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Guarded {
    reach: Reach,
    is_allowed: fn(IpAddr) -> bool,
    /// Connects allowed addresses only.
    strict: Client,
    /// Connects any address, for what `reach` trusts.
    open: Client,
}

/// The beginning of an answer; the rest is read as it comes.
#[derive(Debug)]
pub struct Answer {
    /// The address that answered, after redirects.
    pub url: Url,
    response: Response,
}

/// An answer that was read to its end.
#[derive(Debug)]
pub struct Whole {
    pub url: Url,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// Why nothing was fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    #[error("only http:// and https:// addresses are fetched")]
    Scheme,
    #[error("an address with a name or a password in it is not fetched")]
    Credentials,
    #[error("the address is not on the public internet")]
    Private,
    #[error("it is redirected more than {REDIRECTS} times")]
    TooManyRedirects,
    #[error("it is redirected to what is no address")]
    BadRedirect,
    #[error("no connection came about")]
    Unreachable(#[source] reqwest::Error),
    #[error("there was no answer in time")]
    TooSlow,
    #[error("the answer broke off")]
    Broken(#[source] reqwest::Error),
    #[error("the answer is longer than {0} bytes")]
    TooLong(usize),
}

impl Guarded {
    /// `silence` is how long a server may take to begin its answer, and then to go on with it.
    pub fn new(reach: Reach, silence: Duration) -> reqwest::Result<Self> {
        Self::with(reach, silence, is_public, Arc::new(System))
    }

    fn with(
        reach: Reach,
        silence: Duration,
        is_allowed: fn(IpAddr) -> bool,
        names: Arc<dyn Resolve>,
    ) -> reqwest::Result<Self> {
        let client = |is_allowed| {
            let names = Arc::new(Allowed {
                names: Arc::clone(&names),
                is_allowed,
            });
            super::build(silence, |builder| {
                builder
                    .read_timeout(silence)
                    .no_proxy()
                    .redirect(Policy::none())
                    .dns_resolver(names)
                    // Radio servers of old say "ICY 200 OK": such an answer has no headers, it is all body.
                    .http09_responses()
            })
        };
        Ok(Self {
            reach,
            is_allowed,
            strict: client(is_allowed)?,
            open: client(|_| true)?,
        })
    }

    /// Asks, follows redirects, and returns what begins to come back, whatever its status. Its body may have no end.
    pub async fn open(&self, url: &Url, headers: &HeaderMap) -> Result<Answer, FetchError> {
        let mut url = url.clone();
        for _ in 0..=REDIRECTS {
            let request = self.client_for(&url)?.get(url.clone());
            let response = request
                .headers(headers.clone())
                .send()
                .await
                .map_err(FetchError::from_reqwest)?;
            match redirect(&url, &response)? {
                Some(next) => url = next,
                None => return Ok(Answer { url, response }),
            }
        }
        Err(FetchError::TooManyRedirects)
    }

    /// The whole answer, of at most `most` bytes, if it is there `within` so long, redirects included.
    pub async fn fetch(
        &self,
        url: &Url,
        headers: &HeaderMap,
        most: usize,
        within: Duration,
    ) -> Result<Whole, FetchError> {
        let read = async {
            let Answer { url, response } = self.open(url, headers).await?;
            Ok(Whole {
                url,
                status: response.status(),
                headers: response.headers().clone(),
                body: body(response, most).await?,
            })
        };
        tokio::time::timeout(within, read)
            .await
            .unwrap_or(Err(FetchError::TooSlow))
    }

    /// The client for an address, if anybody may go there. Numbers in place of a name never reach the resolver.
    fn client_for(&self, url: &Url) -> Result<&Client, FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(FetchError::Credentials);
        }
        match &self.reach {
            Reach::Anywhere => return Ok(&self.open),
            Reach::PublicAnd(server) if server.origin() == url.origin() => return Ok(&self.open),
            Reach::PublicAnd(_) | Reach::Public => {}
        }
        let number = url.host_str().and_then(|host| {
            let host = host.trim_start_matches('[').trim_end_matches(']');
            host.parse::<IpAddr>().ok()
        });
        match number {
            Some(address) if !(self.is_allowed)(address) => Err(FetchError::Private),
            _ => Ok(&self.strict),
        }
    }
}

impl Answer {
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The next piece of the body; `None` at its end.
    pub async fn next(&mut self) -> Result<Option<Bytes>, FetchError> {
        self.response
            .chunk()
            .await
            .map_err(FetchError::from_reqwest)
    }
}

/// Where an answer sends on to.
fn redirect(from: &Url, response: &Response) -> Result<Option<Url>, FetchError> {
    let sends_on = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    let Some(to) = response.headers().get(LOCATION).filter(|_| sends_on) else {
        return Ok(None);
    };
    let to = std::str::from_utf8(to.as_bytes()).map_err(|_| FetchError::BadRedirect)?;
    from.join(to).map(Some).map_err(|_| FetchError::BadRedirect)
}

/// What the system makes of a name.
struct System;

impl Resolve for System {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            // Port 0 becomes the port of the address that is fetched.
            Ok(Box::new(found.collect::<Vec<_>>().into_iter()) as Addrs)
        })
    }
}

/// What of a name's addresses is allowed.
struct Allowed {
    names: Arc<dyn Resolve>,
    is_allowed: fn(IpAddr) -> bool,
}

/// A name that leads to nothing allowed; found again in the chain of an error.
#[derive(Debug, thiserror::Error)]
#[error("the name has no public address")]
struct NotPublic;

impl Resolve for Allowed {
    fn resolve(&self, name: Name) -> Resolving {
        let found = self.names.resolve(name);
        let is_allowed = self.is_allowed;
        Box::pin(async move {
            let found: Vec<SocketAddr> = found.await?.collect();
            let had_any = !found.is_empty();
            let allowed = found.into_iter().filter(move |at| is_allowed(at.ip()));
            let allowed: Vec<SocketAddr> = allowed.collect();
            if had_any && allowed.is_empty() {
                return Err(NotPublic.into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

impl FetchError {
    fn from_reqwest(error: reqwest::Error) -> Self {
        // Addresses can hold a key, so an error goes on without its own.
        let error = error.without_url();
        let mut cause = error.source();
        while let Some(deeper) = cause.filter(|cause| !cause.is::<NotPublic>()) {
            cause = deeper.source();
        }
        if cause.is_some() {
            Self::Private
        } else if error.is_timeout() {
            Self::TooSlow
        } else if error.is_connect() {
            Self::Unreachable(error)
        } else {
            Self::Broken(error)
        }
    }
}

impl From<BodyError> for FetchError {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::Broken(error) => Self::from_reqwest(error),
            BodyError::TooLong(most) => Self::TooLong(most),
        }
    }
}

#[cfg(test)]
mod tests;
