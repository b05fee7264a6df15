//! Sound. For now only the door to the programs that make it.

pub mod ffmpeg;
