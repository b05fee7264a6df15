//! What a run says: the tracks of its playlist, or a word to whoever made it.

use super::{button, words};
use crate::{
    bot::features::{
        playlist::{title, track_views},
        radio,
    },
    domain::Listening,
    i18n::Locale,
    jobs::schedules::Said,
    store::Schedule,
    t,
    view::View,
};

pub fn say(said: &Said<'_>, locale: Locale) -> Vec<View> {
    match said {
        Said::Plays {
            schedule,
            tracks,
            listening,
            goes_on,
        } => {
            let caption = caption(locale, schedule, *listening, *goes_on);
            track_views(locale, &caption, tracks, listening.shows_lyrics)
        }
        Said::Records {
            schedule,
            station,
            minutes,
            listening,
            goes_on,
        } => {
            let caption = caption(locale, schedule, *listening, *goes_on);
            vec![radio::on_air(station, *minutes, &caption, locale)]
        }
        Said::Note {
            schedule,
            note,
            due,
        } => {
            let list = schedule.playlist.as_str();
            let run = words::instant(locale, *due, schedule.zone());
            let text = match *note {
                "missed" => t!(locale, "schedule-missed", list = list, run = run),
                "empty" => t!(locale, "schedule-empty", list = list),
                "gone" => t!(locale, "schedule-stopped-gone", list = list),
                "rights" => t!(locale, "schedule-stopped-rights", list = list),
                "station" => t!(locale, "schedule-stopped-station", list = list),
                // From a newer version of the bot.
                _ => return Vec::new(),
            };
            let open = button(
                locale,
                "schedule-button-open",
                format!("show:{}", schedule.id),
            );
            vec![View::text(text).row([open])]
        }
    }
}

/// What stands over the first message. A station says its own name.
fn caption(locale: Locale, schedule: &Schedule, listening: Listening, goes_on: bool) -> String {
    if goes_on {
        return String::new();
    }
    let name = if schedule.plays_station {
        ""
    } else {
        schedule.playlist.as_str()
    };
    title(
        locale,
        name,
        Some(listening).filter(|sound| !sound.is_neutral()),
    )
}
