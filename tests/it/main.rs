//! Every integration test, in one binary.

mod cli;
mod config;
mod conversations;
mod support;
mod web;
