//! What a plan costs.

use serde::{Deserialize, Serialize};

use crate::migrate::rehearse::Rehearsal;

/// What can only be said by looking at the data.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// With the backup: reckoned from sizes, or measured by a rehearsal.
    pub seconds: Option<f64>,
    /// How trying it on a copy went; `None` where nobody asked.
    pub rehearsal: Option<Rehearsal>,
    pub database_bytes: u64,
    pub free_bytes: Option<u64>,
    pub needs_bytes: u64,
    /// How the data will be kept; `None` where it will not be.
    pub backup: Option<Keep>,
    /// How the schema differs from what the applied migrations give.
    #[serde(default)]
    pub drift: Vec<String>,
}

/// What a small server copies, checks and hashes in a second, and what it rewrites.
const BYTES_PER_SECOND: f64 = 100e6;

impl Estimate {
    /// How long the backup is going to take.
    #[expect(clippy::cast_precision_loss, reason = "it is an estimate")]
    pub(in crate::migrate) fn backup_seconds(&self) -> f64 {
        match self.backup {
            Some(Keep::File | Keep::Dump { .. }) => self.database_bytes as f64 / BYTES_PER_SECOND,
            Some(Keep::Nothing | Keep::Tables) | None => 0.0,
        }
    }

    /// How long a run is going to take that may rewrite everything, or only adds.
    #[expect(clippy::cast_precision_loss, reason = "it is an estimate")]
    pub(in crate::migrate) fn run_seconds(&self, only_adds: bool) -> f64 {
        let rewritten = if only_adds { 0 } else { self.database_bytes };
        self.backup_seconds() + rewritten as f64 / BYTES_PER_SECOND
    }
}

/// How the data of before a run is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// There is nothing to keep: the database is empty, or the run touches nothing that is there.
    Nothing,
    /// A checked copy of the whole file.
    File,
    /// `pg_dump`, of this major version.
    Dump { version: u32 },
    /// The tables that are touched, copied within the transaction.
    Tables,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 200 MB: how long the backup takes, and the run that may rewrite everything or only adds, in seconds.
    #[track_caller]
    fn check(backup: Option<Keep>, expect: (f64, f64, f64)) {
        let estimate = Estimate {
            database_bytes: 200_000_000,
            backup,
            ..Estimate::default()
        };
        let found = [
            estimate.backup_seconds(),
            estimate.run_seconds(false),
            estimate.run_seconds(true),
        ];
        let all_near = found
            .iter()
            .zip([expect.0, expect.1, expect.2])
            .all(|(found, expect)| (found - expect).abs() < 1e-9);
        assert!(all_near, "{found:?}");
    }

    #[test]
    fn what_is_copied_and_what_is_rewritten_takes_time() {
        check(Some(Keep::File), (2.0, 4.0, 2.0));
        check(Some(Keep::Dump { version: 16 }), (2.0, 4.0, 2.0));
        check(Some(Keep::Tables), (0.0, 2.0, 0.0));
        check(None, (0.0, 2.0, 0.0));
    }
}
