//! What a feature is, what it is given, and what it gives back.
//!
//! To add a feature: a file in `features/` with a type that implements [`Feature`], a line in `features::FEATURES`, and
//! its texts in `locales/`. The handler tree, `/help`, the command menu in every language, access and the hint for
//! unknown commands follow from that line.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;

use crate::{
    app::App,
    db::{DbError, Tx},
    domain::{Language, TelegramId, UserId},
    i18n::{Args, Locale},
    store::StoreError,
    view::{Button, View},
};

/// One thing a person can ask the bot for.
pub trait Feature: Send + Sync {
    /// The command without its slash; also the prefix of the feature's presses and texts.
    fn name(&self) -> &'static str;

    fn access(&self) -> Access {
        Access::Anyone
    }

    /// `/name args`.
    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a>;

    /// A press on a button of this feature. What no button of today says comes from an older version's message.
    fn press<'a>(&'a self, _ctx: &'a Ctx, _data: &'a str) -> Reply<'a> {
        Box::pin(async { Err(Failure::user("button-is-old")) })
    }

    /// The feature's button on the panel of `/settings`, which shows the present value.
    fn setting(&self, _ctx: &Ctx) -> Option<Button> {
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

/// Everything a feature knows about the one who asks.
pub struct Ctx {
    pub app: Arc<App>,
    pub asker: Asker,
    pub chat: Chat,
    pub locale: Locale,
    pub now: DateTime<Utc>,
    /// Which update this is; an effect is stored together with the note that it happened.
    pub(super) update_id: i64,
}

/// The person who wrote or pressed.
#[derive(Debug, Clone)]
pub struct Asker {
    pub telegram_id: TelegramId,
    /// The row of a person we keep something about.
    pub user: Option<UserId>,
    pub language: Language,
    pub is_owner: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chat {
    pub id: i64,
    pub is_private: bool,
}

impl Ctx {
    /// Opens the transaction in which this update takes effect. It is handed back inside the [`Answer`], and is
    /// committed together with the answer and the note that this update is done: all of it happens, once, or nothing.
    pub async fn effect(&self) -> Result<Effect, Failure> {
        Ok(Effect(self.app.db.begin().await?))
    }

    /// Opens a transaction to read in.
    pub async fn read(&self) -> Result<Tx, Failure> {
        Ok(self.app.db.read().await?)
    }

    /// Whether a feature is there for the one who asks.
    pub fn may_use(&self, feature: &dyn Feature) -> bool {
        match feature.access() {
            Access::Anyone => true,
            Access::Owner => self.asker.is_owner && self.chat.is_private,
        }
    }
}

/// The transaction of an update's effect. Only the worker can commit it; dropped, it never happened.
pub struct Effect(pub(super) Tx);

impl Effect {
    /// The row of the person who asks, made now if this is the first thing we keep about them.
    pub async fn user(&mut self, ctx: &Ctx) -> Result<UserId, Failure> {
        match ctx.asker.user {
            Some(user) => Ok(user),
            None => Ok(self
                .0
                .users()
                .ensure(ctx.asker.telegram_id, ctx.now)
                .await?),
        }
    }
}

impl Deref for Effect {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        &self.0
    }
}

impl DerefMut for Effect {
    fn deref_mut(&mut self) -> &mut Tx {
        &mut self.0
    }
}

/// What a feature answers: a message, a word on the pressed button, and the effect that comes with them.
#[derive(Default)]
pub struct Answer {
    pub(super) view: Option<View>,
    pub(super) toast: Option<String>,
    pub(super) effect: Option<Effect>,
    pub(super) sends_anew: bool,
    pub(super) is_complaint: bool,
}

impl Answer {
    /// Says nothing.
    pub fn silence() -> Self {
        Self::default()
    }

    /// A new message; after a press, the pressed message changes instead.
    pub fn view(view: View) -> Self {
        Self {
            view: Some(view),
            ..Self::default()
        }
    }

    /// A new message even after a press.
    pub fn new_message(view: View) -> Self {
        Self {
            view: Some(view),
            sends_anew: true,
            ..Self::default()
        }
    }

    /// Something that did not work: a new message; after a press a word over the chat, and the message stays as it is.
    pub(super) fn complaint(view: View) -> Self {
        Self {
            view: Some(view),
            is_complaint: true,
            ..Self::default()
        }
    }

    /// With a short word shown over the chat after a press.
    #[must_use]
    pub fn toast(mut self, toast: impl Into<String>) -> Self {
        self.toast = Some(toast.into());
        self
    }

    /// With an effect, which happens exactly if the answer is given.
    #[must_use]
    pub fn after(mut self, effect: Effect) -> Self {
        self.effect = Some(effect);
        self
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Failure {
    /// The person can do something about it; the text says what.
    User { key: &'static str, args: Args },
    /// We have to do something about it.
    Internal(Cause),
    /// The database is away for a moment: nothing happened, and it is worth another try.
    Away(Cause),
}

pub type Cause = Box<dyn std::error::Error + Send + Sync>;

impl Failure {
    pub fn user(key: &'static str) -> Self {
        Self::User {
            key,
            args: Vec::new(),
        }
    }

    pub fn user_with(key: &'static str, args: Args) -> Self {
        Self::User { key, args }
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        if error.is_passing() {
            Self::Away(error.into())
        } else {
            Self::Internal(error.into())
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let StoreError::Database(error) = error;
        error.into()
    }
}
