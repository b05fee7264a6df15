//! The Bot API: `/bot{token}/{method}`.
//!
//! To add a method: a function in the file of its family, and a line in `methods.rs` with all the fields that the
//! Bot API gives it (also those without effect here, because others are refused).

pub(crate) mod body;
pub(crate) mod callbacks;
pub(crate) mod chats;
pub(crate) mod commands;
pub(crate) mod common;
pub(crate) mod copying;
pub(crate) mod editing;
pub(crate) mod error;
pub(crate) mod files;
pub(crate) mod input;
pub(crate) mod markup;
pub(crate) mod media;
pub(crate) mod methods;
pub(crate) mod params;
pub(crate) mod polling;
pub(crate) mod profile;
pub(crate) mod removing;
pub(crate) mod sending;
pub(crate) mod signs;
pub(crate) mod webhook;

use serde::Serialize;

use self::{
    error::ApiError,
    methods::{Method, Run},
    params::Params,
};
use crate::{
    shared::Shared,
    state::{World, calls::Outcome},
};

/// The JSON text of a `result`.
pub(crate) type Reply = Result<String, ApiError>;

#[expect(clippy::unnecessary_wraps, reason = "every method ends with a `Reply`")]
pub(crate) fn reply(value: &impl Serialize) -> Reply {
    Ok(serde_json::to_string(value).expect("our own types are JSON"))
}

#[expect(clippy::unnecessary_wraps, reason = "every method ends with a `Reply`")]
pub(crate) fn done() -> Reply {
    Ok("true".to_owned())
}

/// Checks what holds for every method and writes the call down; the log's number comes back for `finish`.
pub(crate) fn begin(
    world: &mut World,
    method: &Method,
    params: &Params,
) -> (u64, Result<(), ApiError>) {
    let call = world
        .calls
        .start(method.name, || params.to_json(), world.clock.now_ms());
    let unknown = params
        .unknown(method.fields)
        .filter(|_| world.options.strict);
    let checked = match unknown {
        Some(name) => Err(ApiError::bad(format_args!(
            "strict mode: {} has no field \"{name}\"",
            method.name
        ))),
        None => Ok(()),
    };
    (call, checked)
}

pub(crate) async fn run(shared: &Shared, method: &Method, mut params: Params) -> Reply {
    input::fetch(shared, &mut params).await?;
    let params = &params;
    match method.run {
        Run::Now(run) => run(&mut shared.world(), params),
        Run::Poll => polling::get_updates(shared, params).await,
    }
}

pub(crate) fn finish(world: &mut World, call: u64, reply: &Reply) {
    let outcome = match reply {
        Ok(_) => Outcome {
            code: 200,
            description: None,
        },
        Err(refusal) => Outcome {
            code: refusal.code,
            description: Some(refusal.description.clone()),
        },
    };
    world.calls.finish(call, outcome);
}
