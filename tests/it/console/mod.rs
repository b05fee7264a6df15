//! The owner's console: a file for each thing that is promised of it, C1 to C13. Conversations on both databases, whole.

mod c01;
mod c02;
mod c03;
mod c04;
mod c05;
mod c06;
mod c07;
mod c08;
mod c09;
mod c10;
mod c11;
mod c12;
mod c13;
pub mod desk;
mod languages;
mod models;
