//! A private folder for one piece of work, which goes with it; what a killed process left of one is swept.

use std::path::{Path, PathBuf};

use super::error::EngineError;
use crate::workspace::{Workspace, Workspaces};

const KIND: &str = "migrate";

#[derive(Debug)]
pub(super) struct Folder {
    space: Workspace,
    /// While we work here nobody sweeps.
    _all: Workspaces,
}

impl Folder {
    /// A file in it.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.space.file(name)
    }
}

pub(super) fn folder(temporary: &Path) -> Result<Folder, EngineError> {
    let made = Workspaces::open(temporary, KIND).and_then(|all| {
        Ok(Folder {
            space: all.create()?,
            _all: all,
        })
    });
    made.map_err(|source| EngineError::io("making a folder to try in", temporary, source))
}

/// Takes away what killed processes left, unless somebody works there.
pub(super) fn sweep(temporary: &Path) {
    if let Err(error) = Workspaces::open(temporary, KIND) {
        tracing::warn!(%error, "what was tried on copies may still lie in the folder of temporary files");
    }
}
