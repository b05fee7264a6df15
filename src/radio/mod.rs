//! Internet radio: where a station is, what it sends, what it says it plays, and the public directory of stations.

pub mod address;
pub mod directory;
pub mod icy;
pub mod playlist;
pub mod sort;
pub mod stream;
pub mod title;
pub mod tuner;
