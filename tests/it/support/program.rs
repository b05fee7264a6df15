//! The real program as a person calls it: in an empty folder, with an empty environment.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where Debian has its programs; the environment of the tests is not passed on.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

pub struct Program {
    folder: tempfile::TempDir,
    environment: Vec<(String, String)>,
}

impl Program {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self {
            folder,
            environment: vec![("PATH".to_owned(), PATH.to_owned())],
        }
    }

    /// With one more variable in its environment.
    pub fn with(mut self, variable: &str, value: impl fmt::Display) -> Self {
        self.environment
            .push((variable.to_owned(), value.to_string()));
        self
    }

    /// With a file in its working directory.
    pub fn file(self, name: &str, text: &str) -> Self {
        std::fs::write(self.path(name), text).expect("a file");
        self
    }

    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs it to its end.
    pub fn run(&self, arguments: &[&str]) -> Transcript {
        #[expect(
            clippy::disallowed_methods,
            reason = "the program under test is a process"
        )]
        let output = Command::new(env!("CARGO_BIN_EXE_reprise"))
            .args(arguments)
            .env_clear()
            .envs(self.environment.iter().cloned())
            .current_dir(self.folder.path())
            .output()
            .expect("the program starts");
        let folder = self.folder.path().display().to_string();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&folder, "FOLDER");
        Transcript {
            command: format!("reprise {}", arguments.join(" "))
                .trim_end()
                .replace(&folder, "FOLDER"),
            out: text(&output.stdout),
            err: text(&output.stderr),
            code: output.status.code(),
        }
    }
}

/// What was typed, what came back, and the exit code.
#[must_use = "compare it with what is expected"]
pub struct Transcript {
    command: String,
    pub out: String,
    pub err: String,
    pub code: Option<i32>,
}

impl Transcript {
    /// The lines of standard output that begin with one of `starts`.
    pub fn lines(&self, starts: &[&str]) -> String {
        let wanted = |line: &&str| starts.iter().any(|start| line.starts_with(start));
        self.out
            .lines()
            .filter(wanted)
            .collect::<Vec<_>>()
            .join("\n")
    }
}

impl fmt::Display for Transcript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self
            .code
            .map_or_else(|| "killed".to_owned(), |code| format!("exit {code}"));
        writeln!(f, "$ {}", self.command)?;
        self.out
            .lines()
            .try_for_each(|line| writeln!(f, "{line}"))?;
        self.err
            .lines()
            .try_for_each(|line| writeln!(f, "! {line}"))?;
        write!(f, "[{code}]")
    }
}
