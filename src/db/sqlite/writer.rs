//! The one who writes.
//!
//! A commit costs about as much as all the rest of a small effect. So writers that wait for each other share one: each effect can
//! be taken back alone, and its writer is told that it is stored when the whole is. Whoever is alone commits at once.
//! A member that has done its part asks for another turn; by the time it comes, everybody who waited has done theirs, and
//! the first of them commits for all. No member's answer leaves before that.

use tokio::sync::oneshot;

use super::Link;
use crate::db::{Purpose, inbox::Mark};

/// How the writer begins. Each says how its commit is synced: the connection may have been used for the other kind before.
const BEGIN: &str = "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE";
const BEGIN_DURABLY: &str = "PRAGMA synchronous = FULL; BEGIN IMMEDIATE";
/// How the second effect begins, and how each one behind it does: so it can be taken back alone. There is one savepoint at a
/// time, because SQLite writes down for all of them what a page was.
const BEGIN_BESIDE: &str = "SAVEPOINT effect";
const BEGIN_BESIDE_AGAIN: &str = "RELEASE effect; SAVEPOINT effect";
const RELEASE: &str = "RELEASE effect";

pub(super) struct Writer {
    pub(super) link: Link,
    /// A transaction is open.
    is_open: bool,
    /// There is a savepoint in it, beyond doubt: whoever was dropped while they began may have left one more, or none.
    has_savepoint: bool,
    /// An effect was begun and neither stored nor taken back.
    pub(super) is_dirty: bool,
    /// Who did their part and waits to hear what became of it.
    members: Vec<Member>,
}

struct Member {
    /// What is written about updates beside the effect.
    marks: Vec<Mark>,
    /// Hears true when it is stored, false when an answer came too late, and nothing when nothing is known.
    ended: oneshot::Sender<bool>,
}

impl Member {
    fn answers(&self) -> impl Iterator<Item = &Mark> {
        self.marks.iter().filter(|mark| mark.is_answer())
    }
}

impl Writer {
    pub(super) fn new(link: Link) -> Self {
        Self {
            link,
            is_open: false,
            has_savepoint: false,
            is_dirty: false,
            members: Vec::new(),
        }
    }

    pub(super) async fn begin(&mut self, purpose: Purpose) -> sqlx::Result<()> {
        self.tidy().await;
        if self.is_open {
            match purpose {
                Purpose::Durable => {
                    // Where it fails the members know by that, and this one begins alone.
                    let _ = self.commit().await;
                }
                Purpose::Effect => self.begin_beside().await,
                // There is nothing to take back: they are written when all of it is committed.
                Purpose::Marks => return Ok(()),
            }
        }
        if !self.is_open {
            self.begin_alone(purpose).await?;
        }
        self.is_dirty = true;
        Ok(())
    }

    /// Begins in the transaction that others opened. Where that cannot be, none is open afterwards.
    async fn begin_beside(&mut self) {
        let begin = if std::mem::take(&mut self.has_savepoint) {
            BEGIN_BESIDE_AGAIN
        } else {
            BEGIN_BESIDE
        };
        let ran = self.link.run(begin).await;
        self.has_savepoint = ran.is_ok();
        if let Err(error) = ran {
            // SQLite may have taken all of it back by itself.
            tracing::debug!(%error, "an effect cannot begin beside the others, which are taken back");
            self.take_back().await;
        }
    }

    /// Takes everything back. The members hear nothing, and try again.
    async fn take_back(&mut self) {
        self.members.clear();
        self.is_dirty = true;
        self.tidy().await;
    }

    async fn begin_alone(&mut self, purpose: Purpose) -> sqlx::Result<()> {
        let begin = match purpose {
            Purpose::Durable => BEGIN_DURABLY,
            Purpose::Effect | Purpose::Marks => BEGIN,
        };
        self.link.get().await?;
        // Before it has: whoever is dropped here may leave an open one behind.
        (self.is_open, self.is_dirty, self.has_savepoint) = (true, true, false);
        if let Err(error) = self.link.run_anew(begin).await {
            (self.is_open, self.is_dirty) = (false, false);
            // It may have begun, and failed behind that.
            let _ = self.link.run("ROLLBACK").await;
            return Err(error);
        }
        Ok(())
    }

    /// Takes back what was begun and not ended; where nobody else is in the transaction, all of it.
    pub(super) async fn tidy(&mut self) {
        if !std::mem::take(&mut self.is_dirty) || !self.is_open {
            return;
        }
        let took_back = if self.members.is_empty() {
            self.is_open = false;
            self.link.run("ROLLBACK").await
        } else {
            self.link.run("ROLLBACK TO effect").await
        };
        if let Err(error) = took_back {
            tracing::warn!(%error, "an effect could not be taken back; its connection is closed, which does it");
            self.is_open = false;
            self.members.clear();
            self.link.close().await;
        }
    }

    /// Stores what members wait for, and takes back what they do not: nobody comes any more.
    pub(super) async fn end(&mut self) {
        self.tidy().await;
        if self.is_open
            && let Err(error) = self.commit().await
        {
            tracing::warn!(%error, "the last effects were not stored; they happen at the next start");
        }
    }

    /// The effect stays, and the next one may begin in the same transaction.
    pub(super) fn keep(&mut self, marks: Vec<Mark>) -> oneshot::Receiver<bool> {
        self.is_dirty = false;
        let (ended, has_ended) = oneshot::channel();
        self.members.push(Member { marks, ended });
        has_ended
    }

    /// Stores what everybody in the transaction did, and tells them. Where it fails they are not told, and know by that.
    pub(super) async fn commit(&mut self) -> sqlx::Result<()> {
        let members = std::mem::take(&mut self.members);
        // Whoever is dropped before the commit begins leaves it to be taken back.
        self.is_dirty = true;
        let marked = self.write_marks(&members).await;
        if !matches!(marked, Ok(true)) {
            self.tidy().await;
            marked?;
            return self.tell_who_is_late(members).await;
        }
        (self.is_open, self.is_dirty) = (false, false);
        if let Err(error) = self.link.run("COMMIT").await {
            let _ = self.link.run("ROLLBACK").await;
            return Err(error);
        }
        for member in members {
            // Who does not wait any more does not mind.
            let _ = member.ended.send(true);
        }
        Ok(())
    }

    /// False: it is too late for some of the answers, and none of it may stay.
    async fn write_marks(&mut self, members: &[Member]) -> sqlx::Result<bool> {
        let marks: Vec<&Mark> = members.iter().flat_map(|member| &member.marks).collect();
        if marks.is_empty() {
            return Ok(true);
        }
        if std::mem::take(&mut self.has_savepoint) {
            // Or SQLite would keep what each page of the inbox was. Where it fails, who knows what is still open.
            self.link.run(RELEASE).await?;
        }
        Mark::write(&marks, self.link.connection()).await
    }

    /// An effect that must not happen lay among the others, and all of them were taken back. Who hears nothing tries again.
    async fn tell_who_is_late(&mut self, members: Vec<Member>) -> sqlx::Result<()> {
        let all: Vec<&Mark> = members.iter().flat_map(Member::answers).collect();
        let in_time = Mark::in_time(&all, self.link.get().await?).await?;
        for member in members {
            if member
                .answers()
                .any(|answer| !in_time.contains(&answer.update()))
            {
                let _ = member.ended.send(false);
            }
        }
        Ok(())
    }
}
