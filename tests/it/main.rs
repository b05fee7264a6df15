//! Every integration test, in one binary.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod browser;
mod cli;
mod config;
mod conversations;
mod database;
mod faults;
mod inbox;
mod kill;
mod locales;
mod parity;
mod rows;
mod store;
mod support;
mod tidy;
mod web;
