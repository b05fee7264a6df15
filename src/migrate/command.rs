//! The grammar of `migrate …`: one for the command line and the chat.
//!
//! To add a verb: a variant of [`Verb`], its arm where the command line (and the chat) does it, and a row in
//! `migrations/README.md`; a test runs every row.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, builder::NonEmptyStringValueParser};

use super::{
    plan::{Facts, Options, Request},
    source::Known,
    target::{Direction, Target, find},
};

/// What follows `migrate`.
#[derive(Debug, Clone, Parser)]
#[command(name = "migrate", no_binary_name = true, disable_version_flag = true)]
pub struct Line {
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum Verb {
    /// Where the database is, what is pending, who holds the lock, the last backup. Changes nothing.
    Status {
        /// As JSON.
        #[arg(long)]
        json: bool,
        /// End with code 1 when something is pending or wrong.
        #[arg(long, visible_alias = "check-heads")]
        exit_code: bool,
    },
    /// What a run to TARGET would do and lose. Changes nothing.
    Plan {
        /// head, base, +2, -1, a version, the beginning of a name, or a name.
        #[arg(default_value = "head", allow_negative_numbers = true, value_parser = NonEmptyStringValueParser::new())]
        target: String,
        /// Try it on a copy of the data.
        #[arg(long)]
        rehearse: bool,
        /// As JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        options: RunOptions,
    },
    /// Apply pending migrations up to TARGET.
    #[command(visible_alias = "upgrade")]
    Up {
        // What goes the other way is for the engine to answer, which says how it is meant.
        #[arg(default_value = "head", allow_negative_numbers = true, value_parser = NonEmptyStringValueParser::new())]
        target: String,
        #[command(flatten)]
        run: RunArgs,
        /// Where a migration fails, take back what this run applied, and end with code 1.
        #[arg(long)]
        rollback_on_failure: bool,
        /// Try it on a copy of the database in this file; the database itself is not touched.
        #[arg(long, value_name = "FILE")]
        on_copy: Option<PathBuf>,
    },
    /// Take back migrations down to TARGET.
    #[command(visible_alias = "downgrade")]
    Down {
        #[arg(default_value = "-1", allow_negative_numbers = true, value_parser = NonEmptyStringValueParser::new())]
        target: String,
        #[command(flatten)]
        run: RunArgs,
    },
    /// The newest applied migration.
    Current,
    /// Every migration, whether and when it was applied, and by whom.
    History {
        #[arg(short, long)]
        verbose: bool,
    },
    /// One migration: its texts, what they lose, whether it can be taken back.
    Show {
        #[arg(value_parser = NonEmptyStringValueParser::new())]
        revision: String,
    },
    /// Every attempt: who, from where, what came of it.
    Log,
    /// Copy the database now.
    Backup {
        /// Keep it whatever its age.
        #[arg(long)]
        pin: bool,
    },
    /// The backups there are.
    Backups,
    /// Put a backup back. The present state is saved first; migrations are held afterwards.
    Restore {
        /// The name, or the beginning of it; without one, the backups are listed.
        #[arg(value_parser = NonEmptyStringValueParser::new())]
        backup: Option<String>,
        #[arg(short, long)]
        yes: bool,
    },
    /// Check the file, the foreign keys, the hashes, the journal, the newest backup. Changes nothing.
    Verify,
    /// Apply nothing at a restart until somebody moves up on purpose.
    Hold {
        #[arg(long, value_parser = NonEmptyStringValueParser::new())]
        reason: String,
    },
    /// Let go of the hold; or of a BACKUP that is kept whatever its age.
    Release {
        #[arg(value_parser = NonEmptyStringValueParser::new())]
        backup: Option<String>,
        #[arg(long, default_value = "released by hand", value_parser = NonEmptyStringValueParser::new())]
        reason: String,
    },
    /// Accept the text of an applied migration as it is now, after showing the difference.
    Bless {
        #[arg(value_parser = NonEmptyStringValueParser::new())]
        revision: String,
        #[arg(long, value_parser = NonEmptyStringValueParser::new())]
        reason: String,
        #[arg(short, long)]
        yes: bool,
    },
    /// Empty a development database: down to base, and up again.
    Reset {
        /// The name of the database, to be sure.
        #[arg(long, value_name = "NAME")]
        confirm: Option<String>,
    },
    /// Write a migration for both databases: empty, or with `--auto` what the descriptions of tables ask for.
    #[command(visible_aliases = ["create", "revision", "migrate"])]
    New(NewArgs),
    /// Whether the migrations give what the descriptions of tables say; code 1 where they do not.
    Check,
    /// How the database differs from what its migrations give, and the SQL that mends it. Changes nothing.
    Drift {
        /// As JSON.
        #[arg(long)]
        json: bool,
        /// End with code 1 when something differs.
        #[arg(long)]
        exit_code: bool,
    },
    /// The SQL of a run, ledger included, to be run by hand: what is pending, or FROM:TO.
    Sql {
        /// `base:head`, `3:5`, or `5:3` for the way down.
        #[arg(value_name = "FROM:TO")]
        range: Option<String>,
    },
    /// Set the ledger without running anything, after comparing the schema with what REVISION gives.
    Stamp {
        #[arg(value_parser = NonEmptyStringValueParser::new())]
        revision: String,
        /// Although the schema is not what the revision gives.
        #[arg(long, requires = "reason")]
        force: bool,
        #[arg(long, value_parser = NonEmptyStringValueParser::new())]
        reason: Option<String>,
    },
    /// Take on a database that was there before: add what it lacks, keep every row, and set the ledger to REVISION.
    Baseline {
        #[arg(default_value = "head", value_parser = NonEmptyStringValueParser::new())]
        revision: String,
        #[arg(short, long)]
        yes: bool,
    },
    /// Move everything from a SQLite file to an empty PostgreSQL, compare it, and hold the file.
    Move {
        /// `postgres://USER@HOST/DATABASE`; the password may also come from ~/.pgpass.
        #[arg(long, value_name = "URL")]
        to: String,
    },
    /// The migrations that nothing follows: one, unless branches were not joined.
    Heads,
    /// Where two migrations follow the same one.
    Branches,
    /// Write the migration that joins the heads.
    Merge {
        #[arg(value_parser = NonEmptyStringValueParser::new())]
        description: Option<String>,
        #[arg(short, long, value_parser = NonEmptyStringValueParser::new())]
        message: Option<String>,
    },
    /// What is to be said about the scripts, for both databases; code 1 where something would be refused.
    Lint,
    /// The tables as they are described, and what refers to what.
    Schema {
        /// As a Mermaid diagram.
        #[arg(long)]
        mermaid: bool,
        /// Put the diagram into this document, in the place of the one that is there.
        #[arg(long, value_name = "FILE", requires = "mermaid")]
        write: Option<PathBuf>,
    },
    /// Run every migration up, down and up: on an empty database, one with rows, and a copy of this one.
    Selftest,
}

/// What a new migration is to hold.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct NewArgs {
    #[arg(required_unless_present = "message", value_parser = NonEmptyStringValueParser::new())]
    pub description: Option<String>,
    #[arg(short, long, conflicts_with = "description", value_parser = NonEmptyStringValueParser::new())]
    pub message: Option<String>,
    /// Write what changed in the descriptions of tables since the last migration.
    #[arg(long, visible_alias = "autogenerate")]
    pub auto: bool,
    /// What was renamed: `tracks:songs`, `tracks.mood:feeling`.
    #[arg(long, value_name = "OLD:NEW", requires = "auto")]
    pub rename: Vec<String>,
    /// Nothing was renamed: what is no longer described goes.
    #[arg(long, requires = "auto", conflicts_with = "rename")]
    pub no_rename: bool,
}

/// What a plan depends on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Args)]
pub struct RunOptions {
    /// All or nothing, in one transaction.
    #[arg(long)]
    pub single: bool,
    /// Where the down script kept at the time differs from this build's, run this build's.
    #[arg(long)]
    pub embedded_down: bool,
    /// Make no backup first.
    #[arg(long)]
    pub no_backup: bool,
}

/// How a run is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct RunArgs {
    #[command(flatten)]
    pub options: RunOptions,
    /// Do not ask: for pipelines.
    #[arg(short, long)]
    pub yes: bool,
    /// Run only the plan with this code.
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
    /// Print the SQL instead, to be run by hand. TARGET may be FROM:TO.
    #[arg(long)]
    pub sql: bool,
}

impl From<RunOptions> for Options {
    fn from(options: RunOptions) -> Self {
        let RunOptions {
            single,
            embedded_down,
            no_backup,
        } = options;
        Self {
            single,
            embedded_down,
            no_backup,
        }
    }
}

impl RunOptions {
    pub fn request(self, direction: Direction, target: &str) -> Request {
        let Ok(target) = target.parse();
        Request {
            direction,
            target,
            options: self.into(),
        }
    }

    /// For `plan`, which says no direction: down to what is applied and not the newest, else up.
    pub fn towards(self, target: &str, known: &Known, facts: &Facts) -> Request {
        let Ok(parsed) = target.parse::<Target>();
        let applied = facts.applied();
        let down = match &parsed {
            Target::Base => true,
            Target::Relative(n) => *n < 0,
            Target::Head => false,
            Target::Named(name) => find(name, known, &applied)
                .is_ok_and(|v| applied.contains(&v) && facts.current() != Some(v)),
        };
        self.request(if down { Direction::Down } else { Direction::Up }, target)
    }
}

impl Verb {
    /// Reads what somebody typed after `migrate`, or says what is wrong with it in clap's words.
    pub fn parse(words: &[&str]) -> Result<Self, String> {
        Line::try_parse_from(words)
            .map(|line| line.verb)
            .map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrate::source::Hash;

    #[track_caller]
    fn check(line: &str, expect: &str) {
        let words: Vec<_> = line.split_whitespace().collect();
        let got = match Verb::parse(&words) {
            Ok(verb) => format!("{verb:?}")
                .split([' ', '{', '('])
                .next()
                .unwrap_or_default()
                .to_owned(),
            Err(error) => error.lines().next().unwrap_or_default().to_owned(),
        };
        assert_eq!(got, expect, "{line}");
    }

    #[test]
    fn verbs_and_peoples_habits() {
        for (line, verb) in [
            ("status --json --exit-code", "Status"),
            ("up", "Up"),
            ("upgrade head", "Up"),
            ("upgrade +1 --yes", "Up"),
            ("up -1", "Up"),
            ("restore", "Restore"),
            ("up --yes --rollback-on-failure", "Up"),
            ("down", "Down"),
            ("downgrade -1", "Down"),
            ("downgrade base --yes", "Down"),
            ("plan -2", "Plan"),
            ("history -v", "History"),
            ("create add-mood", "New"),
            ("revision -m mood", "New"),
            ("migrate -m mood", "New"),
            ("restore x --yes", "Restore"),
            ("revision --autogenerate -m mood", "New"),
            ("new mood --auto --rename a.b:c", "New"),
            ("stamp head", "Stamp"),
            ("stamp 3 --force --reason known", "Stamp"),
            ("sql base:head", "Sql"),
            ("upgrade head --sql", "Up"),
            ("downgrade 5:3 --sql", "Down"),
            ("move --to postgres://db/reprise", "Move"),
        ] {
            check(line, verb);
        }
    }
    #[test]
    fn what_is_not_understood_is_said() {
        check("fly", "error: unrecognized subcommand 'fly'");
        check(
            "hold",
            "error: the following required arguments were not provided:",
        );
        check("up 1 2", "error: unexpected argument '2' found");
        for words in [&["up", ""][..], &["show", ""], &["new", ""]] {
            let said = Verb::parse(words).unwrap_err();
            assert!(said.contains("a value is required for"), "{said}");
        }
        check(
            "new",
            "error: the following required arguments were not provided:",
        );
    }

    #[track_caller]
    fn check_direction(target: &str, expect: Direction) {
        let known = Known::for_tests(&[(1, "users"), (2, "playlists")]);
        let applied = |version: i64| super::super::plan::Applied {
            version,
            name: String::new(),
            hash: Hash::of(""),
        };
        let facts = Facts {
            ledger: vec![applied(1), applied(2)],
            ..Facts::default()
        };
        assert_eq!(
            RunOptions::default()
                .towards(target, &known, &facts)
                .direction,
            expect,
            "{target}"
        );
    }

    #[test]
    fn plan_finds_the_direction_itself() {
        check_direction("head", Direction::Up);
        check_direction("-1", Direction::Down);
        check_direction("base", Direction::Down);
        check_direction("1", Direction::Down);
        check_direction("2", Direction::Up);
        check_direction("users", Direction::Down);
    }
}
