//! Each language is written in its own way.
//!
//! To add a rule for a language: an arm in [`typography`] and a line in the test below.

use super::texts::{self, Text};
use crate::tidy::{Source, hold};

#[test]
fn every_text_is_written_as_its_language_is() {
    hold(
        "Typography has rules of each language.",
        texts::all().iter().flat_map(typography),
    );
}

fn typography(text: &Text) -> Vec<String> {
    let mut found = Vec::new();
    // What people may type is no text of ours.
    if text.key == "language-names" {
        return found;
    }
    let words: String = text.forms.iter().map(|form| without_code(form)).collect();
    let mut never: Vec<(&str, &str)> = vec![
        ("...", "… is one character"),
        ("  ", "two spaces"),
        (" \n", "a space at the end of a line"),
        ("\"", "straight quotes"),
        ("'", "a straight apostrophe"),
        (" - ", "a hyphen for a dash"),
    ];
    never.extend(
        ["\u{200E}", "\u{200F}", "\u{2068}", "\u{2069}", "\u{FEFF}"]
            .map(|mark| (mark, "an invisible mark")),
    );
    found.extend(
        never
            .iter()
            .filter(|(sign, _)| words.contains(sign))
            .map(|(_, why)| text.at(why)),
    );
    let foreign = |letters: &str| words.to_lowercase().chars().find(|c| letters.contains(*c));
    let strange = match text.language.as_str() {
        "ru" => foreign("іїєґ"),
        "uk" => foreign("ыэъё"),
        _ => words.chars().find(|c| matches!(c, 'а'..='я' | 'А'..='Я')),
    };
    found.extend(strange.map(|letter| text.at(format!("`{letter}` is of another language"))));
    if text.language == "es" {
        for (open, close) in [('¿', '?'), ('¡', '!')] {
            if words.matches(open).count() != words.matches(close).count() {
                found.push(text.at(format!("`{open}` and `{close}` come in pairs")));
            }
        }
    }
    found
}

/// The words of a text, without its tags and without what people are to copy.
fn without_code(form: &str) -> String {
    let mut words = String::new();
    let mut in_code = false;
    for piece in form.split('<') {
        let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
        in_code = match tag {
            "code" | "pre" => true,
            "/code" | "/pre" => false,
            _ => in_code,
        };
        words.push_str(if in_code { "x" } else { text });
    }
    words
}

#[test]
fn bad_typography_is_found() {
    let check = |language: &str, ftl: &str, expect: &[&str]| {
        let source = Source::new(&format!("locales/{language}/x.ftl"), ftl);
        let expect: Vec<String> = expect
            .iter()
            .map(|why| format!("locales/{language}/x.ftl:1: a: {why}"))
            .collect();
        assert_eq!(typography(&texts::read(&source)[0]), expect);
    };
    check("en", "a = Don't", &["a straight apostrophe"]);
    check("en", "a = Don’t say <code>\"x\"</code>", &[]);
    check(
        "ru",
        "a = Привіт...",
        &["… is one character", "`і` is of another language"],
    );
    check(
        "uk",
        "a = Привет - это я",
        &["a hyphen for a dash", "`э` is of another language"],
    );
    check("es", "a = Hola! ¿Qué tal?", &["`¡` and `!` come in pairs"]);
}
