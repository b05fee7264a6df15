//! The verbs that work from the descriptions of tables, and those that compare.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    super::{Exit, fail, print, say},
    Session,
    ask::{ask, lines, print_json},
};
use crate::{
    db::Dialect,
    migrate::{
        Engine, EngineError, Refusal,
        autogenerate::{Draft, suspects},
        command::NewArgs,
        create, graph, lint_everything, offline, picture,
        place::Place,
        schema::Renames,
        source::Known,
        target::Direction,
    },
    store::TABLES,
};

fn written(files: &[PathBuf]) -> Exit {
    let names: Vec<_> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    lines(&names)
}

/// The tables as they are described.
pub(super) fn schema(mermaid: bool, write: Option<&Path>) -> Result<Exit, EngineError> {
    if !mermaid {
        return Ok(lines(&picture::text(TABLES)));
    }
    match write {
        None => Ok(print(&picture::mermaid(TABLES))),
        Some(file) => {
            picture::write(file, TABLES)?;
            Ok(print(&format!("{}\n", file.display())))
        }
    }
}

impl Session<'_> {
    /// Where migrations are written to.
    pub(super) fn folder(&self) -> PathBuf {
        let given = self.command.source.clone();
        given.unwrap_or_else(|| PathBuf::from("migrations"))
    }

    /// The same, where one that was not named is there.
    fn folder_there(&self) -> Result<PathBuf, EngineError> {
        let folder = self.folder();
        if self.command.source.is_some() || folder.is_dir() {
            return Ok(folder);
        }
        let why = "there is no folder `migrations` here: go to the bot's source, or name one with `--source`";
        Err(Refusal::Other(why.to_owned()).into())
    }

    pub(super) fn branches(&self) -> Exit {
        let branches = graph::branches(&self.engine.known);
        if branches.is_empty() {
            print("The way parts nowhere.\n")
        } else {
            lines(&branches)
        }
    }

    pub(super) fn merge(&self, description: Option<&String>) -> Result<Exit, EngineError> {
        // `merge heads` is what people type elsewhere; there is nothing else to join.
        let description = description
            .map(String::as_str)
            .filter(|typed| *typed != "heads");
        let files = graph::merge(&self.folder_there()?, description)?;
        Ok(written(&files))
    }

    pub(super) async fn create(&self, args: &NewArgs) -> Result<Exit, EngineError> {
        let description = args.description.as_ref().or(args.message.as_ref());
        let description = description.map(String::as_str).unwrap_or_default();
        let folder = self.folder_there()?;
        if !args.auto {
            return Ok(written(&create(&folder, description)?));
        }
        let mut renames = Renames::default();
        for rename in &args.rename {
            renames.add(rename.parse().map_err(Refusal::Other)?);
        }
        let draft = loop {
            let draft = self.engine.draft(&folder, TABLES, &renames).await?;
            match self.renamed(args, &renames, &draft)? {
                None => break draft,
                Some(more) => renames.add(more),
            }
        };
        if draft.is_empty() {
            return Ok(print(
                "The migrations give what the tables are described as: nothing to write.\n",
            ));
        }
        let tried = self.engine.rehearse_draft(&folder, &draft).await?;
        let files = self.engine.write_draft(&folder, description, &draft)?;
        if !tried.contains(&Dialect::Postgres) {
            say(
                "Tried up, down and up on SQLite. With `--database-url postgres://…` the scripts for PostgreSQL are tried as well.",
            );
        }
        Ok(written(&files))
    }

    /// Something went and something alike came: only a person knows whether it is the same.
    fn renamed(
        &self,
        args: &NewArgs,
        renames: &Renames,
        draft: &Draft,
    ) -> Result<Option<Renames>, EngineError> {
        if args.no_rename {
            return Ok(None);
        }
        let there = draft.sqlite.from.renamed(Dialect::Sqlite, renames);
        for (from, to) in suspects(&there, &draft.sqlite.to) {
            if self.said_no.borrow().contains(&(from.clone(), to.clone())) {
                continue;
            }
            let option = format!("--rename {from}:{to}");
            let question = format!("Was {from} renamed to {to}? Type yes or no: ");
            match ask(&question, "yes") {
                Ok(true) => return Ok(option.trim_start_matches("--rename ").parse().ok()),
                Ok(false) => self.said_no.borrow_mut().push((from, to)),
                Err(_) => {
                    let why = format!(
                        "{from} is gone and {to} is new, of the same type: say `{option}` if it was renamed, `--no-rename` if not"
                    );
                    return Err(Refusal::Other(why).into());
                }
            }
        }
        Ok(None)
    }

    pub(super) async fn check(&self) -> Result<Exit, EngineError> {
        let differences = self.engine.check(TABLES).await?;
        if differences.is_empty() {
            return Ok(print(
                "The migrations give what the tables are described as.\n",
            ));
        }
        lines(&differences);
        say("`reprise migrate new \"what changed\" --auto` writes the migration.");
        Ok(Exit::Failed)
    }

    pub(super) async fn drift(&self, json: bool, exit_code: bool) -> Result<Exit, EngineError> {
        let found = self.engine.drift().await?;
        let shown = if json {
            print_json(&found)
        } else if found.is_empty() {
            print("The database is what its migrations give.\n")
        } else {
            let told = found
                .iter()
                .map(|d| format!("-- {d}\n{}", d.sql.trim_end()));
            lines(&told.collect::<Vec<_>>())
        };
        Ok(if exit_code && !found.is_empty() {
            Exit::Failed
        } else {
            shown
        })
    }

    pub(super) async fn sql(&self, range: Option<&str>) -> Result<Exit, EngineError> {
        let sql = offline::of_range(&self.engine, range).await?;
        Ok(print(&sql))
    }

    pub(super) async fn sql_of_run(
        &self,
        direction: Direction,
        target: &str,
    ) -> Result<Exit, EngineError> {
        let sql = offline::of_run(&self.engine, direction, target).await?;
        Ok(print(&sql))
    }

    pub(super) async fn stamp(
        &self,
        revision: &str,
        reason: Option<&str>,
        insists: bool,
    ) -> Result<Exit, EngineError> {
        let to = offline::place(&self.engine.known, revision)?;
        let stamped = self.engine.stamp(&self.by, to, reason, insists).await?;
        let position = crate::migrate::report::position;
        let mut told = vec![format!(
            "The ledger says {} now; it said {}.",
            position(stamped.to),
            position(stamped.from)
        )];
        if !stamped.removed.is_empty() {
            told.push("Migrations are held; `migrate up` moves on when you want it.".to_owned());
        }
        Ok(lines(&told))
    }

    pub(super) async fn baseline(&self, revision: &str, yes: bool) -> Result<Exit, EngineError> {
        let baseline = self
            .engine
            .baseline(offline::place(&self.engine.known, revision)?)
            .await?;
        let to = crate::migrate::report::position(baseline.to);
        if baseline.differences.is_empty() {
            lines(&[format!("The schema is what {to} gives.")]);
        } else {
            let comment = |text: &String| format!("-- {text}");
            let told = baseline.differences.iter().map(comment);
            let mending = baseline.sql.trim_end().to_owned();
            lines(&told.chain([mending]).collect::<Vec<_>>());
        }
        for kept in &baseline.kept {
            say(&format!("stays: {kept}"));
        }
        let code = baseline.digest.code();
        let question = format!("Type {code} to do this and set the ledger to {to}: ");
        if !yes && !ask(&question, code)? {
            return Ok(Exit::Refused);
        }
        self.engine.take_on(&self.by, &baseline).await?;
        Ok(print(&format!(
            "-- The ledger says {to} now; every row is there.\n"
        )))
    }

    pub(super) fn lint(&self) -> Result<Exit, EngineError> {
        let mut stops = false;
        let mut told = Vec::new();
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let known = match &self.command.source {
                Some(folder) => Known::folder(dialect, folder),
                None => Known::embedded(dialect),
            };
            let linted = lint_everything(&known.map_err(EngineError::Source)?);
            stops |= linted.stops;
            let name = dialect.name();
            told.extend(
                linted
                    .lines
                    .into_iter()
                    .map(|line| format!("{name}/{line}")),
            );
        }
        if told.is_empty() {
            told.push("Nothing is to be said about the scripts.".to_owned());
        }
        let shown = lines(&told);
        Ok(if stops { Exit::Failed } else { shown })
    }

    /// The other half of the migrations, on a file that is not there.
    fn on_sqlite(&self) -> Result<Engine, EngineError> {
        let known = match &self.command.source {
            Some(folder) => Known::folder(Dialect::Sqlite, folder),
            None => Known::embedded(Dialect::Sqlite),
        };
        let file = self.engine.settings.temp_dir.join("selftest-nowhere.db");
        Ok(Engine {
            place: Place::Sqlite(file),
            known: Arc::new(known.map_err(EngineError::Source)?),
            ..self.engine.clone()
        })
    }

    pub(super) async fn selftest(&self) -> Result<Exit, EngineError> {
        let mut trials = self.engine.selftest(&self.by, TABLES).await?;
        if self.engine.known.dialect == Dialect::Postgres {
            trials.extend(self.on_sqlite()?.selftest(&self.by, TABLES).await?);
        }
        let mut failed = false;
        for trial in &trials {
            failed |= trial.wrong.is_some();
            match &trial.wrong {
                None => print(&format!("ok     {}\n", trial.what)),
                Some(wrong) => print(&format!("WRONG  {}: {wrong}\n", trial.what)),
            };
        }
        if failed {
            return Ok(fail("what goes up does not come down as it should"));
        }
        Ok(Exit::Done)
    }
}
