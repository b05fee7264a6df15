//! Comparing the descriptions with the migrations, and writing what is missing.

use std::path::{Path, PathBuf};

use super::{Draft, diff};
use crate::{
    db::{Dialect, schema},
    migrate::{
        drift,
        engine::Engine,
        error::EngineError,
        files,
        place::Place,
        refusal::Refusal,
        replay::Scratch,
        schema::{Renames, Schema, of_models},
        source::{Known, Script},
        target::Direction,
    },
};

impl Engine {
    /// How the descriptions differ from what the migrations give, in words. The database is not looked at.
    pub async fn check(&self, tables: &[&schema::Table]) -> Result<Vec<String>, EngineError> {
        refuse_two_heads(&self.known)?;
        let mut scratch = Scratch::open(&self.place).await?;
        let compared = async {
            let mut there = replayed(&mut scratch, &self.known).await?;
            let asked = of_models(self.known.dialect, tables);
            let asked = scratch.made_of(&asked).await?;
            // No description says anything of these.
            there.views.clear();
            for (name, table) in &mut there.tables {
                table.triggers.clear();
                if asked.tables.contains_key(name) {
                    table.options.clone_from(&asked.tables[name].options);
                }
            }
            Ok(diff(&there, &asked)
                .iter()
                .map(drift::named_missing)
                .collect())
        };
        let compared = compared.await;
        scratch.close().await;
        compared
    }

    /// The migration from what the migrations of a folder give to what the descriptions say.
    pub async fn draft(
        &self,
        folder: &Path,
        tables: &[&schema::Table],
        renames: &Renames,
    ) -> Result<Draft, EngineError> {
        let there = match files::known(folder, Dialect::Sqlite)? {
            None => Schema::default(),
            Some(known) => {
                refuse_two_heads(&known)?;
                let mut scratch = Scratch::in_memory().await?;
                let there = replayed(&mut scratch, &known).await;
                scratch.close().await;
                there?
            }
        };
        Ok(Draft::new(&there, tables, renames))
    }

    /// Tries a draft up, down and up: always on SQLite, on PostgreSQL where that is the database. Says on which it was tried.
    pub async fn rehearse_draft(
        &self,
        folder: &Path,
        draft: &Draft,
    ) -> Result<Vec<Dialect>, EngineError> {
        let mut places = vec![Scratch::in_memory().await?];
        if matches!(self.place, Place::Postgres(_)) {
            places.push(Scratch::open(&self.place).await?);
        }
        let mut tried = Vec::new();
        for mut scratch in places {
            let dialect = scratch.dialect();
            let rehearsed = async {
                if let Some(known) = files::known(folder, dialect)? {
                    replayed(&mut scratch, &known).await?;
                }
                draft.pair(dialect).rehearse(&mut scratch).await
            };
            let rehearsed = rehearsed.await;
            scratch.close().await;
            rehearsed?.map_err(|wrong| Refusal::Other(format!("nothing was written: {wrong}")))?;
            tried.push(dialect);
        }
        Ok(tried)
    }

    /// Writes the four files.
    pub fn write_draft(
        &self,
        folder: &Path,
        description: &str,
        draft: &Draft,
    ) -> Result<Vec<PathBuf>, EngineError> {
        let head = files::known(folder, Dialect::Sqlite)?.and_then(|known| known.head());
        let revises = head.map_or("none".to_owned(), |version| format!("{version:04}"));
        files::write(folder, description, &revises, |dialect, direction| {
            let pair = draft.pair(dialect);
            match direction {
                Direction::Up => format!("-- {description}\n{}", pair.up),
                Direction::Down => pair.down.clone(),
            }
        })
    }
}

fn refuse_two_heads(known: &Known) -> Result<(), Refusal> {
    let heads = known.heads();
    if heads.len() < 2 {
        return Ok(());
    }
    let names = heads.into_iter().map(|version| known.name(version));
    Err(Refusal::TwoHeads(names.collect()))
}

/// Runs every migration, and says what they give.
async fn replayed(scratch: &mut Scratch, known: &Known) -> Result<Schema, EngineError> {
    for revision in known.iter() {
        scratch.run(&revision.up).await?;
    }
    scratch.schema().await
}

impl Scratch {
    /// What a database says of a schema that was just made in it.
    pub(in crate::migrate) async fn made_of(
        &mut self,
        schema: &Schema,
    ) -> Result<Schema, EngineError> {
        let everything = super::script(
            self.dialect(),
            &Schema::default(),
            schema,
            &Renames::default(),
        );
        let mut other = self.another().await?;
        let made = match other.run(&Script::new(everything)).await {
            Ok(()) => other.schema().await,
            Err(error) => Err(error),
        };
        self.take_back(other).await?;
        made
    }
}
