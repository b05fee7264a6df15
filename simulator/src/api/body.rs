//! Reading a request into `Params`.

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Multipart, Request},
    http::{Method, header::CONTENT_TYPE},
};
use futures::StreamExt;
use serde_json::Value;

use super::{
    error::ApiError,
    params::{Params, Upload},
};

/// The largest file that the cloud Bot API takes.
pub(crate) const MAX_UPLOAD: usize = 50 << 20;
/// The same of a `--local` server.
const MAX_LOCAL_UPLOAD: usize = 2_000 << 20;
/// Room for the other fields and the multipart frame.
const OVERHEAD: usize = 1 << 20;

pub(crate) async fn read(request: Request, local: bool) -> Result<Params, ApiError> {
    let mut params = Params::default();
    add_pairs(&mut params, request.uri().query().unwrap_or_default());
    if request.method() == Method::GET {
        return Ok(params);
    }
    let max = if local { MAX_LOCAL_UPLOAD } else { MAX_UPLOAD };
    let (parts, body) = request.into_parts();
    let content_type = parts
        .headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let content_type = content_type.to_ascii_lowercase();
    let bytes = read_capped(body, max + OVERHEAD).await?;
    if content_type.starts_with("application/json") {
        add_json(&mut params, &bytes)?;
    } else if content_type.starts_with("multipart/form-data") {
        add_multipart(
            &mut params,
            Request::from_parts(parts, Body::from(bytes)),
            max,
        )
        .await?;
    } else if content_type.starts_with("application/x-www-form-urlencoded") {
        add_pairs(&mut params, &String::from_utf8_lossy(&bytes));
    }
    Ok(params)
}

/// Reads to the end even when it is too much: a client that is cut off while writing never sees the 413.
async fn read_capped(body: Body, max: usize) -> Result<Bytes, ApiError> {
    let mut stream = body.into_data_stream();
    let mut all = Vec::new();
    let mut total = 0;
    while let Some(part) = stream.next().await {
        let part =
            part.map_err(|why| ApiError::bad(format_args!("can't read the request: {why}")))?;
        total += part.len();
        if total <= max {
            all.extend_from_slice(&part);
        }
    }
    if total > max {
        Err(ApiError::too_large())
    } else {
        Ok(all.into())
    }
}

fn add_json(params: &mut Params, bytes: &[u8]) -> Result<(), ApiError> {
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(fields)) => params.fields.extend(fields),
        Ok(_) => return Err(ApiError::bad("object expected as parameters")),
        Err(_) if bytes.is_empty() => {}
        Err(why) => {
            return Err(ApiError::bad(format_args!(
                "can't parse parameters JSON object: {why}"
            )));
        }
    }
    Ok(())
}

fn add_pairs(params: &mut Params, pairs: &str) {
    if pairs.is_empty() {
        return;
    }
    // A URL's query is encoded like a form.
    let Ok(url) = reqwest::Url::parse(&format!("http://form/?{pairs}")) else {
        return;
    };
    params.fields.extend(
        url.query_pairs()
            .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned()))),
    );
}

async fn add_multipart(
    params: &mut Params,
    mut request: Request,
    max: usize,
) -> Result<(), ApiError> {
    let broken = |why: &dyn std::fmt::Display| {
        ApiError::bad(format_args!("can't parse multipart form: {why}"))
    };
    axum::extract::DefaultBodyLimit::apply(
        axum::extract::DefaultBodyLimit::disable(),
        &mut request,
    );
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|why| broken(&why))?;
    while let Some(field) = form.next_field().await.map_err(|why| broken(&why))? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let mime = field.content_type().map(str::to_owned);
        let bytes = field.bytes().await.map_err(|why| broken(&why))?;
        if bytes.len() > max {
            return Err(ApiError::too_large());
        }
        if file_name.is_some() {
            params.files.insert(
                name,
                Upload {
                    file_name,
                    mime,
                    bytes,
                },
            );
        } else {
            let text = String::from_utf8(bytes.into())
                .map_err(|_| ApiError::bad("strings must be encoded in UTF-8"))?;
            params.fields.insert(name, Value::String(text));
        }
    }
    Ok(())
}
