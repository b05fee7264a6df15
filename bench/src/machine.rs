//! Where this runs: which cores may be used, and what to call the machine and the versions.

use std::{fs, process::Command};

use crate::Outcome;

/// Built in, so that the versions are those of the programs measured.
const LOCK: &str = include_str!("../../Cargo.lock");

pub(crate) struct Machine {
    pub(crate) bot_core: usize,
    pub(crate) simulator_core: usize,
    cores: Vec<usize>,
}

impl Machine {
    pub(crate) fn look() -> Outcome<Self> {
        let status = fs::read_to_string("/proc/self/status")?;
        let list = line_of(&status, "Cpus_allowed_list:").ok_or("an odd /proc/self/status")?;
        let cores = cores(list).ok_or("an odd list of cores")?;
        let [bot_core, simulator_core, ..] = cores[..] else {
            return Err("two cores are needed: one for the bot, one for the simulator".into());
        };
        Ok(Self {
            bot_core,
            simulator_core,
            cores,
        })
    }

    /// This program stays off the bot's core.
    pub(crate) fn step_aside(&self) -> Outcome {
        keep_to(&[self.simulator_core])
    }

    /// This program, and every command it starts, has the whole machine.
    pub(crate) fn spread_out(&self) -> Outcome {
        keep_to(&self.cores)
    }

    /// What the machine is, in a line.
    pub(crate) fn name(&self) -> String {
        let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let cpu = cpu.lines().find(|line| line.starts_with("model name"));
        let cpu = cpu.and_then(|line| line.split_once(':'));
        let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
        format!(
            "{}, {} cores; Linux {}",
            cpu.map_or("an unnamed processor", |(_, name)| name.trim()),
            self.cores.len(),
            kernel.split('-').next().unwrap_or_default().trim(),
        )
    }
}

/// Moves all of this program to these cores.
fn keep_to(cores: &[usize]) -> Outcome {
    let cores: Vec<String> = cores.iter().map(usize::to_string).collect();
    let pid = std::process::id().to_string();
    let moved = Command::new("taskset")
        .args(["--all-tasks", "--cpu-list", "--pid", &cores.join(","), &pid])
        .output()
        .map_err(|error| format!("taskset (util-linux) cannot be started: {error}"))?;
    if moved.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&moved.stderr).into())
    }
}

/// The versions that matter.
pub(crate) fn versions() -> String {
    let rustc = Command::new("rustc").arg("--version").output();
    let rustc = rustc.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let rustc = rustc.unwrap_or_default();
    let rustc = rustc.split_whitespace().nth(1).unwrap_or("unknown");
    let locked = ["reprise", "teloxide", "sqlx", "tokio"]
        .map(|name| format!("{name} {}", version(name).unwrap_or("unknown")));
    format!("{}; rustc {rustc}", locked.join(", "))
}

/// The version of a package in the lock file.
fn version(package: &str) -> Option<&'static str> {
    let (_, entry) = LOCK.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    entry.split('"').next()
}

/// `0-2,5` → 0, 1, 2, 5
fn cores(list: &str) -> Option<Vec<usize>> {
    let mut cores = Vec::new();
    for part in list.trim().split(',') {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to): (usize, usize) = (from.parse().ok()?, to.parse().ok()?);
        cores.extend(from..=to);
    }
    Some(cores)
}

fn line_of<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_list_of_cores() {
        assert_eq!(cores("\t0-2,5\n"), Some(vec![0, 1, 2, 5]));
        assert_eq!(cores("1"), Some(vec![1]));
        assert_eq!(cores("all"), None);
    }

    #[test]
    fn finds_versions_in_the_lock_file() {
        assert!(version("teloxide").is_some_and(|version| version.starts_with("0.")));
        assert_eq!(version("nobody-calls-a-crate-so"), None);
    }
}
