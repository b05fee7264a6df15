//! The sound itself: files go in, and what comes out is measured.

mod curve;
mod ending;
mod hostile;
mod rendered;
