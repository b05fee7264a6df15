//! The journal's mirror beside a SQLite file, `<file>.journal`: one JSON object a line, each with the hash of the line before.
//! A restore takes the rows back to the time of the backup; the mirror stays.

use std::{
    collections::HashSet,
    fs::{File, OpenOptions},
    io::{BufRead as _, BufReader, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{error::EngineError, journal::Entry, place::Place};

/// The file beside a SQLite database that keeps what its journal says.
#[derive(Debug)]
pub(super) struct Mirror {
    file: File,
    path: PathBuf,
    known: HashSet<String>,
    last: String,
}

#[derive(Serialize, Deserialize)]
struct Line {
    /// The hash of the line before.
    after: String,
    entry: Entry,
}

impl Mirror {
    pub(super) fn path(place: &Place) -> Option<PathBuf> {
        place.beside("journal")
    }

    /// Opens it, for a database that has one.
    pub(super) fn open(place: &Place) -> Result<Option<Self>, EngineError> {
        let Some(path) = Self::path(place) else {
            return Ok(None);
        };
        let (entries, last) = read_mirror(&path)?;
        let io = |source| EngineError::io("opening the journal's mirror", &path, source);
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .read(true)
            // Who did what is for the owner, as the database is.
            .mode(0o600)
            .open(&path)
            .map_err(io)?;
        // A line that a crash cut short stays, but must not swallow the next one.
        if ends_in_the_middle(&path).map_err(io)? {
            file.write_all(b"\n").map_err(io)?;
        }
        Ok(Some(Self {
            file,
            path,
            known: entries.into_iter().map(|e| e.id).collect(),
            last,
        }))
    }

    /// Appends what it does not have yet, on disk before this returns.
    pub(super) fn append(&mut self, entries: &[Entry]) -> Result<(), EngineError> {
        let mut text = String::new();
        for entry in entries {
            if !self.known.insert(entry.id.clone()) {
                continue;
            }
            let line = Line {
                after: self.last.clone(),
                entry: entry.clone(),
            };
            let line = serde_json::to_string(&line).map_err(EngineError::Journal)?;
            self.last = hash(&line);
            text.push_str(&line);
            text.push('\n');
        }
        if text.is_empty() {
            return Ok(());
        }
        let write = self
            .file
            .write_all(text.as_bytes())
            .and_then(|()| self.file.sync_data());
        write.map_err(|source| EngineError::io("writing the journal's mirror", &self.path, source))
    }
}

fn hash(line: &str) -> String {
    Sha256::digest(line.as_bytes())
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn ends_in_the_middle(path: &Path) -> std::io::Result<bool> {
    Ok(std::fs::read(path)?
        .last()
        .is_some_and(|byte| *byte != b'\n'))
}

/// The entries of a mirror and the hash of its last line. A line that is no entry (cut short by a crash) is passed over.
pub(super) fn read_mirror(path: &Path) -> Result<(Vec<Entry>, String), EngineError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok((Vec::new(), String::new()));
        }
        Err(source) => {
            return Err(EngineError::io(
                "reading the journal's mirror",
                path,
                source,
            ));
        }
    };
    let (mut entries, mut last) = (Vec::new(), String::new());
    for line in BufReader::new(file).split(b'\n') {
        let line =
            line.map_err(|source| EngineError::io("reading the journal's mirror", path, source))?;
        let Ok(line) = String::from_utf8(line) else {
            continue;
        };
        if let Ok(parsed) = serde_json::from_str::<Line>(&line) {
            last = hash(&line);
            entries.push(parsed.entry);
        }
    }
    Ok((entries, last))
}

/// Checks that no line of a mirror was changed or taken out: the number of the first line that does not follow the one
/// before it.
pub(super) fn first_broken_line(path: &Path) -> Result<Option<usize>, EngineError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => {
            return Err(EngineError::io(
                "reading the journal's mirror",
                path,
                source,
            ));
        }
    };
    let mut last = String::new();
    for (i, line) in text.lines().enumerate() {
        match serde_json::from_str::<Line>(line) {
            Ok(parsed) if parsed.after == last => last = hash(line),
            // Cut short by a crash: the next line follows the one before.
            Err(error) if error.is_eof() => {}
            _ => return Ok(Some(i + 1)),
        }
    }
    Ok(None)
}

/// What a mirror says of restores, without reading the rest of it.
pub(super) fn restores_in(path: &Path) -> Result<Vec<Entry>, EngineError> {
    let text = match std::fs::read(path) {
        // A crash may have cut a letter in two.
        Ok(bytes) => String::from_utf8(bytes)
            .unwrap_or_else(|cut| String::from_utf8_lossy(cut.as_bytes()).into_owned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(source) => {
            let doing = "reading the journal's mirror";
            return Err(EngineError::io(doing, path, source));
        }
    };
    let lines = text.lines().filter(|line| line.contains("restore_"));
    Ok(lines
        .filter_map(|line| serde_json::from_str::<Line>(line).ok())
        .map(|line| line.entry)
        .collect())
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::migrate::journal::{Actor, Event, From};

    fn entry(n: u32) -> Entry {
        let by = Actor {
            who: "uid 1".into(),
            from: From::Cli,
            host: "here".into(),
        };
        Entry::new(
            DateTime::UNIX_EPOCH,
            &by,
            None,
            Event::Held {
                reason: n.to_string(),
            },
        )
    }

    fn mirror(name: &str) -> (Place, PathBuf) {
        let folder =
            std::env::temp_dir().join(format!("reprise-mirror-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let place = Place::Sqlite(folder.join("a.db"));
        let path = Mirror::path(&place).unwrap();
        let _ = std::fs::remove_file(&path);
        (place, path)
    }

    #[test]
    fn entries_survive_and_are_written_once() {
        let (place, path) = mirror("once");
        let entries = [entry(1), entry(2)];
        Mirror::open(&place)
            .unwrap()
            .unwrap()
            .append(&entries[..1])
            .unwrap();
        Mirror::open(&place)
            .unwrap()
            .unwrap()
            .append(&entries)
            .unwrap();
        assert_eq!(read_mirror(&path).unwrap().0, entries);
        assert_eq!(first_broken_line(&path).unwrap(), None);
    }
    #[test]
    fn a_changed_line_is_noticed() {
        let (place, path) = mirror("changed");
        Mirror::open(&place)
            .unwrap()
            .unwrap()
            .append(&[entry(1), entry(2), entry(3)])
            .unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace("\"reason\":\"2\"", "\"reason\":\"9\"")).unwrap();
        assert_eq!(first_broken_line(&path).unwrap(), Some(3));
        std::fs::write(
            &path,
            text.lines()
                .filter(|l| !l.contains("\"reason\":\"2\""))
                .collect::<Vec<_>>()
                .join("\n"),
        )
        .unwrap();
        assert_eq!(first_broken_line(&path).unwrap(), Some(2));
    }
    #[test]
    fn a_line_cut_short_harms_no_other() {
        let (place, path) = mirror("cut");
        Mirror::open(&place)
            .unwrap()
            .unwrap()
            .append(&[entry(1)])
            .unwrap();
        OpenOptions::new()
            .append(true)
            .open(&path)
            .unwrap()
            .write_all(b"{\"after\":\"12")
            .unwrap();
        Mirror::open(&place)
            .unwrap()
            .unwrap()
            .append(&[entry(2)])
            .unwrap();
        assert_eq!(read_mirror(&path).unwrap().0.len(), 2);
        assert_eq!(first_broken_line(&path).unwrap(), None);
    }
}
