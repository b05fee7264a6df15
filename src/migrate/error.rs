//! What can go wrong in the acting part of the engine.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::{refusal::Refusal, source::SourceError};

#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// Nothing happened, on purpose.
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("the migrations themselves are not in order")]
    Source(#[source] SourceError),
    #[error("{doing} failed")]
    Database {
        doing: &'static str,
        source: sqlx::Error,
    },
    #[error("{doing} failed: {}", .path.display())]
    Io {
        doing: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    #[error("migrations need a database in a file, not in memory")]
    NoFile,
    #[error("a journal entry cannot be read")]
    Journal(#[source] serde_json::Error),
    #[error("the run crashed")]
    Crashed(#[source] tokio::task::JoinError),
    #[error("cancelled")]
    Cancelled,
    #[error("{0}")]
    Backup(String),
    #[error("there is a file in the way of the backup: {}", .0.display())]
    InTheWay(PathBuf),
    #[error("{} is not as it was made; it is not used", .0.display())]
    Altered(PathBuf),
    /// What was copied is damaged, so what it was copied from may be, too.
    #[error("the copy is damaged: {0}; `migrate verify` looks at the database itself")]
    Damaged(String),
}

impl EngineError {
    pub(super) fn database(doing: &'static str, source: sqlx::Error) -> Self {
        Self::Database { doing, source }
    }

    pub(super) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io {
            doing,
            path: path.to_owned(),
            source,
        }
    }

    /// Why the engine refused, where it did.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// What the database itself said, where it said something.
    pub fn said_by_database(&self) -> Option<&str> {
        match self {
            Self::Database {
                source: sqlx::Error::Database(said),
                ..
            } => Some(said.message()),
            _ => None,
        }
    }

    /// Whether a file or a folder could not be opened or written by whoever runs this.
    pub fn is_about_a_file(&self) -> bool {
        match self {
            Self::Io { source, .. } => matches!(
                source.kind(),
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
            ),
            // What SQLite calls a file that it must not write, and one that it cannot open.
            Self::Database {
                source: sqlx::Error::Database(said),
                ..
            } => matches!(said.code().as_deref(), Some("8" | "14")),
            _ => false,
        }
    }

    /// The whole chain in one line, for the journal and for people. A database has the last word: what the driver adds, such as
    /// the line of the server's own source, helps nobody here.
    pub fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut source = std::error::Error::source(self);
        while let Some(error) = source {
            text.push_str(": ");
            if let Some(sqlx::Error::Database(said)) = error.downcast_ref() {
                text.push_str(said.message());
                break;
            }
            text.push_str(&error.to_string());
            source = error.source();
        }
        text
    }
}

/// Names what was being done when a database error came.
pub(super) trait Doing<T> {
    fn doing(self, what: &'static str) -> Result<T, EngineError>;
}

impl<T> Doing<T> for sqlx::Result<T> {
    fn doing(self, what: &'static str) -> Result<T, EngineError> {
        self.map_err(|source| EngineError::database(what, source))
    }
}
