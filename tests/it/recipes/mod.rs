//! What ARCHITECTURE.md says about adding a command and a language is done, to the letter, in a copy of the repository;
//! then the rules, the texts and the schema are tested there.

mod copy;
mod steps;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::tidy::Source;
use steps::{Step, steps};

/// What a new command and a new language can break.
const TESTS: [&str; 4] = ["features::", "tidy::", "locales::", "parity::"];

/// What cargo sets for a test, and the build script of `ring` looks at.
const OF_THIS_PACKAGE: [&str; 8] = [
    "CARGO_MANIFEST_DIR",
    "CARGO_MANIFEST_LINKS",
    "CARGO_PKG_NAME",
    "CARGO_PKG_VERSION_MAJOR",
    "CARGO_PKG_VERSION_MINOR",
    "CARGO_PKG_VERSION_PATCH",
    "CARGO_PKG_VERSION_PRE",
    "OUT_DIR",
];

#[test]
fn a_command_and_a_language_are_added_by_the_book() {
    let book = Source::read("ARCHITECTURE.md").text;
    let command = steps(&book, "### A command");
    let language = steps(&book, "### A language");
    let (way_down, way_up) = language.split_last().expect("steps for a language");
    let sqlite = steps(
        &Source::read("migrations/README.md").text,
        "## What does not fit into one step",
    );
    let order = command
        .iter()
        .chain(way_up)
        .chain(&sqlite)
        .chain([way_down]);

    let draft = tempfile::tempdir().unwrap();
    copy::repository(draft.path());
    for step in order {
        take(step, draft.path());
    }
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("recipes");
    // Only what differs is written, so that a second run has little to build.
    copy::mirror(draft.path(), &place);
    test(&place);
}

fn take(step: &Step, root: &Path) {
    match step {
        Step::Edit(edit) => edit.apply(root),
        Step::Run(script) => {
            let program = Path::new(env!("CARGO_BIN_EXE_reprise"));
            let path = format!(
                "{}:/usr/local/bin:/usr/bin:/bin",
                program.parent().unwrap().display()
            );
            run(command("bash")
                .args(["-euo", "pipefail", "-c", script])
                .env_clear()
                .env("PATH", path)
                .current_dir(root));
        }
    }
}

/// Builds the copy beside what is built already, and runs the tests that know what belongs together.
fn test(place: &Path) {
    let built = PathBuf::from(env!("CARGO_BIN_EXE_reprise"));
    let target = place.with_extension("target");
    // A folder of its own: in the same one, both builds would take each other's files for their own.
    copy::dependencies(built.parent().unwrap(), &target.join("debug"));
    // The other tests come first: some of them wait for answers.
    let mut cargo = command("nice");
    // What cargo told this test of its own package would look like news to the scripts that build dependencies.
    for name in OF_THIS_PACKAGE {
        cargo.env_remove(name);
    }
    let tests = "test --locked --offline --package reprise --lib --test it --";
    run(cargo
        .args(["-n", "10", env!("CARGO")])
        .args(tests.split(' '))
        .args(TESTS)
        .env("CARGO_TARGET_DIR", target)
        .current_dir(place));
}

#[expect(clippy::disallowed_methods, reason = "a step is a command line")]
fn command(program: &str) -> Command {
    Command::new(program)
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    assert!(
        output.status.success(),
        "{command:?}\n{}",
        String::from_utf8_lossy(&said)
    );
}
