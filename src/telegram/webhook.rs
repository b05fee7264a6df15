//! Where Telegram posts updates: told, asked, taken back.

use std::fmt::Write as _;

use reqwest::Url;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use teloxide::{
    payloads::{DeleteWebhookSetters as _, SetWebhookSetters as _},
    requests::Requester as _,
    types::AllowedUpdate,
};

use super::{Telegram, TelegramError};
use crate::config::Config;

/// Where and how Telegram is to post.
#[derive(Debug, Clone)]
pub struct Hook {
    pub url: Url,
    /// Telegram repeats it with each post, so that nobody else can pose as Telegram.
    pub secret: SecretString,
    pub connections: u32,
}

/// What Telegram says of its posting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookState {
    /// `None`: it posts nowhere, updates are polled.
    pub url: Option<String>,
    /// Updates that wait to be posted.
    pub waiting: u32,
    /// What went wrong last, and when, in seconds since 1970.
    pub trouble: Option<(i64, String)>,
}

impl Hook {
    /// As it is configured; `None` without a public address or a token.
    pub fn of(config: &Config) -> Option<Self> {
        let mut url = config.webhook.url.clone()?;
        if url.path() == "/" {
            url.set_path(&config.webhook.path);
        }
        let secret = match &config.webhook.secret {
            Some(secret) => secret.clone(),
            None => derived_secret(config.bot.token.as_ref()?),
        };
        Some(Self {
            url,
            secret,
            connections: config.webhook.max_connections,
        })
    }
}

/// A secret nobody configured: every copy of the bot comes to the same, and who does not know the token does not.
fn derived_secret(token: &SecretString) -> SecretString {
    let mut hash = Sha256::new_with_prefix("the secret of the webhook of ");
    hash.update(token.expose_secret());
    let hex = hash.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    hex.into()
}

impl Telegram {
    /// Tells Telegram where to post which updates. What waits there stays.
    pub async fn set_webhook(&self, hook: &Hook, wanted: &[&str]) -> Result<(), TelegramError> {
        let wanted: Vec<AllowedUpdate> = wanted
            .iter()
            .filter_map(|kind| serde_json::from_value((*kind).into()).ok())
            .collect();
        let connections = u8::try_from(hook.connections).unwrap_or(u8::MAX);
        self.quick()
            .set_webhook(hook.url.clone())
            .secret_token(hook.secret.expose_secret())
            .max_connections(connections)
            .allowed_updates(wanted)
            .await?;
        Ok(())
    }

    pub async fn webhook(&self) -> Result<HookState, TelegramError> {
        let info = self.quick().get_webhook_info().await?;
        let trouble = info.last_error_date.map(|at| at.timestamp());
        Ok(HookState {
            url: info.url.map(String::from).filter(|url| !url.is_empty()),
            waiting: info.pending_update_count,
            trouble: trouble.zip(info.last_error_message),
        })
    }

    /// Takes the webhook back, so that updates can be polled. What waits at Telegram stays.
    pub async fn delete_webhook(&self) -> Result<(), TelegramError> {
        self.quick()
            .delete_webhook()
            .drop_pending_updates(false)
            .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hook(extra: &str) -> Hook {
        let text = format!("bot.token = '42:TOKEN'\nbot.mode = 'webhook'\n{extra}");
        Hook::of(&Config::from_toml(&text).unwrap()).unwrap()
    }

    #[test]
    fn an_address_without_a_path_gets_the_configured_one() {
        let check = |url: &str, expect: &str| {
            let extra = format!("webhook.url = '{url}'\nwebhook.path = '/updates'");
            assert_eq!(hook(&extra).url.as_str(), expect);
        };
        check("https://bot.example.org", "https://bot.example.org/updates");
        check("https://bot.example.org/t", "https://bot.example.org/t");
    }

    #[test]
    fn copies_of_one_bot_agree_on_the_secret_and_telegram_accepts_it() {
        let one = hook("webhook.url = 'https://bot.example.org'").secret;
        let other = hook("webhook.url = 'https://elsewhere.example.org'").secret;
        assert_eq!(one.expose_secret(), other.expose_secret());
        assert!(
            one.expose_secret()
                .bytes()
                .all(|b| b.is_ascii_alphanumeric())
        );
        assert!(!one.expose_secret().contains("TOKEN"));
        let chosen = hook("webhook.url = 'https://bot.example.org'\nwebhook.secret = 'mine'");
        assert_eq!(chosen.secret.expose_secret(), "mine");
    }
}
