//! The migrations this build knows: embedded ones, or those of a folder.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    fmt, fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha384};

use super::{
    header::{BrokenHeader, Header, header},
    steps::{DataStep, STEPS},
};
use crate::db::Dialect;

/// The SHA-384 of a script, byte by byte: what sqlx keeps in its ledger.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(Vec<u8>);

impl Hash {
    pub fn of(text: &str) -> Self {
        Self(Sha384::digest(text.as_bytes()).to_vec())
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.to_string();
        write!(f, "Hash({})", text.get(..12).unwrap_or(&text))
    }
}

impl serde::Serialize for Hash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Hash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <Cow<'de, str>>::deserialize(deserializer)?;
        let digit = |digit: u8| char::from(digit).to_digit(16);
        let byte = |pair: &[u8; 2]| {
            let value = digit(pair[0])? << 4 | digit(pair[1])?;
            u8::try_from(value).ok()
        };
        let (pairs, rest) = text.as_bytes().as_chunks();
        let bytes: Option<Vec<u8>> = pairs.iter().map(byte).collect();
        bytes
            .filter(|_| rest.is_empty())
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom("not a hash in hex"))
    }
}

/// The text of one direction of one migration.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Script {
    pub sql: Cow<'static, str>,
    pub hash: Hash,
}

impl Script {
    pub fn new(sql: impl Into<Cow<'static, str>>) -> Self {
        let sql = sql.into();
        Self {
            hash: Hash::of(&sql),
            sql,
        }
    }

    /// Whether it runs outside a transaction. Decided from the bytes alone, exactly as sqlx does it.
    pub fn no_transaction(&self) -> bool {
        self.sql.starts_with("-- no-transaction")
    }
}

/// One migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    pub version: i64,
    /// In words, as sqlx puts it into its ledger: `playlist tracks`.
    pub name: String,
    pub up: Script,
    pub down: Option<Script>,
    pub header: Header,
    pub down_header: Header,
}

impl Revision {
    /// `0003_playlist_tracks`
    pub fn file_stem(&self) -> String {
        format!("{:04}_{}", self.version, self.name.replace(' ', "_"))
    }
}

/// All migrations of one dialect, ascending.
#[derive(Debug, Clone)]
pub struct Known {
    pub dialect: Dialect,
    revisions: BTreeMap<i64, Revision>,
    /// The steps in Rust of this build.
    pub steps: &'static [DataStep],
}

#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    #[error("cannot read the migrations in {}", .path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{} holds no migrations", .0.display())]
    Empty(PathBuf),
    #[error("`{0}` begins with no version (a number above 0)")]
    NoVersion(String),
    #[error(
        "version {version:04} is there twice: `{first}` and `{second}`; give the newer one the next free number"
    )]
    Duplicate {
        version: i64,
        first: String,
        second: String,
    },
    #[error("{0} has a down script but no up script")]
    NoUp(String),
    #[error(
        "{0} has no down script; write one, or say why not in its header: `-- irreversible: reason`"
    )]
    NoDown(String),
    #[error("{0} says it is irreversible but has a down script")]
    Contradiction(String),
    #[error("the header of {file} is broken")]
    Header { file: String, source: BrokenHeader },
    #[error("{file} revises {revises:04}, which is not here")]
    Gap { file: String, revises: i64 },
    #[error("{file} revises {revises:04}, which comes after it; give it the next free number")]
    Order { file: String, revises: i64 },
}

/// One file, as read or embedded.
struct File {
    version: i64,
    name: String,
    down: bool,
    sql: Cow<'static, str>,
}

static SQLITE: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: sqlx::migrate::Migrator = sqlx::migrate!("migrations/postgres");

/// The migrations inside this binary, as sqlx has them.
fn migrator(dialect: Dialect) -> &'static sqlx::migrate::Migrator {
    match dialect {
        Dialect::Sqlite => &SQLITE,
        Dialect::Postgres => &POSTGRES,
    }
}

impl Known {
    /// The migrations inside this binary.
    pub fn embedded(dialect: Dialect) -> Result<Self, SourceError> {
        let files = migrator(dialect).iter().map(|m| File {
            version: m.version,
            name: m.description.to_string(),
            down: m.migration_type.is_down_migration(),
            sql: Cow::Owned(m.sql.as_str().to_owned()),
        });
        Self::from_files(dialect, files.collect())
    }

    /// The migrations in a folder: one dialect's, or the one above it with a folder for each.
    pub fn folder(dialect: Dialect, path: &Path) -> Result<Self, SourceError> {
        let own = path.join(dialect.name());
        let path = if own.is_dir() { own } else { path.to_owned() };
        let unreadable = |source| SourceError::Unreadable {
            path: path.clone(),
            source,
        };
        let (mut files, mut paths) = (Vec::new(), Vec::new());
        for entry in fs::read_dir(&path).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let file_name = entry.file_name().to_string_lossy().into_owned();
            let Some(stem) = file_name.strip_suffix(".sql") else {
                continue;
            };
            let Some((version, rest)) = stem.split_once('_') else {
                return Err(SourceError::NoVersion(file_name));
            };
            let version = version
                .parse()
                .ok()
                .filter(|v| *v > 0)
                .ok_or_else(|| SourceError::NoVersion(file_name.clone()))?;
            let (name, down) = match (rest.strip_suffix(".up"), rest.strip_suffix(".down")) {
                (_, Some(name)) => (name, true),
                (Some(name), None) => (name, false),
                (None, None) => (rest, false),
            };
            paths.push(entry.path());
            files.push(File {
                version,
                name: name.replace('_', " "),
                down,
                sql: Cow::default(),
            });
        }
        for (file, sql) in files.iter_mut().zip(read_all(&paths)) {
            file.sql = Cow::Owned(sql.map_err(unreadable)?);
        }
        files.sort_by(|a, b| (a.version, a.down, &a.name).cmp(&(b.version, b.down, &b.name)));
        if files.is_empty() {
            return Err(SourceError::Empty(path));
        }
        Self::from_files(dialect, files)
    }

    /// No migrations at all.
    pub(crate) fn none(dialect: Dialect) -> Self {
        Self {
            dialect,
            revisions: BTreeMap::new(),
            steps: STEPS,
        }
    }

    fn from_files(dialect: Dialect, files: Vec<File>) -> Result<Self, SourceError> {
        let stem = |file: &File| format!("{:04}_{}", file.version, file.name.replace(' ', "_"));
        let mut revisions: BTreeMap<i64, Revision> = BTreeMap::new();
        let (downs, ups): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| file.down);
        for file in ups {
            let header = header(&file.sql).map_err(|source| SourceError::Header {
                file: format!("{}.up.sql", stem(&file)),
                source,
            })?;
            let second = stem(&file);
            let File {
                version, name, sql, ..
            } = file;
            let revision = Revision {
                version,
                name,
                up: Script::new(sql),
                down: None,
                header,
                down_header: Header::default(),
            };
            if let Some(first) = revisions.insert(version, revision) {
                return Err(SourceError::Duplicate {
                    version,
                    first: first.file_stem(),
                    second,
                });
            }
        }
        for file in downs {
            let Some(revision) = revisions
                .get_mut(&file.version)
                .filter(|r| r.name == file.name)
            else {
                return Err(SourceError::NoUp(stem(&file)));
            };
            revision.down_header = header(&file.sql).map_err(|source| SourceError::Header {
                file: format!("{}.down.sql", stem(&file)),
                source,
            })?;
            revision.down = Some(Script::new(file.sql));
        }
        let known = Self {
            revisions,
            ..Self::none(dialect)
        };
        known.check()?;
        Ok(known)
    }

    fn check(&self) -> Result<(), SourceError> {
        for revision in self.iter() {
            let file = revision.file_stem();
            match (&revision.down, &revision.header.irreversible) {
                (None, None) => return Err(SourceError::NoDown(file)),
                (Some(_), Some(_)) => return Err(SourceError::Contradiction(file)),
                _ => {}
            }
            for revises in revision.header.revises.iter().flatten().copied() {
                if self.get(revises).is_none() {
                    return Err(SourceError::Gap { file, revises });
                }
                if revises >= revision.version {
                    return Err(SourceError::Order { file, revises });
                }
            }
        }
        Ok(())
    }

    pub fn get(&self, version: i64) -> Option<&Revision> {
        self.revisions.get(&version)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Revision> {
        self.revisions.values()
    }

    pub fn versions(&self) -> impl Iterator<Item = i64> {
        self.revisions.keys().copied()
    }

    /// The one with the number before.
    pub(super) fn before(&self, version: i64) -> Option<i64> {
        self.revisions
            .range(..version)
            .next_back()
            .map(|(before, _)| *before)
    }

    pub fn head(&self) -> Option<i64> {
        self.versions().last()
    }

    /// The name of a version, where it has one here.
    pub fn name(&self, version: i64) -> String {
        self.get(version)
            .map_or_else(|| format!("{version:04}"), Revision::file_stem)
    }

    /// Migrations that each make one table of their name.
    #[cfg(test)]
    pub(super) fn for_tests(names: &[(i64, &str)]) -> Self {
        let pair = |(version, name): &(i64, &str)| {
            [
                (false, format!("CREATE TABLE {name} (id INTEGER);")),
                (true, format!("DROP TABLE {name};")),
            ]
            .map(|(down, sql)| File {
                version: *version,
                name: name.replace('_', " "),
                down,
                sql: sql.into(),
            })
        };
        Self::from_files(Dialect::Sqlite, names.iter().flat_map(pair).collect()).unwrap()
    }

    /// Builds from `(file name, text)` pairs.
    #[cfg(test)]
    pub(super) fn from_texts(
        dialect: Dialect,
        files: &[(&str, &str)],
    ) -> Result<Self, SourceError> {
        let file = |(name, sql): &(&str, &str)| {
            let (version, rest) = name.split_once('_').unwrap();
            let (name, down) = rest
                .strip_suffix(".down")
                .map_or((rest, false), |name| (name, true));
            File {
                version: version.parse().unwrap(),
                name: name.replace('_', " "),
                down,
                sql: (*sql).to_owned().into(),
            }
        };
        Self::from_files(dialect, files.iter().map(file).collect())
    }
}

/// Reads files two at a time: each costs several calls into the kernel, and there may be a thousand.
fn read_all(paths: &[PathBuf]) -> Vec<io::Result<String>> {
    let (one, other) = paths.split_at(paths.len() / 2);
    std::thread::scope(|scope| {
        let one = scope.spawn(|| read_each(one));
        let other = read_each(other);
        let mut all = one.join().expect("reading does not panic");
        all.extend(other);
        all
    })
}

/// Reads files one after another into the same room, so that nobody has to ask first how long each is.
fn read_each(paths: &[PathBuf]) -> Vec<io::Result<String>> {
    let mut room = Vec::with_capacity(16 * 1024);
    let read = |path| {
        room.clear();
        fs::File::open(path)?
            .take(u64::MAX)
            .read_to_end(&mut room)?;
        let text = str::from_utf8(&room);
        text.map(str::to_owned)
            .map_err(|invalid| io::Error::new(io::ErrorKind::InvalidData, invalid))
    };
    paths.iter().map(read).collect()
}

#[cfg(test)]
mod tests;
