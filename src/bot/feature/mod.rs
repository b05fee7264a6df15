//! What a feature is. What it is given is in `ctx`, what it gives back in `answer`.
//!
//! To add a feature: a file in `features/` with a type that implements [`Feature`], a line in `features::FEATURES`, and
//! its texts in `locales/`. The handler tree, `/help`, the command menu in every language, access and the hint for
//! unknown commands follow from that line.

mod answer;
mod ctx;

use futures::future::BoxFuture;
use serde_json::Value;

pub use super::incoming::Incoming;
use crate::{
    domain::{JobId, Listening},
    i18n::Locale,
    view::{Button, View},
};
pub(in crate::bot) use answer::Then;
pub use answer::{Answer, Failure};
pub use ctx::{Asker, Chat, Ctx, Effect};

/// One thing a person can ask the bot for.
pub trait Feature: Send + Sync {
    /// The command without its slash; also the prefix of the feature's presses and texts.
    fn name(&self) -> &'static str;

    fn access(&self) -> Access {
        Access::Anyone
    }

    /// The tables it cannot do without. While one is away it is not offered, and says so where it is asked for; it comes
    /// back with the table.
    fn tables(&self) -> &'static [&'static str] {
        &[]
    }

    /// `/name args`. The message itself is `ctx.message`.
    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a>;

    /// A press on a button of this feature. What no button of today says comes from an older version's message.
    fn press<'a>(&'a self, _ctx: &'a Ctx, _data: &'a str) -> Reply<'a> {
        Box::pin(async { Err(Failure::user("button-is-old")) })
    }

    /// A message that is no command, such as a song. The first feature that takes it answers it.
    fn message<'a>(&'a self, _ctx: &'a Ctx, _message: &'a Incoming) -> Option<Reply<'a>> {
        None
    }

    /// What a person sends after [`Effect::ask`]; `asked` is what the feature wanted to remember. An answer ends the
    /// question, a failure leaves it open for another try.
    fn prompted<'a>(&'a self, _ctx: &'a Ctx, _asked: &'a str, _message: &'a Incoming) -> Reply<'a> {
        Box::pin(async { Err(Failure::user("not-understood")) })
    }

    /// A link `t.me/bot?start=payload`, which somebody followed. The first feature that knows its payload answers it.
    fn link<'a>(&'a self, _ctx: &'a Ctx, _payload: &'a str) -> Option<Reply<'a>> {
        None
    }

    /// The messages that a job of this feature came to; `outcome` is what the job's kind returned. Nothing: the outcome is
    /// none this version knows.
    fn deliver(&self, _outcome: &Value, _job: JobId, _locale: Locale) -> Option<Vec<View>> {
        None
    }

    /// The feature's button on the panel of `/settings`, which shows the present value. `listening` is the asker's.
    fn setting(&self, _ctx: &Ctx, _listening: &Listening) -> Option<Button> {
        None
    }

    /// What the feature has to say on `/stats`, for the owner.
    fn stats<'a>(&'a self, _ctx: &'a Ctx) -> Option<BoxFuture<'a, Result<String, Failure>>> {
        None
    }
}

pub type Reply<'a> = BoxFuture<'a, Result<Answer, Failure>>;

/// Whom a feature is for. To everybody else it does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Anyone,
    /// The configured owners, in a private chat.
    Owner,
}
