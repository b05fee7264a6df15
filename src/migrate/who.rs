//! Who is in the way of a migration, as a value: the command line says it in English, the chat in the owner's language.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{journal::Actor, peers::Peer};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// For the tests of what is said of them.
#[cfg(test)]
pub(crate) mod testing {
    use super::*;
    use crate::migrate::journal::From;

    pub(crate) fn migrates() -> Who {
        Who::Migrates {
            by: Actor {
                who: "uid 998".to_owned(),
                from: From::Cli,
                host: "vps".to_owned(),
            },
            pid: 47_111,
            since: DateTime::from_timestamp(1_769_852_700, 0).expect("in range"),
        }
    }

    pub(crate) fn copy() -> Who {
        Who::Copy(Peer {
            host: "vps".to_owned(),
            pid: 12,
            build: "0.1.0".to_owned(),
            head: None,
            room: None,
        })
    }

    pub(crate) fn connection(name: Option<&str>, state: Option<&str>) -> Who {
        Who::Connection {
            pid: 7,
            name: name.map(str::to_owned),
            state: state.map(str::to_owned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        testing::{connection, copy, migrates},
        *,
    };

    #[test]
    fn each_is_told_by_what_an_operator_can_look_for() {
        let everybody = [
            migrates(),
            copy(),
            connection(Some("psql"), Some("idle in transaction")),
            connection(None, None),
            Who::EndingRestore,
            Who::Unnamed,
            Who::Gone,
        ];
        assert_eq!(
            all(&everybody),
            "uid 998 (command line, vps), process 47111, since 09:45:00 UTC, \
             process 12 on vps (build 0.1.0), \
             database connection 7 (psql, idle in transaction), \
             database connection 7 (unnamed), \
             the server is still ending a restore whose program was killed, \
             somebody who did not leave a name, \
             somebody who is gone by now"
        );
    }
}
