//! What others wrote is installed beside the programs, the first time, from `PyPI` and npm.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::Outcome;

/// The folder with the programs of a virtual environment with these packages.
pub(crate) fn from_pypi(programs: &Path, name: &str, packages: &[&str]) -> Outcome<PathBuf> {
    let folder = place(programs, name);
    let done = folder.join("installed");
    if !done.exists() {
        eprintln!("installing {} from PyPI", packages.join(", "));
        quiet(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        // Its own `pip` names the folder it was made in, and would not outlast a move.
        let mut python = Command::new(folder.join("bin/python"));
        quiet(
            python
                .args(["-m", "pip", "install", "--quiet"])
                .args(packages),
        )?;
        fs::write(done, packages.join("\n"))?;
    }
    Ok(folder.join("bin"))
}

/// The folder in which a script of node's finds these packages.
pub(crate) fn from_npm(programs: &Path, name: &str, packages: &[&str]) -> Outcome<PathBuf> {
    let folder = place(programs, name);
    let done = folder.join("installed");
    if !done.exists() {
        eprintln!("installing {} from npm", packages.join(", "));
        let mut npm = Command::new("npm");
        npm.args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"])
            .arg(&folder)
            .args(packages);
        quiet(&mut npm)?;
        fs::write(done, packages.join("\n"))?;
    }
    Ok(folder)
}

/// Milliseconds until it has ended, which must be well.
pub(crate) fn time(mut command: Command) -> Outcome<f64> {
    let began = std::time::Instant::now();
    quiet(&mut command)?;
    Ok(began.elapsed().as_secs_f64() * 1000.0)
}

/// Runs a command that has to end well, and keeps what it says for when it does not.
pub(crate) fn quiet(command: &mut Command) -> Outcome {
    let output = command.stdin(Stdio::null()).output().map_err(|error| {
        format!(
            "{} cannot be started: {error}",
            command.get_program().display()
        )
    })?;
    if output.status.success() {
        return Ok(());
    }
    let says = String::from_utf8_lossy(&output.stderr);
    Err(format!("{}: {}", command.get_program().display(), says.trim()).into())
}

fn place(programs: &Path, name: &str) -> PathBuf {
    programs.join("bench-peers").join(name)
}
