//! What is set, in words.

use crate::{
    domain::{Equalizer, Language, Preset, Speed},
    i18n::Locale,
    t,
};

/// `1.25×`, with the comma where people write one.
pub(in crate::bot) fn speed(speed: Speed, locale: Locale) -> String {
    let number = speed.to_string();
    match locale.0 {
        Language::En => format!("{number}×"),
        _ => format!("{}×", number.replace('.', ",")),
    }
}

/// The name of a curve.
pub(in crate::bot) fn preset(equalizer: Equalizer, locale: Locale) -> String {
    let Equalizer::Preset(preset) = equalizer else {
        return match equalizer {
            Equalizer::Mine(..) => t!(locale, "eq-preset-mine"),
            _ => t!(locale, "eq-preset-custom"),
        };
    };
    match preset {
        Preset::Flat => t!(locale, "eq-preset-flat"),
        Preset::BassBoost => t!(locale, "eq-preset-bass_boost"),
        Preset::Treble => t!(locale, "eq-preset-treble"),
        Preset::Voice => t!(locale, "eq-preset-voice"),
        Preset::Rock => t!(locale, "eq-preset-rock"),
        Preset::Pop => t!(locale, "eq-preset-pop"),
        Preset::Jazz => t!(locale, "eq-preset-jazz"),
        Preset::Classical => t!(locale, "eq-preset-classical"),
        Preset::Dance => t!(locale, "eq-preset-dance"),
        Preset::Electronic => t!(locale, "eq-preset-electronic"),
        Preset::Party => t!(locale, "eq-preset-party"),
        Preset::Live => t!(locale, "eq-preset-live"),
        Preset::Relax => t!(locale, "eq-preset-relax"),
        Preset::Sleep => t!(locale, "eq-preset-sleep"),
    }
}

/// By its name in commands, or by what it is called in any language.
pub(in crate::bot) fn preset_called(words: &str) -> Option<Preset> {
    Preset::from_name(words).or_else(|| {
        let words = words.trim().to_lowercase();
        let mut presets = Preset::ALL.iter().copied();
        presets.find(|candidate| {
            let mut languages = Language::ALL.iter();
            languages.any(|language| {
                let equalizer = Equalizer::Preset(*candidate);
                preset(equalizer, Locale(*language)).to_lowercase() == words
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_known_by_their_names_in_every_language() {
        let check = |words: &str, expect: Option<Preset>| {
            assert_eq!(preset_called(words), expect, "{words}");
        };
        check("bass_boost", Some(Preset::BassBoost));
        check("Bass boost", Some(Preset::BassBoost));
        check("рок", Some(Preset::Rock));
        check(" Сон ", Some(Preset::Sleep));
        check("fiesta", Some(Preset::Party));
        check("klingon", None);
        check("", None);
    }
}
