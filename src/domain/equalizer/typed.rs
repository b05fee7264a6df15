//! A curve as a person types it: `31:+3 62:2 16k:-4`, `bass +4`, or ten numbers.

use super::bands::{Bands, Gain};

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadEdit {
    #[error("nothing here says what a band shall be")]
    NotAnEdit,
    #[error("there is no such band")]
    NoSuchBand,
    #[error("a band goes from {} to {} dB", Gain::LOWEST, Gain::HIGHEST)]
    OutOfRange,
}

/// Words for several bands at once, in the languages of the bot.
const GROUPS: &[(&[&str], std::ops::Range<usize>)] = &[
    (
        &[
            "bass", "бас", "басы", "баси", "низ", "низы", "низи", "bajos", "graves",
        ],
        0..3,
    ),
    (
        &[
            "mid",
            "mids",
            "middle",
            "середина",
            "средние",
            "середні",
            "medios",
        ],
        3..7,
    ),
    (
        &["treble", "highs", "верх", "верха", "верхи", "agudos"],
        7..Bands::COUNT,
    ),
    (&["all", "все", "всі", "todo"], 0..Bands::COUNT),
];

impl Bands {
    /// These bands as somebody's words change them: bands that are not named stay as they are.
    pub fn edited(self, words: &str) -> Result<Self, BadEdit> {
        let words = words.to_lowercase().replace(['=', ':'], " ");
        let words: Vec<&str> = words.split_whitespace().collect();
        if words.is_empty() {
            return Err(BadEdit::NotAnEdit);
        }
        if words.len() == Self::COUNT && !words.iter().any(|word| is_name(word)) {
            return ten(&words);
        }
        let mut bands = self;
        for pair in words.chunks(2) {
            let [name, gain] = pair else {
                return Err(BadEdit::NotAnEdit);
            };
            let gain = gain_of(gain)?;
            for band in bands_of(name)? {
                bands = bands.with(band, gain);
            }
        }
        Ok(bands)
    }
}

/// A frequency that could not be a gain, or a word.
fn is_name(word: &str) -> bool {
    word.contains(|c: char| c.is_alphabetic()) || bands_of(word).is_ok()
}

fn ten(words: &[&str]) -> Result<Bands, BadEdit> {
    let mut bands = Bands::default();
    for (band, word) in words.iter().enumerate() {
        bands = bands.with(band, gain_of(word)?);
    }
    Ok(bands)
}

/// `31`, `62.5`, `16k`, `16000`, `8kHz`, or a word for several.
fn bands_of(name: &str) -> Result<std::ops::Range<usize>, BadEdit> {
    if let Some((_, bands)) = GROUPS.iter().find(|(words, _)| words.contains(&name)) {
        return Ok(bands.clone());
    }
    let number = name.trim_end_matches("hz").trim_end_matches("гц");
    let (number, unit) = match number.strip_suffix(['k', 'к']) {
        Some(number) => (number, 1000.0),
        None => (number, 1.0),
    };
    let hz = number_of(number).ok_or(BadEdit::NotAnEdit)? * unit;
    Bands::CENTRES
        .iter()
        // 31 and 63 are what the middles at 31.25 and 62.5 are called.
        .position(|centre| (hz / centre - 1.0).abs() < 0.02)
        .map(|band| band..band + 1)
        .ok_or(BadEdit::NoSuchBand)
}

/// `+3`, `3`, `-4,5`, `−4.5dB`.
fn gain_of(word: &str) -> Result<Gain, BadEdit> {
    let word = word.trim_end_matches("db").trim_end_matches("дб");
    let word = word.replace(['−', '–'], "-");
    let db = number_of(&word).ok_or(BadEdit::NotAnEdit)?;
    Gain::new(db).map_err(|_| BadEdit::OutOfRange)
}

fn number_of(word: &str) -> Option<f64> {
    let word = word.replace(',', ".");
    let is_plain = word
        .chars()
        .all(|c| c.is_ascii_digit() || ".+-".contains(c));
    word.parse().ok().filter(|_| is_plain)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BEFORE: [f64; 10] = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0];

    #[track_caller]
    fn check(words: &str, expect: Result<[f64; 10], BadEdit>) {
        let before = Bands::of_db(&BEFORE).expect("a curve");
        assert_eq!(before.edited(words).map(Bands::db), expect, "{words:?}");
    }

    #[test]
    fn bands_are_named_by_frequency() {
        let mut expect = BEFORE;
        (expect[0], expect[1], expect[9]) = (3.0, 2.0, -4.0);
        check("31:+3 62:2 16k:-4", Ok(expect));
        check("31.25=3 63 2 16000:−4", Ok(expect));
        check("31Hz:3dB 62,5:2 16kHz: -4", Ok(expect));
        let mut expect = BEFORE;
        (expect[0], expect[1]) = (3.0, 2.0);
        check("31:3, 62:2", Ok(expect));
        let mut expect = BEFORE;
        expect[5] = -0.5;
        check("1к:-0,5", Ok(expect));
        // As many words as there are bands, and yet no row of gains.
        let mut expect = BEFORE;
        expect[..5].copy_from_slice(&[1.0, 2.0, 3.0, 4.0, 5.0]);
        check("31:1 62:2 125:3 250:4 500:5", Ok(expect));
    }

    #[test]
    fn or_several_by_a_word() {
        let mut expect = BEFORE;
        expect[..3].fill(4.0);
        check("bass +4", Ok(expect));
        check("басы +4", Ok(expect));
        expect[7..].fill(-2.0);
        check("Bass: 4 treble: -2", Ok(expect));
        check("all 0", Ok([0.0; 10]));
    }

    #[test]
    fn or_all_in_a_row() {
        let expect = [6.0, 5.0, 4.0, 2.0, 0.0, 0.0, 0.0, 0.0, -1.5, -2.0];
        check("6 5 4 2 0 0 0 0 -1.5 -2", Ok(expect));
    }

    #[test]
    fn nonsense_is_refused() {
        check("", Err(BadEdit::NotAnEdit));
        check("31", Err(BadEdit::NotAnEdit));
        check("31:", Err(BadEdit::NotAnEdit));
        check("31:loud", Err(BadEdit::NotAnEdit));
        check("31:nan", Err(BadEdit::NotAnEdit));
        check("31:1e1", Err(BadEdit::NotAnEdit));
        check("violins +4", Err(BadEdit::NotAnEdit));
        check("45:+3", Err(BadEdit::NoSuchBand));
        check("32k:+3", Err(BadEdit::NoSuchBand));
        check("0:3", Err(BadEdit::NoSuchBand));
        check("31:+13", Err(BadEdit::OutOfRange));
        check("31:-12.1", Err(BadEdit::OutOfRange));
        check("1 2 3 4 5 6 7 8 9 99", Err(BadEdit::OutOfRange));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn reading_never_panics(words in "([0-9a-z:+., −-]|\\PC){0,40}") {
            let _ = Bands::default().edited(&words);
        }

        #[test]
        fn ten_numbers_are_what_they_say(tenths in prop::array::uniform10(-120_i16..=120)) {
            let bands = Bands::new(tenths.map(Gain::tenths));
            let words: Vec<String> = bands.gains().iter().map(Gain::to_string).collect();
            prop_assert_eq!(Bands::default().edited(&words.join(" ")), Ok(bands));
            prop_assert_eq!(Bands::from_json(&bands.to_value().to_string()), Ok(bands));
        }
    }
}
