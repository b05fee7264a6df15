//! Backups of PostgreSQL: `pg_dump` where one is installed that fits the server, else the affected tables are copied into a
//! schema of their own inside the transaction of the first step (`kept.rs`).
//!
//! A restore is one transaction, too: `psql` drops what is there and runs what `pg_restore` writes, all or nothing. The
//! machinery's schema is neither in a dump nor touched by a restore: what happened stays known, and no update is lost.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, process::Stdio};

use sqlx::{
    ConnectOptions as _,
    postgres::{PgConnectOptions, PgSslMode},
};
use tokio::process::Command;

use super::{
    apply::backed_up,
    backup::{self, Backup},
    engine::Engine,
    error::{Doing as _, EngineError},
    journal::{Actor, Event},
    lock, look,
    place::{Conn, Place},
    plan::{Cause, Keep, Plan},
    restore::Restored,
    tables::POSTGRES_SCHEMA,
    temporary,
    verbs::Held,
};

/// How the data of a run can be kept.
pub(super) async fn keep(conn: &mut Conn, plan: &Plan) -> Result<Keep, EngineError> {
    Ok(match fitting(conn).await? {
        Some(version) => Keep::Dump { version },
        None if plan.only_adds() => Keep::Nothing,
        None => Keep::Tables,
    })
}

/// The version of the installed `pg_dump`, where it is not older than the server.
pub(super) async fn fitting(conn: &mut Conn) -> Result<Option<u32>, EngineError> {
    let Conn::Postgres(c) = conn else {
        return Ok(None);
    };
    let server: String = sqlx::query_scalar("SELECT current_setting('server_version_num')")
        .fetch_one(c)
        .await
        .doing("asking for the server's version")?;
    let server = server.parse::<u32>().map_or(0, |number| number / 10_000);
    Ok(version("pg_dump")
        .await
        .filter(|version| *version >= server))
}

/// The major version of an installed program.
async fn version(program: &str) -> Option<u32> {
    let output = command(program).arg("--version").output().await.ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.split_whitespace()
        .find_map(|word| word.split('.').next()?.parse().ok())
}

#[expect(
    clippy::disallowed_methods,
    reason = "PostgreSQL's own tools are the only ones that can dump and restore it"
)]
fn command(program: &str) -> Command {
    let mut command = Command::new("setpriv");
    // Half a dump of a killed process is of no use to anybody, and a restore must not go on after its lock is gone.
    command
        .args(["--pdeathsig", "KILL", program])
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// A tool with the address of the database; the password goes by the environment, where `ps` does not show it.
fn tool(program: &str, options: &PgConnectOptions) -> Command {
    let mut command = command(program);
    let host = options.get_socket().map_or_else(
        || options.get_host().to_owned(),
        |socket| socket.display().to_string(),
    );
    let ssl = match options.get_ssl_mode() {
        PgSslMode::Disable => "disable",
        PgSslMode::Allow => "allow",
        PgSslMode::Prefer => "prefer",
        PgSslMode::Require => "require",
        PgSslMode::VerifyCa => "verify-ca",
        PgSslMode::VerifyFull => "verify-full",
    };
    command
        .env("PGHOST", host)
        .env("PGPORT", options.get_port().to_string())
        .env("PGUSER", options.get_username())
        .env(
            "PGDATABASE",
            options
                .get_database()
                .unwrap_or_else(|| options.get_username()),
        )
        .env("PGSSLMODE", ssl)
        .env(
            "PGOPTIONS",
            format!(
                "{} -c lock_timeout=10s",
                options.get_options().unwrap_or_default()
            ),
        );
    if let Some(password) = options.to_url_lossy().password() {
        command.env("PGPASSWORD", percent_decoded(password));
    }
    command
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code = (*first == b'%')
            .then(|| tail.get(..2))
            .flatten()
            .and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn run(mut command: Command, what: &str) -> Result<Vec<u8>, EngineError> {
    let output = command
        .output()
        .await
        .map_err(|error| EngineError::Backup(format!("{what} cannot be started: {error}")))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let says = String::from_utf8_lossy(&output.stderr);
    Err(EngineError::Backup(format!(
        "{what} failed: {}",
        says.trim()
    )))
}

/// Dumps the database into a file.
pub(super) async fn make(
    engine: &Engine,
    conn: &mut Conn,
    name: &str,
    reason: &str,
    pinned: bool,
) -> Result<Backup, EngineError> {
    let Place::Postgres(options) = &engine.place else {
        return Err(EngineError::NoFile);
    };
    let folder = &engine.settings.backup_dir;
    let (target, part) = (
        folder.join(format!("{name}.dump")),
        folder.join(format!("{name}.part")),
    );
    backup::claim(folder, &[&target, &part])?;
    let version = look::ledger(conn).await?.last().map(|a| a.version);
    let rows = look::rows(conn).await?;
    let dumped = dump(options, &part).await;
    backup::finish(dumped, folder, &part, &target, |(bytes, sha256), file| {
        Backup {
            file,
            at: engine.clock.now(),
            bytes,
            sha256,
            version,
            reason: reason.to_owned(),
            pinned,
            dangling: None,
            rows,
            left_out: None,
        }
    })
}

async fn dump(options: &PgConnectOptions, part: &Path) -> Result<(u64, String), EngineError> {
    let mut command = tool("pg_dump", options);
    command.args([
        "--format=custom",
        "--no-password",
        "--lock-wait-timeout=10s",
    ]);
    command.args([
        format!("--exclude-schema={POSTGRES_SCHEMA}"),
        "--exclude-schema=backup_*".to_owned(),
    ]);
    command.arg("--file").arg(part);
    run(command, "pg_dump").await?;
    let io = |source| EngineError::io("writing the backup", part, source);
    fs::set_permissions(part, fs::Permissions::from_mode(0o600)).map_err(io)?;
    check(part).await?;
    fs::File::open(part)
        .and_then(|file| file.sync_all())
        .map_err(io)?;
    backup::hash(part).map_err(io)
}

/// Whether a file is a dump that can be read back.
async fn check(file: &Path) -> Result<(), EngineError> {
    let mut list = command("pg_restore");
    list.arg("--list").arg(file);
    let contents = run(list, "pg_restore --list").await?;
    if contents.is_empty() {
        Err(EngineError::Backup(format!(
            "{} holds nothing",
            file.display()
        )))
    } else {
        Ok(())
    }
}

/// Puts a dump back.
pub(super) async fn restore(
    engine: &Engine,
    by: &Actor,
    backup: &Backup,
) -> Result<Restored, EngineError> {
    let Place::Postgres(options) = &engine.place else {
        return Err(EngineError::NoFile);
    };
    backup::unchanged(backup)?;
    check(&backup.file).await?;
    let mut held = engine.hold_lock(by).await?;
    // First, so that whatever somebody was told is stored is in the copy of what was there.
    let drained = held.quiet().await?;
    let kept = put_back(&mut held, options, backup).await;
    held.go_on(drained).await;
    held.conn.close().await;
    kept.map(|kept| Restored {
        from: backup.clone(),
        kept,
    })
}

async fn put_back(
    held: &mut Held<'_>,
    options: &PgConnectOptions,
    backup: &Backup,
) -> Result<Backup, EngineError> {
    let engine = held.engine;
    let facts = held.facts().await?;
    let name = engine.backup_name(facts.current(), "before-restore");
    let kept = make(engine, &mut held.conn, &name, "before a restore", true).await?;
    held.note(backed_up(&kept)).await?;
    let file = backup.file.display().to_string();
    let after = held.hold(Cause::Restored(file.clone()));
    held.set_hold(Some(&after), Event::RestoreStarted { file: file.clone() })
        .await?;
    let tables: Vec<_> = facts
        .schema
        .tables
        .keys()
        .map(super::sql::Name::quoted)
        .chain(["_sqlx_migrations".to_owned()])
        .collect();
    let restored = match &mut held.conn {
        Conn::Postgres(c) => {
            let key = lock::restore_key(lock::key(c).await?);
            replay(engine, options, &backup.file, &tables, key).await
        }
        Conn::Sqlite(_) => Err(EngineError::NoFile),
    };
    let (version, stays_held) = match &restored {
        Ok(()) => (backup.version, Some(&after)),
        Err(_) => (facts.current(), facts.hold.as_ref()),
    };
    let noted = held
        .set_hold(stays_held, Event::RestoreFinished { file, version })
        .await;
    restored?;
    noted.map(|()| kept)
}

/// Copies a database into that of another engine, which is empty.
pub(super) async fn copy_into(from: &PgConnectOptions, to: &Engine) -> Result<(), EngineError> {
    let Place::Postgres(options) = &to.place else {
        return Err(EngineError::NoFile);
    };
    let folder = &to.settings.backup_dir;
    fs::create_dir_all(folder)
        .map_err(|source| EngineError::io("making a folder to try in", folder, source))?;
    let file = folder.join("copy.dump");
    dump(from, &file).await?;
    replay(to, options, &file, &["_sqlx_migrations".to_owned()], 0).await
}

async fn replay(
    engine: &Engine,
    options: &PgConnectOptions,
    file: &Path,
    tables: &[String],
    key: i64,
) -> Result<(), EngineError> {
    // It holds everybody's data in plain text: nobody else reads it, and it goes with this.
    let work = temporary::folder(&engine.settings.temp_dir)?;
    let script = work.file("restore.sql");
    let mut write = command("pg_restore");
    write
        .args(["--clean", "--if-exists", "--no-owner", "--file"])
        .arg(&script)
        .arg(file);
    run(write, "pg_restore").await?;
    let mut psql = tool("psql", options);
    psql.args([
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
    ]);
    psql.arg(format!("--command=SELECT pg_advisory_xact_lock({key})"));
    // Also what came after the backup, which it does not know of.
    psql.arg(format!(
        "--command=DROP TABLE IF EXISTS {} CASCADE",
        tables.join(", ")
    ))
    .arg("--file")
    .arg(&script);
    run(psql, "psql").await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_decoded() {
        assert_eq!(percent_decoded("p%40ss%25word%"), "p@ss%word%");
    }
}
