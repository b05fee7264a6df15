//! A database that was there before us: what it lacks is added, its rows stay, and from then on it is at a version.

use super::{
    autogenerate::{diff, script},
    drift::named,
    engine::Engine,
    error::EngineError,
    guard,
    journal::Actor,
    look,
    place::Conn,
    plan::{Digest, Step},
    refusal::{More, Refusal},
    schema::{self, Renames, Schema},
    source::{Hash, Script},
    sql::Name,
    stamp::Stamped,
    step,
    target::{Direction, Position},
    verbs::Held,
};

/// What a baseline would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    pub to: Position,
    /// What is not as it should be.
    pub differences: Vec<String>,
    /// What is there beyond it, and stays.
    pub kept: Vec<String>,
    /// What mends the differences.
    pub sql: String,
    /// Recognises it: of the schema it was made for and the statements.
    pub digest: Digest,
    wanted: Schema,
}

impl Baseline {
    fn new(engine: &Engine, to: Position, live: &Schema, given: &Schema) -> Self {
        let dialect = engine.known.dialect;
        let wanted = with_what_is_there(given, live);
        let extra = |change: &super::autogenerate::Change| change.to.is_none();
        let (kept, _): (Vec<_>, Vec<_>) = diff(live, given).into_iter().partition(extra);
        let there = diff(live, &wanted);
        let kept = kept.iter().filter(|change| !there.contains(change));
        let sql = script(dialect, live, &wanted, &Renames::default());
        let what = format!("{} {sql} {live:?}", engine.place.label());
        Self {
            to,
            differences: there.iter().map(named).collect(),
            kept: kept.map(named).collect(),
            sql,
            digest: Digest::from(Hash::of(&what).to_string()),
            wanted,
        }
    }
}

/// What should be there, and beside it the tables, columns and views that are there already: they hold what nobody said may go.
fn with_what_is_there(given: &Schema, live: &Schema) -> Schema {
    let mut wanted = given.clone();
    for (view, sql) in &live.views {
        wanted
            .views
            .entry(view.clone())
            .or_insert_with(|| sql.clone());
    }
    for (name, there) in &live.tables {
        let Some(table) = wanted.tables.get_mut(name) else {
            wanted.tables.insert(name.clone(), there.clone());
            continue;
        };
        for column in &there.columns {
            if table.column(&column.name).is_some() {
                continue;
            }
            table.columns.push(column.clone());
            let about = there
                .constraints
                .iter()
                .filter(|c| c.mentions(&column.name));
            for constraint in about {
                if !table.constraints.contains(constraint) {
                    table.constraints.push(constraint.clone());
                }
            }
            let indexes = there
                .indexes
                .iter()
                .filter(|index| index.mentions(&column.name));
            table.indexes.extend(indexes.cloned());
        }
        for (name, sql) in &there.triggers {
            table
                .triggers
                .entry(name.clone())
                .or_insert_with(|| sql.clone());
        }
    }
    wanted
}

impl Engine {
    /// What it would take for the database to be at `to`. Changes nothing.
    pub async fn baseline(&self, to: Position) -> Result<Baseline, EngineError> {
        let live = self.live().await?.map(|(_, live)| live).unwrap_or_default();
        let given = self.given_at(to).await?;
        Ok(Baseline::new(self, to, &live, &given))
    }

    /// Does what was shown: a backup, the mending and the ledger in one transaction. Every row stays, or nothing is done.
    pub async fn take_on(&self, by: &Actor, shown: &Baseline) -> Result<Stamped, EngineError> {
        let mut held = self.hold_lock(by).await?;
        let facts = held.facts().await?;
        if !facts.ledger.is_empty() {
            held.conn.close().await;
            let why = "the database has a ledger already; `migrate stamp` sets it".to_owned();
            return Err(Refusal::Other(why).into());
        }
        let live = schema::read(&mut held.conn).await?;
        let now = Baseline::new(self, shown.to, &live, &self.given_at(shown.to).await?);
        if now.digest != shown.digest {
            held.conn.close().await;
            return Err(Refusal::Stale("the schema was changed meanwhile".to_owned()).into());
        }
        if self.settings.backups && !live.tables.is_empty() {
            let name = self.backup_name(None, "baseline");
            let backup = self
                .copy(&mut held.conn, &name, "before the baseline", true)
                .await?;
            held.note(super::apply::backed_up(&backup)).await?;
        }
        let drained = held.quiet().await?;
        let stamped = self.mend_and_stamp(&mut held, &facts, &live, shown).await;
        held.go_on(drained).await;
        held.conn.close().await;
        stamped
    }

    async fn mend_and_stamp(
        &self,
        held: &mut Held<'_>,
        facts: &super::plan::Facts,
        live: &Schema,
        shown: &Baseline,
    ) -> Result<Stamped, EngineError> {
        let script = Script::new(shown.sql.clone());
        let step = Step::recovered(0, String::new(), Direction::Up, script, None);
        step::prepare(&mut held.conn, std::slice::from_ref(&step)).await?;
        held.conn.begin().await?;
        let done = async {
            let before = rows(&mut held.conn, live).await?;
            let schema = look::schema(&mut held.conn).await?;
            let touches = guard::Touches::of(&held.conn, &step, &schema);
            let seen = guard::look(&mut held.conn, &touches).await?;
            if !shown.sql.is_empty() {
                held.conn
                    .run(shown.sql.clone(), "mending the schema")
                    .await?;
            }
            let after = guard::look(&mut held.conn, &touches).await?;
            guard::compare(&touches, &step, &[], &seen, &after)?;
            let now = rows(&mut held.conn, live).await?;
            let counts = before
                .iter()
                .zip(&now)
                .map(|(had, has)| (had.unwrap_or(0), has.unwrap_or(0)));
            let differ = live
                .tables
                .keys()
                .zip(counts)
                .filter(|(_, (had, has))| had != has);
            let more: Vec<More> = differ
                .map(|(table, (had, has))| More::Rows {
                    table: table.clone(),
                    lost: had - has,
                    had,
                })
                .collect();
            if !more.is_empty() {
                return Err(Refusal::LosesMore(more).into());
            }
            let left = diff(&schema::read(&mut held.conn).await?, &shown.wanted);
            if !left.is_empty() {
                let left: Vec<String> = left.iter().map(named).collect();
                return Err(Refusal::Other(format!("the mending left {}", left.join("; "))).into());
            }
            let reason = "it was there before";
            self.set_ledger(held, facts, shown.to, reason, shown.kept.clone())
                .await
        };
        let done = done.await;
        held.conn.end(done).await
    }
}

/// How many rows each table has.
async fn rows(conn: &mut Conn, schema: &Schema) -> Result<Vec<Option<i64>>, EngineError> {
    let mut counts = Vec::new();
    for table in schema.tables.keys() {
        counts.push(guard::rows(conn, &Name(table.clone())).await?);
    }
    Ok(counts)
}
