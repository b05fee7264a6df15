//! Tracks of a list as somebody hears them, and which messages they become. Data; making them is for `shelf`.
//!
//! Lists go out ten tracks at a time: so the first ones are heard while the next are made. A station is recorded when its
//! turn comes, which takes minutes, and goes out by itself.

pub(super) mod shelf;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    recording::Recorded,
    render::{Piece, Why},
};
use crate::{
    db::Tx,
    domain::{AttachmentKind, Item, Track},
    outbox::SentMessage,
    store::{PlaylistTrack, Render, StoreError},
    view::Media,
};

/// How many tracks are made, and sent, together: what Telegram shows as one.
pub const TOGETHER: usize = 10;

/// A track of a list, and how it is heard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeardTrack {
    #[serde(flatten)]
    pub entry: PlaylistTrack,
    #[serde(default)]
    pub heard: Heard,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    /// As it was put on the list.
    #[default]
    AsItIs,
    /// In the listener's own sound.
    Made(Box<Piece>),
    /// As it is, since nothing else could be made of it.
    NotMade(Why),
    /// Not at all: Telegram does not have it any more.
    Gone,
    /// A station, recorded in the listener's own sound.
    Recorded(Box<Recorded>),
}

impl HeardTrack {
    /// The file it was made of; `None` for a station.
    pub fn track(&self) -> Option<&Track> {
        self.entry.item.track()
    }

    /// Whether it can be part of an album.
    fn is_music(&self) -> bool {
        match &self.heard {
            Heard::Made(piece) => !piece.is_voice,
            Heard::AsItIs | Heard::NotMade(_) => self
                .track()
                .is_some_and(|track| track.kind == AttachmentKind::Audio),
            Heard::Gone | Heard::Recorded(_) => false,
        }
    }

    pub fn is_gone(&self) -> bool {
        self.heard == Heard::Gone
    }

    /// The file of ours that it is, until Telegram has it.
    fn new_file(&self) -> Option<(&Piece, &std::path::Path)> {
        match &self.heard {
            Heard::Made(piece) => match &piece.media {
                Media::Path(path) => Some((piece, path)),
                Media::FileId(_) | Media::Bytes(_) => None,
            },
            Heard::AsItIs | Heard::NotMade(_) | Heard::Gone | Heard::Recorded(_) => None,
        }
    }
}

/// How many from the beginning are made, and sent, together: some tracks, or one station.
pub fn portion(entries: &[PlaylistTrack]) -> usize {
    let tracks = entries
        .iter()
        .take(TOGETHER)
        .take_while(|entry| matches!(entry.item, Item::Track(_)))
        .count();
    tracks.max(1).min(entries.len())
}

/// One message of a list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Part<'a> {
    One(&'a HeardTrack),
    /// Those of them that are there.
    Album(&'a [HeardTrack]),
    /// The buttons for the album before, which has none of its own, and a word about what is missing in it.
    Panel(&'a [HeardTrack]),
    /// A word about what is missing.
    Missing(&'a [HeardTrack]),
}

/// The messages that tracks become, in order. What is gone keeps the others from nobody.
pub fn parts(tracks: &[HeardTrack]) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = tracks;
    while let Some(first) = rest.first() {
        let together = rest
            .iter()
            .take(TOGETHER)
            .take_while(|track| track.is_music() || track.is_gone())
            .count();
        let (these, others) = rest.split_at(together.max(1));
        rest = others;
        if together == 0 {
            parts.push(Part::One(first));
            continue;
        }
        let mut living = these.iter().filter(|track| !track.is_gone());
        match (living.next(), living.next()) {
            (Some(_), Some(_)) => parts.extend([Part::Album(these), Part::Panel(these)]),
            (Some(one), None) if together == 1 => parts.push(Part::One(one)),
            (Some(one), None) => parts.extend([Part::One(one), Part::Missing(these)]),
            (None, _) => parts.push(Part::Missing(these)),
        }
    }
    parts
}

impl<'a> Part<'a> {
    /// Whose files it carries.
    pub(super) fn tracks(self) -> impl Iterator<Item = &'a HeardTrack> {
        let tracks: &'a [HeardTrack] = match self {
            Part::One(track) => std::slice::from_ref(track),
            Part::Album(tracks) => tracks,
            Part::Panel(_) | Part::Missing(_) => &[],
        };
        tracks.iter().filter(|track| !track.is_gone())
    }
}

/// A part is out: what was made for it is known from now on by its file at Telegram.
pub(super) async fn note_out(
    tx: &mut Tx,
    part: Part<'_>,
    messages: &[SentMessage],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for (track, message) in part.tracks().zip(messages) {
        if let (Some((piece, _)), Some(file)) = (track.new_file(), &message.file) {
            let kept = Render {
                file_id: file.id.clone(),
                seconds: i64::from(piece.seconds),
            };
            tx.renders()
                .keep(&piece.file.unique_id, &piece.key, &kept, now)
                .await?;
        }
    }
    Ok(())
}

/// Forgets the files by which Telegram is said to have these tracks.
pub(super) async fn forget<'t>(
    tx: &mut Tx,
    tracks: impl IntoIterator<Item = &'t HeardTrack>,
) -> Result<(), StoreError> {
    for track in tracks {
        if let Heard::Made(piece) = &track.heard {
            let unique_id = &piece.file.unique_id;
            tx.renders().forget(unique_id, &piece.key).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Minutes, StationItem};

    /// `check("aaavaa", "album of 3, panel, one, album of 2, panel")`: music, voices, and what is gone.
    #[track_caller]
    fn check(kinds: &str, expect: &str) {
        let heard = |kind: char| {
            let gone = kind == '-';
            let code = if kind == 'v' { "voice" } else { "audio" };
            let kind = AttachmentKind::from_code(code).unwrap();
            let track = Track::new(kind, "id", "unique", None, None, 1).unwrap();
            HeardTrack {
                entry: PlaylistTrack {
                    id: 1.into(),
                    playlist: 1.into(),
                    item: track.into(),
                },
                heard: if gone { Heard::Gone } else { Heard::AsItIs },
            }
        };
        let tracks: Vec<_> = kinds.chars().map(heard).collect();
        let said: Vec<_> = parts(&tracks)
            .into_iter()
            .map(|part| match part {
                Part::One(_) => "one".to_owned(),
                Part::Album(_) => format!("album of {}", part.tracks().count()),
                Part::Panel(_) => "panel".to_owned(),
                Part::Missing(_) => "missing".to_owned(),
            })
            .collect();
        assert_eq!(said.join(", "), expect, "{kinds}");
    }

    #[test]
    fn music_goes_together_and_keeps_its_order() {
        check("", "");
        check("a", "one");
        check("aaavaa", "album of 3, panel, one, album of 2, panel");
        check("aaaaaaaaaaa", "album of 10, panel, one");
        check("vv", "one, one");
    }

    #[test]
    fn what_is_gone_keeps_the_others_together() {
        check("-", "missing");
        check("a-", "one, missing");
        check("a-a", "album of 2, panel");
        check("v-v", "one, missing, one");
        check("---------a", "one, missing");
    }

    #[test]
    fn a_station_waits_until_what_is_before_it_is_out() {
        let entry = |kind: char| {
            let item = if kind == 's' {
                Item::Station(StationItem {
                    station: 1.into(),
                    name: "Jazz".to_owned(),
                    minutes: Minutes::USUAL,
                })
            } else {
                Track::new(AttachmentKind::Audio, "id", "unique", None, None, 1)
                    .unwrap()
                    .into()
            };
            PlaylistTrack {
                id: 1.into(),
                playlist: 1.into(),
                item,
            }
        };
        for (kinds, expect) in [
            ("", 0),
            ("s", 1),
            ("sa", 1),
            ("aas", 2),
            ("ss", 1),
            ("aaaaaaaaaaaa", 10),
        ] {
            let entries: Vec<_> = kinds.chars().map(entry).collect();
            assert_eq!(portion(&entries), expect, "{kinds}");
        }
    }

    #[test]
    fn what_older_versions_stored_is_still_read() {
        let stored = r#"{"id":7,"playlist":2,"track":{"kind":"audio","file_id":"a","unique_id":"b","title":null,"performer":null,"seconds":3}}"#;
        let track: HeardTrack = serde_json::from_str(stored).unwrap();
        assert_eq!((track.entry.id, track.heard), (7.into(), Heard::AsItIs));
    }
}
