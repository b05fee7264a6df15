//! Which tables of the application are there: what is taken back by a migration is missed by a feature, and comes back.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use super::{Db, DbError, PerDialect, Tx, on};

/// The tables there were when somebody looked.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tables(BTreeSet<String>);

impl Tables {
    pub fn have(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.0.contains(*name))
    }
}

/// What was seen last, and after how many changes of the schema.
pub(super) type Seen = Mutex<Option<(u64, Arc<Tables>)>>;

impl Tx {
    /// The tables there are.
    pub async fn tables(&mut self) -> Result<Tables, DbError> {
        const TABLES: PerDialect = PerDialect {
            sqlite: "SELECT name FROM sqlite_schema WHERE type = 'table'",
            postgres: "SELECT tablename::text FROM pg_tables WHERE schemaname = ANY (current_schemas(false))",
        };
        let names: Vec<String> =
            on!(self, conn => sqlx::query_scalar(TABLES.for_conn(conn)).fetch_all(conn).await)
                .map_err(DbError::doing("look which tables there are"))?;
        Ok(Tables(names.into_iter().collect()))
    }

    /// The newest migration that is applied, where there is a ledger.
    pub async fn schema_revision(&mut self) -> Result<Option<i64>, DbError> {
        const NEWEST: &str = "SELECT max(version) FROM _sqlx_migrations";
        on!(self, conn => sqlx::query_scalar(NEWEST).fetch_one(conn).await)
            .map_err(DbError::doing("look which migration is the newest"))
    }
}

impl Db {
    /// The tables there are. Looked up after each change of the schema, else remembered.
    pub async fn tables(&self, tx: &mut Tx) -> Result<Arc<Tables>, DbError> {
        // Before looking: a change meanwhile makes what is seen old.
        let changes = *self.gate.changes().borrow();
        if let Some((at, tables)) = &*self.seen()
            && *at == changes
        {
            return Ok(Arc::clone(tables));
        }
        let tables = Arc::new(tx.tables().await?);
        *self.seen() = Some((changes, Arc::clone(&tables)));
        Ok(tables)
    }

    /// Looks again next time: a table that should be there was not.
    pub fn forget_tables(&self) {
        *self.seen() = None;
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Option<(u64, Arc<Tables>)>> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
