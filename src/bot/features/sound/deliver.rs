//! What came of an order, as messages. Pure.

use serde_json::Value;

use super::{
    card, more,
    wish::{Target, Verb, Wish},
    words,
};
use crate::{
    domain::{Attachment, HeardId},
    i18n::Locale,
    jobs::render::{Form, Made, Order, Piece, Why},
    t,
    view::{Audio, Body, Button, Media, View},
};

/// `None` for an outcome that another version stored.
pub(super) fn views(outcome: &Value, locale: Locale) -> Option<Vec<View>> {
    Some(match Made::read(outcome).ok()? {
        Made::Pieces {
            order,
            pieces,
            failed,
        } => tracks(&order, pieces, &failed, locale),
        Made::Clips {
            order,
            before,
            after,
            seconds,
        } => clips(&order, [before, after], seconds, locale),
        Made::Offer { order, tracks } => vec![offer(&order, &tracks, locale)],
        Made::Not { order, why } => vec![not(&order, why, locale)],
    })
}

fn tracks(
    order: &Order,
    mut pieces: Vec<Piece>,
    failed: &[(Attachment, Why)],
    locale: Locale,
) -> Vec<View> {
    let listening = order.listening();
    let caption = words::of(listening, locale);
    let of = |piece: &Piece| piece.track.unwrap_or(order.track);
    let mut views = Vec::new();
    if pieces.len() == 1
        && let Some(piece) = pieces.pop()
    {
        let buttons = card::buttons(of(&piece), &piece.file, listening, order.is_mine, locale);
        views.push(buttons.into_iter().fold(one(piece, caption), View::row));
    } else {
        let mut tracks: Vec<_> = pieces
            .iter()
            .map(|piece| (of(piece), piece.file.clone()))
            .collect();
        tracks.dedup_by_key(|(track, _)| *track);
        if pieces.iter().any(|piece| piece.is_voice) {
            // Voices cannot be in an album.
            views.extend(pieces.into_iter().map(|piece| one(piece, caption.clone())));
        } else if !pieces.is_empty() {
            let album = pieces
                .into_iter()
                .map(|piece| audio(piece, caption.clone()));
            views.push(Body::Album(album.collect()).into());
        }
        views.extend(more::below(&tracks, order.shows_lyrics, locale));
    }
    for (file, why) in failed {
        let name = card::name(file, locale);
        let why = sentence(*why, locale);
        views.push(View::text(t!(
            locale,
            "sound-not-made",
            name = name,
            why = markup(why)
        )));
    }
    views
}

fn markup(html: String) -> crate::i18n::Arg {
    crate::i18n::Arg::Markup(html)
}

fn one(piece: Piece, caption: String) -> View {
    if piece.is_voice {
        return View::voice(piece.media, piece.seconds, caption);
    }
    View::audio(audio(piece, caption))
}

fn audio(piece: Piece, caption: String) -> Audio {
    Audio {
        name: file_name(piece.performer.as_deref(), piece.title.as_deref()),
        file: piece.media,
        title: piece.title,
        performer: piece.performer,
        seconds: piece.seconds,
        thumbnail: piece.thumbnail,
        caption,
    }
}

/// What it is called when somebody saves it.
fn file_name(performer: Option<&str>, title: Option<&str>) -> String {
    let said: Vec<&str> = performer.into_iter().chain(title).collect();
    let said = if said.is_empty() {
        "Reprise".to_owned()
    } else {
        said.join(" – ")
    };
    let safe = said
        .chars()
        .map(|c| {
            if c.is_control() || "/\\:*?\"<>|".contains(c) {
                '_'
            } else {
                c
            }
        })
        .take(80);
    format!("{}.mp3", safe.collect::<String>())
}

fn clips(
    order: &Order,
    [before, after]: [std::path::PathBuf; 2],
    seconds: u32,
    locale: Locale,
) -> Vec<View> {
    let sound = words::of(order.listening(), locale);
    let words = [
        t!(locale, "sound-before"),
        t!(locale, "sound-after", sound = sound),
    ];
    let is_voice = order.file.is_speech();
    // At its speed the same part is over sooner, or later.
    let percent = u32::from(order.listening().speed.percent());
    let lengths = [seconds, seconds * 100 / percent];
    let files = [before, after].map(Media::Path);
    let sides = files.into_iter().zip(words).zip(lengths);
    if is_voice {
        return sides
            .map(|((file, words), seconds)| View::voice(file, seconds, words))
            .collect();
    }
    let sides = sides.map(|((file, words), seconds)| Audio {
        name: format!("{words}.mp3"),
        title: Some(words),
        performer: Some(card::name(&order.file, locale)),
        file,
        seconds,
        ..Audio::default()
    });
    vec![Body::Album(sides.collect()).into()]
}

fn offer(order: &Order, tracks: &[(HeardId, Attachment)], locale: Locale) -> View {
    let count = i64::try_from(tracks.len()).unwrap_or(i64::MAX);
    let text = format!(
        "{}\n{}\n\n{}\n\n{}",
        t!(locale, "sound-album-title", count = count),
        more::numbered(tracks, locale),
        t!(locale, "sound-offer"),
        more::asks(order.shows_lyrics, locale)
    );
    card::offers(
        Target::Track(order.track),
        Verb::Album,
        order.listening(),
        locale,
    )
    .into_iter()
    .chain(more::rows(tracks, order.shows_lyrics, locale))
    .fold(View::text(text), View::row)
}

/// What could not be made, why, and what can be done about it.
fn not(order: &Order, why: Why, locale: Locale) -> View {
    let text = format!(
        "{}\n\n{}",
        card::about(&order.file, locale),
        sentence(why, locale)
    );
    let button = |label: String, verb| {
        let wish = Wish::new(verb, Target::Track(order.track), order.listening());
        Button::new(label, wish.press())
    };
    let mut buttons = Vec::new();
    if let Why::NoFit { voice, parts } = why {
        if voice && order.form != Form::Voice {
            buttons.push(button(t!(locale, "sound-button-as-voice"), Verb::Voice));
        }
        if parts > 1 {
            let count = i64::try_from(parts).unwrap_or(i64::MAX);
            let label = t!(locale, "sound-button-in-parts", count = count);
            buttons.push(button(label, Verb::Parts));
        }
    }
    let view = View::text(text);
    if buttons.is_empty() {
        view
    } else {
        view.row(buttons)
    }
}

fn sentence(why: Why, locale: Locale) -> String {
    match why {
        Why::TooLarge => t!(locale, "sound-too-large"),
        Why::TooLong(minutes) => t!(locale, "sound-too-long", minutes = i64::from(minutes)),
        Why::NoFit { .. } => t!(locale, "sound-no-fit"),
        Why::Empty => t!(locale, "sound-empty"),
        Why::NoMedia => t!(locale, "sound-no-media"),
        Why::NoSound => t!(locale, "sound-no-sound"),
        Why::TooManyStreams => t!(locale, "sound-too-many-streams"),
        Why::Gone => t!(locale, "file-lost"),
        Why::NoTools => t!(locale, "sound-no-tools"),
    }
}
