//! Copies of a SQLite database that can be trusted: made while others write, checked, hashed, on disk before they have a name.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, DirBuilder, File, OpenOptions},
    io::{Read as _, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sqlx::Connection as _;

use super::{
    error::{Doing as _, EngineError},
    look,
    place::{Conn, Place},
    sql::Name,
    target::Position,
};

/// One backup, as its description beside it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backup {
    pub file: PathBuf,
    pub at: DateTime<Utc>,
    pub bytes: u64,
    pub sha256: String,
    /// The newest migration in it.
    pub version: Position,
    /// Why it was made.
    pub reason: String,
    /// Kept whatever its age: a run that lost data was made from here.
    pub pinned: bool,
    /// Foreign keys that lead nowhere in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dangling: Option<String>,
    /// How many rows each table has in it.
    #[serde(default)]
    pub rows: BTreeMap<Name, i64>,
    /// The tables that were there and are not in it, where it is no file, but a schema of the database with some of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<BTreeSet<Name>>,
}

impl Backup {
    /// What it is called: the file without its folder, or the schema.
    pub fn name(&self) -> String {
        let name = self.file.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }
}

/// How long backups are kept.
#[derive(Debug, Clone, Copy)]
pub struct Retention {
    pub keep: usize,
    pub days: u32,
}

/// Copies the database. `name` is unique and says what for.
pub(super) async fn make(
    place: &Place,
    folder: &Path,
    name: &str,
    at: DateTime<Utc>,
    reason: &str,
    pinned: bool,
) -> Result<Backup, EngineError> {
    let target = folder.join(format!("{name}.sqlite"));
    let part = folder.join(format!("{name}.part"));
    claim(folder, &[&target, &part])?;
    let copied = copy(place, &part).await;
    finish(
        copied,
        folder,
        &part,
        &target,
        |(bytes, sha256, checked), file| Backup {
            file,
            at,
            bytes,
            sha256,
            version: checked.version,
            reason: reason.to_owned(),
            pinned,
            dangling: checked.dangling,
            rows: checked.rows,
            left_out: None,
        },
    )
}

/// Makes the folder and sees that nothing is in the way.
pub(super) fn claim(folder: &Path, targets: &[&Path]) -> Result<(), EngineError> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|source| EngineError::io("making the backup folder", folder, source))?;
    match targets.iter().find(|target| target.exists()) {
        Some(taken) => Err(EngineError::InTheWay((*taken).to_owned())),
        None => Ok(()),
    }
}

/// Gives a finished copy its name and its description, or removes half a one.
pub(super) fn finish<C>(
    copied: Result<C, EngineError>,
    folder: &Path,
    part: &Path,
    target: &Path,
    backup: impl FnOnce(C, PathBuf) -> Backup,
) -> Result<Backup, EngineError> {
    match copied {
        Ok(copied) => {
            let io = |source| EngineError::io("putting the backup in place", target, source);
            fs::rename(part, target).map_err(io)?;
            let backup = backup(copied, target.to_owned());
            describe(&backup)?;
            sync_folder(folder).map_err(io)?;
            Ok(backup)
        }
        Err(error) => {
            // What is half a copy must not be mistaken for one, and must not fill the disk.
            let _ = fs::remove_file(part);
            Err(error)
        }
    }
}

/// Refuses a backup whose bytes are not those that were checked when it was made.
pub(super) fn unchanged(backup: &Backup) -> Result<(), EngineError> {
    let (_, sha256) = hash(&backup.file)
        .map_err(|source| EngineError::io("reading the backup", &backup.file, source))?;
    if sha256 == backup.sha256 {
        return Ok(());
    }
    Err(EngineError::Altered(backup.file.clone()))
}

async fn copy(place: &Place, part: &Path) -> Result<(u64, String, Checked), EngineError> {
    let Some(Conn::Sqlite(mut source)) = place.open_to_read().await? else {
        return Err(EngineError::Backup(
            "there is no database file to copy".to_owned(),
        ));
    };
    // VACUUM sees its own moment of the data and cannot run inside a transaction.
    sqlx::query("COMMIT")
        .execute(&mut source)
        .await
        .doing("copying the database")?;
    sqlx::query("VACUUM INTO $1")
        .bind(part.to_string_lossy().into_owned())
        .execute(&mut source)
        .await
        .doing("copying the database")?;
    let _ = source.close().await;
    let io = |source| EngineError::io("writing the backup", part, source);
    fs::set_permissions(part, fs::Permissions::from_mode(0o600)).map_err(io)?;
    let checked = check(part).await?;
    let (bytes, sha256) = hash(part).map_err(io)?;
    File::open(part)
        .and_then(|file| file.sync_all())
        .map_err(io)?;
    Ok((bytes, sha256, checked))
}

/// Checks that a file is an intact database; says its newest migration.
pub(super) async fn check(file: &Path) -> Result<Checked, EngineError> {
    let place = Place::Sqlite(file.to_owned());
    let Some(mut conn) = place.open_to_read().await? else {
        return Err(EngineError::Backup(format!(
            "{} is no database",
            file.display()
        )));
    };
    let verdict = integrity(&mut conn).await?;
    if verdict != "ok" {
        return Err(EngineError::Damaged(verdict));
    }
    // Rows that refer to nothing were in the data before: they are told, and no reason to go without a copy.
    let dangling = super::verify::violations(&mut conn).await?;
    let version = look::ledger(&mut conn).await?.last().map(|a| a.version);
    let rows = look::rows(&mut conn).await?;
    conn.close().await;
    Ok(Checked {
        version,
        dangling,
        rows,
    })
}

/// What a check found.
pub(super) struct Checked {
    pub(super) version: Position,
    pub(super) dangling: Option<String>,
    pub(super) rows: BTreeMap<Name, i64>,
}

/// SQLite's own verdict on the file.
pub(super) async fn integrity(conn: &mut Conn) -> Result<String, EngineError> {
    match conn {
        Conn::Sqlite(c) => sqlx::query_scalar("PRAGMA integrity_check(1)")
            .fetch_one(c)
            .await
            .doing("checking the file"),
        Conn::Postgres(_) => Ok("ok".to_owned()),
    }
}

pub(super) fn hash(file: &Path) -> std::io::Result<(u64, String)> {
    let (mut file, mut hash, mut bytes, mut buffer) =
        (File::open(file)?, Sha256::new(), 0, vec![0; 1 << 20]);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            let hex = hash
                .finalize()
                .iter()
                .fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
            return Ok((bytes, hex));
        }
        hash.update(&buffer[..read]);
        bytes += read as u64;
    }
}

pub(super) fn description(file: &Path) -> PathBuf {
    file.with_added_extension("json")
}

/// Writes the description beside the copy.
pub(super) fn describe(backup: &Backup) -> Result<(), EngineError> {
    let path = description(&backup.file);
    let json = serde_json::to_string_pretty(backup).map_err(EngineError::Journal)?;
    let open = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&path);
    let write = open.and_then(|mut file| {
        file.write_all(json.as_bytes())?;
        file.sync_all()
    });
    write.map_err(|source| EngineError::io("describing the backup", &path, source))
}

fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

/// The backups in a folder, newest first.
pub fn list(folder: &Path) -> Result<Vec<Backup>, EngineError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(EngineError::io("reading the backup folder", folder, source)),
    };
    let mut backups: Vec<Backup> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let path = entry.path();
            let json = path
                .extension()
                .is_some_and(|e| e == "json")
                .then(|| fs::read_to_string(&path).ok())
                .flatten()?;
            let backup: Backup = serde_json::from_str(&json).ok()?;
            // The folder may have been moved since.
            let file = folder.join(backup.file.file_name()?);
            file.exists().then_some(Backup { file, ..backup })
        })
        .collect();
    newest_first(&mut backups);
    Ok(backups)
}

pub(super) fn newest_first(backups: &mut [Backup]) {
    backups.sort_by(|a, b| (b.at, &b.file).cmp(&(a.at, &a.file)));
}

/// Which backups have had their time. Pinned ones and the newest never have.
pub fn outdated(backups: &[Backup], retention: Retention, now: DateTime<Utc>) -> Vec<&Backup> {
    let oldest = now - TimeDelta::days(i64::from(retention.days));
    backups
        .iter()
        .skip(retention.keep.max(1))
        .filter(|b| !b.pinned && b.at < oldest)
        .collect()
}

/// Removes what a killed process left of a copy. One that is being made is younger.
pub(super) fn sweep_parts(folder: &Path, now: DateTime<Utc>) -> Result<(), EngineError> {
    let io = |source| EngineError::io("removing half a backup", folder, source);
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        let is_part = path.extension().is_some_and(|e| e == "part");
        let made = fs::metadata(&path).and_then(|file| file.modified());
        if is_part && made.is_ok_and(|made| DateTime::<Utc>::from(made) < now - TimeDelta::days(1))
        {
            fs::remove_file(&path).map_err(io)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ages in days, newest first; `!` is pinned. Expects the ages of what would be removed.
    #[track_caller]
    fn check(ages: &str, keep: usize, days: u32, expect: &str) {
        let now = DateTime::from_timestamp(2_000_000_000, 0).unwrap();
        let backups: Vec<_> = ages
            .split_whitespace()
            .map(|age| Backup {
                file: age.into(),
                at: now - TimeDelta::days(age.trim_end_matches('!').parse().unwrap()),
                bytes: 0,
                sha256: String::new(),
                version: None,
                reason: String::new(),
                pinned: age.ends_with('!'),
                dangling: None,
                rows: BTreeMap::new(),
                left_out: None,
            })
            .collect();
        let gone: Vec<_> = outdated(&backups, Retention { keep, days }, now)
            .iter()
            .map(|b| b.file.display().to_string())
            .collect();
        assert_eq!(gone.join(" "), expect);
    }

    #[test]
    fn old_ones_go_but_never_the_newest() {
        check("1 2 40 50", 2, 30, "40 50");
        check("40 50 60", 1, 30, "50 60");
        check("40", 0, 30, "");
    }
    #[test]
    fn so_many_are_kept_whatever_their_age() {
        check("31 40 50", 3, 30, "");
        check("1 2 3 4", 2, 30, "");
    }
    #[test]
    fn pinned_ones_stay() {
        check("1 40! 50", 1, 30, "50");
    }
}
