//! The command line of a child, put together without starting anything.

use std::{ffi::OsString, path::Path, time::Duration};

/// What this machine lets us put around a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Guards {
    /// `unshare` cuts it off from every network.
    pub unshare: bool,
    /// `setpriv` has the kernel kill it when we die.
    pub setpriv: bool,
    /// `prlimit` bounds its memory, its processor time and the files it writes.
    pub prlimit: bool,
}

/// What a child may use up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// It is killed after so long.
    pub time: Duration,
    /// It is killed when it says nothing for so long: a child that reports its progress and stops doing so hangs.
    pub silence: Option<Duration>,
    /// The largest file it may write, in bytes.
    pub file: u64,
}

/// Less than half of this and ffmpeg's loader fails; somewhat less and it spins for ever in its own clean-up.
const MEMORY: u64 = 2 * 1024 * 1024 * 1024;

/// The words to start: the guards, each starting the next one in its own place, and the program.
pub(super) fn argv(
    guards: Guards,
    limits: &Limits,
    program: &Path,
    arguments: &[OsString],
) -> Vec<OsString> {
    let mut words: Vec<OsString> = Vec::new();
    let mut add = |word: &str| words.push(word.into());
    if guards.unshare {
        // First, because a process that enters a namespace forgets whose death it was to die.
        ["unshare", "--map-root-user", "--net"]
            .into_iter()
            .for_each(&mut add);
    }
    if guards.setpriv {
        ["setpriv", "--pdeathsig", "KILL"]
            .into_iter()
            .for_each(&mut add);
    }
    if guards.prlimit {
        add("prlimit");
        add(&format!("--as={MEMORY}"));
        add(&format!("--cpu={}", limits.time.as_secs() + 1));
        add(&format!("--fsize={}", limits.file));
        add("--core=0");
    }
    words.push(program.into());
    words.extend_from_slice(arguments);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_guard_starts_the_next() {
        let limits = Limits {
            time: Duration::from_mins(1),
            silence: None,
            file: 1000,
        };
        let check = |unshare, setpriv, prlimit, expect: &str| {
            let guards = Guards {
                unshare,
                setpriv,
                prlimit,
            };
            let words = argv(
                guards,
                &limits,
                Path::new("ffmpeg"),
                &["-i".into(), "a b".into()],
            );
            let words: Vec<_> = words.iter().map(|word| word.to_str().unwrap()).collect();
            assert_eq!(words.join("|"), expect);
        };
        let limited = "prlimit|--as=2147483648|--cpu=61|--fsize=1000|--core=0|ffmpeg|-i|a b";
        check(
            true,
            true,
            true,
            &format!("unshare|--map-root-user|--net|setpriv|--pdeathsig|KILL|{limited}"),
        );
        check(
            false,
            true,
            true,
            &format!("setpriv|--pdeathsig|KILL|{limited}"),
        );
        check(false, false, true, limited);
        check(false, false, false, "ffmpeg|-i|a b");
    }
}
