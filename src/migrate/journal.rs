//! What happened, to whom it may concern: every run, step, backup, restore, hold and refusal.
//!
//! The rows lie in the database, a step's row in the transaction of the step. Beside a SQLite file they are mirrored.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU32, Ordering},
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    error::{Doing as _, EngineError},
    mirror,
    place::{Conn, Place, with},
    plan::{Digest, Hold, Stored},
    source::{Hash, Script},
    tables,
    target::{Direction, Position},
    why::{self, Why},
};

/// Who does something, and from where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// `uid 1000`, or the id of an owner.
    pub who: String,
    pub from: From,
    pub host: String,
}

impl Actor {
    /// Whoever started this process.
    pub fn of_this_process(from: From) -> Self {
        let host = rustix::system::uname()
            .nodename()
            .to_string_lossy()
            .into_owned();
        Self {
            who: format!("uid {}", rustix::process::getuid().as_raw()),
            from,
            host,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    Cli,
    Chat,
    Boot,
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let from = match self.from {
            From::Cli => "command line",
            From::Chat => "chat",
            From::Boot => "start",
        };
        write!(f, "{} ({from}, {})", self.who, self.host)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub id: String,
    pub at: DateTime<Utc>,
    pub by: Actor,
    pub build: String,
    /// The run it belongs to.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub run: Option<String>,
    #[serde(flatten)]
    pub event: Event,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    Started {
        plan: Digest,
        direction: Direction,
        from: Position,
        to: Position,
        steps: Vec<String>,
        loses: Vec<String>,
    },
    /// A step without a transaction is about to run.
    StepBegins {
        version: i64,
        name: String,
        direction: Direction,
    },
    Step {
        version: i64,
        name: String,
        direction: Direction,
        up: Option<Script>,
        down: Option<Script>,
        seconds: f64,
        /// Of the schema a run leaves; not of what lies between its steps.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        fingerprint: Option<String>,
    },
    /// A step without a transaction did not happen, and left nothing behind.
    StepUndone {
        version: i64,
        name: String,
        direction: Direction,
        why: String,
    },
    Finished {
        outcome: Outcome,
        error: Option<String>,
        #[serde(
            skip_serializing_if = "Option::is_none",
            default,
            deserialize_with = "why::if_known"
        )]
        told: Option<Why>,
        done: Vec<String>,
        backup: Option<String>,
        seconds: f64,
    },
    Refused {
        asked: String,
        why: String,
        #[serde(
            skip_serializing_if = "Option::is_none",
            default,
            deserialize_with = "why::if_known"
        )]
        told: Option<Why>,
    },
    BackedUp {
        file: String,
        bytes: u64,
        sha256: String,
        pinned: bool,
    },
    /// A copy that was made turned out to be damaged.
    Damaged {
        says: String,
    },
    RestoreStarted {
        file: String,
    },
    RestoreFinished {
        file: String,
        version: Position,
    },
    /// The ledger was set without running anything.
    Stamped {
        from: Position,
        to: Position,
        added: Vec<i64>,
        removed: Vec<i64>,
        reason: String,
        /// How the schema differed from what it should have been.
        differs: Vec<String>,
    },
    Held {
        reason: String,
    },
    Released {
        reason: String,
    },
    Blessed {
        version: i64,
        from: Hash,
        to: Hash,
        reason: String,
    },
    /// A backup may be removed again by age.
    Unpinned {
        file: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Done,
    Failed,
    Cancelled,
    /// It failed, and what it had done was taken back.
    RolledBack,
}

impl Entry {
    pub(super) fn new(at: DateTime<Utc>, by: &Actor, run: Option<&str>, event: Event) -> Self {
        Self {
            id: new_id(at, &by.host),
            at,
            by: by.clone(),
            build: super::BUILD.to_owned(),
            run: run.map(str::to_owned),
            event,
        }
    }
}

/// An id that sorts by time and is unique among processes and hosts.
pub(super) fn new_id(at: DateTime<Utc>, host: &str) -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let n = COUNTER.fetch_add(1, Ordering::Relaxed);
    let where_from = Sha256::digest(format!("{host}/{}/{n}", std::process::id()));
    format!(
        "{}-{:02x}{:02x}{:02x}",
        at.format("%Y%m%d-%H%M%S%3f"),
        where_from[0],
        where_from[1],
        where_from[2]
    )
}

/// What the entries say about now.
#[derive(Debug, Default)]
pub(super) struct History {
    pub(super) stored: BTreeMap<i64, Stored>,
    /// The texts of those that were taken back: a restore may have brought them back.
    pub(super) taken_back: BTreeMap<i64, Stored>,
    /// When each was last applied, by the number of its entry. Not when it was taken back: after a restore, those that were
    /// taken back would stand in the opposite order.
    pub(super) order: BTreeMap<i64, usize>,
    pub(super) unfinished_step: Option<(i64, Direction)>,
}

impl History {
    pub(super) fn of(entries: &[Entry]) -> Self {
        let mut history = Self::default();
        for (number, entry) in entries.iter().enumerate() {
            match &entry.event {
                Event::Stamped { added, removed, .. } => {
                    history.order.extend(added.iter().map(|version| (*version, number)));
                    for version in removed {
                        history.take_back(*version);
                    }
                }
                Event::StepBegins {
                    version, direction, ..
                } => history.unfinished_step = Some((*version, *direction)),
                Event::StepUndone { .. } => history.unfinished_step = None,
                Event::Step {
                    version,
                    direction,
                    up,
                    down,
                    ..
                } => {
                    history.unfinished_step = None;
                    if *direction == Direction::Up {
                        history.order.insert(*version, number);
                    }
                    match (direction, up) {
                        (Direction::Up, Some(up)) => {
                            history.stored.insert(
                                *version,
                                Stored {
                                    up: up.clone(),
                                    down: down.clone(),
                                },
                            );
                        }
                        (Direction::Up, None) => {}
                        (Direction::Down, _) => history.take_back(*version),
                    }
                }
                Event::Blessed { version, to, .. }
                    // The text it was applied with is not the accepted one any more.
                    if history.stored.get(version).is_some_and(|s| s.up.hash != *to) =>
                {
                    history.stored.remove(version);
                }
                _ => {}
            }
        }
        history
    }

    fn take_back(&mut self, version: i64) {
        self.taken_back.extend(self.stored.remove_entry(&version));
    }
}

/// A restore that the journal saw begin and not end.
pub(super) fn unfinished_restore(
    place: &Place,
    entries: &[Entry],
) -> Result<Option<String>, EngineError> {
    // A restore takes the rows with it; beside a file only the mirror can tell.
    let mirrored = match mirror::Mirror::path(place) {
        Some(path) => mirror::restores_in(&path)?,
        None => entries.to_vec(),
    };
    Ok(mirrored
        .iter()
        .fold(None, |open, entry| match &entry.event {
            Event::RestoreStarted { file } => Some(file.clone()),
            Event::RestoreFinished { .. } => None,
            _ => open,
        }))
}

/// All entries in the database, oldest first; none where it has no journal yet.
pub(super) async fn entries(conn: &mut Conn) -> Result<Vec<Entry>, EngineError> {
    if !tables::exists(conn, "_reprise_journal").await? {
        return Ok(Vec::new());
    }
    // In one row: each row of its own would cost two switches between threads, and there are hundreds. No entry has a new
    // line. Put in order here, where they mostly are already: a database would copy them all to do it.
    let all = match conn {
        Conn::Sqlite(_) => "group_concat(seq || ' ' || entry, char(10))",
        Conn::Postgres(_) => "string_agg(seq || ' ' || entry, chr(10))",
    };
    let query = sqlx::AssertSqlSafe(format!(
        "SELECT {all} FROM {}",
        tables::table(conn, "_reprise_journal")
    ));
    let all: Option<String> = with!(conn, c => sqlx::query_scalar(query).fetch_one(c).await)
        .doing("reading the journal")?;
    let mut rows: Vec<_> = all
        .iter()
        .flat_map(|all| all.lines())
        .map(|row| row.split_once(' ').unwrap_or_default())
        .collect();
    rows.sort_by_key(|(seq, _)| seq.parse::<u64>().ok());
    rows.iter()
        .map(|(_, entry)| serde_json::from_str(entry).map_err(EngineError::Journal))
        .collect()
}

/// Writes an entry, within whatever transaction is open.
pub(super) async fn write(conn: &mut Conn, entry: &Entry) -> Result<(), EngineError> {
    let insert = sqlx::AssertSqlSafe(format!(
        "INSERT INTO {} (id, entry) VALUES ($1, $2)",
        tables::table(conn, "_reprise_journal")
    ));
    let json = serde_json::to_string(entry).map_err(EngineError::Journal)?;
    with!(conn, c => sqlx::query(insert).bind(&entry.id).bind(json).execute(c).await.map(drop))
        .doing("writing the journal")
}

/// Sets, or with `None` removes, the hold.
pub(super) async fn set_hold(conn: &mut Conn, hold: Option<&Hold>) -> Result<(), EngineError> {
    let table = tables::table(conn, "_reprise_hold");
    let doing = "writing the hold";
    match hold {
        None => {
            let delete = sqlx::AssertSqlSafe(format!("DELETE FROM {table}"));
            with!(conn, c => sqlx::query(delete).execute(c).await.map(drop)).doing(doing)
        }
        Some(hold) => {
            let upsert = sqlx::AssertSqlSafe(format!(
                "INSERT INTO {table} (id, hold) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET hold = excluded.hold"
            ));
            let json = serde_json::to_string(hold).map_err(EngineError::Journal)?;
            with!(conn, c => sqlx::query(upsert).bind(json).execute(c).await.map(drop)).doing(doing)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(n: u32) -> Entry {
        let by = Actor {
            who: "uid 1".into(),
            from: From::Cli,
            host: "here".into(),
        };
        Entry::new(
            DateTime::UNIX_EPOCH,
            &by,
            None,
            Event::Held {
                reason: n.to_string(),
            },
        )
    }

    #[test]
    fn a_step_that_began_and_did_not_end_is_unfinished() {
        let step = |event| Entry { event, ..entry(0) };
        let begins = step(Event::StepBegins {
            version: 3,
            name: "c".into(),
            direction: Direction::Up,
        });
        let undone = step(Event::StepUndone {
            version: 3,
            name: "c".into(),
            direction: Direction::Up,
            why: "x".into(),
        });
        assert_eq!(
            History::of(std::slice::from_ref(&begins)).unfinished_step,
            Some((3, Direction::Up))
        );
        assert_eq!(History::of(&[begins, undone]).unfinished_step, None);
    }
}
