//! Tracks put on lists: sent one by one or as an album, by a reply, or by "Add to…" below a track.

use super::{
    Playlists, access, button,
    lists::{self, Shelf, turns},
    one,
};
use crate::{
    bot::feature::{Answer, Ctx, Effect, Failure, Incoming},
    domain::{EntryId, HeardId, PlaylistId, Track},
    i18n::Arg,
    store::{Playlist, Whose},
    t,
    view::{Button, Press, View},
};

/// More lists than anybody has.
const ALL: i64 = 100_000;
/// How many lists are offered at once.
const PAGE: i64 = 6;

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
    let track = track_in(Some(message))?;
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
    if name.is_empty() {
        let view = offer(ctx, 0, None).await?;
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

/// "Add to…" was pressed: asks which list, in answer to the track.
pub(super) async fn choose(ctx: &Ctx, heard: Option<HeardId>) -> Result<Answer, Failure> {
    if heard.is_none() {
        track_in(ctx.message.as_ref())?;
    }
    let view = offer(ctx, 0, heard).await?;
    let pressed = ctx.message.as_ref().map(|message| message.message_id);
    Ok(Answer::new_message(view).replying_to(pressed))
}

/// Another page of the lists that are offered.
pub(super) async fn page(ctx: &Ctx, page: i64, heard: Option<HeardId>) -> Result<Answer, Failure> {
    Ok(Answer::view(offer(ctx, page, heard).await?))
}

/// The lists to choose from, for a track that somebody sent, or for the one that the panel answers.
async fn offer(ctx: &Ctx, page: i64, heard: Option<HeardId>) -> Result<View, Failure> {
    let which = match heard {
        Some(_) => {
            let track = meant(ctx, heard).await?;
            t!(ctx.locale, "playlist-which-for", label = label(ctx, &track))
        }
        None => t!(ctx.locale, "playlist-which"),
    };
    let end = heard.map(|track| format!(":{track}")).unwrap_or_default();
    let to_button = |list: &Playlist| {
        let press = Press::new("playlist", format!("to:{}{end}", list.id));
        Button::new(&list.name, press)
    };
    let (count, lists) = match ctx.asker.user {
        None => (0, Vec::new()),
        Some(user) => {
            let mut tx = ctx.read().await?;
            let count = tx.playlists().count(Whose::Person(user)).await?;
            (
                count,
                tx.playlists()
                    .recent(Whose::Person(user), PAGE, page.max(0) * PAGE)
                    .await?,
            )
        }
    };
    let mut view = View::text(which);
    if page == 0 && !ctx.chat.is_private {
        for list in ctx
            .read()
            .await?
            .playlists()
            .recent(Whose::Chat(ctx.chat.id), PAGE, 0)
            .await?
        {
            view = view.row([to_button(&list)]);
        }
    }
    view = lists
        .iter()
        .fold(view, |view, list| view.row([to_button(list)]));
    let turns = turns(page, count, PAGE, |page| match heard {
        Some(track) => format!("heard:{track}:{page}"),
        None => format!("keep:{page}"),
    });
    if !turns.is_empty() {
        view = view.row(turns);
    }
    let new = button(ctx.locale, "playlist-button-new", format!("keep-new{end}"));
    Ok(view.row([new]))
}

/// A list was chosen.
pub(super) async fn to(
    ctx: &Ctx,
    list: PlaylistId,
    heard: Option<HeardId>,
) -> Result<Answer, Failure> {
    let track = meant(ctx, heard).await?;
    let list = access::changed(ctx, list).await?;
    keep(ctx, &list, &track).await
}

/// The first list of somebody, made for this track: the question answers the track, so that it is not forgotten.
pub(super) async fn ask_for_a_new_list(
    ctx: &Ctx,
    heard: Option<HeardId>,
) -> Result<Answer, Failure> {
    let track = meant(ctx, heard).await?;
    // A track that is only a message cannot be kept in a question: it is put on a list that is named afterwards.
    let name = t!(ctx.locale, "playlist-new-name");
    let (mut effect, list, name) = lists::make(ctx, Shelf::Mine, &name).await?;
    let list = Playlist {
        id: list,
        name: name.as_str().to_owned(),
        owner: effect.user(ctx).await?,
        chat: None,
        share_token: None,
    };
    let added = put(ctx, &mut effect, &list, &track).await?;
    effect
        .ask(ctx, &Playlists, format!("rename:{}", list.id))
        .await?;
    let text = format!(
        "{}\n{}",
        t!(
            ctx.locale,
            "playlist-added",
            list = list.name.as_str(),
            label = label(ctx, &track)
        ),
        t!(ctx.locale, "playlist-ask-rename", name = list.name.as_str())
    );
    let undo = button(ctx.locale, "playlist-button-undo", format!("undo:{added}"));
    Ok(Answer::view(View::text(text).row([undo])).after(effect))
}

/// A track of an album was chosen: asks which of the person's lists it is for.
pub(super) async fn take(ctx: &Ctx, track: EntryId) -> Result<Answer, Failure> {
    let (_, track, _) = access::track(ctx, track).await?;
    let lists = match ctx.asker.user {
        Some(user) => {
            ctx.read()
                .await?
                .playlists()
                .recent(Whose::Person(user), PAGE, 0)
                .await?
        }
        None => Vec::new(),
    };
    if lists.is_empty() {
        return Err(Failure::user("playlist-none-yet"));
    }
    let text = t!(
        ctx.locale,
        "playlist-which-for",
        label = one::label(ctx.locale, &track)
    );
    let view = lists.iter().fold(View::text(text), |view, list| {
        view.row([Button::new(
            &list.name,
            Press::new("playlist", format!("put:{}:{}", track.id, list.id)),
        )])
    });
    Ok(Answer::new_message(view))
}

/// Puts a track of one list onto another.
pub(super) async fn copy_to(
    ctx: &Ctx,
    track: EntryId,
    list: PlaylistId,
) -> Result<Answer, Failure> {
    let (_, track, _) = access::track(ctx, track).await?;
    let list = access::changed(ctx, list).await?;
    keep(ctx, &list, &track.track).await
}

/// Puts a track onto a list, says so, and offers to take it back.
async fn keep(ctx: &Ctx, list: &Playlist, track: &Track) -> Result<Answer, Failure> {
    let mut effect = ctx.effect().await?;
    let added = put(ctx, &mut effect, list, track).await?;
    let view = said(ctx, list, track).row([
        button(
            ctx.locale,
            "playlist-button-open",
            format!("list:{}:0", list.id),
        ),
        button(ctx.locale, "playlist-button-undo", format!("undo:{added}")),
    ]);
    Ok(Answer::view(view).after(effect))
}

/// Puts a track at the end of a list, if it has room.
async fn put(
    ctx: &Ctx,
    effect: &mut Effect,
    list: &Playlist,
    track: &Track,
) -> Result<EntryId, Failure> {
    let limit = i64::from(ctx.app.config.limits.tracks);
    if effect.playlist_tracks().sum(list.id).await?.0 >= limit {
        return Err(Failure::user_with(
            "playlist-full",
            vec![("limit", Arg::Number(limit))],
        ));
    }
    let added = effect
        .playlist_tracks()
        .add(list.id, track, ctx.now)
        .await?;
    effect.playlists().touch(list.id, ctx.now).await?;
    Ok(added)
}

fn said(ctx: &Ctx, list: &Playlist, track: &Track) -> View {
    View::text(t!(
        ctx.locale,
        "playlist-added",
        list = list.name.as_str(),
        label = label(ctx, track)
    ))
}

fn label(ctx: &Ctx, track: &Track) -> String {
    track
        .label()
        .unwrap_or_else(|| t!(ctx.locale, "playlist-unnamed"))
}

/// The track that somebody sent, or else the one that the panel answers.
async fn meant(ctx: &Ctx, heard: Option<HeardId>) -> Result<Track, Failure> {
    let Some(track) = heard else {
        let panel = ctx.message.as_ref();
        return track_in(panel.and_then(|panel| panel.reply_to.as_deref()));
    };
    let mut tx = ctx.read().await?;
    let found = tx.tracks().find(track, ctx.asker.user, ctx.chat.id).await?;
    let track = found.and_then(|track| Track::of(&track.file));
    track.ok_or_else(|| Failure::user("sound-track-gone"))
}

/// The track a message brought.
fn track_in(message: Option<&Incoming>) -> Result<Track, Failure> {
    let attachment = message.and_then(|message| message.attachment.as_ref());
    attachment
        .and_then(Track::of)
        .ok_or_else(|| Failure::user("playlist-not-sound"))
}
