//! How a database differs from what its migrations give, and the SQL that mends it.

mod names;

use std::fmt;

use serde::Serialize;

pub use names::{named, named_missing};

use super::{
    autogenerate::{self, Change, applied, diff},
    engine::Engine,
    error::EngineError,
    place::Conn,
    plan::Facts,
    replay::Scratch,
    schema::{self, Renames, Schema},
    source::Script,
};
use crate::db::Dialect;

/// Something that is not as the migrations say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    pub kind: Kind,
    /// `column users.mood (BIGINT)`
    pub what: String,
    /// What mends it, after what stands before it was mended.
    pub sql: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Extra,
    Missing,
    Changed,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Extra => "extra",
            Self::Missing => "missing",
            Self::Changed => "changed",
        })
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.what)
    }
}

/// Every difference of a database from what it should be.
pub fn differences(dialect: Dialect, live: &Schema, wanted: &Schema) -> Vec<Difference> {
    let mut now = live.clone();
    let changes = diff(live, wanted);
    changes
        .iter()
        .map(|change| {
            let mended = applied(&now, change);
            let sql = autogenerate::script(dialect, &now, &mended, &Renames::default());
            now = mended;
            Difference {
                kind: kind(change),
                what: named(change),
                sql: by_hand(dialect, &sql),
            }
        })
        .collect()
}

/// `extra column users.mood (TEXT)`
fn told(change: &Change) -> String {
    format!("{} {}", kind(change), named(change))
}

fn kind(change: &Change) -> Kind {
    match (&change.from, &change.to) {
        (_, None) => Kind::Extra,
        (None, _) => Kind::Missing,
        _ => Kind::Changed,
    }
}

/// Statements for somebody to run who has no engine to see that dropping a table takes no other rows along.
fn by_hand(dialect: Dialect, sql: &str) -> String {
    if dialect == Dialect::Sqlite && sql.contains("DROP TABLE") {
        format!(
            "PRAGMA foreign_keys = OFF;\nPRAGMA legacy_alter_table = ON;\nBEGIN;\n{sql}COMMIT;\nPRAGMA legacy_alter_table = OFF;\nPRAGMA foreign_keys = ON;\n"
        )
    } else {
        sql.to_owned()
    }
}

impl Engine {
    /// How the database differs from what its migrations give. Changes nothing.
    pub async fn drift(&self) -> Result<Vec<Difference>, EngineError> {
        let Some((facts, live)) = self.live().await? else {
            return Ok(Vec::new());
        };
        let wanted = self.given_by(&self.scripts(&facts)).await?;
        Ok(differences(self.known.dialect, &live, &wanted))
    }

    /// The same in words, for a plan: it is shown, and keeps nobody from going on.
    pub(super) async fn drift_told(&self, conn: &mut Conn, facts: &Facts) -> Vec<String> {
        let compared = async {
            let live = schema::read(conn).await?;
            let wanted = self.given_by(&self.scripts(facts)).await?;
            Ok::<_, EngineError>(diff(&live, &wanted).iter().map(told).collect())
        };
        let compared: Result<Vec<String>, EngineError> = compared.await;
        compared
            .unwrap_or_else(|error| vec![format!("it could not be compared: {}", error.chain())])
    }

    /// The schema as it is; `None` where there is no database yet.
    pub(super) async fn live(&self) -> Result<Option<(Facts, Schema)>, EngineError> {
        let Some(mut conn) = self.place.open_to_read().await? else {
            return Ok(None);
        };
        let both = self.live_on(&mut conn).await;
        conn.close().await;
        both.map(Some)
    }

    async fn live_on(&self, conn: &mut Conn) -> Result<(Facts, Schema), EngineError> {
        let facts = super::look::facts(&self.place, conn).await?;
        Ok((facts, schema::read(conn).await?))
    }

    /// The scripts that the ledger says ran, as they ran, in that order.
    pub(super) fn scripts(&self, facts: &Facts) -> Vec<Script> {
        let script = |applied: &super::plan::Applied| {
            let stored = facts.stored.get(&applied.version).map(|stored| &stored.up);
            let stored = stored.filter(|up| up.hash == applied.hash);
            let known = self.known.get(applied.version).map(|revision| &revision.up);
            stored.or(known).cloned()
        };
        facts.ledger.iter().filter_map(script).collect()
    }

    /// What scripts make of an empty database of this kind.
    pub(super) async fn given_by(&self, scripts: &[Script]) -> Result<Schema, EngineError> {
        let mut scratch = Scratch::open(&self.place).await?;
        let schema = async {
            for script in scripts {
                scratch.run(script).await?;
            }
            scratch.schema().await
        };
        let schema = schema.await;
        scratch.close().await;
        schema
    }
}
