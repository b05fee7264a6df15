//! `/schedule`: playlists that play by themselves.
//!
//! `lists` shows a person's schedules, `making` makes one in a few presses or from one line, `one` shows a schedule and
//! what can be done with it, `when`, `zone` and `place` change its parts, `words` puts times into words. Running them is
//! for `jobs::schedules`; what a run says is put into words by `says`.
//!
//! A press is a word and its numbers, `word:id:…`; to add one, a line in `press` below.

mod lists;
mod making;
mod one;
mod place;
mod says;
mod when;
mod words;
mod zone;

use crate::{
    bot::feature::{Answer, Ctx, Failure, Feature, Incoming, Reply},
    domain::{PlaylistId, ScheduleId},
    i18n::Locale,
    view::{Button, Press},
};
pub use says::say;

pub(super) struct Schedules;

impl Feature for Schedules {
    fn name(&self) -> &'static str {
        "schedule"
    }

    fn tables(&self) -> &'static [&'static str] {
        &[
            "users",
            "playlists",
            "scheduled_playlists",
            "schedule_runs",
            "chats",
        ]
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            match args {
                "" => lists::panel(ctx, 0).await,
                line => making::from_line(ctx, line).await,
            }
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move { press(ctx, data).await })
    }

    fn prompted<'a>(&'a self, ctx: &'a Ctx, asked: &'a str, message: &'a Incoming) -> Reply<'a> {
        Box::pin(async move {
            let words = message.text.as_deref().unwrap_or_default().trim();
            match asked.split(':').collect::<Vec<_>>()[..] {
                ["new", list] => making::typed(ctx, list_id(list)?, words).await,
                ["when", id] => when::typed(ctx, id_of(id)?, words).await,
                ["zone", id] => zone::typed(ctx, id_of(id)?, words).await,
                ["place", id] => place::typed(ctx, id_of(id)?, words).await,
                _ => Err(Failure::user("not-understood")),
            }
        })
    }
}

async fn press(ctx: &Ctx, data: &str) -> Result<Answer, Failure> {
    match data.split(':').collect::<Vec<_>>()[..] {
        ["open"] => lists::panel(ctx, 0).await,
        ["list", page] => lists::panel(ctx, number(page)?).await,
        ["new"] => making::choose_list(ctx, 0).await,
        ["new", page] => making::choose_list(ctx, number(page)?).await,
        ["play", list] => making::choose_time(ctx, list_id(list)?).await,
        ["at", list, time] => making::choose_days(ctx, list_id(list)?, time).await,
        ["make", list, time, days] => making::make(ctx, list_id(list)?, time, days).await,
        ["show", id] => one::panel(ctx, id_of(id)?).await,
        ["pause", id] => one::pause(ctx, id_of(id)?).await,
        ["resume", id] => one::resume(ctx, id_of(id)?).await,
        ["now", id] => one::run_now(ctx, id_of(id)?).await,
        ["skip", id] => one::skip(ctx, id_of(id)?).await,
        ["delete", id] => one::ask_to_delete(ctx, id_of(id)?).await,
        ["delete-yes", id] => one::delete(ctx, id_of(id)?).await,
        ["edit", id] => one::edit(ctx, id_of(id)?).await,
        ["which", id, page] => one::choose_list(ctx, id_of(id)?, number(page)?).await,
        ["plays", id, list] => one::set_list(ctx, id_of(id)?, list_id(list)?).await,
        ["when", id] => when::ask(ctx, id_of(id)?).await,
        ["days", id] => when::choose_days(ctx, id_of(id)?).await,
        ["days", id, days] => when::set_days(ctx, id_of(id)?, days).await,
        ["zone", id] => zone::panel(ctx, id_of(id)?).await,
        ["region", id, region] => zone::region(ctx, id_of(id)?, region).await,
        ["in", id, zone] => zone::set(ctx, id_of(id)?, zone).await,
        ["place", id] => place::panel(ctx, id_of(id)?).await,
        ["to", id, chat] => place::set(ctx, id_of(id)?, chat).await,
        _ => Err(Failure::user("button-is-old")),
    }
}

fn button(locale: Locale, key: &str, data: impl Into<String>) -> Button {
    Button::new(locale.text(key, &[]), Press::new("schedule", data))
}

fn number(text: &str) -> Result<i64, Failure> {
    text.parse().map_err(|_| Failure::user("button-is-old"))
}

fn list_id(text: &str) -> Result<PlaylistId, Failure> {
    number(text).map(PlaylistId::from)
}

fn id_of(text: &str) -> Result<ScheduleId, Failure> {
    number(text).map(ScheduleId::from)
}
