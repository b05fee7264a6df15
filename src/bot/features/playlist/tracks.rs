//! One track of a list: heard, moved, taken off.

use super::{Playlists, access, button, one};
use crate::{
    bot::feature::{Answer, Ctx, Failure},
    domain::{EntryId, duration},
    i18n::{Arg, Locale},
    store::{Playlist, PlaylistTrack},
    t,
    view::{Button, View},
};

pub(super) async fn panel(ctx: &Ctx, track: EntryId) -> Result<Answer, Failure> {
    let (list, track, before) = access::track(ctx, track).await?;
    Ok(Answer::view(view(ctx.locale, &list, &track, before)))
}

fn view(locale: Locale, list: &Playlist, track: &PlaylistTrack, before: i64) -> View {
    let id = track.id;
    let button = |key: &str, does: &str| button(locale, key, format!("{does}:{id}"));
    let text = t!(
        locale,
        "playlist-track",
        number = before + 1,
        list = list.name.as_str(),
        label = one::label(locale, track),
        length = duration(track.item.seconds())
    );
    View::text(text)
        .row([
            button("playlist-button-hear", "hear"),
            button("playlist-button-from", "from"),
        ])
        .row([
            button("playlist-button-up", "up"),
            button("playlist-button-down", "down"),
            button("playlist-button-move", "move"),
        ])
        .row([button("playlist-button-remove", "remove")])
        .row([page_button(locale, list, before)])
}

/// Back to the page of the list on which the track is.
fn page_button(locale: Locale, list: &Playlist, before: i64) -> Button {
    button(
        locale,
        "playlist-button-back",
        format!("list:{}:{}", list.id, before / one::PAGE),
    )
}

/// Moves a track by some places.
pub(super) async fn shift(ctx: &Ctx, track: EntryId, by: i64) -> Result<Answer, Failure> {
    let (list, track, before) = access::track(ctx, track).await?;
    place(ctx, list, track, before + by).await
}

pub(super) async fn ask_where_to(ctx: &Ctx, track: EntryId) -> Result<Answer, Failure> {
    let (list, track, _) = access::track(ctx, track).await?;
    access::may_change(ctx, &list).await?;
    let (count, _) = ctx.read().await?.playlist_tracks().sum(list.id).await?;
    let mut effect = ctx.effect().await?;
    effect
        .ask(ctx, &Playlists, format!("move:{}", track.id))
        .await?;
    let text = t!(
        ctx.locale,
        "playlist-ask-place",
        label = one::label(ctx.locale, &track),
        count = count
    );
    Ok(Answer::new_message(View::text(text)).after(effect))
}

pub(super) async fn move_to(ctx: &Ctx, track: EntryId, typed: &str) -> Result<Answer, Failure> {
    let (list, track, _) = access::track(ctx, track).await?;
    let (count, _) = ctx.read().await?.playlist_tracks().sum(list.id).await?;
    let place_typed = typed
        .trim()
        .parse::<i64>()
        .ok()
        .filter(|place| (1..=count).contains(place));
    let to = place_typed.ok_or_else(|| {
        Failure::user_with("playlist-place-bad", vec![("count", Arg::Number(count))])
    })?;
    place(ctx, list, track, to - 1).await
}

/// Puts a track behind so many others.
async fn place(
    ctx: &Ctx,
    list: Playlist,
    track: PlaylistTrack,
    to: i64,
) -> Result<Answer, Failure> {
    access::may_change(ctx, &list).await?;
    let mut effect = ctx.effect().await?;
    let tracks = effect.playlist_tracks().page(list.id, i64::MAX, 0).await?;
    let mut order: Vec<EntryId> = tracks
        .iter()
        .map(|other| other.id)
        .filter(|other| *other != track.id)
        .collect();
    let to = usize::try_from(to).unwrap_or_default().min(order.len());
    order.insert(to, track.id);
    effect.playlist_tracks().order(&order).await?;
    effect.playlists().touch(list.id, ctx.now).await?;
    let before = i64::try_from(to).unwrap_or_default();
    Ok(Answer::view(view(ctx.locale, &list, &track, before)).after(effect))
}

pub(super) async fn remove(ctx: &Ctx, track: EntryId) -> Result<Answer, Failure> {
    let (list, track, before) = access::track(ctx, track).await?;
    access::may_change(ctx, &list).await?;
    let mut effect = ctx.effect().await?;
    effect.playlist_tracks().remove(track.id).await?;
    effect.playlists().touch(list.id, ctx.now).await?;
    let text = t!(
        ctx.locale,
        "playlist-removed",
        label = one::label(ctx.locale, &track),
        list = list.name.as_str()
    );
    Ok(Answer::view(View::text(text).row([page_button(ctx.locale, &list, before)])).after(effect))
}

/// Takes off a track that was put on just now.
pub(super) async fn undo_adding(ctx: &Ctx, track: EntryId) -> Result<Answer, Failure> {
    remove(ctx, track).await
}
