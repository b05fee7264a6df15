//! The bot's names, descriptions and menu buttons.

use serde_json::{Value, json};

use super::{Reply, commands::language, common, done, error::ApiError, params::Params, reply};
use crate::state::{
    World,
    profile::{ByLanguage, Profile},
};

/// One of the three texts: where it is kept, its field, and how long it may be.
struct Text {
    kept: fn(&mut Profile) -> &mut ByLanguage,
    field: &'static str,
    max: usize,
    too_long: &'static str,
}

const NAME: Text = Text {
    kept: |profile| &mut profile.names,
    field: "name",
    max: 64,
    too_long: "BOT_TITLE_TOO_LONG",
};
const DESCRIPTION: Text = Text {
    kept: |profile| &mut profile.descriptions,
    field: "description",
    max: 512,
    too_long: "BOT_DESCRIPTION_TOO_LONG",
};
const SHORT: Text = Text {
    kept: |profile| &mut profile.short_descriptions,
    field: "short_description",
    max: 120,
    too_long: "BOT_SHORT_DESCRIPTION_TOO_LONG",
};

fn set(world: &mut World, params: &Params, text: &Text) -> Reply {
    let language = language(params)?;
    let value = params.text(text.field)?.unwrap_or_default().trim();
    if value.chars().count() > text.max {
        return Err(ApiError::bad(text.too_long));
    }
    let kept = (text.kept)(&mut world.profile);
    if value.is_empty() {
        kept.remove(&language);
    } else {
        kept.insert(language, value.to_owned());
    }
    world.notice(0, "commands", 0);
    done()
}

fn get(world: &mut World, params: &Params, text: &Text) -> Reply {
    let language = language(params)?;
    let value = (text.kept)(&mut world.profile)
        .get(&language)
        .cloned()
        .unwrap_or_default();
    reply(&json!({ text.field: value }))
}

pub(crate) fn set_name(world: &mut World, params: &Params) -> Reply {
    set(world, params, &NAME)
}

pub(crate) fn get_name(world: &mut World, params: &Params) -> Reply {
    get(world, params, &NAME)
}

pub(crate) fn set_description(world: &mut World, params: &Params) -> Reply {
    set(world, params, &DESCRIPTION)
}

pub(crate) fn get_description(world: &mut World, params: &Params) -> Reply {
    get(world, params, &DESCRIPTION)
}

pub(crate) fn set_short(world: &mut World, params: &Params) -> Reply {
    set(world, params, &SHORT)
}

pub(crate) fn get_short(world: &mut World, params: &Params) -> Reply {
    get(world, params, &SHORT)
}

pub(crate) fn set_menu_button(world: &mut World, params: &Params) -> Reply {
    let chat = menu_chat(world, params)?;
    let button = params
        .json::<Value>("menu_button", "menu button")?
        .unwrap_or_else(|| json!({ "type": "default" }));
    match button["type"].as_str() {
        Some("default") => drop(world.profile.menu_buttons.remove(&chat)),
        Some("commands") => drop(world.profile.menu_buttons.insert(chat, button)),
        Some("web_app")
            if button["web_app"]["url"]
                .as_str()
                .is_some_and(|url| url.starts_with("https://")) =>
        {
            world.profile.menu_buttons.insert(chat, button);
        }
        _ => return Err(ApiError::bad("can't parse menu button")),
    }
    world.notice(chat, "commands", 0);
    done()
}

pub(crate) fn get_menu_button(world: &mut World, params: &Params) -> Reply {
    let chat = menu_chat(world, params)?;
    reply(&world.profile.menu_button(chat))
}

/// A private chat, or 0 for all of them.
fn menu_chat(world: &World, params: &Params) -> Result<i64, ApiError> {
    if !params.has("chat_id") {
        return Ok(0);
    }
    let chat = common::chat_id(world, params, "chat_id")?;
    if world.chats[&chat].kind() == crate::model::ChatKind::Private {
        Ok(chat)
    } else {
        Err(ApiError::bad("chat not found"))
    }
}
