//! Looks at the tables a step touches, before and after it, inside its transaction: nothing goes that was not shown.
//!
//! On SQLite it also finishes what a table rebuild leaves to its author's memory: indexes and triggers that fell with the old
//! table are made again, and the AUTOINCREMENT counter goes on where it was.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::Row as _;

use super::{
    error::{Doing as _, EngineError},
    lint::{only_adds, rebuilt_tables},
    loss::{Count, Loss, Schema, What},
    place::{Conn, with},
    plan::Step,
    refusal::{More, Refusal},
    sql::{Action, Change, Name, change, split},
};

/// What a step is about, as far as its text tells.
#[derive(Debug, Default)]
pub(super) struct Touches {
    /// Its rows are counted before and after.
    pub(super) tables: BTreeSet<Name>,
    rebuilt: BTreeSet<Name>,
    /// Indexes and triggers that the script drops on purpose.
    dropped: BTreeSet<String>,
    renamed: BTreeMap<Name, Name>,
    pub(super) drops_tables: bool,
    only_adds: bool,
}

impl Touches {
    /// Every table the script names.
    pub(super) fn names(conn: &Conn, step: &Step) -> Vec<String> {
        let statements = split(conn.dialect(), &step.script.sql);
        let named = statements.iter().flat_map(|s| match change(s) {
            Change::DropTable { tables, .. } | Change::Truncate { tables, .. } => tables,
            Change::AlterTable { table, .. }
            | Change::CreateIndex { table, .. }
            | Change::Update { table, .. }
            | Change::Delete { table, .. }
            | Change::Insert { table, .. } => vec![table],
            _ => Vec::new(),
        });
        named.map(|name| name.0).collect()
    }

    pub(super) fn of(conn: &Conn, step: &Step, schema: &Schema) -> Self {
        let dialect = conn.dialect();
        let statements = split(dialect, &step.script.sql);
        let changes: Vec<_> = statements.iter().map(|s| (s, change(s))).collect();
        let rebuilt = rebuilt_tables(&changes);
        let mut touches = Self {
            only_adds: only_adds(dialect, &step.script),
            ..Self::default()
        };
        let mut shrinking = Vec::new();
        for (_, change) in &changes {
            match change {
                Change::DropTable { tables, .. } => {
                    touches.drops_tables = true;
                    shrinking.extend(tables.iter().cloned());
                }
                Change::Delete { table, .. }
                | Change::Insert {
                    table,
                    replaces: true,
                    ..
                }
                | Change::Update { table, .. } => shrinking.push(table.clone()),
                Change::Truncate { tables, .. } => shrinking.extend(tables.iter().cloned()),
                Change::DropIndex { indexes, .. } => touches
                    .dropped
                    .extend(indexes.iter().map(|i| i.0.to_lowercase())),
                Change::DropTrigger { trigger } => {
                    touches.dropped.insert(trigger.0.to_lowercase());
                }
                Change::AlterTable { table, actions } => {
                    for action in actions {
                        if let Action::RenameTable { to } = action {
                            touches.renamed.insert(table.clone(), to.clone());
                        }
                    }
                }
                Change::Opaque => shrinking.extend(schema.tables.keys().cloned()),
                _ => {}
            }
        }
        while let Some(table) = shrinking.pop() {
            if touches.tables.insert(table.clone()) {
                shrinking.extend(
                    schema
                        .links
                        .iter()
                        .filter(|l| l.parent == table)
                        .map(|l| l.child.clone()),
                );
            }
        }
        touches
            .tables
            .retain(|table| schema.tables.contains_key(table));
        touches.rebuilt = rebuilt;
        touches
    }
}

/// What was seen.
#[derive(Debug, Default)]
pub(super) struct Seen {
    rows: BTreeMap<Name, i64>,
    violations: BTreeSet<String>,
    dangling: BTreeSet<String>,
    broken_views: BTreeSet<String>,
    /// On rebuilt tables: kind, name, SQL.
    hangers: Vec<(String, String, String)>,
    sequences: BTreeMap<String, i64>,
}

pub(super) async fn look(conn: &mut Conn, touches: &Touches) -> Result<Seen, EngineError> {
    let mut seen = Seen::default();
    for table in &touches.tables {
        let table = touches
            .renamed
            .get(table)
            .filter(|_| !touches.rebuilt.contains(table))
            .map_or_else(|| table.clone(), Clone::clone);
        if let Some(rows) = rows(conn, &table).await? {
            seen.rows.insert(table, rows);
        }
    }
    if let Conn::Sqlite(c) = conn
        && !touches.only_adds
    {
        let doing = "checking foreign keys";
        let rows = sqlx::query("SELECT v.\"table\" || ' row ' || coalesce(v.rowid, '?') || ' → ' || v.parent || ' (' || v.fkid || ')' FROM sqlite_schema m JOIN pragma_foreign_key_check(m.name) v WHERE m.type = 'table' AND m.sql LIKE '%references%'").fetch_all(&mut *c).await.doing(doing)?;
        seen.violations = rows.iter().map(|row| row.get(0)).collect();
        let query = "SELECT m.name || ' → ' || f.\"table\" FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
                     WHERE m.type = 'table' AND m.sql LIKE '%references%' AND NOT EXISTS (SELECT 1 FROM sqlite_schema p WHERE p.type = 'table' AND lower(p.name) = lower(f.\"table\"))";
        seen.dangling = sqlx::query_scalar(query)
            .fetch_all(&mut *c)
            .await
            .doing(doing)?
            .into_iter()
            .collect();
        let views: Vec<String> =
            sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'view'")
                .fetch_all(&mut *c)
                .await
                .doing(doing)?;
        for view in views {
            let probe = format!("SELECT 1 FROM {} LIMIT 0", Name(view.clone()).quoted());
            if sqlx::query(sqlx::AssertSqlSafe(probe))
                .fetch_optional(&mut *c)
                .await
                .is_err()
            {
                seen.broken_views.insert(view);
            }
        }
        for table in &touches.rebuilt {
            let query = "SELECT type, name, sql FROM sqlite_schema WHERE lower(tbl_name) = lower($1) AND type IN ('index', 'trigger') AND sql IS NOT NULL";
            let rows = sqlx::query(query)
                .bind(&table.0)
                .fetch_all(&mut *c)
                .await
                .doing(doing)?;
            seen.hangers
                .extend(rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))));
        }
        let has_sequences: i64 =
            sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'")
                .fetch_one(&mut *c)
                .await
                .doing(doing)?;
        if has_sequences > 0 {
            let rows = sqlx::query("SELECT name, seq FROM sqlite_sequence")
                .fetch_all(c)
                .await
                .doing(doing)?;
            seen.sequences = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
        }
    }
    Ok(seen)
}

/// How many rows a table has; `None` where it is not there.
pub(super) async fn rows(conn: &mut Conn, table: &Name) -> Result<Option<i64>, EngineError> {
    let doing = "counting rows";
    let exists: i64 = match conn {
        Conn::Sqlite(c) => sqlx::query_scalar(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND lower(name) = lower($1)",
        )
        .bind(&table.0)
        .fetch_one(c)
        .await,
        Conn::Postgres(c) => {
            sqlx::query_scalar("SELECT count(to_regclass($1))")
                .bind(table.quoted())
                .fetch_one(c)
                .await
        }
    }
    .doing(doing)?;
    if exists == 0 {
        return Ok(None);
    }
    let count = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {}", table.quoted()));
    with!(conn, c => sqlx::query_scalar(count).fetch_one(c).await)
        .doing(doing)
        .map(Some)
}

/// Makes again what fell with a rebuilt table and was not dropped on purpose.
pub(super) async fn carry_over(
    conn: &mut Conn,
    touches: &Touches,
    before: &Seen,
) -> Result<(), EngineError> {
    let Conn::Sqlite(c) = conn else { return Ok(()) };
    let doing = "making the indexes and triggers of a rebuilt table again";
    for (kind, name, sql) in &before.hangers {
        if touches.dropped.contains(&name.to_lowercase()) {
            continue;
        }
        let there: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM sqlite_schema WHERE type = $1 AND lower(name) = lower($2)",
        )
        .bind(kind)
        .bind(name)
        .fetch_one(&mut *c)
        .await
        .doing(doing)?;
        if there == 0 {
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql.clone())).execute(&mut *c).await.map_err(|source| {
                let why = format!("the {kind} `{name}` does not fit the rebuilt table ({source}); drop it in the script, or make one that fits");
                EngineError::Refused(Refusal::Other(why))
            })?;
        }
    }
    for table in &touches.rebuilt {
        let Some((name, seq)) = before
            .sequences
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(&table.0))
        else {
            continue;
        };
        sqlx::query("UPDATE sqlite_sequence SET seq = max(seq, $2) WHERE lower(name) = lower($1)")
            .bind(name)
            .bind(seq)
            .execute(&mut *c)
            .await
            .doing(doing)?;
        let insert = "INSERT INTO sqlite_sequence (name, seq) SELECT name, $2 FROM sqlite_schema WHERE type = 'table' AND lower(name) = lower($1)
                      AND lower(sql) LIKE '%autoincrement%' AND NOT EXISTS (SELECT 1 FROM sqlite_sequence s WHERE lower(s.name) = lower($1))";
        sqlx::query(insert)
            .bind(name)
            .bind(seq)
            .execute(&mut *c)
            .await
            .doing(doing)?;
    }
    Ok(())
}

/// Refuses what the plan did not show.
pub(super) fn compare(
    touches: &Touches,
    step: &Step,
    losses: &[Loss],
    before: &Seen,
    after: &Seen,
) -> Result<(), Refusal> {
    let mut wrong = Vec::new();
    for (table, had) in &before.rows {
        let now_called = touches
            .renamed
            .get(table)
            .filter(|_| !touches.rebuilt.contains(table))
            .unwrap_or(table);
        let has = after.rows.get(now_called).copied().unwrap_or(0);
        let lost = had - has;
        let allowed = allowed(step.version, table, now_called, losses);
        if lost > allowed {
            wrong.push(More::Rows {
                table: table.to_string(),
                lost,
                had: *had,
            });
        }
    }
    let new = |before: &BTreeSet<String>, after: &BTreeSet<String>| {
        after
            .difference(before)
            .take(5)
            .cloned()
            .collect::<Vec<_>>()
    };
    wrong.extend(
        new(&before.violations, &after.violations)
            .into_iter()
            .map(More::Reference),
    );
    wrong.extend(
        new(&before.dangling, &after.dangling)
            .into_iter()
            .map(More::Parent),
    );
    wrong.extend(
        new(&before.broken_views, &after.broken_views)
            .into_iter()
            .map(More::View),
    );
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Refusal::LosesMore(wrong))
    }
}

/// How many rows of a table the step may take, by the plan: what was counted, and one in a hundred more.
fn allowed(version: i64, table: &Name, now_called: &Name, losses: &[Loss]) -> i64 {
    let about = |loss: &&Loss| {
        let rows = matches!(loss.what, What::Table | What::Rows | What::Cascade);
        loss.what == What::Unreadable
            || (rows && (loss.about == table.0 || loss.about == now_called.0))
    };
    let shown = losses.iter().filter(|l| l.version == version).filter(about);
    shown.fold(0, |sum: i64, loss| match loss.count {
        Count::Exactly(n) => sum.saturating_add(n.saturating_add(n / 100)),
        // It was shown as unknown, and approved as that.
        _ => i64::MAX,
    })
}

/// Refuses a run that would lose more than was shown when it was approved.
pub(super) fn recounted(shown: &[Loss], now: &[Loss]) -> Result<(), Refusal> {
    for (shown, now) in shown.iter().zip(now) {
        let about = || now.about.clone();
        match (&shown.count, &now.count) {
            (Count::Exactly(was), Count::Exactly(is)) if *is > was + was / 100 => {
                return Err(Refusal::MoreCame {
                    about: about(),
                    shown: *was,
                    now: *is,
                });
            }
            (Count::Exactly(_), Count::Unknown(why)) => {
                return Err(Refusal::LosesMore(vec![More::Uncounted {
                    about: about(),
                    why: why.clone(),
                }]));
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(shown: i64, now: i64, expect: &str) {
        let loss = |n| Loss {
            version: 1,
            line: 1,
            what: What::Rows,
            about: "a".into(),
            query: None,
            count: Count::Exactly(n),
            recent_query: None,
            recent: None,
        };
        let got = recounted(&[loss(shown)], &[loss(now)])
            .map_or_else(|refusal| refusal.to_string(), |()| "fine".to_owned());
        assert_eq!(got, expect);
    }

    #[test]
    fn one_in_a_hundred_more_is_fine() {
        check(200, 202, "fine");
        check(200, 150, "fine");
        check(
            200,
            203,
            "it would lose more than was shown: a (200 were shown, 203 are there now); nothing was changed",
        );
    }
    #[test]
    fn anything_where_nothing_was_shown_is_too_much() {
        check(
            0,
            1,
            "it would lose more than was shown: a (0 were shown, 1 are there now); nothing was changed",
        );
        check(
            99,
            100,
            "it would lose more than was shown: a (99 were shown, 100 are there now); nothing was changed",
        );
    }
}
