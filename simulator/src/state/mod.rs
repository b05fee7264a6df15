//! Everything the simulated Telegram remembers. Plain data behind one lock; the methods here keep it consistent.

pub(crate) mod attaching;
pub(crate) mod callbacks;
pub(crate) mod calls;
pub(crate) mod chat;
pub(crate) mod files;
pub(crate) mod limits;
pub(crate) mod menu;
pub(crate) mod posting;
pub(crate) mod profile;
pub(crate) mod updates;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use serde::Serialize;
use tokio::sync::{broadcast, watch};

use self::{
    callbacks::Callbacks,
    calls::CallLog,
    chat::{Chat, Contact},
    files::Files,
    limits::Limits,
    menu::Menus,
    profile::Profile,
    updates::Updates,
};
use crate::{
    clock::Clock,
    faults::Faults,
    load::Load,
    model::{ChatKind, ChatRef, Member, Status, User},
    options::{KITCHEN_RADIO, Options, PersonSpec},
    webhook::Webhook,
};

pub(crate) struct Person {
    pub(crate) user: Arc<User>,
    pub(crate) role: String,
}

/// Something people would see happen.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Event {
    /// 0 for what concerns all chats.
    pub chat: i64,
    pub kind: &'static str,
    pub message_id: i64,
    /// What the bot is doing, in an event of the kind `action`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<&'static str>,
}

impl Event {
    pub(crate) fn new(chat: i64, kind: &'static str, message_id: i64) -> Self {
        Self {
            chat,
            kind,
            message_id,
            action: None,
        }
    }
}

pub(crate) struct World {
    pub(crate) options: Options,
    pub(crate) clock: Clock,
    pub(crate) bot: Arc<User>,
    pub(crate) profile: Profile,
    pub(crate) people: BTreeMap<i64, Person>,
    pub(crate) chats: HashMap<i64, Chat>,
    pub(crate) files: Files,
    pub(crate) updates: Updates,
    pub(crate) callbacks: Callbacks,
    pub(crate) menus: Menus,
    pub(crate) limits: Limits,
    pub(crate) faults: Faults,
    pub(crate) calls: CallLog,
    pub(crate) load: Load,
    pub(crate) webhook: Option<Webhook>,
    pub(crate) albums: u64,
    pub(crate) events: broadcast::Sender<Event>,
    /// Counts every change, for those who wait for one.
    pub(crate) changed: watch::Sender<u64>,
    /// Counts changes that concern a poller or the webhook: new updates, another poller, a webhook set.
    pub(crate) feed: watch::Sender<u64>,
}

impl World {
    pub(crate) fn new(options: Options) -> Self {
        let id = options
            .token
            .split(':')
            .next()
            .and_then(|id| id.parse().ok())
            .unwrap_or(0);
        let bot = User {
            id,
            is_bot: true,
            first_name: options.bot_first_name.clone(),
            username: Some(options.bot_username.clone()),
            ..User::default()
        };
        let mut world = Self {
            clock: options.clock.clone(),
            profile: Profile::new(&options.bot_first_name),
            people: BTreeMap::new(),
            chats: HashMap::new(),
            files: Files::in_dir(options.local_dir.clone()),
            updates: Updates::default(),
            callbacks: Callbacks::default(),
            menus: Menus::default(),
            limits: Limits::new(options.limits),
            faults: Faults::default(),
            calls: CallLog::new(options.keep_calls),
            load: Load::default(),
            webhook: None,
            albums: 0,
            events: broadcast::Sender::new(1_024),
            changed: watch::Sender::new(0),
            feed: watch::Sender::new(0),
            bot: Arc::new(bot),
            options,
        };
        for person in world.options.people.clone() {
            world.add_person(&person);
        }
        if world.options.group {
            world.add_kitchen_radio();
        }
        world
    }

    pub(crate) fn add_person(&mut self, spec: &PersonSpec) {
        let user = spec.user();
        let info = ChatRef {
            id: user.id,
            kind: ChatKind::Private,
            title: None,
            username: user.username.clone(),
            first_name: Some(user.first_name.clone()),
            last_name: user.last_name.clone(),
        };
        self.chats.entry(user.id).or_insert_with(|| Chat::new(info));
        self.people.insert(
            user.id,
            Person {
                user: Arc::new(user),
                role: spec.role.clone(),
            },
        );
    }

    fn add_kitchen_radio(&mut self) {
        let mut chat = Chat::new(group_info(
            KITCHEN_RADIO,
            ChatKind::Supergroup,
            "Kitchen radio",
        ));
        for person in self.people.values() {
            let status = if person.role == "owner" {
                Status::Creator
            } else {
                Status::Member
            };
            chat.members.insert(person.user.id, Member::new(status));
        }
        chat.members
            .insert(self.bot.id, Member::new(Status::Member));
        self.chats.insert(KITCHEN_RADIO, chat);
    }

    /// A person or the bot, by id.
    pub(crate) fn user(&self, id: i64) -> Option<Arc<User>> {
        if id == self.bot.id {
            return Some(self.bot.clone());
        }
        self.people.get(&id).map(|person| person.user.clone())
    }

    /// Queues an update for the bot.
    pub(crate) fn tell_bot(
        &mut self,
        kind: &str,
        body: &impl Serialize,
        queue: i64,
    ) -> Option<u32> {
        let body = serde_json::to_string(body).expect("our own types are JSON");
        let id = self.updates.push(kind, &body, queue, self.clock.now_ms())?;
        self.feed.send_modify(|count| *count += 1);
        Some(id)
    }

    pub(crate) fn notice(&mut self, chat: i64, kind: &'static str, message_id: i64) {
        self.happened(Event::new(chat, kind, message_id));
    }

    pub(crate) fn happened(&mut self, event: Event) {
        // Nobody may be listening.
        let _ = self.events.send(event);
        self.changed.send_modify(|count| *count += 1);
    }

    /// Whether an update of `chat` reaches the bot at all.
    pub(crate) fn bot_is_in(&self, chat: &Chat) -> bool {
        match chat.kind() {
            ChatKind::Private => chat.contact == Contact::Open,
            _ => chat.has(self.bot.id),
        }
    }
}

pub(crate) fn group_info(id: i64, kind: ChatKind, title: &str) -> ChatRef {
    ChatRef {
        id,
        kind,
        title: Some(title.to_owned()),
        username: None,
        first_name: None,
        last_name: None,
    }
}
