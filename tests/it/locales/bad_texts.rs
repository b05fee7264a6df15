//! Each rule refuses a text that breaks it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    bad_html, differences, missing_plurals,
    texts::{self, Text},
    too_long, uses, wrong_use,
};
use crate::tidy::{Source, code::Code, refuses};

fn text(language: &str, ftl: &str) -> Text {
    texts::read(&Source::new(&format!("locales/{language}/x.ftl"), ftl)).remove(0)
}

#[test]
fn a_missing_text_and_another_argument_are_found() {
    let all = [
        text("en", "a = { $x }"),
        text("ru", "a = { $y }"),
        text("uk", "b = b"),
    ];
    refuses(
        differences(&all),
        &[
            "locales/en/x.ftl:1: a: is missing in `uk`",
            "locales/ru/x.ftl:1: a: has the arguments {\"y\"}, in `en` {\"x\"}",
            "locales/uk/x.ftl:1: b: is missing in `en`",
            "locales/uk/x.ftl:1: b: is missing in `ru`",
        ],
    );
}

#[test]
fn a_missing_plural_is_found() {
    let ftl = "a = { $n ->\n    [one] one\n   *[other] more\n }";
    refuses(
        missing_plurals(&text("ru", ftl)),
        &["locales/ru/x.ftl:1: a: `n` lacks [\"few\", \"many\"]"],
    );
    refuses(missing_plurals(&text("es", ftl)), &[]);
}

#[test]
fn bad_html_and_long_labels_are_found() {
    assert_eq!(bad_html(&text("en", "a = <b>bold")).len(), 1);
    assert_eq!(bad_html(&text("en", "a = <h1>big</h1>")).len(), 1);
    assert_eq!(bad_html(&text("en", "a = <b>bold</b> { $x }")).len(), 0);
    let long = format!("a-button-b = <b>{}</b>", "ы".repeat(41));
    refuses(
        too_long(&text("ru", &long), &BTreeSet::new()),
        &["locales/ru/x.ftl:1: a-button-b: 41 characters where 40 fit"],
    );
}

#[test]
fn a_wrong_use_is_found() {
    let text = text("en", "a = { $x }");
    let known = BTreeMap::from([("a", &text)]);
    let code = Code::new(
        "src/x.rs",
        "fn f() { t!(l, \"a\", y = 1); t!(l, \"b\"); t!(l, \"a\", x = 2); }",
    );
    refuses(
        uses::uses(&code)
            .iter()
            .filter_map(|said| wrong_use(said, &known)),
        &[
            "src/x.rs:1: a: says it with {\"y\"}, it wants {\"x\"}",
            "src/x.rs:1: b: there is no such text",
        ],
    );
}
