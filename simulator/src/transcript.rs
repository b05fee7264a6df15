//! A chat as text, for snapshots and for the message of a test that failed.
//!
//! ```text
//! > /speed 3
//! < Speed is between 0.5 and 2.
//!   [0.75|1|1.25]
//!   [Back]
//! > <audio: Title – Performer 0:15>
//! ```
//! `>` is the person, `<` the bot, `Name:` anybody else; further lines of a message are indented.

use std::fmt::Write;

use crate::{
    model::{Message, message::Body},
    state::World,
};

impl World {
    pub(crate) fn transcript(&self, person: i64, chat: i64) -> String {
        let Some(chat) = self.chats.get(&chat) else {
            return String::new();
        };
        let mut text = String::new();
        for message in chat.seen_by(person, 0) {
            add_message(&mut text, message, person, self.bot.id);
        }
        text
    }
}

fn add_message(transcript: &mut String, message: &Message, person: i64, bot: i64) {
    let mark = match &message.from {
        Some(from) if from.id == person => ">".to_owned(),
        Some(from) if from.id == bot => "<".to_owned(),
        Some(from) => format!("{}:", from.full_name()),
        None => format!("{}:", message.chat.title.as_deref().unwrap_or("channel")),
    };
    let shown = match message.edit_date {
        Some(_) => message.shown_with(" (edited)"),
        None => message.shown(),
    };
    let lines = shown.lines();
    for (index, line) in lines.enumerate() {
        let mark = if index == 0 { mark.as_str() } else { " " };
        writeln!(transcript, "{mark} {line}").expect("a String takes everything");
    }
}

impl Message {
    /// What it looks like: a file, words, and rows of buttons.
    pub fn shown(&self) -> String {
        self.shown_with("")
    }

    fn shown_with(&self, mark: &str) -> String {
        let mut shown = format!("{}{mark}", content(&self.body));
        for row in self.button_rows() {
            let _ = write!(shown, "\n[{}]", row.join("|"));
        }
        shown
    }
}

/// The words, with a file in front of its caption.
pub(crate) fn content(body: &Body) -> String {
    let file = file(body);
    let words = body.words();
    match (file, words.is_empty()) {
        (Some(file), true) => file,
        (Some(file), false) => format!("{file} {words}"),
        (None, false) => words.to_owned(),
        (None, true) => news(body),
    }
}

fn file(body: &Body) -> Option<String> {
    if let Some(audio) = &body.audio {
        let title = audio
            .title
            .as_deref()
            .or(audio.file_name.as_deref())
            .unwrap_or("untitled");
        let by = audio
            .performer
            .as_ref()
            .map(|performer| format!(" – {performer}"))
            .unwrap_or_default();
        return Some(format!("<audio: {title}{by} {}>", clock(audio.duration)));
    }
    if let Some(voice) = &body.voice {
        return Some(format!("<voice {}>", clock(voice.duration)));
    }
    if let Some(video) = &body.video {
        return Some(format!("<video {}>", clock(video.duration)));
    }
    if let Some(note) = &body.video_note {
        return Some(format!("<video note {}>", clock(note.duration)));
    }
    if let Some(document) = &body.document {
        return Some(format!(
            "<document: {}>",
            document.file_name.as_deref().unwrap_or("unnamed")
        ));
    }
    (!body.photo.is_empty()).then(|| "<photo>".to_owned())
}

fn news(body: &Body) -> String {
    let names = |users: &[std::sync::Arc<crate::model::User>]| {
        users
            .iter()
            .map(|user| user.full_name())
            .collect::<Vec<_>>()
            .join(", ")
    };
    if !body.new_chat_members.is_empty() {
        return format!("<joined: {}>", names(&body.new_chat_members));
    }
    if let Some(left) = &body.left_chat_member {
        return format!("<left: {}>", left.full_name());
    }
    if let Some(title) = &body.new_chat_title {
        return format!("<new title: {title}>");
    }
    if body.migrate_to_chat_id.is_some() || body.migrate_from_chat_id.is_some() {
        return "<became a supergroup>".to_owned();
    }
    "<group created>".to_owned()
}

/// `m:ss`.
fn clock(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_like_a_player() {
        assert_eq!(
            (clock(15), clock(61), clock(3_600)),
            ("0:15".into(), "1:01".into(), "60:00".into())
        );
    }
}
