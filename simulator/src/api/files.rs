//! `getFile` and the downloads it leads to.

use std::path::Path;

use axum::{
    body::Body,
    http::header::{CONTENT_LENGTH, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{Reply, error::ApiError, params::Params, reply};
use crate::state::{World, files::Stored};

/// The largest file that the cloud Bot API hands out.
const MAX_DOWNLOAD: usize = 20 << 20;

pub(crate) fn get_file(world: &mut World, params: &Params) -> Reply {
    let id = params.text("file_id")?.filter(|id| !id.is_empty());
    let id = id.ok_or_else(|| ApiError::bad("file_id is empty"))?;
    let file = world
        .files
        .by_id(id)
        .ok_or_else(|| ApiError::bad("invalid file_id"))?;
    let path = match &world.files.local_dir {
        Some(dir) => local_path(dir, &file)?,
        None if file.bytes.len() > MAX_DOWNLOAD => return Err(ApiError::bad("file is too big")),
        None => file.path.clone(),
    };
    reply(&json!({
        "file_id": id,
        "file_unique_id": file.unique_id(),
        "file_size": file.bytes.len(),
        "file_path": path,
    }))
}

/// Writes the file where a `--local` server has it, once.
fn local_path(dir: &Path, file: &Stored) -> Result<String, ApiError> {
    let path = dir.join(&file.path);
    let write = || {
        if path.exists() {
            return Ok(());
        }
        std::fs::create_dir_all(dir.join(file.kind.folder()))?;
        std::fs::write(&path, &file.bytes)
    };
    write().map_err(|why: std::io::Error| {
        ApiError::new(500, format!("Internal Server Error: {why}"))
    })?;
    Ok(std::path::absolute(&path)
        .unwrap_or(path)
        .to_string_lossy()
        .into_owned())
}

/// `/file/bot{token}/{path}`.
pub(crate) fn download(world: &World, path: &str) -> Response {
    let file = world
        .files
        .by_path(path)
        .filter(|_| world.files.local_dir.is_none());
    match file {
        Some(file) if file.bytes.len() <= MAX_DOWNLOAD => {
            let headers = [
                (CONTENT_TYPE, file.mime.clone()),
                (CONTENT_LENGTH, file.bytes.len().to_string()),
            ];
            (headers, Body::from(file.bytes.clone())).into_response()
        }
        _ => crate::server::bot_api::answer(&Err(ApiError::not_found())),
    }
}
