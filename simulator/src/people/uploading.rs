//! Files that people send, one or several as an album.

use axum::body::Bytes;
use serde::Deserialize;

use super::{Impossible, Written};
use crate::{
    api::media::captioned,
    media::{probe, sniff, tags},
    state::{
        World,
        files::{FileKind, Stored},
        posting::Draft,
    },
    text::{self, Formatted},
};

/// How a client sends a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UploadKind {
    Audio,
    Voice,
    Document,
    Photo,
    Video,
    VideoNote,
}

/// A file with what a client says about it; what is left out is read from the file, as clients do.
#[derive(Clone, Debug)]
pub struct UploadSpec {
    pub kind: UploadKind,
    pub bytes: Bytes,
    pub file_name: Option<String>,
    pub mime_type: Option<String>,
    pub caption: Option<String>,
    pub title: Option<String>,
    pub performer: Option<String>,
    pub duration: Option<u32>,
}

impl UploadSpec {
    pub fn new(kind: UploadKind, file_name: &str, bytes: impl Into<Bytes>) -> Self {
        Self {
            kind,
            bytes: bytes.into(),
            file_name: Some(file_name.to_owned()),
            mime_type: None,
            caption: None,
            title: None,
            performer: None,
            duration: None,
        }
    }
}

impl World {
    /// Several files make an album.
    pub(crate) fn upload(
        &mut self,
        person: i64,
        chat: i64,
        files: Vec<UploadSpec>,
        reply_to: Option<i64>,
    ) -> Result<Vec<Written>, Impossible> {
        if files.is_empty() || files.len() > 10 {
            return Impossible::because("people send 1 to 10 files at once");
        }
        self.chat_of(person, chat)?;
        let reply_to = reply_to
            .map(|id| self.message_of(person, chat, id))
            .transpose()?;
        let album = (files.len() > 1).then(|| {
            self.albums += 1;
            format!("{}", 13_000_000_000_000_000_u64 + self.albums)
        });
        let mut written = Vec::new();
        for spec in files {
            let caption = spec.caption.as_deref().map(caption).transpose()?;
            let file = self.files.add(stored(spec)?);
            let body = captioned(self.body_with(&file), caption);
            let media_group_id = album.clone();
            let draft = Draft {
                body,
                reply_to: reply_to.clone(),
                media_group_id,
                ..Draft::default()
            };
            written.push(self.write(person, chat, draft)?);
        }
        Ok(written)
    }
}

fn caption(words: &str) -> Result<Formatted, Impossible> {
    let mut caption = text::clean::clean(Formatted {
        text: words.to_owned(),
        entities: Vec::new(),
    });
    if text::utf16_len(&caption.text) > 1_024 {
        return Impossible::because("a caption has up to 1024 characters");
    }
    text::detect::add_recognised(&caption.text, &mut caption.entities);
    Ok(caption)
}

fn stored(spec: UploadSpec) -> Result<Stored, Impossible> {
    if spec.bytes.is_empty() {
        return Impossible::because("the file is empty");
    }
    let mime = sniff::mime(
        &spec.bytes,
        spec.mime_type.as_deref(),
        spec.file_name.as_deref(),
    );
    let kind = match spec.kind {
        UploadKind::Audio => FileKind::Audio,
        UploadKind::Voice => FileKind::Voice,
        UploadKind::Document => FileKind::Document,
        UploadKind::Photo => FileKind::Photo,
        UploadKind::Video => FileKind::Video,
        UploadKind::VideoNote => FileKind::VideoNote,
    };
    let tags = if kind == FileKind::Audio {
        tags::read(&spec.bytes)
    } else {
        tags::Tags::default()
    };
    let picture = sniff::picture_size(&spec.bytes);
    if kind == FileKind::Photo && picture.is_none() {
        return Impossible::because("this is no picture");
    }
    let duration = spec
        .duration
        .or_else(|| probe::duration(&spec.bytes, &mime))
        .unwrap_or(0);
    let mut file = Stored::new(kind, spec.bytes, spec.file_name, mime);
    file.duration = duration;
    file.title = spec.title.or(tags.title);
    file.performer = spec.performer.or(tags.performer);
    file.size = match kind {
        FileKind::VideoNote => (240, 240),
        _ => picture.unwrap_or((0, 0)),
    };
    Ok(file)
}
