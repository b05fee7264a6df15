//! The acting part: looks, measures, and runs what was approved.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc, time::Duration};

use super::{
    backup::{self, Backup, Retention},
    error::EngineError,
    journal::Entry,
    lock, look,
    mirror::{self, Mirror},
    place::{Conn, Place},
    plan::{Facts, Keep, Plan, Request, plan},
    refusal::Refusal,
    source::Known,
    sql::Name,
    standing::Standing,
    target::Position,
    who::Who,
};
use crate::{
    clock::Clock,
    db::{Dialect, gate::Gate},
};

/// What the configuration says about migrations, as far as the engine is concerned.
#[derive(Debug, Clone)]
pub struct Settings {
    pub backup_dir: PathBuf,
    pub temp_dir: PathBuf,
    pub retention: Retention,
    /// Up to this size a plan is tried on a copy.
    pub rehearse_max_bytes: u64,
    /// How long to wait for another migration to end.
    pub patience: Duration,
    /// How long to wait for running transactions to end.
    pub drain: Duration,
    /// How long to wait for other processes to pause.
    pub peers: Duration,
    /// Whether a run copies the data first. Only a benchmark has a reason to say no.
    pub backups: bool,
}

/// Everything the engine works with.
#[derive(Debug, Clone)]
pub struct Engine {
    pub place: Place,
    pub known: Arc<Known>,
    pub settings: Settings,
    pub clock: Arc<dyn Clock>,
    /// The gate of the bot's own pool, where there is one in this process.
    pub gate: Option<Gate>,
    /// Who this process is among the others, where it is one of them.
    pub peer_id: Option<String>,
    /// Whether the others hear of it.
    pub standing: Standing,
}

/// What `status` shows.
#[derive(Debug, Clone)]
pub struct Status {
    pub exists: bool,
    pub bytes: u64,
    /// Without the schema and its fingerprint.
    pub facts: Facts,
    pub entries: Vec<Entry>,
    pub lock_holder: Option<Who>,
    pub last_backup: Option<Backup>,
    /// The version of the `pg_dump` that fits the server.
    pub pg_dump: Option<u32>,
    pub dialect: Dialect,
}

impl Engine {
    /// Looks at the database without changing anything.
    pub async fn facts(&self) -> Result<Facts, EngineError> {
        match self.place.open_to_read().await? {
            None => Ok(look::nothing(&self.place)),
            Some(mut conn) => {
                let facts = look::facts(&self.place, &mut conn).await;
                conn.close().await;
                facts
            }
        }
    }

    pub async fn status(&self) -> Result<Status, EngineError> {
        let Some(mut conn) = self.place.open_to_read().await? else {
            let facts = look::nothing(&self.place);
            let last_backup = backup::list(&self.settings.backup_dir)?.into_iter().next();
            let lock_holder = lock::held_by(&self.place, None).await?;
            return Ok(Status {
                exists: false,
                bytes: 0,
                facts,
                entries: Vec::new(),
                lock_holder,
                last_backup,
                pg_dump: None,
                dialect: self.place.dialect(),
            });
        };
        let status = async {
            let entries = look::log(&mut conn).await?;
            Ok(Status {
                exists: true,
                bytes: look::size(&mut conn).await?,
                facts: look::books(&self.place, &mut conn, &entries).await?,
                entries,
                lock_holder: lock::held_by(&self.place, Some(&mut conn)).await?,
                last_backup: self.backups_seen_by(&mut conn).await?.into_iter().next(),
                pg_dump: super::dump::fitting(&mut conn).await?,
                dialect: self.place.dialect(),
            })
        };
        let status = status.await;
        conn.leave().await;
        status
    }

    /// How many rows each table has now.
    pub async fn rows(&self) -> Result<BTreeMap<Name, i64>, EngineError> {
        let Some(mut conn) = self.place.open_to_read().await? else {
            return Ok(BTreeMap::new());
        };
        let rows = look::rows(&mut conn).await;
        conn.close().await;
        rows
    }

    /// Every attempt, oldest first: from the mirror where there is one, since a restore takes the rows back.
    pub async fn log(&self) -> Result<Vec<Entry>, EngineError> {
        let mirrored = match Mirror::path(&self.place) {
            Some(path) => mirror::read_mirror(&path)?.0,
            None => Vec::new(),
        };
        let Some(mut conn) = self.place.open_to_read().await? else {
            return Ok(mirrored);
        };
        let rows = look::log(&mut conn).await;
        conn.close().await;
        let mut all = mirrored;
        for entry in rows? {
            if !all.iter().any(|known| known.id == entry.id) {
                all.push(entry);
            }
        }
        Ok(all)
    }

    /// Plans and measures; only reads.
    pub async fn plan(&self, request: &Request) -> Result<Plan, EngineError> {
        let Some(mut conn) = self.place.open_to_read().await? else {
            let mut plan = plan(&self.known, &look::nothing(&self.place), request)?;
            plan.estimate.backup = Some(Keep::Nothing);
            return Ok(plan);
        };
        let result = async {
            let facts = look::facts(&self.place, &mut conn).await?;
            let mut plan = plan(&self.known, &facts, request)?;
            self.measure(&mut conn, &facts, &mut plan).await?;
            if !plan.is_empty() {
                plan.estimate.drift = self.drift_told(&mut conn, &facts).await;
            }
            Ok(plan)
        };
        let result = result.await;
        conn.close().await;
        result
    }

    /// A plan made from these facts, with what only the data can tell.
    pub(super) async fn measured(
        &self,
        mut plan: Plan,
        facts: &Facts,
    ) -> Result<Plan, EngineError> {
        match self.place.open_to_read().await? {
            None => plan.estimate.backup = Some(Keep::Nothing),
            Some(mut conn) => {
                let measured = self.measure(&mut conn, facts, &mut plan).await;
                conn.close().await;
                measured?;
            }
        }
        Ok(plan)
    }

    /// Fills in what only the data can tell.
    pub(super) async fn measure(
        &self,
        conn: &mut Conn,
        facts: &Facts,
        plan: &mut Plan,
    ) -> Result<(), EngineError> {
        look::count(conn, &mut plan.losses, self.clock.now()).await?;
        let bytes = look::size(conn).await?;
        plan.estimate.database_bytes = bytes;
        plan.estimate.free_bytes = free_bytes(&self.space_folder());
        plan.estimate.backup = self.backup_kind(conn, facts, plan).await?;
        plan.estimate.seconds = Some(plan.estimate.run_seconds(plan.only_adds()));
        plan.estimate.needs_bytes = if plan.is_empty() {
            0
        } else {
            needs(plan, bytes)
        };
        Ok(())
    }

    /// How the backup of a run will be made.
    async fn backup_kind(
        &self,
        conn: &mut Conn,
        facts: &Facts,
        plan: &Plan,
    ) -> Result<Option<Keep>, EngineError> {
        if !self.settings.backups || plan.options.no_backup {
            return Ok(None);
        }
        if facts.schema.tables.is_empty() {
            return Ok(Some(Keep::Nothing));
        }
        match conn {
            Conn::Sqlite(_) => Ok(Some(Keep::File)),
            Conn::Postgres(_) => super::dump::keep(conn, plan).await.map(Some),
        }
    }

    /// Refuses where the disk would not hold what a run needs.
    pub(super) fn check_space(&self, plan: &Plan) -> Result<(), Refusal> {
        let folder = self.space_folder();
        match free_bytes(&folder) {
            Some(free) if free < plan.estimate.needs_bytes => Err(Refusal::Space {
                needs: plan.estimate.needs_bytes,
                free,
                place: folder.display().to_string(),
            }),
            _ => Ok(()),
        }
    }

    /// Where space is needed: beside the database file; for PostgreSQL, whose disk is not ours to see, where dumps go.
    fn space_folder(&self) -> PathBuf {
        let folder = match &self.place {
            Place::Sqlite(path) => path.parent().map(ToOwned::to_owned).unwrap_or_default(),
            Place::Postgres(_) => self.settings.backup_dir.clone(),
        };
        let folder = if folder.as_os_str().is_empty() {
            PathBuf::from(".")
        } else {
            folder
        };
        // The folder may not be there yet; its parent is on the same disk.
        folder
            .ancestors()
            .find(|f| f.exists())
            .map_or_else(|| PathBuf::from("."), ToOwned::to_owned)
    }

    /// A name for a backup that says when, from where and for what.
    pub(super) fn backup_name(&self, from: Position, what: &str) -> String {
        let at = self.clock.now().format("%Y%m%d-%H%M%S%3f");
        format!("reprise-{at}-v{:04}-{what}", from.unwrap_or(0))
    }
}

/// A copy and the log of a rebuild fit into 2.2 times the size; a run that only adds needs the copy and a little.
fn needs(plan: &Plan, bytes: u64) -> u64 {
    let backup = if plan.estimate.backup.is_some() {
        bytes
    } else {
        0
    };
    let work = match plan.dialect {
        // What its server needs lies on the server's disk, and is the server's to refuse.
        Dialect::Postgres => 0,
        Dialect::Sqlite if plan.only_adds() => 1 << 20,
        Dialect::Sqlite => bytes + bytes / 5,
    };
    backup + work
}

pub(super) fn free_bytes(folder: &std::path::Path) -> Option<u64> {
    let stat = rustix::fs::statvfs(folder).ok()?;
    Some(stat.f_bavail * stat.f_frsize)
}
