//! `/radio`: stations. Favourites and what was heard lately, genres, countries, a search here and in the public directory;
//! a card for each station (`card`), stations of one's own (`adding`, `editing`), and the songs one kept (`songs`).
//!
//! What a press carries is a word and its arguments behind colons; `Wish` has them all.

mod adding;
mod card;
mod editing;
mod lists;
mod recording;
mod songs;

use serde::Deserialize;
use serde_json::Value;

use crate::{
    bot::feature::{Ctx, Failure, Feature, Incoming, Reply},
    domain::{Charset, JobId, SongId, StationId},
    i18n::Locale,
    store::{Shelves, Station},
    t,
    view::{Button, Press, View},
};

pub(in crate::bot) use card::show as radio_card;
pub(super) use recording::{on_air, recorded};

pub(super) struct RadioFeature;

/// The name of the feature, for its buttons.
const NAME: &str = "radio";

/// What the radio's jobs come to.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    /// A station left the lists; whoever added it hears of it.
    Silent { station: StationId, name: String },
}

/// Everything a button of the radio can want.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wish {
    Home,
    Favourites(i64),
    Mine(i64),
    Shelves(Shelves, i64),
    /// The stations that stand where this one does.
    Shelf(Shelves, StationId, i64),
    Search(i64, String),
    Directory(String),
    Join(String),
    Card(StationId),
    Favour(StationId),
    Record(StationId, u64),
    SaveSong(StationId),
    Titles(StationId, i64),
    More(StationId),
    Report(StationId),
    Rename(StationId),
    Hide(StationId),
    Remove(StationId),
    ReallyRemove(StationId),
    Charsets(StationId),
    SetCharset(StationId, Option<Charset>),
    Songs(i64),
    Song(SongId),
    ForgetSong(SongId),
    Add,
}

impl Wish {
    fn encode(&self) -> String {
        let shelves = |shelves: &Shelves| match shelves {
            Shelves::Genres => 'g',
            Shelves::Countries => 'n',
        };
        match self {
            Self::Home => "home".to_owned(),
            Self::Favourites(page) => format!("fav:{page}"),
            Self::Mine(page) => format!("mine:{page}"),
            Self::Shelves(kind, page) => format!("all:{}:{page}", shelves(kind)),
            Self::Shelf(kind, sample, page) => format!("on:{}:{sample}:{page}", shelves(kind)),
            Self::Search(page, text) => format!("find:{page}:{text}"),
            Self::Directory(text) => format!("out:{text}"),
            Self::Join(id) => format!("join:{id}"),
            Self::Card(id) => format!("card:{id}"),
            Self::Record(id, minutes) => format!("rec:{id}:{minutes}"),
            Self::Favour(id) => format!("heart:{id}"),
            Self::SaveSong(id) => format!("keep:{id}"),
            Self::Titles(id, page) => format!("titles:{id}:{page}"),
            Self::More(id) => format!("more:{id}"),
            Self::Report(id) => format!("broken:{id}"),
            Self::Rename(id) => format!("name:{id}"),
            Self::Hide(id) => format!("hide:{id}"),
            Self::Remove(id) => format!("remove:{id}"),
            Self::ReallyRemove(id) => format!("remove-yes:{id}"),
            Self::Charsets(id) => format!("letters:{id}"),
            Self::SetCharset(id, charset) => {
                format!("in:{id}:{}", charset.map_or("", Charset::name))
            }
            Self::Songs(page) => format!("songs:{page}"),
            Self::Song(id) => format!("song:{id}"),
            Self::ForgetSong(id) => format!("forget:{id}"),
            Self::Add => "add".to_owned(),
        }
    }

    /// `None` for what no button of today says.
    fn decode(data: &str) -> Option<Self> {
        let (word, rest) = data.split_once(':').unwrap_or((data, ""));
        let number = |text: &str| text.parse::<i64>().ok();
        let page = |text: &str| number(text).filter(|page| (0..10_000).contains(page));
        let station = |text: &str| number(text).map(StationId::from);
        let shelves = |text: &str| match text {
            "g" => Some(Shelves::Genres),
            "n" => Some(Shelves::Countries),
            _ => None,
        };
        Some(match word {
            "home" => Self::Home,
            "fav" => Self::Favourites(page(rest)?),
            "mine" => Self::Mine(page(rest)?),
            "all" => {
                let (kind, at) = rest.split_once(':')?;
                Self::Shelves(shelves(kind)?, page(at)?)
            }
            "on" => {
                let (kind, rest) = rest.split_once(':')?;
                let (sample, at) = rest.split_once(':')?;
                Self::Shelf(shelves(kind)?, station(sample)?, page(at)?)
            }
            "find" => {
                let (at, text) = rest.split_once(':')?;
                Self::Search(page(at)?, text.to_owned())
            }
            "out" => Self::Directory(rest.to_owned()),
            "join" => Self::Join(rest.to_owned()),
            "card" => Self::Card(station(rest)?),
            "rec" => {
                let (id, minutes) = rest.split_once(':')?;
                Self::Record(station(id)?, minutes.parse().ok()?)
            }
            "heart" => Self::Favour(station(rest)?),
            "keep" => Self::SaveSong(station(rest)?),
            "titles" => {
                let (id, at) = rest.split_once(':')?;
                Self::Titles(station(id)?, page(at)?)
            }
            "more" => Self::More(station(rest)?),
            "broken" => Self::Report(station(rest)?),
            "name" => Self::Rename(station(rest)?),
            "hide" => Self::Hide(station(rest)?),
            "remove" => Self::Remove(station(rest)?),
            "remove-yes" => Self::ReallyRemove(station(rest)?),
            "letters" => Self::Charsets(station(rest)?),
            "in" => {
                let (id, name) = rest.split_once(':')?;
                Self::SetCharset(station(id)?, Charset::from_name(name))
            }
            "songs" => Self::Songs(page(rest)?),
            "song" => Self::Song(number(rest)?.into()),
            "forget" => Self::ForgetSong(number(rest)?.into()),
            "add" => Self::Add,
            _ => return None,
        })
    }

    /// A button with this wish. What it carries fits, but for long texts: those have no button.
    fn button(self, label: impl Into<String>) -> Button {
        Button::new(label, Press::new(NAME, self.encode()))
    }

    fn fits(&self) -> bool {
        NAME.len() + 1 + self.encode().len() <= Press::MAX_BYTES
    }
}

impl Feature for RadioFeature {
    fn name(&self) -> &'static str {
        "radio"
    }

    fn tables(&self) -> &'static [&'static str] {
        &[
            "users",
            "radio_streams",
            "radio_listeners",
            "radio_titles",
            "radio_songs",
        ]
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let (verb, rest) = args.split_once(char::is_whitespace).unwrap_or((args, ""));
            match verb.to_lowercase().as_str() {
                "" => lists::home(ctx).await,
                "add" if rest.trim().is_empty() => adding::ask(ctx, self).await,
                "add" => adding::add(ctx, rest).await,
                "mine" if rest.is_empty() => lists::mine(ctx, 0).await,
                "songs" if rest.is_empty() => songs::list(ctx, 0).await,
                _ if args.contains("://") => adding::add(ctx, args).await,
                _ => lists::search_everywhere(ctx, args).await,
            }
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let wish = Wish::decode(data).ok_or_else(|| Failure::user("button-is-old"))?;
            if !matches!(
                wish,
                Wish::Card(_)
                    | Wish::Record(..)
                    | Wish::Favour(_)
                    | Wish::SaveSong(_)
                    | Wish::Report(_)
            ) {
                card::close(ctx);
            }
            match wish {
                Wish::Home => lists::home(ctx).await,
                Wish::Favourites(page) => lists::favourites(ctx, page).await,
                Wish::Mine(page) => lists::mine(ctx, page).await,
                Wish::Shelves(kind, page) => lists::shelves(ctx, kind, page).await,
                Wish::Shelf(kind, sample, page) => lists::shelf(ctx, kind, sample, page).await,
                Wish::Search(page, text) => lists::search(ctx, &text, page).await,
                Wish::Directory(text) => lists::directory(ctx, &text).await,
                Wish::Join(id) => adding::join(ctx, &id).await,
                Wish::Card(id) => card::open(ctx, id).await,
                Wish::Favour(id) => card::favour(ctx, id).await,
                Wish::Record(id, minutes) => recording::record(ctx, id, minutes).await,
                Wish::SaveSong(id) => songs::keep(ctx, id).await,
                Wish::Titles(id, page) => songs::titles(ctx, id, page).await,
                Wish::More(id) => editing::more(ctx, id).await,
                Wish::Report(id) => editing::report(ctx, id).await,
                Wish::Rename(id) => editing::ask_for_a_name(ctx, self, id).await,
                Wish::Hide(id) => editing::hide(ctx, id).await,
                Wish::Remove(id) => editing::really_remove(ctx, id).await,
                Wish::ReallyRemove(id) => editing::remove(ctx, id).await,
                Wish::Charsets(id) => editing::charsets(ctx, id).await,
                Wish::SetCharset(id, charset) => editing::set_charset(ctx, id, charset).await,
                Wish::Songs(page) => songs::list(ctx, page).await,
                Wish::Song(id) => songs::one(ctx, id).await,
                Wish::ForgetSong(id) => songs::forget(ctx, id).await,
                Wish::Add => adding::ask(ctx, self).await,
            }
        })
    }

    fn message<'a>(&'a self, ctx: &'a Ctx, message: &'a Incoming) -> Option<Reply<'a>> {
        let file = message.attachment.as_ref()?;
        let is_list = file.has_end(&["m3u", "m3u8", "pls"]);
        is_list.then(|| -> Reply<'a> { Box::pin(adding::add_file(ctx, file)) })
    }

    fn deliver(&self, outcome: &Value, _job: JobId, locale: Locale) -> Option<Vec<View>> {
        if let Ok(recorded) = serde_json::from_value(outcome.clone()) {
            return Some(vec![recording::recorded(&recorded, "", locale)]);
        }
        let outcome: Outcome = serde_json::from_value(outcome.clone()).ok()?;
        Some(match outcome {
            Outcome::Silent { station, name } => {
                let text = t!(locale, "radio-went-silent", name = name);
                let open = Wish::Card(station).button(t!(locale, "radio-button-open"));
                vec![View::text(text).row([open])]
            }
        })
    }

    fn prompted<'a>(&'a self, ctx: &'a Ctx, asked: &'a str, message: &'a Incoming) -> Reply<'a> {
        Box::pin(async move {
            if let Some(file) = &message.attachment {
                return adding::add_file(ctx, file).await;
            }
            let text = message.text.as_deref().unwrap_or_default();
            match asked.parse::<i64>() {
                Ok(station) => editing::rename(ctx, station.into(), text).await,
                Err(_) => adding::add(ctx, text).await,
            }
        })
    }
}

/// A station that is still there.
async fn station(ctx: &Ctx, id: StationId) -> Result<Station, Failure> {
    let found = ctx.read().await?.radio_streams().find(id).await?;
    found.ok_or_else(|| Failure::user("radio-station-gone"))
}

/// Whether the one who asks may change a station: who added it, and the bot's owner.
fn may_change(ctx: &Ctx, station: &Station) -> bool {
    ctx.asker.is_owner || ctx.asker.user.is_some() && station.added_by == ctx.asker.user
}

fn home_row(ctx: &Ctx) -> [Button; 1] {
    [Wish::Home.button(t!(ctx.locale, "radio-button-home"))]
}

/// A line of buttons that turn pages, where there is more than one.
fn pages(view: View, page: i64, total: i64, size: i64, wish: impl Fn(i64) -> Wish) -> View {
    let mut row = Vec::new();
    if page > 0 {
        row.push(wish(page - 1).button("‹"));
    }
    if (page + 1) * size < total {
        row.push(wish(page + 1).button("›"));
    }
    if row.is_empty() { view } else { view.row(row) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wish_travels_and_comes_back() {
        let station = StationId::from(i64::MAX);
        for wish in [
            Wish::Home,
            Wish::Favourites(3),
            Wish::Mine(0),
            Wish::Shelves(Shelves::Genres, 2),
            Wish::Shelf(Shelves::Countries, station, 9),
            Wish::Search(1, "jazz: the best".to_owned()),
            Wish::Directory("радио".to_owned()),
            Wish::Join("960e57c5-0601-11e8-ae97-52543be04c81".to_owned()),
            Wish::Card(station),
            Wish::Favour(station),
            Wish::Record(station, 10),
            Wish::SaveSong(station),
            Wish::Titles(station, 4),
            Wish::More(station),
            Wish::Report(station),
            Wish::Rename(station),
            Wish::Hide(station),
            Wish::Remove(station),
            Wish::ReallyRemove(station),
            Wish::Charsets(station),
            Wish::SetCharset(station, None),
            Wish::SetCharset(station, Some(Charset::Windows1251)),
            Wish::Songs(1),
            Wish::Song(SongId::from(i64::MAX)),
            Wish::ForgetSong(SongId::from(1)),
            Wish::Add,
        ] {
            assert_eq!(Wish::decode(&wish.encode()), Some(wish.clone()));
            assert!(wish.fits(), "{wish:?}");
        }
        for strange in [
            "",
            "card:",
            "card:x",
            "fav:-1",
            "fav:99999999",
            "on:x:1:1",
            "rec:1",
            "what:1",
        ] {
            assert_eq!(Wish::decode(strange), None, "{strange:?}");
        }
        assert!(!Wish::Directory("я".repeat(40)).fits());
    }
}
