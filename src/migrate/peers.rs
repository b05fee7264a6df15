//! The processes that work on one database: each leaves a heartbeat, pauses when a migration asks for it, and notices when
//! somebody else changed the schema.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::{
    engine::Engine,
    error::{Doing as _, EngineError},
    journal::{Actor, From},
    look,
    place::{Conn, with},
    refusal::Refusal,
    tables,
    who::Who,
};
use crate::db::gate::Drained;

/// How often a process looks for a wish to pause, and at the schema.
const BEAT: Duration = Duration::from_millis(500);
/// How often it writes that it lives. Looking costs nothing, writing does.
const SAY_EVERY_MS: i64 = 3_000;
/// Whoever was not heard of for so long is gone.
const ALIVE_MS: i64 = 10_000;
/// And is forgotten after a day.
const REMEMBERED_MS: i64 = 24 * 60 * 60 * 1000;
/// How long others pause at most for one request. The migration asks again while it runs.
const PAUSE_MS: i64 = 60_000;

/// What a process says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peer {
    pub host: String,
    pub pid: u32,
    pub build: String,
    /// The newest migration it knows.
    pub head: Option<i64>,
    /// Where its process id means something: a start of a machine, and a room for processes on it.
    #[serde(default)]
    pub room: Option<String>,
}

impl Peer {
    /// Whether it is known to have ended: only whoever is in the same room can see that.
    pub fn has_ended(&self) -> bool {
        self.room.is_some()
            && self.room == own_room()
            && self.pid != std::process::id()
            && !is_running(self.pid)
    }
}

impl std::fmt::Display for Peer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "process {} on {} (build {})",
            self.pid, self.host, self.build
        )
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    peer: String,
    paused_until: i64,
}

/// A process's place among the others; made by [`Engine::join`].
#[derive(Debug)]
pub struct Member {
    engine: Engine,
    conn: Conn,
    id: String,
    seen: Option<String>,
    said_at: i64,
    paused: Option<(Drained, i64)>,
}

impl Engine {
    /// Joins those who work on the database. Call [`Member::beat`] again and again.
    pub async fn join(&self) -> Result<Member, EngineError> {
        let mut conn = self.place.open_to_write().await?;
        if !tables::exists(&mut conn, "_reprise_peers").await? {
            let by = Actor::of_this_process(From::Boot);
            self.hold_lock(&by).await?.conn.close().await;
        }
        if matches!(conn, Conn::Sqlite(_)) {
            // A heartbeat that a power cut takes away is no loss. Not OFF: this connection may be the one that checkpoints.
            conn.run("PRAGMA synchronous = NORMAL", "joining the other processes")
                .await?;
        }
        let id = self.peer_id.clone().unwrap_or_else(|| {
            super::journal::new_id(self.clock.now(), &std::process::id().to_string())
        });
        Ok(Member {
            engine: Self {
                peer_id: Some(id.clone()),
                ..self.clone()
            },
            conn,
            id,
            seen: None,
            said_at: 0,
            paused: None,
        })
    }

    /// The others that were heard of lately.
    pub async fn peers(&self) -> Result<Vec<Peer>, EngineError> {
        let Some(mut conn) = self.place.open_to_read().await? else {
            return Ok(Vec::new());
        };
        let rows = self.living(&mut conn).await;
        conn.close().await;
        Ok(rows?
            .iter()
            .filter_map(|row| serde_json::from_str(&row.peer).ok())
            .collect())
    }

    /// Whether the process that beats under this id is still there. One of this machine is looked for; of others it is
    /// known only after a while that they are gone.
    pub async fn lives(&self, id: &str) -> Result<bool, EngineError> {
        let Some(mut conn) = self.place.open_to_read().await? else {
            return Ok(false);
        };
        let rows = self.living(&mut conn).await;
        conn.close().await;
        let row = rows?.into_iter().find(|row| row.id == id);
        let peer = row.and_then(|row| serde_json::from_str::<Peer>(&row.peer).ok());
        Ok(peer.is_some_and(|peer| peer.host != own_host() || is_running(peer.pid)))
    }

    pub(super) async fn has_newer_peer(&self) -> bool {
        // Where nobody can say, somebody may be there.
        self.peers().await.map_or(true, |peers| {
            peers.iter().any(|peer| peer.head > self.known.head())
        })
    }

    async fn living(&self, conn: &mut Conn) -> Result<Vec<Row>, EngineError> {
        if !tables::exists(conn, "_reprise_peers").await? {
            return Ok(Vec::new());
        }
        let query = format!(
            "SELECT id, peer, paused_until FROM {} WHERE beat_at > $1 AND id <> $2",
            tables::table(conn, "_reprise_peers")
        );
        let (since, me) = (
            self.now_ms() - ALIVE_MS,
            self.peer_id.clone().unwrap_or_default(),
        );
        with!(conn, c => sqlx::query_as(sqlx::AssertSqlSafe(query)).bind(since).bind(me).fetch_all(c).await).doing("asking for the other processes")
    }

    /// Asks every other process to pause and waits until all have; says who did not.
    pub(super) async fn ask_to_pause(&self, conn: &mut Conn) -> Result<(), EngineError> {
        let mut waited = Duration::ZERO;
        let table = tables::table(conn, "_reprise_peers");
        loop {
            let ask = format!("UPDATE {table} SET drain_until = $1 WHERE id <> $2");
            let (until, me) = (
                self.now_ms() + PAUSE_MS,
                self.peer_id.clone().unwrap_or_default(),
            );
            with!(&mut *conn, c => sqlx::query(sqlx::AssertSqlSafe(ask)).bind(until).bind(me).execute(c).await.map(drop)).doing("asking the other processes to pause")?;
            let now = self.now_ms();
            let busy: Vec<Who> = self
                .living(conn)
                .await?
                .into_iter()
                .filter(|row| row.paused_until <= now)
                .map(|row| serde_json::from_str(&row.peer).map_or(Who::Unnamed, Who::Copy))
                .collect();
            if busy.is_empty() {
                return Ok(());
            }
            if waited >= self.settings.peers {
                return Err(Refusal::PeersBusy(busy).into());
            }
            tokio::time::sleep(BEAT / 5).await;
            waited += BEAT / 5;
        }
    }

    /// Lets the others go on.
    pub(super) async fn let_go_on(&self, conn: &mut Conn) {
        let release = format!(
            "UPDATE {} SET drain_until = 0",
            tables::table(conn, "_reprise_peers")
        );
        // Where this does not arrive, their pause ends by itself.
        let _ = conn.run(release, "letting the other processes go on").await;
    }

    fn now_ms(&self) -> i64 {
        self.clock.now().timestamp_millis()
    }
}

fn own_host() -> String {
    rustix::system::uname()
        .nodename()
        .to_string_lossy()
        .into_owned()
}

/// Containers on one machine may have the same host name and the same process ids.
fn own_room() -> Option<String> {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let room = std::fs::read_link("/proc/self/ns/pid").ok()?;
    Some(format!("{} {}", boot.trim(), room.display()))
}

/// Whether another process of this machine has this number.
fn is_running(pid: u32) -> bool {
    let other = i32::try_from(pid)
        .ok()
        .filter(|_| pid != std::process::id());
    other
        .and_then(rustix::process::Pid::from_raw)
        .is_some_and(|pid| rustix::process::test_kill_process(pid).is_ok())
}

/// What a beat noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noticed {
    Nothing,
    /// Somebody changed the schema; the pool has been recycled.
    SchemaChanged,
}

impl Member {
    /// Beats for as long as it is polled; `noticed` hears of every change of the schema.
    pub async fn keep_beating(&mut self, noticed: impl Fn() + Send) -> EngineError {
        loop {
            match self.beat().await {
                Ok(Noticed::SchemaChanged) => noticed(),
                // A migration holds the file, or the server is away for a moment: the next beat tells.
                Ok(Noticed::Nothing)
                | Err(EngineError::Database {
                    source: sqlx::Error::Database(_) | sqlx::Error::PoolTimedOut,
                    ..
                }) => {}
                Err(error) => return error,
            }
            let clock = self.engine.clock.clone();
            clock.sleep(BEAT).await;
        }
    }

    /// One beat: says that it lives, pauses or goes on as asked, looks whether the schema is another.
    pub async fn beat(&mut self) -> Result<Noticed, EngineError> {
        let now = self.engine.now_ms();
        let table = tables::table(&self.conn, "_reprise_peers");
        if now - self.said_at >= SAY_EVERY_MS {
            self.say(now, &table).await?;
        }
        let asked = sqlx::AssertSqlSafe(format!("SELECT drain_until FROM {table} WHERE id = $1"));
        let id = self.id.clone();
        let wanted: Option<i64> =
            with!(&mut self.conn, c => sqlx::query_scalar(asked).bind(id).fetch_optional(c).await)
                .doing("beating")?;
        let Some(wanted) = wanted else {
            // A restore took the row away.
            self.said_at = 0;
            return Ok(Noticed::Nothing);
        };
        self.pause_or_go_on(wanted, now, &table).await?;
        let schema = look::schema_mark(&mut self.conn).await?;
        let changed = self.seen.as_ref().is_some_and(|seen| *seen != schema);
        self.seen = Some(schema);
        if changed && let Some(gate) = &self.engine.gate {
            gate.recycle();
        }
        Ok(if changed {
            Noticed::SchemaChanged
        } else {
            Noticed::Nothing
        })
    }

    async fn say(&mut self, now: i64, table: &str) -> Result<(), EngineError> {
        let began = Instant::now();
        if self.said_at == 0 {
            let before = now - REMEMBERED_MS;
            let forget = format!("DELETE FROM {table} WHERE beat_at < {before}");
            self.conn.run(forget, "joining the other processes").await?;
        }
        let peer = Peer {
            host: own_host(),
            pid: std::process::id(),
            build: super::BUILD.to_owned(),
            head: self.engine.known.head(),
            room: own_room(),
        };
        let json = serde_json::to_string(&peer).map_err(EngineError::Journal)?;
        let say = sqlx::AssertSqlSafe(format!(
            "INSERT INTO {table} (id, peer, beat_at) VALUES ($1, $2, $3)
             ON CONFLICT (id) DO UPDATE SET peer = excluded.peer, beat_at = excluded.beat_at"
        ));
        let id = self.id.clone();
        with!(&mut self.conn, c => sqlx::query(say).bind(id).bind(json).bind(now).execute(c).await.map(drop)).doing("beating")?;
        self.said_at = now;
        self.engine.standing.heard(began);
        Ok(())
    }

    async fn pause_or_go_on(
        &mut self,
        wanted_until: i64,
        now: i64,
        table: &str,
    ) -> Result<(), EngineError> {
        if let Some((_, until)) = &self.paused
            && (wanted_until <= now || *until <= now)
        {
            self.paused = None;
            if let Some(gate) = &self.engine.gate {
                gate.recycle();
            }
        }
        let Some(gate) = self.engine.gate.clone() else {
            return Ok(());
        };
        if wanted_until > now && self.paused.is_none() {
            // Not for long: while this waits at the gate nobody else is let through either.
            let Some(drained) = gate.drain(BEAT * 2).await else {
                return Ok(());
            };
            self.paused = Some((drained, wanted_until));
        }
        let until = self.paused.as_mut().map_or(0, |(_, until)| {
            *until = wanted_until.max(*until);
            *until
        });
        let say =
            format!("UPDATE {table} SET paused_until = $2 WHERE id = $1 AND paused_until <> $2");
        let id = self.id.clone();
        with!(&mut self.conn, c => sqlx::query(sqlx::AssertSqlSafe(say)).bind(id).bind(until).execute(c).await.map(drop)).doing("saying that it pauses")
    }

    /// Leaves: nobody waits for it any more.
    pub async fn leave(mut self) {
        let leave = format!(
            "DELETE FROM {} WHERE id = $1",
            tables::table(&self.conn, "_reprise_peers")
        );
        let id = self.id.clone();
        // Where this does not arrive it is forgotten after a while.
        let _ = with!(&mut self.conn, c => sqlx::query(sqlx::AssertSqlSafe(leave)).bind(id).execute(c).await.map(drop));
        self.conn.close().await;
    }
}
