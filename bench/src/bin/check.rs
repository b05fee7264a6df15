//! How long it takes to say whether the migrations give what is described: `reprise migrate check` on 100 tables beside
//! `alembic check` on 100 models of the same tables, each with a database in a file of SQLite's.
//!
//! Both replay or read 100 tables of eight columns, an index and a foreign key each. Alembic comes from `PyPI` into a folder of its
//! own beside the builds.

#![expect(
    clippy::disallowed_methods,
    reason = "it measures: it starts the programs and reads the time"
)]
#![expect(clippy::print_stdout, reason = "it speaks to a person")]

use std::{
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const TABLES: u32 = 100;
const TURNS: usize = 11;
/// Of Alembic's time, at most.
const TARGET: f64 = 0.2;

fn main() -> Outcome {
    let programs = std::env::current_exe()?
        .parent()
        .map(Path::to_owned)
        .ok_or("no folder")?;
    let place = programs.join("check-bench");
    let _ = fs::remove_dir_all(&place);
    let (ours, theirs) = (place.join("ours"), place.join("alembic"));
    write_ours(&ours)?;
    write_theirs(&theirs)?;
    let alembic = install(&programs.join("check-alembic"))?;
    run(Command::new(&alembic)
        .args(["upgrade", "head"])
        .current_dir(&theirs))?;
    let reprise = programs.join("reprise");
    let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        // These are not the bot's tables, so it says what differs: that is more work, not less.
        let mut check = Command::new(&reprise);
        check
            .args([
                "migrate",
                "--database-url",
                "sqlite://nothing.db",
                "--source",
                "migrations",
                "check",
            ])
            .current_dir(&ours);
        our_times.push(timed(&mut check, 1)?);
        let mut check = Command::new(&alembic);
        check.arg("check").current_dir(&theirs);
        their_times.push(timed(&mut check, 0)?);
    }
    let (ours, theirs) = (median(our_times), median(their_times));
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    let verdict = if ratio <= TARGET { "met" } else { "MISSED" };
    println!(
        "| `check` on {TABLES} tables, median of {TURNS} | `reprise migrate check` | `alembic check` | ratio | target | |"
    );
    println!("|---|--:|--:|--:|--:|---|");
    println!(
        "| milliseconds | {} | {} | {ratio:.3} | ratio ≤ {TARGET} | {verdict} |",
        ours.as_millis(),
        theirs.as_millis()
    );
    Ok(())
}

fn timed(command: &mut Command, expected: i32) -> Outcome<Duration> {
    let began = Instant::now();
    let output = command.stdin(Stdio::null()).output()?;
    let took = began.elapsed();
    if output.status.code() == Some(expected) {
        Ok(took)
    } else {
        Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into())
    }
}

fn run(command: &mut Command) -> Outcome {
    timed(command, 0).map(drop)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// A Python with Alembic in it.
fn install(folder: &Path) -> Outcome<PathBuf> {
    let alembic = folder.join("bin/alembic");
    if !alembic.exists() {
        run(Command::new("virtualenv").arg("--quiet").arg(folder))?;
        let pip = folder.join("bin/pip");
        run(Command::new(pip).args([
            "install",
            "--quiet",
            "alembic==1.17.2",
            "SQLAlchemy==2.0.44",
        ]))?;
    }
    Ok(alembic)
}

fn write_ours(folder: &Path) -> Outcome {
    let source = folder.join("migrations/sqlite");
    fs::create_dir_all(&source)?;
    for n in 1..=TABLES {
        let key = if n > 1 {
            format!(
                ",\n    CONSTRAINT t{n}_other_id_fkey FOREIGN KEY (other_id) REFERENCES t{} (id) ON DELETE CASCADE",
                n - 1
            )
        } else {
            String::new()
        };
        let up = format!(
            "CREATE TABLE t{n} (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    other_id BIGINT,
    name VARCHAR(100) NOT NULL CONSTRAINT t{n}_name_length CHECK (length(name) <= 100),
    title TEXT,
    plays BIGINT NOT NULL DEFAULT 0,
    weight REAL,
    loud BOOLEAN NOT NULL DEFAULT TRUE CONSTRAINT t{n}_loud_bool CHECK (loud IN (0, 1)),
    made_at TIMESTAMP{key}
);
CREATE INDEX t{n}_name_idx ON t{n} (name);\n"
        );
        fs::write(source.join(format!("{n:04}_t{n}.up.sql")), up)?;
        fs::write(
            source.join(format!("{n:04}_t{n}.down.sql")),
            format!("DROP TABLE t{n};\n"),
        )?;
    }
    Ok(())
}

fn write_theirs(folder: &Path) -> Outcome {
    let versions = folder.join("history/versions");
    fs::create_dir_all(&versions)?;
    let mut models = "import sqlalchemy as sa\nmetadata = sa.MetaData()\n".to_owned();
    for n in 1..=TABLES {
        let key = if n > 1 {
            format!(", sa.ForeignKey('t{}.id', ondelete='CASCADE')", n - 1)
        } else {
            String::new()
        };
        let _ = writeln!(
            models,
            "sa.Table('t{n}', metadata, sa.Column('id', sa.Integer, primary_key=True), sa.Column('other_id', sa.BigInteger{key}), \
             sa.Column('name', sa.String(100), nullable=False, index=True), sa.Column('title', sa.Text), \
             sa.Column('plays', sa.BigInteger, nullable=False, server_default='0'), sa.Column('weight', sa.Float), \
             sa.Column('loud', sa.Boolean, nullable=False, server_default=sa.true()), sa.Column('made_at', sa.DateTime))"
        );
    }
    fs::write(folder.join("models.py"), models)?;
    fs::write(
        folder.join("alembic.ini"),
        "[alembic]\nscript_location = history\nprepend_sys_path = .\npath_separator = os\n",
    )?;
    fs::write(
        folder.join("history/env.py"),
        "from alembic import context\nfrom sqlalchemy import create_engine\nimport models\n\
         with create_engine('sqlite:///check.db').connect() as connection:\n    \
         context.configure(connection=connection, target_metadata=models.metadata)\n    \
         with context.begin_transaction():\n        context.run_migrations()\n",
    )?;
    fs::write(
        versions.join("one.py"),
        "from alembic import op\nimport models\nrevision = 'one'\ndown_revision = None\n\
         def upgrade():\n    models.metadata.create_all(op.get_bind())\n\
         def downgrade():\n    models.metadata.drop_all(op.get_bind())\n",
    )?;
    Ok(())
}
