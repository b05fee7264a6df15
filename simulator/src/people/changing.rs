//! What people do to messages that are there: correcting, taking back, passing on.

use super::{Impossible, Written};
use crate::{
    api::copying,
    state::{World, posting::Draft},
    text::{self, Formatted},
};

impl World {
    /// Corrects the text or caption of a person's own message.
    pub(crate) fn correct(
        &mut self,
        person: i64,
        chat: i64,
        id: i64,
        words: &str,
    ) -> Result<Written, Impossible> {
        let message = self.message_of(person, chat, id)?;
        if !message.is_from(person) || message.forward_origin.is_some() {
            return Impossible::because("a person corrects only own messages");
        }
        let Formatted { text, mut entities } = text::clean::clean(Formatted {
            text: words.to_owned(),
            entities: Vec::new(),
        });
        let is_text = message.body.text.is_some();
        if text::utf16_len(&text) > if is_text { 4_096 } else { 1_024 }
            || (is_text && text.is_empty())
        {
            return Impossible::because("a text has 1 to 4096 characters, a caption up to 1024");
        }
        text::detect::add_recognised(&text, &mut entities);
        let edited = self.edit(chat, id, |message| {
            if is_text {
                (message.body.text, message.body.entities) = (Some(text), entities);
            } else {
                message.body.caption = Some(text).filter(|text| !text.is_empty());
                message.body.caption_entities = entities;
            }
        });
        let message = edited.expect("just found");
        let update_id = self.tell_bot_of(&message, "edited_message", "edited_channel_post");
        Ok(Written { message, update_id })
    }

    /// Takes a message away from everybody: any in a private chat, own ones in a group. The bot is not told.
    pub(crate) fn take_back(&mut self, person: i64, chat: i64, id: i64) -> Result<(), Impossible> {
        let message = self.message_of(person, chat, id)?;
        let admin = self.chats[&chat].member(person).status.is_admin();
        if chat != person && !admin && !message.is_from(person) {
            return Impossible::because("only administrators delete messages of others");
        }
        self.delete(chat, id);
        Ok(())
    }

    pub(crate) fn pass_on(
        &mut self,
        person: i64,
        from: i64,
        id: i64,
        to: i64,
    ) -> Result<Written, Impossible> {
        let message = self.message_of(person, from, id)?;
        if message.has_protected_content || message.body.is_service() {
            return Impossible::because("this message cannot be forwarded");
        }
        let body = copying::fresh(self, &message.body);
        let forward_origin = Some(copying::origin(&message));
        self.write(
            person,
            to,
            Draft {
                body,
                forward_origin,
                ..Draft::default()
            },
        )
    }
}
