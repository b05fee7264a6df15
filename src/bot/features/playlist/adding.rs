//! Tracks put on lists: sent one by one or as an album, or by a reply. "Add to…" below a track is for `choosing`.

use super::{
    Playlists, access, button,
    choosing::{self, Source},
    lists::Shelf,
    one,
};
use crate::{
    bot::feature::{Answer, Ctx, Effect, Failure, Incoming},
    domain::{EntryId, Item, PlaylistId, Track},
    i18n::Arg,
    store::Playlist,
    t,
    view::View,
};

/// More lists than anybody has.
const ALL: i64 = 100_000;

/// From now on what the person sends goes onto this list.
pub(super) async fn ask_for_tracks(ctx: &Ctx, list: PlaylistId) -> Result<Answer, Failure> {
    let list = access::changed(ctx, list).await?;
    let mut effect = ctx.effect().await?;
    effect
        .ask(ctx, &Playlists, format!("add:{}", list.id))
        .await?;
    let text = t!(ctx.locale, "playlist-ask-tracks", name = list.name.as_str());
    let done = button(
        ctx.locale,
        "playlist-button-done",
        format!("done:{}", list.id),
    );
    Ok(Answer::view(View::text(text).row([done])).after(effect))
}

pub(super) async fn done(ctx: &Ctx, list: PlaylistId) -> Result<Answer, Failure> {
    let list = access::seen(ctx, list).await?;
    let view = one::view(ctx, &list, 0).await?;
    let mut effect = ctx.effect().await?;
    effect.stop_asking(ctx).await?;
    Ok(Answer::view(view).after(effect))
}

/// Something came for a list. Each part of an album is a message of its own: the first one is answered, the others
/// only follow.
pub(super) async fn sent(
    ctx: &Ctx,
    list: PlaylistId,
    album: Option<&str>,
    message: &Incoming,
) -> Result<Answer, Failure> {
    let track = track_in(Some(message))?.into();
    let list = access::changed(ctx, list).await?;
    let mut effect = ctx.effect().await?;
    put(ctx, &mut effect, &list, &track).await?;
    let asked = match &message.album {
        Some(album) => format!("add:{}:{album}", list.id),
        None => format!("add:{}", list.id),
    };
    effect.ask(ctx, &Playlists, asked).await?;
    if message.album.is_some() && message.album.as_deref() == album {
        return Ok(Answer::silence().after(effect));
    }
    let view = match message.album {
        Some(_) => {
            let text = t!(
                ctx.locale,
                "playlist-album-added",
                list = list.name.as_str()
            );
            View::text(text).row([button(
                ctx.locale,
                "playlist-button-done",
                format!("done:{}", list.id),
            )])
        }
        None => said(ctx, &list, &track).row([button(
            ctx.locale,
            "playlist-button-done",
            format!("done:{}", list.id),
        )]),
    };
    Ok(Answer::view(view).after(effect))
}

/// `/playlist add Sunday` in answer to a track; without a name it asks which list.
pub(super) async fn from_reply(ctx: &Ctx, name: &str) -> Result<Answer, Failure> {
    let replied_to = ctx
        .message
        .as_ref()
        .and_then(|message| message.reply_to.as_deref());
    let track = track_in(replied_to).map_err(|_| Failure::user("playlist-add-usage"))?;
    let track = Item::Track(track);
    if name.is_empty() {
        let view = choosing::offer(ctx, Source::Message, &track, 0).await?;
        return Ok(Answer::view(view).replying_to(replied_to.map(|message| message.message_id)));
    }
    for shelf in [Shelf::of(ctx), Shelf::Mine] {
        let Some(whose) = shelf.whose(ctx) else {
            continue;
        };
        let lists = ctx.read().await?.playlists().recent(whose, ALL, 0).await?;
        if let Some(list) = lists
            .into_iter()
            .find(|list| list.name.to_lowercase() == name.to_lowercase())
        {
            access::may_change(ctx, &list).await?;
            let mut effect = ctx.effect().await?;
            put(ctx, &mut effect, &list, &track).await?;
            return Ok(Answer::view(said(ctx, &list, &track)).after(effect));
        }
    }
    Err(Failure::user("playlist-usage"))
}

/// Puts something onto a list, says so, and offers to take it back.
pub(super) async fn keep(ctx: &Ctx, list: &Playlist, item: &Item) -> Result<Answer, Failure> {
    let mut effect = ctx.effect().await?;
    let added = put(ctx, &mut effect, list, item).await?;
    let view = said(ctx, list, item).row([
        button(
            ctx.locale,
            "playlist-button-open",
            format!("list:{}:0", list.id),
        ),
        button(ctx.locale, "playlist-button-undo", format!("undo:{added}")),
    ]);
    Ok(Answer::view(view).after(effect))
}

/// Puts something at the end of a list, if that has room.
pub(super) async fn put(
    ctx: &Ctx,
    effect: &mut Effect,
    list: &Playlist,
    item: &Item,
) -> Result<EntryId, Failure> {
    let limit = i64::from(ctx.app.config.limits.tracks);
    if effect.playlist_tracks().sum(list.id).await?.0 >= limit {
        return Err(Failure::user_with(
            "playlist-full",
            vec![("limit", Arg::Number(limit))],
        ));
    }
    let added = effect.playlist_tracks().add(list.id, item, ctx.now).await?;
    effect.playlists().touch(list.id, ctx.now).await?;
    Ok(added)
}

fn said(ctx: &Ctx, list: &Playlist, item: &Item) -> View {
    View::text(t!(
        ctx.locale,
        "playlist-added",
        list = list.name.as_str(),
        label = label(ctx, item)
    ))
}

pub(super) fn label(ctx: &Ctx, item: &Item) -> String {
    item.label()
        .unwrap_or_else(|| t!(ctx.locale, "playlist-unnamed"))
}

/// The track a message brought.
pub(super) fn track_in(message: Option<&Incoming>) -> Result<Track, Failure> {
    let attachment = message.and_then(|message| message.attachment.as_ref());
    attachment
        .and_then(Track::of)
        .ok_or_else(|| Failure::user("playlist-not-sound"))
}
