//! Jobs from their rows to the chat, with kinds made for the purpose.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::json;
use simulator::{ANNA, Fault, FaultKind, Simulator};
use tokio::task::JoinHandle;

use super::*;
use crate::{
    app,
    domain::UserId,
    store::Claim,
    view::{Audio, Body, Media},
};

/// What a kind does when it runs; the payload says which.
struct Test {
    name: &'static str,
    sends_again: bool,
}

static TEST: Test = Test {
    name: "test",
    sends_again: true,
};
static ONCE: Test = Test {
    name: "once",
    sends_again: false,
};
static KINDS: [&dyn Kind; 2] = [&TEST, &ONCE];

/// How often the kinds ran, by the test that looks: tests run side by side.
static RUNS: [AtomicU32; 4] = [const { AtomicU32::new(0) }; 4];

impl Kind for Test {
    fn name(&self) -> &'static str {
        self.name
    }

    fn feature(&self) -> &'static str {
        "test"
    }

    fn rules(&self, _config: &Config) -> Rules {
        Rules {
            workers: 1,
            per_person: 1,
            line: 10,
            line_per_person: 10,
            sends_again: self.sends_again,
            lane: Lane::Waiting,
        }
    }

    fn run<'a>(&'a self, _app: &'a Arc<App>, job: &'a ClaimedJob, run: &'a Run) -> Work<'a> {
        Box::pin(async move {
            let payload = &job.payload;
            let runs = payload["counter"].as_u64().map_or(0, |counter| {
                RUNS[usize::try_from(counter).unwrap()].fetch_add(1, Ordering::SeqCst) + 1
            });
            match payload["does"].as_str() {
                Some("says") => Ok(payload["words"].clone()),
                Some("panics") => panic!("as it was told"),
                Some("waits") => {
                    run.tell(Progress {
                        percent: Some(40),
                        seconds_left: Some(2),
                    });
                    run.stop.cancelled().await;
                    Ok(json!(["it should not be heard"]))
                }
                Some("uploads") if runs > 1 => Ok(json!(["made again"])),
                Some("uploads") => Ok(json!(["file:/no/such/file"])),
                Some("fails") => Err("no luck".into()),
                _ => Ok(Value::Null),
            }
        })
    }

    fn next(&self, outcome: &Value) -> Option<Value> {
        let first = outcome.as_array()?.first()?.as_str()?;
        let rest: Vec<&str> = first.strip_prefix("then:")?.split(' ').collect();
        Some(json!({ "does": "says", "words": rest }))
    }

    fn file_lost<'a>(
        &'a self,
        _tx: &'a mut Tx,
        _job: &'a ClaimedJob,
        _outcome: &'a Value,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async { Ok(true) })
    }
}

/// Each word of an outcome is a message.
fn tell(told: &Told<'_>, locale: Locale) -> Vec<View> {
    let code = locale.0.code();
    match told.news {
        News::Waits(place) => vec![View::text(format!("{} is number {place}", told.subject))],
        News::Runs(progress) => {
            vec![View::text(format!(
                "{}: {:?} %",
                told.subject, progress.percent
            ))]
        }
        News::Failed => vec![View::text(format!("{} failed", told.subject))],
        News::Done(outcome) => {
            let words = outcome.as_array().unwrap().iter();
            let words = words.map(|word| word.as_str().unwrap());
            words.map(|word| message(word, code)).collect()
        }
    }
}

fn message(word: &str, code: &str) -> View {
    match word.strip_prefix("file:") {
        Some(path) => View::from(Body::Audio(Audio {
            file: Media::Path(path.into()),
            ..Audio::default()
        })),
        None => View::text(format!("{word} ({code})")),
    }
}

struct Bench {
    app: Arc<App>,
    telegram: Simulator,
    user: UserId,
    stop: CancellationToken,
    _folder: tempfile::TempDir,
}

impl Bench {
    async fn new() -> Self {
        let (app, telegram, folder) = app::testing::app("outbox.per_chat = 0").await;
        telegram.say(ANNA, ANNA, "hello");
        let mut tx = app.db.begin().await.unwrap();
        let user = tx
            .users()
            .ensure(ANNA.into(), app.clock.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        Self {
            app: Arc::new(app),
            telegram,
            user,
            stop: CancellationToken::new(),
            _folder: folder,
        }
    }

    fn work(&self) -> JoinHandle<()> {
        tokio::spawn(run(Arc::clone(&self.app), &KINDS, tell, self.stop.clone()))
    }

    async fn add(&self, kind: &'static str, subject: &str, payload: Value) -> JobId {
        let now = self.app.clock.now();
        let job = NewJob {
            kind,
            key: None,
            payload,
            subject: subject.to_owned(),
            user: Some(self.user),
            chat: Some(ANNA),
            reply_to: None,
            language: "uk",
            run_at: now,
        };
        let mut tx = self.app.db.begin().await.unwrap();
        let Added::New(id) = add(&mut tx, &self.app.config, &job, now).await.unwrap() else {
            panic!("not added");
        };
        tx.commit().await.unwrap();
        self.app.jobs.wake();
        id
    }

    async fn heard(&self, words: &str) {
        let is_heard = |view: simulator::View<'_>| {
            let messages = view.messages(ANNA, ANNA);
            messages
                .iter()
                .any(|message| message.words().contains(words))
                .then_some(())
        };
        self.telegram.wait_until(words, is_heard).await;
    }

    /// Waits until nothing is open.
    async fn done(&self) {
        loop {
            let mut tx = self.app.db.read().await.unwrap();
            let mut open = false;
            for kind in KINDS {
                open |= tx.jobs().next_at(kind.name()).await.unwrap().is_some();
            }
            if !open {
                return;
            }
            drop(tx);
            tokio::task::yield_now().await;
        }
    }

    fn transcript(&self) -> String {
        self.telegram.transcript(ANNA, ANNA)
    }
}

fn says(words: &[&str]) -> Value {
    json!({ "does": "says", "words": words })
}

#[tokio::test]
async fn what_a_job_came_to_is_told_in_its_language() {
    let bench = Bench::new().await;
    let _work = bench.work();
    bench.add("test", "song", says(&["one", "two"])).await;
    bench.done().await;
    insta::assert_snapshot!(bench.transcript(), @"
    > hello
    < one (uk)
    < two (uk)
    ");
}

#[tokio::test]
async fn what_is_left_of_a_job_is_done_when_the_first_of_it_is_told() {
    let bench = Bench::new().await;
    let _work = bench.work();
    bench
        .add("test", "song", says(&["then:two three", "one"]))
        .await;
    bench.done().await;
    insta::assert_snapshot!(bench.transcript(), @"
    > hello
    < then:two three (uk)
    < one (uk)
    < two (uk)
    < three (uk)
    ");
}

#[tokio::test]
async fn nobody_waits_in_silence_and_a_stopped_job_says_nothing() {
    let bench = Bench::new().await;
    let _work = bench.work();
    let runs = bench.add("test", "first", json!({ "does": "waits" })).await;
    bench.add("test", "second", says(&["the second"])).await;
    bench.heard("first: Some(40) %").await;
    bench.heard("second is number 1").await;
    let mut tx = bench.app.db.begin().await.unwrap();
    tx.jobs()
        .cancel(runs, bench.user, "")
        .await
        .unwrap()
        .unwrap();
    tx.commit().await.unwrap();
    bench.app.jobs.stop(runs);
    bench.done().await;
    insta::assert_snapshot!(bench.transcript(), @"
    > hello
    < the second (uk)
    ");
}

#[tokio::test]
async fn a_job_that_panics_is_tried_again_later() {
    let bench = Bench::new().await;
    let _work = bench.work();
    let id = bench
        .add("test", "song", json!({ "does": "panics", "counter": 0 }))
        .await;
    loop {
        let mut tx = bench.app.db.begin().await.unwrap();
        let (waiting, _) = tx.jobs().count_waiting("test", None).await.unwrap();
        if waiting == 1 && RUNS[0].load(Ordering::SeqCst) == 1 {
            break;
        }
        drop(tx);
        tokio::task::yield_now().await;
    }
    let mut tx = bench.app.db.begin().await.unwrap();
    assert!(tx.jobs().next_at("test").await.unwrap() > Some(bench.app.clock.now()));
    assert!(
        tx.jobs()
            .cancel(id, bench.user, "")
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test]
async fn a_job_that_was_tried_often_enough_is_told_to_have_failed() {
    let bench = Bench::new().await;
    let id = bench.add("test", "song", json!({ "does": "fails" })).await;
    for _ in 0..4 {
        let now = bench.app.clock.now();
        let until = now + chrono::TimeDelta::seconds(9);
        let claim = Claim {
            kind: "test",
            owner: "dead",
            now,
            until,
            per_person: 1,
        };
        let mut tx = bench.app.db.begin().await.unwrap();
        tx.jobs().claim(claim).await.unwrap().unwrap();
        tx.jobs().put_back(id, "dead", now, true).await.unwrap();
        tx.commit().await.unwrap();
    }
    let _work = bench.work();
    bench.done().await;
    insta::assert_snapshot!(bench.transcript(), @"
    > hello
    < song failed
    ");
}

#[tokio::test]
async fn a_file_that_is_gone_is_made_again() {
    let bench = Bench::new().await;
    let _work = bench.work();
    bench
        .add("test", "song", json!({ "does": "uploads", "counter": 1 }))
        .await;
    bench.done().await;
    assert_eq!(RUNS[1].load(Ordering::SeqCst), 2);
    insta::assert_snapshot!(bench.transcript(), @"
    > hello
    < made again (uk)
    ");
}

#[tokio::test]
async fn what_telegram_refuses_is_said_to_have_failed() {
    let bench = Bench::new().await;
    let refusal = FaultKind::Status {
        code: 400,
        description: Some("Bad Request: no".to_owned()),
    };
    bench.telegram.fault(Fault::next("sendMessage", 1, refusal));
    let _work = bench.work();
    bench.add("test", "song", says(&["one", "two"])).await;
    bench.done().await;
    insta::assert_snapshot!(bench.transcript(), @"
    > hello
    < song failed
    ");
}

/// A worker that dies while it sends the first of two messages.
async fn dies_while_sending(bench: &Bench, kind: &'static str) {
    let id = bench.add(kind, "song", says(&["one", "two"])).await;
    let now = bench.app.clock.now();
    let until = now + chrono::TimeDelta::minutes(9);
    let claim = Claim {
        kind,
        owner: "dead",
        now,
        until,
        per_person: 1,
    };
    let mut tx = bench.app.db.begin().await.unwrap();
    tx.jobs().claim(claim).await.unwrap().unwrap();
    tx.jobs()
        .finish(id, "dead", &json!(["one", "two"]))
        .await
        .unwrap();
    tx.jobs().note_sending(id, "dead").await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_message_that_may_be_out_is_sent_again_or_not_as_its_kind_wants() {
    let bench = Bench::new().await;
    dies_while_sending(&bench, "test").await;
    let _work = bench.work();
    bench.done().await;
    insta::assert_snapshot!(bench.transcript(), @"
    > hello
    < one (uk)
    < two (uk)
    ");
    let bench = Bench::new().await;
    dies_while_sending(&bench, "once").await;
    let _work = bench.work();
    bench.done().await;
    insta::assert_snapshot!(bench.transcript(), @"
    > hello
    < two (uk)
    ");
}

#[tokio::test]
async fn a_job_that_runs_when_the_bot_stops_goes_on_at_the_next_start() {
    let bench = Bench::new().await;
    let work = bench.work();
    bench.add("test", "song", json!({ "does": "waits" })).await;
    bench.heard("song: Some(40) %").await;
    bench.stop.cancel();
    work.await.unwrap();
    let mut tx = bench.app.db.read().await.unwrap();
    assert_eq!(tx.jobs().count_waiting("test", None).await.unwrap(), (1, 0));
}
