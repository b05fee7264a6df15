//! What a schedule plays: a playlist, or some minutes of a station. A button names it by a short code: the number of a list,
//! or `s7.15` for a quarter of an hour of station 7.
//!
//! A station is played by way of a list that holds nothing else and is made for this schedule.

use super::{number, place};
use crate::{
    bot::feature::{Ctx, Effect, Failure},
    domain::{Item, Minutes, PlaylistId, StationId, StationItem},
    store::{Playlist, Station, Whose},
};

/// Where nobody said how much of a station.
pub(super) const USUAL: Minutes = Minutes::USUAL;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    List(PlaylistId),
    Station(StationId, Minutes),
}

impl What {
    pub(super) fn from_code(code: &str) -> Result<Self, Failure> {
        let Some(station) = code.strip_prefix('s') else {
            return Ok(Self::List(number(code)?.into()));
        };
        let (id, minutes) = station.split_once('.').unwrap_or((station, ""));
        let minutes = Minutes::new(number(minutes)?);
        let minutes = minutes.ok_or_else(|| Failure::user("button-is-old"))?;
        Ok(Self::Station(number(id)?.into(), minutes))
    }

    pub(super) fn code(self) -> String {
        match self {
            Self::List(list) => list.to_string(),
            Self::Station(station, minutes) => format!("s{station}.{minutes}"),
        }
    }

    /// It, if the one who asks may have it played here.
    pub(super) async fn playable(self, ctx: &Ctx) -> Result<Playable, Failure> {
        let playable = match self {
            Self::List(id) => {
                let found = ctx.read().await?.playlists().find(id).await?;
                let list = found.ok_or_else(|| Failure::user("playlist-gone"))?;
                let is_theirs = match list.chat {
                    Some(chat) => chat == ctx.chat.id,
                    None => Some(list.owner) == ctx.asker.user,
                };
                if !is_theirs {
                    return Err(Failure::user("playlist-not-yours"));
                }
                Playable::List(list)
            }
            Self::Station(id, minutes) => {
                let found = ctx.read().await?.radio_streams().find(id).await?;
                let station = found.ok_or_else(|| Failure::user("radio-station-gone"))?;
                Playable::Station(station, minutes)
            }
        };
        if !ctx.chat.is_private {
            place::may_play_in(ctx, ctx.chat.id).await?;
        }
        Ok(playable)
    }
}

/// The same, found.
pub(super) enum Playable {
    List(Playlist),
    Station(Station, Minutes),
}

impl Playable {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::List(list) => &list.name,
            Self::Station(station, _) => &station.name,
        }
    }

    /// The list that plays it.
    pub(super) async fn list(&self, ctx: &Ctx, effect: &mut Effect) -> Result<PlaylistId, Failure> {
        let (station, minutes) = match self {
            Self::List(list) => return Ok(list.id),
            Self::Station(station, minutes) => (station, *minutes),
        };
        let user = effect.user(ctx).await?;
        let mut lists = effect.playlists();
        let list = lists.add_unlisted(user, &station.name, ctx.now).await?;
        let item = Item::Station(StationItem {
            station: station.id,
            name: station.name.clone(),
            minutes,
        });
        effect.playlist_tracks().add(list, &item, ctx.now).await?;
        Ok(list)
    }
}

/// Whose playlists play here: in a group its own, else the person's.
pub(super) fn whose(ctx: &Ctx) -> Option<Whose> {
    if ctx.chat.is_private {
        ctx.asker.user.map(Whose::Person)
    } else {
        Some(Whose::Chat(ctx.chat.id))
    }
}

/// The stations a person would think of, favourites first.
pub(super) async fn stations(ctx: &Ctx, most: i64) -> Result<Vec<Station>, Failure> {
    let Some(person) = ctx.asker.user else {
        return Ok(Vec::new());
    };
    let mut tx = ctx.read().await?;
    let mut found = tx.radio_listeners().favourites(person, most, 0).await?;
    let left = most - i64::try_from(found.len()).unwrap_or(most);
    found.extend(tx.radio_listeners().heard(person, left).await?);
    Ok(found)
}

/// What a line begins with, and the rest of it: `Jazz FM 15 min weekdays 7:30`. Without a name it is the list that was used
/// last.
pub(super) async fn named(ctx: &Ctx, line: &str) -> Result<(What, String), Failure> {
    const ALL: i64 = 1_000;
    let lists = match whose(ctx) {
        Some(whose) => ctx.read().await?.playlists().recent(whose, ALL, 0).await?,
        None => Vec::new(),
    };
    let stations = stations(ctx, ALL).await?;
    let lower = line.to_lowercase();
    let rest_after = |name: &str| {
        let rest = lower.strip_prefix(&name.to_lowercase())?;
        rest.starts_with(char::is_whitespace)
            .then(|| rest.trim().to_owned())
    };
    let in_lists = lists
        .iter()
        .filter_map(|list| Some((What::List(list.id), rest_after(&list.name)?)));
    let in_stations = stations.iter().filter_map(|station| {
        let (minutes, rest) = length(&rest_after(&station.name)?);
        Some((What::Station(station.id, minutes), rest))
    });
    // Of two names the longer one is meant.
    let longest = in_lists
        .chain(in_stations)
        .min_by_key(|(_, rest)| rest.len());
    match (longest, lists.first()) {
        (Some(named), _) => Ok(named),
        (None, Some(list)) => Ok((What::List(list.id), line.to_owned())),
        (None, None) => Err(Failure::user("schedule-no-lists")),
    }
}

/// How much of a station, if the text begins with that, and what comes after it.
fn length(text: &str) -> (Minutes, String) {
    let usual = || (USUAL, text.to_owned());
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let (count, rest) = text.split_at(digits);
    let rest = rest.trim_start();
    let unit = ["minutes", "minutos", "минут", "хвилин", "min", "мин", "хв"]
        .into_iter()
        .find_map(|unit| rest.strip_prefix(unit));
    let Some(rest) = unit else {
        return usual();
    };
    let rest = rest.trim_start_matches('.');
    if !rest.starts_with(char::is_whitespace) {
        return usual();
    }
    match count.parse().ok().and_then(Minutes::new) {
        Some(minutes) => (minutes, rest.trim().to_owned()),
        None => usual(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_names_it_by_a_code() {
        for what in [
            What::List(i64::MAX.into()),
            What::Station(i64::MAX.into(), Minutes::MOST),
        ] {
            assert_eq!(What::from_code(&what.code()).unwrap(), what);
        }
        for code in ["", "x", "s", "s1", "s1.0", "s1.31", "s.5", "1.5", "ё"] {
            assert!(What::from_code(code).is_err(), "{code}");
        }
    }

    #[test]
    fn a_line_may_say_how_much_of_a_station() {
        for (text, minutes, rest) in [
            ("weekdays 7:30", USUAL.get(), "weekdays 7:30"),
            ("15 min weekdays 7:30", 15, "weekdays 7:30"),
            ("5 мин. 7:30", 5, "7:30"),
            ("30хв по буднях 7:30", 30, "по буднях 7:30"),
            ("7:30", USUAL.get(), "7:30"),
            ("7 30 * * 1", USUAL.get(), "7 30 * * 1"),
            ("99 min 7:30", USUAL.get(), "99 min 7:30"),
            ("5 minute 7:30", USUAL.get(), "5 minute 7:30"),
        ] {
            assert_eq!(
                length(text),
                (Minutes::new(minutes).unwrap(), rest.to_owned()),
                "{text}"
            );
        }
    }
}
