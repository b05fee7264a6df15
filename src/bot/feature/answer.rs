//! What a feature gives back: an answer with its effect, or why there is none.

use super::Effect;
use crate::{db::DbError, i18n::Args, store::StoreError, view::View};

/// What a feature answers: a message, a word on the pressed button, and the effect that comes with them.
#[derive(Default)]
pub struct Answer {
    pub(in crate::bot) view: Option<View>,
    pub(in crate::bot) toast: Option<String>,
    pub(in crate::bot) effect: Option<Effect>,
    pub(in crate::bot) sends_anew: bool,
    pub(in crate::bot) is_complaint: bool,
    pub(in crate::bot) replies_to: Option<i32>,
    pub(in crate::bot) then: Option<Then>,
}

/// What is done with a message once it is sent: it is given its number.
pub(in crate::bot) type Then = Box<dyn FnOnce(i32) + Send + Sync>;

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
    pub(in crate::bot) fn complaint(view: View) -> Self {
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

    /// As an answer to a message: a panel below a track, which the panel's buttons find again by that.
    #[must_use]
    pub fn replying_to(mut self, message: Option<i32>) -> Self {
        self.replies_to = message;
        self
    }

    /// With another message.
    #[must_use]
    pub fn instead(mut self, view: View) -> Self {
        self.view = Some(view);
        self
    }

    /// Goes on with the message once it is sent. A kill before that leaves the message as it is.
    #[must_use]
    pub(in crate::bot) fn once_sent(
        mut self,
        then: impl FnOnce(i32) + Send + Sync + 'static,
    ) -> Self {
        self.then = Some(Box::new(then));
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
    /// A table or a column is away: a migration takes it back, or waits to make it.
    Missing(Cause),
}

pub type Cause = Box<dyn std::error::Error + Send + Sync>;

impl Failure {
    pub fn user(key: &'static str) -> Self {
        Self::User {
            key,
            args: Vec::new(),
        }
    }

    /// A word for it, for the metrics.
    pub(in crate::bot) fn name(&self) -> &'static str {
        match self {
            Self::User { .. } => "user",
            Self::Internal(_) => "internal",
            Self::Away(_) => "away",
            Self::Missing(_) => "missing",
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
        } else if error.is_missing_part() {
            Self::Missing(error.into())
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
