//! A provider as it is asked: politely, not for ever, and not while it is down.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::{
    clock::Clock,
    domain::Song,
    lyrics::{Asked, Breaker, Choice, Found, Provider, ProviderError, choose, versions},
};

/// How many questions at once a provider gets from us.
const AT_ONCE: usize = 2;
/// How long a question may take, and before that the wait for its turn.
const PATIENCE: Duration = Duration::from_secs(12);

pub(super) struct Line {
    provider: Box<dyn Provider>,
    clock: Arc<dyn Clock>,
    turns: Semaphore,
    breaker: Mutex<Breaker>,
}

impl Line {
    pub(super) fn new(provider: Box<dyn Provider>, clock: Arc<dyn Clock>) -> Self {
        Self {
            provider,
            clock,
            turns: Semaphore::new(AT_ONCE),
            breaker: Mutex::default(),
        }
    }

    pub(super) fn name(&self) -> &'static str {
        self.provider.name()
    }

    /// The song itself, or what a search makes of its name.
    pub(super) async fn look_for(&self, song: &Song) -> Result<Choice, ProviderError> {
        if let Some(found) = self.ask(|| self.provider.find(song)).await? {
            return Ok(Choice::One(Box::new(found)));
        }
        let found = self.ask(|| self.provider.search(song)).await?;
        Ok(choose(song, found))
    }

    pub(super) async fn versions(&self, song: &Song) -> Result<Vec<Found>, ProviderError> {
        let found = self.ask(|| self.provider.search(song)).await?;
        Ok(versions(song, found))
    }

    pub(super) async fn get(&self, id: i64) -> Result<Option<Found>, ProviderError> {
        self.ask(|| self.provider.get(id)).await
    }

    async fn ask<'a, T>(&'a self, question: impl Fn() -> Asked<'a, T>) -> Result<T, ProviderError> {
        let _turn = self.turn().await.ok_or(ProviderError::Resting)?;
        if !self.breaker().lets_through(self.clock.now()) {
            return Err(ProviderError::Resting);
        }
        let answer = tokio::select! {
            answer = question() => answer,
            () = self.clock.sleep(PATIENCE) => Err(ProviderError::TooSlow(PATIENCE)),
        };
        match &answer {
            Ok(_) => self.breaker().note_answer(),
            Err(error) => self.breaker().note_failure(error, self.clock.now()),
        }
        answer
    }

    async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        tokio::select! {
            turn = self.turns.acquire() => turn.ok(),
            () = self.clock.sleep(PATIENCE) => None,
        }
    }

    fn breaker(&self) -> std::sync::MutexGuard<'_, Breaker> {
        self.breaker.lock().expect("no panic under this lock")
    }
}
