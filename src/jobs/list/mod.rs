//! Tracks of a list as somebody hears them, and which messages they become. Data; making them is for `shelf`.
//!
//! Lists go out ten tracks at a time: so the first ones are heard while the next are made.

pub(super) mod shelf;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::render::{Piece, Why};
use crate::{
    db::Tx,
    domain::AttachmentKind,
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
}

impl HeardTrack {
    /// Whether it can be part of an album.
    fn is_music(&self) -> bool {
        match &self.heard {
            Heard::Made(piece) => !piece.is_voice,
            Heard::AsItIs | Heard::NotMade(_) => self.entry.track.kind == AttachmentKind::Audio,
        }
    }

    /// The file of ours that it is, until Telegram has it.
    fn new_file(&self) -> Option<(&Piece, &std::path::Path)> {
        match &self.heard {
            Heard::Made(piece) => match &piece.media {
                Media::Path(path) => Some((piece, path)),
                Media::FileId(_) | Media::Bytes(_) => None,
            },
            Heard::AsItIs | Heard::NotMade(_) => None,
        }
    }
}

/// One message of a list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Part<'a> {
    One(&'a HeardTrack),
    Album(&'a [HeardTrack]),
    /// The buttons for the album before, which has none of its own.
    Panel(&'a [HeardTrack]),
}

/// The messages that tracks become, in order.
pub fn parts(tracks: &[HeardTrack]) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = tracks;
    while let Some(first) = rest.first() {
        let together = rest
            .iter()
            .take(TOGETHER)
            .take_while(|track| track.is_music())
            .count();
        let (these, others) = rest.split_at(together.max(1));
        if these.len() > 1 {
            parts.extend([Part::Album(these), Part::Panel(these)]);
        } else {
            parts.push(Part::One(first));
        }
        rest = others;
    }
    parts
}

impl<'a> Part<'a> {
    /// Whose files it carries.
    pub(super) fn tracks(self) -> &'a [HeardTrack] {
        match self {
            Part::One(track) => std::slice::from_ref(track),
            Part::Album(tracks) => tracks,
            Part::Panel(_) => &[],
        }
    }
}

/// A part is out: what was made for it is known from now on by its file at Telegram.
pub(super) async fn note_out(
    tx: &mut Tx,
    part: Part<'_>,
    messages: &[SentMessage],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    for (track, message) in part.tracks().iter().zip(messages) {
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

/// Forgets the files by which Telegram is said to have these tracks; true where there is something to make again.
pub(super) async fn forget(tx: &mut Tx, tracks: &[HeardTrack]) -> Result<bool, StoreError> {
    let mut can_be_made_again = false;
    for track in tracks {
        if let Heard::Made(piece) = &track.heard {
            let unique_id = &piece.file.unique_id;
            tx.renders().forget(unique_id, &piece.key).await?;
            can_be_made_again = true;
        }
    }
    Ok(can_be_made_again)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Track;

    /// `check("aaavaa", "album of 3, panel, one, album of 2, panel")`: music, voices, and music that became a voice.
    #[track_caller]
    fn check(kinds: &str, expect: &str) {
        let heard = |kind: char| {
            let code = if kind == 'v' { "voice" } else { "audio" };
            let kind = AttachmentKind::from_code(code).unwrap();
            let track = Track::new(kind, "id", "unique", None, None, 1).unwrap();
            HeardTrack {
                entry: PlaylistTrack {
                    id: 1.into(),
                    playlist: 1.into(),
                    track,
                },
                heard: Heard::AsItIs,
            }
        };
        let tracks: Vec<_> = kinds.chars().map(heard).collect();
        let said: Vec<_> = parts(&tracks)
            .into_iter()
            .map(|part| match part {
                Part::One(_) => "one".to_owned(),
                Part::Album(tracks) => format!("album of {}", tracks.len()),
                Part::Panel(_) => "panel".to_owned(),
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
    fn what_older_versions_stored_is_still_read() {
        let stored = r#"{"id":7,"playlist":2,"track":{"kind":"audio","file_id":"a","unique_id":"b","title":null,"performer":null,"seconds":3}}"#;
        let track: HeardTrack = serde_json::from_str(stored).unwrap();
        assert_eq!((track.entry.id, track.heard), (7.into(), Heard::AsItIs));
    }
}
