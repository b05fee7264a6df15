//! Migrations: names, headers and line ends, the same steps for both databases.
//!
//! `migrations/README.md` says what the header lines mean. That both databases come out the same is another test's.

use std::collections::BTreeMap;

use super::{Source, hold, refuses, texts_in};

const DIALECTS: [&str; 2] = ["sqlite", "postgres"];

/// The header lines, in the order they stand in.
const HEADER: [&str; 6] = [
    "no-transaction",
    "revises: ",
    "irreversible: ",
    "compatible: ",
    "step: ",
    "allow: ",
];

#[test]
fn every_migration_is_there_up_and_down_for_both_databases() {
    hold(
        "A migration is four files: {sqlite,postgres}/NNNN_name.{up,down}.sql, numbered without gaps.",
        gaps(texts_in("migrations/", ".sql")),
    );
}

#[test]
fn every_migration_begins_with_its_header() {
    hold(
        "The header lines and their order are in migrations/README.md.",
        texts_in("migrations/", ".sql").flat_map(bad_header),
    );
}

#[test]
fn migrations_are_the_same_bytes_on_every_machine() {
    hold(
        "Migrations are hashed: line ends are LF, and .gitattributes keeps them so.",
        texts_in("migrations/", ".sql").flat_map(bad_bytes),
    );
}

fn gaps<'a>(scripts: impl IntoIterator<Item = &'a Source>) -> Vec<String> {
    let mut found = Vec::new();
    // Which files of a migration are there, by number and name.
    let mut steps: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for script in scripts {
        let path = script.path.as_str();
        let parts: Vec<&str> = path.split('/').collect();
        match parts[..] {
            ["migrations", dialect, file] if DIALECTS.contains(&dialect) && is_name(file) => {
                let (step, way) = file.split_once('.').unwrap_or((file, ""));
                let files = steps.entry(step).or_default();
                files.push(format!("{dialect}/{way}"));
                if script.text.contains("\n-- irreversible: ") {
                    files.push(format!("{dialect}/down.sql"));
                }
            }
            _ => found.push(format!(
                "{path}:1: not {{sqlite,postgres}}/NNNN_name.{{up,down}}.sql"
            )),
        }
    }
    for (number, (step, files)) in (1..).zip(&steps) {
        if !step.starts_with(&format!("{number:04}_")) {
            found.push(format!(
                "migrations/*/{step}:1: should have the number {number:04}"
            ));
        }
        for dialect in DIALECTS {
            for way in ["up.sql", "down.sql"] {
                if !files.contains(&format!("{dialect}/{way}")) {
                    found.push(format!("migrations/{dialect}/{step}.{way}:1: is missing"));
                }
            }
        }
    }
    found
}

/// `0001_users.up.sql`
fn is_name(file: &str) -> bool {
    let Some((number, rest)) = file.split_once('_') else {
        return false;
    };
    let name = rest
        .strip_suffix(".up.sql")
        .or_else(|| rest.strip_suffix(".down.sql"));
    let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    number.len() == 4
        && number.chars().all(|c| c.is_ascii_digit())
        && name.is_some_and(|name| !name.is_empty() && name.chars().all(is_word))
}

fn bad_header(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let header = source
        .lines()
        .take_while(|(_, line)| line.starts_with("--"));
    let mut last = 0;
    let mut revises = None;
    for (at, line) in header {
        let said = line.trim_start_matches("-- ");
        let Some(place) = HEADER.iter().position(|start| said.starts_with(start)) else {
            found.push(source.at(
                at,
                "not a line of the header; comments come after an empty line",
            ));
            continue;
        };
        if place < last {
            found.push(source.at(at, format!("`{said}` stands too late in the header")));
        }
        last = place;
        match (
            HEADER[place],
            said.split_once(": ").map(|(_, value)| value.trim()),
        ) {
            ("revises: ", value) => revises = value,
            ("allow: ", Some(value)) if !value.contains(" because ") => {
                found.push(source.at(at, "`allow` needs `<lint> because <reason>`"));
            }
            (_, Some("")) => found.push(source.at(at, "a reason is missing")),
            _ => {}
        }
    }
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() == 4);
    let own = source
        .path
        .rsplit('/')
        .next()
        .and_then(|name| number(name.get(..4)?));
    let older = |text: &str| number(text).is_some_and(|number| Some(number) < own);
    let is_right = match (own, revises) {
        (Some(1), revises) => revises == Some("none"),
        (_, Some(revises)) => revises.split(", ").all(older),
        (_, None) => false,
    };
    if !is_right {
        found.push(source.at(1, "should say `-- revises: NNNN`, the one before it"));
    }
    found
}

fn bad_bytes(source: &Source) -> Vec<String> {
    let carriage = source
        .text
        .contains('\r')
        .then(|| source.at(1, "has a carriage return"));
    let mark = source
        .text
        .starts_with('\u{FEFF}')
        .then(|| source.at(1, "begins with a byte order mark"));
    let end = !source.text.ends_with(";\n");
    let end = end.then(|| {
        source.at(
            source.text.lines().count(),
            "does not end with `;` and a line end",
        )
    });
    [carriage, mark, end].into_iter().flatten().collect()
}

#[test]
fn a_missing_file_and_a_wrong_name_are_found() {
    let check = |paths: &[&str], text: &str, expect: &[&str]| {
        let scripts: Vec<Source> = paths.iter().map(|path| Source::new(path, text)).collect();
        refuses(gaps(&scripts), expect);
    };
    let both = [
        "migrations/postgres/0001_a.up.sql",
        "migrations/sqlite/0001_a.up.sql",
    ];
    check(
        &both,
        "-- revises: none\n",
        &[
            "migrations/sqlite/0001_a.down.sql:1: is missing",
            "migrations/postgres/0001_a.down.sql:1: is missing",
        ],
    );
    let one_way = "-- revises: none\n-- irreversible: the texts are gone\n";
    check(&both, one_way, &[]);
    check(
        &[
            &both[..],
            &[
                "migrations/postgres/0003_b.up.sql",
                "migrations/sqlite/2_b.up.sql",
            ],
        ]
        .concat(),
        one_way,
        &[
            "migrations/sqlite/2_b.up.sql:1: not {sqlite,postgres}/NNNN_name.{up,down}.sql",
            "migrations/*/0003_b:1: should have the number 0002",
            "migrations/sqlite/0003_b.up.sql:1: is missing",
            "migrations/sqlite/0003_b.down.sql:1: is missing",
        ],
    );
}

#[test]
fn a_bad_header_is_found() {
    let check = |text: &str, expect: &[&str]| {
        refuses(
            bad_header(&Source::new("migrations/sqlite/0002_a.up.sql", text)),
            expect,
        );
    };
    check("-- revises: 0001\n\n-- Words.\nSELECT 1;\n", &[]);
    check(
        "-- no-transaction\n-- revises: 0001\n-- allow: slow because it is small\n\nSELECT 1;\n",
        &[],
    );
    check(
        "-- irreversible: the old values are gone\n-- revises: none\n-- allow: slow\n-- Words.\nSELECT 1;\n",
        &[
            "migrations/sqlite/0002_a.up.sql:2: `revises: none` stands too late in the header",
            "migrations/sqlite/0002_a.up.sql:3: `allow` needs `<lint> because <reason>`",
            "migrations/sqlite/0002_a.up.sql:4: not a line of the header; comments come after an empty line",
            "migrations/sqlite/0002_a.up.sql:1: should say `-- revises: NNNN`, the one before it",
        ],
    );
}

#[test]
fn bad_bytes_are_found() {
    let source = Source::new("a.sql", "SELECT 1;\r\nSELECT 2");
    refuses(
        bad_bytes(&source),
        &[
            "a.sql:1: has a carriage return",
            "a.sql:2: does not end with `;` and a line end",
        ],
    );
}
