//! Reprise: a Telegram bot for listening. ARCHITECTURE.md says how the parts hang together.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod telemetry;
