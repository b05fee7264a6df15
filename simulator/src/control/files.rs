//! Files for the page, with ranges, so that players can seek.

use std::{ops::Range, sync::Arc};

use axum::{
    extract::{Path, State},
    http::{
        HeaderMap, StatusCode,
        header::{ACCEPT_RANGES, CONTENT_RANGE, CONTENT_TYPE, RANGE, X_CONTENT_TYPE_OPTIONS},
    },
    response::{IntoResponse, Response},
};

use super::Failure;
use crate::shared::Shared;

pub(super) async fn serve(
    State(sim): State<Arc<Shared>>,
    Path(unique_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let file = sim
        .world()
        .files
        .by_unique_id(&unique_id)
        .ok_or_else(|| Failure::not_found("file"))?;
    // Somebody's HTML must not run as a page of ours.
    let mime = match file.mime.split('/').next() {
        Some("audio" | "image" | "video") if file.mime != "image/svg+xml" => file.mime.clone(),
        _ => "application/octet-stream".to_owned(),
    };
    let common = [
        (CONTENT_TYPE, mime),
        (ACCEPT_RANGES, "bytes".to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    let total = file.bytes.len();
    let wanted = headers.get(RANGE).and_then(|range| range.to_str().ok());
    Ok(match wanted.map(|range| parse(range, total)) {
        Some(Some(range)) => {
            let shown = format!("bytes {}-{}/{total}", range.start, range.end - 1);
            let part = file.bytes.slice(range);
            (
                StatusCode::PARTIAL_CONTENT,
                common,
                [(CONTENT_RANGE, shown)],
                part,
            )
                .into_response()
        }
        Some(None) => {
            let shown = format!("bytes */{total}");
            (StatusCode::RANGE_NOT_SATISFIABLE, [(CONTENT_RANGE, shown)]).into_response()
        }
        None => (common, file.bytes.clone()).into_response(),
    })
}

/// The first range of `bytes=a-b`, `bytes=a-` or `bytes=-n`.
fn parse(range: &str, total: usize) -> Option<Range<usize>> {
    let (start, end) = range
        .strip_prefix("bytes=")?
        .split(',')
        .next()?
        .trim()
        .split_once('-')?;
    let range = match (start.parse::<usize>(), end.parse::<usize>()) {
        (Ok(start), Ok(end)) => start..end.saturating_add(1).min(total),
        (Ok(start), Err(_)) if end.is_empty() => start..total,
        (Err(_), Ok(last)) if start.is_empty() => total.saturating_sub(last)..total,
        _ => return None,
    };
    (range.start < range.end).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        assert_eq!(parse("bytes=0-99", 10), Some(0..10));
        assert_eq!(parse("bytes=2-3", 10), Some(2..4));
        assert_eq!(parse("bytes=4-", 10), Some(4..10));
        assert_eq!(parse("bytes=-3", 10), Some(7..10));
        for wrong in [
            "bytes=10-",
            "bytes=5-4",
            "bytes=x-",
            "lines=1-2",
            "bytes=-0",
        ] {
            assert_eq!(parse(wrong, 10), None, "{wrong}");
        }
    }
}
