//! Who may do what in a chat, as Telegram knows it. Its answers are remembered for a short while, because a panel asks
//! again with every press.

use std::{
    collections::HashMap,
    sync::Mutex,
    time::{Duration, Instant},
};

use teloxide::{
    requests::Requester as _,
    types::{ChatId, ChatMember, ChatMemberKind, Recipient, UserId},
};

use super::{Telegram, TelegramError};

/// What somebody is in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Member {
    pub is_there: bool,
    pub is_admin: bool,
    pub may: May,
}

/// What somebody may send, as far as music goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum May {
    #[default]
    Nothing,
    /// Music, to a group.
    Send,
    /// Music, to a group or, where it is one, to the channel.
    Post,
}

/// A chat somebody named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedChat {
    pub id: i64,
    pub title: String,
    pub is_channel: bool,
}

/// How long an answer is believed.
const BELIEVED: Duration = Duration::from_secs(20);
/// How many answers are remembered at most.
const REMEMBERED: usize = 4096;

#[derive(Default)]
pub(super) struct Members(Mutex<HashMap<(i64, i64), (Instant, Member)>>);

impl Members {
    fn recall(&self, who: (i64, i64)) -> Option<Member> {
        let members = self.0.lock().expect("no panic under this lock");
        let (since, member) = members.get(&who)?;
        (since.elapsed() < BELIEVED).then_some(*member)
    }

    fn remember(&self, who: (i64, i64), member: Member) {
        let mut members = self.0.lock().expect("no panic under this lock");
        if members.len() >= REMEMBERED {
            members.retain(|_, (since, _)| since.elapsed() < BELIEVED);
        }
        members.insert(who, (Instant::now(), member));
    }

    fn forget(&self, chat: i64) {
        let mut members = self.0.lock().expect("no panic under this lock");
        members.retain(|(of, _), _| *of != chat);
    }
}

impl Telegram {
    /// What a person, or the bot, is in a chat. Somebody Telegram does not find there is nobody.
    pub async fn member(&self, chat: i64, person: i64) -> Result<Member, TelegramError> {
        if let Some(member) = self.members.recall((chat, person)) {
            return Ok(member);
        }
        let Ok(id) = u64::try_from(person) else {
            return Ok(Member::default());
        };
        let member = match self
            .quick()
            .get_chat_member(ChatId(chat), UserId(id))
            .await
            .map_err(TelegramError::from)
        {
            Ok(member) => read(&member),
            // No such chat, or we are not in it.
            Err(TelegramError::Refused(_)) => Member::default(),
            Err(error) => return Err(error),
        };
        self.members.remember((chat, person), member);
        Ok(member)
    }

    /// Something changed in a chat: what was known of it counts no more.
    pub fn forget_members(&self, chat: i64) {
        self.members.forget(chat);
    }

    /// A chat by its id or its public name (`@name`); `None` if there is none that we see.
    pub async fn find_chat(&self, id_or_name: &str) -> Result<Option<NamedChat>, TelegramError> {
        let whom = match id_or_name.parse() {
            Ok(id) => Recipient::Id(ChatId(id)),
            Err(_) => Recipient::ChannelUsername(id_or_name.to_owned()),
        };
        match self
            .quick()
            .get_chat(whom)
            .await
            .map_err(TelegramError::from)
        {
            Ok(chat) => Ok(Some(NamedChat {
                id: chat.id.0,
                title: chat.title().unwrap_or(id_or_name).to_owned(),
                is_channel: chat.is_channel(),
            })),
            Err(TelegramError::Refused(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn read(member: &ChatMember) -> Member {
    let is_kept_from_audios =
        matches!(&member.kind, ChatMemberKind::Restricted(limits) if !limits.can_send_audios);
    Member {
        is_there: member.is_present(),
        is_admin: member.is_privileged(),
        may: match member.is_present() && !is_kept_from_audios {
            true if member.can_post_messages() => May::Post,
            true => May::Send,
            false => May::Nothing,
        },
    }
}
