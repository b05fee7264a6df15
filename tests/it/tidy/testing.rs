//! The tests themselves: none is skipped, none waits for a while and hopes, and everything that is kept is tried.

use super::{
    code::{Code, code_in},
    hold, refuses,
};

/// The places that may wait a moment before they look again whether something has happened.
const MAY_NAP: &[&str] = &["tests/it/support/"];

#[test]
fn no_test_is_skipped() {
    hold(
        "A test holds on every machine, or it goes.",
        code_in("").flat_map(skipped),
    );
}

#[test]
fn tests_wait_for_what_happens_and_not_for_a_while() {
    hold(
        "Wait for a condition: the simulator's and tests/it/support's `wait_until`, or a clock that is set forward.",
        code_in("").flat_map(naps),
    );
}

#[test]
fn everything_the_store_does_is_tried() {
    let tests: Vec<&Code> = code_in("tests/it/store").collect();
    hold(
        "Try it in tests/it/store.rs or a file beside it that begins so, on both databases by `on_both!`.",
        code_in("src/store/").flat_map(|code| untried(code, &tests)),
    );
}

fn untried(code: &Code, tests: &[&Code]) -> Vec<String> {
    let name = |at: usize| code.tokens[at + 1].text.as_str();
    code.find(&["fn"])
        .filter(|at| !code.is_test(*at) && is_public(code, *at))
        .filter(|at| {
            let is_tried = |tests: &&Code| tests.find(&[".", name(*at), "("]).next().is_some();
            !tests.iter().any(is_tried)
        })
        .map(|at| code.at(at, format!("`{}` is not tried", name(at))))
        .collect()
}

/// `pub fn`, `pub async fn`
fn is_public(code: &Code, at: usize) -> bool {
    let is = |back: usize, word: &str| {
        at.checked_sub(back)
            .is_some_and(|at| code.reads(at, &[word]))
    };
    is(1, "pub") || (is(1, "async") && is(2, "pub"))
}

fn skipped(code: &Code) -> Vec<String> {
    let ignored = code.find(&["#", "[", "ignore"]);
    ignored.map(|at| code.at(at, "a test is skipped")).collect()
}

fn naps(code: &Code) -> Vec<String> {
    let path = &code.source.path;
    let is_tests = path.starts_with("tests/") || path.contains("/tests/");
    if MAY_NAP.iter().any(|place| path.starts_with(place)) {
        return Vec::new();
    }
    ["sleep", "sleep_until"]
        .iter()
        .flat_map(|word| {
            code.find(&[word, "("])
                // `clock.sleep(…)` is what a test of a clock is about.
                .filter(|at| {
                    !at.checked_sub(1)
                        .is_some_and(|before| code.reads(before, &["."]))
                })
                .filter(|at| is_tests || code.is_test(*at))
                .map(|at| code.at(at, "a test sleeps"))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn every_promise_of_the_console_has_its_conversations() {
    let missing = (1..=13).filter(|number| {
        let path = format!("tests/it/console/c{number:02}.rs");
        let says = format!("//! C{number}: ");
        !code_in("tests/it/console/").any(|code| {
            code.source.path == path
                && code.source.text.starts_with(&says)
                && code.find(&["assert_snapshot"]).next().is_some()
        })
    });
    hold(
        "Show it as a conversation, compared whole.",
        missing.map(|number| format!("tests/it/console/c{number:02}.rs: C{number} is not shown")),
    );
}

#[test]
fn a_skipped_test_is_found() {
    let code = Code::new("src/a.rs", "#[test]\n#[ignore = \"slow\"]\nfn f() {}");
    refuses(skipped(&code), &["src/a.rs:2: a test is skipped"]);
}

#[test]
fn a_nap_is_found() {
    let text = "async fn f() {\n tokio::time::sleep(d).await;\n clock.sleep(d).await;\n}\n#[cfg(test)]\nmod tests { fn g() { sleep(d) } }";
    refuses(
        naps(&Code::new("tests/it/a.rs", text)),
        &[
            "tests/it/a.rs:2: a test sleeps",
            "tests/it/a.rs:6: a test sleeps",
        ],
    );
    refuses(
        naps(&Code::new("src/a.rs", text)),
        &["src/a.rs:6: a test sleeps"],
    );
}

#[test]
fn what_nobody_tries_is_found() {
    let store = Code::new(
        "src/store/a.rs",
        "impl A { pub async fn add() {}\n pub fn find() {}\n async fn inner() {} }",
    );
    let tests = Code::new("tests/it/store.rs", "fn t() { tx.a().add(); }");
    refuses(
        untried(&store, &[&tests]),
        &["src/store/a.rs:2: `find` is not tried"],
    );
}
