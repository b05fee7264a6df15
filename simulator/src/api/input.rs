//! Files in calls: uploaded with the call, named by `file_id`, or fetched from a URL (before the call, see `fetch`).

use std::{sync::Arc, time::Duration};

use futures::StreamExt;
use serde_json::Value;

use super::{
    error::ApiError,
    params::{Params, Upload},
};
use crate::{
    media::sniff,
    shared::Shared,
    state::{
        World,
        files::{FileKind, Stored},
    },
};

const WRONG_FILE: &str = "wrong file identifier/HTTP URL specified";
const MAX_PHOTO: usize = 10 << 20;
/// The largest file that Telegram fetches by itself.
const MAX_FETCHED: usize = 20 << 20;

/// What a call says about a file beside the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    pub(crate) duration: u32,
    pub(crate) title: Option<String>,
    pub(crate) performer: Option<String>,
    pub(crate) size: (u32, u32),
    /// The name of the field, or the reference, of the thumbnail.
    pub(crate) thumbnail: Option<String>,
}

/// The file that `reference` (a field's name or value) stands for, stored.
pub(crate) fn file(
    world: &mut World,
    params: &Params,
    reference: Reference<'_>,
    kind: FileKind,
    about: About,
) -> Result<Arc<Stored>, ApiError> {
    let upload = match reference {
        Reference::Upload(upload) => upload,
        Reference::Id(id) => {
            let file = world
                .files
                .by_id(id)
                .ok_or_else(|| ApiError::bad(WRONG_FILE))?;
            if file.kind != kind {
                let (is, wanted) = (file.kind.name(), kind.name());
                return Err(ApiError::bad(format_args!(
                    "can't use file of type {is} as {wanted}"
                )));
            }
            return Ok(file);
        }
    };
    if upload.bytes.is_empty() {
        return Err(ApiError::bad("file must be non-empty"));
    }
    let mime = sniff::mime(
        &upload.bytes,
        upload.mime.as_deref(),
        upload.file_name.as_deref(),
    );
    let kind = match kind {
        FileKind::Audio if !sniff::is_playable(&mime) => FileKind::Document,
        FileKind::Voice if !sniff::is_voice(&mime) => FileKind::Document,
        kind => kind,
    };
    let mut file = Stored::new(kind, upload.bytes.clone(), upload.file_name.clone(), mime);
    (file.duration, file.size) = (about.duration, about.size);
    (file.title, file.performer) = (about.title, about.performer);
    if kind == FileKind::Photo {
        file.size = photo_size(&upload.bytes)?;
        file.file_name = None;
    }
    if kind == FileKind::VideoNote {
        let side = about.size.0.clamp(1, 640);
        file.size = (side, side);
    }
    if let Some(picture) = about.thumbnail.and_then(|name| thumbnail(params, &name)) {
        file.thumbnail = Some(world.files.add(picture).number);
    }
    Ok(world.files.add(file))
}

fn photo_size(bytes: &[u8]) -> Result<(u32, u32), ApiError> {
    if bytes.len() > MAX_PHOTO {
        let why = format!(
            "file of size {} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes",
            bytes.len()
        );
        return Err(ApiError::bad(why));
    }
    let (width, height) =
        sniff::picture_size(bytes).ok_or_else(|| ApiError::bad("IMAGE_PROCESS_FAILED"))?;
    let (short, long) = (width.min(height), width.max(height));
    if width + height > 10_000 || short == 0 || long / short > 20 {
        return Err(ApiError::bad("PHOTO_INVALID_DIMENSIONS"));
    }
    Ok((width, height))
}

/// Telegram silently leaves out a thumbnail that is no small JPEG.
fn thumbnail(params: &Params, name: &str) -> Option<Stored> {
    let upload = params
        .files
        .get(name.strip_prefix("attach://").unwrap_or(name))?;
    let size = sniff::picture_size(&upload.bytes)
        .filter(|(width, height)| *width <= 320 && *height <= 320)?;
    let mime = sniff::mime(&upload.bytes, None, None);
    (mime == "image/jpeg" && upload.bytes.len() <= 200 << 10).then(|| {
        let mut file = Stored::new(FileKind::Thumbnail, upload.bytes.clone(), None, mime);
        file.size = size;
        file
    })
}

#[derive(Clone, Copy)]
pub(crate) enum Reference<'a> {
    Upload(&'a Upload),
    Id(&'a str),
}

/// What the field `name` of the call refers to.
pub(crate) fn of_field<'a>(params: &'a Params, name: &str) -> Result<Reference<'a>, ApiError> {
    if let Some(upload) = params.files.get(name) {
        return Ok(Reference::Upload(upload));
    }
    match params.text(name)?.filter(|value| !value.is_empty()) {
        Some(value) => of_value(params, value),
        None => Err(ApiError::bad(format_args!(
            "there is no {} in the request",
            name.replace('_', " ")
        ))),
    }
}

/// What `attach://name`, a fetched URL or a `file_id` refers to.
pub(crate) fn of_value<'a>(params: &'a Params, value: &'a str) -> Result<Reference<'a>, ApiError> {
    let attached = value
        .strip_prefix("attach://")
        .or(is_url(value).then_some(value));
    match attached {
        Some(name) => params
            .files
            .get(name)
            .map(Reference::Upload)
            .ok_or_else(|| ApiError::bad(WRONG_FILE)),
        None => Ok(Reference::Id(value)),
    }
}

fn is_url(value: &str) -> bool {
    value.starts_with("http://") || value.starts_with("https://")
}

/// Fetches every file that is named by URL, so that the call itself need not wait; each is then kept under its URL.
pub(crate) async fn fetch(shared: &Shared, params: &mut Params) -> Result<(), ApiError> {
    const FIELDS: [&str; 6] = ["audio", "voice", "document", "photo", "video", "video_note"];
    let mut urls: Vec<String> = Vec::new();
    for field in FIELDS {
        urls.extend(
            params
                .fields
                .get(field)
                .and_then(Value::as_str)
                .filter(|value| is_url(value))
                .map(str::to_owned),
        );
    }
    if let Ok(Some(media)) = params.json::<Value>("media", "media") {
        let items = media.as_array().cloned().unwrap_or_else(|| vec![media]);
        let named = items.iter().filter_map(|item| item.get("media")?.as_str());
        urls.extend(named.filter(|value| is_url(value)).map(str::to_owned));
    }
    for url in urls {
        let upload = download(shared, &url)
            .await
            .ok_or_else(|| ApiError::bad("failed to get HTTP URL content"))?;
        params.files.insert(url, upload);
    }
    Ok(())
}

async fn download(shared: &Shared, url: &str) -> Option<Upload> {
    let request = shared.http.get(url).timeout(Duration::from_secs(20));
    let response = request.send().await.ok()?.error_for_status().ok()?;
    let mime = response.headers().get(reqwest::header::CONTENT_TYPE);
    let mime = mime
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let file_name = response
        .url()
        .path_segments()?
        .next_back()
        .filter(|name| !name.is_empty())
        .map(str::to_owned);
    let mut bytes = Vec::new();
    let mut stream = response.bytes_stream();
    while let Some(part) = stream.next().await {
        bytes.extend_from_slice(&part.ok()?);
        if bytes.len() > MAX_FETCHED {
            return None;
        }
    }
    Some(Upload {
        file_name,
        mime,
        bytes: bytes.into(),
    })
}
