//! A script that grows statement by statement.

use std::fmt::Write as _;

#[derive(Debug, Default)]
pub(super) struct Script {
    text: String,
}

impl Script {
    pub(super) fn add(&mut self, statement: impl AsRef<str>) {
        let _ = writeln!(self.text, "{};", statement.as_ref().trim_end_matches(';'));
    }

    /// A comment for whoever looks the script over.
    pub(super) fn say(&mut self, comment: impl AsRef<str>) {
        let _ = writeln!(self.text, "-- {}", comment.as_ref());
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}
