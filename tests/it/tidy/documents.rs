//! The documents say what is there: every part of the program, and nothing by a name it does not have.

use std::{collections::BTreeSet, path::Path};

use super::{Source, code::code_in, hold, refuses, root, texts};

/// Longer, and nobody reads it.
const ARCHITECTURE_LINES: usize = 240;

#[test]
fn the_architecture_has_a_paragraph_for_every_part() {
    let parts = code_in("src/").map(|code| match code.source.path.matches('/').count() {
        1 => format!("{}.rs", code.part()),
        _ => format!("{}/", code.part()),
    });
    let parts: BTreeSet<String> = parts
        .filter(|part| part != "lib.rs" && part != "main.rs")
        .collect();
    let architecture = Source::read("ARCHITECTURE.md");
    hold(
        "The code map of ARCHITECTURE.md.",
        missing_parts(&architecture, &parts),
    );
    // A picture is not read line by line.
    let mut is_picture = false;
    let read = architecture.text.lines().filter(|line| {
        is_picture = *line == "```mermaid" || (is_picture && *line != "```");
        !is_picture
    });
    let lines = read.count();
    assert!(
        lines <= ARCHITECTURE_LINES,
        "ARCHITECTURE.md has {lines} lines, {ARCHITECTURE_LINES} are read"
    );
}

#[test]
fn what_the_documents_name_is_there() {
    let functions: BTreeSet<&str> = code_in("")
        .flat_map(|code| {
            code.find(&["fn"])
                .map(|at| code.tokens[at + 1].text.as_str())
                .collect::<Vec<_>>()
        })
        .collect();
    let is_there = |document: &Source, name: &str| match Name::of(name) {
        Name::Path(path) => {
            let beside = root()
                .join(&document.path)
                .parent()
                .expect("a folder")
                .to_owned();
            let places = [
                root().to_owned(),
                root().join("src"),
                beside.join("src"),
                beside,
            ];
            places.iter().any(|place| place.join(path).exists())
        }
        Name::Test(test) => {
            let folder = test.split("::").collect::<Vec<_>>();
            let module = format!("tests/it/{}", folder.join("/"));
            let is_file = texts().iter().any(|text| {
                text.path == format!("{module}.rs") || text.is_in(&format!("{module}/"))
            });
            is_file || functions.contains(folder[folder.len() - 1])
        }
        Name::Other => true,
    };
    let documents = texts().iter().filter(|text| {
        Path::new(&text.path)
            .extension()
            .is_some_and(|kind| kind == "md")
    });
    hold(
        "Correct the document.",
        documents.flat_map(|text| wrong_names(text, is_there)),
    );
}

fn missing_parts(architecture: &Source, parts: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    for part in parts {
        let start = format!("- **`{part}`**");
        let Some((at, _)) = architecture
            .lines()
            .find(|(_, line)| line.starts_with(&start))
        else {
            found.push(
                architecture.at(1, format!("there is no paragraph that begins with {start}")),
            );
            continue;
        };
        let rest = architecture.text.lines().skip(at);
        let more = rest
            .take_while(|line| line.starts_with("  "))
            .collect::<Vec<_>>()
            .join(" ");
        let line = architecture.text.lines().nth(at - 1).unwrap_or_default();
        let paragraph = format!("{line} {more}");
        // `app.rs` only puts together what the others promise.
        if part != "app.rs"
            && !(paragraph.contains("**Invariant:**") && paragraph.contains("(held by "))
        {
            found
                .push(architecture.at(at, format!("`{part}` has no **Invariant:** … (held by …)")));
        }
    }
    found
}

/// What a word in code marks may mean.
enum Name<'a> {
    Path(&'a str),
    Test(&'a str),
    Other,
}

impl<'a> Name<'a> {
    fn of(name: &'a str) -> Self {
        let is_word = |word: &str| {
            !word.is_empty()
                && word
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
        };
        let folders = [
            "src/",
            "tests/",
            "migrations/",
            "locales/",
            "simulator/",
            "docs/",
            "bench/",
        ];
        let files = [".rs", ".md", ".toml", ".ftl", ".sql", ".sh", ".yaml"];
        let is_path = name.trim_end_matches('/').split('/').all(is_word)
            && (folders.iter().any(|folder| name.starts_with(folder))
                || files.iter().any(|end| name.ends_with(end)));
        let is_test = ["tidy::", "locales::", "conversations::"]
            .iter()
            .any(|start| name.starts_with(start));
        match name {
            // The operator's, not ours.
            "config.toml" => Self::Other,
            _ if is_test => Self::Test(name),
            _ if is_path && !name.contains("NNNN") => Self::Path(name),
            _ => Self::Other,
        }
    }
}

/// The words in code marks, outside of blocks, that name nothing.
fn wrong_names(document: &Source, is_there: impl Fn(&Source, &str) -> bool) -> Vec<String> {
    let mut in_block = false;
    let mut found = Vec::new();
    for (at, line) in document.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
        } else if !in_block {
            let words = line.split('`').skip(1).step_by(2);
            // Steps and examples name what is not there yet.
            let missing = words.filter(|word| !is_there(document, word) && !is_example(word));
            found.extend(missing.map(|word| document.at(at, format!("`{word}` is not there"))));
        }
    }
    found
}

/// What the steps for adding things make.
fn is_example(word: &str) -> bool {
    ["hello.rs", "moods.rs"]
        .iter()
        .any(|name| word.ends_with(name))
}

#[test]
fn a_part_without_a_paragraph_is_found() {
    let text =
        "# A\n- **`db/`** Data.\n  **Invariant:** kept. (held by `x`)\n- **`web/`** Pages.\n";
    let parts = ["bot/", "db/", "web/"].map(str::to_owned).into();
    refuses(
        missing_parts(&Source::new("ARCHITECTURE.md", text), &parts),
        &[
            "ARCHITECTURE.md:1: there is no paragraph that begins with - **`bot/`**",
            "ARCHITECTURE.md:4: `web/` has no **Invariant:** … (held by …)",
        ],
    );
}

#[test]
fn a_name_of_nothing_is_found() {
    let text = "See `src/gone.rs`, `/help` and\n```sh\ncat `src/gone.rs`\n```\n`tidy::gone`.";
    let is_there = |_: &Source, name: &str| matches!(Name::of(name), Name::Other);
    refuses(
        wrong_names(&Source::new("a.md", text), is_there),
        &[
            "a.md:1: `src/gone.rs` is not there",
            "a.md:5: `tidy::gone` is not there",
        ],
    );
}
