//! Files: found, not too long, with a word about themselves, finished, and at home on any machine.

use super::{
    Source,
    code::{Code, code_in, reached},
    hold, refuses, texts,
};

/// Beyond this a file does more than one thing.
const LONGEST: usize = 500;

#[test]
fn every_file_of_code_is_reached_by_a_mod() {
    let files: Vec<&Code> = code_in("").collect();
    let offences = orphans(&files);
    hold("A file that no `mod` reaches is not compiled.", offences);
}

#[test]
fn files_stay_short_enough_to_be_read() {
    let files: Vec<&Code> = code_in("").collect();
    hold("Split it by what it does.", too_long(&files));
}

#[test]
fn every_file_says_first_what_it_is() {
    hold(
        "Begin with `//!` and a sentence; where things are added, then with `To add one:`.",
        code_in("").filter_map(nameless),
    );
}

#[test]
fn nothing_is_left_for_later_and_nothing_knows_this_machine() {
    let found = texts()
        .iter()
        .flat_map(|text| [unfinished(text), at_home(text)].concat());
    hold("Do it now, or leave it out.", found);
}

fn orphans(files: &[&Code]) -> Vec<String> {
    let roots = roots(files);
    let reached = reached(files, &roots);
    let orphans = files
        .iter()
        .filter(|code| !reached.contains_key(code.source.path.as_str()));
    orphans
        .map(|code| code.source.at(1, "no `mod` reaches this file"))
        .collect()
}

fn too_long(files: &[&Code]) -> Vec<String> {
    let reached = reached(files, &roots(files));
    let is_test_module = |code: &Code| reached.get(code.source.path.as_str()) == Some(&true);
    files
        .iter()
        .filter(|code| !is_test_module(code) && code.lines_before_tests() > LONGEST)
        .map(|code| {
            let lines = code.lines_before_tests();
            code.source.at(
                lines,
                format!("{lines} lines before its tests, {LONGEST} are allowed"),
            )
        })
        .collect()
}

/// Where compilers begin: programs, libraries, and each file that lies in a folder of tests or of what is fuzzed.
fn roots<'a>(files: &[&'a Code]) -> Vec<&'a str> {
    let paths = files.iter().map(|code| code.source.path.as_str());
    paths
        .filter(|path| {
            let mut parts = path.rsplit('/');
            let (name, folder) = (parts.next(), parts.next());
            matches!(name, Some("lib.rs" | "main.rs" | "build.rs"))
                || matches!(
                    folder,
                    Some("tests" | "benches" | "examples" | "bin" | "fuzz_targets")
                )
        })
        .collect()
}

fn nameless(code: &Code) -> Option<String> {
    let is_named = code.source.text.starts_with("//! ");
    (!is_named).then(|| code.source.at(1, "does not say what it is"))
}

fn unfinished(source: &Source) -> Vec<String> {
    // Written in two halves, so that this file does not offend itself.
    let marks = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X"),
    ];
    let words = |line: &str| -> Vec<String> {
        line.split(|c: char| !c.is_alphanumeric())
            .map(str::to_owned)
            .collect()
    };
    source
        .lines()
        .filter(|(_, line)| {
            words(line)
                .iter()
                .any(|word| marks.contains(&word.as_str()))
        })
        .map(|(at, _)| source.at(at, "something is left for later"))
        .collect()
}

fn at_home(source: &Source) -> Vec<String> {
    let homes = [
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/Us", "ers/"),
        concat!("/wo", "rk/"),
    ];
    let mut found = Vec::new();
    for (line, text) in source.lines() {
        for home in homes {
            let mut places = text.match_indices(home);
            // Not the end of a longer path or address.
            let is_path = |at: usize| {
                !text[..at].ends_with(|c: char| c.is_alphanumeric() || "._-}".contains(c))
            };
            if places.any(|(at, _)| is_path(at)) {
                found.push(source.at(line, format!("{home} is a place on one machine")));
            }
        }
    }
    found
}

#[test]
fn an_orphan_is_found() {
    let files = [
        Code::new("src/lib.rs", "mod a; mod b;"),
        Code::new("src/a.rs", "mod c;"),
        Code::new("src/a/c.rs", ""),
        Code::new("src/b/mod.rs", "#[cfg(test)]\nmod tests;"),
        Code::new("src/b/tests.rs", ""),
        Code::new("src/b/d.rs", ""),
        Code::new("tests/it/main.rs", "// mod e;"),
        Code::new("tests/it/e.rs", ""),
    ];
    let files: Vec<&Code> = files.iter().collect();
    refuses(
        orphans(&files),
        &[
            "src/b/d.rs:1: no `mod` reaches this file",
            "tests/it/e.rs:1: no `mod` reaches this file",
        ],
    );
}

#[test]
fn a_long_file_is_found_but_its_tests_are_not_counted() {
    let lines = |count: usize| "fn f() {}\n".repeat(count);
    let tests = format!("{}#[cfg(test)]\nmod tests {{\n{}}}", lines(500), lines(300));
    let files = [
        Code::new("src/lib.rs", "mod a; mod b; #[cfg(test)] mod c;"),
        Code::new("src/a.rs", &lines(501)),
        Code::new("src/b.rs", &tests),
        Code::new("src/c.rs", &lines(900)),
    ];
    let files: Vec<&Code> = files.iter().collect();
    refuses(
        too_long(&files),
        &["src/a.rs:501: 501 lines before its tests, 500 are allowed"],
    );
}

#[test]
fn a_nameless_file_is_found() {
    let code = Code::new("src/a.rs", "use x::y;\n//! Too late.");
    refuses(nameless(&code), &["src/a.rs:1: does not say what it is"]);
}

#[test]
fn what_is_left_for_later_is_found() {
    let later = format!(
        "fn f() {{}}\n// {}: write it\nlet todos = 1;",
        concat!("TO", "DO")
    );
    refuses(
        unfinished(&Source::new("a.rs", &later)),
        &["a.rs:2: something is left for later"],
    );
}

#[test]
fn a_place_on_one_machine_is_found() {
    let home = concat!("/ho", "me/");
    let text = format!("cd {home}anna/reprise\nhttps://example.org{home}page\n");
    refuses(
        at_home(&Source::new("README.md", &text)),
        &[&format!("README.md:1: {home} is a place on one machine")],
    );
}
