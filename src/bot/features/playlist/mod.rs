//! `/playlist`: lists of tracks, a person's own and those of a chat.
//!
//! A file for each thing one can do: `lists` finds and makes them, `one` shows a list, `tracks` a track of it, `adding`
//! puts tracks on, `choosing` says which list, `sharing` hands a copy to others, `files` writes and reads M3U8. Who may do it is in `access`.
//!
//! A press is a word and its numbers, `word:id:page`; to add one, a line in `press` below.

mod access;
mod adding;
mod choosing;
mod files;
mod lists;
mod one;
mod play;
mod sharing;
mod tracks;

use serde_json::Value;

use crate::{
    bot::feature::{Answer, Ctx, Failure, Feature, Incoming, Reply},
    domain::{EntryId, HeardId, Item, JobId, PlaylistId, StationId, Track},
    i18n::Locale,
    jobs::{play::Played, render::Sound},
    t,
    view::{Button, Press, View},
};
use choosing::Source;
use lists::Shelf;
pub(in crate::bot) use play::{above, title, track_views};

pub(super) struct Playlists;

impl Feature for Playlists {
    fn name(&self) -> &'static str {
        "playlist"
    }

    fn tables(&self) -> &'static [&'static str] {
        &[
            "users",
            "playlists",
            "playlist_tracks",
            "playback_settings",
            "renders",
            "jobs",
        ]
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let (verb, rest) = args.split_once(char::is_whitespace).unwrap_or((args, ""));
            match verb.to_lowercase().as_str() {
                "" => lists::panel(ctx, Shelf::of(ctx), 0).await,
                "new" if rest.trim().is_empty() => {
                    lists::ask_for_a_name(ctx, Shelf::of_new(ctx).await?).await
                }
                "new" => lists::add(ctx, Shelf::of_new(ctx).await?, rest).await,
                "add" => adding::from_reply(ctx, rest.trim()).await,
                "import" => files::ask(ctx, Shelf::of_new(ctx).await?).await,
                _ => lists::open_by_name(ctx, args).await,
            }
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move { press(ctx, data).await })
    }

    fn prompted<'a>(&'a self, ctx: &'a Ctx, asked: &'a str, message: &'a Incoming) -> Reply<'a> {
        Box::pin(async move {
            let words = message.text.as_deref().unwrap_or_default();
            let parts: Vec<&str> = asked.split(':').collect();
            match parts[..] {
                ["new", whose] => lists::add(ctx, Shelf::from_code(ctx, whose)?, words).await,
                ["rename", list] => one::rename(ctx, list_id(list)?, words).await,
                ["move", track] => tracks::move_to(ctx, track_id(track)?, words).await,
                ["add", list, ref album @ ..] => {
                    adding::sent(ctx, list_id(list)?, album.first().copied(), message).await
                }
                ["import", whose] => files::read(ctx, Shelf::from_code(ctx, whose)?, message).await,
                _ => Err(Failure::user("not-understood")),
            }
        })
    }

    fn deliver(&self, outcome: &Value, _job: JobId, locale: Locale) -> Option<Vec<View>> {
        let played = Played::read(outcome).ok()?;
        let sound = played.sound.as_ref().map(Sound::listening);
        let caption = if played.goes_on {
            String::new()
        } else {
            title(locale, &played.name, sound)
        };
        let shows_lyrics = played.shows_lyrics;
        Some(track_views(locale, &caption, &played.tracks, shows_lyrics))
    }

    fn link<'a>(&'a self, ctx: &'a Ctx, payload: &'a str) -> Option<Reply<'a>> {
        let token = payload.strip_prefix("pl_")?;
        Some(Box::pin(async move { sharing::offer(ctx, token).await }))
    }
}

async fn press(ctx: &Ctx, data: &str) -> Result<Answer, Failure> {
    let parts: Vec<&str> = data.split(':').collect();
    match parts[..] {
        ["open"] => lists::panel(ctx, Shelf::of(ctx), 0).await,
        ["lists", shelf, page] => {
            lists::panel(ctx, Shelf::from_code(ctx, shelf)?, number(page)?).await
        }
        ["new", shelf] => lists::ask_for_a_name(ctx, Shelf::from_code(ctx, shelf)?).await,
        ["import", shelf] => files::ask(ctx, Shelf::from_code(ctx, shelf)?).await,
        ["list", list, page] => one::panel(ctx, list_id(list)?, number(page)?).await,
        ["more", list] => one::more(ctx, list_id(list)?).await,
        ["rename", list] => one::ask_for_a_name(ctx, list_id(list)?).await,
        ["shuffle", list] => one::shuffle(ctx, list_id(list)?).await,
        ["merge", list] => one::merge(ctx, list_id(list)?).await,
        ["delete", list] => one::delete(ctx, list_id(list)?).await,
        ["restore", list] => one::restore(ctx, list_id(list)?).await,
        ["share", list] => sharing::panel(ctx, list_id(list)?).await,
        ["unshare", list] => sharing::revoke(ctx, list_id(list)?).await,
        ["copy", token] => sharing::copy(ctx, token).await,
        ["export", list] => files::export(ctx, list_id(list)?).await,
        ["fill", list] => adding::ask_for_tracks(ctx, list_id(list)?).await,
        ["done", list] => adding::done(ctx, list_id(list)?).await,
        ["which", track] => choosing::ask(ctx, Source::from_code(track)?).await,
        ["which", track, page] => {
            choosing::page(ctx, Source::from_code(track)?, number(page)?).await
        }
        ["station", station] => choosing::ask_how_long(ctx, number(station)?.into()).await,
        ["onto", track, list] => {
            choosing::onto(ctx, Source::from_code(track)?, list_id(list)?).await
        }
        ["onto-new", track] => choosing::onto_new(ctx, Source::from_code(track)?).await,
        ["play", list] => play::whole(ctx, list_id(list)?).await,
        ["from", track] => play::from(ctx, track_id(track)?).await,
        ["track", track] => tracks::panel(ctx, track_id(track)?).await,
        ["up", track] => tracks::shift(ctx, track_id(track)?, -1).await,
        ["down", track] => tracks::shift(ctx, track_id(track)?, 1).await,
        ["move", track] => tracks::ask_where_to(ctx, track_id(track)?).await,
        ["remove", track] => tracks::remove(ctx, track_id(track)?).await,
        ["undo", track] => tracks::undo_adding(ctx, track_id(track)?).await,
        ["hear", track] => play::only(ctx, track_id(track)?).await,
        _ => Err(Failure::user("button-is-old")),
    }
}

/// A track of a list, if the one who asks may see it.
pub(in crate::bot) async fn track(ctx: &Ctx, entry: EntryId) -> Result<Track, Failure> {
    match access::track(ctx, entry).await?.1.item {
        Item::Track(track) => Ok(track),
        Item::Station(_) => Err(Failure::user("button-is-old")),
    }
}

/// The button "Add to…", for below any single track the bot shows.
fn add_button(locale: Locale, source: Source) -> Button {
    Button::new(t!(locale, "playlist-button-keep"), source.press())
}

/// The same for a track that somebody sent: what is above the button may be made of it.
pub(in crate::bot) fn heard_button(locale: Locale, track: HeardId) -> Button {
    add_button(locale, Source::Heard(track))
}

/// The same for a track that nobody sent: it is the one above the button.
pub(in crate::bot) fn this_button(locale: Locale) -> Button {
    add_button(locale, Source::Message)
}

/// The same for a station, of which some minutes will be recorded.
pub(in crate::bot) fn station_button(locale: Locale, station: StationId) -> Button {
    button(locale, "playlist-button-keep", format!("station:{station}"))
}

/// A button of this feature.
fn button(locale: Locale, key: &str, data: impl Into<String>) -> Button {
    Button::new(locale.text(key, &[]), Press::new("playlist", data))
}

fn number(text: &str) -> Result<i64, Failure> {
    text.parse().map_err(|_| Failure::user("button-is-old"))
}

fn list_id(text: &str) -> Result<PlaylistId, Failure> {
    number(text).map(PlaylistId::from)
}

fn track_id(text: &str) -> Result<EntryId, Failure> {
    number(text).map(EntryId::from)
}
