//! A list as messages: tracks one after another, in albums of up to ten, and a panel below an album, since an album has no
//! buttons of its own. What each track is, and what goes together, is for `jobs::list`.

use std::fmt::Write as _;

use super::{Source, access, add_button, one};
use crate::{
    bot::{
        feature::{Answer, Ctx, Failure},
        features::{lyrics, radio, sound::in_words},
    },
    domain::{Attachment, AttachmentKind, EntryId, Listening, PlaylistId},
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
    shows_lyrics: bool,
) -> Vec<View> {
    let captions = std::iter::once(caption).chain(std::iter::repeat(""));
    let view = |(part, caption): (Part<'_>, &str)| match part {
        Part::One(track) => one_track(locale, track, caption, shows_lyrics),
        Part::Album(tracks) => {
            let captions = std::iter::once(caption).chain(std::iter::repeat(""));
            let there = tracks.iter().filter(|track| !track.is_gone());
            let audios = there
                .zip(captions)
                .filter_map(|(track, caption)| audio(locale, track, caption));
            Body::Album(audios.collect()).into()
        }
        Part::Panel(tracks) => numbered(locale, tracks, shows_lyrics),
        Part::Missing(tracks) => {
            View::text(above(caption, &missing(locale, tracks).unwrap_or_default()))
        }
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

/// One track, with the buttons for its words and for another list; or a station that was recorded.
fn one_track(locale: Locale, heard: &HeardTrack, caption: &str, shows_lyrics: bool) -> View {
    if let Heard::Recorded(recorded) = &heard.heard {
        return radio::recorded(recorded, caption, locale);
    }
    let Some(track) = heard.track() else {
        return View::text(caption);
    };
    let file = Media::FileId(track.file_id.clone());
    let seconds = u32::try_from(track.seconds).unwrap_or(u32::MAX);
    let said = caption_of(locale, heard, caption);
    let view = match (&heard.heard, track.kind) {
        (Heard::Made(piece), _) if piece.is_voice => {
            View::voice(piece.media.clone(), piece.seconds, said)
        }
        (_, AttachmentKind::Voice) => View::voice(file, seconds, said),
        (_, AttachmentKind::VideoNote) => View::video_note(file),
        (Heard::AsItIs | Heard::NotMade(_), AttachmentKind::Document) => {
            View::file(one::label(locale, &heard.entry), file, said)
        }
        _ => audio(locale, heard, caption).map_or_else(|| View::text(said), View::audio),
    };
    // What is on the list is kept, not what was made of it: that would be changed once more.
    let add = add_button(locale, Source::Entry(heard.entry.id));
    let words = (shows_lyrics && !Attachment::from(track).is_speech())
        .then(|| lyrics::entry_button(locale, heard.entry.id));
    view.row(words.into_iter().chain([add]))
}

fn audio(locale: Locale, heard: &HeardTrack, caption: &str) -> Option<Audio> {
    let track = heard.track()?;
    let name = format!("{}.mp3", one::label(locale, &heard.entry));
    let caption = caption_of(locale, heard, caption);
    Some(match &heard.heard {
        Heard::Made(piece) => Audio {
            file: piece.media.clone(),
            name,
            title: piece.title.clone(),
            performer: piece.performer.clone(),
            seconds: piece.seconds,
            thumbnail: piece.thumbnail.clone(),
            caption,
        },
        _ => Audio {
            file: Media::FileId(track.file_id.clone()),
            name,
            title: track.title.clone(),
            performer: track.performer.clone(),
            seconds: u32::try_from(track.seconds).unwrap_or(u32::MAX),
            thumbnail: None,
            caption,
        },
    })
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
    above(caption, &why)
}

/// Two paragraphs, of which either may be empty.
pub(in crate::bot) fn above(first: &str, second: &str) -> String {
    let lines = [first, second];
    let lines = lines.into_iter().filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// The panel below an album: buttons for each of its tracks, and a word about those that are missing in it.
fn numbered(locale: Locale, album: &[HeardTrack], shows_lyrics: bool) -> View {
    let there = || (1..).zip(album.iter().filter(|track| !track.is_gone()));
    let mut text = if shows_lyrics {
        t!(locale, "lyrics-of-which")
    } else {
        t!(locale, "playlist-keep-which")
    };
    for (number, track) in there() {
        let label = one::label(locale, &track.entry);
        let _ = write!(text, "\n{number}. {}", escape(&label));
    }
    if let Some(missing) = missing(locale, album) {
        let _ = write!(text, "\n\n{missing}");
    }
    let add = there().map(|(number, track)| {
        Button::new(number.to_string(), Source::Entry(track.entry.id).press())
    });
    let words = there().filter(|_| shows_lyrics).map(|(number, track)| {
        let button = lyrics::entry_button(locale, track.entry.id);
        Button {
            label: format!("♪ {number}"),
            ..button
        }
    });
    let rows = |buttons: Vec<Button>| buttons.chunks(5).map(<[_]>::to_vec).collect::<Vec<_>>();
    [rows(add.collect()), rows(words.collect())]
        .concat()
        .into_iter()
        .fold(View::text(text), View::row)
}

/// Which of these are gone.
fn missing(locale: Locale, tracks: &[HeardTrack]) -> Option<String> {
    let gone: Vec<_> = tracks.iter().filter(|track| track.is_gone()).collect();
    let count = i64::try_from(gone.len()).unwrap_or(i64::MAX);
    let mut text = (count > 0).then(|| t!(locale, "playlist-missing", count = count))?;
    for track in gone {
        let _ = write!(text, "\n• {}", escape(&one::label(locale, &track.entry)));
    }
    Some(text)
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
