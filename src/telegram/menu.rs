//! The command menu that Telegram shows beside the text field, for each language and for the owners.

use teloxide::{
    payloads::SetMyCommandsSetters as _,
    requests::Requester as _,
    types::{BotCommand, BotCommandScope, ChatId, Recipient},
};

use super::{Telegram, TelegramError};

/// A command and what it is for, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuEntry {
    pub command: String,
    pub description: String,
}

/// The commands somebody is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Menu {
    /// The two-letter language of the client; `None` for all the others.
    pub language: Option<&'static str>,
    /// The private chat that is shown this menu; `None` for everybody.
    pub chat: Option<i64>,
    pub entries: Vec<MenuEntry>,
}

impl Telegram {
    /// Replaces the menu.
    pub async fn set_menu(&self, menu: &Menu) -> Result<(), TelegramError> {
        let commands = menu
            .entries
            .iter()
            .map(|entry| BotCommand::new(&entry.command, &entry.description));
        let mut request = self.quick().set_my_commands(commands);
        if let Some(language) = menu.language {
            request = request.language_code(language);
        }
        if let Some(chat) = menu.chat {
            request = request.scope(BotCommandScope::Chat {
                chat_id: Recipient::Id(ChatId(chat)),
            });
        }
        request.await?;
        Ok(())
    }
}
