//! The whole bot in this process, against a simulated Telegram.

use std::{ops::Range, sync::Arc, time::Duration};

use reprise::{
    app,
    clock::{Clock, SystemClock},
    config::Config,
    db::{Db, Inbox},
    migrate::source::Known,
    store::Schedule,
};
use simulator::{LimitOptions, Message, Options, Simulator, View};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A running bot, the Telegram it talks to and the folder it keeps its data in.
pub struct Bot {
    pub telegram: Simulator,
    pub config: Config,
    stop: CancellationToken,
    run: JoinHandle<Result<(), app::RunError>>,
    folder: tempfile::TempDir,
}

impl Bot {
    /// A bot on an empty SQLite database, with `extra` lines of configuration.
    pub async fn start(extra: &str) -> Self {
        Self::start_with(Options::default(), extra).await
    }

    /// The same without limits on messages out, on either side.
    pub async fn start_unlimited(extra: &str) -> Self {
        let options = Options {
            limits: LimitOptions::off(),
            ..Options::default()
        };
        Self::start_with(
            options,
            &format!("outbox.per_second = 0\noutbox.per_chat = 0\noutbox.per_group = 0\n{extra}"),
        )
        .await
    }

    /// The same by another clock than the system's.
    pub async fn start_at(clock: Arc<dyn Clock>, extra: &str) -> Self {
        let options = Options {
            limits: LimitOptions::off(),
            patience: Duration::from_mins(3),
            ..Options::default()
        };
        let unlimited = "outbox.per_second = 0\noutbox.per_chat = 0\noutbox.per_group = 0";
        Self::start_by(clock, options, &format!("{unlimited}\n{extra}")).await
    }

    pub async fn start_with(options: Options, extra: &str) -> Self {
        Self::start_by(Arc::new(SystemClock), options, extra).await
    }

    async fn start_by(clock: Arc<dyn Clock>, options: Options, extra: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let telegram = Simulator::start(options).await.unwrap();
        let url = format!("sqlite://{}/reprise.db", folder.path().display());
        Self::on(&url, None, clock, telegram, folder, extra)
    }

    /// A bot on any database, with migrations of a test's own.
    pub fn on(
        url: &str,
        known: Option<Known>,
        clock: Arc<dyn Clock>,
        telegram: Simulator,
        folder: tempfile::TempDir,
        extra: &str,
    ) -> Self {
        let text = format!(
            "bot.token = '{}'\nbot.api_url = '{}'\ndatabase.url = '{url}'\nweb.listen = '127.0.0.1:0'\n{extra}",
            telegram.token(),
            telegram.api_url(),
        );
        let config = Config::from_toml(&text).unwrap();
        let stop = CancellationToken::new();
        let run = tokio::spawn(app::run_with(config.clone(), known, clock, stop.clone()));
        Self {
            telegram,
            config,
            stop,
            run,
            folder,
        }
    }

    /// Presses a button in a private chat and waits for both answers: the word over the chat, which comes back, and the
    /// message that changes or comes.
    pub async fn press(&self, person: i64, message: &Message, label: &str) -> String {
        self.press_in(person, person, message, label).await
    }

    pub async fn press_in(&self, chat: i64, person: i64, message: &Message, label: &str) -> String {
        let id = message.message_id;
        let seen = |view: View<'_>| {
            (
                view.message(chat, id),
                view.messages_after(person, chat, id),
            )
        };
        self.until_button(chat, id, label).await;
        let before = self.telegram.look(seen);
        let toast = self.press_for_toast(chat, person, message, label).await;
        self.telegram
            .wait_until("a message after a press", |view| {
                (seen(view) != before).then_some(())
            })
            .await;
        toast
    }

    /// A message may still be on its way to what it will say.
    async fn until_button(&self, chat: i64, message: i64, label: &str) {
        self.telegram
            .wait_until(&format!("a button {label:?}"), |view| {
                let shown = view.message(chat, message)?;
                let mut labels = shown.button_rows().into_iter().flatten();
                labels.any(|shown| shown == label).then_some(())
            })
            .await;
    }

    /// Presses a button that is answered by a word over the chat alone.
    pub async fn press_for_toast(
        &self,
        chat: i64,
        person: i64,
        message: &Message,
        label: &str,
    ) -> String {
        self.until_button(chat, message.message_id, label).await;
        let answer = self
            .telegram
            .press_and_wait(person, chat, message.message_id, label)
            .await;
        answer.text.unwrap_or_default()
    }

    /// The private chat of a person.
    pub fn transcript(&self, person: i64) -> String {
        self.telegram.transcript(person, person)
    }

    /// The newest message of the bot in a chat, as a person sees it.
    pub fn newest(&self, person: i64, chat: i64) -> Arc<Message> {
        self.telegram
            .look(|view| view.last_answer(person, chat))
            .expect("the bot said something")
    }

    /// What the bot said last in the private chat of a person.
    pub fn last_answer(&self, person: i64) -> String {
        self.newest(person, person).body.words().to_owned()
    }

    /// The JSON in a document of the bot.
    pub async fn download(&self, message: &Message) -> serde_json::Value {
        let document = message.body.document.as_ref().expect("a document");
        let url = format!(
            "{}/sim/file/{}",
            self.telegram.api_url(),
            document.file_unique_id
        );
        reqwest::get(url).await.unwrap().json().await.unwrap()
    }

    /// Changes what the bot keeps behind its back.
    pub async fn execute(&self, sql: &str) {
        let db = Db::open(&self.config.database).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        super::db::execute(&mut tx, sql).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Waits until Telegram has no updates for the bot and the bot has none that are open.
    pub async fn until_idle(&self) {
        self.telegram
            .wait_until("all updates taken", |view| {
                (view.unconfirmed() == 0).then_some(())
            })
            .await;
        let bot: i64 = simulator::TOKEN.split(':').next().unwrap().parse().unwrap();
        let inbox = Inbox::new(Db::open(&self.config.database).await.unwrap(), bot);
        while !inbox.open_after(i64::MIN, 1).await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    }

    /// Waits until the first schedule that was made looks like this.
    pub async fn until(&self, like_this: impl Fn(&Schedule) -> bool) {
        self.until_one_of(1..2, like_this).await;
    }

    /// Waits until one of these schedules, counted as they were made, looks like this.
    pub async fn until_one_of(&self, ids: Range<i64>, like_this: impl Fn(&Schedule) -> bool) {
        let db = Db::open(&self.config.database).await.unwrap();
        let is_so = eventually(async || {
            let mut tx = db.read().await.unwrap();
            for id in ids.clone() {
                let found = tx.schedules().find(id.into()).await.unwrap();
                if found.is_some_and(|schedule| like_this(&schedule)) {
                    return true;
                }
            }
            false
        });
        assert!(is_so.await, "no schedule became what it was to be");
    }

    /// Waits until no run of the first schedule there is is open.
    pub async fn until_no_run_is_open(&self) {
        let db = Db::open(&self.config.database).await.unwrap();
        let is_so = eventually(async || {
            let mut tx = db.read().await.unwrap();
            tx.schedule_runs().count_open(1.into()).await.unwrap() == 0
        });
        assert!(is_so.await, "a run that does not end");
    }

    /// Asks the bot to stop and waits until it did.
    pub async fn stop(self) -> Result<(), app::RunError> {
        self.stop.cancel();
        self.ended().await
    }

    /// Stops the bot and starts it again on the same data, with other lines of configuration.
    pub async fn restart(self, extra: &str) -> Self {
        self.stop.cancel();
        let (ended, again) = self.ended_and_again(extra, |_| ()).await;
        ended.unwrap();
        again
    }

    /// Waits until the bot ends by itself, and starts it again on the same data after what happens to Telegram in between.
    pub async fn ended_and_again(
        self,
        extra: &str,
        between: impl FnOnce(&Simulator),
    ) -> (Result<(), app::RunError>, Self) {
        let Self {
            telegram,
            run,
            folder,
            ..
        } = self;
        let ended = run.await.unwrap();
        between(&telegram);
        let url = format!("sqlite://{}/reprise.db", folder.path().display());
        let clock = Arc::new(SystemClock);
        (ended, Self::on(&url, None, clock, telegram, folder, extra))
    }

    /// Stops the bot; its Telegram stays, with everybody in it.
    pub async fn stop_keeping(self) -> Simulator {
        self.stop.cancel();
        self.run.await.unwrap().unwrap();
        self.telegram
    }

    /// Waits until the bot ends by itself.
    pub async fn ended(self) -> Result<(), app::RunError> {
        self.run.await.unwrap()
    }

    /// Stops the bot and opens what it kept.
    pub async fn stop_and_open(self) -> Stopped {
        self.stop.cancel();
        self.run.await.unwrap().unwrap();
        Stopped {
            db: Db::open(&self.config.database).await.unwrap(),
            _folder: self.folder,
        }
    }
}

/// What a bot that stopped left behind.
pub struct Stopped {
    pub db: Db,
    _folder: tempfile::TempDir,
}

/// Waits for what only a look at the bot's data can tell, and says whether it came.
pub async fn eventually(mut is_so: impl AsyncFnMut() -> bool) -> bool {
    const PATIENCE: Duration = Duration::from_mins(2);
    let looking = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, looking).await.is_ok()
}

/// Lets real time pass while something is away: the length of an outage, not a wait for something to happen.
pub async fn outage(length: Duration) {
    let nothing = std::future::pending::<()>();
    assert!(tokio::time::timeout(length, nothing).await.is_err());
}
