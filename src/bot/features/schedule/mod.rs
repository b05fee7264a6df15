//! `/schedule`: playlists, and stations, that play by themselves.
//!
//! `lists` shows a person's schedules, `making` makes one in a few presses or from one line, of `what` may play; `one` shows
//! a schedule and what can be done with it, `when`, `zone` and `place` change its parts, `words` puts times into words.
//! Running them is for `jobs::schedules`; what a run says is put into words by `says`.
//!
//! A press is a word and its numbers, `word:id:…`; to add one, a line in `press` below.

mod lists;
mod making;
mod one;
mod place;
mod says;
mod what;
mod when;
mod words;
mod zone;

use crate::{
    bot::feature::{Answer, Ctx, Failure, Feature, Incoming, Reply},
    domain::{ScheduleId, StationId},
    i18n::Locale,
    view::{Button, Press},
};
use making::For;
pub use says::say;
use what::What;

pub(super) struct Schedules;

impl Feature for Schedules {
    fn name(&self) -> &'static str {
        "schedule"
    }

    fn tables(&self) -> &'static [&'static str] {
        &[
            "users",
            "playlists",
            "playlist_tracks",
            "radio_streams",
            "radio_listeners",
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
                ["new", what] => {
                    making::typed(ctx, What::from_code(what)?, For::AnyTime, words).await
                }
                ["wake", what] => {
                    making::typed(ctx, What::from_code(what)?, For::Waking, words).await
                }
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
        ["new"] => making::choose_list(ctx, None, 0).await,
        ["new", page] => making::choose_list(ctx, None, number(page)?).await,
        ["stations"] => making::choose_station(ctx, None).await,
        ["stations", id] => making::choose_station(ctx, Some(id_of(id)?)).await,
        ["minutes", station] => making::choose_minutes(ctx, None, number(station)?.into()).await,
        ["minutes", id, station] => {
            making::choose_minutes(ctx, Some(id_of(id)?), number(station)?.into()).await
        }
        ["play", what] => {
            making::choose_time(ctx, What::from_code(what)?, For::AnyTime, true).await
        }
        ["at", what, time] => {
            making::choose_days(ctx, What::from_code(what)?, For::AnyTime, time).await
        }
        ["wake"] => making::choose_to_wake(ctx).await,
        ["wake", what] => making::choose_time(ctx, What::from_code(what)?, For::Waking, true).await,
        ["wake-below", what] => {
            making::choose_time(ctx, What::from_code(what)?, For::Waking, false).await
        }
        ["wake", what, time] => {
            making::choose_days(ctx, What::from_code(what)?, For::Waking, time).await
        }
        ["make", what, time, days] => making::make(ctx, What::from_code(what)?, time, days).await,
        ["show", id] => one::panel(ctx, id_of(id)?).await,
        ["pause", id] => one::pause(ctx, id_of(id)?).await,
        ["resume", id] => one::resume(ctx, id_of(id)?).await,
        ["now", id] => one::run_now(ctx, id_of(id)?).await,
        ["skip", id] => one::skip(ctx, id_of(id)?).await,
        ["delete", id] => one::ask_to_delete(ctx, id_of(id)?).await,
        ["delete-yes", id] => one::delete(ctx, id_of(id)?).await,
        ["edit", id] => one::edit(ctx, id_of(id)?).await,
        ["which", id, page] => one::choose_list(ctx, id_of(id)?, number(page)?).await,
        ["plays", id, what] => one::set_what(ctx, id_of(id)?, What::from_code(what)?).await,
        ["long", id] => one::choose_minutes(ctx, id_of(id)?).await,
        ["long", id, minutes] => one::set_minutes(ctx, id_of(id)?, number(minutes)?).await,
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

/// Below the card of a station: to be woken by it.
pub(in crate::bot) fn wake_button(locale: Locale, station: StationId) -> Button {
    let code = What::Station(station, what::USUAL).code();
    button(locale, "schedule-button-wake", format!("wake-below:{code}"))
}

fn button(locale: Locale, key: &str, data: impl Into<String>) -> Button {
    Button::new(locale.text(key, &[]), Press::new("schedule", data))
}

fn number(text: &str) -> Result<i64, Failure> {
    text.parse().map_err(|_| Failure::user("button-is-old"))
}

fn id_of(text: &str) -> Result<ScheduleId, Failure> {
    number(text).map(ScheduleId::from)
}
