//! A file that came with a message and lies at Telegram: what Telegram says of it, nothing of which is certain.

/// A file of a message.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Attachment {
    pub kind: AttachmentKind,
    /// What the file is asked for and sent again by; good for this bot alone.
    pub file_id: String,
    /// The same for one file wherever it turns up; nothing can be asked for by it.
    pub unique_id: String,
    pub name: Option<String>,
    pub mime: Option<String>,
    pub bytes: Option<u64>,
    pub seconds: Option<u32>,
    pub title: Option<String>,
    pub performer: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentKind {
    /// Music, with Telegram's player.
    Audio,
    Voice,
    /// A round video, which somebody speaks in.
    VideoNote,
    Document,
}

impl AttachmentKind {
    const ALL: [Self; 4] = [Self::Audio, Self::Voice, Self::VideoNote, Self::Document];

    /// As it is kept.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Audio => "audio",
            Self::Voice => "voice",
            Self::VideoNote => "video_note",
            Self::Document => "document",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The ends of names that sound files have.
const SOUND_ENDS: &[&str] = &[
    "aac", "ac3", "aif", "aiff", "alac", "amr", "ape", "flac", "m4a", "m4b", "mka", "mp2", "mp3",
    "mpc", "oga", "ogg", "opus", "wav", "wave", "weba", "wma", "wv",
];

impl Attachment {
    /// Whether it should be something to listen to. What a document says of itself is believed until somebody listens.
    pub fn is_sound(&self) -> bool {
        match self.kind {
            AttachmentKind::Audio | AttachmentKind::Voice | AttachmentKind::VideoNote => true,
            AttachmentKind::Document => {
                let mime = self.mime.as_deref().unwrap_or_default();
                let is_playlist = mime.contains("mpegurl") || mime.contains("scpls");
                (mime.starts_with("audio/") && !is_playlist)
                    || mime == "application/ogg"
                    || self.has_end(SOUND_ENDS)
            }
        }
    }

    /// Whether its name ends like one of these, which are given in small letters without a dot.
    pub fn has_end(&self, ends: &[&str]) -> bool {
        let name = self.name.as_deref().unwrap_or_default();
        let end = name.rsplit_once('.').map(|(_, end)| end.to_lowercase());
        end.is_some_and(|end| ends.contains(&end.as_str()))
    }

    /// Whether somebody speaks in it rather than that it is music.
    pub fn is_speech(&self) -> bool {
        matches!(self.kind, AttachmentKind::Voice | AttachmentKind::VideoNote)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(name: &str, mime: &str) -> Attachment {
        Attachment {
            kind: AttachmentKind::Document,
            file_id: "id".into(),
            unique_id: "unique".into(),
            name: (!name.is_empty()).then(|| name.to_owned()),
            mime: (!mime.is_empty()).then(|| mime.to_owned()),
            bytes: None,
            seconds: None,
            title: None,
            performer: None,
        }
    }

    #[track_caller]
    fn check(name: &str, mime: &str, is_sound: bool) {
        let file = document(name, mime);
        assert_eq!(file.is_sound(), is_sound, "{name} {mime}");
    }

    #[test]
    fn a_document_is_sound_by_its_type_or_by_its_name() {
        check("song.FLAC", "", true);
        check("song", "audio/flac", true);
        check("song.ogg", "application/ogg", true);
        check("song.mp3", "application/octet-stream", true);
        check("report.pdf", "application/pdf", false);
        check("flac", "", false);
        check("", "", false);
    }

    #[test]
    fn a_list_of_stations_is_not_sound() {
        check("station.m3u", "audio/x-mpegurl", false);
        check("station.pls", "audio/x-scpls", false);
    }

    #[test]
    fn somebody_speaks_in_voice_messages_and_round_videos() {
        for (kind, is_speech) in [
            (AttachmentKind::Audio, false),
            (AttachmentKind::Voice, true),
            (AttachmentKind::VideoNote, true),
            (AttachmentKind::Document, false),
        ] {
            let file = Attachment {
                kind,
                ..document("speech.ogg", "audio/ogg")
            };
            assert_eq!(file.is_speech(), is_speech, "{kind:?}");
        }
    }
}
