//! Every integration test, in one binary.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod browser;
mod cli;
mod config;
mod console;
mod conversations;
mod database;
mod faults;
mod inbox;
mod kill;
mod kill_renders;
mod locales;
mod lyrics;
mod migrate_around;
mod migrate_boot;
mod migrate_faults;
mod migrate_kill;
mod migrate_live;
mod migrate_race;
mod migrate_read_only;
mod migrate_readme;
mod migrate_rehearse;
mod migrate_restore;
mod migrate_starts;
mod migrate_versions;
mod parity;
mod radio;
mod radio_directory;
mod recipes;
mod rows;
mod schedules_clock;
mod schedules_kill;
mod sound;
mod store;
mod store_jobs;
mod store_lyrics;
mod store_playlists;
mod store_radio;
mod store_schedules;
mod store_tracks;
mod support;
mod tidy;
mod web;
mod webhook;
