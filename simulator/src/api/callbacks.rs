//! Answers to presses.

use super::{Reply, done, error::ApiError, params::Params};
use crate::{
    state::{World, callbacks::Answer},
    text::utf16_len,
};

pub(super) const TOO_OLD: &str =
    "query is too old and response timeout expired or query ID is invalid";

pub(crate) fn answer(world: &mut World, params: &Params) -> Reply {
    let id = params
        .text("callback_query_id")?
        .ok_or_else(|| ApiError::bad(TOO_OLD))?
        .to_owned();
    let answer = Answer {
        text: params
            .text("text")?
            .filter(|text| !text.is_empty())
            .map(str::to_owned),
        show_alert: params.flag("show_alert")?,
        url: params
            .text("url")?
            .filter(|url| !url.is_empty())
            .map(str::to_owned),
    };
    params.int("cache_time")?;
    if answer
        .text
        .as_ref()
        .is_some_and(|text| utf16_len(text) > 200)
    {
        return Err(ApiError::bad("MESSAGE_TOO_LONG"));
    }
    // Only links that open a game or start the bot are let through.
    let own = format!("t.me/{}?start=", world.options.bot_username);
    if answer.url.as_ref().is_some_and(|url| !url.contains(&own)) {
        return Err(ApiError::bad("URL_INVALID"));
    }
    let now = world.clock.now_ms();
    if !world.callbacks.answer(&id, answer, now) {
        return Err(ApiError::bad(TOO_OLD));
    }
    world.changed.send_modify(|count| *count += 1);
    done()
}
