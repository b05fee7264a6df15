//! What people see.

use std::{sync::Arc, time::Duration};

use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answered, Asked, Failure, answer};
use crate::{
    model::{ChatKind, Message},
    people::Impossible,
    shared::Shared,
    state::{
        World,
        chat::{Chat, Contact},
        menu::Viewer,
        profile::in_language,
    },
    text::render::to_html,
    transcript::content,
};

type Sim = State<Arc<Shared>>;

pub(super) async fn people(State(sim): Sim) -> Answered {
    let world = sim.world();
    let shown = world.people.values().map(|person| {
        let mut shown = serde_json::to_value(&*person.user).expect("a user is JSON");
        shown["role"] = json!(person.role);
        shown["blocked"] = json!(world.chats[&person.user.id].contact == Contact::Blocked);
        shown
    });
    answer(&shown.collect::<Vec<_>>())
}

#[derive(Deserialize)]
pub(super) struct As {
    #[serde(rename = "as")]
    person: i64,
}

/// The chat with the bot first, then the others by their last message.
pub(super) async fn chats(State(sim): Sim, Asked(asked): Asked<As>) -> Answered {
    let world = sim.world();
    let mut seen: Vec<&Chat> = world
        .chats
        .values()
        .filter(|chat| chat.has(asked.person))
        .collect();
    let last_date = |chat: &Chat| {
        chat.seen_by(asked.person, 0)
            .next_back()
            .map_or(0, |message| message.date)
    };
    seen.sort_by_key(|chat| {
        (
            chat.kind() != ChatKind::Private,
            -last_date(chat),
            chat.id(),
        )
    });
    let shown = seen.iter().map(|chat| {
        let last = chat.seen_by(asked.person, 0).next_back();
        let title = chat.info.title.clone().unwrap_or_else(|| world.bot.first_name.clone());
        json!({
            "id": chat.id(),
            "type": chat.kind(),
            "title": title,
            "last": last.map(|message| json!({ "text": content(&message.body), "date": message.date })),
        })
    });
    answer(&shown.collect::<Vec<_>>())
}

#[derive(Deserialize)]
pub(super) struct Chats {
    #[serde(rename = "as")]
    person: i64,
    chat: i64,
    #[serde(default)]
    after: i64,
    /// Waits so long for a message of somebody else after `after`.
    #[serde(default)]
    wait_ms: u64,
}

pub(super) async fn messages(State(sim): Sim, Asked(asked): Asked<Chats>) -> Answered {
    let Chats {
        person,
        chat,
        after,
        wait_ms,
    } = asked;
    let deadline = tokio::time::Instant::now() + Duration::from_millis(wait_ms);
    let mut changed = sim.world().changed.subscribe();
    loop {
        {
            let world = sim.world();
            let seen = world.chat_of(person, chat)?.seen_by(person, after);
            let shown: Vec<Value> = seen.map(|message| shown(&world, message, person)).collect();
            let others = shown.iter().any(|message| message["out"] == false);
            if others || tokio::time::Instant::now() >= deadline {
                return answer(&shown);
            }
        }
        // Late or not: look once more.
        let _ = tokio::time::timeout_at(deadline, changed.changed()).await;
    }
}

fn shown(world: &World, message: &Message, person: i64) -> Value {
    let mut shown = serde_json::to_value(message).expect("a message is JSON");
    shown["out"] = json!(message.is_from(person));
    shown["edited"] = json!(message.edit_date.is_some());
    shown["html"] = json!(to_html(message.words(), message.body.word_entities()));
    let reaction = world
        .chats
        .get(&message.chat.id)
        .and_then(|chat| chat.reactions.get(&message.message_id));
    if let Some(emoji) = reaction {
        shown["reaction"] = json!(emoji);
    }
    shown
}

pub(super) async fn transcript(
    State(sim): Sim,
    Asked(asked): Asked<Chats>,
) -> Result<String, Failure> {
    let world = sim.world();
    world.chat_of(asked.person, asked.chat)?;
    Ok(world.transcript(asked.person, asked.chat))
}

pub(super) async fn commands(State(sim): Sim, Asked(asked): Asked<Chats>) -> Answered {
    let world = sim.world();
    answer(&world.menu_seen_by(asked.person, asked.chat)?)
}

impl World {
    /// The command menu as `person` sees it in `chat`.
    pub(crate) fn menu_seen_by(
        &self,
        person: i64,
        chat: i64,
    ) -> Result<Vec<crate::Command>, Impossible> {
        let there = self.chat_of(person, chat)?;
        let language = self.people[&person]
            .user
            .language_code
            .as_deref()
            .unwrap_or_default();
        let private = there.kind() == ChatKind::Private;
        let admin = there.member(person).status.is_admin();
        Ok(self
            .menus
            .seen_by(Viewer {
                person,
                chat,
                private,
                admin,
                language,
            })
            .to_vec())
    }
}

#[derive(Deserialize)]
pub(super) struct MaybeAs {
    #[serde(rename = "as")]
    person: Option<i64>,
}

/// The bot's profile, in the language of `as` if there is one.
pub(super) async fn bot(State(sim): Sim, Asked(asked): Asked<MaybeAs>) -> Answered {
    let world = sim.world();
    let person = asked.person.and_then(|person| world.people.get(&person));
    let language = person
        .and_then(|person| person.user.language_code.clone())
        .unwrap_or_default();
    answer(&json!({
        "id": world.bot.id,
        "username": world.bot.username,
        "first_name": in_language(&world.profile.names, &language),
        "description": in_language(&world.profile.descriptions, &language),
        "short_description": in_language(&world.profile.short_descriptions, &language),
        "menu": world.profile.menu_button(asked.person.unwrap_or(0)),
    }))
}
