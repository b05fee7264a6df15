//! What people do. Each action changes the chat as people see it and tells the bot what Telegram would tell it.

pub(crate) mod buttons;
pub(crate) mod changing;
pub(crate) mod contact;
pub(crate) mod groups;
pub(crate) mod odd;
pub(crate) mod uploading;

use std::sync::Arc;

use crate::{
    model::{ChatKind, Message, message::Body},
    options::GROUP_ANONYMOUS_BOT,
    state::{
        World,
        chat::{Chat, Contact},
        posting::{Author, Draft},
    },
    text::{self, Formatted},
};

/// Something that a person cannot do in Telegram; a mistake of the test or the page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Impossible(pub(crate) String);

impl Impossible {
    pub(crate) fn because<T>(why: impl Into<String>) -> Result<T, Self> {
        Err(Self(why.into()))
    }
}

/// A message of a person, and the update that told the bot about it, if it was told.
#[derive(Clone, Debug)]
pub struct Written {
    pub message: Arc<Message>,
    pub update_id: Option<u32>,
}

impl World {
    pub(crate) fn chat_of(&self, person: i64, chat: i64) -> Result<&Chat, Impossible> {
        if !self.people.contains_key(&person) {
            return Impossible::because(format!("there is no person {person}"));
        }
        match self.chats.get(&chat) {
            Some(there) if there.has(person) => Ok(there),
            Some(_) => Impossible::because(format!("person {person} is not in chat {chat}")),
            None => Impossible::because(format!("there is no chat {chat}")),
        }
    }

    /// A message that a person may reply to or forward.
    pub(crate) fn message_of(
        &self,
        person: i64,
        chat: i64,
        id: i64,
    ) -> Result<Arc<Message>, Impossible> {
        let message = self.chat_of(person, chat)?.messages.get(&id).cloned();
        message.ok_or_else(|| Impossible(format!("there is no message {id} in chat {chat}")))
    }

    pub(crate) fn say(
        &mut self,
        person: i64,
        chat: i64,
        text: &str,
        reply_to: Option<i64>,
    ) -> Result<Written, Impossible> {
        let Formatted { text, mut entities } = text::clean::clean(Formatted {
            text: text.to_owned(),
            entities: Vec::new(),
        });
        if text.is_empty() || text::utf16_len(&text) > 4_096 {
            return Impossible::because("a message has 1 to 4096 characters");
        }
        text::detect::add_recognised(&text, &mut entities);
        let reply_to = reply_to
            .map(|id| self.message_of(person, chat, id))
            .transpose()?;
        self.write(
            person,
            chat,
            Draft {
                body: Body::of_text(text, entities),
                reply_to,
                ..Draft::default()
            },
        )
    }

    /// Stores a person's message and tells the bot, where it may know.
    pub(crate) fn write(
        &mut self,
        person: i64,
        chat: i64,
        draft: Draft,
    ) -> Result<Written, Impossible> {
        let there = self.chat_of(person, chat)?;
        let author = self.author(person, there)?;
        let (now, id) = (self.clock.now(), chat);
        let chat = self.chats.get_mut(&id).expect("just found");
        if chat.kind() == ChatKind::Private {
            chat.contact = Contact::Open;
        }
        let message = chat.add(author, draft, now);
        self.notice(id, "message", message.message_id);
        let update_id = self.tell_bot_of(&message, "message", "channel_post");
        Ok(Written { message, update_id })
    }

    fn author(&self, person: i64, chat: &Chat) -> Result<Author, Impossible> {
        let user = self.people[&person].user.clone();
        let member = chat.member(person);
        match chat.kind() {
            ChatKind::Private if chat.contact == Contact::Blocked => {
                Impossible::because("the person has blocked the bot")
            }
            ChatKind::Private if chat.contact == Contact::Deactivated => {
                Impossible::because("the account is gone")
            }
            ChatKind::Channel if !member.status.is_admin() => {
                Impossible::because("only administrators post to a channel")
            }
            ChatKind::Channel => Ok(Author {
                sender_chat: Some(chat.info.clone()),
                ..Author::default()
            }),
            _ if chat.upgraded_to.is_some() => {
                Impossible::because("the group has become a supergroup")
            }
            _ if member.status.is_admin() && member.rights.is_anonymous => {
                let mut anonymous = (*self.bot).clone();
                anonymous.id = GROUP_ANONYMOUS_BOT;
                "Group".clone_into(&mut anonymous.first_name);
                anonymous.username = Some("GroupAnonymousBot".to_owned());
                let sender_chat = Some(chat.info.clone());
                Ok(Author {
                    from: Some(Arc::new(anonymous)),
                    sender_chat,
                })
            }
            _ => Ok(Author {
                from: Some(user),
                ..Author::default()
            }),
        }
    }

    /// `kind` or, in a channel, `channel_kind`; nothing where the bot is not let to see the message.
    pub(crate) fn tell_bot_of(
        &mut self,
        message: &Arc<Message>,
        kind: &str,
        channel_kind: &str,
    ) -> Option<u32> {
        let chat = self.chats.get(&message.chat.id)?;
        if !self.bot_is_in(chat) || !self.bot_sees(chat, message) {
            return None;
        }
        let kind = if chat.kind() == ChatKind::Channel {
            channel_kind
        } else {
            kind
        };
        self.tell_bot(kind, message, message.chat.id)
    }

    /// Privacy mode: in groups a bot gets what is meant for it, unless it is an administrator.
    fn bot_sees(&self, chat: &Chat, message: &Message) -> bool {
        if !chat.kind().is_group()
            || !self.options.privacy_mode
            || chat.member(self.bot.id).status.is_admin()
        {
            return true;
        }
        let own_name = format!("@{}", self.options.bot_username).to_lowercase();
        let meant = message.body.word_entities().iter().any(|entity| {
            let words = text::render::slice(message.words(), entity).to_lowercase();
            match entity.kind.as_str() {
                "bot_command" => !words.contains('@') || words.ends_with(&own_name),
                "mention" => words == own_name,
                _ => false,
            }
        });
        let reply = message
            .reply_to_message
            .as_ref()
            .is_some_and(|original| original.is_from(self.bot.id));
        meant || reply || message.body.is_service()
    }
}
