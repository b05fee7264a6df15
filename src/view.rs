//! What a message is, as data: text, a document, and buttons. No Telegram types, so a view can be built by a pure
//! function, compared in a test, and stored until it is sent.
//!
//! To add a kind of message: a variant of [`Body`], and an arm where `outbox` sends it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// One message: what it says and the buttons under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    pub body: Body,
    pub buttons: Vec<Vec<Button>>,
}

/// What the message carries. Texts are Telegram HTML with every foreign part escaped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Body {
    Text(String),
    Document {
        name: String,
        bytes: Vec<u8>,
        caption: String,
    },
}

impl View {
    pub fn text(html: impl Into<String>) -> Self {
        Self {
            body: Body::Text(html.into()),
            buttons: Vec::new(),
        }
    }

    pub fn document(name: impl Into<String>, bytes: Vec<u8>, caption: impl Into<String>) -> Self {
        Self {
            body: Body::Document {
                name: name.into(),
                bytes,
                caption: caption.into(),
            },
            buttons: Vec::new(),
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
    pub press: Press,
}

impl Button {
    pub fn new(label: impl Into<String>, press: Press) -> Self {
        Self {
            label: label.into(),
            press,
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
