//! The rules of the house: what DESIGN and ARCHITECTURE promise, and no compiler or lint can hold.
//!
//! To add one: a function from a text to the offences in it, a test that runs it over the repository, and a test with
//! a bad text that it must refuse. An offence names the file, the line and the rule.

pub(crate) mod code;
mod documents;
mod effects;
mod files;
mod layers;
mod manifest;
mod migrations;
mod readme;
mod shipping;
mod sql;
mod testing;

use std::{fmt::Display, fs, path::Path, sync::LazyLock};

/// A text of the repository.
pub(crate) struct Source {
    /// From the root of the repository, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    pub(crate) fn read(path: &str) -> Self {
        let text = fs::read_to_string(root().join(path))
            .unwrap_or_else(|error| panic!("{path} cannot be read: {error}"));
        Self::new(path, &text)
    }

    fn is_in(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    /// The words for an offence.
    pub(crate) fn at(&self, line: usize, what: impl Display) -> String {
        format!("{}:{line}: {what}", self.path)
    }

    /// Its lines, counted from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every text that people write here, apart from what programs wrote.
fn texts() -> &'static [Source] {
    static TEXTS: LazyLock<Vec<Source>> = LazyLock::new(|| {
        let mut found = Vec::new();
        visit(root(), "", &mut found);
        found.sort_by(|a: &Source, b| a.path.cmp(&b.path));
        found
    });
    &TEXTS
}

/// The texts below a folder whose names end like this.
pub(crate) fn texts_in(folder: &str, ending: &str) -> impl Iterator<Item = &'static Source> {
    texts()
        .iter()
        .filter(move |text| text.is_in(folder) && text.path.ends_with(ending))
}

fn visit(folder: &Path, prefix: &str, found: &mut Vec<Source>) {
    /// What is no part of the repository, or is written by programs.
    const OTHERS: &[&str] = &[
        "target",
        "fuzz/target",
        "data",
        ".git",
        "Cargo.lock",
        "config.toml",
    ];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let below = format!("{prefix}{name}");
        if OTHERS.contains(&below.as_str()) {
        } else if path.is_dir() {
            visit(&path, &format!("{below}/"), found);
        } else if let Ok(text) = String::from_utf8(fs::read(&path).unwrap()) {
            // What is not text is a picture or a sound.
            found.push(Source { path: below, text });
        }
    }
}

/// Fails when there are offences, and says them all.
#[track_caller]
pub(crate) fn hold(rule: &str, offences: impl IntoIterator<Item = String>) {
    let offences: Vec<String> = offences.into_iter().collect();
    assert!(offences.is_empty(), "{rule}\n{}\n", offences.join("\n"));
}

/// Compares the offences of a bad text with what should be said about it.
#[track_caller]
pub(crate) fn refuses<T: AsRef<str>>(offences: impl IntoIterator<Item = T>, expect: &[&str]) {
    let offences: Vec<T> = offences.into_iter().collect();
    let offences: Vec<&str> = offences.iter().map(AsRef::as_ref).collect();
    assert_eq!(offences, expect);
}
