//! What a program says of its version, and whether this machine lets us cut children off from the network.

use std::ffi::OsStr;
use std::io;
use std::process::{Output, Stdio};
use std::time::Duration;

use tokio::process::Command;

/// The oldest ffmpeg that is good enough: 5.1 is what Debian 12 has and what every filter was measured with, and the
/// first with the channel layouts as they are written since.
pub const OLDEST: Version = Version(5, 1);

/// A program that does not answer a plain question by then hangs.
const PATIENCE: Duration = Duration::from_secs(10);

/// Major and minor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32);

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

/// Why a program's version is not known.
#[derive(Debug, thiserror::Error)]
pub enum VersionError {
    #[error("it is not installed, or not in PATH")]
    Missing,
    #[error("it cannot be started")]
    Start(#[source] io::Error),
    #[error("it did not answer within {} seconds", PATIENCE.as_secs())]
    Hangs,
    #[error("it failed: {0}")]
    Failed(String),
    #[error("its version cannot be read from `{0}`")]
    Unreadable(String),
}

/// What a program says of its version: the first line, and the number in it.
pub async fn probe_version(
    program: impl AsRef<OsStr>,
    question: &str,
) -> Result<Version, VersionError> {
    let output = ask(program.as_ref(), &[question]).await?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().next().unwrap_or_default();
    version_in(line).ok_or_else(|| VersionError::Unreadable(line.chars().take(80).collect()))
}

/// Whether children can be cut off from the network. Without it ffmpeg still has its own list of protocols.
pub async fn can_isolate() -> Result<(), VersionError> {
    ask("unshare".as_ref(), &["--map-root-user", "--net", "true"])
        .await
        .map(drop)
}

async fn ask(program: &OsStr, arguments: &[&str]) -> Result<Output, VersionError> {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that starts programs"
    )]
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .kill_on_drop(true);
    let output = match tokio::time::timeout(PATIENCE, command.output()).await {
        Err(_) => return Err(VersionError::Hangs),
        Ok(Err(error)) if error.kind() == io::ErrorKind::NotFound => {
            return Err(VersionError::Missing);
        }
        Ok(Err(error)) => return Err(VersionError::Start(error)),
        Ok(Ok(output)) => output,
    };
    if output.status.success() {
        return Ok(output);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(VersionError::Failed(
        said.lines()
            .next()
            .map_or_else(|| output.status.to_string(), str::to_owned),
    ))
}

/// The first number with a dot, or else the first number: `ffmpeg version n6.1-2-g…`, `pg_dump (PostgreSQL) 17.2 (Debian …)`.
fn version_in(line: &str) -> Option<Version> {
    let words = line
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let number = |text: Option<&str>| text.and_then(|text| text.parse().ok());
    let read = |word: &str| {
        let mut parts = word.split('.');
        Some(Version(
            number(parts.next())?,
            number(parts.next()).unwrap_or(0),
        ))
    };
    words
        .clone()
        .find(|word| word.contains('.'))
        .or_else(|| words.clone().next())
        .and_then(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_programs_really_say() {
        let check = |line: &str, version: Option<(u32, u32)>| {
            assert_eq!(
                version_in(line),
                version.map(|(major, minor)| Version(major, minor)),
                "{line}"
            );
        };
        check(
            "ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers",
            Some((5, 1)),
        );
        check(
            "ffmpeg version n7.0.2-6-g1f0a6ab5b1 Copyright (c) 2000-2024",
            Some((7, 0)),
        );
        check(
            "ffprobe version 4.4.2-0ubuntu0.22.04.1 Copyright (c) 2007-2021",
            Some((4, 4)),
        );
        check(
            "pg_dump (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)",
            Some((15, 14)),
        );
        check("pg_dump (PostgreSQL) 18beta1", Some((18, 0)));
        check("setpriv from util-linux 2.38.1", Some((2, 38)));
        check("no number here", None);
        check("", None);
    }

    #[test]
    fn versions_compare_as_numbers() {
        assert!(
            Version(10, 0) > Version(9, 9) && Version(5, 1) >= OLDEST && Version(5, 0) < OLDEST
        );
    }

    #[tokio::test]
    async fn a_program_that_is_not_there_is_said_to_be_missing() {
        assert!(matches!(
            probe_version("no-such-program-here", "--version").await,
            Err(VersionError::Missing)
        ));
    }

    #[tokio::test]
    async fn a_program_that_fails_is_quoted() {
        let Err(VersionError::Failed(said)) = probe_version("ls", "--no-such-option").await else {
            panic!("it must fail")
        };
        assert!(said.contains("no-such-option"), "{said}");
    }
}
