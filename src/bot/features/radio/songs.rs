//! What stations played, and the songs a person kept.

use std::fmt::Write as _;

use reqwest::Url;

use super::{super::lyrics, Wish, home_row, lists::cut, pages, station};
use crate::{
    bot::feature::{Answer, Ctx, Failure},
    domain::{SongId, StationId},
    i18n::Arg,
    radio::title::split_song,
    store::Song,
    t,
    view::{Button, View, escape},
};

/// Titles, and songs, on one page.
const TITLES: i64 = 10;
const SONGS: i64 = 8;

/// Keeps the song that plays now.
pub(super) async fn keep(ctx: &Ctx, id: StationId) -> Result<Answer, Failure> {
    station(ctx, id).await?;
    let mut effect = ctx.effect().await?;
    let heard = effect.radio_titles().latest(id, 1, 0).await?;
    let heard = heard
        .first()
        .ok_or_else(|| Failure::user("radio-nothing-to-keep"))?;
    let (artist, title) = split_song(&heard.title);
    let person = effect.user(ctx).await?;
    let limit = i64::from(ctx.app.config.limits.songs);
    if effect.radio_songs().count_kept(person).await? >= limit {
        return Err(Failure::user_with(
            "radio-too-many-songs",
            vec![("limit", Arg::Number(limit))],
        ));
    }
    effect
        .radio_songs()
        .keep(person, artist.unwrap_or_default(), title, id, ctx.now)
        .await?;
    let toast = t!(ctx.locale, "radio-kept", song = cut(&heard.title, 120));
    Ok(Answer::silence().toast(toast).after(effect))
}

/// What a station played, the newest first, and how long ago.
pub(super) async fn titles(ctx: &Ctx, id: StationId, page: i64) -> Result<Answer, Failure> {
    let found = station(ctx, id).await?;
    let mut tx = ctx.read().await?;
    let heard = tx
        .radio_titles()
        .latest(id, TITLES + 1, page * TITLES)
        .await?;
    let mut text = t!(ctx.locale, "radio-titles", name = found.name.as_str());
    if heard.is_empty() && page == 0 {
        text = t!(ctx.locale, "radio-titles-none", name = found.name);
    }
    for heard in heard
        .iter()
        .take(usize::try_from(TITLES).unwrap_or_default())
    {
        let minutes = (ctx.now - heard.heard_at).num_minutes().max(0);
        let ago = match (minutes, minutes / 60, minutes / (60 * 24)) {
            (0, ..) => t!(ctx.locale, "radio-ago-now"),
            (minutes, 0, _) => t!(ctx.locale, "radio-ago-minutes", count = minutes),
            (_, hours, 0) => t!(ctx.locale, "radio-ago-hours", count = hours),
            (_, _, days) => t!(ctx.locale, "radio-ago-days", count = days),
        };
        let _ = write!(text, "\n• {} <i>{ago}</i>", escape(&heard.title));
    }
    let total = page * TITLES + i64::try_from(heard.len()).unwrap_or(i64::MAX);
    let view = pages(View::text(text), page, total, TITLES, |page| {
        Wish::Titles(id, page)
    });
    Ok(Answer::view(view.row([
        Wish::Card(id).button(t!(ctx.locale, "radio-back-card")),
    ])))
}

/// The songs somebody kept.
pub(super) async fn list(ctx: &Ctx, page: i64) -> Result<Answer, Failure> {
    let (mut songs, mut total) = (Vec::new(), 0);
    if let Some(person) = ctx.asker.user {
        let mut tx = ctx.read().await?;
        total = tx.radio_songs().count_kept(person).await?;
        songs = tx.radio_songs().kept(person, SONGS, page * SONGS).await?;
    }
    let text = match total {
        0 => t!(ctx.locale, "radio-songs-none"),
        total => t!(ctx.locale, "radio-songs", count = total),
    };
    let view = songs.iter().fold(View::text(text), |view, song| {
        view.row([Wish::Song(song.id).button(cut(&name(song), 36))])
    });
    let view = pages(view, page, total, SONGS, Wish::Songs);
    Ok(Answer::view(view.row(home_row(ctx))))
}

/// One song: where to look for it, how to get its words, and how to let go of it.
pub(super) async fn one(ctx: &Ctx, id: SongId) -> Result<Answer, Failure> {
    let gone = || Failure::user("radio-song-gone");
    let person = ctx.asker.user.ok_or_else(gone)?;
    let song = ctx
        .read()
        .await?
        .radio_songs()
        .find_kept(person, id)
        .await?
        .ok_or_else(gone)?;
    let name = name(&song);
    let search =
        Url::parse_with_params("https://www.youtube.com/results", [("search_query", &name)]);
    let search = search.map_err(|error| Failure::Internal(error.into()))?;
    let view = View::text(t!(ctx.locale, "radio-song", song = name.as_str()))
        .row([
            lyrics::kept_button(ctx.locale, id),
            Button::link(t!(ctx.locale, "radio-button-look-for"), search.as_str()),
        ])
        .row([
            Wish::ForgetSong(id).button(t!(ctx.locale, "radio-button-forget")),
            Wish::Songs(0).button(t!(ctx.locale, "radio-back-songs")),
        ]);
    Ok(Answer::view(view))
}

pub(super) async fn forget(ctx: &Ctx, id: SongId) -> Result<Answer, Failure> {
    let person = ctx
        .asker
        .user
        .ok_or_else(|| Failure::user("radio-song-gone"))?;
    let mut effect = ctx.effect().await?;
    effect.radio_songs().forget(person, id).await?;
    let total = effect.radio_songs().count_kept(person).await?;
    let songs = effect.radio_songs().kept(person, SONGS, 0).await?;
    let text = match total {
        0 => t!(ctx.locale, "radio-songs-none"),
        total => t!(ctx.locale, "radio-songs", count = total),
    };
    let view = songs.iter().fold(View::text(text), |view, song| {
        view.row([Wish::Song(song.id).button(cut(&name(song), 36))])
    });
    let view = pages(view, 0, total, SONGS, Wish::Songs).row(home_row(ctx));
    Ok(Answer::view(view)
        .toast(t!(ctx.locale, "radio-forgotten"))
        .after(effect))
}

fn name(song: &Song) -> String {
    match song.artist.as_str() {
        "" => song.title.clone(),
        artist => format!("{artist} - {}", song.title),
    }
}
