//! A list for others: a link that nobody can guess, a copy for whoever follows it, and the link taken back.

use super::{access, button, one};
use crate::{
    bot::feature::{Answer, Ctx, Failure},
    domain::{PlaylistId, PlaylistName},
    i18n::Arg,
    store::Whose,
    t,
    view::{Button, View},
};

/// The link to a list, made now if it has none.
pub(super) async fn panel(ctx: &Ctx, list: PlaylistId) -> Result<Answer, Failure> {
    let list = access::changed(ctx, list).await?;
    let mut effect = ctx.effect().await?;
    let token = if let Some(token) = &list.share_token {
        token.clone()
    } else {
        let token = new_token()?;
        effect.playlists().share(list.id, Some(&token)).await?;
        token
    };
    let link = format!("https://t.me/{}?start=pl_{token}", ctx.app.me.username);
    let text = t!(
        ctx.locale,
        "playlist-shared",
        name = list.name.as_str(),
        link = link.as_str()
    );
    let send = format!(
        "https://t.me/share/url?url={}",
        link.replace(':', "%3A")
            .replace('/', "%2F")
            .replace('?', "%3F")
            .replace('=', "%3D")
    );
    let view = View::text(text)
        .row([Button::link(
            t!(ctx.locale, "playlist-button-send-link"),
            send,
        )])
        .row([button(
            ctx.locale,
            "playlist-button-unshare",
            format!("unshare:{}", list.id),
        )])
        .row([one::back(ctx.locale, &list)]);
    Ok(Answer::view(view).after(effect))
}

/// The link leads nowhere from now on.
pub(super) async fn revoke(ctx: &Ctx, list: PlaylistId) -> Result<Answer, Failure> {
    let list = access::changed(ctx, list).await?;
    let view = one::view(ctx, &list, 0).await?;
    let mut effect = ctx.effect().await?;
    effect.playlists().share(list.id, None).await?;
    Ok(Answer::view(view)
        .toast(t!(ctx.locale, "playlist-unshared-toast"))
        .after(effect))
}

/// Somebody followed the link.
pub(super) async fn offer(ctx: &Ctx, token: &str) -> Result<Answer, Failure> {
    let mut tx = ctx.read().await?;
    let list = tx
        .playlists()
        .shared(token)
        .await?
        .ok_or_else(|| Failure::user("playlist-link-gone"))?;
    let (count, _) = tx.playlist_tracks().sum(list.id).await?;
    let text = t!(
        ctx.locale,
        "playlist-offered",
        name = list.name.as_str(),
        count = count
    );
    Ok(Answer::view(View::text(text).row([button(
        ctx.locale,
        "playlist-button-copy",
        format!("copy:{token}"),
    )])))
}

/// Gives the one who followed the link a list of their own with the same tracks.
pub(super) async fn copy(ctx: &Ctx, token: &str) -> Result<Answer, Failure> {
    let limit = i64::from(ctx.app.config.limits.playlists);
    let mut effect = ctx.effect().await?;
    let shared = effect.playlists().shared(token).await?;
    let list = shared.ok_or_else(|| Failure::user("playlist-link-gone"))?;
    let user = effect.user(ctx).await?;
    if effect.playlists().count(Whose::Person(user)).await? >= limit {
        return Err(Failure::user_with(
            "playlist-too-many",
            vec![("limit", Arg::Number(limit))],
        ));
    }
    let name = PlaylistName::parse(&list.name).map_err(|error| Failure::Internal(error.into()))?;
    let copy = effect.playlists().add(user, None, &name, ctx.now).await?;
    effect
        .playlist_tracks()
        .copy(list.id, copy, ctx.now)
        .await?;
    let text = t!(ctx.locale, "playlist-copied", name = name.as_str());
    let open = button(ctx.locale, "playlist-button-open", format!("list:{copy}:0"));
    Ok(Answer::view(View::text(text).row([open])).after(effect))
}

/// 128 random bits.
fn new_token() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Failure::Internal(error.to_string().into()))?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}
