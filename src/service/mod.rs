//! Use-cases that join capabilities and the store, one file or folder each.

pub mod bans;
pub mod gauges;
pub mod lyrics;
pub mod recording;
pub mod stations;
pub mod titles;
