//! The simulator from outside: a bot over HTTP on one side, people on the other.

mod albums_and_files;
mod control;
mod groups;
mod limits;
mod polling;
mod refusals;
mod support;
mod talk;
mod trouble;
mod webhook;
