//! A person and the bot: blocking, coming back, deleting the chat.

use serde_json::json;

use super::Impossible;
use crate::{
    model::{ChatKind, Member, Status},
    state::{World, chat::Contact},
};

impl World {
    /// Blocks the bot, or lets it write again; the bot learns of it.
    pub(crate) fn block(&mut self, person: i64, blocked: bool) -> Result<(), Impossible> {
        let before = self.chat_of(person, person)?.contact;
        let after = if blocked {
            Contact::Blocked
        } else {
            Contact::Open
        };
        if before == after {
            return Ok(());
        }
        self.chats.get_mut(&person).expect("just found").contact = after;
        let status = |blocked| {
            Member::new(if blocked {
                Status::Kicked
            } else {
                Status::Member
            })
        };
        let change = json!({
            "chat": *self.chats[&person].info,
            "from": *self.people[&person].user,
            "date": self.clock.now(),
            "old_chat_member": status(before == Contact::Blocked).to_json(&self.bot, false),
            "new_chat_member": status(blocked).to_json(&self.bot, false),
        });
        self.tell_bot("my_chat_member", &change, person);
        self.changed.send_modify(|count| *count += 1);
        Ok(())
    }

    /// The account goes: the bot gets 403 from now on, and no update tells it why.
    pub(crate) fn deactivate(&mut self, person: i64) -> Result<(), Impossible> {
        self.chat_of(person, person)?;
        self.chats.get_mut(&person).expect("just found").contact = Contact::Deactivated;
        Ok(())
    }

    /// Hides everything said so far from this person; the bot notices nothing.
    pub(crate) fn clear_chat(&mut self, person: i64, chat: i64) -> Result<(), Impossible> {
        if self.chat_of(person, chat)?.kind() == ChatKind::Channel {
            return Impossible::because("a channel is left, not deleted");
        }
        let chat = self.chats.get_mut(&chat).expect("just found");
        chat.cleared.insert(person, chat.last_message_id);
        Ok(())
    }
}
