//! What the buttons of lyrics say, in few bytes. Pure.

use crate::{
    domain::{EntryId, HeardId, SongId},
    service::lyrics::Place,
};

/// What somebody wants who presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// Lyrics of the track above the button.
    OfTrack,
    /// Lyrics of a track that somebody sent: what is above the button is made of it.
    OfHeard(HeardId),
    /// Lyrics of a track of a playlist.
    OfEntry(EntryId),
    /// Lyrics of a song that somebody heard on the radio and kept.
    OfKept(SongId),
    /// The panel of the setting.
    Setting,
    /// Lyrics shall come along with tracks, or not.
    Show(bool),
    Words {
        place: Place,
        page: usize,
        timed: bool,
    },
    File(Place),
    Versions(Place),
}

impl Wish {
    pub(super) fn encode(self) -> String {
        match self {
            Self::OfTrack => "track".to_owned(),
            Self::OfHeard(track) => format!("track.{track}"),
            Self::OfEntry(entry) => format!("entry.{entry}"),
            Self::OfKept(song) => format!("kept.{song}"),
            Self::Setting => "setting".to_owned(),
            Self::Show(true) => "on".to_owned(),
            Self::Show(false) => "off".to_owned(),
            Self::Words {
                place,
                page,
                timed: false,
            } => format!("w.{}.{page}", code(place)),
            Self::Words {
                place,
                page,
                timed: true,
            } => format!("t.{}.{page}", code(place)),
            Self::File(place) => format!("f.{}", code(place)),
            Self::Versions(place) => format!("v.{}", code(place)),
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        let parts: Vec<&str> = data.split('.').collect();
        Some(match parts[..] {
            ["track"] => Self::OfTrack,
            ["track", track] => Self::OfHeard(track.parse::<i64>().ok()?.into()),
            ["entry", entry] => Self::OfEntry(entry.parse::<i64>().ok()?.into()),
            ["kept", song] => Self::OfKept(song.parse::<i64>().ok()?.into()),
            ["setting"] => Self::Setting,
            ["on"] => Self::Show(true),
            ["off"] => Self::Show(false),
            [verb @ ("w" | "t"), at, page] => Self::Words {
                place: place(at)?,
                page: page.parse().ok()?,
                timed: verb == "t",
            },
            ["f", at] => Self::File(place(at)?),
            ["v", at] => Self::Versions(place(at)?),
            _ => return None,
        })
    }
}

fn code(place: Place) -> String {
    match place {
        Place::Row(id) => format!("r{id}"),
        Place::Provider(line, id) => format!("{line}p{id}"),
        Place::File(number) => format!("o{number}"),
    }
}

fn place(code: &str) -> Option<Place> {
    if let Some(id) = code.strip_prefix('r') {
        return id.parse().ok().map(Place::Row);
    }
    if let Some(number) = code.strip_prefix('o') {
        return number.parse().ok().map(Place::File);
    }
    let (line, id) = code.split_once('p')?;
    Some(Place::Provider(line.parse().ok()?, id.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::view::Press;

    fn any_place() -> impl Strategy<Value = Place> {
        prop_oneof![
            any::<i64>().prop_map(Place::Row),
            any::<i64>().prop_map(Place::File),
            (0_usize..10, any::<i64>()).prop_map(|(line, id)| Place::Provider(line, id)),
        ]
    }

    fn any_wish() -> impl Strategy<Value = Wish> {
        prop_oneof![
            Just(Wish::OfTrack),
            any::<i64>().prop_map(|track| Wish::OfHeard(track.into())),
            any::<i64>().prop_map(|entry| Wish::OfEntry(entry.into())),
            Just(Wish::Setting),
            any::<bool>().prop_map(Wish::Show),
            (any_place(), 0_usize..1_000, any::<bool>())
                .prop_map(|(place, page, timed)| Wish::Words { place, page, timed }),
            any_place().prop_map(Wish::File),
            any_place().prop_map(Wish::Versions),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_wish_survives_the_trip(wish in any_wish()) {
            let press = Press::new("lyrics", wish.encode());
            prop_assert!(press.encode().len() <= Press::MAX_BYTES);
            prop_assert_eq!(Wish::decode(&press.data), Some(wish));
        }

        #[test]
        fn decoding_never_panics(data in ".{0,40}") {
            let _ = Wish::decode(&data);
        }
    }

    #[test]
    fn what_no_button_says_is_refused() {
        for data in [
            "",
            "track.one",
            "w",
            "w.r1",
            "w.r1.-1",
            "w.x1.0",
            "w.r.0",
            "f.r1.0",
            "t.p1.0",
            "w.r99999999999999999999.0",
        ] {
            assert_eq!(Wish::decode(data), None, "{data:?}");
        }
    }
}
