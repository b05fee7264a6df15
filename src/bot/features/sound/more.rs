//! What is offered with a track besides other sounds for it: its words, and a place on a playlist. Pure.

use std::fmt::Write as _;

use super::{
    super::{lyrics, playlist},
    card,
};
use crate::{
    domain::{Attachment, HeardId},
    i18n::Locale,
    t,
    view::{Button, View, escape},
};

/// The row of buttons for one track. Nobody sings in a voice message.
pub(super) fn row(
    track: HeardId,
    file: &Attachment,
    shows_lyrics: bool,
    locale: Locale,
) -> Vec<Button> {
    let words = shows_lyrics && !file.is_speech();
    words
        .then(|| lyrics::button(locale, track))
        .into_iter()
        .chain([playlist::heard_button(locale, track)])
        .collect()
}

/// The message after several files, which have no buttons of their own: of several tracks, or the parts of one.
pub(super) fn below(
    tracks: &[(HeardId, Attachment)],
    shows_lyrics: bool,
    locale: Locale,
) -> Option<View> {
    Some(match tracks {
        [] => return None,
        [(track, file)] => {
            let buttons = row(*track, file, shows_lyrics, locale);
            View::text(card::about(file, locale)).row(buttons)
        }
        _ => {
            let text = format!(
                "{}\n{}",
                asks(shows_lyrics, locale),
                numbered(tracks, locale)
            );
            rows(tracks, shows_lyrics, locale)
                .into_iter()
                .fold(View::text(text), View::row)
        }
    })
}

/// What the numbers under a list are for.
pub(super) fn asks(shows_lyrics: bool, locale: Locale) -> String {
    if shows_lyrics {
        t!(locale, "lyrics-of-which")
    } else {
        t!(locale, "playlist-keep-which")
    }
}

/// A line a track.
pub(super) fn numbered(tracks: &[(HeardId, Attachment)], locale: Locale) -> String {
    let mut lines = String::new();
    for (number, (_, file)) in (1..).zip(tracks) {
        let name = card::name(file, locale);
        let _ = writeln!(lines, "{number}. {}", escape(&name));
    }
    lines.trim_end().to_owned()
}

/// A number for each track puts it on a playlist; where words are wanted, another one shows them.
pub(super) fn rows(
    tracks: &[(HeardId, Attachment)],
    shows_lyrics: bool,
    locale: Locale,
) -> Vec<Vec<Button>> {
    let relabelled = |button: Button, label: String| Button { label, ..button };
    let add = (1..).zip(tracks).map(|(number, (track, _))| {
        relabelled(playlist::heard_button(locale, *track), number.to_string())
    });
    let words = (1..)
        .zip(tracks)
        .filter(|_| shows_lyrics)
        .map(|(number, (track, _))| {
            relabelled(lyrics::button(locale, *track), format!("♪ {number}"))
        });
    let (add, words): (Vec<_>, Vec<_>) = (add.collect(), words.collect());
    let in_fives = |buttons: &[Button]| buttons.chunks(5).map(<[_]>::to_vec).collect::<Vec<_>>();
    [in_fives(&add), in_fives(&words)].concat()
}
