//! Each effect has one door: which crates, and which calls, are named where.

use std::collections::BTreeSet;

use super::{
    code::{Code, code_in},
    hold, manifest, refuses,
};

/// A crate, and the parts of the program that may name it.
const CRATES: &[(&str, &[&str])] = &[
    ("teloxide", &["telegram", "outbox", "bot"]),
    ("dptree", &["bot"]),
    ("sqlx", &["db", "store", "migrate"]),
    ("rusqlite", &["migrate"]),
    ("axum", &["web"]),
    ("fluent_bundle", &["i18n"]),
    ("include_dir", &["i18n"]),
    ("tracing_subscriber", &["telemetry", "config"]),
    ("clap", &["main", "cli", "migrate", "bot"]),
    ("tiny_skia", &["audio"]),
];

/// What a value may be made of.
const CRATES_OF_DOMAIN: &[&str] = &[
    "chrono",
    "chrono_tz",
    "cron",
    "croner",
    "thiserror",
    "serde",
    "serde_json",
    "proptest",
    "sha2",
    "unicode_normalization",
];

/// What is done, how it is written, and the only files that do it.
struct Effect {
    does: &'static str,
    forms: &'static [&'static [&'static str]],
    doors: &'static [&'static str],
}

const EFFECTS: &[Effect] = &[
    Effect {
        does: "starts processes",
        forms: &[&["process", "::", "Command"]],
        doors: &["src/audio/ffmpeg/", "src/migrate/dump.rs"],
    },
    Effect {
        does: "reads the environment",
        forms: &[
            &["env", "::", "var"],
            &["env", "::", "var_os"],
            &["env", "::", "vars"],
            &["env", "::", "vars_os"],
        ],
        doors: &["src/config/sources.rs"],
    },
    Effect {
        does: "reads the time",
        forms: &[
            &["Utc", "::", "now"],
            &["Local", "::", "now"],
            &["SystemTime", "::", "now"],
        ],
        doors: &["src/clock.rs"],
    },
    Effect {
        does: "makes an HTTP client",
        forms: &[
            &["reqwest", "::", "Client", "::", "new"],
            &["reqwest", "::", "Client", "::", "builder"],
        ],
        doors: &["src/http/"],
    },
    Effect {
        does: "holds a client of the Bot API",
        forms: &[&[".", "quick", "("], &[".", "patient", "("]],
        doors: &["src/telegram/", "src/outbox/"],
    },
    Effect {
        does: "excuses itself from the lint that guards the others",
        forms: &[&["disallowed_methods"]],
        doors: &[
            "src/audio/ffmpeg/",
            "src/clock.rs",
            "src/config/sources.rs",
            "src/http/",
            "src/migrate/dump.rs",
        ],
    },
];

#[test]
fn crates_are_named_only_by_the_parts_that_hide_them() {
    hold(
        "Ask the part that hides the crate (CRATES in tests/it/tidy/effects.rs).",
        code_in("src/").flat_map(strange_crates),
    );
}

#[test]
fn values_are_made_of_nothing_but_values() {
    let dependencies = manifest::dependency_names();
    hold(
        "`domain` has no I/O and knows none of our tools.",
        code_in("src/domain/").flat_map(|code| crates_in_domain(code, &dependencies)),
    );
}

#[test]
fn every_effect_has_one_door() {
    hold(
        "Go through the door (EFFECTS in tests/it/tidy/effects.rs); in tests it stays open for nobody either.",
        code_in("src/").flat_map(back_doors),
    );
}

#[test]
fn features_log_no_failures() {
    hold(
        "A feature returns a `Failure`; the worker logs it, once and with its whole chain.",
        code_in("src/bot/features/").flat_map(logged_failures),
    );
}

#[test]
fn features_send_nothing() {
    hold(
        "A feature returns an `Answer`; what takes longer is a job, or goes on once the answer is sent.",
        code_in("src/bot/features/").flat_map(sent_messages),
    );
}

fn strange_crates(code: &Code) -> Vec<String> {
    let part = code.part();
    let strange = CRATES.iter().filter(|(_, parts)| !parts.contains(&part));
    strange
        .flat_map(|(name, _)| {
            code.find(&[name])
                .map(|at| code.at(at, format!("`{part}` names `{name}`")))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn crates_in_domain(code: &Code, dependencies: &BTreeSet<String>) -> Vec<String> {
    let strange = dependencies
        .iter()
        .map(|name| name.replace('-', "_"))
        .filter(|name| !CRATES_OF_DOMAIN.contains(&name.as_str()));
    strange
        .flat_map(|name| {
            code.find(&[&name, "::"])
                .map(|at| code.at(at, format!("`domain` names `{name}`")))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn back_doors(code: &Code) -> Vec<String> {
    let mut found = Vec::new();
    for Effect { does, forms, doors } in EFFECTS {
        if doors.iter().any(|door| code.source.is_in(door)) {
            continue;
        }
        for at in forms.iter().flat_map(|form| code.find(form)) {
            found.push(code.at(at, format!("only {} {does}", doors.join(" or "))));
        }
    }
    found
}

fn logged_failures(code: &Code) -> Vec<String> {
    ["error", "warn"]
        .iter()
        .flat_map(|level| code.find(&["tracing", "::", level]).collect::<Vec<_>>())
        .map(|at| code.at(at, "a feature logs a failure"))
        .collect()
}

fn sent_messages(code: &Code) -> Vec<String> {
    code.find(&["outbox"])
        .map(|at| code.at(at, "a feature sends"))
        .collect()
}

#[test]
fn a_crate_in_a_strange_place_is_found() {
    let code = Code::new(
        "src/app.rs",
        "// teloxide\nuse sqlx::Error;\nconst T: &str = \"sqlx\";",
    );
    refuses(strange_crates(&code), &["src/app.rs:2: `app` names `sqlx`"]);
    let code = Code::new("src/domain/x.rs", "use serde::Serialize;\nuse tokio::fs;");
    let dependencies = BTreeSet::from(["serde".to_owned(), "tokio".to_owned()]);
    refuses(
        crates_in_domain(&code, &dependencies),
        &["src/domain/x.rs:2: `domain` names `tokio`"],
    );
}

#[test]
fn a_back_door_is_found() {
    let check = |path: &str, text: &str, expect: &[&str]| {
        refuses(back_doors(&Code::new(path, text)), expect);
    };
    check(
        "src/radio/mod.rs",
        "fn f() {\n std::process::Command::new(\"curl\");\n let now = chrono::Utc::now();\n}",
        &[
            "src/radio/mod.rs:2: only src/audio/ffmpeg/ or src/migrate/dump.rs starts processes",
            "src/radio/mod.rs:3: only src/clock.rs reads the time",
        ],
    );
    check("src/clock.rs", "fn f() { Utc::now(); }", &[]);
    check(
        "src/bot/x.rs",
        "fn f(app: &App) { app.telegram.quick().send_message(); }",
        &["src/bot/x.rs:1: only src/telegram/ or src/outbox/ holds a client of the Bot API"],
    );
}

#[test]
fn a_logged_failure_is_found() {
    let code = Code::new(
        "src/bot/features/x.rs",
        "fn f() {\n tracing::error!(\"no\");\n tracing::debug!(\"yes\");\n}",
    );
    refuses(
        logged_failures(&code),
        &["src/bot/features/x.rs:2: a feature logs a failure"],
    );
}

#[test]
fn a_feature_that_sends_is_found() {
    let code = Code::new(
        "src/bot/features/x.rs",
        "// outbox\nfn f(ctx: &Ctx) {\n ctx.app.outbox.deliver();\n}",
    );
    refuses(
        sent_messages(&code),
        &["src/bot/features/x.rs:3: a feature sends"],
    );
}
