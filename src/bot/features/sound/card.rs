//! Cards: what a track is, and what can be done with it.

use std::fmt::Write as _;

use super::{
    more,
    wish::{Target, Verb, Wish},
    words,
};
use crate::{
    domain::{Attachment, AttachmentKind, Equalizer, HeardId, Listening, Preset, Speed},
    i18n::Locale,
    store::Track,
    t,
    view::{Audio, Button, Media, Press, View, escape},
};

/// What is offered under a track.
const SPEEDS: &[f64] = &[0.5, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0];

/// A card for a track that is to be heard as it is, or of which nothing is made yet.
pub(super) fn of(track: HeardId, file: &Attachment, listening: Listening, locale: Locale) -> View {
    let text = format!("{}\n\n{}", about(file, locale), t!(locale, "sound-offer"));
    offers(Target::Track(track), Verb::Render, listening, locale)
        .into_iter()
        .fold(View::text(text), View::row)
        .row(more::row(track, file, listening.shows_lyrics, locale))
}

/// Title, performer and length.
pub(super) fn about(file: &Attachment, locale: Locale) -> String {
    let mut text = format!("<b>{}</b>", escape(&title(file, locale)));
    let length = file.seconds.filter(|seconds| *seconds > 0).map(length);
    let more: Vec<String> = file
        .performer
        .as_deref()
        .map(|performer| escape(performer).into_owned())
        .into_iter()
        .chain(length)
        .collect();
    if !more.is_empty() {
        let _ = write!(text, "\n{}", more.join(" · "));
    }
    text
}

/// What it is called where there is one line for it.
pub(super) fn name(file: &Attachment, locale: Locale) -> String {
    match &file.performer {
        Some(performer) => format!("{performer} – {}", title(file, locale)),
        None => title(file, locale),
    }
}

fn title(file: &Attachment, locale: Locale) -> String {
    let one_line = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let given = file.title.as_ref().or(file.name.as_ref()).map(one_line);
    match (given.filter(|title| !title.is_empty()), file.kind) {
        (Some(title), _) => title,
        (None, AttachmentKind::Voice) => t!(locale, "sound-voice"),
        (None, AttachmentKind::VideoNote) => t!(locale, "sound-video-note"),
        (None, _) => t!(locale, "sound-untitled"),
    }
}

/// `4:05`, `1:02:03`
pub(super) fn length(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// Settings to begin with, for what is heard as it is.
pub(super) fn offers(
    target: Target,
    verb: Verb,
    listening: Listening,
    locale: Locale,
) -> Vec<Vec<Button>> {
    let flat = Listening {
        speed: Speed::NORMAL,
        keeps_pitch: true,
        equalizer: Equalizer::Preset(Preset::Flat),
        ..listening
    };
    let speed = |factor: f64| Listening {
        speed: Speed::new(factor).unwrap_or_default(),
        ..flat
    };
    let preset = |preset| Listening {
        equalizer: Equalizer::Preset(preset),
        ..flat
    };
    let button =
        |label: String, listening| Button::new(label, Wish::new(verb, target, listening).press());
    let plain = |listening: Listening| button(words::of(listening, locale), listening);
    let slowed = Listening {
        keeps_pitch: false,
        ..speed(0.85)
    };
    let nightcore = Listening {
        keeps_pitch: false,
        ..speed(1.25)
    };
    vec![
        vec![plain(speed(0.75)), plain(speed(1.25)), plain(speed(1.5))],
        vec![
            button(t!(locale, "sound-slowed"), slowed),
            button(t!(locale, "sound-nightcore"), nightcore),
        ],
        vec![
            plain(preset(Preset::BassBoost)),
            plain(preset(Preset::Voice)),
        ],
    ]
}

/// Under a track in somebody's sound.
pub(super) fn buttons(
    track: HeardId,
    file: &Attachment,
    listening: Listening,
    is_mine: bool,
    locale: Locale,
) -> Vec<Vec<Button>> {
    let button = |label: String, verb| {
        Button::new(
            label,
            Wish::new(verb, Target::Track(track), listening).press(),
        )
    };
    let mut rows = vec![
        vec![
            button(t!(locale, "sound-button-original"), Verb::Original),
            button(t!(locale, "sound-button-compare"), Verb::Compare),
        ],
        vec![
            button(t!(locale, "sound-button-speed"), Verb::Speeds),
            button(t!(locale, "sound-button-preset"), Verb::Presets),
        ],
    ];
    if !is_mine {
        rows.push(vec![button(t!(locale, "sound-button-keep"), Verb::Keep)]);
    }
    rows.push(more::row(track, file, listening.shows_lyrics, locale));
    rows
}

/// Other speeds for this track.
pub(super) fn speeds(track: HeardId, listening: Listening, locale: Locale) -> Vec<Vec<Button>> {
    let choices = SPEEDS.iter().map(|factor| {
        let speed = Speed::new(*factor).unwrap_or_default();
        let label = words::speed(speed, locale);
        let wanted = Listening { speed, ..listening };
        choice(track, label, wanted, speed == listening.speed)
    });
    rows(choices.collect(), 3, track, listening, locale)
}

/// Other curves for this track.
pub(super) fn presets(track: HeardId, listening: Listening, locale: Locale) -> Vec<Vec<Button>> {
    let choices = Preset::ALL.iter().map(|preset| {
        let equalizer = Equalizer::Preset(*preset);
        let label = words::preset(equalizer, locale);
        let wanted = Listening {
            equalizer,
            ..listening
        };
        choice(track, label, wanted, equalizer == listening.equalizer)
    });
    rows(choices.collect(), 2, track, listening, locale)
}

fn choice(track: HeardId, label: String, wanted: Listening, is_chosen: bool) -> Button {
    let label = if is_chosen {
        format!("✓ {label}")
    } else {
        label
    };
    Button::new(
        label,
        Wish::new(Verb::Render, Target::Track(track), wanted).press(),
    )
}

fn rows(
    choices: Vec<Button>,
    wide: usize,
    track: HeardId,
    listening: Listening,
    locale: Locale,
) -> Vec<Vec<Button>> {
    let back = Wish::new(Verb::Buttons, Target::Track(track), listening).press();
    let mut rows: Vec<_> = choices.chunks(wide).map(<[_]>::to_vec).collect();
    rows.push(vec![Button::new(t!(locale, "sound-button-back"), back)]);
    rows
}

/// The file as it came.
pub(super) fn original(
    track: HeardId,
    file: &Attachment,
    shows_lyrics: bool,
    locale: Locale,
) -> View {
    let media = Media::FileId(file.file_id.clone());
    let view = match file.kind {
        AttachmentKind::Audio => View::audio(Audio {
            file: media,
            title: file.title.clone(),
            performer: file.performer.clone(),
            seconds: file.seconds.unwrap_or_default(),
            ..Audio::default()
        }),
        AttachmentKind::Voice => View::voice(media, file.seconds.unwrap_or_default(), ""),
        AttachmentKind::VideoNote => View::video_note(media),
        AttachmentKind::Document => View::file(file.name.clone().unwrap_or_default(), media, ""),
    };
    view.row(more::row(track, file, shows_lyrics, locale))
}

/// A tune to try it with.
pub(super) fn sample(bytes: Vec<u8>, locale: Locale) -> View {
    let view = View::audio(Audio {
        file: Media::Bytes(bytes),
        name: "Reprise.mp3".to_owned(),
        title: Some("Kitchen Light".to_owned()),
        performer: Some("Reprise".to_owned()),
        seconds: 16,
        caption: t!(locale, "sound-sample"),
        thumbnail: None,
    });
    offers(
        Target::ThisMessage,
        Verb::Render,
        Listening::default(),
        locale,
    )
    .into_iter()
    .fold(view, View::row)
}

/// A page of what somebody sent; one more than is shown means that there is another page.
pub(super) fn recent(tracks: &[Track], shown: usize, page: i64, locale: Locale) -> View {
    if tracks.is_empty() {
        let sample = Press::new("sound", "sample");
        return View::text(t!(locale, "sound-recent-none"))
            .row([Button::new(t!(locale, "start-button-sample"), sample)]);
    }
    let mut view = View::text(t!(locale, "sound-recent-title"));
    for track in tracks.iter().take(shown) {
        let card = Wish::new(Verb::Card, Target::Track(track.id), Listening::default());
        let label: String = name(&track.file, locale).chars().take(60).collect();
        view = view.row([Button::new(label, card.press())]);
    }
    let turn = |label: String, page: i64| {
        Button::new(label, Press::new("sound", format!("recent:{page}")))
    };
    let mut turns = Vec::new();
    if page > 0 {
        turns.push(turn(t!(locale, "sound-button-newer"), page - 1));
    }
    if tracks.len() > shown {
        turns.push(turn(t!(locale, "sound-button-older"), page + 1));
    }
    if turns.is_empty() {
        view
    } else {
        view.row(turns)
    }
}
