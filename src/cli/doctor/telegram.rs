//! Whether Telegram takes the token, and whether its clock and ours agree.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::StatusCode;
use reqwest::header::DATE;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use super::{Finding, why};
use crate::clock::Clock;
use crate::config::Config;
use crate::http;

const TIMEOUT: Duration = Duration::from_secs(10);

/// `getMe` answers with less than a kilobyte.
const LONGEST_ANSWER: usize = 64 * 1024;

/// Schedules run by our clock: so much nobody notices.
const TOLERATED: TimeDelta = TimeDelta::seconds(5);

const TOKEN: &str = "token";
const CLOCK: &str = "clock";

#[derive(Deserialize)]
struct Answer {
    result: Option<Me>,
    description: Option<String>,
}

#[derive(Deserialize)]
struct Me {
    id: i64,
    username: Option<String>,
}

pub(super) async fn check(config: &Config, clock: &dyn Clock) -> Vec<Finding> {
    let Some(token) = &config.bot.token else {
        let advice = "get one from @BotFather and set REPRISE_BOT__TOKEN, or `token` under [bot]";
        return vec![
            Finding::fail(TOKEN, "not set", advice),
            unknown_clock("there is no token to ask Telegram with"),
        ];
    };
    let server = config.bot.api_url.as_str().trim_end_matches('/');
    match ask(server, token).await {
        Err(error) => {
            let advice = "see whether this machine reaches it, and whether `bot.api_url` is right";
            let finding = format!("{server} does not answer: {error}");
            vec![
                Finding::fail(TOKEN, finding, advice),
                unknown_clock("Telegram did not answer"),
            ]
        }
        Ok((status, date, answer)) => {
            let time = date.map_or_else(
                || unknown_clock("the server tells no time"),
                |date| compare(clock.now(), date),
            );
            vec![verdict(server, status, answer), time]
        }
    }
}

async fn ask(
    server: &str,
    token: &SecretString,
) -> Result<(StatusCode, Option<DateTime<Utc>>, Option<Answer>), String> {
    let address = format!("{server}/bot{}/getMe", token.expose_secret());
    let client = http::client(TIMEOUT).map_err(|error| why(&error))?;
    let response = client
        .get(address)
        .send()
        .await
        .map_err(|error| why(&error.without_url()))?;
    let status = response.status();
    let date = response
        .headers()
        .get(DATE)
        .and_then(|date| date.to_str().ok());
    let date = date
        .and_then(|date| DateTime::parse_from_rfc2822(date).ok())
        .map(|date| date.to_utc());
    let body = http::body(response, LONGEST_ANSWER)
        .await
        .map_err(|error| why(&error))?;
    Ok((status, date, serde_json::from_slice(&body).ok()))
}

fn verdict(server: &str, status: StatusCode, answer: Option<Answer>) -> Finding {
    match (status, answer) {
        // Telegram answers 404 to what does not even look like a token.
        (StatusCode::UNAUTHORIZED | StatusCode::NOT_FOUND, Some(_)) => Finding::fail(
            TOKEN,
            format!("refused by {server}"),
            "copy it again from @BotFather (/mybots, API Token); a revoked token never comes back",
        ),
        (
            StatusCode::OK,
            Some(Answer {
                result: Some(me), ..
            }),
        ) => {
            let name = me.username.unwrap_or_default();
            Finding::ok(TOKEN, format!("accepted, the bot is @{name} ({})", me.id))
        }
        (
            status,
            Some(Answer {
                description: Some(description),
                ..
            }),
        ) => Finding::fail(
            TOKEN,
            format!("{server} answered {status}: {description}"),
            "try again in a while",
        ),
        (status, _) => Finding::fail(
            TOKEN,
            format!("{server} answered {status}, but not as a Bot API server does"),
            "see whether `bot.api_url` is right",
        ),
    }
}

fn compare(ours: DateTime<Utc>, theirs: DateTime<Utc>) -> Finding {
    let difference = ours - theirs;
    if difference.abs() <= TOLERATED {
        return Finding::ok(CLOCK, "agrees with Telegram's");
    }
    let direction = if difference > TimeDelta::zero() {
        "fast"
    } else {
        "slow"
    };
    let advice = "switch time synchronisation on, such as `timedatectl set-ntp true`; schedules run by this clock";
    Finding::warn(
        CLOCK,
        format!(
            "{} seconds {direction} against Telegram's",
            difference.num_seconds().abs()
        ),
        advice,
    )
}

fn unknown_clock(because: &str) -> Finding {
    Finding::warn(CLOCK, format!("not compared: {because}"), "mend that first")
}
