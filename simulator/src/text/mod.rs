//! Formatted text as Telegram understands it: parsing, recognising, cleaning and showing. Pure.

pub(crate) mod clean;
pub(crate) mod detect;
pub(crate) mod html;
pub(crate) mod render;

use crate::model::Entity;

/// A text without its mark-up, and what the mark-up said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Formatted {
    pub text: String,
    pub entities: Vec<Entity>,
}

/// Telegram counts in UTF-16 code units.
pub(crate) fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Outer entities before the ones inside them.
pub(crate) fn sort(entities: &mut [Entity]) {
    entities.sort_by(|a, b| a.offset.cmp(&b.offset).then(b.length.cmp(&a.length)));
}
