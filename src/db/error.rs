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

    fn database(&self) -> Option<&dyn sqlx::error::DatabaseError> {
        match self {
            Self::Query { source, .. } | Self::Open { source, .. } => source.as_database_error(),
            Self::Place { .. } | Self::InMemory => None,
        }
    }
}
