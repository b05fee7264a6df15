//! Writes the files of a new migration: a pair for each database, headers filled in.

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use super::{
    error::EngineError,
    refusal::Refusal,
    source::{Known, SourceError},
    target::Direction,
};
use crate::db::Dialect;

/// Makes four empty files in `<folder>/sqlite` and `<folder>/postgres`; says which.
pub fn create(folder: &Path, description: &str) -> Result<Vec<PathBuf>, EngineError> {
    let head = head(folder)?;
    let revises = head.map_or("none".to_owned(), |v| format!("{v:04}"));
    write(
        folder,
        description,
        &revises,
        |_, direction| match direction {
            Direction::Up => format!("-- {description}\n"),
            Direction::Down => "-- Takes it back.\n".to_owned(),
        },
    )
}

/// Makes the four files of the next version, each with its header and what `body` says.
pub(super) fn write(
    folder: &Path,
    description: &str,
    revises: &str,
    body: impl Fn(Dialect, Direction) -> String,
) -> Result<Vec<PathBuf>, EngineError> {
    let name = slug(description).ok_or_else(|| {
        Refusal::Other(
            "say in a few words what it does: `migrate new \"add mood to tracks\"`".to_owned(),
        )
    })?;
    let version = head(folder)?.map_or(1, |v| v + 1);
    let mut written = Vec::new();
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let folder = folder.join(dialect.name());
        fs::create_dir_all(&folder)
            .map_err(|source| EngineError::io("making the folder", &folder, source))?;
        for direction in [Direction::Up, Direction::Down] {
            let path = folder.join(format!("{version:04}_{name}.{direction}.sql"));
            let text = format!("-- revises: {revises}\n\n{}", body(dialect, direction));
            let write =
                fs::File::create_new(&path).and_then(|mut file| file.write_all(text.as_bytes()));
            write.map_err(|source| EngineError::io("writing the migration", &path, source))?;
            written.push(path);
        }
    }
    Ok(written)
}

/// The newest version in either folder.
fn head(folder: &Path) -> Result<Option<i64>, EngineError> {
    let newest = |dialect| -> Result<Option<i64>, EngineError> {
        Ok(known(folder, dialect)?.and_then(|known| known.head()))
    };
    Ok(newest(Dialect::Sqlite)?.max(newest(Dialect::Postgres)?))
}

/// The migrations of one dialect; `None` where there are none yet.
pub(super) fn known(folder: &Path, dialect: Dialect) -> Result<Option<Known>, EngineError> {
    match Known::folder(dialect, &folder.join(dialect.name())) {
        Ok(known) => Ok(Some(known)),
        Err(SourceError::Empty(_)) => Ok(None),
        Err(SourceError::Unreadable { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
            Ok(None)
        }
        Err(error) => Err(EngineError::Source(error)),
    }
}

/// `Add mood to tracks!` → `add_mood_to_tracks`
fn slug(description: &str) -> Option<String> {
    let lower = description.to_lowercase();
    let words: Vec<_> = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let name = words.join("_");
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files() {
        assert_eq!(
            slug("Add mood to tracks!").as_deref(),
            Some("add_mood_to_tracks")
        );
        assert_eq!(slug(" ../x "), Some("x".to_owned()));
        assert_eq!(slug("?"), None);
    }
}
