//! Tries a draft before its files are kept: up, down and up again, each time compared.

use super::{Pair, diff};
use crate::{
    db::Dialect,
    migrate::{drift, error::EngineError, replay::Scratch, source::Script},
};

/// What was written does not do what it should. It is a mistake of ours; nothing was kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("on {dialect:?} {what}: {differences}")]
pub struct WrongDraft {
    pub dialect: Dialect,
    pub what: &'static str,
    pub differences: String,
}

impl Pair {
    /// Runs it in a scratch place where the migrations were replayed.
    pub(in crate::migrate) async fn rehearse(
        &self,
        scratch: &mut Scratch,
    ) -> Result<Result<(), WrongDraft>, EngineError> {
        let dialect = scratch.dialect();
        let before = scratch.schema().await?;
        let mut wanted = scratch.made_of(&self.to).await?;
        if dialect == Dialect::Postgres {
            // The draft was made without looking at PostgreSQL, so it knows nothing of its views and triggers.
            wanted.views.clone_from(&before.views);
            for (name, table) in &mut wanted.tables {
                if let Some(there) = before.tables.get(name) {
                    table.triggers.clone_from(&there.triggers);
                }
            }
        }
        let trials = [
            (&self.up, &wanted, "the way up leads elsewhere"),
            (&self.down, &before, "the way down does not lead back"),
            (&self.up, &wanted, "the second way up leads elsewhere"),
        ];
        for (sql, expected, what) in trials {
            scratch.run(&Script::new(sql.clone())).await?;
            let differences = diff(&scratch.schema().await?, expected);
            if !differences.is_empty() {
                let named: Vec<String> = differences.iter().map(drift::named).collect();
                return Ok(Err(WrongDraft {
                    dialect,
                    what,
                    differences: named.join("; "),
                }));
            }
        }
        Ok(Ok(()))
    }
}
