//! What we stand on: each dependency with a reason, one version of what must be one, no second TLS or SQLite.

use std::collections::BTreeSet;

use super::{Source, hold, refuses, texts_in};

/// Dependencies whose name says what they are for.
const SELF_EVIDENT: &[&str] = &[
    "chrono",
    "clap",
    "futures",
    "insta",
    "proptest",
    "serde",
    "serde_json",
    "simulator",
    "sqlx",
    "tempfile",
    "thiserror",
    "tokio",
    "toml",
    "tracing",
    "tracing-subscriber",
];

/// Two of these would not understand each other, or bring a second copy of something large.
const ONLY_ONCE: &[&str] = &[
    "axum",
    "chrono",
    "dptree",
    "hyper",
    "libsqlite3-sys",
    "reqwest",
    "rustls",
    "serde",
    "sqlx",
    "teloxide",
    "thiserror",
    "tokio",
    "tracing",
];

/// Other ways to do TLS, which need a C library or a long build.
const NEVER: &[&str] = &[
    "aws-lc-rs",
    "aws-lc-sys",
    "native-tls",
    "openssl",
    "openssl-sys",
];

/// The SQLite that both sqlx and a restore by `rusqlite` link.
const SQLITE: (&str, &str) = ("libsqlite3-sys", "0.37.");

#[test]
fn every_dependency_has_a_reason() {
    hold(
        "Write the reason behind it, or put it into SELF_EVIDENT in tests/it/tidy/manifest.rs.",
        manifests().flat_map(unexplained),
    );
}

#[test]
fn the_lock_file_holds_one_of_each_and_no_second_tls() {
    let lock = Source::read("Cargo.lock");
    hold(
        "`cargo tree --invert --package NAME` says who brings it.",
        doubled(&lock),
    );
}

#[test]
fn the_bot_needs_the_simulator_only_in_tests() {
    let of_the_workspace = manifests().filter(|manifest| !manifest.is_in("fuzz/"));
    let offences = of_the_workspace.flat_map(|manifest| {
        let wrong = if manifest.path == "Cargo.toml" {
            ("dependencies", "simulator")
        } else {
            ("dependencies", "reprise")
        };
        let found = dependencies(manifest)
            .into_iter()
            .filter(move |(_, section, name)| (section.as_str(), name.as_str()) == wrong);
        found.map(|(at, _, name)| manifest.at(at, format!("depends on `{name}`")))
    });
    hold(
        "The simulator is a Telegram: neither knows the other.",
        offences,
    );
}

/// The crates that a manifest of the workspace names.
pub(super) fn dependency_names() -> BTreeSet<String> {
    manifests()
        .flat_map(dependencies)
        .map(|(_, _, name)| name)
        .collect()
}

fn manifests() -> impl Iterator<Item = &'static Source> {
    texts_in("", "Cargo.toml")
}

/// Each dependency: its line, its section, its name.
fn dependencies(manifest: &Source) -> Vec<(usize, String, String)> {
    let mut section = "";
    let mut found = Vec::new();
    for (at, line) in manifest.lines() {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']');
        } else if section.ends_with("dependencies")
            && let Some((name, _)) = line.split_once(['=', '.'])
            && !line.starts_with([' ', '#', ']'])
        {
            found.push((at, section.to_owned(), name.trim().to_owned()));
        }
    }
    found
}

fn unexplained(manifest: &Source) -> Vec<String> {
    let lines: Vec<&str> = manifest.text.lines().collect();
    let is_explained = |at: usize| {
        // What the workspace gives has its reason there.
        lines[at - 1].contains(" # ") || lines[at - 1].contains("workspace = true")
    };
    dependencies(manifest)
        .into_iter()
        .filter(|(at, _, name)| !SELF_EVIDENT.contains(&name.as_str()) && !is_explained(*at))
        .map(|(at, _, name)| manifest.at(at, format!("why `{name}`?")))
        .collect()
}

fn doubled(lock: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let lines: Vec<&str> = lock.text.lines().collect();
    let value = |line: &str, key: &str| -> Option<String> {
        let quoted = line.strip_prefix(key)?.strip_prefix(" = \"")?;
        Some(quoted.trim_end_matches('"').to_owned())
    };
    for (at, pair) in (1..).zip(lines.windows(2)) {
        let (Some(name), Some(version)) = (value(pair[0], "name"), value(pair[1], "version"))
        else {
            continue;
        };
        if NEVER.contains(&name.as_str()) {
            found.push(lock.at(at, format!("`{name}` has no place here")));
        }
        if ONLY_ONCE.contains(&name.as_str()) && !seen.insert(name.clone()) {
            found.push(lock.at(at, format!("a second `{name}`, {version}")));
        }
        if name == SQLITE.0 && !version.starts_with(SQLITE.1) {
            found.push(lock.at(at, format!("`{name}` {version} instead of {}x", SQLITE.1)));
        }
    }
    found
}

#[test]
fn an_unexplained_dependency_is_found() {
    let text = "[dependencies]\nserde = \"1\"\nleft-pad = \"1\"\nmath = \"2\" # adds numbers\naxum.workspace = true\n\n[lints]\nworkspace = true\n\n[dev-dependencies]\nmoon = { version = \"1\" }\n";
    refuses(
        unexplained(&Source::new("Cargo.toml", text)),
        &[
            "Cargo.toml:3: why `left-pad`?",
            "Cargo.toml:11: why `moon`?",
        ],
    );
}

#[test]
fn a_second_sqlx_and_a_second_tls_are_found() {
    let package = |name: &str, version: &str| {
        format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n\n")
    };
    let text = [
        package("libsqlite3-sys", "0.30.1"),
        package("openssl-sys", "0.9.0"),
        package("sqlx", "0.8.6"),
        package("sqlx", "0.9.0"),
        package("syn", "2.0.0"),
        package("syn", "3.0.0"),
    ];
    refuses(
        doubled(&Source::new("Cargo.lock", &text.concat())),
        &[
            "Cargo.lock:2: `libsqlite3-sys` 0.30.1 instead of 0.37.x",
            "Cargo.lock:6: `openssl-sys` has no place here",
            "Cargo.lock:14: a second `sqlx`, 0.9.0",
        ],
    );
}
