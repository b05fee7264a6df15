//! What a saved curve may be called.

use crate::domain::one_line;

/// A name of 1 to 40 characters on one line: it has to fit on a button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileName(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadProfileName {
    #[error("a curve that is saved needs a name")]
    Empty,
    #[error("the name of a curve has at most {} characters", ProfileName::MAX)]
    TooLong,
}

impl ProfileName {
    /// In characters, as both databases count them.
    pub const MAX: usize = 40;

    /// Takes what a person typed, as the names of playlists.
    pub fn parse(text: &str) -> Result<Self, BadProfileName> {
        let name = one_line(text);
        match name.chars().count() {
            0 => Err(BadProfileName::Empty),
            length if length > Self::MAX => Err(BadProfileName::TooLong),
            _ => Ok(Self(name)),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_can_be_seen() {
        let check = |text: &str, expect: Result<&str, BadProfileName>| {
            let name = ProfileName::parse(text);
            let got = name.as_ref().map(ProfileName::as_str);
            assert_eq!(got, expect.as_ref().copied(), "{text:?}");
        };
        check(" Car \n radio ", Ok("Car radio"));
        check(&"я".repeat(40), Ok(&"я".repeat(40)));
        check(&"я".repeat(41), Err(BadProfileName::TooLong));
        check("\u{202E}", Err(BadProfileName::Empty));
    }
}
