//! What the bot says: the same in every language, right in each, and short enough for its place.

mod bad_texts;
mod texts;
mod typography;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use reprise::{
    domain::Language,
    i18n::{Arg, Locale},
};
use simulator::parse_html;

use crate::tidy::hold;
use texts::Text;

/// What Telegram shows over the chat after a press, in UTF-16 units.
const TOAST: usize = 200;
/// What Telegram shows of a command in the menu.
const SUMMARY: usize = 256;
/// What a phone shows of a button that has the row for itself.
const LABEL: usize = 40;

#[test]
fn every_language_says_everything_with_the_same_arguments() {
    let spoken = Language::ALL
        .iter()
        .map(|language| language.code())
        .collect::<BTreeSet<_>>();
    let all = texts::all();
    let written = all
        .iter()
        .map(|text| text.language.as_str())
        .collect::<BTreeSet<_>>();
    assert_eq!(
        written, spoken,
        "the folders of locales/ and domain::Language"
    );
    hold(
        "Add the text to the language's file of the same name.",
        differences(&all),
    );
}

#[test]
fn what_is_counted_has_the_plural_forms_of_its_language() {
    hold(
        "Russian and Ukrainian count: [one] 1, 21 · [few] 2–4, 22 · [many] 5–20, 25 · *[other] fractions.",
        texts::all().iter().flat_map(missing_plurals),
    );
}

#[test]
fn every_text_is_valid_html() {
    hold(
        "Tags are Telegram's, and closed.",
        texts::all().iter().flat_map(bad_html),
    );
}

#[test]
fn texts_fit_where_they_are_shown() {
    let refusals = uses::all().into_iter().filter(|said| said.is_refusal);
    let refusals: BTreeSet<String> = refusals.map(|said| said.key).collect();
    hold(
        "Say it shorter.",
        texts::all()
            .iter()
            .flat_map(|text| too_long(text, &refusals)),
    );
}

#[test]
fn every_text_is_said_and_every_text_that_is_said_is_there() {
    let english: Vec<Text> = texts::all()
        .into_iter()
        .filter(|text| text.language == "en")
        .collect();
    let known: BTreeMap<&str, &Text> = english
        .iter()
        .map(|text| (text.key.as_str(), text))
        .collect();
    hold(
        "Write the text, in every language.",
        uses::all()
            .iter()
            .filter_map(|said| wrong_use(said, &known)),
    );
    let words = uses::words();
    // Summaries are said for every feature; that each has one is tested where features are.
    let is_said = |text: &&Text| words.contains(&text.key) || text.key.ends_with("-summary");
    let silent = english.iter().filter(|text| !is_said(text));
    hold(
        "Delete it, in every language.",
        silent.map(|text| text.at("nobody says this")),
    );
}

#[test]
fn the_bot_finds_every_text_and_puts_no_marks_around_arguments() {
    for text in texts::all() {
        let language = Language::from_code(&text.language).unwrap();
        let sample = |name: &String| {
            let number = text.plurals.contains_key(name);
            let value = if number {
                Arg::Number(5)
            } else {
                Arg::Text("<x>".to_owned())
            };
            (&*name.clone().leak(), value)
        };
        let arguments: Vec<(&'static str, Arg)> = text.arguments.iter().map(sample).collect();
        let said = Locale(language).find(&text.key, &arguments);
        let said = said.unwrap_or_else(|| panic!("{}", text.at("is not found")));
        assert!(
            !said.contains(['\u{2068}', '\u{2069}', '{']),
            "{}",
            text.at(said)
        );
        assert!(
            !said.contains("<x>"),
            "{}",
            text.at("an argument is not escaped")
        );
    }
}

fn differences(all: &[Text]) -> Vec<String> {
    let mut by_key: BTreeMap<&str, Vec<&Text>> = BTreeMap::new();
    for text in all {
        by_key.entry(&text.key).or_default().push(text);
    }
    let languages: BTreeSet<&str> = all.iter().map(|text| text.language.as_str()).collect();
    let mut found = Vec::new();
    for texts in by_key.values() {
        let first = texts[0];
        let there: Vec<&str> = texts.iter().map(|text| text.language.as_str()).collect();
        for language in &languages {
            match there.iter().filter(|other| *other == language).count() {
                0 => found.push(first.at(format!("is missing in `{language}`"))),
                1 => {}
                _ => found.push(first.at(format!("is there twice in `{language}`"))),
            }
        }
        for text in texts
            .iter()
            .filter(|text| text.arguments != first.arguments)
        {
            let (here, there) = (&text.arguments, &first.arguments);
            found.push(text.at(format!(
                "has the arguments {here:?}, in `{}` {there:?}",
                first.language
            )));
        }
    }
    found
}

fn missing_plurals(text: &Text) -> Vec<String> {
    let needed: &[&str] = match text.language.as_str() {
        "ru" | "uk" => &["one", "few", "many", "other"],
        _ => &["one", "other"],
    };
    let lacks = |forms: &BTreeSet<String>| -> Vec<&str> {
        needed
            .iter()
            .copied()
            .filter(|form| !forms.contains(*form))
            .collect()
    };
    let plurals = text
        .plurals
        .iter()
        .map(|(name, forms)| (name, lacks(forms)));
    plurals
        .filter(|(_, lacks)| !lacks.is_empty())
        .map(|(name, lacks)| text.at(format!("`{name}` lacks {lacks:?}")))
        .collect()
}

fn bad_html(text: &Text) -> Vec<String> {
    let refused = text.forms.iter().filter_map(|form| parse_html(form).err());
    refused.map(|why| text.at(why)).collect()
}

/// What a person sees of a text, in the units Telegram counts.
fn seen(form: &str) -> (String, usize) {
    let text = parse_html(form).map_or_else(|_| form.to_owned(), |formatted| formatted.text);
    let units = text.encode_utf16().count();
    (text, units)
}

fn too_long(text: &Text, refusals: &BTreeSet<String>) -> Vec<String> {
    let key = text.key.as_str();
    let said_on_press = ["failed", "who-are-you", "saved-for-you", "panel-of-another"];
    let limit = if key.ends_with("-summary") {
        SUMMARY
    } else if key.ends_with("-toast") || refusals.contains(key) || said_on_press.contains(&key) {
        TOAST
    } else if key.contains("button-") || key.ends_with("-setting") {
        LABEL
    } else {
        return Vec::new();
    };
    let lengths = text
        .forms
        .iter()
        .map(|form| seen(form).1)
        .filter(|length| *length > limit);
    lengths
        .map(|length| text.at(format!("{length} characters where {limit} fit")))
        .collect()
}

fn wrong_use(said: &uses::Use, known: &BTreeMap<&str, &Text>) -> Option<String> {
    let Some(text) = known.get(said.key.as_str()) else {
        return Some(format!("{}: there is no such text", said.place));
    };
    let (given, wanted) = (&said.arguments, &text.arguments);
    (given != wanted).then(|| {
        format!(
            "{}: says it with {given:?}, it wants {wanted:?}",
            said.place
        )
    })
}
