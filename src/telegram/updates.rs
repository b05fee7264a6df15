//! `getUpdates`, with each update as the text Telegram sent: that is what the inbox keeps.

use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Telegram, network_trouble};

/// How long Telegram holds the request open when there is nothing to tell.
const HOLD: Duration = Duration::from_secs(25);

/// Why a poll brought nothing.
#[derive(Debug, thiserror::Error)]
pub enum PollError {
    #[error("Telegram does not know this bot token")]
    TokenRefused,
    #[error("somebody else polls with the same token")]
    OtherPoller,
    #[error("a webhook is set, so Telegram does not answer polls")]
    WebhookIsSet,
    #[error("Telegram asks to wait {} s", .0.as_secs())]
    TooFast(Duration),
    #[error("Telegram is out of reach: {0}")]
    Away(String),
}

#[derive(Deserialize)]
struct Answer<'a> {
    ok: bool,
    #[serde(borrow, default)]
    result: Vec<&'a RawValue>,
    #[serde(default)]
    error_code: u16,
    #[serde(default)]
    description: String,
    parameters: Option<Parameters>,
}

#[derive(Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
}

impl Telegram {
    /// The next updates from `offset` on, which tells Telegram that all before it are safe with us.
    pub async fn poll(&self, offset: i64, wanted: &[&str]) -> Result<Vec<String>, PollError> {
        let request = serde_json::json!({
            "offset": offset,
            "limit": 100,
            "timeout": HOLD.as_secs(),
            "allowed_updates": wanted,
        });
        let response = self
            .http
            .post(self.updates_url.clone())
            .timeout(HOLD + Duration::from_secs(10))
            .json(&request)
            .send()
            .await
            .map_err(|error| PollError::Away(network_trouble(&error)))?;
        let status = response.status();
        let body = response
            .bytes()
            .await
            .map_err(|error| PollError::Away(network_trouble(&error)))?;
        read(&body).unwrap_or_else(|| {
            Err(PollError::Away(format!(
                "an answer nobody can read, with status {status}"
            )))
        })
    }
}

/// What an answer says; `None` when it is not the Bot API's.
fn read(body: &[u8]) -> Option<Result<Vec<String>, PollError>> {
    let answer: Answer<'_> = serde_json::from_slice(body).ok()?;
    if answer.ok {
        return Some(Ok(answer
            .result
            .into_iter()
            .map(|update| update.get().to_owned())
            .collect()));
    }
    Some(Err(match answer.error_code {
        401 | 404 => PollError::TokenRefused,
        409 if answer.description.contains("webhook") => PollError::WebhookIsSet,
        409 => PollError::OtherPoller,
        429 => PollError::TooFast(Duration::from_secs(
            answer.parameters.and_then(|p| p.retry_after).unwrap_or(5),
        )),
        code => PollError::Away(format!("{code} {}", answer.description)),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `check(body, "2 updates")`: what an answer is taken for.
    #[track_caller]
    fn check(body: &str, expect: &str) {
        let got = match read(body.as_bytes()) {
            None => "unreadable".to_owned(),
            Some(Ok(updates)) => format!("{} updates", updates.len()),
            Some(Err(error)) => error.to_string(),
        };
        assert_eq!(got, expect);
    }

    #[test]
    fn reads_updates_of_any_kind_untouched() {
        check(
            r#"{"ok":true,"result":[{"update_id":1,"something_new":{"x":"\u0000"}},{"update_id":2}]}"#,
            "2 updates",
        );
        check(r#"{"ok":true,"result":[]}"#, "0 updates");
    }

    #[test]
    fn tells_refusals_apart() {
        check(
            r#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#,
            "Telegram does not know this bot token",
        );
        check(
            r#"{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}"#,
            "somebody else polls with the same token",
        );
        check(
            r#"{"ok":false,"error_code":409,"description":"Conflict: can't use getUpdates method while webhook is active"}"#,
            "a webhook is set, so Telegram does not answer polls",
        );
        check(
            r#"{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":7}}"#,
            "Telegram asks to wait 7 s",
        );
        check(
            r#"{"ok":false,"error_code":502,"description":"Bad Gateway"}"#,
            "Telegram is out of reach: 502 Bad Gateway",
        );
    }

    #[test]
    fn garbage_is_not_an_answer() {
        check("<html>502</html>", "unreadable");
        check("", "unreadable");
    }
}
