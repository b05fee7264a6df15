//! The page, embedded: the files of `simulator/web/` side by side.

use axum::{
    Router,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::IntoResponse,
    routing::get,
};

/// Name, type and contents of each file.
macro_rules! files {
    ($($name:literal: $mime:literal),* $(,)?) => {
        [$(($name, $mime, include_str!(concat!("../../web/", $name)))),*]
    };
}

const FILES: [(&str, &str, &str); 17] = files! {
    "index.html": "text/html; charset=utf-8",
    "app.css": "text/css; charset=utf-8",
    "api.js": "text/javascript; charset=utf-8",
    "app.js": "text/javascript; charset=utf-8",
    "commands.js": "text/javascript; charset=utf-8",
    "composer.js": "text/javascript; charset=utf-8",
    "conversation.js": "text/javascript; charset=utf-8",
    "dom.js": "text/javascript; charset=utf-8",
    "keyboard.js": "text/javascript; charset=utf-8",
    "media.js": "text/javascript; charset=utf-8",
    "message.js": "text/javascript; charset=utf-8",
    "overlay.js": "text/javascript; charset=utf-8",
    "player.js": "text/javascript; charset=utf-8",
    "sanitize.js": "text/javascript; charset=utf-8",
    "sidebar.js": "text/javascript; charset=utf-8",
    "state.js": "text/javascript; charset=utf-8",
    "upload.js": "text/javascript; charset=utf-8",
};

pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    FILES
        .into_iter()
        .fold(Router::new(), |router, (name, mime, contents)| {
            let serve = move || async move {
                (
                    [(CONTENT_TYPE, mime), (CACHE_CONTROL, "no-cache")],
                    contents,
                )
                    .into_response()
            };
            let router = if name == "index.html" {
                router.route("/", get(serve))
            } else {
                router
            };
            router.route(&format!("/{name}"), get(serve))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_page_is_embedded() {
        let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/web")).unwrap();
        let names = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut missing: Vec<_> = names
            .filter(|name| !FILES.iter().any(|file| file.0 == name))
            .collect();
        missing.retain(|name| name.contains('.')); // README
        assert_eq!(missing, Vec::<String>::new());
    }
}
