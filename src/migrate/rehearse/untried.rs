//! Why a plan was not tried on a copy. Pure.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::migrate::report::bytes as size;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Untried {
    NothingToDo,
    NoData,
    /// More than the configuration lets be copied.
    TooLarge {
        bytes: u64,
    },
    NoSpace {
        needs: u64,
        free: u64,
    },
    /// The text of a migration that is applied is nowhere.
    Forgotten,
    /// A script names a schema, and would not stay in one of its own.
    ReachesOut {
        to: String,
    },
    /// The server or the engine said no.
    Refused {
        error: String,
    },
}

impl Untried {
    /// Whether so much cannot be copied: the copy and the log of what is done to it take 2.2 times its size.
    pub(super) fn too_much(bytes: u64, most: u64, free: Option<u64>) -> Option<Self> {
        if bytes > most {
            return Some(Self::TooLarge { bytes });
        }
        let needs = bytes * 11 / 5;
        let free = free.filter(|free| *free < needs)?;
        Some(Self::NoSpace { needs, free })
    }
}

impl fmt::Display for Untried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NothingToDo => f.write_str("there is nothing to do"),
            Self::NoData => f.write_str("there is no data to try it on"),
            Self::TooLarge { bytes } => {
                let bytes = size(*bytes);
                write!(f, "what it touches has {bytes}, more than `migrations.rehearse_max_mb` lets be copied")
            }
            Self::NoSpace { needs, free } => {
                let (needs, free) = (size(*needs), size(*free));
                write!(f, "a copy and its log need {needs}, and {free} are free")
            }
            Self::Forgotten => f.write_str(
                "the text of a migration that is applied is neither in this build nor in the journal",
            ),
            Self::ReachesOut { to } => write!(
                f,
                "a script names `{to}`, so it would not stay in a schema of its own"
            ),
            Self::Refused { error } => f.write_str(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_needs_2_2_times_the_size() {
        let check = |bytes, free, expect| {
            assert_eq!(
                Untried::too_much(bytes, 1000, free),
                expect,
                "{bytes} {free:?}"
            );
        };
        check(100, Some(220), None);
        check(
            100,
            Some(219),
            Some(Untried::NoSpace {
                needs: 220,
                free: 219,
            }),
        );
        check(1000, Some(2200), None);
        check(
            1001,
            Some(u64::MAX),
            Some(Untried::TooLarge { bytes: 1001 }),
        );
        check(100, None, None); // Nobody can say.
    }
}
