//! Whether everything is as it should be: the file, its foreign keys, the hashes, the journal's chain. Changes nothing.

use serde::Serialize;

use super::{
    backup,
    engine::Engine,
    error::{Doing as _, EngineError},
    look,
    mirror::{self, Mirror},
    place::Conn,
    plan::consistent,
};

/// One check and how it went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    pub what: &'static str,
    /// What is wrong; `None` where nothing is.
    pub wrong: Option<String>,
}

impl Engine {
    /// Runs every check. One that fails does not stop the others.
    pub async fn verify(&self) -> Result<Vec<Check>, EngineError> {
        let mut checks = Vec::new();
        let mut add = |what, wrong: Option<String>| checks.push(Check { what, wrong });
        if let Some(mut conn) = self.place.open_to_read().await? {
            let verdict = backup::integrity(&mut conn).await?;
            add(
                "the database file is intact",
                (verdict != "ok").then_some(verdict),
            );
            add("no foreign key leads nowhere", violations(&mut conn).await?);
            let facts = look::facts(&self.place, &mut conn).await?;
            add(
                "every applied migration is the one in this build",
                consistent(&self.known, &facts)
                    .err()
                    .map(|refusal| refusal.to_string()),
            );
            let drift = self.drift_told(&mut conn, &facts).await;
            add(
                "the schema is as the last migration left it",
                (!drift.is_empty()).then(|| drift.join("; ")),
            );
            conn.close().await;
        }
        if let Some(path) = Mirror::path(&self.place) {
            let broken = mirror::first_broken_line(&path)?;
            add(
                "the journal's mirror is unbroken",
                broken.map(|line| {
                    format!(
                        "line {line} of {} does not follow the one before it",
                        path.display()
                    )
                }),
            );
        }
        for backup in backup::list(&self.settings.backup_dir)?.into_iter().take(1) {
            let wrong = match backup::hash(&backup.file) {
                Ok((_, hash)) if hash == backup.sha256 => None,
                Ok(_) => Some(format!("{} is not as it was made", backup.file.display())),
                Err(error) => Some(format!("{}: {error}", backup.file.display())),
            };
            add("the newest backup is as it was made", wrong);
        }
        Ok(checks)
    }
}

/// Foreign keys that lead nowhere. PostgreSQL has none, apart from constraints that were never validated.
pub(super) async fn violations(conn: &mut Conn) -> Result<Option<String>, EngineError> {
    let found: Vec<String> = match conn {
        Conn::Sqlite(c) => sqlx::query_scalar("SELECT \"table\" || ' → ' || parent || ': ' || count(*) FROM pragma_foreign_key_check GROUP BY \"table\", parent").fetch_all(c).await,
        Conn::Postgres(c) => {
            let query = "SELECT conrelid::regclass::text || '.' || conname || ' was never validated' FROM pg_constraint WHERE contype = 'f' AND NOT convalidated";
            sqlx::query_scalar(query).fetch_all(c).await
        }
    }
    .doing("checking foreign keys")?;
    Ok((!found.is_empty()).then(|| found.join("; ")))
}
