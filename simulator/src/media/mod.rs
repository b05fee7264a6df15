//! What is in a file, told by its bytes. Pure.

pub(crate) mod probe;
pub(crate) mod sniff;
pub(crate) mod tags;
