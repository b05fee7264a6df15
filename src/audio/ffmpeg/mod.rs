//! The one door to other programs: nothing else starts processes (but `migrate/dump.rs` its `pg_dump`).
//!
//! A child gets its arguments as a list, a process group of its own, an environment without our secrets, and the guards
//! this machine has. It is killed when it is cancelled, takes too long, falls silent, or when we are killed ourselves.

mod argv;
mod child;
mod progress;
mod version;

pub use argv::{Guards, Limits};
pub use child::{Feed, RunError, guards, run};
pub use progress::Progress;
pub use version::{OLDEST, Version, VersionError, can_isolate, probe_version};
