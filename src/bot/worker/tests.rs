//! Handlers that misbehave, updates that come back: with a real database and a simulated Telegram.

use std::sync::atomic::{AtomicU32, Ordering};

use simulator::{ANNA, Simulator};
use tokio::sync::{Notify, mpsc::Receiver};

use super::*;
use crate::{app, bot::arrival, domain::PlaylistName, store::Whose};

struct Bench {
    telegram: Simulator,
    worker: Worker,
    acks: Receiver<Ack>,
    _folder: tempfile::TempDir,
}

impl Bench {
    async fn new(tree: Tree) -> Self {
        let (app, telegram, folder) = app::testing::app("").await;
        let app = Arc::new(app);
        let inbox = Inbox::new(app.db.clone(), app.me.id);
        let (sender, acks) = mpsc::channel(8);
        let company = Arc::new(Company::new(Arc::clone(&app)));
        Self {
            telegram,
            worker: Worker::new(app, inbox, tree, sender, company),
            acks,
            _folder: folder,
        }
    }

    /// What Telegram has for the bot, stored in the inbox.
    async fn next_update(&self) -> OpenUpdate {
        let raw = self
            .worker
            .app
            .telegram
            .poll(0, &["message", "callback_query"])
            .await
            .unwrap();
        let arrival = arrival::read(raw.last().unwrap().clone()).unwrap();
        self.worker
            .inbox
            .accept(std::slice::from_ref(&arrival), 0)
            .await
            .unwrap();
        OpenUpdate::fresh(arrival, false)
    }

    /// Anna writes; the worker handles it and acknowledges it. The number of the update comes back.
    async fn say(&mut self, text: &str) -> i64 {
        self.telegram.say(ANNA, ANNA, text);
        let update = self.next_update().await;
        self.worker.handle(update).await;
        self.acks
            .recv()
            .await
            .expect("an acknowledgement")
            .update_id
    }

    fn transcript(&self) -> String {
        self.telegram.transcript(ANNA, ANNA)
    }
}

/// A tree of one handler, whatever the update.
fn one<F>(handler: F) -> Tree
where
    F: Fn(Arc<Ctx>) -> futures::future::BoxFuture<'static, Result<Answer, Failure>>
        + Send
        + Sync
        + 'static,
{
    let handler = Arc::new(handler);
    let root: Tree = dptree::entry();
    root.endpoint(move |ctx: Arc<Ctx>| handler(ctx))
}

fn well() -> Answer {
    Answer::view(View::text("All is well."))
}

#[tokio::test]
async fn a_panic_costs_that_update_and_an_apology() {
    let calls = AtomicU32::new(0);
    let mut bench = Bench::new(one(move |_| {
        let first = calls.fetch_add(1, Ordering::Relaxed) == 0;
        Box::pin(async move {
            if first {
                panic!("as the test wants it")
            } else {
                Ok(well())
            }
        })
    }))
    .await;
    let incident = incident(bench.say("boom").await);
    bench.say("again").await;
    insta::assert_snapshot!(bench.transcript().replace(&incident, "[code]"), @"
    > boom
    < Sorry, something went wrong on my side. Please try again in a moment. If it happens again, tell the bot’s owner this code: [code]
    > again
    < All is well.
    ");
}

#[tokio::test]
async fn a_handler_that_does_not_end_is_cut() {
    let mut bench = Bench::new(one(|_| Box::pin(std::future::pending()))).await;
    bench.worker.patience.handler = Duration::from_millis(20);
    bench.say("hang").await;
    assert!(
        bench.transcript().contains("Sorry"),
        "{}",
        bench.transcript()
    );
}

#[tokio::test]
async fn a_press_is_answered_while_its_handler_still_works() {
    let release = Arc::new(Notify::new());
    let waits = Arc::clone(&release);
    let mut bench = Bench::new(one(move |ctx| {
        let waits = Arc::clone(&waits);
        Box::pin(async move {
            if ctx.asker.user.is_some() {
                waits.notified().await;
            }
            let mut effect = ctx.effect().await?;
            effect.user(&ctx).await?;
            let button = crate::view::Button::new("Press", crate::view::Press::new("start", "x"));
            Ok(Answer::view(View::text("Panel").row([button])).after(effect))
        })
    }))
    .await;
    bench.worker.patience.press = Duration::from_millis(10);
    bench.say("panel").await;
    let panel = bench
        .telegram
        .look(|view| view.last_answer(ANNA, ANNA))
        .unwrap();
    let pressed = bench.telegram.press(ANNA, ANNA, panel.message_id, "Press");
    let update = bench.next_update().await;
    // The handler goes on only after the press was answered.
    let answered = async {
        bench.telegram.answered(pressed).await;
        release.notify_one();
    };
    tokio::join!(bench.worker.handle(update), answered);
}

#[tokio::test]
async fn an_update_waits_for_a_database_that_is_away_for_a_moment() {
    let calls = AtomicU32::new(0);
    let mut bench = Bench::new(one(move |_| {
        let away = calls.fetch_add(1, Ordering::Relaxed) < 2;
        Box::pin(async move {
            if away {
                Err(Failure::Away("starting up".into()))
            } else {
                Ok(well())
            }
        })
    }))
    .await;
    bench.say("hello").await;
    insta::assert_snapshot!(bench.transcript(), @"
    > hello
    < All is well.
    ");
}

#[tokio::test]
async fn a_database_that_stays_away_is_said_to_be() {
    let mut bench = Bench::new(one(|_| {
        Box::pin(async { Err(Failure::Away("gone".into())) })
    }))
    .await;
    bench.worker.patience.database = Duration::ZERO;
    bench.say("hello").await;
    assert!(
        bench.transcript().contains("Sorry"),
        "{}",
        bench.transcript()
    );
}

#[tokio::test]
async fn an_update_that_never_comes_to_its_end_is_given_up() {
    let mut bench = Bench::new(one(|_| Box::pin(async { unreachable!("it is not run") }))).await;
    bench
        .telegram
        .say(ANNA, ANNA, "the one that brings it down");
    let update = bench.next_update().await;
    for _ in 0..ATTEMPTS {
        bench
            .worker
            .inbox
            .note_attempt(update.update_id)
            .await
            .unwrap();
    }
    let taken_up = OpenUpdate {
        is_fresh: false,
        ..update
    };
    bench.worker.handle(taken_up).await;
    assert!(bench.acks.recv().await.is_some());
    assert!(
        bench.transcript().contains("Sorry"),
        "{}",
        bench.transcript()
    );
}

#[tokio::test]
async fn an_effect_that_happened_before_does_not_happen_again_and_its_answer_is_given() {
    let mut bench = Bench::new(one(|ctx| {
        Box::pin(async move {
            let mut effect = ctx.effect().await?;
            let user = effect.user(&ctx).await?;
            effect
                .playlists()
                .add(user, None, &PlaylistName::parse("Road").unwrap(), ctx.now)
                .await?;
            let count = effect.playlists().count(Whose::Person(user)).await?;
            Ok(Answer::view(View::text(format!("Playlist number {count}"))).after(effect))
        })
    }))
    .await;
    bench.telegram.say(ANNA, ANNA, "add");
    let update = bench.next_update().await;
    bench.worker.handle(update.clone()).await;
    // The same update once more, as after a kill before it was noted as done.
    bench.worker.handle(update).await;
    insta::assert_snapshot!(bench.transcript(), @"
    > add
    < Playlist number 1
    < Playlist number 1
    ");
    assert!(bench.acks.recv().await.is_some());
}
