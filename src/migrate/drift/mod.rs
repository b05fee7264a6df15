//! How a database differs from what its migrations give, and the SQL that mends it.

mod names;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use names::{named, named_missing};

use super::{
    autogenerate::{self, Change, Part, applied, diff},
    engine::Engine,
    error::EngineError,
    place::Conn,
    plan::Facts,
    replay::Scratch,
    schema::{self, Constraint, Renames, Rule, Schema},
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
    let mut found = Vec::new();
    for step in steps(diff(live, wanted), wanted) {
        let mended = step.iter().fold(now.clone(), |now, c| applied(&now, c));
        let sql = autogenerate::script(dialect, &now, &mended, &Renames::default());
        now = mended;
        found.push(Difference {
            kind: kind(&step[0]),
            what: together(&step),
            sql: by_hand(dialect, &sql),
        });
    }
    found
}

/// What is mended in one go: a column takes the checks with it that are about it alone, because what stands in for a value that rows
/// lack has to pass them.
fn steps(changes: Vec<Change>, wanted: &Schema) -> Vec<Vec<Change>> {
    let mut steps: Vec<Vec<Change>> = Vec::new();
    for change in changes {
        let column = steps
            .iter_mut()
            .find(|step| belongs_to(&change, &step[0], wanted));
        match column {
            Some(step) => step.push(change),
            None => steps.push(vec![change]),
        }
    }
    steps
}

fn belongs_to(check: &Change, column: &Change, wanted: &Schema) -> bool {
    let (Some(Part::Constraint(constraint)), Some(Part::Column(of))) = (&check.to, &column.to)
    else {
        return false;
    };
    let is_check = matches!(constraint.rule, Rule::Check(_));
    let table = wanted.tables.get(&column.table);
    is_check
        && check.table == column.table
        && table.is_some_and(|table| constraint.is_only_about(&of.name, table))
}

/// `COLUMN users.age BIGINT, CHECK users_age_positive`
fn together(step: &[Change]) -> String {
    let checks = step[1..].iter().map(|check| match &check.to {
        Some(Part::Constraint(Constraint {
            name: Some(name), ..
        })) => format!(", CHECK {name}"),
        _ => ", CHECK".to_owned(),
    });
    std::iter::once(named(&step[0])).chain(checks).collect()
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
        match self.drift_of(conn, facts).await {
            Ok(found) => found.iter().map(ToString::to_string).collect(),
            Err(error) => vec![format!("it could not be compared: {}", error.chain())],
        }
    }

    pub(super) async fn drift_of(
        &self,
        conn: &mut Conn,
        facts: &Facts,
    ) -> Result<Vec<Difference>, EngineError> {
        let live = schema::read(conn).await?;
        let wanted = self.given_by(&self.scripts(facts)).await?;
        Ok(differences(self.known.dialect, &live, &wanted))
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
