//! Who is in the way of a migration, as a value: the command line says it in English, the chat in the owner's language.

use std::fmt;

use chrono::{DateTime, Utc};

use super::{journal::Actor, peers::Peer};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Somebody else migrates.
    Migrates {
        by: Actor,
        pid: u32,
        since: DateTime<Utc>,
    },
    /// A copy of the bot.
    Copy(Peer),
    /// A connection to PostgreSQL; what it calls itself, what it is at.
    Connection {
        pid: i32,
        name: Option<String>,
        state: Option<String>,
    },
    /// A server that has not ended what a killed program began.
    EndingRestore,
    /// Somebody who left no name.
    Unnamed,
    /// Whoever it was, they are gone by now.
    Gone,
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Migrates { by, pid, since } => {
                let since = since.format("%H:%M:%S UTC");
                write!(f, "{by}, process {pid}, since {since}")
            }
            Self::Copy(peer) => write!(f, "{peer}"),
            Self::Connection { pid, name, state } => {
                let name = name.as_deref().unwrap_or("unnamed");
                let state = state
                    .as_ref()
                    .map_or(String::new(), |state| format!(", {state}"));
                write!(f, "database connection {pid} ({name}{state})")
            }
            Self::EndingRestore => {
                f.write_str("the server is still ending a restore whose program was killed")
            }
            Self::Unnamed => f.write_str("somebody who did not leave a name"),
            Self::Gone => f.write_str("somebody who is gone by now"),
        }
    }
}

/// Several of them in one line.
pub fn all(who: &[Who]) -> String {
    let names: Vec<String> = who.iter().map(Who::to_string).collect();
    names.join(", ")
}
