//! Recording a station for some minutes, and the track that comes of it.

use std::fmt::Write as _;

use super::{Wish, station};
use crate::{
    bot::{
        feature::{Answer, Ctx, Failure},
        features::playlist::{above, this_button},
    },
    domain::{Minutes, StationId},
    i18n::Locale,
    jobs::recording::{Ending, NAME, Recorded, Recording, Track, name_of},
    store::Station,
    t,
    view::{Audio, Button, Media, View, escape},
};

/// What is offered, in minutes.
pub(super) const MINUTES: [i64; 4] = [1, 3, 5, 10];

pub(super) async fn record(ctx: &Ctx, id: StationId, minutes: u64) -> Result<Answer, Failure> {
    let offered = MINUTES
        .iter()
        .find(|offered| offered.unsigned_abs() == minutes);
    let offered = *offered.ok_or_else(|| Failure::user("button-is-old"))?;
    let found = station(ctx, id).await?;
    let mut effect = ctx.effect().await?;
    let person = effect.user(ctx).await?;
    effect
        .radio_listeners()
        .note_heard(person, id, ctx.now)
        .await?;
    let wish = Recording {
        station: id,
        seconds: minutes * 60,
    };
    // The same twice is a double press.
    let key = Some(format!("{person}:{id}"));
    effect.add_job(ctx, NAME, key, &wish, &found.name).await?;
    let toast = t!(ctx.locale, "radio-recording", minutes = offered);
    Ok(Answer::silence().toast(toast).after(effect))
}

/// A word before a station is recorded by itself: whoever is there may listen to it meanwhile.
pub(in crate::bot) fn on_air(
    station: &Station,
    minutes: Minutes,
    caption: &str,
    locale: Locale,
) -> View {
    let text = t!(
        locale,
        "radio-on-air",
        name = station.name.as_str(),
        minutes = minutes.get()
    );
    View::text(above(caption, &text)).row([
        Button::link(t!(locale, "radio-button-listen"), station.url.as_str()),
        Wish::Card(station.id).button(t!(locale, "radio-back-card")),
    ])
}

/// What came of a recording; `over` stands above what is said of it.
pub(in crate::bot) fn recorded(recorded: &Recorded, over: &str, locale: Locale) -> View {
    match recorded {
        Recorded::Nothing { name } => {
            let text = t!(locale, "radio-recorded-nothing", name = name.as_str());
            View::text(above(over, &text))
        }
        Recorded::Track(track) => {
            let song = track.songs.first().map(|(_, song)| song.as_str());
            let title = name_of(&track.name, song, track.began_at);
            let audio = Audio {
                file: Media::Path(track.file.clone()),
                name: format!("{}.mp3", title.replace(['/', '\\', ':'], "-")),
                title: Some(title),
                performer: Some(track.name.clone()),
                seconds: track.seconds,
                thumbnail: None,
                caption: above(over, &caption(track, locale)),
            };
            View::audio(audio).row([
                this_button(locale),
                Wish::Card(track.station).button(t!(locale, "radio-back-card")),
            ])
        }
    }
}

/// Which song begins where, and how it ended if not as it was meant to.
fn caption(track: &Track, locale: Locale) -> String {
    let mut caption = format!("<b>{}</b>", escape(&track.name));
    for (at, song) in &track.songs {
        let _ = write!(caption, "\n{}:{:02} {}", at / 60, at % 60, escape(song));
    }
    let ending = match track.ending {
        Ending::Whole => None,
        Ending::BrokeOff => Some(t!(locale, "radio-recorded-broke-off")),
        Ending::Restart => Some(t!(locale, "radio-recorded-restart")),
    };
    if let Some(ending) = ending {
        let _ = write!(caption, "\n\n{ending}");
    }
    caption
}
