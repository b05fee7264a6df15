//! The Bot API, as far as it is the same for everybody: clients, who we are, updates as raw text, the webhook, the command menu.
//!
//! Messages are not sent from here but from `outbox`, which keeps Telegram's pace.

mod files;
mod members;
mod menu;
mod updates;
mod webhook;

use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use teloxide::{ApiError, Bot, RequestError, requests::Requester as _};

pub use files::{FileError, MOST_FROM_THE_CLOUD};
pub use members::{May, Member, NamedChat};
pub use menu::{Menu, MenuEntry};
pub use updates::PollError;
pub use webhook::{Hook, HookState};

/// Who this bot is, as Telegram knows it.
#[derive(Debug, Clone)]
pub struct Me {
    pub id: i64,
    pub username: String,
}

/// Why Telegram did not answer as asked.
#[derive(Debug, thiserror::Error)]
pub enum TelegramError {
    #[error("Telegram does not know this bot token")]
    TokenRefused,
    #[error("Telegram is out of reach: {0}")]
    Away(String),
    #[error("Telegram refused the request: {0}")]
    Refused(String),
}

/// The clients of one bot. Not `Debug`: a client of teloxide prints its token.
pub struct Telegram {
    /// For polling and answers, where a slow reply is worth nothing.
    quick: Bot,
    /// For files.
    patient: Bot,
    http: reqwest::Client,
    updates_url: reqwest::Url,
    /// For downloads, which a token is a part of the address of.
    files: reqwest::Client,
    files_url: reqwest::Url,
    /// Telegram's own servers, which have limits that others need not have.
    is_cloud: bool,
    members: members::Members,
}

impl Telegram {
    pub fn new(token: &SecretString, api_url: &reqwest::Url) -> reqwest::Result<Self> {
        let quick = crate::http::client(Duration::from_secs(17))?;
        let patient = crate::http::client(Duration::from_mins(10))?;
        let (before, secret) = (api_url.path().trim_end_matches('/'), token.expose_secret());
        let at = |path: String| {
            let mut url = api_url.clone();
            url.set_path(&path);
            url
        };
        let updates_url = at(format!("{before}/bot{secret}/getUpdates"));
        let files_url = at(format!("{before}/file/bot{secret}"));
        Ok(Self {
            quick: Bot::with_client(token.expose_secret(), quick.clone())
                .set_api_url(api_url.clone()),
            patient: Bot::with_client(token.expose_secret(), patient.clone())
                .set_api_url(api_url.clone()),
            http: quick,
            updates_url,
            files: patient,
            files_url,
            is_cloud: api_url.host_str() == Some("api.telegram.org"),
            members: members::Members::default(),
        })
    }

    pub(crate) fn quick(&self) -> &Bot {
        &self.quick
    }

    pub(crate) fn patient(&self) -> &Bot {
        &self.patient
    }

    /// Asks who we are; the first thing a run does.
    pub async fn me(&self) -> Result<Me, TelegramError> {
        let me = self.quick.get_me().await?;
        Ok(Me {
            id: i64::try_from(me.id.0).unwrap_or_default(),
            username: me.username().to_owned(),
        })
    }
}

impl From<RequestError> for TelegramError {
    fn from(error: RequestError) -> Self {
        match &error {
            RequestError::Api(ApiError::InvalidToken) => Self::TokenRefused,
            RequestError::Network(_)
            | RequestError::InvalidJson { .. }
            | RequestError::RetryAfter(_) => Self::Away(without_token(&error)),
            _ => Self::Refused(without_token(&error)),
        }
    }
}

/// The text of an error without the address, which holds the token.
pub(crate) fn without_token(error: &RequestError) -> String {
    match error {
        RequestError::Network(source) => network_trouble(source),
        RequestError::InvalidJson { source, .. } => {
            format!("an answer that is not what Telegram documents: {source}")
        }
        error => error.to_string(),
    }
}

/// What went wrong on the way, from the innermost cause, which never names the address.
pub(crate) fn network_trouble(error: &reqwest::Error) -> String {
    let kind = if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    };
    let mut innermost: Option<&dyn std::error::Error> = std::error::Error::source(error);
    while let Some(deeper) = innermost.and_then(std::error::Error::source) {
        innermost = Some(deeper);
    }
    innermost.map_or_else(|| kind.to_owned(), |cause| format!("{kind} ({cause})"))
}
