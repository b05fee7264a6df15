//! What a message is, as data: text or files, and buttons. No Telegram types, so a view can be built by a pure
//! function, compared in a test, and stored until it is sent.
//!
//! To add a kind of message: a variant of [`Body`], and an arm where `outbox` sends it.

use std::{borrow::Cow, path::PathBuf};

use serde::{Deserialize, Serialize};

/// One message: what it says and the buttons under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    pub body: Body,
    pub buttons: Vec<Vec<Button>>,
}

/// What the message carries. Texts and captions are Telegram HTML with every foreign part escaped; a caption longer than
/// Telegram takes is cut.
///
/// An edit keeps to the message as far as Telegram can: a text or a file becomes a photo, an audio or a document in
/// place. What cannot be (a file that becomes a text, anything that becomes a voice or an album) is sent anew, and the
/// buttons under the old message go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Body {
    Text(String),
    Photo {
        file: Media,
        caption: String,
    },
    Audio(Audio),
    Voice {
        file: Media,
        seconds: u32,
        caption: String,
    },
    Document {
        name: String,
        #[serde(alias = "bytes")]
        file: Media,
        caption: String,
    },
    /// A round video; it has no words.
    VideoNote(Media),
    /// Several tracks as one; Telegram shows no buttons under it. Ten at a time where there are more.
    Album(Vec<Audio>),
    /// For an edit: the message keeps its file and has this caption. A new message is a text.
    Caption(String),
    /// For an edit: only the buttons change.
    Unchanged,
}

/// A track as Telegram's player shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Audio {
    pub file: Media,
    /// What the file is called when somebody saves it.
    pub name: String,
    pub title: Option<String>,
    pub performer: Option<String>,
    pub seconds: u32,
    /// A JPEG of at most 320 × 320 and 200 kB; anything else Telegram leaves out.
    pub thumbnail: Option<Vec<u8>>,
    pub caption: String,
}

/// Where the bytes of a file come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    /// A file of ours; it must be there until the message is sent.
    Path(PathBuf),
    /// A file that Telegram has. It stays of its kind: a voice cannot be sent as an audio.
    FileId(String),
    /// For small files: they are stored with the message until it is sent.
    #[serde(untagged)]
    Bytes(Vec<u8>),
}

impl Default for Media {
    fn default() -> Self {
        Self::Bytes(Vec::new())
    }
}

impl From<Body> for View {
    fn from(body: Body) -> Self {
        Self {
            body,
            buttons: Vec::new(),
        }
    }
}

impl View {
    pub fn text(html: impl Into<String>) -> Self {
        Body::Text(html.into()).into()
    }

    pub fn document(name: impl Into<String>, bytes: Vec<u8>, caption: impl Into<String>) -> Self {
        Self::file(name, Media::Bytes(bytes), caption)
    }

    pub fn photo(file: Media, caption: impl Into<String>) -> Self {
        let caption = caption.into();
        Body::Photo { file, caption }.into()
    }

    pub fn audio(audio: Audio) -> Self {
        Body::Audio(audio).into()
    }

    pub fn voice(file: Media, seconds: u32, caption: impl Into<String>) -> Self {
        let caption = caption.into();
        Body::Voice {
            file,
            seconds,
            caption,
        }
        .into()
    }

    pub fn video_note(file: Media) -> Self {
        Body::VideoNote(file).into()
    }

    /// Any file, as it is.
    pub fn file(name: impl Into<String>, file: Media, caption: impl Into<String>) -> Self {
        let (name, caption) = (name.into(), caption.into());
        Body::Document {
            name,
            file,
            caption,
        }
        .into()
    }

    /// The changed message keeps its file and has this caption.
    pub fn caption(html: impl Into<String>) -> Self {
        Body::Caption(html.into()).into()
    }

    /// The changed message keeps all but its buttons.
    pub fn unchanged() -> Self {
        Body::Unchanged.into()
    }

    /// Whether it needs a file that may not be there any more when it is sent.
    pub fn needs_file(&self) -> bool {
        let is_lasting = |file: &Media| matches!(file, Media::Bytes(_));
        match &self.body {
            Body::Photo { file, .. } | Body::Voice { file, .. } | Body::Document { file, .. } => {
                !is_lasting(file)
            }
            Body::VideoNote(file) => !is_lasting(file),
            Body::Audio(audio) => !is_lasting(&audio.file),
            Body::Album(tracks) => tracks.iter().any(|track| !is_lasting(&track.file)),
            Body::Text(_) | Body::Caption(_) | Body::Unchanged => false,
        }
    }

    /// What the text says without its markup, for places that show none.
    pub fn plain_text(&self) -> Option<String> {
        let Body::Text(html) = &self.body else {
            return None;
        };
        let mut plain = String::with_capacity(html.len());
        let mut in_tag = false;
        for c in html.chars() {
            match c {
                '<' => in_tag = true,
                '>' => in_tag = false,
                c if !in_tag => plain.push(c),
                _ => {}
            }
        }
        Some(
            plain
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&"),
        )
    }

    /// Adds a row of buttons below the ones already there.
    #[must_use]
    pub fn row(mut self, buttons: impl IntoIterator<Item = Button>) -> Self {
        self.buttons.push(buttons.into_iter().collect());
        self
    }
}

/// A button under a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    pub label: String,
    #[serde(flatten)]
    pub does: Does,
}

/// What happens when a button is pressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Does {
    Press(Press),
    /// The person's client opens an address; we do not hear of it.
    Url(String),
}

impl Button {
    pub fn new(label: impl Into<String>, press: Press) -> Self {
        Self {
            label: label.into(),
            does: Does::Press(press),
        }
    }

    /// A button that opens a web page.
    pub fn link(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            does: Does::Url(url.into()),
        }
    }
}

/// What a button says when it is pressed: which feature it is for, and that feature's own short data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Press {
    pub feature: Cow<'static, str>,
    pub data: String,
}

impl Press {
    /// Telegram's limit for what a button carries, in bytes.
    pub const MAX_BYTES: usize = 64;

    pub fn new(feature: &'static str, data: impl Into<String>) -> Self {
        Self {
            feature: Cow::Borrowed(feature),
            data: data.into(),
        }
    }

    /// The form that travels through Telegram: `feature:data`.
    pub fn encode(&self) -> String {
        format!("{}:{}", self.feature, self.data)
    }

    /// Reads the travelling form back; `None` for anything no button of ours ever said.
    pub fn decode(text: &str) -> Option<Self> {
        let (feature, data) = text.split_once(':')?;
        if feature.is_empty() || text.len() > Self::MAX_BYTES {
            return None;
        }
        Some(Self {
            feature: Cow::Owned(feature.to_owned()),
            data: data.to_owned(),
        })
    }
}

/// Escapes what Telegram's HTML would take for markup.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_press_survives_the_trip(feature in "[a-z_]{1,12}", data in "[^\u{0}]{0,12}") {
            let press = Press { feature: Cow::Owned(feature), data };
            prop_assert_eq!(Press::decode(&press.encode()), Some(press));
        }

        #[test]
        fn decoding_never_panics(text in ".{0,80}") {
            let _ = Press::decode(&text);
        }

        #[test]
        fn escaped_text_has_no_markup(text in ".{0,80}") {
            prop_assert!(!escape(&text).contains(['<', '>', '"']));
        }
    }

    #[test]
    fn what_older_versions_stored_is_still_read() {
        let check = |stored: &str, expect: View| {
            assert_eq!(serde_json::from_str::<View>(stored).unwrap(), expect);
            let again = serde_json::to_string(&expect).unwrap();
            assert_eq!(serde_json::from_str::<View>(&again).unwrap(), expect);
        };
        check(
            r#"{"body":{"Text":"hello"},"buttons":[[{"label":"Help","press":{"feature":"help","data":"open"}}]]}"#,
            View::text("hello").row([Button::new("Help", Press::new("help", "open"))]),
        );
        check(
            r#"{"body":{"Document":{"name":"a.json","bytes":[1,2],"caption":"c"}},"buttons":[]}"#,
            View::document("a.json", vec![1, 2], "c"),
        );
        check(
            r#"{"body":{"Photo":{"file":{"file_id":"x"},"caption":""}},"buttons":[[{"label":"Site","url":"https://example.org"}]]}"#,
            View::photo(Media::FileId("x".to_owned()), "")
                .row([Button::link("Site", "https://example.org")]),
        );
    }

    #[test]
    fn refuses_what_no_button_said() {
        for text in [
            "",
            ":",
            ":data",
            "nothing",
            &format!("speed:{}", "x".repeat(60)),
        ] {
            assert_eq!(Press::decode(text), None, "{text:?}");
        }
    }
}
