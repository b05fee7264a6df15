//! How long it takes to say whether the migrations give what is described: `reprise migrate check` on 100 tables beside
//! `alembic check` on 100 models of the same tables, each with a database in a file of `SQLite`'s.

use std::{
    fmt::{self, Display, Formatter, Write as _},
    fs,
    path::Path,
    process::Command,
};

use crate::{
    Outcome,
    install::{self, quiet, time},
    migrations::ALEMBIC,
    table::{median, spread, verdict},
};

const TABLES: u32 = 100;
const TURNS: usize = 11;
/// Of Alembic's time, at most.
const TARGET: f64 = 0.2;

/// Milliseconds, a value a turn.
pub(crate) struct Figures {
    ours: Vec<f64>,
    theirs: Vec<f64>,
}

pub(crate) fn measure(programs: &Path, folder: &Path) -> Outcome<Figures> {
    let (ours, theirs) = (folder.join("ours"), folder.join("theirs"));
    write_ours(&ours)?;
    write_theirs(&theirs)?;
    let packages = [&*format!("alembic=={ALEMBIC}")];
    let alembic = install::from_pypi(programs, "alembic", &packages)?.join("alembic");
    quiet(
        Command::new(&alembic)
            .args(["upgrade", "head"])
            .current_dir(&theirs),
    )?;
    let mut figures = Figures {
        ours: Vec::new(),
        theirs: Vec::new(),
    };
    for _ in 0..TURNS {
        // These are not the bot's tables, so it says what differs, and ends with 1: that is more work, not less.
        let mut check = Command::new("sh");
        check
            .args(["-c", "\"$0\" migrate --database-url sqlite://nothing.db --source migrations check || [ $? = 1 ]"])
            .arg(programs.join("reprise"))
            .current_dir(&ours);
        figures.ours.push(time(check)?);
        let mut check = Command::new(&alembic);
        check.arg("check").current_dir(&theirs);
        figures.theirs.push(time(check)?);
    }
    fs::remove_dir_all(folder)?;
    Ok(figures)
}

impl Display for Figures {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let ratio = median(self.ours.iter().copied()) / median(self.theirs.iter().copied());
        writeln!(
            f,
            "Whether the migrations of {TABLES} tables give what is described; milliseconds, medians of {TURNS}\n"
        )?;
        writeln!(
            f,
            "| `reprise migrate check` | `alembic check` | ratio | target | |"
        )?;
        writeln!(f, "|--:|--:|--:|---|---|")?;
        write!(
            f,
            "| {} | {} | {ratio:.3} | ≤ {TARGET} | {} |",
            spread(&self.ours),
            spread(&self.theirs),
            verdict(ratio <= TARGET)
        )
    }
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
