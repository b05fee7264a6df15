//! What a playlist may be called.

/// A name of 1 to 100 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaylistName(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPlaylistName {
    #[error("a playlist needs a name")]
    Empty,
    #[error("the name of a playlist has at most {} characters", PlaylistName::MAX)]
    TooLong,
}

impl PlaylistName {
    /// In characters, as both databases count them.
    pub const MAX: usize = 100;

    /// Takes what a person typed, as [`one_line`].
    pub fn parse(text: &str) -> Result<Self, BadPlaylistName> {
        let name = one_line(text);
        match name.chars().count() {
            0 => Err(BadPlaylistName::Empty),
            length if length > Self::MAX => Err(BadPlaylistName::TooLong),
            _ => Ok(Self(name)),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What somebody wrote as a name, on one line: line breaks and runs of spaces become one space; what nobody can see is left out.
pub fn one_line(text: &str) -> String {
    let visible: String = text
        .chars()
        .filter(|c| c.is_whitespace() || !(c.is_control() || is_mark(*c)))
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Direction overrides and blank marks, which can make a list unreadable. The joiner of emoji stays.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Result<&str, BadPlaylistName>) {
        let name = PlaylistName::parse(text);
        let got = name.as_ref().map(PlaylistName::as_str);
        assert_eq!(got, expect.as_ref().copied(), "{text:?}");
    }

    #[test]
    fn takes_what_a_person_would_call_a_list() {
        check("  Sunday  morning ", Ok("Sunday morning"));
        check("Пісні 🎧", Ok("Пісні 🎧"));
        check("two\nlines", Ok("two lines"));
        check("👩\u{200D}🎤", Ok("👩\u{200D}🎤"));
    }

    #[test]
    fn leaves_out_what_nobody_sees() {
        check("a\u{202E}b\u{0}c", Ok("abc"));
    }

    #[test]
    fn refuses_nothing_and_too_much() {
        check("", Err(BadPlaylistName::Empty));
        check(" \u{200B}\n", Err(BadPlaylistName::Empty));
        check(&"я".repeat(100), Ok(&"я".repeat(100)));
        check(&"я".repeat(101), Err(BadPlaylistName::TooLong));
    }
}
