//! What a run says: the tracks of its playlist, or a word to whoever made it.

use super::{button, words};
use crate::{
    bot::features::playlist::{title, track_views},
    i18n::Locale,
    jobs::schedules::Said,
    t,
    view::View,
};

pub fn say(said: &Said<'_>, locale: Locale) -> Vec<View> {
    match said {
        Said::Plays {
            schedule,
            tracks,
            sound,
            goes_on,
        } => {
            let caption = if *goes_on {
                String::new()
            } else {
                title(locale, &schedule.playlist, *sound)
            };
            track_views(locale, &caption, tracks)
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
