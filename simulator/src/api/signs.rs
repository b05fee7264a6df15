//! Small signs: "is sending a voice message…", reactions, and answers to inline queries.

use serde::Deserialize;
use serde_json::Value;

use super::{Reply, callbacks::TOO_OLD, common, done, error::ApiError, params::Params};
use crate::state::{Event, World, callbacks::Answer};

const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

/// People see an action for five seconds, or until the next message.
const ACTION_MS: i64 = 5_000;

/// The reactions that every bot may give.
const REACTIONS: &str = "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡";

pub(crate) fn send_action(world: &mut World, params: &Params) -> Reply {
    let chat = common::writable_chat(world, params)?;
    let wanted = params.text("action")?.unwrap_or_default();
    // The old names for sounds still work.
    let wanted = match wanted {
        "record_audio" => "record_voice",
        "upload_audio" => "upload_voice",
        other => other,
    };
    let Some(action) = ACTIONS.into_iter().find(|action| *action == wanted) else {
        return Err(ApiError::bad("wrong parameter action in request"));
    };
    let until = world.clock.now_ms() + ACTION_MS;
    world.chats.get_mut(&chat).expect("just found").action = Some((action, until));
    world.happened(Event {
        action: Some(action),
        ..Event::new(chat, "action", 0)
    });
    done()
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum Reaction {
    Emoji {
        emoji: String,
    },
    CustomEmoji {
        #[serde(rename = "custom_emoji_id")]
        _id: String,
    },
}

pub(crate) fn set_reaction(world: &mut World, params: &Params) -> Reply {
    let chat = common::writable_chat(world, params)?;
    let id = params
        .int("message_id")?
        .ok_or_else(|| ApiError::bad("message identifier is not specified"))?;
    let reactions = params
        .json::<Vec<Reaction>>("reaction", "reaction types")?
        .unwrap_or_default();
    if reactions.len() > 1 {
        return Err(ApiError::bad("REACTIONS_TOO_MANY"));
    }
    let emoji = match reactions.into_iter().next() {
        None => None,
        Some(Reaction::Emoji { emoji }) => {
            let plain = emoji.trim_end_matches('\u{fe0f}');
            let known = plain.chars().count() == 1 && REACTIONS.contains(plain);
            Some(
                known
                    .then(|| plain.to_owned())
                    .ok_or_else(|| ApiError::bad("REACTION_INVALID"))?,
            )
        }
        Some(Reaction::CustomEmoji { .. }) => {
            return Err(ApiError::bad("REACTION_INVALID"));
        }
    };
    let there = world.chats.get_mut(&chat).expect("just found");
    if !there.messages.contains_key(&id) {
        return Err(ApiError::bad("message to react not found"));
    }
    match emoji {
        Some(emoji) => drop(there.reactions.insert(id, emoji)),
        None => drop(there.reactions.remove(&id)),
    }
    world.notice(chat, "edit", id);
    done()
}

pub(crate) fn answer_inline(world: &mut World, params: &Params) -> Reply {
    let id = params
        .text("inline_query_id")?
        .ok_or_else(|| ApiError::bad(TOO_OLD))?;
    let results = params
        .json::<Vec<Value>>("results", "inline query results")?
        .unwrap_or_default();
    if results.len() > 50 {
        return Err(ApiError::bad("RESULTS_TOO_MUCH"));
    }
    let mut seen = std::collections::HashSet::new();
    for result in &results {
        let id = result["id"].as_str().unwrap_or_default();
        if !(1..=64).contains(&id.len()) {
            return Err(ApiError::bad("RESULT_ID_INVALID"));
        }
        if !seen.insert(id) {
            return Err(ApiError::bad("RESULT_ID_DUPLICATE"));
        }
    }
    let answer = Answer {
        text: Some(Value::Array(results).to_string()),
        ..Answer::default()
    };
    let now = world.clock.now_ms();
    if world.callbacks.answer(id, answer, now) {
        done()
    } else {
        Err(ApiError::bad(TOO_OLD))
    }
}
