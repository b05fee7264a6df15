//! The owner's console: a file for each thing that is promised of it, C1 to C13. Conversations on both databases, whole.

mod c09;
mod c10;
mod desk;
