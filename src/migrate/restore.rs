//! Back to a backup, in one step and never by renaming files: a log left beside a renamed file would be replayed onto it.
//!
//! What is copied into the live database is prepared first: the backup, with the machinery's own tables of *now* in it (the
//! inbox, the journal, …: taking those back would lose or repeat updates) and the hold already set. SQLite's backup API then
//! replaces the contents in one transaction, so a kill leaves either the old state or the whole new one.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::Row as _;

use super::{
    apply::backed_up,
    backup::{self, Backup},
    engine::Engine,
    error::{Doing as _, EngineError},
    journal::{self, Actor, Event},
    place::{Conn, Place},
    plan::Cause,
    refusal::Refusal,
    temporary,
    verbs::Held,
};

/// How a restore ended.
#[derive(Debug, Clone)]
pub struct Restored {
    pub from: Backup,
    /// What the database was before.
    pub kept: Backup,
}

impl Engine {
    /// Puts a backup back. The present state is saved before, and migrations are held afterwards.
    pub async fn restore(&self, by: &Actor, backup: &Backup) -> Result<Restored, EngineError> {
        let Place::Sqlite(live) = &self.place else {
            return if backup.left_out.is_some() {
                Box::pin(super::kept::restore(self, by, backup)).await
            } else {
                Box::pin(super::dump::restore(self, by, backup)).await
            };
        };
        backup::unchanged(backup)?;
        backup::check(&backup.file).await?;
        let mut held = self.hold_lock(by).await?;
        // First, so that whatever somebody was told is stored is in the copy of what was there.
        let drained = held.quiet().await?;
        let kept = self.put_back(&mut held, backup, live).await;
        held.go_on(drained).await;
        held.conn.close().await;
        kept.map(|kept| Restored {
            from: backup.clone(),
            kept,
        })
    }

    /// Copies what is there, then the backup over it.
    async fn put_back(
        &self,
        held: &mut Held<'_>,
        backup: &Backup,
        live: &Path,
    ) -> Result<Backup, EngineError> {
        let from = held.facts().await?.current();
        let name = self.backup_name(from, "before-restore");
        let kept = self
            .copy(&mut held.conn, &name, "before a restore", true)
            .await?;
        held.note(backed_up(&kept)).await?;
        let file = backup.file.display().to_string();
        held.note(Event::RestoreStarted { file: file.clone() })
            .await?;
        let work = temporary::folder(&self.settings.temp_dir)?;
        let copied = match self
            .prepare(held, backup, live, &work.file("restore.sqlite"))
            .await
        {
            Ok(prepared) => copy_into(prepared, live.to_owned()).await,
            Err(error) => Err(error),
        };
        let finished = Event::RestoreFinished {
            file,
            version: if copied.is_ok() { backup.version } else { from },
        };
        held.note(finished).await?;
        copied.map(|()| kept)
    }

    /// A copy of the backup with the machinery's tables of now and the hold in it.
    async fn prepare(
        &self,
        held: &mut Held<'_>,
        backup: &Backup,
        live: &Path,
        prepared: &Path,
    ) -> Result<PathBuf, EngineError> {
        fs::copy(&backup.file, prepared)
            .map_err(|source| EngineError::io("preparing the restore", prepared, source))?;
        let prepared = prepared.to_owned();
        let mut conn = Place::Sqlite(prepared.clone()).open_to_write().await?;
        transplant(&mut conn, live).await?;
        super::tables::ensure(&mut conn).await?;
        journal::set_hold(
            &mut conn,
            Some(&held.hold(Cause::Restored(backup.file.display().to_string()))),
        )
        .await?;
        conn.run(
            "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE",
            "preparing the restore",
        )
        .await?;
        conn.close().await;
        Ok(prepared)
    }
}

impl Engine {
    /// The same engine on a copy of the database, which must not be there yet.
    pub async fn copied_to(&self, file: &Path) -> Result<Self, EngineError> {
        let Some(Conn::Sqlite(mut conn)) = self.place.open_to_read().await? else {
            return Err(Refusal::Other(
                "only a SQLite database that is there can be copied to a file".to_owned(),
            )
            .into());
        };
        if file.exists() {
            return Err(
                Refusal::Other(format!("there is a file in the way: {}", file.display())).into(),
            );
        }
        // VACUUM cannot run inside the transaction the connection came with.
        sqlx::query("COMMIT")
            .execute(&mut conn)
            .await
            .doing("copying the database")?;
        sqlx::query("VACUUM INTO $1")
            .bind(file.to_string_lossy().into_owned())
            .execute(&mut conn)
            .await
            .doing("copying the database")?;
        let place = Place::Sqlite(file.to_owned());
        let mut copy = place.open_to_write().await?;
        if super::tables::exists(&mut copy, "_reprise_peers").await? {
            // Nobody works on the copy.
            copy.run("DELETE FROM _reprise_peers", "copying the database")
                .await?;
        }
        copy.close().await;
        let settings = super::Settings {
            backups: false,
            ..self.settings.clone()
        };
        Ok(Self {
            place,
            settings,
            gate: None,
            peer_id: None,
            ..self.clone()
        })
    }
}

/// Replaces the `_reprise_…` tables by those of the live database.
async fn transplant(conn: &mut Conn, live: &Path) -> Result<(), EngineError> {
    let Conn::Sqlite(c) = conn else { return Ok(()) };
    let doing = "keeping the machinery's tables";
    sqlx::query("ATTACH $1 AS live")
        .bind(live.to_string_lossy().into_owned())
        .execute(&mut *c)
        .await
        .doing(doing)?;
    let ours = "WHERE tbl_name LIKE '\\_reprise\\_%' ESCAPE '\\' AND sql IS NOT NULL";
    let old = format!("SELECT name FROM main.sqlite_schema {ours} AND type = 'table'");
    let old: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(old))
        .fetch_all(&mut *c)
        .await
        .doing(doing)?;
    let new = format!(
        "SELECT type, name, sql FROM live.sqlite_schema {ours} ORDER BY type = 'table' DESC"
    );
    let new = sqlx::query(sqlx::AssertSqlSafe(new))
        .fetch_all(&mut *c)
        .await
        .doing(doing)?;
    let mut script = String::from("BEGIN;");
    for table in old {
        let _ = write!(script, "DROP TABLE main.\"{table}\";");
    }
    for row in &new {
        let (kind, name, sql): (String, String, String) = (row.get(0), row.get(1), row.get(2));
        let _ = write!(script, "{sql};");
        if kind == "table" {
            let _ = write!(
                script,
                "INSERT INTO main.\"{name}\" SELECT * FROM live.\"{name}\";"
            );
        }
    }
    script.push_str("COMMIT; DETACH live");
    sqlx::raw_sql(sqlx::AssertSqlSafe(script))
        .execute(c)
        .await
        .map(drop)
        .doing(doing)
}

/// Copies every page in one transaction of the live database.
async fn copy_into(from: PathBuf, live: PathBuf) -> Result<(), EngineError> {
    let copied = tokio::task::spawn_blocking(move || -> rusqlite::Result<()> {
        use rusqlite::{Connection, OpenFlags, backup};
        let source = Connection::open_with_flags(&from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let mut target = Connection::open(&live)?;
        target.busy_timeout(Duration::from_secs(10))?;
        let copy = backup::Backup::new(&source, &mut target)?;
        // All pages at once; where another process is in the way, again from the start.
        copy.run_to_completion(i32::MAX, Duration::from_millis(50), None)
    });
    match copied.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(EngineError::Backup(format!(
            "the backup could not be copied back: {error}"
        ))),
        Err(_) => Err(EngineError::Backup(
            "the backup could not be copied back".to_owned(),
        )),
    }
}
