//! The configuration itself: where it comes from, who can read its secrets, who the owners are.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::Finding;
use crate::config::{self, Loaded, Origin};

const WHAT: &str = "configuration";

pub(super) fn check(loaded: &Loaded) -> Vec<Finding> {
    let source = match &loaded.file {
        Some(file) => format!("read from {}", file.display()),
        None => format!(
            "no {} here, so defaults and the environment",
            config::DEFAULT_FILE
        ),
    };
    let mut findings = vec![Finding::ok(WHAT, source)];
    findings.extend(
        secret_files(loaded)
            .into_iter()
            .filter(|file| readable_by_all(file))
            .map(|file| {
                Finding::warn(
                    WHAT,
                    format!(
                        "every user of this machine can read the secrets in {}",
                        file.display()
                    ),
                    format!("chmod 600 {}", file.display()),
                )
            }),
    );
    findings.push(owners(&loaded.config.bot.owners));
    findings
}

/// The files that hold a secret.
fn secret_files(loaded: &Loaded) -> Vec<&Path> {
    let secrets = loaded
        .effective
        .iter()
        .filter(|effective| effective.key.secret);
    let mut files: Vec<&Path> = secrets
        .filter_map(|effective| match &effective.origin {
            Origin::File { path, .. } | Origin::Secret { path, .. } => Some(path.as_path()),
            Origin::Default | Origin::Variable(_) | Origin::Flag => None,
        })
        .collect();
    files.dedup();
    files
}

fn readable_by_all(file: &Path) -> bool {
    file.metadata()
        .is_ok_and(|metadata| metadata.permissions().mode() & 0o004 != 0)
}

fn owners(owners: &[i64]) -> Finding {
    match owners {
        [] => Finding::warn(
            "owners",
            "nobody is set, so nobody can look after the database from the chat",
            "write /start to the bot, it tells you your id; then set REPRISE_BOT__OWNERS, or `owners` under [bot]",
        ),
        [owner] => Finding::ok("owners", owner.to_string()),
        owners => Finding::ok("owners", format!("{} people", owners.len())),
    }
}
