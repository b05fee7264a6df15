//! The programs under test: each pinned to a core of its own, looked at through /proc, and killed when it goes out of
//! scope, or when this program dies.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::Outcome;

/// Linux counts a process' time in these, on every machine there is.
const TICKS_PER_SECOND: u32 = 100;

pub(crate) struct Pinned {
    child: Child,
    pub(crate) name: &'static str,
}

/// The words that each process of this machine was started with.
pub(crate) fn command_lines() -> impl Iterator<Item = Vec<String>> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes.filter_map(|process| {
        let line = fs::read(process.path().join("cmdline")).ok()?;
        let words = String::from_utf8_lossy(&line);
        Some(words.split_terminator('\0').map(str::to_owned).collect())
    })
}

/// How to start a program.
pub(crate) struct Start<'a> {
    pub(crate) name: &'static str,
    pub(crate) program: &'a Path,
    pub(crate) core: usize,
    pub(crate) arguments: &'a [String],
    pub(crate) environment: &'a [(&'static str, String)],
    /// Its working directory, and where what it says is kept.
    pub(crate) folder: &'a Path,
}

impl Start<'_> {
    /// Starts it with nothing in its environment but what is said here.
    pub(crate) fn run(self) -> Outcome<Pinned> {
        let log = File::create(self.folder.join(format!("{}.log", self.name)))?;
        let child = Command::new("setpriv")
            .args(["--pdeathsig", "KILL", "taskset", "--cpu-list"])
            .arg(self.core.to_string())
            .arg(self.program)
            .args(self.arguments)
            .env_clear()
            .envs(self.environment.iter().cloned())
            .current_dir(self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .map_err(|error| {
                format!("setpriv and taskset (util-linux) cannot be started: {error}")
            })?;
        Ok(Pinned {
            child,
            name: self.name,
        })
    }
}

impl Pinned {
    /// The first line the program says.
    pub(crate) fn first_line(&mut self) -> Outcome<String> {
        let stdout = self.child.stdout.take().ok_or("it was read before")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        Ok(line)
    }

    /// An error if it has ended.
    pub(crate) fn check_alive(&mut self) -> Outcome {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => Err(format!("{} ended by itself: {status}", self.name).into()),
        }
    }

    /// The time it has had a core for.
    pub(crate) fn cpu_time(&self) -> Outcome<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // After the name, which may hold anything, the 12th and 13th field are user and system time.
        let (_, fields) = stat.rsplit_once(')').ok_or("an odd /proc/…/stat")?;
        let ticks: u32 = fields
            .split_whitespace()
            .skip(11)
            .take(2)
            .map(str::parse::<u32>)
            .sum::<Result<_, _>>()?;
        Ok(Duration::from_secs(1) * ticks / TICKS_PER_SECOND)
    }

    /// The time it has had a core for, once it does nothing more.
    pub(crate) async fn cpu_time_at_rest(&mut self) -> Outcome<Duration> {
        let began = Instant::now();
        let mut before = self.cpu_time()?;
        while began.elapsed() < Duration::from_secs(20) {
            tokio::time::sleep(Duration::from_millis(300)).await;
            self.check_alive()?;
            let now = self.cpu_time()?;
            if now == before {
                return Ok(now);
            }
            before = now;
        }
        Err(format!("{} does not come to rest", self.name).into())
    }

    /// Its resident memory in MB (10⁶ bytes).
    pub(crate) fn memory(&self) -> Outcome<f64> {
        self.status_in_mb("VmRSS:")
    }

    /// The most it ever had resident, in MB.
    pub(crate) fn most_memory(&self) -> Outcome<f64> {
        self.status_in_mb("VmHWM:")
    }

    fn status_in_mb(&self, field: &str) -> Outcome<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let kib: f64 = status
            .lines()
            .find_map(|line| line.strip_prefix(field)?.trim().strip_suffix(" kB"))
            .ok_or("an odd /proc/…/status")?
            .parse()?;
        Ok(kib * 1024.0 / 1e6)
    }
}

impl Drop for Pinned {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
