//! One migration at a time, on every path released: also when the process is killed.
//!
//! Beside a SQLite file an operating system's lock on a file of its own, which the kernel frees with the process. On PostgreSQL
//! the advisory lock that sqlx uses (so that `sqlx migrate run` waits for us and we for it), taken by polling on the connection
//! that does the work: a waiter in `pg_advisory_lock` would hold a snapshot that `CREATE INDEX CONCURRENTLY` waits for, and a
//! lock on another connection would be free while a killed process's last statement still runs.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read as _, Seek as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    time::Duration,
};

use serde::{Deserialize, Serialize};
use sqlx::{Connection as _, PgConnection, Row as _};

use super::{
    cancel::Cancel,
    error::{Doing as _, EngineError},
    journal::Actor,
    place::{Conn, Place},
    refusal::Refusal,
    who::Who,
};
use crate::clock::Clock;

/// Other processes have clocks of their own: it is waited for them by real time.
const POLL: Duration = Duration::from_millis(50);

/// Who holds the lock of a SQLite database, for those who wait.
#[derive(Debug, Serialize, Deserialize)]
struct Holder {
    by: Actor,
    pid: u32,
    since: chrono::DateTime<chrono::Utc>,
}

/// The held lock. On PostgreSQL it lies in the connection and goes with it.
#[derive(Debug)]
pub(super) struct Lock {
    file: Option<File>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(file) = &mut self.file {
            // Nobody holds it any more; a waiter must not read an old name.
            let _ = file.set_len(0);
            let _ = file.unlock();
        }
    }
}

/// Takes the lock, waiting for at most `patience`.
pub(super) async fn take(
    place: &Place,
    conn: &mut Conn,
    clock: &dyn Clock,
    by: &Actor,
    patience: Duration,
    cancel: &Cancel,
) -> Result<Lock, EngineError> {
    match conn {
        Conn::Sqlite(_) => file_lock(place, clock, by, patience, cancel).await,
        Conn::Postgres(_) => {
            let locked = advisory_lock(conn, patience, cancel).await;
            locked.map_err(through_a_pooler)?;
            direct(place, conn).await.map_err(through_a_pooler)?;
            Ok(Lock { file: None })
        }
    }
}

async fn file_lock(
    place: &Place,
    clock: &dyn Clock,
    by: &Actor,
    patience: Duration,
    cancel: &Cancel,
) -> Result<Lock, EngineError> {
    let path = place.beside("lock").expect("a SQLite database is a file");
    let io = |source| EngineError::io("locking the database", &path, source);
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .mode(0o600)
        .open(&path)
        .map_err(io)?;
    let mut waited = Duration::ZERO;
    loop {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::WouldBlock) if cancel.is_cancelled() => {
                return Err(EngineError::Cancelled);
            }
            Err(TryLockError::WouldBlock) if waited < patience => {
                tokio::time::sleep(POLL).await;
                waited += POLL;
            }
            Err(TryLockError::WouldBlock) => return Err(Refusal::Locked(holder(&mut file)).into()),
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
    }
    let holder = Holder {
        by: by.clone(),
        pid: std::process::id(),
        since: clock.now(),
    };
    let text = serde_json::to_string(&holder).map_err(EngineError::Journal)?;
    file.set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| file.write_all(text.as_bytes()))
        .map_err(io)?;
    Ok(Lock { file: Some(file) })
}

fn holder(file: &mut File) -> Who {
    let mut text = String::new();
    let read = file.rewind().and_then(|()| file.read_to_string(&mut text));
    match read
        .ok()
        .and_then(|_| serde_json::from_str::<Holder>(&text).ok())
    {
        Some(Holder { by, pid, since }) => Who::Migrates { by, pid, since },
        None => Who::Unnamed,
    }
}

/// Who holds the lock right now, without waiting; `None` where nobody does.
pub(super) async fn held_by(
    place: &Place,
    conn: Option<&mut Conn>,
) -> Result<Option<Who>, EngineError> {
    match conn {
        None | Some(Conn::Sqlite(_)) => {
            let Some(path) = place.beside("lock") else {
                return Ok(None);
            };
            let Ok(mut file) = File::open(&path) else {
                return Ok(None);
            };
            Ok(match file.try_lock_shared() {
                Err(TryLockError::WouldBlock) => Some(holder(&mut file)),
                _ => None,
            })
        }
        Some(Conn::Postgres(c)) => {
            let key = key(c).await?;
            let row: Option<(i32, Option<String>)> = sqlx::query_as(
                "SELECT l.pid, a.application_name FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
                 WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND ((l.classid::bigint << 32) | l.objid::bigint) = $1",
            )
            .bind(key)
            .fetch_optional(c)
            .await
            .doing("looking at the migration lock")?;
            Ok(row.map(|(pid, name)| Who::Connection {
                pid,
                name: name.filter(|name| !name.is_empty()),
                state: None,
            }))
        }
    }
}

async fn advisory_lock(
    conn: &mut Conn,
    patience: Duration,
    cancel: &Cancel,
) -> Result<(), EngineError> {
    let doing = "locking the database";
    let mut waited = Duration::ZERO;
    loop {
        let Conn::Postgres(c) = &mut *conn else {
            return Ok(());
        };
        let key = key(c).await?;
        let taken: bool = sqlx::query_scalar("SELECT pg_try_advisory_lock($1)")
            .bind(key)
            .fetch_one(&mut *c)
            .await
            .doing(doing)?;
        if taken {
            let nobody_restores: bool = sqlx::query_scalar("SELECT pg_try_advisory_xact_lock($1)")
                .bind(restore_key(key))
                .fetch_one(&mut *c)
                .await
                .doing(doing)?;
            if nobody_restores {
                return Ok(());
            }
            sqlx::query("SELECT pg_advisory_unlock($1)")
                .bind(key)
                .execute(&mut *c)
                .await
                .doing(doing)?;
        }
        if cancel.is_cancelled() {
            return Err(EngineError::Cancelled);
        }
        if waited >= patience && taken {
            return Err(Refusal::Locked(Who::EndingRestore).into());
        }
        if waited >= patience {
            let place = Place::Sqlite(std::path::PathBuf::new()); // Not looked at on PostgreSQL.
            let by = held_by(&place, Some(conn)).await?;
            return Err(Refusal::Locked(by.unwrap_or(Who::Gone)).into());
        }
        tokio::time::sleep(POLL).await;
        waited += POLL;
    }
}

/// Refuses a connection that a pooler shares with others: the lock would be on a backend that the next statement may not reach.
///
/// Two connections that rest tell: behind a pooler the second is given the first one's backend, or another one each time.
async fn direct(place: &Place, conn: &mut Conn) -> Result<(), EngineError> {
    let (Conn::Postgres(c), Place::Postgres(options)) = (conn, place) else {
        return Ok(());
    };
    let key = key(c).await?;
    let (locked, mine) = backend(c, key).await?;
    let mut others = Vec::new();
    // Where the server takes no other connection it has taken this one itself.
    if let Ok(mut other) = PgConnection::connect_with(options).await {
        for _ in 0..3 {
            others.push(backend(&mut other, key).await?.1);
        }
        // Whether the goodbye arrives or not, the connection is gone.
        let _ = other.close().await;
    }
    let moves = others.windows(2).any(|pair| pair[0] != pair[1]);
    let is_shared = moves || others.contains(&mine);
    if locked && !is_shared && backend(c, key).await? == (true, mine) {
        Ok(())
    } else {
        Err(Refusal::Pooler.into())
    }
}

/// Whether the backend that answers holds the lock, and which one it is.
async fn backend(c: &mut PgConnection, key: i64) -> Result<(bool, i32), EngineError> {
    // Not prepared: behind a pooler two connections would give one backend's statements the same names.
    let query = format!(
        "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND pid = pg_backend_pid()
         AND ((classid::bigint << 32) | objid::bigint) = {key}), pg_backend_pid()"
    );
    let row = sqlx::raw_sql(sqlx::AssertSqlSafe(query))
        .fetch_one(c)
        .await
        .doing("checking the lock")?;
    Ok((row.get(0), row.get(1)))
}

/// Statements that are not where they were prepared, or are there already, are a pooler's doing as well.
fn through_a_pooler(error: EngineError) -> EngineError {
    let code = match &error {
        EngineError::Database {
            source: sqlx::Error::Database(source),
            ..
        } => source.code(),
        _ => None,
    };
    match code.as_deref() {
        Some("26000" | "42P05") => Refusal::Pooler.into(),
        _ => error,
    }
}

/// The key sqlx derives from the database's name.
pub(super) async fn key(c: &mut PgConnection) -> Result<i64, EngineError> {
    // Not prepared: a pooler that shares its connections would mix that up before it is recognised.
    let name: String = sqlx::raw_sql("SELECT current_database()")
        .fetch_one(c)
        .await
        .and_then(|row| row.try_get(0))
        .doing("asking for the database's name")?;
    Ok(0x3d32_ad9e * i64::from(crc32(name.as_bytes())))
}

/// What `psql` holds while it restores: where our program is killed, ours is free before its transaction is over.
pub(super) fn restore_key(key: i64) -> i64 {
    !key
}

/// CRC-32 as in zip and sqlx.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_usual_one() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }
}
