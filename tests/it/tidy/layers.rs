//! Who may use whom: the layers of ARCHITECTURE.md.

use super::{
    code::{Code, closing, code_in},
    hold, refuses,
};

/// Each part of the program and what it may use; a part may always use itself.
const MAY_USE: &[(&str, &[&[&str]])] = &[
    // Values.
    ("domain", &[]),
    // Leaves. `db` is one too, but waits with `clock` so that a test need not.
    ("config", &[VALUES]),
    ("clock", &[VALUES]),
    ("http", &[VALUES]),
    ("telemetry", &[VALUES]),
    ("metrics", &[VALUES]),
    ("view", &[VALUES]),
    ("i18n", &[VALUES, &["view"]]),
    ("workspace", &[]),
    ("db", &[VALUES, &["clock"]]),
    // Capabilities.
    ("store", &[&["domain", "db"]]),
    (
        "migrate",
        &[VALUES, &["clock", "db", "telemetry", "workspace"]],
    ),
    ("telegram", &[VALUES, &["http", "telemetry"]]),
    ("audio", &[VALUES, &["http", "telemetry", "workspace"]]),
    ("lyrics", &[VALUES, &["http", "telemetry"]]),
    ("radio", &[VALUES, &["http", "telemetry"]]),
    // What happens without being asked.
    ("outbox", &[LEAVES, &["store", "telegram"]]),
    ("service", &[LEAVES, CAPABILITIES]),
    (
        "jobs",
        &[LEAVES, CAPABILITIES, &["app", "outbox", "service"]],
    ),
    // Edges.
    ("bot", &[LEAVES, CAPABILITIES, &["app"], UNASKED]),
    // It asks the bot which kinds of update it wants.
    ("cli", &[LEAVES, CAPABILITIES, &["app", "bot"], UNASKED]),
    ("web", &[LEAVES, CAPABILITIES, &["app", "bot"], UNASKED]),
    // What puts them together.
    ("app", &[LEAVES, CAPABILITIES, UNASKED, &["bot", "web"]]),
    ("lib", &[]),
    ("main", &[&["cli"]]),
];

const VALUES: &[&str] = &["domain", "config"];
const LEAVES: &[&str] = &[
    "domain",
    "config",
    "clock",
    "http",
    "telemetry",
    "metrics",
    "view",
    "i18n",
    "workspace",
    "db",
];
const CAPABILITIES: &[&str] = &["store", "migrate", "telegram", "audio", "lyrics", "radio"];
const UNASKED: &[&str] = &["outbox", "service", "jobs"];

/// Macros are named at the root of the crate, whichever part they belong to.
const MACROS: &[(&str, &str)] = &[("t", "i18n")];

#[test]
fn parts_use_only_what_lies_below_them() {
    hold(
        "ARCHITECTURE.md has the layers; MAY_USE in tests/it/tidy/layers.rs is their table.",
        code_in("src/").flat_map(wrong_uses),
    );
}

#[test]
fn every_part_has_a_place_in_the_layers() {
    let known = |code: &&Code| MAY_USE.iter().any(|(part, _)| *part == code.part());
    hold(
        "Give the part a line in MAY_USE in tests/it/tidy/layers.rs and a paragraph in ARCHITECTURE.md.",
        code_in("src/").filter(|code| !known(code)).map(|code| {
            code.source
                .at(1, format!("`{}` has no place in the layers", code.part()))
        }),
    );
}

fn wrong_uses(code: &Code) -> Vec<String> {
    let part = code.part();
    let may = |used: &str| {
        let lists = MAY_USE.iter().filter(|(name, _)| *name == part);
        used == part
            || lists
                .flat_map(|(_, may)| *may)
                .any(|list| list.contains(&used))
    };
    uses(code)
        .into_iter()
        .filter(|(_, used)| !may(used))
        .map(|(at, used)| code.at(at, format!("`{part}` may not use `{used}`")))
        .collect()
}

/// Every part of the crate that is named, and by which token.
fn uses(code: &Code) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let own_depth = code.module().len();
    for (at, token) in code.tokens.iter().enumerate() {
        let after = match token.text.as_str() {
            "crate" => at + 1,
            "reprise" if code.part() == "main" => at + 1,
            "super" if at == 0 || code.tokens[at - 1].text != "::" => {
                let chain = code.tokens[at..].chunks(2);
                let ups = chain.take_while(|pair| pair[0].text == "super").count();
                if ups < own_depth + inline_depth(code, at) {
                    continue;
                }
                at + 2 * ups - 1
            }
            _ => continue,
        };
        if !code.reads(after, &["::"]) {
            continue;
        }
        for name in names(code, after + 1) {
            let text = code.tokens[name].text.as_str();
            let part = MACROS.iter().find(|(name, _)| *name == text);
            found.push((name, part.map_or(text, |(_, part)| part)));
        }
    }
    found
}

/// The first words behind `crate::`: one, or one for each branch of `{…}`.
fn names(code: &Code, at: usize) -> Vec<usize> {
    if !code.reads(at, &["{"]) {
        return vec![at];
    }
    let mut names = Vec::new();
    let mut next = at + 1;
    let end = closing(&code.tokens, at);
    while next < end {
        names.push(next);
        while next < end && code.tokens[next].text != "," {
            next = match code.tokens[next].text.as_str() {
                "{" => closing(&code.tokens, next),
                _ => next + 1,
            };
        }
        next += 1;
    }
    names
}

/// How many `mod x { … }` stand around a token.
fn inline_depth(code: &Code, at: usize) -> usize {
    let opens = code.find(&["mod"]).take_while(|start| *start < at);
    opens
        .filter(|start| code.reads(start + 2, &["{"]) && closing(&code.tokens, start + 2) > at)
        .count()
}

#[test]
fn a_use_of_what_lies_above_is_found_in_every_form() {
    let check = |path: &str, text: &str, expect: &[&str]| {
        refuses(wrong_uses(&Code::new(path, text)), expect);
    };
    check(
        "src/domain/speed.rs",
        "use crate::db::Tx;",
        &["src/domain/speed.rs:1: `domain` may not use `db`"],
    );
    check(
        "src/store/users.rs",
        "use crate::{\n    db::{Tx, on},\n    clock::Clock,\n    domain,\n    i18n,\n};",
        &[
            "src/store/users.rs:3: `store` may not use `clock`",
            "src/store/users.rs:5: `store` may not use `i18n`",
        ],
    );
    check(
        "src/audio/probe.rs",
        "fn f() { crate::t!(locale, \"key\"); super::super::radio::f(); super::filter::f(); }",
        &[
            "src/audio/probe.rs:1: `audio` may not use `i18n`",
            "src/audio/probe.rs:1: `audio` may not use `radio`",
        ],
    );
    check(
        "src/clock.rs",
        "use super::config::Config;\n#[cfg(test)]\nmod tests { use super::super::cli; use super::Clock; }",
        &["src/clock.rs:3: `clock` may not use `cli`"],
    );
    check(
        "src/main.rs",
        "use reprise::app;",
        &["src/main.rs:1: `main` may not use `app`"],
    );
}
