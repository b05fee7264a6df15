//! What people see of the bot before they write to it: names and descriptions by language, and the menu button.

use std::collections::HashMap;

use serde_json::{Value, json};

/// A text by language; "" is for all others.
pub(crate) type ByLanguage = HashMap<String, String>;

pub(crate) struct Profile {
    pub(crate) names: ByLanguage,
    pub(crate) descriptions: ByLanguage,
    pub(crate) short_descriptions: ByLanguage,
    /// By chat; 0 is the default.
    pub(crate) menu_buttons: HashMap<i64, Value>,
}

impl Profile {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            names: HashMap::from([(String::new(), name.to_owned())]),
            descriptions: HashMap::new(),
            short_descriptions: HashMap::new(),
            menu_buttons: HashMap::new(),
        }
    }

    pub(crate) fn menu_button(&self, chat: i64) -> Value {
        let button = self
            .menu_buttons
            .get(&chat)
            .or_else(|| self.menu_buttons.get(&0));
        button
            .cloned()
            .unwrap_or_else(|| json!({ "type": "commands" }))
    }
}

/// The text for a language, or the one for all.
pub(crate) fn in_language<'a>(texts: &'a ByLanguage, language: &str) -> &'a str {
    let short = language.split('-').next().unwrap_or_default();
    texts
        .get(short)
        .or_else(|| texts.get(""))
        .map(String::as_str)
        .unwrap_or_default()
}
