//! Whether ledger and migrations go together at all. Pure.

use super::Facts;
use crate::migrate::{bless::difference, refusal::Refusal, source::Known};

/// What must be true before anything can be planned.
pub fn consistent(known: &Known, facts: &Facts) -> Result<(), Refusal> {
    let heads = known.heads();
    if heads.len() > 1 {
        let names = heads.into_iter().map(|version| known.name(version));
        return Err(Refusal::TwoHeads(names.collect()));
    }
    if let Some((version, direction)) = facts.unfinished_step {
        return Err(Refusal::Interrupted {
            name: known.name(version),
            direction,
        });
    }
    for applied in &facts.ledger {
        if let Some(revision) = known.get(applied.version)
            && revision.up.hash != applied.hash
        {
            let stored = facts
                .stored
                .get(&applied.version)
                .map(|s| &s.up)
                .filter(|up| up.hash == applied.hash);
            let cosmetic = difference(known.dialect, stored, &revision.up, &applied.hash);
            return Err(Refusal::Edited {
                name: revision.file_stem(),
                version: applied.version,
                how: cosmetic,
            });
        }
    }
    let head = known.head();
    for applied in &facts.ledger {
        if known.get(applied.version).is_none() && Some(applied.version) < head {
            return Err(Refusal::Missing {
                name: format!("{:04} {}", applied.version, applied.name),
            });
        }
    }
    // One of a branch that was joined may come late, but nothing may come below what was built on it.
    let applied = facts.applied();
    let is_late = |version: i64| {
        applied
            .iter()
            .any(|newer| *newer > version && known.descends(*newer, version))
    };
    let mut pending = known
        .versions()
        .filter(|version| !applied.contains(version));
    if let Some(late) = pending.find(|version| is_late(*version)) {
        let newest = applied
            .iter()
            .max()
            .map_or(String::new(), |v| known.name(*v));
        return Err(Refusal::OutOfOrder {
            late: known.name(late),
            newest,
        });
    }
    Ok(())
}
