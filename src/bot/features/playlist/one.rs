//! One list: what is on it, and what can be done with it as a whole.

use std::fmt::Write as _;

use chrono::TimeDelta;

use super::{Playlists, access, button, lists::turns};
use crate::{
    bot::feature::{Answer, Ctx, Failure},
    domain::{PlaylistId, PlaylistName, duration},
    i18n::Locale,
    store::{Playlist, PlaylistTrack},
    t,
    view::{Button, Press, View, escape},
};

/// How many tracks one panel shows.
pub(super) const PAGE: i64 = 10;
/// How long a deleted list can be had back.
const UNDO: TimeDelta = TimeDelta::days(1);

pub(super) async fn panel(ctx: &Ctx, list: PlaylistId, page: i64) -> Result<Answer, Failure> {
    let list = access::seen(ctx, list).await?;
    Ok(Answer::view(view(ctx, &list, page).await?))
}

pub(super) async fn view(ctx: &Ctx, list: &Playlist, page: i64) -> Result<View, Failure> {
    let mut tx = ctx.read().await?;
    let (count, seconds) = tx.playlist_tracks().sum(list.id).await?;
    let page = page.clamp(0, (count - 1).max(0) / PAGE);
    let tracks = tx
        .playlist_tracks()
        .page(list.id, PAGE, page * PAGE)
        .await?;
    Ok(render(ctx.locale, list, (count, seconds), page, &tracks))
}

fn render(
    locale: Locale,
    list: &Playlist,
    (count, seconds): (i64, i64),
    page: i64,
    tracks: &[PlaylistTrack],
) -> View {
    let mut text = format!("<b>{}</b>\n", escape(&list.name));
    if count == 0 {
        text.push_str(&t!(locale, "playlist-empty"));
    } else {
        text.push_str(&t!(
            locale,
            "playlist-length",
            count = count,
            length = duration(seconds)
        ));
        text.push('\n');
    }
    for (number, track) in (page * PAGE + 1..).zip(tracks) {
        let length = duration(track.item.seconds());
        let _ = write!(
            text,
            "\n{number}. {} <i>{length}</i>",
            escape(&label(locale, track))
        );
    }
    let mut view = View::text(text);
    let numbers = (page * PAGE + 1..).zip(tracks).map(|(number, track)| {
        Button::new(
            number.to_string(),
            Press::new("playlist", format!("track:{}", track.id)),
        )
    });
    for row in numbers.collect::<Vec<_>>().chunks(5) {
        view = view.row(row.iter().cloned());
    }
    let id = list.id;
    let turns = turns(page, count, PAGE, |page| format!("list:{id}:{page}"));
    if !turns.is_empty() {
        view = view.row(turns);
    }
    let shelf = if list.chat.is_some() { "chat" } else { "mine" };
    if count > 0 {
        view = view.row([button(locale, "playlist-button-play", format!("play:{id}"))]);
    }
    view.row([
        button(locale, "playlist-button-fill", format!("fill:{id}")),
        button(locale, "playlist-button-more", format!("more:{id}")),
    ])
    .row([button(
        locale,
        "playlist-button-lists",
        format!("lists:{shelf}:0"),
    )])
}

/// What a track is called.
pub(super) fn label(locale: Locale, track: &PlaylistTrack) -> String {
    track
        .item
        .label()
        .unwrap_or_else(|| t!(locale, "playlist-unnamed"))
}

/// What is done seldom.
pub(super) async fn more(ctx: &Ctx, list: PlaylistId) -> Result<Answer, Failure> {
    let list = access::seen(ctx, list).await?;
    let id = list.id;
    let button = |key: &str, does: &str| button(ctx.locale, key, format!("{does}:{id}"));
    let view = View::text(format!("<b>{}</b>", escape(&list.name)))
        .row([
            button("playlist-button-rename", "rename"),
            button("playlist-button-shuffle", "shuffle"),
        ])
        .row([button("playlist-button-merge", "merge")])
        .row([
            button("playlist-button-share", "share"),
            button("playlist-button-export", "export"),
        ])
        .row([button("playlist-button-delete", "delete")])
        .row([back(ctx.locale, &list)]);
    Ok(Answer::view(view))
}

/// A button back to the list.
pub(super) fn back(locale: Locale, list: &Playlist) -> Button {
    let label = t!(locale, "playlist-button-back");
    Button::new(label, Press::new("playlist", format!("list:{}:0", list.id)))
}

pub(super) async fn ask_for_a_name(ctx: &Ctx, list: PlaylistId) -> Result<Answer, Failure> {
    let list = access::changed(ctx, list).await?;
    let mut effect = ctx.effect().await?;
    effect
        .ask(ctx, &Playlists, format!("rename:{}", list.id))
        .await?;
    let text = t!(ctx.locale, "playlist-ask-rename", name = list.name);
    Ok(Answer::new_message(View::text(text)).after(effect))
}

pub(super) async fn rename(ctx: &Ctx, list: PlaylistId, name: &str) -> Result<Answer, Failure> {
    let name = PlaylistName::parse(name).map_err(|_| Failure::user("playlist-name-bad"))?;
    let mut list = access::changed(ctx, list).await?;
    name.as_str().clone_into(&mut list.name);
    let view = view(ctx, &list, 0).await?;
    let mut effect = ctx.effect().await?;
    effect.playlists().rename(list.id, &name, ctx.now).await?;
    Ok(Answer::view(view).after(effect))
}

/// Puts the tracks into an order nobody chose.
pub(super) async fn shuffle(ctx: &Ctx, list: PlaylistId) -> Result<Answer, Failure> {
    let list = access::changed(ctx, list).await?;
    let mut effect = ctx.effect().await?;
    let mut tracks = effect.playlist_tracks().page(list.id, i64::MAX, 0).await?;
    // Each changes places with one that is not placed yet.
    for last in (1..tracks.len()).rev() {
        tracks.swap(last, below(last + 1)?);
    }
    let order: Vec<_> = tracks.iter().map(|track| track.id).collect();
    effect.playlist_tracks().order(&order).await?;
    effect.playlists().touch(list.id, ctx.now).await?;
    let count = i64::try_from(tracks.len()).unwrap_or(i64::MAX);
    let seconds = tracks.iter().map(|track| track.item.seconds()).sum();
    tracks.truncate(usize::try_from(PAGE).unwrap_or_default());
    let view = render(ctx.locale, &list, (count, seconds), 0, &tracks);
    Ok(Answer::view(view)
        .toast(t!(ctx.locale, "playlist-shuffled-toast"))
        .after(effect))
}

/// A random number below `bound`.
fn below(bound: usize) -> Result<usize, Failure> {
    let random = getrandom::u64().map_err(|error| Failure::Internal(error.to_string().into()))?;
    let bound = u64::try_from(bound).unwrap_or(u64::MAX);
    Ok(usize::try_from(random % bound).unwrap_or_default())
}

pub(super) async fn merge(ctx: &Ctx, list: PlaylistId) -> Result<Answer, Failure> {
    let list = access::changed(ctx, list).await?;
    let mut effect = ctx.effect().await?;
    let merged = effect.playlist_tracks().merge_duplicates(list.id).await?;
    effect.playlists().touch(list.id, ctx.now).await?;
    let (count, seconds) = effect.playlist_tracks().sum(list.id).await?;
    let tracks = effect.playlist_tracks().page(list.id, PAGE, 0).await?;
    let view = render(ctx.locale, &list, (count, seconds), 0, &tracks);
    let merged = i64::try_from(merged).unwrap_or(i64::MAX);
    let toast = match merged {
        0 => t!(ctx.locale, "playlist-unmerged-toast"),
        merged => t!(ctx.locale, "playlist-merged-toast", count = merged),
    };
    Ok(Answer::view(view).toast(toast).after(effect))
}

pub(super) async fn delete(ctx: &Ctx, list: PlaylistId) -> Result<Answer, Failure> {
    let list = access::changed(ctx, list).await?;
    let mut effect = ctx.effect().await?;
    effect.playlists().delete(list.id, ctx.now).await?;
    effect.playlists().sweep(ctx.now - UNDO).await?;
    let shelf = if list.chat.is_some() { "chat" } else { "mine" };
    let view = View::text(t!(ctx.locale, "playlist-deleted", name = list.name)).row([
        button(
            ctx.locale,
            "playlist-button-restore",
            format!("restore:{}", list.id),
        ),
        button(
            ctx.locale,
            "playlist-button-lists",
            format!("lists:{shelf}:0"),
        ),
    ]);
    Ok(Answer::view(view).after(effect))
}

pub(super) async fn restore(ctx: &Ctx, list: PlaylistId) -> Result<Answer, Failure> {
    let mut effect = ctx.effect().await?;
    let restored = effect.playlists().restore(list, ctx.now - UNDO).await?;
    let list = restored.ok_or_else(|| Failure::user("playlist-gone"))?;
    access::may_change(ctx, &list).await?;
    let (count, seconds) = effect.playlist_tracks().sum(list.id).await?;
    let tracks = effect.playlist_tracks().page(list.id, PAGE, 0).await?;
    let view = render(ctx.locale, &list, (count, seconds), 0, &tracks);
    Ok(Answer::view(view)
        .toast(t!(ctx.locale, "playlist-restored-toast"))
        .after(effect))
}
