//! What the tests stand on.

pub mod balancer;
pub mod bot;
pub mod browser;
pub mod db;
pub mod guest;
pub mod icecast;
pub mod lrclib;
pub mod migrate;
pub mod process;
pub mod program;
pub mod server;
pub mod sound;
pub mod station;
