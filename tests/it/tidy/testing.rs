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
