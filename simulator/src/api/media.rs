//! Sending files: one by one, and as albums.

use serde::Deserialize;
use serde_json::Value;

use super::{
    Reply, common,
    error::ApiError,
    input::{self, About},
    params::Params,
    reply,
    sending::draft,
};
use crate::{
    model::{Entity, Message, message::Body},
    state::{World, files::FileKind, limits::Cost, posting::Draft},
    text::{Formatted, utf16_len},
};

pub(crate) fn send_audio(world: &mut World, params: &Params) -> Reply {
    send(world, params, "audio", FileKind::Audio)
}

pub(crate) fn send_voice(world: &mut World, params: &Params) -> Reply {
    send(world, params, "voice", FileKind::Voice)
}

pub(crate) fn send_document(world: &mut World, params: &Params) -> Reply {
    send(world, params, "document", FileKind::Document)
}

pub(crate) fn send_photo(world: &mut World, params: &Params) -> Reply {
    send(world, params, "photo", FileKind::Photo)
}

pub(crate) fn send_video(world: &mut World, params: &Params) -> Reply {
    send(world, params, "video", FileKind::Video)
}

pub(crate) fn send_video_note(world: &mut World, params: &Params) -> Reply {
    send(world, params, "video_note", FileKind::VideoNote)
}

fn send(world: &mut World, params: &Params, field: &str, kind: FileKind) -> Reply {
    let caption = caption(params)?;
    let (chat, mut draft) = draft(world, params, Body::default())?;
    let text = |name: &str| {
        Ok::<_, ApiError>(
            params
                .text(name)?
                .filter(|text| !text.is_empty())
                .map(str::to_owned),
        )
    };
    let width = params
        .count("width")?
        .or(params.count("length")?)
        .unwrap_or(0);
    let about = About {
        duration: params.count("duration")?.unwrap_or(0),
        title: text("title")?,
        performer: text("performer")?,
        size: (width, params.count("height")?.unwrap_or(0)),
        thumbnail: params
            .has("thumbnail")
            .then(|| text("thumbnail"))
            .transpose()?
            .map(|at| at.unwrap_or("thumbnail".into())),
    };
    let file = input::file(world, params, input::of_field(params, field)?, kind, about)?;
    common::pay(world, chat, Cost::Message, 1)?;
    draft.body = captioned(world.body_with(&file), caption);
    reply(&world.post_as_bot(chat, draft))
}

/// The caption of a call; nothing if it has none.
pub(crate) fn caption(params: &Params) -> Result<Option<Formatted>, ApiError> {
    common::formatted(params, "caption")?
        .map(checked_caption)
        .transpose()
}

fn checked_caption(caption: Formatted) -> Result<Formatted, ApiError> {
    if utf16_len(&caption.text) > 1_024 {
        return Err(ApiError::bad("message caption is too long"));
    }
    Ok(caption)
}

pub(crate) fn captioned(body: Body, caption: Option<Formatted>) -> Body {
    let caption = caption
        .filter(|caption| !caption.text.is_empty())
        .unwrap_or_default();
    let text = Some(caption.text).filter(|text| !text.is_empty());
    Body {
        caption: text,
        caption_entities: caption.entities,
        ..body
    }
}

/// `InputMedia…`, all kinds in one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct InputMedia {
    #[serde(rename = "type")]
    kind: String,
    media: String,
    thumbnail: Option<String>,
    caption: Option<String>,
    parse_mode: Option<String>,
    caption_entities: Option<Vec<Entity>>,
    duration: Option<u32>,
    performer: Option<String>,
    title: Option<String>,
    width: Option<u32>,
    height: Option<u32>,
    #[serde(rename = "disable_content_type_detection")]
    _detection: Option<bool>,
    #[serde(rename = "has_spoiler")]
    _spoiler: Option<bool>,
    #[serde(rename = "show_caption_above_media")]
    _above: Option<bool>,
    #[serde(rename = "supports_streaming")]
    _streaming: Option<bool>,
    #[serde(rename = "cover")]
    _cover: Option<Value>,
    #[serde(rename = "start_timestamp")]
    _start: Option<i64>,
}

impl InputMedia {
    fn kind(&self) -> Result<FileKind, ApiError> {
        match self.kind.as_str() {
            "audio" => Ok(FileKind::Audio),
            "document" => Ok(FileKind::Document),
            "photo" => Ok(FileKind::Photo),
            "video" => Ok(FileKind::Video),
            _ => Err(ApiError::bad(
                "can't parse InputMedia: unsupported type of media",
            )),
        }
    }

    /// A body with the file and its caption.
    pub(crate) fn body(self, world: &mut World, params: &Params) -> Result<Body, ApiError> {
        let kind = self.kind()?;
        let caption = self.caption.map(|raw| {
            let parsed =
                common::format_text(&raw, self.parse_mode.as_deref(), self.caption_entities);
            parsed.and_then(checked_caption)
        });
        let caption = caption.transpose()?;
        let about = About {
            duration: self.duration.unwrap_or(0),
            title: self.title,
            performer: self.performer,
            size: (self.width.unwrap_or(0), self.height.unwrap_or(0)),
            thumbnail: self.thumbnail,
        };
        let file = input::file(
            world,
            params,
            input::of_value(params, &self.media)?,
            kind,
            about,
        )?;
        Ok(captioned(world.body_with(&file), caption))
    }
}

pub(crate) fn send_group(world: &mut World, params: &Params) -> Reply {
    let media = params.json::<Vec<InputMedia>>("media", "media JSON object")?;
    let media = media.ok_or_else(|| ApiError::bad("there are no messages to send"))?;
    if media.len() > 10 {
        return Err(ApiError::bad("Too much messages to send as an album"));
    }
    if media.len() < 2 {
        return Err(ApiError::bad("Too few messages to send as an album"));
    }
    let kinds: Result<Vec<_>, _> = media.iter().map(InputMedia::kind).collect();
    let kinds = kinds?;
    let mixes = |kind: FileKind| kinds.contains(&kind) && kinds.iter().any(|other| *other != kind);
    for kind in [FileKind::Audio, FileKind::Document] {
        if mixes(kind) {
            return Err(ApiError::bad(format_args!(
                "{} can't be mixed with other media types",
                kind.name()
            )));
        }
    }
    let (chat, first) = draft(world, params, Body::default())?;
    let bodies: Result<Vec<_>, _> = media
        .into_iter()
        .map(|item| item.body(world, params))
        .collect();
    let bodies = bodies?;
    common::pay(
        world,
        chat,
        Cost::Message,
        u32::try_from(bodies.len()).unwrap_or(10),
    )?;
    world.albums += 1;
    let album = format!("{}", 13_000_000_000_000_000_u64 + world.albums);
    let mut sent: Vec<std::sync::Arc<Message>> = Vec::new();
    for body in bodies {
        let draft = Draft {
            body,
            reply_to: first.reply_to.clone(),
            media_group_id: Some(album.clone()),
            protected: first.protected,
            ..Draft::default()
        };
        sent.push(world.post_as_bot(chat, draft));
    }
    reply(&sent)
}
