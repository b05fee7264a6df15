//! The program. Everything it does is in the library.

use std::process::ExitCode;

use clap::Parser as _;
use reprise::cli::{self, Cli};

fn main() -> ExitCode {
    cli::run(&Cli::parse()).into()
}
