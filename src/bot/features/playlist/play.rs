//! A list as messages: tracks one after another, in albums of up to ten, and a panel below an album, since an album has no
//! buttons of its own.

use std::fmt::Write as _;

use super::{access, add_button, one};
use crate::{
    bot::feature::{Answer, Ctx, Failure},
    domain::{AttachmentKind, EntryId, PlaylistId},
    i18n::Locale,
    jobs::play::{PLAY, Wish},
    store::{Playlist, PlaylistTrack},
    t,
    view::{Audio, Body, Button, Media, Press, View, escape},
};

/// What Telegram shows as one.
const ALBUM: usize = 10;

/// The messages that play tracks; the first one says what is played.
pub(in crate::bot) fn track_views(
    locale: Locale,
    caption: &str,
    tracks: &[PlaylistTrack],
) -> Vec<View> {
    let mut views = Vec::new();
    let mut rest = tracks;
    while let Some(first) = rest.first() {
        let is_music = |track: &&PlaylistTrack| track.track.kind == AttachmentKind::Audio;
        let together = rest.iter().take(ALBUM).take_while(is_music).count().max(1);
        let (these, others) = rest.split_at(together);
        let caption = if views.is_empty() { caption } else { "" };
        match these {
            [_] => views.push(one_track(locale, first, caption)),
            album => {
                let mut audios: Vec<Audio> =
                    album.iter().map(|track| audio(locale, track)).collect();
                caption.clone_into(&mut audios[0].caption);
                views.push(Body::Album(audios).into());
                views.push(numbered(locale, album));
            }
        }
        rest = others;
    }
    views
}

/// One track, with the button that puts it on another list.
pub(super) fn one_track(locale: Locale, track: &PlaylistTrack, caption: &str) -> View {
    let file = Media::FileId(track.track.file_id.clone());
    let seconds = u32::try_from(track.track.seconds).unwrap_or(u32::MAX);
    let caption = caption.to_owned();
    let body = match track.track.kind {
        AttachmentKind::Audio => Body::Audio(Audio {
            caption,
            ..audio(locale, track)
        }),
        AttachmentKind::Voice => Body::Voice {
            file,
            seconds,
            caption,
        },
        AttachmentKind::VideoNote | AttachmentKind::Document => Body::Document {
            name: one::label(locale, track),
            file,
            caption,
        },
    };
    View::from(body).row([add_button(locale)])
}

fn audio(locale: Locale, track: &PlaylistTrack) -> Audio {
    Audio {
        file: Media::FileId(track.track.file_id.clone()),
        name: format!("{}.mp3", one::label(locale, track)),
        title: track.track.title.clone(),
        performer: track.track.performer.clone(),
        seconds: u32::try_from(track.track.seconds).unwrap_or(u32::MAX),
        ..Audio::default()
    }
}

/// The panel below an album: a button for each of its tracks.
fn numbered(locale: Locale, album: &[PlaylistTrack]) -> View {
    let mut text = t!(locale, "playlist-keep-which");
    for (number, track) in (1..).zip(album) {
        let _ = write!(text, "\n{number}. {}", escape(&one::label(locale, track)));
    }
    let buttons: Vec<Button> = (1..)
        .zip(album)
        .map(|(number, track)| {
            Button::new(
                number.to_string(),
                Press::new("playlist", format!("take:{}", track.id)),
            )
        })
        .collect();
    buttons
        .chunks(5)
        .fold(View::text(text), |view, row| view.row(row.to_vec()))
}

/// Plays a list here.
pub(super) async fn whole(ctx: &Ctx, list: PlaylistId) -> Result<Answer, Failure> {
    let list = access::seen(ctx, list).await?;
    wish(ctx, &list, 0).await
}

/// Plays a list from a track on.
pub(super) async fn from(ctx: &Ctx, track: EntryId) -> Result<Answer, Failure> {
    let (list, _, before) = access::track(ctx, track).await?;
    wish(ctx, &list, before).await
}

async fn wish(ctx: &Ctx, list: &Playlist, skip: i64) -> Result<Answer, Failure> {
    if !ctx.chat.is_private {
        access::may_change_chat(ctx, ctx.chat.id).await?;
    }
    let mut effect = ctx.effect().await?;
    if effect.playlist_tracks().sum(list.id).await?.0 == 0 {
        return Err(Failure::user("playlist-nothing-to-play"));
    }
    let key = format!("{}:{}", ctx.chat.id, list.id);
    let wish = Wish {
        list: list.id,
        skip,
    };
    effect
        .add_job(ctx, PLAY, Some(key), &wish, &list.name)
        .await?;
    Ok(Answer::silence()
        .toast(t!(ctx.locale, "playlist-plays-toast"))
        .after(effect))
}
