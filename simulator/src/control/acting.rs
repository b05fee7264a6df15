//! People act.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{Multipart, State},
    http::StatusCode,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answered, Body, Failure, answer};
use crate::{
    people::{
        Written,
        uploading::{UploadKind, UploadSpec},
    },
    shared::Shared,
};

/// How long a press or an inline query waits for the bot.
const PATIENCE: Duration = Duration::from_secs(5);

type Sim = State<Arc<Shared>>;

fn written(written: &Written) -> Value {
    json!({ "message_id": written.message.message_id, "update_id": written.update_id })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Say {
    #[serde(rename = "as")]
    person: i64,
    chat: i64,
    text: String,
    reply_to: Option<i64>,
}

pub(super) async fn say(State(sim): Sim, Body(say): Body<Say>) -> Answered {
    let said = sim
        .world()
        .say(say.person, say.chat, &say.text, say.reply_to)?;
    answer(&written(&said))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Press {
    #[serde(rename = "as")]
    person: i64,
    chat: i64,
    message_id: i64,
    data: String,
    /// Also if the message has no such button (any more).
    #[serde(default)]
    stale: bool,
}

pub(super) async fn press(State(sim): Sim, Body(press): Body<Press>) -> Answered {
    let Press {
        person,
        chat,
        message_id,
        data,
        stale,
    } = press;
    let pressed = {
        let mut world = sim.world();
        if stale {
            world.press_with(person, chat, message_id, &data)?
        } else {
            world.press(person, chat, message_id, &data)?
        }
    };
    let said = tokio::time::timeout(PATIENCE, pressed.answer).await;
    answer(&json!({ "answer": said.ok().and_then(Result::ok), "update_id": pressed.update_id }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Inline {
    #[serde(rename = "as")]
    person: i64,
    query: String,
}

pub(super) async fn inline(State(sim): Sim, Body(inline): Body<Inline>) -> Answered {
    let asked = sim.world().ask_inline(inline.person, &inline.query)?;
    let said = tokio::time::timeout(PATIENCE, asked.answer)
        .await
        .ok()
        .and_then(Result::ok);
    let results: Option<Value> = said.and_then(|said| serde_json::from_str(&said.text?).ok());
    answer(&json!({ "results": results, "update_id": asked.update_id }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfMessage {
    #[serde(rename = "as")]
    person: i64,
    chat: i64,
    message_id: i64,
    /// Of an edit.
    text: Option<String>,
    /// Of a forward.
    to: Option<i64>,
}

pub(super) async fn edit(State(sim): Sim, Body(edit): Body<OfMessage>) -> Answered {
    let text = edit.text.unwrap_or_default();
    let edited = sim
        .world()
        .correct(edit.person, edit.chat, edit.message_id, &text)?;
    answer(&written(&edited))
}

pub(super) async fn delete(State(sim): Sim, Body(delete): Body<OfMessage>) -> Answered {
    sim.world()
        .take_back(delete.person, delete.chat, delete.message_id)?;
    answer(&json!({}))
}

pub(super) async fn forward(State(sim): Sim, Body(forward): Body<OfMessage>) -> Answered {
    let to = forward.to.unwrap_or(forward.person);
    let passed = sim
        .world()
        .pass_on(forward.person, forward.chat, forward.message_id, to)?;
    answer(&written(&passed))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Block {
    #[serde(rename = "as")]
    person: i64,
    #[serde(default)]
    blocked: bool,
    /// The account is gone for good.
    #[serde(default)]
    deactivated: bool,
}

pub(super) async fn block(State(sim): Sim, Body(block): Body<Block>) -> Answered {
    let mut world = sim.world();
    if block.deactivated {
        world.deactivate(block.person)?;
    } else {
        world.block(block.person, block.blocked)?;
    }
    answer(&json!({}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Clear {
    #[serde(rename = "as")]
    person: i64,
    chat: i64,
}

pub(super) async fn clear(State(sim): Sim, Body(clear): Body<Clear>) -> Answered {
    sim.world().clear_chat(clear.person, clear.chat)?;
    answer(&json!({}))
}

/// A form with fields and one or several `file`s; several make an album, the caption goes to the first.
pub(super) async fn upload(State(sim): Sim, mut form: Multipart) -> Answered {
    let broken = |why: String| {
        Failure(
            StatusCode::BAD_REQUEST,
            format!("can't read the form: {why}"),
        )
    };
    let mut fields = serde_json::Map::new();
    let mut files = Vec::new();
    while let Some(field) = form
        .next_field()
        .await
        .map_err(|why| broken(why.body_text()))?
    {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            let file_name = field
                .file_name()
                .filter(|name| !name.is_empty())
                .map(str::to_owned);
            let mime = field.content_type().map(str::to_owned);
            let bytes = field.bytes().await.map_err(|why| broken(why.body_text()))?;
            files.push((file_name, mime, bytes));
        } else {
            let text = field.text().await.map_err(|why| broken(why.body_text()))?;
            // Numbers come as text in a form.
            let value = text.parse::<i64>().map_or(Value::String(text), Value::from);
            fields.insert(name, value);
        }
    }
    let sent: Upload =
        serde_json::from_value(Value::Object(fields)).map_err(|why| broken(why.to_string()))?;
    let files = files
        .into_iter()
        .enumerate()
        .map(|(index, (file_name, mime_type, bytes))| UploadSpec {
            kind: sent.kind,
            bytes,
            file_name,
            mime_type,
            caption: sent.caption.as_ref().filter(|_| index == 0).map(text),
            title: sent.title.as_ref().map(text),
            performer: sent.performer.as_ref().map(text),
            duration: sent.duration,
        });
    let files = files.collect();
    let uploaded = sim
        .world()
        .upload(sent.person, sent.chat, files, sent.reply_to)?;
    let mut said = written(&uploaded[0]);
    said["message_ids"] = uploaded
        .iter()
        .map(|written| written.message.message_id)
        .collect();
    answer(&said)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Upload {
    #[serde(rename = "as")]
    person: i64,
    chat: i64,
    kind: UploadKind,
    caption: Option<Value>,
    title: Option<Value>,
    performer: Option<Value>,
    duration: Option<u32>,
    reply_to: Option<i64>,
}

/// A title such as `1984` was taken for a number.
fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
