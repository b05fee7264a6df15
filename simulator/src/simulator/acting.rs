//! Acting for people. A method panics when a person could not do that: it is the test that is wrong.

use std::sync::Arc;

use axum::body::Bytes;
use serde_json::Value;

use super::{Simulator, View};
use crate::{
    load::LoadStats,
    model::{Message, Rights, Status},
    options::PersonSpec,
    people::{Impossible, Written, buttons::Pressed, groups::GroupSpec, uploading::UploadSpec},
    state::{World, callbacks::Answer},
};

impl Simulator {
    #[track_caller]
    fn act<T>(&self, act: impl FnOnce(&mut World) -> Result<T, Impossible>) -> T {
        match self.world(act) {
            Ok(done) => done,
            Err(why) => panic!("{why}"),
        }
    }

    /// `person` writes to `chat`; their chat with the bot has their own id.
    #[track_caller]
    pub fn say(&self, person: i64, chat: i64, text: &str) -> Written {
        self.act(|world| world.say(person, chat, text, None))
    }

    #[track_caller]
    pub fn reply(&self, person: i64, chat: i64, to: i64, text: &str) -> Written {
        self.act(|world| world.say(person, chat, text, Some(to)))
    }

    /// Writes to the bot and waits for its next message in that chat.
    pub async fn ask(&self, person: i64, text: &str) -> Arc<Message> {
        let asked = self.say(person, person, text).message.message_id;
        self.answer_after(person, person, asked).await
    }

    /// The first message after `id` that is not `person`'s own.
    pub async fn answer_after(&self, person: i64, chat: i64, id: i64) -> Arc<Message> {
        let find = |view: View<'_>| {
            view.messages_after(person, chat, id)
                .into_iter()
                .find(|message| !message.is_from(person))
        };
        self.wait_until("an answer", find).await
    }

    #[track_caller]
    pub fn upload(&self, person: i64, chat: i64, file: UploadSpec) -> Written {
        self.upload_album(person, chat, vec![file]).remove(0)
    }

    /// Several files at once, as one album.
    #[track_caller]
    pub fn upload_album(&self, person: i64, chat: i64, files: Vec<UploadSpec>) -> Vec<Written> {
        self.act(|world| world.upload(person, chat, files, None))
    }

    /// What is in a file, by the `file_unique_id` that messages show.
    pub fn file(&self, unique_id: &str) -> Option<Bytes> {
        self.world(|world| {
            world
                .files
                .by_unique_id(unique_id)
                .map(|file| file.bytes.clone())
        })
    }

    /// Presses the button whose data or label is `button`, without waiting for the bot.
    #[track_caller]
    pub fn press(&self, person: i64, chat: i64, message: i64, button: &str) -> Pressed {
        self.act(|world| world.press(person, chat, message, button))
    }

    /// Presses with any data, as an old keyboard does.
    #[track_caller]
    pub fn press_with(&self, person: i64, chat: i64, message: i64, data: &str) -> Pressed {
        self.act(|world| world.press_with(person, chat, message, data))
    }

    /// Presses and waits for `answerCallbackQuery`.
    pub async fn press_and_wait(
        &self,
        person: i64,
        chat: i64,
        message: i64,
        button: &str,
    ) -> Answer {
        let pressed = self.press(person, chat, message, button);
        self.answered(pressed).await
    }

    /// The bot's answer to a press or an inline query; panics with the transcripts if none comes in time.
    pub async fn answered(&self, pressed: Pressed) -> Answer {
        let patience = self.inner.patience;
        match tokio::time::timeout(patience, pressed.answer).await {
            Ok(Ok(answer)) => answer,
            _ => panic!("{}", self.timed_out("the answer to a press", patience)),
        }
    }

    /// Types `@bot query`; the answer's text is the list of results as JSON.
    #[track_caller]
    pub fn ask_inline(&self, person: i64, query: &str) -> Pressed {
        self.act(|world| world.ask_inline(person, query))
    }

    /// Corrects an own message, as an edit in a client does.
    #[track_caller]
    pub fn edit(&self, person: i64, chat: i64, message: i64, text: &str) -> Written {
        self.act(|world| world.correct(person, chat, message, text))
    }

    /// Takes a message away from everybody.
    #[track_caller]
    pub fn delete(&self, person: i64, chat: i64, message: i64) {
        self.act(|world| world.take_back(person, chat, message));
    }

    #[track_caller]
    pub fn forward(&self, person: i64, from: i64, message: i64, to: i64) -> Written {
        self.act(|world| world.pass_on(person, from, message, to))
    }

    /// Blocks the bot or lets it write again.
    #[track_caller]
    pub fn block(&self, person: i64, blocked: bool) {
        self.act(|world| world.block(person, blocked));
    }

    /// The account is gone.
    #[track_caller]
    pub fn deactivate(&self, person: i64) {
        self.act(|world| world.deactivate(person));
    }

    /// Deletes the chat on this person's side.
    #[track_caller]
    pub fn clear_chat(&self, person: i64, chat: i64) {
        self.act(|world| world.clear_chat(person, chat));
    }

    pub fn add_person(&self, person: &PersonSpec) {
        self.world(|world| world.add_person(person));
    }

    /// The new group's id.
    #[track_caller]
    pub fn make_group(&self, group: GroupSpec) -> i64 {
        self.act(|world| world.make_group(group))
    }

    /// Gives a person, or the bot, another place in a group: joins, leaves, promotes, kicks.
    #[track_caller]
    pub fn set_member(&self, chat: i64, user: i64, status: Status, by: i64) {
        self.act(|world| world.set_member(chat, user, status, Rights::default(), Some(by)));
    }

    /// The same with the rights of an administrator spelt out.
    #[track_caller]
    pub fn set_rights(&self, chat: i64, user: i64, status: Status, rights: Rights, by: i64) {
        self.act(|world| world.set_member(chat, user, status, rights, Some(by)));
    }

    /// Turns a group into a supergroup; returns its new id.
    #[track_caller]
    pub fn upgrade(&self, chat: i64) -> i64 {
        self.act(|world| world.upgrade(chat))
    }

    /// Queues any object as an update and returns its id.
    #[track_caller]
    pub fn inject(&self, update: Value) -> u32 {
        self.act(|world| {
            world
                .inject(update)
                .ok_or_else(|| Impossible("an update is an object".to_owned()))
        })
    }

    /// `people` persons say `per_person` of `texts` each, in turns.
    pub fn load(&self, people: u32, per_person: u32, texts: &[String]) {
        self.world(|world| world.queue_load(people, per_person, texts));
    }

    pub fn load_stats(&self) -> LoadStats {
        self.world(|world| world.load.stats())
    }
}
