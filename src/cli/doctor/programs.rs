//! The programs that are called.

use std::path::Path;

use super::{Finding, why};
use crate::audio::ffmpeg::{self, VersionError};
use crate::config::Config;

pub(super) async fn check(config: &Config) -> Vec<Finding> {
    let mut findings = vec![
        sound("ffmpeg", &config.audio.ffmpeg).await,
        sound("ffprobe", &config.audio.ffprobe).await,
    ];
    for (what, without) in [
        (
            "setpriv",
            "without it an ffmpeg may go on for a while after the bot was killed",
        ),
        (
            "prlimit",
            "without it nothing but time bounds what ffmpeg uses up",
        ),
    ] {
        findings.push(match ffmpeg::probe_version(what, "--version").await {
            Ok(version) => Finding::ok(what, version.to_string()),
            Err(error) => {
                let advice = format!("apt install util-linux: {without}");
                Finding::warn(what, why(&error), advice)
            }
        });
    }
    findings.push(match ffmpeg::can_isolate().await {
        Ok(()) => Finding::ok("network isolation", "ffmpeg can be cut off from the network"),
        Err(error) => Finding::warn(
            "network isolation",
            format!("not possible here: {}", why(&error)),
            "allow unprivileged user namespaces if you can (sysctl kernel.unprivileged_userns_clone=1); \
             without it ffmpeg is still held to local files by its own options",
        ),
    });
    findings
}

async fn sound(what: &'static str, program: &Path) -> Finding {
    match ffmpeg::probe_version(program, "-version").await {
        Ok(version) if version >= ffmpeg::OLDEST => Finding::ok(what, version.to_string()),
        Ok(version) => Finding::fail(
            what,
            format!("{version} is too old, {} is needed", ffmpeg::OLDEST),
            "upgrade it, Debian 12 and Ubuntu 24.04 have a newer one",
        ),
        // A build from the development branch has a hash where the number should be.
        Err(VersionError::Unreadable(line)) => Finding::warn(
            what,
            format!("of unknown age: {line}"),
            "it should be 5.1 or newer",
        ),
        Err(error) => Finding::fail(
            what,
            format!("{}: {}", program.display(), why(&error)),
            format!("apt install ffmpeg, or give its path as `audio.{what}`"),
        ),
    }
}
