//! Starting a child, listening to it, and ending it in every case.

use std::{
    ffi::OsString,
    io,
    path::Path,
    process::{ExitStatus, Stdio},
    time::Duration,
};

use futures::FutureExt as _;
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _},
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command},
};
use tokio_util::sync::CancellationToken;

use super::{
    argv::{Guards, Limits, argv},
    version::{can_isolate, probe_version},
};
use crate::config;

/// What a child reads from its standard input.
pub type Feed = Box<dyn AsyncRead + Send + Unpin>;

/// How much of what a child complains about is kept.
const COMPLAINT: usize = 8 * 1024;

/// Why a child did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error("{0} is not installed, or not in PATH")]
    Missing(String),
    #[error("{0} cannot be started")]
    Start(String, #[source] io::Error),
    #[error("it was cancelled")]
    Cancelled,
    #[error("it took longer than {} seconds", .0.as_secs())]
    TooSlow(Duration),
    #[error("it said nothing for {} seconds", .0.as_secs())]
    Silent(Duration),
    #[error("it said more than can be kept")]
    Talkative,
    #[error("its pipes broke")]
    Pipe(#[source] io::Error),
    #[error("it failed ({status}): {said}")]
    Failed { status: ExitStatus, said: String },
}

/// Which guards there are on this machine.
pub async fn guards() -> Guards {
    let (unshare, setpriv, prlimit) = tokio::join!(
        can_isolate(),
        probe_version("setpriv", "--version"),
        probe_version("prlimit", "--version"),
    );
    Guards {
        unshare: unshare.is_ok(),
        setpriv: setpriv.is_ok(),
        prlimit: prlimit.is_ok(),
    }
}

/// Runs a program to its end; says what it complained of all the same. Its standard output is handed to `hear` as it comes;
/// `false` from there ends it.
///
/// To be called on a thread that lives on, as those of the runtime do: the kernel kills a guarded child when the thread
/// that started it ends.
pub async fn run(
    guards: Guards,
    limits: &Limits,
    program: &Path,
    arguments: &[OsString],
    feed: Option<Feed>,
    mut hear: impl FnMut(&[u8]) -> bool,
    cancel: &CancellationToken,
) -> Result<String, RunError> {
    let name = program.display().to_string();
    if cancel.is_cancelled() {
        return Err(RunError::Cancelled);
    }
    let mut group = Group::start(&argv(guards, limits, program, arguments), feed.is_some())
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => RunError::Missing(name.clone()),
            _ => RunError::Start(name.clone(), error),
        })?;
    let (stdin, stdout, stderr) = group.pipes();
    let work = async {
        // A child that is given up is not waited for.
        let ((), (), said) = tokio::try_join!(
            give(stdin, feed).map(Ok),
            listen(stdout, limits.silence, &mut hear),
            complaint(stderr).map(Ok),
        )?;
        let status = group.child.wait().await.map_err(RunError::Pipe)?;
        group.has_ended = true;
        match status.code() {
            Some(0) => Ok(said),
            // What shells and our guards say of a program they cannot find.
            Some(127) => Err(RunError::Missing(name)),
            _ => Err(RunError::Failed { status, said }),
        }
    };
    tokio::select! {
        done = work => done,
        () = tokio::time::sleep(limits.time) => Err(RunError::TooSlow(limits.time)),
        () = cancel.cancelled() => Err(RunError::Cancelled),
    }
}

/// A child and whatever it starts; killed when it is let go of before its end.
struct Group {
    child: Child,
    has_ended: bool,
}

impl Group {
    fn start(words: &[OsString], is_fed: bool) -> io::Result<Self> {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the one place that starts programs"
        )]
        let mut command = Command::new(&words[0]);
        command
            .args(&words[1..])
            .env_clear()
            .envs(config::environment_for_children())
            .stdin(if is_fed {
                Stdio::piped()
            } else {
                Stdio::null()
            })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true);
        Ok(Self {
            child: command.spawn()?,
            has_ended: false,
        })
    }

    fn pipes(&mut self) -> (Option<ChildStdin>, ChildStdout, ChildStderr) {
        let child = &mut self.child;
        let stdout = child.stdout.take().expect("it is piped");
        let stderr = child.stderr.take().expect("it is piped");
        (child.stdin.take(), stdout, stderr)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // Only while the child is not waited for: afterwards its number may be somebody else's.
        let id = self.child.id().filter(|_| !self.has_ended);
        let group = id
            .and_then(|id| i32::try_from(id).ok())
            .and_then(Pid::from_raw);
        if let Some(group) = group {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

/// Hands the feed over. A child that has heard enough closes its end, which is no failure.
async fn give(stdin: Option<ChildStdin>, feed: Option<Feed>) {
    if let (Some(mut stdin), Some(mut feed)) = (stdin, feed) {
        let _ = tokio::io::copy(&mut feed, &mut stdin).await;
        let _ = stdin.shutdown().await;
    }
}

async fn listen(
    mut stdout: ChildStdout,
    silence: Option<Duration>,
    hear: &mut impl FnMut(&[u8]) -> bool,
) -> Result<(), RunError> {
    let mut piece = vec![0; 8 * 1024];
    loop {
        let read = stdout.read(&mut piece);
        let read = match silence {
            Some(silence) => tokio::time::timeout(silence, read)
                .await
                .map_err(|_| RunError::Silent(silence))?,
            None => read.await,
        };
        match read.map_err(RunError::Pipe)? {
            0 => return Ok(()),
            length if hear(&piece[..length]) => {}
            _ => return Err(RunError::Talkative),
        }
    }
}

/// The beginning of what it complains about. The rest is read, too: a full pipe would stop it.
async fn complaint(mut stderr: ChildStderr) -> String {
    let mut said = Vec::new();
    let mut piece = vec![0; 8 * 1024];
    while let Ok(length @ 1..) = stderr.read(&mut piece).await {
        let room = COMPLAINT - said.len();
        said.extend_from_slice(&piece[..length.min(room)]);
    }
    String::from_utf8_lossy(&said).trim().to_owned()
}
