//! How a simulator is set up, and who lives in it.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use serde::{Deserialize, Serialize};

use crate::{clock::Clock, model::User};

/// The listener with an English client.
pub const ANNA: i64 = 1001;
/// The listener with a Russian client.
pub const MARIA: i64 = 1002;
/// The bot's owner, with a Ukrainian client.
pub const OLGA: i64 = 1003;
/// The supergroup where all three and the bot are.
pub const KITCHEN_RADIO: i64 = -1_001_000_000_001;
/// Telegram's sender of everything that anonymous administrators write.
pub const GROUP_ANONYMOUS_BOT: i64 = 1_087_968_824;
/// Shaped like a real token, good for nothing.
pub const TOKEN: &str = "424242:SIMULATED-TOKEN-0123456789-ABCDEFGH";

#[derive(Clone, Debug)]
pub struct Options {
    /// Port 0 takes a free one.
    pub listen: SocketAddr,
    pub token: String,
    pub bot_username: String,
    pub bot_first_name: String,
    pub people: Vec<PersonSpec>,
    /// Put the people and the bot into the group [`KITCHEN_RADIO`].
    pub group: bool,
    pub clock: Clock,
    pub limits: LimitOptions,
    /// Refuse fields that the Bot API does not have, which Telegram would silently ignore.
    pub strict: bool,
    /// In groups the bot gets only commands, replies to it and mentions, unless it is an administrator there.
    pub privacy_mode: bool,
    /// `--local` of the real server: files are written to this directory, `getFile` names absolute paths, no caps.
    pub local_dir: Option<PathBuf>,
    /// How long a press can be answered.
    pub callback_lifetime: Duration,
    /// The first pause after a failed webhook delivery; it doubles up to a minute.
    pub webhook_retry: Duration,
    /// How many calls are remembered with their parameters; 0 for load tests.
    pub keep_calls: usize,
    /// How long `wait_until` and its relatives wait before they fail.
    pub patience: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            token: TOKEN.to_owned(),
            bot_username: "reprise_bot".to_owned(),
            bot_first_name: "Reprise".to_owned(),
            people: default_cast(),
            group: true,
            clock: Clock::real(),
            limits: LimitOptions::default(),
            strict: true,
            privacy_mode: true,
            local_dir: None,
            callback_lifetime: Duration::from_secs(15),
            webhook_retry: Duration::from_secs(1),
            keep_calls: 10_000,
            patience: Duration::from_secs(10),
        }
    }
}

/// Telegram's limits on what the bot sends; 0 switches one off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitOptions {
    /// Messages and edits to everybody together.
    pub per_second: u32,
    /// Messages to one chat, on average.
    pub per_chat_second: u32,
    /// How many messages one chat takes at once before the average counts.
    pub chat_burst: u32,
    /// Messages and edits in one group.
    pub per_group_minute: u32,
}

impl Default for LimitOptions {
    fn default() -> Self {
        Self {
            per_second: 30,
            per_chat_second: 1,
            chat_burst: 5,
            per_group_minute: 20,
        }
    }
}

impl LimitOptions {
    pub fn off() -> Self {
        Self {
            per_second: 0,
            per_chat_second: 0,
            chat_burst: 0,
            per_group_minute: 0,
        }
    }
}

/// Somebody to talk with the bot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonSpec {
    pub id: i64,
    pub first_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language_code: Option<String>,
    /// `listener`, `owner` or whatever a test likes; shown on the page, without effect here.
    #[serde(default = "listener")]
    pub role: String,
}

impl PersonSpec {
    pub fn new(id: i64, first_name: &str, language_code: &str) -> Self {
        Self {
            id,
            first_name: first_name.to_owned(),
            last_name: None,
            username: None,
            language_code: Some(language_code.to_owned()),
            role: listener(),
        }
    }

    pub(crate) fn user(&self) -> User {
        User {
            id: self.id,
            is_bot: false,
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            username: self.username.clone(),
            language_code: self.language_code.clone(),
        }
    }
}

fn listener() -> String {
    "listener".to_owned()
}

pub fn default_cast() -> Vec<PersonSpec> {
    let person = |id, name, username: &str, language, role: &str| PersonSpec {
        username: Some(username.to_owned()),
        role: role.to_owned(),
        ..PersonSpec::new(id, name, language)
    };
    vec![
        person(ANNA, "Anna", "anna_listens", "en", "listener"),
        person(MARIA, "Мария", "maria_slushaet", "ru", "listener"),
        person(OLGA, "Olga", "olga_owns", "uk", "owner"),
    ]
}
