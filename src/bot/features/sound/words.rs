//! Settings of a sound in words.

pub(super) use super::super::words::{preset, speed};
use crate::{
    domain::{Listening, Speed},
    i18n::Locale,
    t,
};

/// `1.25× · pitch follows · Bass boost`, or that nothing is changed.
pub(in crate::bot) fn of(listening: Listening, locale: Locale) -> String {
    let mut said = Vec::new();
    if listening.speed != Speed::NORMAL {
        said.push(speed(listening.speed, locale));
        if !listening.keeps_pitch {
            said.push(t!(locale, "sound-pitch-follows"));
        }
    }
    if !listening.equalizer.bands().is_flat() {
        said.push(preset(listening.equalizer, locale));
    }
    if said.is_empty() {
        return t!(locale, "sound-as-it-is");
    }
    said.join(" · ")
}
