//! Runs every migration up, down and up again where it harms nobody: on an empty database, on one with rows, and on a copy of the
//! real one. What CI runs before a merge.

use std::time::Duration;

use sqlx::ConnectOptions as _;

use super::{
    approve::Consent,
    cancel::Cancel,
    drift::Difference,
    dump,
    engine::Engine,
    error::{Doing as _, EngineError},
    guard,
    journal::Actor,
    outcome::Manner,
    place::{Conn, Place},
    plan::{Options, Request},
    refusal::Refusal,
    sql::Name,
    target::{Direction, Target},
    temporary::{self, Folder},
};
use crate::db::schema::{Table, Type};

/// One thing that was tried, and how it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    pub what: String,
    pub wrong: Option<String>,
}

impl Engine {
    /// Tries all migrations of this kind of database.
    pub async fn selftest(&self, by: &Actor, tables: &[&Table]) -> Result<Vec<Trial>, EngineError> {
        let mut trials = Vec::new();
        let kind = self.known.dialect.name();
        let mut add = |what: String, tried: Result<String, EngineError>| {
            let (what, wrong) = match tried {
                Ok(more) => (format!("{what}{more}"), None),
                Err(error) => (what, Some(error.chain())),
            };
            trials.push(Trial { what, wrong });
        };
        for (what, is_seeded) in [("empty", false), ("seeded", true)] {
            let trial = Ground::new(self, what).await?;
            let tried = trial.each_version(by, tables, is_seeded).await;
            trial.clear().await?;
            add(
                format!("{kind}, {what}: each version up, down and up"),
                tried,
            );
        }
        if self
            .live()
            .await?
            .is_some_and(|(facts, _)| !facts.ledger.is_empty())
        {
            let trial = Ground::new(self, "copy").await?;
            let tried = async {
                trial.copy_of(self).await?;
                trial.all_the_way(by).await
            };
            let tried = tried.await;
            trial.clear().await?;
            add(
                format!("{kind}, a copy of {}: up, down and up", self.place.name()),
                tried,
            );
        }
        Ok(trials)
    }
}

/// A database that is thrown away.
struct Ground {
    engine: Engine,
    /// Where the database itself is, to take it away from.
    server: Place,
    _folder: Folder,
}

impl Ground {
    async fn new(engine: &Engine, what: &str) -> Result<Self, EngineError> {
        let id = super::journal::new_id(engine.clock.now(), what).replace('-', "_");
        let folder = temporary::folder(&engine.settings.temp_dir)?;
        let place = match &engine.place {
            Place::Sqlite(_) => Place::Sqlite(folder.file("trial.db")),
            Place::Postgres(options) => {
                let name = format!("reprise_selftest_{id}");
                on_server(
                    &engine.place,
                    &format!("CREATE DATABASE {name} TEMPLATE template0"),
                )
                .await?;
                Place::Postgres(Box::new(options.as_ref().clone().database(&name)))
            }
        };
        let mut trial = engine.clone();
        trial.place = place;
        trial.gate = None;
        trial.peer_id = None;
        trial.settings.backups = false;
        trial.settings.backup_dir = folder.file("backups");
        trial.settings.patience = Duration::from_secs(10);
        Ok(Self {
            engine: trial,
            server: engine.place.clone(),
            _folder: folder,
        })
    }

    async fn clear(self) -> Result<(), EngineError> {
        if let Place::Postgres(_) = &self.engine.place {
            let name = self.engine.place.name();
            on_server(
                &self.server,
                &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            )
            .await?;
        }
        Ok(())
    }

    async fn copy_of(&self, engine: &Engine) -> Result<(), EngineError> {
        match (&engine.place, &self.engine.place) {
            (Place::Postgres(from), _) => dump::copy_into(from, &self.engine).await,
            (Place::Sqlite(_), Place::Sqlite(file)) => engine.copied_to(file).await.map(drop),
            (Place::Sqlite(_), Place::Postgres(_)) => Err(EngineError::NoFile),
        }
    }

    /// Each version up, down and up, from the first to the last.
    async fn each_version(
        &self,
        by: &Actor,
        tables: &[&Table],
        is_seeded: bool,
    ) -> Result<String, EngineError> {
        let mut unseeded = Vec::new();
        let versions: Vec<i64> = self.engine.known.versions().collect();
        for version in versions {
            let name = self.engine.known.name(version);
            self.go(by, Direction::Up, Target::Named(version.to_string()))
                .await?;
            if is_seeded {
                unseeded = self.seed(tables).await?;
            }
            let is_reversible = self
                .engine
                .known
                .get(version)
                .is_some_and(|r| r.down.is_some());
            if is_reversible {
                self.go(by, Direction::Down, Target::Relative(-1)).await?;
                self.go(by, Direction::Up, Target::Named(version.to_string()))
                    .await?;
            }
            self.as_it_should_be(&name).await?;
        }
        Ok(if unseeded.is_empty() {
            String::new()
        } else {
            format!(" (no rows in {})", unseeded.join(", "))
        })
    }

    /// To the head, back to where it cannot be undone, and to the head again.
    async fn all_the_way(&self, by: &Actor) -> Result<String, EngineError> {
        self.go(by, Direction::Up, Target::Head).await?;
        self.as_it_should_be("the head").await?;
        let mut stopped = String::new();
        while let Some(current) = self.engine.facts().await?.current() {
            match self.go(by, Direction::Down, Target::Relative(-1)).await {
                Ok(()) => {}
                Err(EngineError::Refused(Refusal::Irreversible { name, .. })) => {
                    stopped = format!(" (from {name}, which cannot be undone)");
                    break;
                }
                Err(error) => return Err(error),
            }
            let name = self.engine.known.name(current);
            self.as_it_should_be(&format!("the way down from {name}"))
                .await?;
        }
        self.go(by, Direction::Up, Target::Head).await?;
        self.as_it_should_be("the head, the second time").await?;
        Ok(stopped)
    }

    async fn go(
        &self,
        by: &Actor,
        direction: Direction,
        target: Target,
    ) -> Result<(), EngineError> {
        let request = Request {
            direction,
            target,
            options: Options::default(),
        };
        let plan = self.engine.plan(&request).await?;
        let digest = plan.digest.clone();
        let approved = plan.approve(&digest, &Consent::Beforehand, by.clone())?;
        let never = Cancel::default();
        let run = self
            .engine
            .apply(approved, Manner::default(), &never, &|_| ());
        run.await.map(drop).map_err(|failed| failed.error)
    }

    async fn as_it_should_be(&self, after: &str) -> Result<(), EngineError> {
        let drift = self.engine.drift().await?;
        if drift.is_empty() {
            return Ok(());
        }
        let drift: Vec<String> = drift.iter().map(Difference::to_string).collect();
        Err(Refusal::Other(format!("after {after}: {}", drift.join("; "))).into())
    }

    /// Puts rows into the tables that are there and have none; says which would not take any.
    async fn seed(&self, tables: &[&Table]) -> Result<Vec<&'static str>, EngineError> {
        let mut refused = Vec::new();
        let mut conn = self.engine.place.open_to_write().await?;
        let there = super::look::schema(&mut conn).await?;
        for table in tables {
            let name = Name::from(table.name);
            let Some(columns) = there.tables.get(&name) else {
                continue;
            };
            if guard::rows(&mut conn, &name).await? != Some(0) {
                continue;
            }
            for row in 1..=3 {
                let insert = insertion(table, columns, row);
                // Of checks nothing is known here but that they may say no.
                if conn.run(insert, "putting rows in").await.is_err() && row == 1 {
                    refused.push(table.name);
                }
            }
        }
        conn.close().await;
        Ok(refused)
    }
}

async fn on_server(place: &Place, sql: &str) -> Result<(), EngineError> {
    let Place::Postgres(options) = place else {
        return Ok(());
    };
    let doing = "making a database to try in";
    let mut conn = Conn::Postgres(options.connect().await.doing(doing)?);
    let done = conn.run(sql, doing).await;
    conn.close().await;
    done
}

/// A row for a table as it is described, as far as its columns are there yet.
fn insertion(table: &Table, there: &[Name], row: i64) -> String {
    let is_there = |name: &str| there.iter().any(|column| column.0 == name);
    let described = table
        .columns
        .iter()
        .filter(|c| is_there(c.name) && c.default.is_none());
    let (columns, values): (Vec<String>, Vec<String>) = described
        .map(|column| {
            let value = match column.ty {
                Type::Id | Type::BigInt => row.to_string(),
                Type::Float => format!("{row}.5"),
                Type::Bool => "TRUE".to_owned(),
                Type::Varchar(_) | Type::Text => match listed(table, column.name) {
                    Some(word) => format!("'{word}'"),
                    None => format!("'{row}'"),
                },
                Type::Json => "'{}'".to_owned(),
                Type::Time => format!("'2026-01-0{row}T00:00:00+00:00'"),
            };
            (super::schema::name(column.name), value)
        })
        .unzip();
    format!(
        "INSERT INTO {} ({}) VALUES ({})",
        super::schema::name(table.name),
        columns.join(", "),
        values.join(", ")
    )
}

/// The first of the words that a check of the table has for a column: `kind IN ('audio', …)`.
fn listed(table: &Table, column: &str) -> Option<&'static str> {
    let words = |sql: &'static str| sql.strip_prefix(column)?.strip_prefix(" IN ('");
    let words = table.checks.iter().find_map(|check| words(check.sql))?;
    words.split('\'').next()
}
