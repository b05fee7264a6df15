//! Inline keyboards. Unknown fields are refused: a misspelt one would silently do nothing at Telegram.

use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keyboard {
    pub inline_keyboard: Vec<Vec<Button>>,
}

impl Keyboard {
    pub fn buttons(&self) -> impl Iterator<Item = &Button> {
        self.inline_keyboard.iter().flatten()
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Button {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callback_data: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub web_app: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login_url: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub switch_inline_query: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub switch_inline_query_current_chat: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub switch_inline_query_chosen_chat: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_text: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callback_game: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon_custom_emoji_id: Option<String>,
}

impl Button {
    /// How many of the things a press can do this button has; Telegram wants exactly one.
    pub fn actions(&self) -> usize {
        [
            self.callback_data.is_some(),
            self.url.is_some(),
            self.web_app.is_some(),
            self.login_url.is_some(),
            self.switch_inline_query.is_some(),
            self.switch_inline_query_current_chat.is_some(),
            self.switch_inline_query_chosen_chat.is_some(),
            self.copy_text.is_some(),
            self.callback_game.is_some(),
            self.pay == Some(true),
        ]
        .into_iter()
        .filter(|there| *there)
        .count()
    }
}
