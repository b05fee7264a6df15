//! The command menus.

use serde::Deserialize;
use serde_json::Value;

use super::{Reply, common, done, error::ApiError, params::Params, reply};
use crate::state::{
    World,
    menu::{Command, Scope},
};

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum ScopeParam {
    Default,
    AllPrivateChats,
    AllGroupChats,
    AllChatAdministrators,
    Chat { chat_id: Value },
    ChatAdministrators { chat_id: Value },
    ChatMember { chat_id: Value, user_id: i64 },
}

pub(crate) fn set(world: &mut World, params: &Params) -> Reply {
    let (scope, language) = scope_and_language(world, params)?;
    let commands = params.json::<Vec<Command>>("commands", "commands")?;
    let commands =
        commands.ok_or_else(|| ApiError::bad("can't parse commands: an Array is expected"))?;
    if commands.len() > 100 {
        return Err(ApiError::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    let commands: Result<Vec<_>, _> = commands.iter().map(checked).collect();
    world.menus.set(scope, language, commands?);
    world.notice(0, "commands", 0);
    done()
}

pub(crate) fn get(world: &mut World, params: &Params) -> Reply {
    let (scope, language) = scope_and_language(world, params)?;
    reply(&world.menus.get(scope, &language))
}

pub(crate) fn delete(world: &mut World, params: &Params) -> Reply {
    let (scope, language) = scope_and_language(world, params)?;
    world.menus.set(scope, language, Vec::new());
    world.notice(0, "commands", 0);
    done()
}

fn checked(command: &Command) -> Result<Command, ApiError> {
    let name = command
        .command
        .strip_prefix('/')
        .unwrap_or(&command.command);
    let plain = name
        .bytes()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_');
    if !plain || !(1..=32).contains(&name.len()) {
        return Err(ApiError::bad("BOT_COMMAND_INVALID"));
    }
    if !(1..=256).contains(&command.description.trim().chars().count()) {
        return Err(ApiError::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
    }
    Ok(Command {
        command: name.to_owned(),
        description: command.description.trim().to_owned(),
    })
}

/// A two-letter code of a language, or "" for all others.
pub(crate) fn language(params: &Params) -> Result<String, ApiError> {
    let code = params.text("language_code")?.unwrap_or_default();
    if !(code.is_empty() || (code.len() == 2 && code.bytes().all(|c| c.is_ascii_lowercase()))) {
        return Err(ApiError::bad("invalid language code specified"));
    }
    Ok(code.to_owned())
}

fn scope_and_language(world: &World, params: &Params) -> Result<(Scope, String), ApiError> {
    let chat = |id: Value| {
        let params = Params {
            fields: [("chat_id".to_owned(), id)].into(),
            ..Params::default()
        };
        common::chat_id(world, &params, "chat_id")
    };
    let scope = match params
        .json("scope", "BotCommandScope")?
        .unwrap_or(ScopeParam::Default)
    {
        ScopeParam::Default => Scope::Default,
        ScopeParam::AllPrivateChats => Scope::AllPrivateChats,
        ScopeParam::AllGroupChats => Scope::AllGroupChats,
        ScopeParam::AllChatAdministrators => Scope::AllChatAdministrators,
        ScopeParam::Chat { chat_id } => Scope::Chat(chat(chat_id)?),
        ScopeParam::ChatAdministrators { chat_id } => Scope::ChatAdministrators(chat(chat_id)?),
        ScopeParam::ChatMember { chat_id, user_id } => Scope::ChatMember(chat(chat_id)?, user_id),
    };
    Ok((scope, language(params)?))
}
