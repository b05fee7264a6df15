//! What a station says it plays, turned into letters. Stations write in whatever their machine uses and do not say which;
//! Icecast sends what is not Latin as entities. Pure.

use encoding_rs::{Encoding, KOI8_R, WINDOWS_1251, WINDOWS_1252};

use crate::domain::Charset;

/// The longest title that is kept, in characters.
pub const MAX_TITLE: usize = 300;

/// The letters of a title, of a name or of a genre. A charset that somebody set for the station is believed.
pub fn decode(bytes: &[u8], charset: Option<Charset>) -> String {
    let text = match charset {
        Some(Charset::Utf8) => String::from_utf8_lossy(bytes).into_owned(),
        Some(Charset::Windows1251) => in_charset(bytes, WINDOWS_1251),
        Some(Charset::Koi8R) => in_charset(bytes, KOI8_R),
        Some(Charset::Latin1) => in_charset(bytes, WINDOWS_1252),
        None => guess(bytes),
    };
    tidy(&without_entities(&text))
}

fn in_charset(bytes: &[u8], encoding: &'static Encoding) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// UTF-8 where it can be read as such; and where that gives letters which are themselves the bytes of UTF-8, as servers
/// make them that take everything for Latin, those. Else what looks most like words.
pub(super) fn guess(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        twice_encoded(text).unwrap_or_else(|| text.to_owned())
    } else {
        let candidates = [WINDOWS_1251, KOI8_R, WINDOWS_1252];
        let texts = candidates.map(|encoding| in_charset(bytes, encoding));
        // The first of equals, so that the likelier charset stands first.
        texts
            .into_iter()
            .rev()
            .max_by_key(|text| likeness(text))
            .unwrap_or_default()
    }
}

fn twice_encoded(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(byte_of).collect();
    String::from_utf8(bytes?).ok()
}

/// The byte that a server took for this letter: Latin-1, or what Windows makes of it.
fn byte_of(c: char) -> Option<u8> {
    u8::try_from(c).ok().or_else(|| {
        let letter = c.to_string();
        let (bytes, _, has_lost) = WINDOWS_1252.encode(&letter);
        (!has_lost).then(|| bytes[0])
    })
}

/// How much a text looks like words that somebody wrote: small letters follow large ones, and one word is one script.
fn likeness(text: &str) -> i32 {
    let mut points = 0;
    let mut before = ' ';
    for c in text.chars() {
        let is_cyrillic = |c: char| ('А'..='я').contains(&c) || "ЁёІіЇїЄєҐґ".contains(c);
        if is_cyrillic(c) {
            points += 2;
            if before.is_lowercase() && c.is_uppercase() {
                points -= 6;
            }
            if before.is_ascii_alphabetic() {
                points -= 4;
            }
        } else if !c.is_ascii() {
            points += if c.is_alphabetic() {
                // One accented letter among plain ones is a word of the West.
                if before.is_ascii_alphabetic() { 3 } else { -1 }
            } else {
                -4
            };
        } else if c.is_ascii_alphabetic() && is_cyrillic(before) {
            points -= 4;
        }
        before = c;
    }
    points
}

/// `&#1055;`, `&#x41F;`, `&amp;`: read once, as servers write them once.
fn without_entities(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        // No entity is longer than `&#1114111;`.
        let entity = rest.bytes().take(10).position(|byte| byte == b';');
        if let Some((end, c)) = entity.and_then(|end| Some((end, entity_char(&rest[1..end])?))) {
            plain.push(c);
            rest = &rest[end + 1..];
        } else {
            plain.push('&');
            rest = &rest[1..];
        }
    }
    plain.push_str(rest);
    plain
}

fn entity_char(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(number.ok()?);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => return None,
    })
}

/// On one line, without what nobody can see, and not longer than anybody reads.
fn tidy(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'))
        .collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut places = line.char_indices().map(|(at, _)| at).skip(MAX_TITLE - 1);
    match (places.next(), places.next()) {
        (Some(end), Some(_)) => format!("{}…", line[..end].trim_end()),
        _ => line,
    }
}

/// Artist and title of a song, as stations write them: `Artist - Title`.
pub fn split_song(title: &str) -> (Option<&str>, &str) {
    for dash in [" - ", " – ", " — "] {
        if let Some((artist, song)) = title.split_once(dash) {
            let (artist, song) = (artist.trim(), song.trim());
            if !artist.is_empty() && !song.is_empty() {
                return (Some(artist), song);
            }
        }
    }
    (None, title)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expect: &str) {
        assert_eq!(decode(bytes, None), expect, "{bytes:?}");
    }

    fn cp1251(text: &str) -> Vec<u8> {
        WINDOWS_1251.encode(text).0.into_owned()
    }

    fn koi8(text: &str) -> Vec<u8> {
        KOI8_R.encode(text).0.into_owned()
    }

    #[test]
    fn letters_are_guessed_from_what_arrives() {
        check("Кино - Группа крови".as_bytes(), "Кино - Группа крови");
        check(b"Plain - ASCII", "Plain - ASCII");
        check(&cp1251("Кино - Группа крови"), "Кино - Группа крови");
        check(&cp1251("ДДТ - ЧТО ТАКОЕ ОСЕНЬ"), "ДДТ - ЧТО ТАКОЕ ОСЕНЬ");
        check(
            &cp1251("Океан Ельзи - Обійми (Live)"),
            "Океан Ельзи - Обійми (Live)",
        );
        check(
            &koi8("Аквариум - Город золотой"),
            "Аквариум - Город золотой",
        );
        check(b"Caf\xe9 del Mar - M\xfasica", "Café del Mar - Música");
        check(b"Bj\xf6rk - J\xf3ga", "Björk - Jóga");
        check("Ð\u{9f}ÐµÑ\u{81}Ð½Ñ\u{8f}".as_bytes(), "Песня");
        check("Beyoncé - Déjà Vu".as_bytes(), "Beyoncé - Déjà Vu");
    }

    #[test]
    fn entities_are_read_once() {
        check(b"&#1055;&#1077;&#1089;&#1085;&#1103;", "Песня");
        check(b"&#x41F;&#X435; &amp; &quot;Co&quot;", "Пе & \"Co\"");
        check(b"AT&T; Simon & Garfunkel &", "AT&T; Simon & Garfunkel &");
        check(b"&amp;lt;b&amp;gt;", "&lt;b&gt;");
        check(b"&#55296;&#99999999;&#;", "&#55296;&#99999999;&#;");
    }

    #[test]
    fn a_charset_that_was_set_is_believed() {
        let bytes = koi8("Мумий Тролль");
        assert_eq!(decode(&bytes, Some(Charset::Koi8R)), "Мумий Тролль");
        assert_ne!(decode(&bytes, Some(Charset::Windows1251)), "Мумий Тролль");
        assert_eq!(decode("Песня".as_bytes(), Some(Charset::Utf8)), "Песня");
        assert_eq!(decode(b"Jos\xe9", Some(Charset::Latin1)), "José");
    }

    #[test]
    fn a_title_is_one_line_that_ends() {
        check(b"  a\r\nb\t\0c ", "a b c");
        check("x\u{202E}y".as_bytes(), "xy");
        let long = decode("я".repeat(4_000).as_bytes(), None);
        assert_eq!(long.chars().count(), MAX_TITLE);
        check(b"<b>bold</b> & 'co';", "<b>bold</b> & 'co';");
    }

    #[test]
    fn songs_have_an_artist_and_a_title() {
        let check = |title, expect| assert_eq!(split_song(title), expect, "{title}");
        check("Кино - Группа крови", (Some("Кино"), "Группа крови"));
        check(
            "AC-DC – Thunderstruck - Live",
            (Some("AC-DC – Thunderstruck"), "Live"),
        );
        check("AC-DC – Thunderstruck", (Some("AC-DC"), "Thunderstruck"));
        check("News", (None, "News"));
        check("- News", (None, "- News"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_arrives_becomes_one_line(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            for charset in [None, Some(Charset::Koi8R), Some(Charset::Utf8)] {
                let text = decode(&bytes, charset);
                prop_assert!(text.chars().count() <= MAX_TITLE);
                prop_assert!(!text.contains(char::is_control));
            }
        }

        #[test]
        fn what_is_utf8_stays_as_it_is(text in "[а-яА-Я ]{1,40}") {
            let expect = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(decode(text.as_bytes(), None), expect);
        }
    }
}
