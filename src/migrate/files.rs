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
};
use crate::db::Dialect;

/// Makes four files in `<folder>/sqlite` and `<folder>/postgres`; says which.
pub fn create(folder: &Path, description: &str) -> Result<Vec<PathBuf>, EngineError> {
    let name = slug(description).ok_or_else(|| {
        Refusal::Other(
            "say in a few words what it does: `migrate new \"add mood to tracks\"`".to_owned(),
        )
    })?;
    let mut head = None;
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        match Known::folder(dialect, &folder.join(dialect.name())) {
            Ok(known) => head = known.head().max(head),
            Err(SourceError::Empty(_)) => {}
            Err(SourceError::Unreadable { source, .. })
                if source.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(EngineError::Source(error)),
        }
    }
    let version = head.map_or(1, |v| v + 1);
    let revises = head.map_or("none".to_owned(), |v| format!("{v:04}"));
    let mut written = Vec::new();
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let folder = folder.join(dialect.name());
        fs::create_dir_all(&folder)
            .map_err(|source| EngineError::io("making the folder", &folder, source))?;
        for direction in ["up", "down"] {
            let path = folder.join(format!("{version:04}_{name}.{direction}.sql"));
            let text = format!(
                "-- revises: {revises}\n\n-- {}\n",
                if direction == "up" {
                    description
                } else {
                    "Takes it back."
                }
            );
            let write =
                fs::File::create_new(&path).and_then(|mut file| file.write_all(text.as_bytes()));
            write.map_err(|source| EngineError::io("writing the migration", &path, source))?;
            written.push(path);
        }
    }
    Ok(written)
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
