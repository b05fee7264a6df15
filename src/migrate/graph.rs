//! How migrations follow each other: the `-- revises:` lines as a graph. Pure, apart from writing the files of a merge.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::{error::EngineError, files, lint::lint, refusal::Refusal, source::Known};
use crate::db::Dialect;

impl Known {
    /// What a migration follows: by its header, or the one with the number before where it says nothing.
    pub fn parents(&self, version: i64) -> Vec<i64> {
        let said = self.get(version).and_then(|r| r.header.revises.clone());
        said.unwrap_or_else(|| self.before(version).into_iter().collect())
    }

    /// Those that nothing follows.
    pub fn heads(&self) -> Vec<i64> {
        let followed: BTreeSet<i64> = self.versions().flat_map(|v| self.parents(v)).collect();
        self.versions().filter(|v| !followed.contains(v)).collect()
    }

    /// Where the way parts: a version and those that follow it.
    pub fn branches(&self) -> Vec<(i64, Vec<i64>)> {
        let followers = |version: i64| -> Vec<i64> {
            self.versions()
                .filter(|v| self.parents(*v).contains(&version))
                .collect()
        };
        let all = self.versions().map(|version| (version, followers(version)));
        all.filter(|(_, followers)| followers.len() > 1).collect()
    }

    /// A version and everything it was built on.
    pub fn lineage(&self, version: i64) -> BTreeSet<i64> {
        let (mut lineage, mut left) = (BTreeSet::new(), vec![version]);
        while let Some(next) = left.pop() {
            if lineage.insert(next) {
                left.extend(self.parents(next));
            }
        }
        lineage
    }

    /// Whether one was built on the other. Of a version that is not known, everything may be.
    pub fn descends(&self, newer: i64, older: i64) -> bool {
        self.get(newer).is_none() || self.lineage(newer).contains(&older)
    }
}

/// The heads, a line each.
pub fn heads(known: &Known) -> Vec<String> {
    known
        .heads()
        .into_iter()
        .map(|version| known.name(version))
        .collect()
}

/// The branchings, a line each.
pub fn branches(known: &Known) -> Vec<String> {
    let line = |(from, to): (i64, Vec<i64>)| {
        let to: Vec<String> = to.into_iter().map(|version| known.name(version)).collect();
        format!("{} → {}", known.name(from), to.join(", "))
    };
    known.branches().into_iter().map(line).collect()
}

/// What is to be said about every script.
#[derive(Debug, Default)]
pub struct Linted {
    pub lines: Vec<String>,
    /// Something in it would be refused.
    pub stops: bool,
}

/// The rules over every script, up and down, and over how they follow each other.
pub fn lint_everything(known: &Known) -> Linted {
    let mut linted = Linted::default();
    let heads = known.heads();
    if heads.len() > 1 {
        let names = heads
            .into_iter()
            .map(|version| known.name(version))
            .collect();
        linted.lines.push(Refusal::TwoHeads(names).to_string());
        linted.stops = true;
    }
    for revision in known.iter() {
        let up = (&revision.up, &revision.header, "up");
        let down = revision
            .down
            .as_ref()
            .map(|down| (down, &revision.down_header, "down"));
        for (script, header, way) in std::iter::once(up).chain(down) {
            let findings = lint(
                known.dialect,
                revision.version,
                script,
                header,
                &mut BTreeSet::new(),
            );
            for finding in findings {
                linted.stops |= finding.stops();
                let told = super::report::finding(&finding);
                linted
                    .lines
                    .push(format!("{}.{way}.sql {told}", revision.file_stem()));
            }
        }
    }
    linted
}

/// Writes the migration that joins the heads; it changes nothing itself.
pub fn merge(folder: &Path, description: Option<&str>) -> Result<Vec<PathBuf>, EngineError> {
    let known = Known::folder(Dialect::Sqlite, folder).map_err(EngineError::Source)?;
    let other = Known::folder(Dialect::Postgres, folder).map_err(EngineError::Source)?;
    let heads = known.heads();
    if heads.len() < 2 {
        return Err(
            Refusal::Other("there is one end, so there is nothing to join".to_owned()).into(),
        );
    }
    if other.heads() != heads {
        return Err(
            Refusal::Other("the two databases' migrations do not end alike".to_owned()).into(),
        );
    }
    let numbers: Vec<String> = heads.iter().map(|v| format!("{v:04}")).collect();
    let joined = format!("merge {}", numbers.join(" and "));
    let description = description.unwrap_or(&joined);
    files::write(folder, description, &numbers.join(", "), |_, _| {
        "-- Joins what was written side by side; there is nothing to do.\nSELECT 1;\n".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Migrations as `1`, `2<1` or `4<2,3`.
    fn known(described: &str) -> Known {
        let texts = texts(described);
        let texts: Vec<(&str, &str)> = texts
            .iter()
            .map(|(n, s)| (n.as_str(), s.as_str()))
            .collect();
        Known::from_texts(Dialect::Sqlite, &texts).unwrap()
    }

    fn texts(described: &str) -> Vec<(String, String)> {
        described
            .split_whitespace()
            .flat_map(|one| {
                let (version, revises) = one.split_once('<').unwrap_or((one, "none"));
                let sql = format!("-- revises: {revises}\nSELECT 1;");
                [
                    (format!("{version}_m"), sql.clone()),
                    (format!("{version}_m.down"), sql),
                ]
            })
            .collect()
    }

    /// Joins the ends of what lies in a folder for each database; what was written, by its last name.
    fn merged(sqlite: &str, postgres: &str) -> Result<Vec<String>, String> {
        let folder = tempfile::tempdir().unwrap();
        for (dialect, described) in [(Dialect::Sqlite, sqlite), (Dialect::Postgres, postgres)] {
            let own = folder.path().join(dialect.name());
            std::fs::create_dir_all(&own).unwrap();
            for (name, sql) in texts(described) {
                std::fs::write(own.join(format!("{name}.sql")), sql).unwrap();
            }
        }
        let written = merge(folder.path(), None).map_err(|error| error.to_string())?;
        let beginning = |file: &PathBuf| {
            let text = std::fs::read_to_string(file).unwrap();
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            format!("{name}: {}", text.lines().next().unwrap_or_default())
        };
        Ok(written.iter().map(beginning).collect())
    }

    #[test]
    fn two_ends_are_joined() {
        let two = "1 2<1 3<1";
        let written = merged(two, two).unwrap();
        assert_eq!(written.len(), 4);
        for (way, file) in ["up", "down", "up", "down"].iter().zip(&written) {
            let name = format!("0004_merge_0002_and_0003.{way}.sql:");
            assert!(file.starts_with(&name), "{file}");
        }
        assert!(
            written[0].ends_with("revises: 0002, 0003"),
            "{}",
            written[0]
        );
        let one = "there is one end, so there is nothing to join";
        assert_eq!(merged("1 2<1", "1 2<1").unwrap_err(), one);
        let unlike = "the two databases' migrations do not end alike";
        assert_eq!(merged(two, "1 2<1 3<2").unwrap_err(), unlike);
    }

    #[track_caller]
    fn check(described: &str, heads: &[i64], branches: &[&str]) {
        let known = known(described);
        assert_eq!(known.heads(), heads, "{described}");
        assert_eq!(super::branches(&known), branches, "{described}");
        let names = heads.iter().map(|version| format!("{version:04}_m"));
        assert_eq!(super::heads(&known), names.collect::<Vec<_>>());
    }

    #[test]
    fn ends_and_where_the_way_parts() {
        check("1 2<1 3<2", &[3], &[]);
        check("1 2<1 3<1", &[2, 3], &["0001_m → 0002_m, 0003_m"]);
        check("1 2<1 3<1 4<2,3", &[4], &["0001_m → 0002_m, 0003_m"]);
    }
    #[test]
    fn what_a_version_was_built_on() {
        let known = known("1 2<1 3<1 4<3");
        assert_eq!(known.lineage(4), [1, 3, 4].into());
        assert!(known.descends(4, 1) && !known.descends(4, 2) && known.descends(9, 2));
    }
    #[test]
    fn everything_is_looked_through() {
        let check = |described: &str, more: &[(&str, &str)], expect: &[&str], stops: bool| {
            let texts = texts(described);
            let texts = texts.iter().map(|(n, s)| (n.as_str(), s.as_str()));
            let texts: Vec<_> = texts.chain(more.iter().copied()).collect();
            let linted = lint_everything(&Known::from_texts(Dialect::Sqlite, &texts).unwrap());
            let begin: Vec<&str> = linted
                .lines
                .iter()
                .map(|line| line.split(": ").next().unwrap_or_default())
                .collect();
            assert_eq!((begin.as_slice(), linted.stops), (expect, stops));
        };
        check("1 2<1", &[], &[], false);
        check("1 2<1 3<1", &[], &["there are two ends"], true);
        let drop = ("2_m.down", "DROP TABLE a;");
        let note = "0002_m.down.sql line 1 a";
        check("1", &[("2_m", "SELECT 1;"), drop], &[note], false);
        let commit = ("2_m", "COMMIT;");
        let stop = "0002_m.up.sql line 1 COMMIT";
        check("1", &[commit, drop], &[stop, note], true);
    }
}
