//! Reprise: a Telegram bot for listening. ARCHITECTURE.md says how the parts hang together.

pub mod app;
pub mod audio;
pub mod bot;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod domain;
pub mod http;
pub mod i18n;
pub mod jobs;
pub mod lyrics;
pub mod metrics;
pub mod migrate;
pub mod outbox;
pub mod radio;
pub mod service;
pub mod store;
pub mod telegram;
pub mod telemetry;
pub mod view;
pub mod web;
pub mod workspace;
