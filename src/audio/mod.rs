//! Sound: what is done to it ([`chain`], pure), and the door to the programs that do it.

mod chain;
pub mod ffmpeg;
mod solver;

pub use chain::{Chain, Channels, chain};
pub use solver::{Q, SAMPLE_RATE};
