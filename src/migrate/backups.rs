//! All the backups there are: files in the folder, and what runs without `pg_dump` keep in the database.

use std::{fs, path::Path};

use super::{
    backup::{self, Backup},
    engine::Engine,
    error::EngineError,
    kept,
    place::{Conn, Place},
    refusal::Refusal,
};

impl Engine {
    /// The newest first.
    pub async fn backups(&self) -> Result<Vec<Backup>, EngineError> {
        let Place::Postgres(_) = &self.place else {
            return backup::list(&self.settings.backup_dir);
        };
        match self.place.open_to_read().await {
            Ok(Some(mut conn)) => {
                let all = self.backups_seen_by(&mut conn).await;
                conn.close().await;
                all
            }
            Ok(None) => Ok(Vec::new()),
            // On the day on which the server is away somebody looks for the files.
            Err(error) => {
                tracing::warn!(
                    error = error.chain(),
                    "what is kept in the database itself is not listed"
                );
                backup::list(&self.settings.backup_dir)
            }
        }
    }

    pub(super) async fn backups_seen_by(
        &self,
        conn: &mut Conn,
    ) -> Result<Vec<Backup>, EngineError> {
        let mut all = backup::list(&self.settings.backup_dir)?;
        all.extend(kept::list(conn).await?);
        backup::newest_first(&mut all);
        Ok(all)
    }

    /// A backup by its file, its name, or the beginning of its name.
    pub async fn find_backup(&self, name: &str) -> Result<Backup, EngineError> {
        let all = self.backups().await?;
        let path = Path::new(name);
        let is_it = |b: &&Backup| b.file == path || b.name() == name;
        let mut hits: Vec<&Backup> = all.iter().filter(is_it).collect();
        if hits.is_empty() {
            hits = all.iter().filter(|b| b.name().starts_with(name)).collect();
        }
        match hits.as_slice() {
            [one] => Ok((*one).clone()),
            many => Err(Refusal::Backup {
                typed: name.to_owned(),
                candidates: many.iter().map(|b| b.name()).collect(),
            }
            .into()),
        }
    }

    /// Removes what has had its time.
    pub(super) async fn prune(&self, conn: &mut Conn) -> Result<(), EngineError> {
        let (settings, now) = (&self.settings, self.clock.now());
        backup::sweep_parts(&settings.backup_dir, now)?;
        let all = self.backups_seen_by(conn).await?;
        for old in backup::outdated(&all, settings.retention, now) {
            if old.left_out.is_some() {
                kept::remove(conn, old).await?;
                continue;
            }
            for path in [&old.file, &backup::description(&old.file)] {
                fs::remove_file(path)
                    .map_err(|source| EngineError::io("removing an old backup", path, source))?;
            }
        }
        Ok(())
    }
}
