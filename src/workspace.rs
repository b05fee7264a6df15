//! Folders for temporary files, one for each piece of work: sounds under `<data>/tmp/sound`, copies that plans are tried on
//! under `<data>/tmp/migrate`. A folder goes away with its [`Workspace`]; what a killed process left behind is swept by the next
//! that works there.

use std::{
    fs::{self, File, TryLockError},
    io,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

/// Where all of them are.
#[derive(Debug)]
pub struct Workspaces {
    root: PathBuf,
    /// Held as long as we live, so that nobody else takes our folders for leftovers.
    _lock: Option<File>,
}

/// A private folder that goes away with this.
#[derive(Debug)]
pub struct Workspace(TempDir);

impl Workspaces {
    /// Sweeps what is left of runs that are over, unless another process works here. `kind` names them.
    pub fn open(temporary: &Path, kind: &str) -> io::Result<Self> {
        let root = temporary.join(kind);
        fs::create_dir_all(temporary)?;
        let lock = File::create(root.with_extension("lock"))?;
        match lock.try_lock() {
            Ok(()) => {
                match fs::remove_dir_all(&root) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
                lock.unlock()?;
            }
            Err(TryLockError::WouldBlock) => {}
            // Some network file systems have no locks; then nothing is swept.
            Err(TryLockError::Error(error)) => {
                tracing::debug!(%error, "the folder for temporary files cannot be locked");
            }
        }
        let is_held = lock.lock_shared().is_ok();
        fs::create_dir_all(&root)?;
        Ok(Self {
            root,
            _lock: is_held.then_some(lock),
        })
    }

    pub fn create(&self) -> io::Result<Workspace> {
        // Somebody may have cleaned up by hand.
        fs::create_dir_all(&self.root)?;
        tempfile::Builder::new()
            .prefix("")
            .permissions(fs::Permissions::from_mode(0o700))
            .tempdir_in(&self.root)
            .map(Workspace)
    }
}

impl Workspace {
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// A file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_private_and_goes_away() {
        let temporary = tempfile::tempdir().unwrap();
        let spaces = Workspaces::open(temporary.path(), "sound").unwrap();
        let space = spaces.create().unwrap();
        let path = space.path().to_owned();
        fs::write(space.file("x"), "x").unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        drop(space);
        assert!(!path.exists());
    }

    #[test]
    fn leftovers_are_swept_unless_somebody_works_there() {
        let temporary = tempfile::tempdir().unwrap();
        let left = temporary.path().join("sound/left");
        fs::create_dir_all(&left).unwrap();
        let first = Workspaces::open(temporary.path(), "sound").unwrap();
        assert!(!left.exists());
        let space = first.create().unwrap();
        let second = Workspaces::open(temporary.path(), "sound").unwrap();
        assert!(space.path().exists(), "another process swept it");
        let path = space.0.keep();
        drop((first, second));
        Workspaces::open(temporary.path(), "sound").unwrap();
        assert!(!path.exists());
    }
}
