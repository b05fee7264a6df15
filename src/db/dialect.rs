//! What differs between the two databases.

use sqlx::{PgConnection, SqliteConnection};

/// Which database this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// As folders are called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// A statement whose text differs. The common case is a plain `&'static str`.
#[derive(Debug, Clone, Copy)]
pub struct PerDialect {
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

impl PerDialect {
    pub fn of(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
        }
    }

    /// The text for the connection at hand, inside `on!`.
    pub fn for_conn<C: SpeaksDialect>(&self, _conn: &C) -> &'static str {
        self.of(C::DIALECT)
    }
}

/// A connection knows its dialect.
pub trait SpeaksDialect {
    const DIALECT: Dialect;
}

impl SpeaksDialect for SqliteConnection {
    const DIALECT: Dialect = Dialect::Sqlite;
}

impl SpeaksDialect for PgConnection {
    const DIALECT: Dialect = Dialect::Postgres;
}
