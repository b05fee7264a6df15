//! `migrate restore`: back to a backup, with its code typed; without a name, which there are.

use super::{Exit, Session, ask, lines, say};
use crate::migrate::{EngineError, report};

impl Session<'_> {
    /// For a restore that does not say of what.
    async fn which_backup(&self) -> Result<Exit, EngineError> {
        let backups = self.engine.backups().await?;
        lines(&report::backups(&backups, self.engine.clock.now()));
        say(if backups.is_empty() {
            "error: there is nothing to put back; `migrate backup` makes a copy"
        } else {
            "error: say which: `migrate restore NAME`; as much of the name as no other has is enough"
        });
        Ok(Exit::Usage)
    }

    pub(super) async fn restore(&self, name: Option<&str>, yes: bool) -> Result<Exit, EngineError> {
        let Some(name) = name else {
            return self.which_backup().await;
        };
        let backup = self.engine.find_backup(name).await?;
        let now = self.engine.clock.now();
        lines(&report::backups(std::slice::from_ref(&backup), now));
        say(if backup.left_out.is_some() {
            "These tables are put back; the others stay as they are. What is there now is kept in a backup of its own."
        } else {
            "What was written since then is kept in a backup of its own and is not in the database afterwards."
        });
        let code = &backup.sha256[..8];
        if !yes && !ask(&format!("Type {code} to put it back: "), code)? {
            return Ok(Exit::Refused);
        }
        let restored = self.engine.restore(&self.by, &backup).await?;
        Ok(lines(&[
            format!(
                "Restored: the database is at {}.",
                report::position(restored.from.version)
            ),
            format!("What it was before: {}", restored.kept.file.display()),
            "Migrations are held; `migrate up` moves on when you want it.".to_owned(),
        ]))
    }
}
