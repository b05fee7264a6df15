//! The migration engine: state → plan → approval → apply.
//!
//! It stands on sqlx's public `Migrate` trait and its ledger, so that `sqlx migrate info` agrees with it at any moment.
//! What is known (the scripts of this build) and what is found (ledger, journal, hold, schema) are reduced by pure functions to
//! a [`Plan`](plan::Plan) or a [`Refusal`]; running one takes an [`Approved`], which only
//! [`Plan::approve`](plan::Plan::approve) makes.

mod apply;
mod approve;
pub mod autogenerate;
pub mod backup;
mod backups;
mod baseline;
pub mod bless;
pub mod boot;
mod cancel;
pub mod command;
mod configured;
pub mod drift;
mod dump;
mod engine;
mod error;
mod files;
pub mod graph;
mod guard;
pub mod header;
pub mod journal;
mod kept;
pub mod lint;
mod lock;
mod look;
pub mod loss;
mod membership;
mod mirror;
mod moving;
pub mod offline;
mod outcome;
mod outside;
pub mod peers;
pub mod picture;
pub mod place;
pub mod plan;
mod refusal;
mod refused;
mod rehearse;
mod replay;
pub mod report;
mod restore;
mod running;
pub mod schema;
mod selftest;
pub mod source;
pub mod sql;
mod stamp;
mod standing;
mod step;
pub mod steps;
mod tables;
pub mod target;
mod temporary;
mod verbs;
mod verify;
pub mod who;
mod why;

pub use approve::{Approved, Consent};
pub use baseline::Baseline;
pub use cancel::Cancel;
pub use configured::configured_url;
pub use engine::{Engine, Settings, Status};
pub use error::EngineError;
pub use files::create;
pub use graph::lint_everything;
pub use membership::Membership;
pub use moving::Moved;
pub use outcome::{Failed, Manner, Progress, Report, Tell};
pub use refusal::{More, Refusal};
pub use refused::note_refusal;
pub use rehearse::{Broke, Rehearsal, Rows, Tried, Untried, WayBack};
pub use restore::Restored;
pub use running::Running;
pub use selftest::Trial;
pub use stamp::Stamped;
pub use standing::Standing;
pub use step::Done;
pub use verbs::{Edited, Recovered};
pub use verify::Check;
pub use why::{Denied, Why};

/// Which build wrote a plan or a journal row.
pub const BUILD: &str = env!("CARGO_PKG_VERSION");
