//! Migrations: 500 small ones up and down beside Alembic and dbmate, `status` on a large database, and a backup while
//! somebody writes.

use std::{
    fmt::{self, Display, Formatter, Write as _},
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use sqlx::{ConnectOptions as _, Executor as _, sqlite::SqliteConnectOptions};

use crate::{
    Outcome,
    install::{self, quiet, time},
    table::{median, spread, verdict},
};

pub(crate) const ALEMBIC: &str = "1.20.1";
const DBMATE: &str = "2.36.0";

const MIGRATIONS: u32 = 500;
/// Rows of a thousand bytes: some 300 MB.
const ROWS: u32 = 280_000;
const ROUNDS: u32 = 5;

/// Milliseconds, a value a round.
type Times = Vec<f64>;

pub(crate) struct Figures {
    up: [Times; 4],
    down: [Times; 4],
    status: Times,
    current: Times,
    megabytes: f64,
    backup: Times,
    pause_alone: Times,
    pause: Times,
}

/// Measures everything; `programs` is where `reprise` lies, `folder` is emptied again and again.
pub(crate) async fn measure(programs: &Path, folder: &Path) -> Outcome<Figures> {
    let bench = Bench {
        reprise: programs.join("reprise"),
        alembic: install::from_pypi(programs, "alembic", &[&format!("alembic=={ALEMBIC}")])?
            .join("alembic"),
        dbmate: dbmate(programs)?,
        folder: folder.to_owned(),
    };
    let mut up: [Times; 4] = Default::default();
    let mut down: [Times; 4] = Default::default();
    for round in 1..=ROUNDS {
        for (i, tool) in Tool::ALL.into_iter().enumerate() {
            bench.fresh()?;
            up[i].push(time(tool.up(&bench))?);
            down[i].push(time(tool.down(&bench))?);
        }
        eprintln!("migrations, round {round} of {ROUNDS}");
    }
    bench.fresh()?;
    time(Tool::Shipped.up(&bench))?;
    let megabytes = bench.fill().await?;
    let (mut status, mut current) = (Times::new(), Times::new());
    for _ in 0..ROUNDS * 3 {
        status.push(time(bench.migrate(&["status"]))?);
        current.push(time(bench.alembic(&["current"]))?);
    }
    let (mut backup, mut pause_alone, mut pause) = (Times::new(), Times::new(), Times::new());
    for _ in 0..ROUNDS {
        pause_alone.push(bench.worst_pause(None).await?.1);
        let (took, worst) = bench.worst_pause(Some(bench.migrate(&["backup"]))).await?;
        backup.push(took);
        pause.push(worst);
    }
    fs::remove_dir_all(&bench.folder)?;
    Ok(Figures {
        up,
        down,
        status,
        current,
        megabytes,
        backup,
        pause_alone,
        pause,
    })
}

#[derive(Clone, Copy)]
enum Tool {
    /// With backup, journal, checks, and each step on disk before the next.
    Shipped,
    /// Without a backup, and everything in one transaction.
    Bare,
    Alembic,
    Dbmate,
}

impl Tool {
    const ALL: [Self; 4] = [Self::Shipped, Self::Bare, Self::Alembic, Self::Dbmate];

    fn up(self, bench: &Bench) -> Command {
        match self {
            Self::Shipped => bench.migrate(&["up", "--yes"]),
            Self::Bare => bench.migrate(&["up", "--yes", "--no-backup", "--single"]),
            Self::Alembic => bench.alembic(&["upgrade", "head"]),
            Self::Dbmate => bench.dbmate("up"),
        }
    }

    fn down(self, bench: &Bench) -> Command {
        match self {
            Self::Shipped => bench.migrate(&["down", "base", "--yes"]),
            Self::Bare => bench.migrate(&["down", "base", "--yes", "--no-backup", "--single"]),
            Self::Alembic => bench.alembic(&["downgrade", "base"]),
            // It has no way to go down more than one.
            Self::Dbmate => {
                let mut shell = Command::new("sh");
                let one = format!("for n in $(seq {MIGRATIONS}); do \"$@\"; done");
                let dbmate = bench.dbmate("down");
                shell
                    .args(["-ec", &one, "sh"])
                    .arg(dbmate.get_program())
                    .args(dbmate.get_args());
                shell
            }
        }
    }
}

struct Bench {
    reprise: PathBuf,
    alembic: PathBuf,
    dbmate: PathBuf,
    folder: PathBuf,
}

impl Bench {
    fn url(&self) -> String {
        format!("sqlite:{}", self.folder.join("a.db").display())
    }

    fn migrate(&self, verb: &[&str]) -> Command {
        let mut command = Command::new(&self.reprise);
        command
            .args(["migrate", "--database-url", &self.url(), "--source"])
            .arg(self.folder.join("reprise"))
            .args(verb)
            .current_dir(&self.folder);
        command
    }

    fn alembic(&self, verb: &[&str]) -> Command {
        let mut command = Command::new(&self.alembic);
        command
            .args(["-c", "alembic.ini"])
            .args(verb)
            .current_dir(&self.folder);
        command
    }

    fn dbmate(&self, verb: &str) -> Command {
        let mut command = Command::new(&self.dbmate);
        command
            .args(["--no-dump-schema", "--url", &self.url(), "--migrations-dir"])
            .arg(self.folder.join("dbmate"))
            .arg(verb)
            .current_dir(&self.folder);
        command
    }

    /// A folder with the same migrations for everybody, and no database.
    fn fresh(&self) -> Outcome {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)?;
        }
        let versions = self.folder.join("alembic/versions");
        for folder in [
            &self.folder.join("reprise"),
            &self.folder.join("dbmate"),
            &versions,
        ] {
            fs::create_dir_all(folder)?;
        }
        for n in 1..=MIGRATIONS {
            let make = format!("CREATE TABLE t{n} (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
            let drop = format!("DROP TABLE t{n}");
            let ours = self.folder.join(format!("reprise/{n:04}_t{n}"));
            fs::write(ours.with_added_extension("up.sql"), format!("{make};\n"))?;
            fs::write(ours.with_added_extension("down.sql"), format!("{drop};\n"))?;
            let text = format!("-- migrate:up\n{make};\n\n-- migrate:down\n{drop};\n");
            fs::write(self.folder.join(format!("dbmate/{n:014}_t{n}.sql")), text)?;
            let before = if n == 1 {
                "None".to_owned()
            } else {
                format!("'r{:04}'", n - 1)
            };
            let text = format!(
                "from alembic import op\nrevision = 'r{n:04}'\ndown_revision = {before}\n\ndef upgrade():\n    op.execute('{make}')\n\ndef downgrade():\n    op.execute('{drop}')\n"
            );
            fs::write(versions.join(format!("r{n:04}.py")), text)?;
        }
        let database = self.folder.join("a.db");
        fs::write(self.folder.join("alembic/env.py"), env_py(&database))?;
        fs::write(
            self.folder.join("alembic.ini"),
            "[alembic]\nscript_location = alembic\n",
        )?;
        // Byte code is made once, when they are installed so to speak, and not measured.
        let compiled = self.alembic.with_file_name("python");
        quiet(
            Command::new(compiled)
                .args(["-m", "compileall", "-q"])
                .arg(versions),
        )
    }

    /// Rows until it has some 300 MB; says how many.
    async fn fill(&self) -> Outcome<f64> {
        // Alembic's ledger as well, so that its `current` has something to say.
        quiet(&mut self.alembic(&["stamp", "head"]))?;
        let mut conn = self.connect().await?;
        let fill = format!(
            "CREATE TABLE big (id INTEGER PRIMARY KEY, data BLOB);
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})
             INSERT INTO big SELECT i, randomblob(1000) FROM n;
             PRAGMA wal_checkpoint(TRUNCATE)"
        );
        conn.execute(sqlx::AssertSqlSafe(fill)).await?;
        Ok(fs::metadata(self.folder.join("a.db"))?.len() as f64 / 1e6)
    }

    async fn connect(&self) -> Outcome<sqlx::SqliteConnection> {
        let options = SqliteConnectOptions::new()
            .filename(self.folder.join("a.db"))
            .busy_timeout(Duration::from_mins(1));
        Ok(options.connect().await?)
    }

    /// Somebody writes, a row a transaction, until the command has ended, or for a second: how long that took, and the longest
    /// time a write took, both in milliseconds.
    async fn worst_pause(&self, command: Option<Command>) -> Outcome<(f64, f64)> {
        let stop = Arc::new(AtomicBool::new(false));
        let mut conn = self.connect().await?;
        conn.execute("PRAGMA synchronous = FULL; CREATE TABLE IF NOT EXISTS written (n INTEGER)")
            .await?;
        let writer = tokio::spawn({
            let stop = Arc::clone(&stop);
            async move {
                let mut worst = Duration::ZERO;
                while !stop.load(Ordering::Relaxed) {
                    let began = Instant::now();
                    conn.execute("INSERT INTO written VALUES (1)").await?;
                    worst = worst.max(began.elapsed());
                    tokio::task::yield_now().await;
                }
                Ok::<_, sqlx::Error>(worst)
            }
        });
        let began = Instant::now();
        let ended = tokio::task::spawn_blocking(move || {
            if let Some(mut command) = command {
                return quiet(&mut command).map_err(|error| error.to_string());
            }
            std::thread::sleep(Duration::from_secs(1));
            Ok(())
        });
        ended.await??;
        let took = began.elapsed();
        stop.store(true, Ordering::Relaxed);
        let worst = writer.await??;
        Ok((took.as_secs_f64() * 1000.0, worst.as_secs_f64() * 1000.0))
    }
}

/// As Alembic's own template has it, without what it does for models.
fn env_py(database: &Path) -> String {
    format!(
        "from alembic import context\nfrom sqlalchemy import create_engine, pool\n\nconnectable = create_engine('sqlite:///{}', poolclass=pool.NullPool)\nwith connectable.connect() as connection:\n    context.configure(connection=connection)\n    with context.begin_transaction():\n        context.run_migrations()\n",
        database.display()
    )
}

/// dbmate itself, not the script of its package that starts it.
fn dbmate(programs: &Path) -> Outcome<PathBuf> {
    let folder = install::from_npm(programs, "dbmate", &[&format!("dbmate@{DBMATE}")])?;
    for system in fs::read_dir(folder.join("node_modules/@dbmate"))? {
        let program = system?.path().join("bin/dbmate");
        if program.exists() {
            return Ok(program);
        }
    }
    Err("npm installed dbmate without its program".into())
}

impl Display for Figures {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let [shipped, bare, alembic, dbmate] = &self.up;
        let [shipped_down, bare_down, alembic_down, dbmate_down] = &self.down;
        let median = |times: &Times| median(times.iter().copied());
        let half = verdict(median(shipped) <= median(alembic) / 2.0);
        let most = verdict(median(bare) <= median(dbmate));
        writeln!(
            f,
            "{MIGRATIONS} migrations that make a table each, on SQLite; milliseconds, medians of {ROUNDS} rounds (least – most)\n"
        )?;
        writeln!(f, "| | up | down to base | target for up | |")?;
        writeln!(f, "|---|--:|--:|---|---|")?;
        let mut row = |who: &str, up: &Times, down: &Times, target: &str, verdict: &str| {
            writeln!(
                f,
                "| {who} | {} | {} | {target} | {verdict} |",
                spread(up),
                spread(down)
            )
        };
        row(
            "as shipped: backup, journal, checks, each step on disk",
            shipped,
            shipped_down,
            "half of Alembic",
            half,
        )?;
        row("`--single --no-backup`", bare, bare_down, "dbmate", most)?;
        row(&format!("Alembic {ALEMBIC}"), alembic, alembic_down, "", "")?;
        row(&format!("dbmate {DBMATE}"), dbmate, dbmate_down, "", "")?;
        let mut text = String::new();
        let (status, pause) = (&self.status, &self.pause);
        write!(
            text,
            "\nA database of {:.0} MB with {MIGRATIONS} migrations; milliseconds\n\n",
            self.megabytes
        )?;
        writeln!(text, "| | | target | |\n|---|--:|---|---|")?;
        writeln!(
            text,
            "| `reprise migrate status` | {} | ≤ 20 | {} |",
            spread(status),
            verdict(median(status) <= 20.0)
        )?;
        writeln!(
            text,
            "| `alembic current` | {} | | |",
            spread(&self.current)
        )?;
        writeln!(
            text,
            "| backup, checked and hashed, while somebody writes | {} | | |",
            spread(&self.backup)
        )?;
        writeln!(
            text,
            "| the writer's longest wait meanwhile | {} | | |",
            spread(pause)
        )?;
        write!(
            text,
            "| the same for a second without a backup | {} | | |",
            spread(&self.pause_alone)
        )?;
        f.write_str(&text)
    }
}
