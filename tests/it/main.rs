//! Every integration test, in one binary.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod cli;
mod config;
mod conversations;
mod faults;
mod inbox;
mod kill;
mod support;
mod web;
