//! Somebody who is shown around: says and presses what they are told to, waits until the bot has come to rest, and keeps a story
//! of it. Buttons are pressed by where they are, so that one walk holds in every language.

use std::{collections::BTreeMap, fmt::Write as _, sync::Arc, time::Duration};

use reprise::{clock::FixedClock, db::Db};
use simulator::{
    ANNA, Button as InlineButton, GroupSpec, MARIA, Message, OLGA, PersonSpec, UploadSpec, View,
};

use super::bot::{Bot, eventually};

/// The guest who reads Spanish.
pub const LUCIA: i64 = 1101;

/// The order in which something is said in all four.
pub const LANGUAGES: [&str; 4] = ["en", "ru", "uk", "es"];

/// A guest for each of them.
pub const GUESTS: [i64; 4] = [ANNA, MARIA, OLGA, LUCIA];

/// Work that tells its outcome in the end.
const WORK: &[&str] = &["render", "play", "lyrics"];

pub struct Guest<'b> {
    pub bot: &'b Bot,
    pub id: i64,
    /// The two letters of their language.
    pub language: &'static str,
    /// Which of the four they are.
    pub number: usize,
    /// Where they are, if not in the private chat.
    chat: i64,
    /// The message whose buttons are pressed.
    at: i64,
    /// What each message of a chat said last.
    seen: BTreeMap<(i64, i64), String>,
    /// What is another text in each run, and what stands for it.
    changing: Vec<(String, String)>,
    /// A clock that goes on only while they wait, and how far between two looks at it.
    clock: Option<(Arc<FixedClock>, Duration)>,
    /// Not while somebody is at work: a step may be longer than what holds their work for them.
    skips: bool,
    db: Db,
    pub story: String,
}

/// What a guest takes along from one run of the bot to the next.
#[derive(Default)]
pub struct Past {
    at: i64,
    seen: BTreeMap<(i64, i64), String>,
    pub story: String,
}

impl<'b> Guest<'b> {
    /// Everybody, in the order of [`GUESTS`].
    pub async fn all(bot: &'b Bot) -> Vec<Guest<'b>> {
        bot.telegram
            .add_person(&PersonSpec::new(LUCIA, "Lucía", "es"));
        Self::being(bot, GUESTS).await
    }

    /// The same, played by others.
    pub async fn being(bot: &'b Bot, ids: [i64; 4]) -> Vec<Guest<'b>> {
        let db = Db::open(&bot.config.database).await.unwrap();
        let guests = ids.into_iter().zip(LANGUAGES).enumerate();
        guests
            .map(|(number, (id, language))| Guest {
                bot,
                id,
                language,
                number,
                chat: id,
                at: 0,
                seen: BTreeMap::new(),
                changing: Vec::new(),
                clock: None,
                skips: false,
                db: db.clone(),
                story: String::new(),
            })
            .collect()
    }

    /// Goes, to come [back](Self::back) when the bot is another one.
    pub fn leave(self) -> Past {
        Past {
            at: self.at,
            seen: self.seen,
            story: self.story,
        }
    }

    /// One of them, who remembers what was there.
    pub async fn back(bot: &'b Bot, ids: [i64; 4], number: usize, past: Past) -> Guest<'b> {
        let guest = Self::being(bot, ids).await.swap_remove(number);
        Guest {
            at: past.at,
            seen: past.seen,
            story: past.story,
            ..guest
        }
    }

    /// A heading in the story.
    pub fn part(&mut self, title: &str) {
        let _ = writeln!(self.story, "\n== {title} ==");
    }

    /// What is said in this guest's language.
    pub fn own<'t>(&self, words: [&'t str; 4]) -> &'t str {
        words[self.number]
    }

    /// From now on the story has `name` wherever the bot says `text`.
    pub fn call(&mut self, text: impl Into<String>, name: &str) {
        self.changing.push((text.into(), name.to_owned()));
    }

    /// From now on so much time passes, again and again, while they wait for something.
    pub fn waits_by(&mut self, clock: &Arc<FixedClock>, step: Duration) {
        self.clock = Some((clock.clone(), step));
        self.skips = false;
    }

    /// The same for as long as all that is to be done waits for its time.
    pub fn skips_by(&mut self, clock: &Arc<FixedClock>, step: Duration) {
        self.clock = Some((clock.clone(), step));
        self.skips = true;
    }

    /// Makes a group for the bot and the guest, and goes there.
    pub fn go_to_a_group(&mut self) {
        let group = GroupSpec::new("Kitchen", self.id);
        self.chat = self.bot.telegram.make_group(group);
    }

    pub fn go_to(&mut self, chat: i64) {
        self.chat = chat;
    }

    pub fn go_home(&mut self) {
        self.chat = self.id;
    }

    pub async fn say(&mut self, text: &str) {
        self.bot.telegram.say(self.id, self.chat, text);
        self.rest().await;
    }

    /// Says each of these, one after the other.
    pub async fn say_all(&mut self, texts: &[&str]) {
        for text in texts {
            self.say(text).await;
        }
    }

    /// Says what it is called in their language.
    pub async fn say_own(&mut self, words: [&str; 4]) {
        self.say(self.own(words)).await;
    }

    pub async fn reply(&mut self, to: i64, text: &str) {
        self.bot.telegram.reply(self.id, self.chat, to, text);
        self.rest().await;
    }

    /// Sends a file; its message.
    pub async fn send(&mut self, file: UploadSpec) -> i64 {
        self.send_all(vec![file]).await
    }

    /// Sends files as an album; its first message.
    pub async fn send_all(&mut self, files: Vec<UploadSpec>) -> i64 {
        let sent = self.bot.telegram.upload_album(self.id, self.chat, files);
        self.rest().await;
        sent[0].message.message_id
    }

    /// Sends a file while something else is worked on, and waits for the answer alone.
    pub async fn send_meanwhile(&mut self, file: UploadSpec) {
        self.bot.telegram.upload(self.id, self.chat, file);
        self.bot.until_idle().await;
        self.note();
    }

    /// Presses the button in a row, counted from 1 above or from −1 below, and a place in it. Waits until all is at rest.
    pub async fn press(&mut self, row: i32, place: usize) {
        self.touch(row, place).await;
        self.rest().await;
    }

    /// Presses one after the other.
    pub async fn press_all(&mut self, places: &[(i32, usize)]) {
        for (row, place) in places {
            self.press(*row, *place).await;
        }
    }

    /// Presses, and waits for the word over the chat alone.
    pub async fn touch(&mut self, row: i32, place: usize) {
        let keyboard = self.keyboard();
        let rows = i32::try_from(keyboard.len()).unwrap();
        let index = if row > 0 { row - 1 } else { rows + row };
        let button = usize::try_from(index).ok();
        let button = button.and_then(|row| keyboard.get(row)?.get(place - 1).cloned());
        self.press_button(button, &format!("{row}, {place}")).await;
    }

    /// Presses the button that tells the bot something that begins so. Waits until all is at rest.
    pub async fn tap(&mut self, data: &str) {
        self.tap_for_toast(data).await;
        self.rest().await;
    }

    /// Taps one after the other.
    pub async fn tap_all(&mut self, buttons: &[&str]) {
        for data in buttons {
            self.tap(data).await;
        }
    }

    pub async fn tap_for_toast(&mut self, data: &str) {
        let is_it = |button: &&InlineButton| {
            let told = button.callback_data.as_deref();
            told.is_some_and(|told| told.starts_with(data))
        };
        let keyboard = self.keyboard();
        let button = keyboard.iter().flatten().find(is_it).cloned();
        self.press_button(button, data).await;
    }

    /// Presses what is not on the screen, as an old keyboard or somebody curious does.
    pub async fn press_with(&mut self, data: &str) {
        self.touch_with(data).await;
        self.rest().await;
    }

    pub async fn touch_with(&mut self, data: &str) {
        self.tell(&format!("({data})"), data).await;
    }

    fn keyboard(&self) -> Vec<Vec<InlineButton>> {
        let markup = self.looked_at().reply_markup.clone();
        markup
            .map(|markup| markup.inline_keyboard)
            .unwrap_or_default()
    }

    async fn press_button(&mut self, button: Option<InlineButton>, what: &str) {
        let data = button
            .as_ref()
            .and_then(|button| button.callback_data.clone());
        let (Some(button), Some(data)) = (button, data) else {
            panic!(
                "no button {what} among {:?} in{}",
                self.keyboard(),
                self.story
            );
        };
        self.tell(&button.text, &data).await;
    }

    async fn tell(&mut self, label: &str, data: &str) {
        let _ = writeln!(self.story, "> [{}]", self.tidy(label));
        let pressed = self
            .bot
            .telegram
            .press_with(self.id, self.chat, self.at, data);
        self.toast(self.bot.telegram.answered(pressed).await.text);
    }

    fn toast(&mut self, words: Option<String>) {
        if let Some(words) = words.filter(|words| !words.is_empty()) {
            let words = self.tidy(&words);
            let _ = writeln!(self.story, "  ({words})");
        }
    }

    /// The message whose buttons are pressed next; for [`Self::look_at`].
    pub fn at(&self) -> i64 {
        self.at
    }

    /// Turns to the buttons of an earlier message.
    pub fn look_at(&mut self, message: i64) {
        self.at = message;
    }

    /// The message whose buttons are pressed next.
    pub fn looked_at(&self) -> Arc<Message> {
        let message = |view: View<'_>| view.message(self.chat, self.at);
        self.bot.telegram.look(message).expect("it is still there")
    }

    /// The latest message of the bot.
    pub fn latest(&self) -> Arc<Message> {
        self.bot.newest(self.id, self.chat)
    }

    /// What the bot said and did until it came to rest goes into the story.
    pub async fn rest(&mut self) {
        self.bot.until_idle().await;
        let is_done = eventually(async || {
            self.let_time_pass().await;
            !self.works().await
        });
        assert!(is_done.await, "work that does not end:{}", self.story);
        self.note();
    }

    async fn let_time_pass(&self) {
        let Some((clock, step)) = &self.clock else {
            return;
        };
        if self.skips {
            let (open, waiting) = self.work().await;
            if open > waiting {
                return;
            }
        }
        clock.advance(*step);
    }

    async fn works(&self) -> bool {
        self.work().await.0 > 0
    }

    /// How many jobs are not done, and how many of those nobody has begun.
    async fn work(&self) -> (i64, i64) {
        let mut tx = self.db.read().await.unwrap();
        let (mut open, mut waiting) = (0, 0);
        for kind in WORK {
            open += tx.jobs().count_open(kind).await.unwrap();
            waiting += tx.jobs().count_waiting(kind, None).await.unwrap().0;
        }
        (open, waiting)
    }

    /// Waits until this is so of what is in the chat, and notes what is there by then.
    async fn until_so(&mut self, what: &str, is_so: impl Fn(&[Arc<Message>]) -> bool) {
        let (id, chat) = (self.id, self.chat);
        let is_there = eventually(async || {
            self.let_time_pass().await;
            self.bot
                .telegram
                .look(|view| is_so(&view.messages(id, chat)))
        });
        assert!(is_there.await, "{what} does not come:{}", self.story);
        self.note();
    }

    /// Waits for a message that comes by itself, and notes what is there by then.
    pub async fn until(&mut self, what: &str, see: impl Fn(&Message) -> bool) {
        let is_there = |messages: &[Arc<Message>]| messages.iter().any(|said| see(said));
        self.until_so(what, is_there).await;
    }

    /// Waits until the bot says these words in something new, or in a message that changed.
    pub async fn until_says(&mut self, words: &str) {
        self.until_says_all(&[words]).await;
    }

    /// The same of several words, in whichever messages and order they come.
    pub async fn until_says_all(&mut self, words: &[&str]) {
        let (id, chat, seen) = (self.id, self.chat, self.seen.clone());
        let changing = self.changing.clone();
        let is_news = |said: &Message, words: &str| {
            let before = seen.get(&(chat, said.message_id));
            !said.is_from(id)
                && said.words().contains(words)
                && before != Some(&tidy(&changing, &said.shown()))
        };
        let is_said = |messages: &[Arc<Message>], words: &str| {
            messages.iter().any(|message| is_news(message, words))
        };
        let all = |messages: &[Arc<Message>]| words.iter().all(|words| is_said(messages, words));
        self.until_so(&words.join(", "), all).await;
    }

    /// Stops the work that is shown, once the bot knows which message shows it.
    pub async fn stop_work(&mut self) {
        let (id, chat) = (self.id, self.chat);
        let shown = eventually(async || {
            self.let_time_pass().await;
            let told = self.bot.telegram.look(|view| work_shown(view, id, chat));
            let Some((_, job)) = told else { return false };
            let mut tx = self.db.read().await.unwrap();
            tx.jobs()
                .progress_message(job.into())
                .await
                .unwrap()
                .is_some()
        });
        assert!(shown.await, "nothing shows work to stop:{}", self.story);
        let told = self.bot.telegram.look(|view| work_shown(view, id, chat));
        self.look_at(told.expect("it is stopped by nobody else").0);
        self.tap_for_toast("cancel:job:").await;
        self.until_says(self.own(["Stopped", "Остановлено", "Зупинено", "Parado"]))
            .await;
    }

    /// Waits for another message of the bot than there is.
    pub async fn until_told(&mut self) {
        let last = self.seen.keys().filter(|(chat, _)| *chat == self.chat);
        let last = last.map(|(_, message)| *message).max().unwrap_or_default();
        let id = self.id;
        self.until("a word of the bot", |said| {
            said.message_id > last && !said.is_from(id)
        })
        .await;
    }

    /// Puts what changed in this chat into the story: `<` is new, `~` another text of the same message.
    pub fn note(&mut self) {
        let messages = self.bot.telegram.messages(self.id, self.chat);
        let there: Vec<_> = messages.iter().map(|message| message.message_id).collect();
        for message in messages {
            let key = (self.chat, message.message_id);
            let shown = self.tidy(&message.shown());
            let before = self.seen.insert(key, shown.clone());
            if before.as_ref() == Some(&shown) {
                continue;
            }
            let by = message.from.as_ref();
            let mark = match by {
                Some(person) if person.id == self.id => ">".to_owned(),
                Some(person) if !person.is_bot => format!("{}:", person.first_name),
                _ if before.is_none() => "<".to_owned(),
                _ => "~".to_owned(),
            };
            let _ = writeln!(self.story, "{mark} {}", shown.replace('\n', "\n  "));
            if message.reply_markup.is_some() && !message.is_from(self.id) {
                self.at = message.message_id;
            }
        }
        let chat = self.chat;
        let is_gone = |key: &(i64, i64)| key.0 == chat && !there.contains(&key.1);
        let gone: Vec<_> = self.seen.extract_if(.., |key, _| is_gone(key)).collect();
        for (_, shown) in gone {
            let first = shown.lines().next().unwrap_or_default();
            let _ = writeln!(self.story, "x {first}");
        }
    }

    fn tidy(&self, text: &str) -> String {
        tidy(&self.changing, text)
    }
}

/// The newest message that shows work, and which.
fn work_shown(view: View<'_>, person: i64, chat: i64) -> Option<(i64, i64)> {
    let shown = view.messages(person, chat).into_iter().rev();
    shown.into_iter().find_map(|said| {
        let markup = said.reply_markup.as_ref()?;
        let job = markup.buttons().find_map(|button| {
            let data = button.callback_data.as_deref()?;
            data.strip_prefix("cancel:job:")?.parse().ok()
        });
        Some((said.message_id, job?))
    })
}

fn tidy(changing: &[(String, String)], text: &str) -> String {
    let text = text.to_owned();
    changing
        .iter()
        .fold(text, |text, (from, to)| text.replace(from, to))
}
