//! The migrations, built into the binary.

use sqlx::migrate::{MigrateError, Migrator};

use crate::db::{Db, Dialect};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Brings the database up to date.
pub async fn apply_all(db: &Db) -> Result<(), MigrateError> {
    match db.dialect() {
        Dialect::Sqlite => db.run_migrator(&SQLITE).await,
        Dialect::Postgres => db.run_migrator(&POSTGRES).await,
    }
}
