//! What can go wrong with a database.

/// A database operation that failed. Kinds are asked for by method, because the drivers name the same thing differently.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error("cannot {doing} in the database")]
    Query {
        doing: &'static str,
        #[source]
        source: sqlx::Error,
    },
    #[error("cannot open the database {shown}")]
    Open {
        /// Without its password.
        shown: String,
        #[source]
        source: sqlx::Error,
    },
    #[error("cannot make a place for the database at {path}")]
    Place {
        path: String,
        #[source]
        source: std::io::Error,
    },
    #[error(
        "a database in memory would forget everything at the next start: give a file, such as sqlite://data/reprise.db"
    )]
    InMemory,
}

impl DbError {
    /// For `map_err`: says what was being done.
    pub fn doing(doing: &'static str) -> impl FnOnce(sqlx::Error) -> Self {
        move |source| Self::Query { doing, source }
    }

    pub fn is_unique_violation(&self) -> bool {
        self.database()
            .is_some_and(|error| error.kind() == sqlx::error::ErrorKind::UniqueViolation)
    }

    /// The table asked for is not there, as when its migration is taken back.
    pub fn is_missing_table(&self) -> bool {
        const POSTGRES_UNDEFINED_TABLE: &str = "42P01";
        self.database().is_some_and(|error| {
            error.code().as_deref() == Some(POSTGRES_UNDEFINED_TABLE)
                || error.message().starts_with("no such table")
        })
    }

    /// A table or a column is not there: the schema is another one than this build expects.
    pub fn is_missing_part(&self) -> bool {
        const POSTGRES_UNDEFINED_COLUMN: &str = "42703";
        self.is_missing_table()
            || self.database().is_some_and(|error| {
                error.code().as_deref() == Some(POSTGRES_UNDEFINED_COLUMN)
                    || error.message().starts_with("no such column")
                    || error.message().contains(" has no column named ")
            })
    }

    /// The database is away, starting, stopping or busy: the same may work in a moment, and nothing was done now.
    pub fn is_passing(&self) -> bool {
        let (Self::Query { source, .. } | Self::Open { source, .. }) = self else {
            return false;
        };
        match source {
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::WorkerCrashed => true,
            sqlx::Error::Database(error) => error.code().is_some_and(|code| is_passing(&code)),
            _ => false,
        }
    }

    fn database(&self) -> Option<&dyn sqlx::error::DatabaseError> {
        match self {
            Self::Query { source, .. } | Self::Open { source, .. } => source.as_database_error(),
            Self::Place { .. } | Self::InMemory => None,
        }
    }
}

/// SQLite's "busy" and "locked" with their extended forms; PostgreSQL's classes "connection exception" and "operator
/// intervention", too many connections, and the conflicts it resolves by refusing one side.
fn is_passing(code: &str) -> bool {
    if let Ok(sqlite) = code.parse::<u32>()
        && code.len() < 5
    {
        return matches!(sqlite & 0xff, 5 | 6);
    }
    code.starts_with("08")
        || code.starts_with("57P")
        || ["53300", "40001", "40P01", "55P03"].contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_is_told_from_what_stays() {
        for code in [
            "5", "6", "261", "517", "08006", "57P01", "57P03", "53300", "40P01",
        ] {
            assert!(is_passing(code), "{code}");
        }
        for code in ["1", "13", "19", "2067", "23505", "42P01", "53100"] {
            assert!(!is_passing(code), "{code}");
        }
    }
}
