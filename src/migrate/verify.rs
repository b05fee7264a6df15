//! Whether everything is as it should be: the file, its foreign keys, the hashes, the journal's chain. Changes nothing.

use serde::Serialize;

use super::{
    backup,
    drift::Difference,
    engine::Engine,
    error::{Doing as _, EngineError},
    kept, look,
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
    /// The same, difference by difference, where the schema is not as it should be.
    pub drift: Vec<Difference>,
}

/// What one of them found.
enum Found {
    Fine,
    Wrong(String),
    Drift(Vec<Difference>),
}

impl Found {
    fn wrong(wrong: Option<String>) -> Self {
        wrong.map_or(Self::Fine, Self::Wrong)
    }
}

impl Check {
    fn new(what: &'static str, found: Result<Found, EngineError>) -> Self {
        let (wrong, drift) = match found {
            Ok(Found::Fine) => (None, Vec::new()),
            Ok(Found::Wrong(wrong)) => (Some(wrong), Vec::new()),
            Ok(Found::Drift(drift)) => {
                let words: Vec<String> = drift.iter().map(ToString::to_string).collect();
                (Some(words.join("; ")), drift)
            }
            Err(error) => (Some(error.chain()), Vec::new()),
        };
        Self { what, wrong, drift }
    }
}

/// What is looked at in the database itself.
const IN_THE_DATABASE: [What; 4] = [What::File, What::Keys, What::Hashes, What::Schema];

#[derive(Debug, Clone, Copy)]
enum What {
    File,
    Keys,
    Hashes,
    Schema,
}

impl What {
    fn name(self) -> &'static str {
        match self {
            Self::File => "the database file is intact",
            Self::Keys => "no foreign key leads nowhere",
            Self::Hashes => "every applied migration is the one in this build",
            Self::Schema => "the schema is as the last migration left it",
        }
    }
}

impl Engine {
    /// Runs every check. One that cannot be made is wrong, and does not stop the others.
    pub async fn verify(&self) -> Vec<Check> {
        let mut checks = Vec::new();
        let mut add = |what, found| checks.push(Check::new(what, found));
        for what in IN_THE_DATABASE {
            match self.place.open_to_read().await {
                Ok(None) => break,
                // A connection for each: after an error one of PostgreSQL's answers nothing more.
                Ok(Some(mut conn)) => {
                    let found = self.look_at(what, &mut conn).await;
                    conn.close().await;
                    add(what.name(), found);
                }
                Err(error) => add(what.name(), Err(error)),
            }
        }
        if let Some(path) = Mirror::path(&self.place) {
            let broken = mirror::first_broken_line(&path).map(|broken| {
                Found::wrong(broken.map(|line| {
                    let path = path.display();
                    format!("line {line} of {path} does not follow the one before it")
                }))
            });
            add("the journal's mirror is unbroken", broken);
        }
        match self.newest_backup().await {
            Ok(None) => {}
            Ok(Some(wrong)) => add(BACKUP, Ok(Found::wrong(wrong))),
            Err(error) => add(BACKUP, Err(error)),
        }
        checks
    }

    async fn look_at(&self, what: What, conn: &mut Conn) -> Result<Found, EngineError> {
        match what {
            What::File => {
                let verdict = backup::integrity(conn).await?;
                Ok(Found::wrong((verdict != "ok").then_some(verdict)))
            }
            What::Keys => violations(conn).await.map(Found::wrong),
            What::Hashes => {
                let facts = look::facts(&self.place, conn).await?;
                let refused = consistent(&self.known, &facts).err();
                Ok(Found::wrong(refused.map(|refusal| refusal.to_string())))
            }
            What::Schema => {
                let facts = look::facts(&self.place, conn).await?;
                let drift = self.drift_of(conn, &facts).await?;
                Ok(if drift.is_empty() {
                    Found::Fine
                } else {
                    Found::Drift(drift)
                })
            }
        }
    }

    /// What is wrong with it, where there is one.
    async fn newest_backup(&self) -> Result<Option<Option<String>>, EngineError> {
        let Some(newest) = self.backups().await?.into_iter().next() else {
            return Ok(None);
        };
        let is_unchanged = if newest.left_out.is_some() {
            let Some(mut conn) = self.place.open_to_read().await? else {
                return Ok(None);
            };
            let is_unchanged = kept::is_unchanged(&mut conn, &newest).await;
            conn.close().await;
            is_unchanged?
        } else {
            match backup::unchanged(&newest) {
                Ok(()) => true,
                Err(EngineError::Altered(_)) => false,
                Err(error) => return Err(error),
            }
        };
        let wrong = || format!("{} is not as it was made", newest.file.display());
        Ok(Some((!is_unchanged).then(wrong)))
    }
}

const BACKUP: &str = "the newest backup is as it was made";

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
