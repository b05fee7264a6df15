//! A bot on a database of the test's own, with migrations of the test's own, and an owner who writes to it.

use std::{fs, path::Path, sync::Arc, time::Duration};

use chrono::DateTime;
use reprise::{
    clock::{Clock, FixedClock, SystemClock},
    db::Dialect,
    migrate::{place::Place, source::Known},
};
use simulator::{
    ANNA, LimitOptions, Message, OLGA, Options, PersonSpec, Simulator, View, default_cast,
};

use crate::support::{bot::Bot, migrate::Site};

/// An owner who reads Spanish.
pub const LUCIA: i64 = 1101;
/// And one who reads Russian.
pub const PAVEL: i64 = 1102;

/// The owners, Anna (English), Olga (Ukrainian), Lucía and Pavel, and no messages but those that are asked for.
const OWNED: &str = "bot.owners = [1001, 1003, 1101, 1102]\noutbox.per_second = 0\noutbox.per_chat = 0\noutbox.per_group = 0\nmigrations.cooldown_seconds = 15\n";
const QUIET: &str = "notices.start = false\nnotices.waiting = false\nnotices.changes = false\nnotices.checks = false\nnotices.low_disk_mb = 0\n";

/// A bot with a clock that stands still, to talk to.
pub struct Desk<'s> {
    pub bot: Bot,
    pub clock: Arc<FixedClock>,
    site: &'s Site,
}

/// A bot with this program's migrations and the system's clock.
pub async fn bot(site: &Site, extra: &str) -> Bot {
    let extra = format!("{QUIET}{extra}");
    on(site, None, Arc::new(SystemClock), telegram().await, &extra)
}

pub async fn telegram() -> Simulator {
    telegram_for(simulator::TOKEN).await
}

/// A Telegram for another bot, whose updates are numbered on their own.
pub async fn telegram_for(token: &str) -> Simulator {
    let mut people = default_cast();
    people.push(PersonSpec::new(LUCIA, "Lucía", "es"));
    people.push(PersonSpec::new(PAVEL, "Павел", "ru"));
    let options = Options {
        token: token.to_owned(),
        people,
        limits: LimitOptions::off(),
        patience: Duration::from_secs(30),
        ..Options::default()
    };
    Simulator::start(options).await.unwrap()
}

pub fn own(site: &Site) -> Known {
    Known::folder(site.dialect, &site.source()).unwrap()
}

pub fn on(
    site: &Site,
    known: Option<Known>,
    clock: Arc<dyn Clock>,
    telegram: Simulator,
    extra: &str,
) -> Bot {
    let extra = format!(
        "{OWNED}migrations.backup_dir = '{}'\n{extra}",
        site.path("backups").display()
    );
    let folder = tempfile::tempdir().unwrap();
    Bot::on(site.url(), known, clock, telegram, folder, &extra)
}

impl<'s> Desk<'s> {
    /// A bot with the migrations in the folder of the site, none of which it applies by itself.
    pub async fn open(site: &'s Site) -> Desk<'s> {
        Self::open_with(site, "migrations.auto = false\n").await
    }

    pub async fn open_with(site: &'s Site, extra: &str) -> Desk<'s> {
        let at = DateTime::from_timestamp(1_769_852_700, 0).unwrap();
        let clock = Arc::new(FixedClock::at(at));
        let extra = format!("{QUIET}{extra}");
        let given: Arc<dyn Clock> = clock.clone();
        Self {
            bot: on(site, Some(own(site)), given, telegram().await, &extra),
            clock,
            site,
        }
    }

    /// Starts the bot again, with the migrations that are in the folder by now.
    pub async fn reopen(self) -> Desk<'s> {
        let telegram = self.bot.stop_keeping().await;
        let given: Arc<dyn Clock> = self.clock.clone();
        let extra = format!("{QUIET}migrations.auto = false\n");
        Self {
            bot: on(self.site, Some(own(self.site)), given, telegram, &extra),
            ..self
        }
    }

    /// To say that it is there, a start makes its own tables, under the lock. On PostgreSQL it waits for that itself.
    pub async fn until_at_rest(&self) {
        let (site, engine) = (self.site, self.site.engine());
        while site.dialect == Dialect::Sqlite
            && (!site.has_table("_reprise_peers").await
                || engine.status().await.unwrap().lock_holder.is_some())
        {
            tokio::task::yield_now().await;
        }
    }

    /// The last message of a person's chat once it says this.
    pub async fn until(&self, person: i64, words: &str) -> Arc<Message> {
        until(&self.bot, person, words).await
    }

    /// Writes, and waits until the answer says this.
    pub async fn ask(&self, person: i64, text: &str, words: &str) -> Arc<Message> {
        self.bot.telegram.say(person, person, text);
        self.until(person, words).await
    }

    /// Presses a button of the last message, and waits until the last message is another one or has changed, and says this.
    pub async fn press(&self, person: i64, label: &str, words: &str) -> Arc<Message> {
        let before = self.last(person);
        let telegram = &self.bot.telegram;
        telegram
            .press_and_wait(person, person, before.message_id, label)
            .await;
        telegram
            .wait_until(words, |view| {
                said(view, person, words).filter(|last| is_news(last, &before))
            })
            .await
    }

    /// Waits until a message further up says something else, which may be after the answer below it.
    pub async fn until_changed(&self, person: i64, before: &Message) {
        let is_changed = |view: View<'_>| {
            let now = view.message(person, before.message_id)?;
            is_news(&now, before).then_some(())
        };
        self.bot.telegram.wait_until("a change", is_changed).await;
    }

    pub fn last(&self, person: i64) -> Arc<Message> {
        let message = self
            .bot
            .telegram
            .look(|view| view.last_answer(person, person));
        message.expect("the bot said something")
    }

    /// The plan's code in the last message.
    pub fn code(&self, person: i64) -> String {
        let words = self.last(person).body.words().to_owned();
        code_in(&words).expect("a code").to_owned()
    }

    /// Types the code that the last message asks for, and lets the cool-down pass.
    pub async fn confirm(&self, person: i64, words: &str) -> Arc<Message> {
        let asked = self.last(person);
        let code = self.code(person);
        self.bot.telegram.say(person, person, &code);
        self.until(person, "15").await;
        self.until_changed(person, &asked).await;
        self.clock.advance(Duration::from_secs(15));
        self.until(person, words).await
    }

    /// A person's chat, without what is another one at each run.
    pub fn transcript(&self, person: i64) -> String {
        neutral(self.site, &self.bot.transcript(person))
    }

    pub async fn stop(self) {
        self.bot.stop().await.unwrap();
    }
}

/// The last message of a person's chat once it says this.
pub async fn until(bot: &Bot, person: i64, words: &str) -> Arc<Message> {
    bot.telegram
        .wait_until(words, |view| said(view, person, words))
        .await
}

fn is_news(now: &Message, before: &Message) -> bool {
    now.message_id != before.message_id || now.shown() != before.shown()
}

fn said(view: View<'_>, person: i64, words: &str) -> Option<Arc<Message>> {
    let last = view.messages(person, person).pop()?;
    (!last.is_from(person) && last.body.words().contains(words)).then_some(last)
}

/// Both owners, for what concerns each.
pub const OWNERS: [i64; 2] = [ANNA, OLGA];

pub fn code_in(words: &str) -> Option<&str> {
    let is_hex = |word: &&str| word.len() == 8 && word.chars().all(|c| c.is_ascii_hexdigit());
    words
        .split(|c: char| !c.is_ascii_alphanumeric())
        .rfind(is_hex)
}

/// Without times, sizes, codes and names of files and machines.
pub fn neutral(site: &Site, transcript: &str) -> String {
    let host = rustix::system::uname()
        .nodename()
        .to_string_lossy()
        .into_owned();
    let name = Place::from_url(site.url()).unwrap().name();
    let text = transcript
        .replace(&name, "[db]")
        .replace(&host, "[host]")
        // A server has no file beside it to look at.
        .replace("\n  ✓ the journal is unbroken", "")
        .replace("dump by pg_dump.", "checked copy, 1.0 MB.")
        .replace(
            "Спершу дамп через pg_dump.",
            "Спершу копія з перевіркою, 1,0 МБ.",
        )
        .replace(
            "Сначала дамп через pg_dump.",
            "Сначала копия с проверкой, 1,0 МБ.",
        )
        .replace("un volcado con pg_dump.", "una copia comprobada, 1,0 MB.");
    let lines: Vec<String> = text.lines().map(neutral_line).collect();
    lines.join("\n")
}

fn neutral_line(line: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    for word in line.split(' ') {
        let core = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is_number = core.contains(['.', ','])
            && core
                .chars()
                .all(|c| c.is_ascii_digit() || c == '.' || c == ',');
        let unit = [
            "s", "с", "KB", "MB", "GB", "КБ", "МБ", "ГБ", "min", "мин", "хв",
        ]
        .contains(&core);
        let neutral = if code_in(core) == Some(core) {
            word.replace(core, "[code]")
        } else if core.starts_with("reprise-") {
            word.replace(core, "[backup]")
        } else if unit && out.last().is_some_and(|last| last.ends_with('#')) {
            let number = out.pop().unwrap_or_default();
            let what = if matches!(core, "s" | "с" | "min" | "мин" | "хв") {
                "[time]"
            } else {
                "[size]"
            };
            format!(
                "{}{}",
                number.replace('#', what),
                word.replacen(core, "", 1)
            )
        } else if is_number {
            word.replace(core, "#")
        } else {
            word.to_owned()
        };
        out.push(neutral);
    }
    out.join(" ")
}

/// Puts this program's migrations into the folder of a site, for a test to add to; says the newest version.
pub fn copy_embedded(site: &Site) -> i64 {
    let from = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("migrations")
        .join(site.dialect.name());
    let mut newest = 0;
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        newest = newest.max(name.split('_').next().unwrap().parse().unwrap_or(0));
        fs::copy(&path, site.source().join(name)).unwrap();
    }
    newest
}
