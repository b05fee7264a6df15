//! Which of the lyrics a search found are meant. Pure.

use std::{cmp::Reverse, collections::BTreeSet};

use super::Found;
use crate::domain::{Song, Words};

/// Lengths of one recording differ by so much in the books of others.
const SAME_LENGTH: u32 = 5;
/// How many are offered.
const OFFERED: usize = 8;
/// Likeness is counted in thousandths.
const SAME_NAME: u32 = 1_000;
/// From here on two names are alike.
const ALIKE: u32 = 600;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    One(Box<Found>),
    /// The song in recordings of other lengths, or songs of like names: the person chooses. The nearest first.
    Several(Vec<Found>),
    None,
}

/// The lyrics of `song` among what was found.
pub fn choose(song: &Song, found: Vec<Found>) -> Choice {
    let found = in_order(song, found);
    let near: Vec<&Found> = found
        .iter()
        .filter(|other| is_called(song, other) && distance(song, other) <= SAME_LENGTH)
        .collect();
    let songs: BTreeSet<_> = near
        .iter()
        .map(|near| near.lyrics.song.track_id())
        .collect();
    if songs.len() == 1 {
        let synced = near
            .iter()
            .find(|near| matches!(near.lyrics.words, Words::Synced(_)));
        if let Some(best) = synced.or(near.first()) {
            return Choice::One(Box::new((**best).clone()));
        }
    }
    let offered = offered(song, found);
    if offered.is_empty() {
        Choice::None
    } else {
        Choice::Several(offered)
    }
}

/// Every recording of `song` among what was found.
pub fn versions(song: &Song, found: Vec<Found>) -> Vec<Found> {
    offered(song, in_order(song, found))
}

/// What is called alike, the likest first, of those the nearest in length; else in the provider's order.
fn in_order(song: &Song, mut found: Vec<Found>) -> Vec<Found> {
    found.retain(|other| likeness(song, &other.lyrics.song) >= ALIKE);
    found.sort_by_key(|other| {
        (
            Reverse(likeness(song, &other.lyrics.song)),
            distance(song, other),
        )
    });
    found
}

/// What a person may choose from.
fn offered(song: &Song, mut found: Vec<Found>) -> Vec<Found> {
    // If the song is there, its namesakes are no help.
    if !song.artist().is_empty() && found.iter().any(|other| is_called(song, other)) {
        found.retain(|other| is_called(song, other));
    }
    let mut seen = BTreeSet::new();
    found.retain(|other| {
        let other = &other.lyrics.song;
        seen.insert((other.track_id(), other.seconds().map(|seconds| seconds / 3)))
    });
    found.truncate(OFFERED);
    found
}

fn is_called(song: &Song, other: &Found) -> bool {
    likeness(song, &other.lyrics.song) == SAME_NAME
}

fn distance(song: &Song, other: &Found) -> u32 {
    match (song.seconds(), other.lyrics.song.seconds()) {
        (Some(ours), Some(theirs)) => ours.abs_diff(theirs),
        (None, _) => 0,
        (Some(_), None) => u32::MAX,
    }
}

/// How alike two songs are called: the same, also where artist and title changed places or
/// only a title was given.
fn likeness(asked: &Song, other: &Song) -> u32 {
    let id = asked.track_id();
    let turned = Song::new(asked.title(), asked.artist(), None).map(|song| song.track_id());
    let candidates = if asked.artist().is_empty() {
        vec![Song::new("", other.title(), None).map(|song| song.track_id())]
    } else {
        vec![Ok(other.track_id())]
    };
    let mut best = 0;
    for candidate in candidates.into_iter().flatten() {
        for ours in [Some(&id), turned.as_ref().ok()].into_iter().flatten() {
            if *ours == candidate {
                return SAME_NAME;
            }
            let like = strsim::jaro_winkler(readable(ours.as_str()), readable(candidate.as_str()));
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is a number from 0 to 1"
            )]
            let like = (like * 999.0) as u32;
            best = best.max(like);
        }
    }
    best
}

/// A track's id without the hash, and without the place of an artist who is not named.
fn readable(id: &str) -> &str {
    let name = id.rsplit_once('-').map_or(id, |(name, _)| name);
    name.trim_start_matches(" - ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Lyrics, TimedLine};

    /// `Artist - Title@length`, with `*` in front where the lyrics have times.
    fn found(text: &str) -> Found {
        let (name, seconds) = text.split_once('@').unwrap_or((text, "0"));
        let seconds = Some(seconds.parse().unwrap()).filter(|seconds| *seconds > 0);
        let song = Song::parse(name.trim_start_matches('*')).unwrap();
        let line = TimedLine {
            at_ms: 0,
            text: "la".into(),
        };
        let words = if name.starts_with('*') {
            Words::Synced(vec![line])
        } else {
            Words::Plain("la".into())
        };
        Found {
            id: 1,
            lyrics: Lyrics {
                song: Song::new(song.artist(), song.title(), seconds).unwrap(),
                album: None,
                words,
                source: None,
            },
        }
    }

    fn shown(found: &Found) -> String {
        let song = &found.lyrics.song;
        format!("{}@{}", song.name(), song.seconds().unwrap_or(0))
    }

    #[track_caller]
    fn check(asked: &str, results: &[&str], expect: &str) {
        let asked = found(asked).lyrics.song;
        let choice = choose(&asked, results.iter().map(|text| found(text)).collect());
        let said = match choice {
            Choice::One(found) => shown(&found),
            Choice::Several(all) => {
                format!("? {}", all.iter().map(shown).collect::<Vec<_>>().join(", "))
            }
            Choice::None => "none".to_owned(),
        };
        assert_eq!(said, expect, "{asked:?}");
    }

    #[test]
    fn the_song_by_its_name_is_it() {
        check(
            "Queen - Innuendo",
            &["Queen - Innuendo@390"],
            "Queen — Innuendo@390",
        );
        check(
            "Innuendo - Queen",
            &["Queen - Innuendo@390"],
            "Queen — Innuendo@390",
        );
        check(
            "Innuendo",
            &["Queen - Innuendo@390"],
            "Queen — Innuendo@390",
        );
        check(
            "queen - innuendo",
            &["Queen - Innuendo@390", "*Queen - Innuendo@391"],
            "Queen — Innuendo@391",
        );
    }

    #[test]
    fn of_several_lengths_the_same_is_it_and_else_the_nearest_comes_first() {
        let lengths = [
            "Queen - Innuendo@200",
            "Queen - Innuendo@390",
            "Queen - Innuendo@320",
        ];
        check("Queen - Innuendo@388", &lengths, "Queen — Innuendo@390");
        check(
            "Queen - Innuendo@300",
            &lengths,
            "? Queen — Innuendo@320, Queen — Innuendo@390, Queen — Innuendo@200",
        );
        check(
            "Queen - Innuendo@300",
            &["Queen - Innuendo"],
            "? Queen — Innuendo@0",
        );
    }

    #[test]
    fn a_title_of_several_artists_is_for_the_person_to_decide() {
        check(
            "Hallelujah",
            &[
                "Jeff Buckley - Hallelujah@413",
                "Leonard Cohen - Hallelujah@279",
            ],
            "? Jeff Buckley — Hallelujah@413, Leonard Cohen — Hallelujah@279",
        );
        check(
            "Leonard Cohen - Hallelujah",
            &[
                "Jeff Buckley - Hallelujah@413",
                "Leonard Cohen - Hallelujah@279",
            ],
            "Leonard Cohen — Hallelujah@279",
        );
    }

    #[test]
    fn what_is_spelt_wrong_is_offered_and_what_is_quite_another_is_not() {
        check(
            "Qeen - Inuendo",
            &["Queen - Innuendo@390"],
            "? Queen — Innuendo@390",
        );
        check("Queen - Innuendo", &["Mozart - Requiem@3000"], "none");
        check("Queen - Innuendo", &[], "none");
        check("🎧", &["Queen - Innuendo@390"], "none");
    }

    #[test]
    fn the_same_is_offered_once_and_not_too_many() {
        let many: Vec<String> = (0..20)
            .map(|n| format!("Queen - Innuendo@{}", 100 + 10 * (n % 12)))
            .collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let asked = found("Queen - Innuendo@500").lyrics.song;
        let Choice::Several(offered) =
            choose(&asked, many.iter().map(|text| found(text)).collect())
        else {
            panic!("a choice");
        };
        assert_eq!(offered.len(), OFFERED);
        assert_eq!(shown(&offered[0]), "Queen — Innuendo@210");
    }
}
