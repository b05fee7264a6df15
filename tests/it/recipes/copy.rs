//! Copies of the repository, and of what was built of its dependencies.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// What is no part of the repository.
const OTHERS: [&str; 4] = ["target", "data", ".git", "config.toml"];

/// What cargo calls the files it made of our own code: the same in every copy, so that none may be shared.
const OURS: [&str; 3] = ["reprise", "simulator", "it"];

/// The repository as it is here, with what is not committed.
pub(super) fn repository(to: &Path) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for entry in fs::read_dir(root).unwrap() {
        let entry = entry.unwrap();
        if !OTHERS.iter().any(|other| entry.file_name() == *other) {
            mirror(&entry.path(), &to.join(entry.file_name()));
        }
    }
}

/// Makes `to` the same as `from`, and leaves alone what is the same already.
pub(super) fn mirror(from: &Path, to: &Path) {
    if !from.is_dir() {
        let new = fs::read(from).unwrap();
        if fs::read(to).ok().as_ref() != Some(&new) {
            fs::write(to, new).unwrap();
        }
        return;
    }
    fs::create_dir_all(to).unwrap();
    for old in children(to) {
        if !from.join(old.file_name().unwrap()).exists() {
            if old.is_dir() {
                fs::remove_dir_all(old)
            } else {
                fs::remove_file(old)
            }
            .unwrap();
        }
    }
    for new in children(from) {
        mirror(&new, &to.join(new.file_name().unwrap()));
    }
}

/// Gives a build what another made of the dependencies. What is large and never changes is shared; what cargo notes down
/// in place is copied.
pub(super) fn dependencies(from: &Path, to: &Path) {
    for folder in ["build", "deps", ".fingerprint"] {
        let take = if folder == "deps" { share } else { copy };
        for child in children(&from.join(folder)) {
            let name = child.file_name().unwrap().to_string_lossy();
            let made_of = name.strip_prefix("lib").unwrap_or(&name);
            let made_of = made_of.split(['-', '.']).next().unwrap_or_default();
            if !OURS.contains(&made_of) {
                each(&child, &to.join(folder).join(&*name), take);
            }
        }
    }
}

/// Does something with each file that is not there yet.
fn each(from: &Path, to: &Path, take: fn(&Path, &Path)) {
    if from.is_dir() {
        for child in children(from) {
            each(&child, &to.join(child.file_name().unwrap()), take);
        }
    } else if !to.exists() {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        take(from, to);
    }
}

fn share(from: &Path, to: &Path) {
    if fs::hard_link(from, to).is_err() {
        copy(from, to);
    }
}

/// With its age, by which cargo knows that it is still good.
fn copy(from: &Path, to: &Path) {
    fs::copy(from, to).unwrap();
    let age = fs::metadata(from).unwrap().modified().unwrap();
    fs::File::options()
        .append(true)
        .open(to)
        .unwrap()
        .set_modified(age)
        .unwrap();
}

fn children(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}
