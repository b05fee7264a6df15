//! The folders the bot writes to: whether it can, on what kind of disk they are, and how much room there is.

use std::fs::{self, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use super::{Finding, why};
use crate::config::Config;

const MEGABYTE: u64 = 1024 * 1024;

/// Below this a render or a checkpoint of the write-ahead log fails.
const LEAST_FREE: u64 = 100 * MEGABYTE;

/// Below this there is little time to react.
const LITTLE_FREE: u64 = 1024 * MEGABYTE;

pub(super) fn check(config: &Config) -> Vec<Finding> {
    let data = config.data_dir();
    let mut findings = folder("data folder", &data);
    findings.extend(kind_of_disk(&data));
    findings.push(room(config, &data));
    findings.extend(folder("backup folder", &config.backup_dir()));
    findings.extend(folder("cache folder", &config.cache_dir()));
    findings.extend(folder("temporary files", &config.temp_dir()));
    findings
}

/// Whether we may write to a folder, or may make it.
fn folder(what: &'static str, folder: &Path) -> Vec<Finding> {
    let shown = folder.display();
    let metadata = match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => metadata,
        Ok(_) => {
            return vec![Finding::fail(
                what,
                format!("{shown} is not a folder"),
                "move it away",
            )];
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let parent = existing(folder);
            return vec![match writable(&parent) {
                Ok(()) => Finding::ok(what, format!("{shown} will be made")),
                Err(error) => Finding::fail(
                    what,
                    format!("{shown} cannot be made: {}", why(&error)),
                    own(&parent),
                ),
            }];
        }
        Err(error) => {
            return vec![Finding::fail(
                what,
                format!("{shown} cannot be looked at: {error}"),
                own(folder),
            )];
        }
    };
    if let Err(error) = writable(folder) {
        let owner = format!(
            "it belongs to uid {} with mode {:o}",
            metadata.uid(),
            metadata.permissions().mode() & 0o7777
        );
        return vec![Finding::fail(
            what,
            format!("{shown} cannot be written: {}; {owner}", why(&error)),
            own(folder),
        )];
    }
    let mut findings = vec![Finding::ok(what, format!("{shown} can be written"))];
    findings.extend(open_to_others(what, folder, &metadata));
    findings
}

/// What people listen to is nobody else's business.
fn open_to_others(what: &'static str, folder: &Path, metadata: &Metadata) -> Option<Finding> {
    let open = metadata.permissions().mode() & 0o007 != 0;
    (open && what == "data folder").then(|| {
        let shown = folder.display();
        Finding::warn(
            what,
            format!("every user of this machine can look into {shown}"),
            format!("chmod 700 {shown}"),
        )
    })
}

fn own(folder: &Path) -> String {
    let uid = rustix::process::geteuid().as_raw();
    format!(
        "the bot runs as uid {uid}: chown it to that uid ({})",
        folder.display()
    )
}

/// The nearest folder above that is there.
fn existing(folder: &Path) -> PathBuf {
    let above = folder
        .ancestors()
        .skip(1)
        .find(|above| !above.as_os_str().is_empty() && above.exists());
    above.unwrap_or(Path::new(".")).to_owned()
}

/// Only writing proves it: permissions do not tell of read-only mounts, quotas and the like.
fn writable(folder: &Path) -> io::Result<()> {
    let probe = folder.join(format!(".reprise-doctor-{}", std::process::id()));
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&probe)?;
    fs::remove_file(&probe)
}

/// Disks that lose data or break SQLite's locks.
fn kind_of_disk(data: &Path) -> Option<Finding> {
    let place = if data.exists() {
        data.to_owned()
    } else {
        existing(data)
    };
    let kind = rustix::fs::statfs(&place).ok()?.f_type;
    let (name, harm, advice) = trouble(u64::try_from(kind).ok()? & 0xffff_ffff)?;
    Some(Finding::warn(
        "disk",
        format!("{} is on {name}, {harm}", place.display()),
        advice,
    ))
}

/// By the magic number that `statfs` tells.
fn trouble(kind: u64) -> Option<(&'static str, &'static str, &'static str)> {
    const LOCKS: &str = "where file locks are not to be relied on and SQLite can be damaged";
    const LOCAL: &str = "put it on a local disk, or use PostgreSQL";
    match kind {
        0x6969 => Some(("NFS", LOCKS, LOCAL)),
        0xff53_4d42 | 0xfe53_4d42 | 0x517b => Some(("a Windows share (SMB)", LOCKS, LOCAL)),
        0x0102_1997 => Some(("a share of the host (9p)", LOCKS, LOCAL)),
        0x6573_5546 => Some((
            "a FUSE file system",
            "which may be remote and lack file locks",
            LOCAL,
        )),
        0x0102_1994 => Some((
            "tmpfs",
            "which is empty after a restart of the machine",
            "put it on a disk",
        )),
        0x794c_7630 => Some((
            "a container's own layer",
            "which is gone with the container",
            "mount a volume there",
        )),
        _ => None,
    }
}

/// A migration needs room for a backup and a rebuilt table: 2.2 times the database.
fn room(config: &Config, data: &Path) -> Finding {
    const WHAT: &str = "disk space";
    const MORE: &str = "make room, or move the data to a larger disk";
    let place = if data.exists() {
        data.to_owned()
    } else {
        existing(data)
    };
    let free = match rustix::fs::statvfs(&place) {
        Ok(disk) => disk.f_bavail.saturating_mul(disk.f_frsize),
        Err(error) => return Finding::warn(WHAT, format!("not known: {error}"), "look with `df`"),
    };
    let size = config
        .database
        .url
        .sqlite_file()
        .and_then(|file| fs::metadata(file).ok())
        .map_or(0, |file| file.len());
    let wanted = size.saturating_mul(22) / 10;
    let megabytes = free / MEGABYTE;
    if free < LEAST_FREE {
        Finding::fail(
            WHAT,
            format!("only {megabytes} MB are free in {}", place.display()),
            MORE,
        )
    } else if free < wanted {
        let finding = format!(
            "{megabytes} MB are free, a migration with its backup can need {} MB",
            wanted / MEGABYTE
        );
        Finding::warn(WHAT, finding, MORE)
    } else if free < LITTLE_FREE {
        Finding::warn(WHAT, format!("{megabytes} MB are free"), MORE)
    } else {
        Finding::ok(WHAT, format!("{} GB are free", megabytes / 1024))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disks_that_lose_data_or_locks_are_known_by_their_numbers() {
        let check = |kind: u64, name: Option<&str>| {
            assert_eq!(trouble(kind).map(|(name, ..)| name), name, "{kind:x}");
        };
        check(0x6969, Some("NFS"));
        check(0xff53_4d42, Some("a Windows share (SMB)"));
        check(0xfe53_4d42, Some("a Windows share (SMB)"));
        check(0x0102_1994, Some("tmpfs"));
        check(0x794c_7630, Some("a container's own layer"));
        check(0xef53, None); // ext4
        check(0x9123_683e, None); // btrfs
        check(0x5846_5342, None); // xfs
    }

    #[test]
    fn the_nearest_folder_above_is_found() {
        assert_eq!(existing(Path::new("no-such/folder/at/all")), Path::new("."));
        assert_eq!(
            existing(Path::new("/proc/no-such/folder")),
            Path::new("/proc")
        );
        assert_eq!(existing(Path::new("/no-such-folder")), Path::new("/"));
    }
}
