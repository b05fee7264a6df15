//! A list as messages: tracks one after another, in albums of up to ten, and a panel below an album, since an album has no
//! buttons of its own. What each track is, and what goes together, is for `jobs::list`.

use std::fmt::Write as _;

use super::{Source, access, add_button, one};
use crate::{
    bot::{
        feature::{Answer, Ctx, Failure},
        features::sound::in_words,
    },
    domain::{AttachmentKind, EntryId, Listening, PlaylistId},
    i18n::Locale,
    jobs::{
        list::{Heard, HeardTrack, Part, parts},
        play::{PLAY, Wish},
        render::Why,
    },
    store::Playlist,
    t,
    view::{Audio, Body, Button, Media, View, escape},
};

/// The messages that play tracks; the first one says what is played.
pub(in crate::bot) fn track_views(
    locale: Locale,
    caption: &str,
    tracks: &[HeardTrack],
) -> Vec<View> {
    let captions = std::iter::once(caption).chain(std::iter::repeat(""));
    let view = |(part, caption): (Part<'_>, &str)| match part {
        Part::One(track) => one_track(locale, track, caption),
        Part::Album(tracks) => {
            let captions = std::iter::once(caption).chain(std::iter::repeat(""));
            let audios = tracks.iter().zip(captions);
            let audios = audios.map(|(track, caption)| audio(locale, track, caption));
            Body::Album(audios.collect()).into()
        }
        Part::Panel(tracks) => numbered(locale, tracks),
    };
    parts(tracks).into_iter().zip(captions).map(view).collect()
}

/// What is said of a list that is played: its name, and the sound where it is somebody's own.
pub(in crate::bot) fn title(locale: Locale, name: &str, sound: Option<Listening>) -> String {
    let name = (!name.is_empty()).then(|| format!("<b>{}</b>", escape(name)));
    let sound = sound.map(|listening| in_words(listening, locale));
    let said: Vec<String> = name.into_iter().chain(sound).collect();
    said.join(" · ")
}

/// One track, with the button that puts it on another list.
fn one_track(locale: Locale, track: &HeardTrack, caption: &str) -> View {
    let entry = &track.entry.track;
    let file = Media::FileId(entry.file_id.clone());
    let seconds = u32::try_from(entry.seconds).unwrap_or(u32::MAX);
    let kind = entry.kind;
    let view = match (&track.heard, kind) {
        (Heard::Made(piece), _) if piece.is_voice => View::voice(
            piece.media.clone(),
            piece.seconds,
            caption_of(locale, track, caption),
        ),
        (Heard::Made(_), _) | (_, AttachmentKind::Audio) => {
            View::audio(audio(locale, track, caption))
        }
        (_, AttachmentKind::Voice) => {
            View::voice(file, seconds, caption_of(locale, track, caption))
        }
        (_, AttachmentKind::VideoNote) => View::video_note(file),
        (_, AttachmentKind::Document) => View::file(
            one::label(locale, &track.entry),
            file,
            caption_of(locale, track, caption),
        ),
    };
    // What is on the list is kept, not what was made of it: that would be changed once more.
    view.row([add_button(locale, Source::Entry(track.entry.id))])
}

fn audio(locale: Locale, track: &HeardTrack, caption: &str) -> Audio {
    let entry = &track.entry.track;
    let name = format!("{}.mp3", one::label(locale, &track.entry));
    let caption = caption_of(locale, track, caption);
    match &track.heard {
        Heard::Made(piece) => Audio {
            file: piece.media.clone(),
            name,
            title: piece.title.clone(),
            performer: piece.performer.clone(),
            seconds: piece.seconds,
            thumbnail: piece.thumbnail.clone(),
            caption,
        },
        Heard::AsItIs | Heard::NotMade(_) => Audio {
            file: Media::FileId(entry.file_id.clone()),
            name,
            title: entry.title.clone(),
            performer: entry.performer.clone(),
            seconds: u32::try_from(entry.seconds).unwrap_or(u32::MAX),
            thumbnail: None,
            caption,
        },
    }
}

/// What stands below a track: what is played, if it is the first, and why it is not in one's own sound, if so.
fn caption_of(locale: Locale, track: &HeardTrack, caption: &str) -> String {
    let Heard::NotMade(why) = track.heard else {
        return caption.to_owned();
    };
    let why = match why {
        Why::TooLarge => t!(locale, "playlist-as-it-is-large"),
        Why::TooLong(minutes) => {
            t!(
                locale,
                "playlist-as-it-is-long",
                minutes = i64::from(minutes)
            )
        }
        _ => t!(locale, "playlist-as-it-is"),
    };
    let lines = [caption, &why];
    let lines = lines.into_iter().filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// The panel below an album: a button for each of its tracks.
fn numbered(locale: Locale, album: &[HeardTrack]) -> View {
    let mut text = t!(locale, "playlist-keep-which");
    for (number, track) in (1..).zip(album) {
        let label = one::label(locale, &track.entry);
        let _ = write!(text, "\n{number}. {}", escape(&label));
    }
    let buttons: Vec<Button> = (1..)
        .zip(album)
        .map(|(number, track)| {
            Button::new(number.to_string(), Source::Entry(track.entry.id).press())
        })
        .collect();
    buttons
        .chunks(5)
        .fold(View::text(text), |view, row| view.row(row.to_vec()))
}

/// Plays a list here.
pub(super) async fn whole(ctx: &Ctx, list: PlaylistId) -> Result<Answer, Failure> {
    let list = access::seen(ctx, list).await?;
    may_play(ctx).await?;
    wish(ctx, &list, 0, None).await
}

/// Plays a list from a track on.
pub(super) async fn from(ctx: &Ctx, track: EntryId) -> Result<Answer, Failure> {
    let (list, _, before) = access::track(ctx, track).await?;
    may_play(ctx).await?;
    wish(ctx, &list, before, None).await
}

/// Plays one track.
pub(super) async fn only(ctx: &Ctx, track: EntryId) -> Result<Answer, Failure> {
    let (list, _, before) = access::track(ctx, track).await?;
    wish(ctx, &list, before, Some(1)).await
}

/// Whether many messages may come here because of the one who asks.
async fn may_play(ctx: &Ctx) -> Result<(), Failure> {
    if ctx.chat.is_private {
        return Ok(());
    }
    access::may_change_chat(ctx, ctx.chat.id).await
}

async fn wish(ctx: &Ctx, list: &Playlist, skip: i64, most: Option<i64>) -> Result<Answer, Failure> {
    let mut effect = ctx.effect().await?;
    if effect.playlist_tracks().sum(list.id).await?.0 == 0 {
        return Err(Failure::user("playlist-nothing-to-play"));
    }
    let key = match most {
        Some(_) => format!("{}:{}:{skip}", ctx.chat.id, list.id),
        None => format!("{}:{}", ctx.chat.id, list.id),
    };
    let wish = Wish {
        list: list.id,
        skip,
        most,
        rest: None,
    };
    effect
        .add_job(ctx, PLAY, Some(key), &wish, &list.name)
        .await?;
    Ok(Answer::silence()
        .toast(t!(ctx.locale, "playlist-plays-toast"))
        .after(effect))
}
