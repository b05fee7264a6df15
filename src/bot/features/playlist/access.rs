//! Who may see a list and who may change it. A person's own is theirs alone; one of a chat is seen in that chat, and
//! changed by the chat's administrators and by whoever made it.

use crate::{
    bot::feature::{Ctx, Failure},
    domain::{EntryId, PlaylistId},
    store::{Playlist, PlaylistTrack},
};

/// The list, if the one who asks may see it.
pub(super) async fn seen(ctx: &Ctx, list: PlaylistId) -> Result<Playlist, Failure> {
    let found = ctx.read().await?.playlists().find(list).await?;
    let list = found.ok_or_else(|| Failure::user("playlist-gone"))?;
    let is_theirs = ctx.asker.user == Some(list.owner);
    match list.chat {
        _ if is_theirs => Ok(list),
        Some(chat) if chat == ctx.chat.id || is_member(ctx, chat).await? => Ok(list),
        _ => Err(Failure::user("playlist-not-yours")),
    }
}

/// The list, if the one who asks may change it.
pub(super) async fn changed(ctx: &Ctx, list: PlaylistId) -> Result<Playlist, Failure> {
    let list = seen(ctx, list).await?;
    may_change(ctx, &list).await?;
    Ok(list)
}

pub(super) async fn may_change(ctx: &Ctx, list: &Playlist) -> Result<(), Failure> {
    let is_theirs = ctx.asker.user == Some(list.owner);
    match list.chat {
        _ if is_theirs => Ok(()),
        None => Err(Failure::user("playlist-not-yours")),
        Some(chat) => may_change_chat(ctx, chat).await,
    }
}

/// Whether the one who asks decides what a chat hears.
pub(super) async fn may_change_chat(ctx: &Ctx, chat: i64) -> Result<(), Failure> {
    let asker = ctx.asker.telegram_id.get();
    if chat == asker
        || ctx
            .app
            .telegram
            .member(chat, asker)
            .await
            .map_err(no_answer)?
            .is_admin
    {
        return Ok(());
    }
    Err(Failure::user("playlist-only-admins"))
}

async fn is_member(ctx: &Ctx, chat: i64) -> Result<bool, Failure> {
    let asker = ctx.asker.telegram_id.get();
    Ok(ctx
        .app
        .telegram
        .member(chat, asker)
        .await
        .map_err(no_answer)?
        .is_there)
}

/// Something on a list, with that list, and how many come before it, if the one who asks may see it.
pub(super) async fn track(
    ctx: &Ctx,
    track: EntryId,
) -> Result<(Playlist, PlaylistTrack, i64), Failure> {
    let found = ctx.read().await?.playlist_tracks().find(track).await?;
    let (track, before) = found.ok_or_else(|| Failure::user("playlist-track-gone"))?;
    Ok((seen(ctx, track.playlist).await?, track, before))
}

fn no_answer(error: crate::telegram::TelegramError) -> Failure {
    Failure::Internal(error.into())
}
