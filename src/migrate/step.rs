//! Runs one step in one transaction, together with its ledger row and its journal row.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use sqlx::{
    AssertSqlSafe, SqlSafeStr as _,
    migrate::{Migrate as _, Migration, MigrationType},
};

use super::{
    backup::Backup,
    cancel::Cancel,
    error::EngineError,
    guard::{self, Touches},
    journal::{self, Actor, Entry, Event},
    kept,
    lint::{self, rebuilt_tables},
    look,
    loss::{Loss, Schema},
    outcome::{Progress, Tell},
    place::Conn,
    plan::{Applied, Cause, Hold, Plan, Step},
    refusal::Refusal,
    source::{Hash, Script},
    sql::{Change, Name, change, split},
    steps::{DataStep, STEPS},
    tables::LEDGER,
    target::Direction,
    who::Who,
};
use crate::{clock::Clock, db::Dialect};

/// What every step of a run needs to know.
pub(super) struct Run<'a> {
    pub(super) id: &'a str,
    pub(super) by: &'a Actor,
    pub(super) clock: &'a dyn Clock,
    pub(super) cancel: &'a Cancel,
    pub(super) losses: &'a [Loss],
    /// Where the run ends.
    pub(super) last: Option<i64>,
    /// Copy the tables that this touches into a schema of the run.
    pub(super) keep: Option<&'a Plan>,
    pub(super) kept: Mutex<Option<Backup>>,
    /// What was written into the journal and is not mirrored yet.
    pub(super) written: Mutex<Vec<Entry>>,
    pub(super) tell: Tell<'a>,
    /// The steps in Rust of this build.
    pub(super) data: &'static [DataStep],
}

impl<'a> Run<'a> {
    pub(super) fn new(
        id: &'a str,
        by: &'a Actor,
        clock: &'a dyn Clock,
        cancel: &'a Cancel,
        losses: &'a [Loss],
        tell: Tell<'a>,
    ) -> Self {
        Self {
            id,
            by,
            clock,
            cancel,
            losses,
            last: None,
            keep: None,
            kept: Mutex::default(),
            written: Mutex::default(),
            tell,
            data: STEPS,
        }
    }

    pub(super) fn take_written(&self) -> Vec<Entry> {
        std::mem::take(&mut *self.written.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The copy that was made of the tables it touches.
    pub(super) fn kept(&self) -> Option<Backup> {
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn set_kept(&self, backup: Option<Backup>) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = backup;
    }

    pub(super) async fn write(&self, conn: &mut Conn, entry: Entry) -> Result<(), EngineError> {
        journal::write(conn, &entry).await?;
        self.written
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(entry);
        Ok(())
    }

    pub(super) fn entry(&self, event: Event) -> Entry {
        Entry::new(self.clock.now(), self.by, Some(self.id), event)
    }
}

/// What a finished step is told as.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Done {
    pub version: i64,
    pub name: String,
    pub direction: Direction,
    pub seconds: f64,
}

/// Prepares the connection for a step; must be outside a transaction, where SQLite would ignore it.
pub(super) async fn prepare(conn: &mut Conn, steps: &[Step]) -> Result<(), EngineError> {
    if !matches!(conn, Conn::Sqlite(_)) {
        return Ok(());
    }
    let drops = steps.iter().any(|step| {
        let statements = split(conn.dialect(), &step.script.sql);
        statements
            .iter()
            .any(|s| matches!(change(s), Change::DropTable { .. }))
    });
    // Dropping a table deletes its rows first, and with foreign keys on their children: so they are off and the keys checked
    // afterwards. `legacy_alter_table` lets the new table take the old one's name under the eyes of views and triggers.
    let (keys, legacy) = if drops { ("OFF", "ON") } else { ("ON", "OFF") };
    conn.run(
        format!("PRAGMA foreign_keys = {keys}; PRAGMA legacy_alter_table = {legacy}"),
        "preparing the connection",
    )
    .await
}

/// The tables that a script makes anew.
pub(super) fn rebuilt_by(dialect: Dialect, script: &Script) -> BTreeSet<Name> {
    let statements = split(dialect, &script.sql);
    let changes: Vec<_> = statements.iter().map(|s| (s, change(s))).collect();
    rebuilt_tables(&changes)
}

/// How long a step on PostgreSQL waits for a table before it lets others pass, and how often it tries.
const LOCK_TIMEOUT: &str = "SET LOCAL lock_timeout = '2s'";
const ATTEMPTS: u32 = 8;

/// Runs a step and commits it. Where it fails nothing of it is left.
pub(super) async fn alone(
    conn: &mut Conn,
    step: &Step,
    expected: &[Applied],
    run: &Run<'_>,
) -> Result<Done, EngineError> {
    prepare(conn, std::slice::from_ref(step)).await?;
    let mut attempt = 1;
    loop {
        let steps = std::slice::from_ref(step);
        match transaction(conn, steps, expected, run).await {
            Ok(mut done) => return done.pop().ok_or(EngineError::Cancelled),
            Err((_, error)) if attempt < ATTEMPTS && is_lock_timeout(&error) => {
                // While it waits at a table, everybody who comes later waits behind it; so it steps aside in between.
                (run.tell)(Progress::Waiting {
                    by: blockers(conn, step).await,
                });
                run.clock.sleep(Duration::from_millis(250) * attempt).await;
                attempt += 1;
            }
            Err((_, error)) if is_lock_timeout(&error) => {
                return Err(Refusal::TablesBusy(blockers(conn, step).await).into());
            }
            Err((_, error)) => return Err(error),
        }
    }
}

/// Runs all steps in one transaction.
pub(super) async fn all_or_nothing(
    conn: &mut Conn,
    steps: &[Step],
    expected: &[Applied],
    run: &Run<'_>,
) -> Result<Vec<Done>, (Step, EngineError)> {
    prepare(conn, steps)
        .await
        .map_err(|error| (steps[0].clone(), error))?;
    transaction(conn, steps, expected, run).await
}

async fn transaction(
    conn: &mut Conn,
    steps: &[Step],
    expected: &[Applied],
    run: &Run<'_>,
) -> Result<Vec<Done>, (Step, EngineError)> {
    let Some(first) = steps.first() else {
        return Ok(Vec::new());
    };
    let mut at = first;
    let kept = run.kept();
    let result = async {
        conn.begin().await?;
        if matches!(conn, Conn::Postgres(_)) {
            conn.run(LOCK_TIMEOUT, "setting the lock timeout").await?;
        }
        let mut done = Vec::new();
        for step in steps {
            at = step;
            done.push(inside(conn, step, run).await?);
        }
        let ledger = steps.iter().fold(expected.to_vec(), ledger_after);
        ledger_is(conn, &ledger, &at.name).await?;
        // A button pressed until now still counts.
        if run.cancel.is_cancelled() {
            return Err(EngineError::Cancelled);
        }
        conn.commit().await?;
        Ok(done)
    };
    match result.await {
        Ok(done) => Ok(done),
        Err(error) => {
            conn.rollback().await;
            run.take_written();
            run.set_kept(kept);
            Err((at.clone(), error))
        }
    }
}

fn is_lock_timeout(error: &EngineError) -> bool {
    let EngineError::Database {
        source: sqlx::Error::Database(error),
        ..
    } = error
    else {
        return false;
    };
    error.code().is_some_and(|code| code == "55P03")
}

/// Who is at the tables of a step.
async fn blockers(conn: &mut Conn, step: &Step) -> Vec<Who> {
    let tables = Touches::names(conn, step);
    let Conn::Postgres(c) = conn else {
        return vec![Who::Unnamed];
    };
    let query = "SELECT DISTINCT a.pid, nullif(a.application_name, ''), a.state
                 FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_stat_activity a ON a.pid = l.pid
                 WHERE c.relname = ANY($1) AND l.pid <> pg_backend_pid()";
    let rows: Vec<(i32, Option<String>, Option<String>)> = sqlx::query_as(query)
        .bind(tables)
        .fetch_all(c)
        .await
        .unwrap_or_default();
    if rows.is_empty() {
        return vec![Who::Gone];
    }
    let who = |(pid, name, state)| Who::Connection { pid, name, state };
    rows.into_iter().map(who).collect()
}

/// Runs a step within the transaction that is open, and writes it into the journal.
async fn inside(conn: &mut Conn, step: &Step, run: &Run<'_>) -> Result<Done, EngineError> {
    let done = work(conn, step, run).await?;
    let hold = (step.direction == Direction::Down)
        .then(|| Hold::new(run.by, Cause::TakenBack(step.name.clone()), run.clock.now()));
    journal::set_hold(conn, hold.as_ref()).await?;
    let entry = entry(conn, step, run, done.seconds).await?;
    run.write(conn, entry).await?;
    Ok(done)
}

/// Refuses to keep what leaves another ledger behind than the plan says.
pub(super) async fn ledger_is(
    conn: &mut Conn,
    expected: &[Applied],
    behind: &str,
) -> Result<(), EngineError> {
    let mut expected = expected.to_vec();
    expected.sort_by_key(|applied| applied.version);
    if look::ledger(conn).await? == expected {
        return Ok(());
    }
    Err(Refusal::OtherLedger(behind.to_owned()).into())
}

/// What a step does to data and ledger, under guard.
pub(super) async fn work(conn: &mut Conn, step: &Step, run: &Run<'_>) -> Result<Done, EngineError> {
    let began = Instant::now();
    if let Some(plan) = run.keep.filter(|_| run.kept().is_none()) {
        run.set_kept(Some(kept::before_run(conn, plan, run).await?));
    }
    let schema = if lint::only_adds(conn.dialect(), &step.script) {
        Schema::default() // Nothing that is there is touched.
    } else {
        look::outline(conn).await?
    };
    let touches = Touches::of(conn, step, &schema);
    let before = guard::look(conn, &touches).await?;
    execute(conn, step).await?;
    let header = super::header::header(&step.script.sql).unwrap_or_default();
    let code = super::steps::code(run.data, step.version, step.direction, &header, &step.name)?;
    if let Some(code) = code {
        code(conn).await?;
    }
    guard::carry_over(conn, &touches, &before).await?;
    let after = guard::look(conn, &touches).await?;
    guard::compare(&touches, step, run.losses, &before, &after)?;
    Ok(Done {
        version: step.version,
        name: step.name.clone(),
        direction: step.direction,
        seconds: began.elapsed().as_secs_f64(),
    })
}

pub(super) async fn entry(
    conn: &mut Conn,
    step: &Step,
    run: &Run<'_>,
    seconds: f64,
) -> Result<Entry, EngineError> {
    let (up, down) = match step.direction {
        Direction::Up => (Some(step.script.clone()), step.back.clone()),
        Direction::Down => (None, Some(step.script.clone())),
    };
    let fingerprint = if run.last.is_none_or(|last| last == step.version) {
        Some(look::fingerprint(conn).await?)
    } else {
        None
    };
    let event = Event::Step {
        version: step.version,
        name: step.name.clone(),
        direction: step.direction,
        up,
        down,
        seconds,
        fingerprint,
    };
    Ok(run.entry(event))
}

/// Runs the script and writes, or removes, its ledger row: sqlx's own `apply` and `revert`.
pub(super) async fn execute(conn: &mut Conn, step: &Step) -> Result<(), EngineError> {
    let migration = migration(step);
    let doing = "running the script";
    let result = match (conn, step.direction) {
        (Conn::Sqlite(c), Direction::Up) => c.apply(LEDGER, &migration).await,
        (Conn::Sqlite(c), Direction::Down) => c.revert(LEDGER, &migration).await,
        (Conn::Postgres(c), Direction::Up) => c.apply(LEDGER, &migration).await,
        (Conn::Postgres(c), Direction::Down) => c.revert(LEDGER, &migration).await,
    };
    result.map(drop).map_err(|error| match error {
        sqlx::migrate::MigrateError::ExecuteMigration(source, _) => {
            EngineError::Database { doing, source }
        }
        other => EngineError::Database {
            doing,
            source: sqlx::Error::from(other),
        },
    })
}

/// As sqlx knows it. `no_tx` tells sqlx to begin no transaction of its own: the step's is open, or there must be none.
pub(super) fn migration(step: &Step) -> Migration {
    let kind = match step.direction {
        Direction::Up => MigrationType::ReversibleUp,
        Direction::Down => MigrationType::ReversibleDown,
    };
    let name = step
        .name
        .split_once('_')
        .map_or(step.name.as_str(), |(_, name)| name)
        .replace('_', " ");
    Migration::new(
        step.version,
        name.into(),
        kind,
        AssertSqlSafe(step.script.sql.to_string()).into_sql_str(),
        true,
    )
}

/// The ledger after a step.
pub(super) fn ledger_after(mut ledger: Vec<Applied>, step: &Step) -> Vec<Applied> {
    match step.direction {
        Direction::Down => ledger.retain(|a| a.version != step.version),
        Direction::Up => {
            let name = migration(step).description.into_owned();
            ledger.push(Applied {
                version: step.version,
                name,
                hash: Hash::of(&step.script.sql),
            });
            ledger.sort_by_key(|a| a.version);
        }
    }
    ledger
}

/// The statement a script failed at, by trying its statements one after the other in a transaction that is thrown away.
pub(super) async fn failing_statement(conn: &mut Conn, step: &Step) -> Option<(usize, String)> {
    if step.script.no_transaction() {
        return None;
    }
    conn.begin().await.ok()?;
    let failing = find_failing(conn, step).await;
    conn.rollback().await;
    failing
}

/// The same within a transaction, which may be of no use afterwards.
pub(super) async fn find_failing(conn: &mut Conn, step: &Step) -> Option<(usize, String)> {
    for statement in split(conn.dialect(), &step.script.sql) {
        if conn
            .run(statement.text, "looking for the failing statement")
            .await
            .is_err()
        {
            return Some((statement.line, statement.text.to_owned()));
        }
    }
    None
}
