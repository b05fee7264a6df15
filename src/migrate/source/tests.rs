//! What is read from files, and what is refused.

use super::*;

/// Each of them as `one` tells it, or what is wrong.
fn told(read: Result<Known, SourceError>, one: impl Fn(&Revision) -> String) -> String {
    match read {
        Ok(known) => known.iter().map(one).collect::<Vec<_>>().join(" "),
        Err(error) => error.to_string(),
    }
}

#[track_caller]
fn check(files: &[(&str, &str)], expect: &str) {
    let read = Known::from_texts(Dialect::Sqlite, files);
    assert_eq!(told(read, Revision::file_stem), expect);
}

#[test]
fn pairs_are_joined_and_ordered() {
    check(
        &[("2_b.down", ""), ("1_a", ""), ("2_b", ""), ("1_a.down", "")],
        "0001_a 0002_b",
    );
}
#[test]
fn a_missing_down_needs_a_reason() {
    check(
        &[("1_a", "SELECT 1")],
        "0001_a has no down script; write one, or say why not in its header: `-- irreversible: reason`",
    );
    check(&[("1_a", "-- irreversible: gone\nSELECT 1")], "0001_a");
    check(
        &[("1_a", "-- irreversible: gone"), ("1_a.down", "")],
        "0001_a says it is irreversible but has a down script",
    );
}
#[test]
fn a_down_without_up_is_refused() {
    check(
        &[("1_a.down", "")],
        "0001_a has a down script but no up script",
    );
    check(
        &[("1_a", ""), ("1_b.down", "")],
        "0001_b has a down script but no up script",
    );
}
#[test]
fn duplicates_are_refused_with_both_names() {
    check(
        &[("1_a", ""), ("1_b", "")],
        "version 0001 is there twice: `0001_a` and `0001_b`; give the newer one the next free number",
    );
}
#[test]
fn a_gap_is_refused() {
    check(
        &[
            ("1_a", "-- revises: none"),
            ("1_a.down", ""),
            ("3_c", "-- revises: 2"),
            ("3_c.down", ""),
        ],
        "0003_c revises 0002, which is not here",
    );
}
#[test]
fn a_wrong_order_is_refused() {
    check(
        &[
            ("1_a", "-- revises: 2"),
            ("1_a.down", ""),
            ("2_b", ""),
            ("2_b.down", ""),
        ],
        "0001_a revises 0002, which comes after it; give it the next free number",
    );
}
#[test]
fn a_broken_header_is_refused() {
    check(
        &[("1_a", "-- revises: x")],
        "the header of 0001_a.up.sql is broken",
    );
}
#[track_caller]
fn check_folder(files: &[&str], expect: &str) {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        let file = folder.path().join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, file.file_name().unwrap().as_encoded_bytes()).unwrap();
    }
    let script = |of: &Script| of.sql.to_string();
    let both = |r: &Revision| {
        let down = r.down.as_ref().map_or_else(String::new, script);
        format!("{}/{down}", script(&r.up))
    };
    let read = Known::folder(Dialect::Sqlite, folder.path());
    assert_eq!(told(read, both), expect);
}

#[test]
fn a_folder_is_read_file_by_file() {
    check_folder(
        &[
            "0003_c.down.sql",
            "0003_c.up.sql",
            "1_a.sql",
            "1_a.down.sql",
            "notes.txt",
        ],
        "1_a.sql/1_a.down.sql 0003_c.up.sql/0003_c.down.sql",
    );
    check_folder(
        &["sqlite/1_a.sql", "sqlite/1_a.down.sql", "9_z.sql"],
        "1_a.sql/1_a.down.sql",
    );
    for nameless in ["a.sql", "x_a.sql", "0_a.sql", "-1_a.sql"] {
        check_folder(
            &[nameless],
            &SourceError::NoVersion(nameless.to_owned()).to_string(),
        );
    }
}
#[test]
fn a_hash_is_told_shortly() {
    let hash = Hash::of("SELECT 1");
    assert_eq!(hash.bytes().len(), 48);
    assert_eq!(
        format!("{hash:?}"),
        format!("Hash({})", &hash.to_string()[..12])
    );
}
#[test]
fn a_hash_survives_json() {
    let hash = Hash::of("SELECT 1");
    assert_eq!(
        serde_json::from_str::<Hash>(&serde_json::to_string(&hash).unwrap()).unwrap(),
        hash
    );
}
