//! Every integration test, in one binary.

mod cli;
mod config;
mod support;
mod web;
