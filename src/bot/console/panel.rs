//! A message in an owner's chat that changes in place, and the buttons under it.

use std::sync::{Arc, Mutex, PoisonError};

use super::words::owner_name;
use crate::{
    app::App,
    bot::feature::Ctx,
    i18n::Locale,
    migrate::{
        journal::{Actor, From},
        target::{Direction, Position},
    },
    outbox::{Act, Envelope, Lane, Outcome},
    t,
    view::{Button, Press, View},
};

#[derive(Clone)]
pub struct Panel {
    pub(super) app: Arc<App>,
    /// Who looks at it; a private chat has the number of the person.
    pub(super) owner: i64,
    pub(super) locale: Locale,
    /// Nothing before it is sent.
    message: Arc<Mutex<Option<i32>>>,
}

impl Panel {
    pub(in crate::bot) fn new(ctx: &Ctx, message: Option<i32>) -> Self {
        Self::of(&ctx.app, ctx.asker.telegram_id.get(), ctx.locale, message)
    }

    /// What a panel is made of once there is a message.
    pub(in crate::bot) fn parts(ctx: &Ctx) -> (Arc<App>, i64, Locale) {
        (
            Arc::clone(&ctx.app),
            ctx.asker.telegram_id.get(),
            ctx.locale,
        )
    }

    pub(in crate::bot) fn of(
        app: &Arc<App>,
        owner: i64,
        locale: Locale,
        message: Option<i32>,
    ) -> Self {
        Self {
            app: Arc::clone(app),
            owner,
            locale,
            message: Arc::new(Mutex::new(message)),
        }
    }

    pub(super) fn message(&self) -> Option<i32> {
        *self.message.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows something in its place.
    pub(in crate::bot) async fn show(&self, view: View) {
        let act = match self.message() {
            Some(message) => Act::Edit { message, view },
            None => Act::Send {
                view,
                reply_to: None,
            },
        };
        let chat = self.owner;
        let envelope = Envelope { chat, act };
        let delivered = self.app.outbox.deliver(&envelope, Lane::Waiting).await;
        match delivered.outcome {
            Outcome::Sent { messages } => {
                if let Some(first) = messages.first() {
                    *self.message.lock().unwrap_or_else(PoisonError::into_inner) = Some(first.id);
                }
            }
            outcome => tracing::debug!(?outcome, "an owner does not see a panel"),
        }
    }

    /// Who presses here, for the journal.
    pub(in crate::bot) fn actor(&self) -> Actor {
        Actor {
            who: owner_name(self.owner),
            ..Actor::of_this_process(From::Chat)
        }
    }
}

/// The buttons of the console, by what they do.
pub(in crate::bot) mod button {
    use super::{Button, Direction, Locale, Position, Press, t};

    pub(in crate::bot) fn status(locale: Locale) -> Button {
        Button::new(
            t!(locale, "migrate-button-status"),
            Press::new("migrate_status", "open"),
        )
    }

    pub(in crate::bot) fn refresh(locale: Locale) -> Button {
        Button::new(
            t!(locale, "migrate-button-refresh"),
            Press::new("migrate_status", "open"),
        )
    }

    pub(in crate::bot) fn plan(locale: Locale) -> Button {
        Button::new(
            t!(locale, "migrate-button-plan"),
            Press::new("migrate_plan", "go:head"),
        )
    }

    pub(in crate::bot) fn up(locale: Locale) -> Button {
        Button::new(
            t!(locale, "migrate-button-up"),
            Press::new("migrate_up", "go:head"),
        )
    }

    pub(in crate::bot) fn down(locale: Locale) -> Button {
        Button::new(
            t!(locale, "migrate-button-down"),
            Press::new("migrate_down", "go:-1"),
        )
    }

    pub(in crate::bot) fn history(locale: Locale) -> Button {
        Button::new(
            t!(locale, "migrate-button-history"),
            Press::new("migrate_history", "open"),
        )
    }

    pub(in crate::bot) fn log(locale: Locale) -> Button {
        Button::new(
            t!(locale, "migrate-button-log"),
            Press::new("migrate_log", "open"),
        )
    }

    pub(in crate::bot) fn verify(locale: Locale) -> Button {
        Button::new(
            t!(locale, "migrate-button-verify"),
            Press::new("migrate_verify", "go"),
        )
    }

    pub(in crate::bot) fn backup(locale: Locale) -> Button {
        Button::new(
            t!(locale, "migrate-button-backup"),
            Press::new("migrate_backup", "go"),
        )
    }

    pub(in crate::bot) fn backups(locale: Locale) -> Button {
        Button::new(
            t!(locale, "migrate-button-backups"),
            Press::new("migrate_backups", "open"),
        )
    }

    pub(in crate::bot) fn stop(locale: Locale, run: &str) -> Button {
        let press = Press::new("migrate_status", format!("stop:{run}"));
        Button::new(t!(locale, "migrate-button-cancel"), press)
    }

    /// Looks at a plan to a place; what is shown then has its own buttons.
    pub(in crate::bot) fn go(label: String, direction: Direction, to: Position) -> Button {
        let to = super::super::words::position(to);
        Button::new(label, Press::new(command(direction), format!("go:{to}")))
    }

    /// The command that goes this way.
    pub(in crate::bot) fn command(direction: Direction) -> &'static str {
        match direction {
            Direction::Up => "migrate_up",
            Direction::Down => "migrate_down",
        }
    }
}
