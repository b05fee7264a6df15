//! Who asks. Everybody who wants to know it while one look-up is under way shares the next one: to ask the database costs more
//! than what it does for the answer.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot::{self, error::TryRecvError};

use crate::{
    bot::feature::Failure,
    db::{Db, Tables},
    domain::TelegramId,
    store::Person,
};

/// Looks people up.
#[derive(Default)]
pub(super) struct People {
    waiting: Mutex<Vec<Waiting>>,
    /// One looks for all who wait.
    turn: tokio::sync::Mutex<()>,
}

/// Somebody, if something is kept of them, and the tables there are.
type Found = (Option<Person>, Arc<Tables>);

struct Waiting {
    telegram_id: TelegramId,
    found: oneshot::Sender<Found>,
}

impl People {
    /// What is kept of a person now or later, never what was a moment ago.
    pub(super) async fn find(&self, db: &Db, telegram_id: TelegramId) -> Result<Found, Failure> {
        loop {
            let (found, mut is_found) = oneshot::channel();
            self.waiting().push(Waiting { telegram_id, found });
            let turn = tokio::select! {
                biased;
                found = &mut is_found => match found {
                    Ok(found) => return Ok(found),
                    // Whoever looked could not; so this one looks, and hears why.
                    Err(_) => continue,
                },
                turn = self.turn.lock() => turn,
            };
            match is_found.try_recv() {
                Ok(found) => return Ok(found),
                Err(TryRecvError::Closed) => continue,
                Err(TryRecvError::Empty) => {}
            }
            // Whoever is about to ask does so first.
            tokio::task::yield_now().await;
            let all = std::mem::take(&mut *self.waiting());
            look(db, all).await?;
            drop(turn);
            if let Ok(found) = is_found.try_recv() {
                return Ok(found);
            }
        }
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Vec<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers all of them; where it fails, they notice that nobody will.
async fn look(db: &Db, all: Vec<Waiting>) -> Result<(), Failure> {
    let mut tx = db.glance().await?;
    let tables = db.tables(&mut tx).await?;
    let people = if tables.have(&["users", "playback_settings"]) {
        let ids: Vec<TelegramId> = all.iter().map(|one| one.telegram_id).collect();
        tx.users().find_people(&ids).await?
    } else {
        Vec::new()
    };
    for Waiting { telegram_id, found } in all {
        let person = people.iter().find(|(id, _)| *id == telegram_id);
        let person = person.map(|(_, person)| person.clone());
        // Who does not wait any more does not mind.
        let _ = found.send((person, Arc::clone(&tables)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use futures::future::join_all;

    use super::*;
    use crate::{app, domain::Language};

    #[tokio::test]
    async fn everybody_who_asks_at_once_hears_of_themselves() {
        let (app, _telegram, _folder) = app::testing::app("").await;
        let languages = || Language::ALL.iter().copied().cycle();
        let mut tx = app.db.begin().await.unwrap();
        for (number, language) in (1..=40).zip(languages()) {
            let id = tx.users().ensure(number.into(), app.clock.now()).await;
            let id = id.unwrap();
            tx.playback_settings()
                .set_language(id, language)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let people = People::default();
        // Nobody is known above forty.
        let everybody = (1..=60).map(|number| people.find(&app.db, number.into()));
        let found = join_all(everybody).await;
        for (number, (found, language)) in found.into_iter().zip(languages()).enumerate() {
            let (person, _) = found.unwrap();
            let expect = (number < 40).then_some(language);
            assert_eq!(person.and_then(|person| person.language), expect);
        }
        assert!(people.waiting().is_empty());
    }

    #[tokio::test]
    async fn who_gives_up_while_they_look_leaves_nobody_behind() {
        // One connection to read with, which is taken.
        let (app, _telegram, _folder) = app::testing::app("database.max_connections = 2").await;
        let busy = app.db.glance().await.unwrap();
        let people = People::default();
        let find = |number: i64| people.find(&app.db, number.into());
        let mut first = Box::pin(find(1));
        // It looks for itself, and waits for the connection.
        assert!(futures::poll!(&mut first).is_pending());
        let mut second = Box::pin(find(2));
        assert!(futures::poll!(&mut second).is_pending());
        drop((first, busy));
        second.await.unwrap();
    }

    #[tokio::test]
    async fn whoever_asks_hears_what_is_wrong() {
        let (app, _telegram, _folder) = app::testing::app("").await;
        let people = People::default();
        app.db.close().await;
        let everybody = (1..=5).map(|number| people.find(&app.db, number.into()));
        for found in join_all(everybody).await {
            assert!(found.is_err());
        }
    }
}
