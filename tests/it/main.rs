//! Every integration test, in one binary.

mod cli;
mod config;
mod conversations;
mod faults;
mod support;
mod web;
