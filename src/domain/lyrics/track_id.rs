//! `LyricsKey`: one name for a song, however it is spelt.

use sha2::{Digest as _, Sha256};

use super::{clean, fold::fold};

/// A stable normal form of artist and title: its first 60 characters, a hyphen, 32 hexadecimal digits of its hash. It is
/// the key of caches that outlive a build: a change to the normal form forgets what they hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LyricsKey(String);

/// Words between two names that some write and some do not.
const AND: &[&str] = &["and", "и", "й", "та", "і", "y"];
const ARTICLES: &[&str] = &["the", "a", "an"];
/// Only of artists: `La La La` is a song.
const SPANISH_ARTICLES: &[&str] = &["el", "la", "los", "las"];

impl LyricsKey {
    pub fn of(artist: &str, title: &str) -> Self {
        let artist = words(clean::without_guests(artist), &[ARTICLES, SPANISH_ARTICLES]);
        let title = words(clean::without_guests(title), &[ARTICLES]);
        // Neither side has a hyphen, apart from names without letters.
        let normal = format!("{artist} - {title}");
        let hash = format!("{:x}", Sha256::digest(normal.as_bytes()));
        let readable: String = normal.chars().take(60).collect();
        Self(format!("{readable}-{}", &hash[..32]))
    }

    /// A file instead of a song, for the words it brings itself. No song has a key without a hyphen between two names.
    pub fn of_file(unique_id: &str) -> Self {
        let hash = format!("{:x}", Sha256::digest(unique_id.as_bytes()));
        Self(format!("file-{}", &hash[..32]))
    }

    /// A short form, for where there is little room: the beginning of the hash.
    pub fn number(&self) -> i64 {
        let hash = self.0.rsplit('-').next().unwrap_or_default();
        let digits = hash.get(..15).unwrap_or_default();
        i64::from_str_radix(digits, 16).unwrap_or_default()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The folded words that count. One is left in any case: there is a band called The The.
fn words(text: &str, articles: &[&[&str]]) -> String {
    let folded = fold(text);
    let all: Vec<&str> = folded.split(' ').collect();
    let mut words = all.as_slice();
    let is_article = |word: &&str| articles.iter().any(|list| list.contains(word));
    if words.len() > 1 && is_article(&words[0]) {
        words = &words[1..];
    }
    // As catalogues have it: `Beatles, The`.
    if words.len() > 1 && articles.len() > 1 && words[words.len() - 1] == "the" {
        words = &words[..words.len() - 1];
    }
    let between = 1..words.len().saturating_sub(1);
    let counted = (0..words.len())
        .filter(|at| !(between.contains(at) && AND.contains(&words[*at])))
        .map(|at| words[at]);
    counted.collect::<Vec<_>>().join(" ")
}
