//! A rehearsal on PostgreSQL: one transaction that is never committed makes a schema, replays into it what is applied, copies
//! into it the tables that the plan is about, and runs the plan's steps there. Rolling back leaves nothing, whatever happens to
//! this process meanwhile.
//!
//! It sees one moment of the data and holds no more than readers' locks on it. Scripts that could reach out of the scratch
//! schema by name are not tried; and after each of them the locks that were taken are looked at.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::PathBuf,
};

use sqlx::{PgConnection, Row as _, migrate::Migrate as _};

use super::{
    super::{
        cancel::{self, Cancel},
        engine::{Engine, free_bytes},
        error::{Doing as _, EngineError},
        guard::Touches,
        journal::{Actor, From},
        look,
        loss::{Schema, losses},
        outcome::{Progress, Tell},
        place::{Conn, Place},
        plan::{Applied, Facts, Plan, Step, plan as plan_again},
        refusal::Refusal,
        report,
        sql::Name,
        step::{self, Done, Run},
        tables::LEDGER,
        target::Direction,
    },
    Broke, Rehearsal, Untried, WayBack,
    scripts::{reaches_out, within},
    tried,
};
use crate::db::Dialect;

pub(super) async fn rehearse(
    engine: &Engine,
    plan: &Plan,
    cancel: &Cancel,
    tell: Tell<'_>,
) -> Result<Rehearsal, EngineError> {
    let mut conn = engine.place.open_to_write().await?;
    let watch = cancel::watch(&engine.place, &mut conn, cancel).await?;
    let result = match begin(&mut conn).await {
        Ok(()) => {
            let scratch = Scratch {
                engine,
                name: engine.new_name().replace('-', "_"),
                cancel,
                tell,
            };
            let result = scratch.rehearse(&mut conn, plan).await;
            conn.rollback().await;
            result
        }
        Err(error) => Err(error),
    };
    cancel::unwatch(&mut conn, watch).await;
    conn.close().await;
    if cancel.is_cancelled() {
        return Err(EngineError::Cancelled);
    }
    result
}

/// One moment of the data for all tables, and no waiting at a table that a migration has.
async fn begin(conn: &mut Conn) -> Result<(), EngineError> {
    let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL lock_timeout = '2s'";
    conn.run(begin, "beginning a rehearsal").await
}

struct Scratch<'a> {
    engine: &'a Engine,
    /// The name of the schema.
    name: String,
    cancel: &'a Cancel,
    tell: Tell<'a>,
}

impl Scratch<'_> {
    async fn rehearse(&self, conn: &mut Conn, shown: &Plan) -> Result<Rehearsal, EngineError> {
        let facts = look::facts(&self.engine.place, conn).await?;
        let again = plan_again(&self.engine.known, &facts, &shown.request())?;
        if again.digest != shown.digest {
            return Err(Refusal::Stale(report::what_changed(shown, &again)).into());
        }
        let Some(applied) = self.applied(&facts) else {
            return Ok(Rehearsal::NotTried(Untried::Forgotten));
        };
        let scripts = || {
            let steps = shown
                .steps
                .iter()
                .flat_map(|step| [Some(&step.script), step.back.as_ref()]);
            applied
                .iter()
                .map(|step| &step.script)
                .chain(steps.flatten())
        };
        let schemas = schemas(conn).await?;
        if let Some(to) = scripts().find_map(|script| reaches_out(script, &schemas)) {
            return Ok(Rehearsal::NotTried(Untried::ReachesOut { to }));
        }
        let copied = needed(conn, &shown.steps, &facts.schema).await?;
        if let Some(why) = self.too_much(conn, &copied).await? {
            return Ok(Rehearsal::NotTried(why));
        }
        let live = schema_of_now(conn).await?;
        // What cannot be made ready says nothing about the plan.
        if let Err(error) = self
            .prepare(conn, &live, &applied, &facts.schema, &copied)
            .await
        {
            return excused(error);
        }
        match self.try_steps(conn, shown).await {
            Err(EngineError::Refused(refusal)) => Ok(Rehearsal::NotTried(Untried::Refused {
                error: refusal.to_string(),
            })),
            tried => tried,
        }
    }

    /// Every applied migration with the text it was applied with.
    fn applied(&self, facts: &Facts) -> Option<Vec<Step>> {
        let text = |applied: &Applied| {
            let stored = facts.stored.get(&applied.version).map(|stored| &stored.up);
            let known = self
                .engine
                .known
                .get(applied.version)
                .map(|known| &known.up);
            let script = [stored, known]
                .into_iter()
                .flatten()
                .find(|up| up.hash == applied.hash)?;
            let name = format!("{:04}_{}", applied.version, applied.name.replace(' ', "_"));
            Some(Step::recovered(
                applied.version,
                name,
                Direction::Up,
                script.clone(),
                None,
            ))
        };
        facts.ledger.iter().map(text).collect()
    }

    async fn too_much(
        &self,
        conn: &mut Conn,
        tables: &BTreeSet<Name>,
    ) -> Result<Option<Untried>, EngineError> {
        let free = server_folder(conn, &self.engine.place)
            .await
            .and_then(|f| free_bytes(&f));
        let names: Vec<String> = tables.iter().map(Name::quoted).collect();
        let query = "SELECT coalesce(sum(pg_total_relation_size(to_regclass(name))), 0)::bigint FROM unnest($1) AS names (name)";
        let bytes: i64 = sqlx::query_scalar(query)
            .bind(names)
            .fetch_one(postgres(conn)?)
            .await
            .doing("measuring what would be copied")?;
        Ok(self
            .engine
            .too_much(u64::try_from(bytes).unwrap_or_default(), free))
    }

    /// Makes the schema as the applied migrations make it, with the data of the tables that are needed.
    async fn prepare(
        &self,
        conn: &mut Conn,
        live: &str,
        applied: &[Step],
        schema: &Schema,
        copied: &BTreeSet<Name>,
    ) -> Result<(), EngineError> {
        let name = &self.name;
        conn.run(
            format!("CREATE SCHEMA {name}; SET LOCAL search_path = {name}"),
            "making a scratch schema",
        )
        .await?;
        postgres(conn)?
            .ensure_migrations_table(LEDGER)
            .await
            .map_err(sqlx::Error::from)
            .doing("making a ledger")?;
        for step in applied {
            step::execute(conn, &within(step)).await?;
            self.stays_inside(conn).await?;
        }
        let foreign_keys = foreign_keys(conn).await?;
        let mut script = String::new();
        for (table, key, _) in &foreign_keys {
            let _ = write!(script, "ALTER TABLE {table} DROP CONSTRAINT {key};");
        }
        // What a migration put into the tables is in the data, too.
        for table in look::schema(conn).await?.tables.keys() {
            let _ = write!(script, "TRUNCATE {};", table.quoted());
        }
        conn.run(script, "emptying the scratch schema").await?;
        for table in copied {
            let columns = schema
                .tables
                .get(table)
                .map(Vec::as_slice)
                .unwrap_or_default();
            fill(conn, live, table, columns).await?;
        }
        let mut script = String::new();
        for (table, key, definition) in &foreign_keys {
            let _ = write!(
                script,
                "ALTER TABLE {table} ADD CONSTRAINT {key} {definition};"
            );
        }
        conn.run(script, "making the foreign keys again").await
    }

    async fn try_steps(&self, conn: &mut Conn, plan: &Plan) -> Result<Rehearsal, EngineError> {
        let fingerprint = look::fingerprint(conn).await?;
        let before = look::rows(conn).await?;
        let steps = match self.walk(conn, &plan.steps, self.tell).await? {
            Ok(steps) => steps,
            Err(broke) => return Ok(Rehearsal::Broke(broke)),
        };
        let after = look::rows(conn).await?;
        let back: Option<Vec<Step>> = plan.steps.iter().rev().map(Step::reversed).collect();
        let way_back = match back {
            None => WayBack::Missing,
            Some(back) => match self.walk(conn, &back, &|_| ()).await? {
                Ok(_) if look::fingerprint(conn).await? == fingerprint => WayBack::Worked,
                Ok(_) => WayBack::Differs,
                Err(broke) => WayBack::Broke(broke),
            },
        };
        Ok(Rehearsal::Worked(tried(steps, &before, &after, way_back)))
    }

    async fn walk(
        &self,
        conn: &mut Conn,
        steps: &[Step],
        tell: Tell<'_>,
    ) -> Result<Result<Vec<Done>, Broke>, EngineError> {
        let schema = look::schema(conn).await?;
        let scripts = steps.iter().map(|step| (step.version, &step.script));
        let mut losses = losses(Dialect::Postgres, &schema, scripts);
        look::count(conn, &mut losses, self.engine.clock.now()).await?;
        let by = Actor::of_this_process(From::Cli);
        let clock = self.engine.clock.as_ref();
        let run = Run::new(&self.name, &by, clock, self.cancel, &losses, tell);
        let (mut ledger, mut done) = (look::ledger(conn).await?, Vec::new());
        for (i, step) in steps.iter().enumerate() {
            tell(Progress::Begins {
                number: i + 1,
                of: steps.len(),
                name: step.name.clone(),
            });
            let step = within(step);
            conn.run("SAVEPOINT before_the_step", "rehearsing").await?;
            let worked = step::work(conn, &step, &run).await;
            ledger = step::ledger_after(ledger, &step);
            let worked = match worked {
                Ok(ended) => step::ledger_is(conn, &ledger, &step.name)
                    .await
                    .map(|()| ended),
                failed => failed,
            };
            match worked {
                Ok(ended) => {
                    self.stays_inside(conn).await?;
                    tell(Progress::Ended(ended.clone()));
                    done.push(ended);
                }
                Err(_) if self.cancel.is_cancelled() => return Err(EngineError::Cancelled),
                Err(error @ (EngineError::Database { .. } | EngineError::Refused(_))) => {
                    conn.run("ROLLBACK TO SAVEPOINT before_the_step", "rehearsing")
                        .await?;
                    let by_the_server = matches!(error, EngineError::Database { .. });
                    return Ok(Err(Broke {
                        step: Some(step.name.clone()),
                        statement: if by_the_server {
                            step::find_failing(conn, &step).await
                        } else {
                            None
                        },
                        why: super::why(&error),
                    }));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(Ok(done))
    }

    /// Nothing outside was locked in another way than by reading it.
    async fn stays_inside(&self, conn: &mut Conn) -> Result<(), EngineError> {
        let query = "SELECT DISTINCT n.nspname || '.' || c.relname FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
                     WHERE l.pid = pg_backend_pid() AND c.relkind NOT IN ('i', 'I') AND l.locktype = 'relation' AND l.mode NOT IN ('AccessShareLock', 'RowShareLock')
                       AND n.nspname <> $1 AND n.nspname NOT LIKE 'pg\\_%'";
        let touched: Vec<String> = sqlx::query_scalar(query)
            .bind(&self.name)
            .fetch_all(postgres(conn)?)
            .await
            .doing("looking at the locks of a rehearsal")?;
        if touched.is_empty() {
            return Ok(());
        }
        let touched = touched.join(", ");
        Err(Refusal::Other(format!(
            "its scripts reach out of a schema of their own, to {touched}"
        ))
        .into())
    }
}

/// What the server or the engine refused is a reason not to try; anything else is an error.
fn excused(error: EngineError) -> Result<Rehearsal, EngineError> {
    match error {
        EngineError::Database {
            source: sqlx::Error::Database(_),
            ..
        }
        | EngineError::Refused(_) => Ok(Rehearsal::NotTried(Untried::Refused {
            error: format!("a copy could not be made: {}", error.chain()),
        })),
        error => Err(error),
    }
}

fn postgres(conn: &mut Conn) -> Result<&mut PgConnection, EngineError> {
    match conn {
        Conn::Postgres(c) => Ok(c),
        Conn::Sqlite(_) => Err(EngineError::NoFile),
    }
}

/// The tables that have to be there with their rows: those the scripts name, those whose rows may go with theirs, and those
/// that any of these refers to.
async fn needed(
    conn: &mut Conn,
    steps: &[Step],
    schema: &Schema,
) -> Result<BTreeSet<Name>, EngineError> {
    let mut needed = BTreeSet::new();
    for step in steps {
        let words: BTreeSet<String> = step
            .script
            .sql
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .map(str::to_lowercase)
            .collect();
        let named = schema
            .tables
            .keys()
            .filter(|table| words.contains(&table.0.to_lowercase()));
        needed.extend(named.cloned());
        needed.extend(Touches::of(conn, step, schema).tables);
    }
    let query = "SELECT c.relname::text, p.relname::text FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
                 WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace";
    let links: Vec<(String, String)> = sqlx::query_as(query)
        .fetch_all(postgres(conn)?)
        .await
        .doing("asking for the foreign keys")?;
    loop {
        let parents = links
            .iter()
            .filter(|(child, _)| needed.contains(&Name(child.clone())));
        let parents: Vec<_> = parents.map(|(_, parent)| Name(parent.clone())).collect();
        let before = needed.len();
        needed.extend(parents);
        if needed.len() == before {
            return Ok(needed);
        }
    }
}

/// The schemas where somebody's data is.
async fn schemas(conn: &mut Conn) -> Result<Vec<String>, EngineError> {
    let query = "SELECT nspname::text FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'";
    sqlx::query_scalar(query)
        .fetch_all(postgres(conn)?)
        .await
        .doing("asking for the schemas")
}

async fn schema_of_now(conn: &mut Conn) -> Result<String, EngineError> {
    let query = "SELECT quote_ident(current_schema())";
    sqlx::query_scalar(query)
        .fetch_one(postgres(conn)?)
        .await
        .doing("asking for the schema")
}

/// Table, name and definition, each ready to be put into a statement.
async fn foreign_keys(conn: &mut Conn) -> Result<Vec<(String, String, String)>, EngineError> {
    let query = "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
                 WHERE contype = 'f' AND connamespace = current_schema()::regnamespace AND conparentid = 0";
    sqlx::query_as(query)
        .fetch_all(postgres(conn)?)
        .await
        .doing("asking for the foreign keys")
}

/// Copies the rows of a table; its own triggers sleep meanwhile, and its numbers go on behind the highest.
async fn fill(
    conn: &mut Conn,
    live: &str,
    table: &Name,
    columns: &[Name],
) -> Result<(), EngineError> {
    let query = "SELECT attname::text, attgenerated <> '' AS generated, pg_get_serial_sequence($1, attname::text) AS sequence
                 FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped";
    let rows = sqlx::query(query)
        .bind(table.quoted())
        .fetch_all(postgres(conn)?)
        .await
        .doing("asking for the columns")?;
    let attributes: BTreeMap<String, (bool, Option<String>)> = rows
        .iter()
        .map(|row| (row.get(0), (row.get(1), row.get(2))))
        .collect();
    let (table, mut script) = (table.quoted(), String::new());
    let plain = columns.iter().filter(|column| {
        !attributes
            .get(&column.0)
            .is_some_and(|(generated, _)| *generated)
    });
    let list = plain.map(Name::quoted).collect::<Vec<_>>().join(", ");
    let _ = write!(
        script,
        "ALTER TABLE {table} DISABLE TRIGGER USER;
         INSERT INTO {table} ({list}) OVERRIDING SYSTEM VALUE SELECT {list} FROM {live}.{table};
         ALTER TABLE {table} ENABLE TRIGGER USER;"
    );
    for (column, (_, sequence)) in attributes {
        if let Some(sequence) = sequence {
            let column = Name(column).quoted();
            let _ = write!(
                script,
                "SELECT setval('{}', coalesce(max({column}), 1), max({column}) IS NOT NULL) FROM {table};",
                sequence.replace('\'', "''")
            );
        }
    }
    conn.run(script, "copying the data (was the schema changed by hand?)")
        .await
}

/// Where a server on this machine has its data, if it tells us.
async fn server_folder(conn: &mut Conn, place: &Place) -> Option<PathBuf> {
    let Place::Postgres(options) = place else {
        return None;
    };
    let near = options.get_socket().is_some()
        || options.get_host().starts_with('/')
        || matches!(options.get_host(), "localhost" | "127.0.0.1" | "::1");
    if !near {
        return None;
    }
    // Only some may ask. Whoever may not must not lose the transaction over it.
    conn.run("SAVEPOINT asking", "asking for the server's folder")
        .await
        .ok()?;
    let query = "SELECT current_setting('data_directory')";
    let folder: sqlx::Result<String> = sqlx::query_scalar(query)
        .fetch_one(postgres(conn).ok()?)
        .await;
    conn.run(
        "ROLLBACK TO SAVEPOINT asking",
        "asking for the server's folder",
    )
    .await
    .ok()?;
    folder.ok().map(PathBuf::from)
}
