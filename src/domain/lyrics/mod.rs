//! Songs as people and files name them, and their words.
//!
//! `clean` takes off what is no part of a name, `fold` makes of different spellings one, `track_id` names a song by that.

mod clean;
mod fold;
mod track_id;

use super::playlist::one_line;
pub use track_id::LyricsKey;

/// Which song is meant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Song {
    artist: String,
    title: String,
    seconds: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSong {
    #[error("a song needs a title")]
    Empty,
    #[error("artist and title have at most {} characters each", Song::MAX)]
    TooLong,
}

impl Song {
    /// In characters, as both databases count them.
    pub const MAX: usize = 200;

    /// What a person typed: `Artist - Title`, or a title alone.
    pub fn parse(text: &str) -> Result<Self, BadSong> {
        let text = one_line(text);
        let (artist, title) = clean::split(&text).unwrap_or(("", &text));
        Self::new(artist, title, None)
    }

    /// What a file says of itself: tags where it has them, else its name.
    pub fn of_file(
        performer: Option<&str>,
        title: Option<&str>,
        file_name: Option<&str>,
        seconds: Option<u32>,
    ) -> Result<Self, BadSong> {
        let word = |text: Option<&str>| text.map(one_line).filter(|text| !text.is_empty());
        let performer = word(performer).filter(|name| !clean::is_nobody(name));
        let (artist, title) = match (performer, word(title)) {
            (Some(performer), Some(title)) => clean::without_repetition(&performer, &title),
            (None, Some(title)) => clean::owned_split(&title),
            (performer, None) => {
                let name = clean::file_name(&word(file_name).unwrap_or_default());
                match performer {
                    Some(performer) => clean::without_repetition(&performer, &name),
                    None => clean::owned_split(&name),
                }
            }
        };
        Self::new(&artist, &title, seconds)
    }

    /// As somebody who should know names it, cleaned of what is no part of a name.
    pub fn new(artist: &str, title: &str, seconds: Option<u32>) -> Result<Self, BadSong> {
        let (artist, title) = (one_line(artist), one_line(title));
        if [&artist, &title]
            .iter()
            .any(|name| name.chars().count() > Self::MAX)
        {
            return Err(BadSong::TooLong);
        }
        let (artist, title) = (clean::artist(&artist), clean::title(&title));
        if title.is_empty() {
            return Err(BadSong::Empty);
        }
        Ok(Self {
            artist,
            title,
            seconds: seconds.filter(|seconds| *seconds > 0),
        })
    }

    /// As it was named before, when it was kept.
    pub fn kept(artist: &str, title: &str, seconds: Option<u32>) -> Self {
        Self {
            artist: artist.to_owned(),
            title: title.to_owned(),
            seconds,
        }
    }

    /// Empty where only a title is known.
    pub fn artist(&self) -> &str {
        &self.artist
    }

    pub fn title(&self) -> &str {
        &self.title
    }

    pub fn seconds(&self) -> Option<u32> {
        self.seconds
    }

    pub fn track_id(&self) -> LyricsKey {
        LyricsKey::of(&self.artist, &self.title)
    }

    /// `Artist — Title`
    pub fn name(&self) -> String {
        if self.artist.is_empty() {
            self.title.clone()
        } else {
            format!("{} — {}", self.artist, self.title)
        }
    }
}

/// The words of a song, and who gave them.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Lyrics {
    pub song: Song,
    pub album: Option<String>,
    pub words: Words,
    /// Who is to be thanked.
    pub source: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Words {
    /// There are none to sing.
    Instrumental,
    Plain(String),
    /// In order of time.
    Synced(Vec<TimedLine>),
}

/// A line and when it is sung. An empty one is a pause.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TimedLine {
    pub at_ms: u32,
    pub text: String,
}

impl Words {
    /// Without times.
    pub fn plain(&self) -> String {
        match self {
            Self::Instrumental => String::new(),
            Self::Plain(text) => text.clone(),
            Self::Synced(lines) => {
                let lines: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
                lines.join("\n").trim().to_owned()
            }
        }
    }
}

#[cfg(test)]
mod tests;
