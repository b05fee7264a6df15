//! What the tests stand on.

pub mod bot;
pub mod db;
pub mod process;
pub mod program;
pub mod schema;
