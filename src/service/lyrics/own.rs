//! The words a file brings in its own tags. They are kept like those of a song, but by the file, so that a file is looked
//! into once; that it has none is remembered like a song that nobody has.

use std::sync::Arc;

use super::{
    Copy, LyricsLookup, Place,
    kept::{Kept, copy, log},
};
use crate::{
    domain::{Attachment, Lyrics, LyricsKey, Song, Words},
    lyrics::lrc,
    store::StoreError,
};

/// What a file says does not change.
const KEPT_DAYS: i64 = 365;
/// Longer ones are no lyrics.
const LONGEST: usize = 100_000;

/// What is known of a file.
#[derive(Debug)]
pub enum Own {
    Words(Copy),
    None,
    /// Nobody has looked yet.
    Unknown,
}

impl LyricsLookup {
    pub async fn own(&self, file: &Attachment) -> Result<Own, StoreError> {
        let kept = self.kept(&LyricsKey::of_file(&file.unique_id)).await?;
        Ok(match kept {
            Kept::Fresh(row) => Own::Words(copy(row, false)),
            Kept::KnownToBeMissing => Own::None,
            Kept::Old(..) | Kept::Nothing => Own::Unknown,
        })
    }

    /// Keeps what the tags of a file have of words: those with times, where there are any.
    pub async fn keep_own(
        &self,
        file: &Attachment,
        song: Option<&Song>,
        tags: &[String],
    ) -> Option<Copy> {
        let key = LyricsKey::of_file(&file.unique_id);
        let now = self.clock.now();
        let Some(lyrics) = read(file, song, tags) else {
            log(self.keep_nothing(&key, now).await);
            return None;
        };
        let row = log(self.keep_lyrics(&key, &lyrics, now, KEPT_DAYS).await);
        let place = row.flatten().map_or(Place::File(key.number()), Place::Row);
        Some(self.remember(place, Arc::new(lyrics)))
    }
}

fn read(file: &Attachment, song: Option<&Song>, tags: &[String]) -> Option<Lyrics> {
    let tags = tags.iter().filter(|tag| tag.len() <= LONGEST);
    let mut all: Vec<_> = tags.map(|tag| lrc::read(tag)).collect();
    all.retain(|lrc| lrc.words != Words::Instrumental);
    all.sort_by_key(|lrc| !matches!(lrc.words, Words::Synced(_)));
    let lrc = all.into_iter().next()?;
    let named = || {
        let (artist, title) = (lrc.artist.as_deref(), lrc.title.as_deref());
        Song::of_file(artist, title, None, file.seconds).ok()
    };
    let song = song.cloned().or_else(named);
    Some(Lyrics {
        // Words of a file that says nothing else are told without a name.
        song: song.unwrap_or_else(|| Song::kept("", "…", file.seconds)),
        album: None,
        words: lrc.words,
        source: lrc.by,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AttachmentKind;

    #[track_caller]
    fn check(tags: &[&str], expect: Option<(&str, &str)>) {
        let file = Attachment {
            kind: AttachmentKind::Audio,
            file_id: "id".into(),
            unique_id: "unique".into(),
            name: None,
            mime: None,
            bytes: None,
            seconds: Some(60),
            title: None,
            performer: None,
        };
        let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
        let read = read(&file, None, &tags);
        let said = read.map(|lyrics| (lyrics.song.name(), lyrics.words.plain()));
        let expect = expect.map(|(name, words)| (name.to_owned(), words.to_owned()));
        assert_eq!(said, expect, "{tags:?}");
    }

    #[test]
    fn words_with_times_are_preferred_and_nothing_is_nothing() {
        check(&[], None);
        check(&["", " \n", "[ti:Only a name]"], None);
        check(&["la\nla"], Some(("…", "la\nla")));
        check(&["la", "[00:01.00]li"], Some(("…", "li")));
        check(
            &["[ar:Кино]\n[ti:Кукушка]\nПесен"],
            Some(("Кино — Кукушка", "Песен")),
        );
        check(&[&"x".repeat(LONGEST + 1), "la"], Some(("…", "la")));
    }
}
