//! A track of a playlist: a file Telegram keeps, and what it is called.

use super::{Attachment, AttachmentKind};

#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Track {
    /// As what it is sent again.
    pub kind: AttachmentKind,
    pub file_id: String,
    pub unique_id: String,
    pub title: Option<String>,
    pub performer: Option<String>,
    pub seconds: i64,
}

impl Track {
    const LONGEST_ID: usize = 200;
    const LONGEST_UNIQUE_ID: usize = 100;
    const LONGEST_NAME: usize = 200;

    /// The sound in a message; `None` for what cannot be listened to.
    pub fn of(attachment: &Attachment) -> Option<Self> {
        attachment.is_sound().then_some(())?;
        let name = attachment
            .name
            .as_deref()
            .map(|name| name.rsplit_once('.').map_or(name, |(stem, _)| stem));
        Self::new(
            attachment.kind,
            &attachment.file_id,
            &attachment.unique_id,
            attachment.title.as_deref().or(name),
            attachment.performer.as_deref(),
            attachment.seconds.unwrap_or(0).into(),
        )
    }

    /// `None` where the ids are none.
    pub fn new(
        kind: AttachmentKind,
        file_id: &str,
        unique_id: &str,
        title: Option<&str>,
        performer: Option<&str>,
        seconds: i64,
    ) -> Option<Self> {
        let is_id = |id: &str, longest: usize| {
            (1..=longest).contains(&id.len())
                && id
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
        };
        if !is_id(file_id, Self::LONGEST_ID) || !is_id(unique_id, Self::LONGEST_UNIQUE_ID) {
            return None;
        }
        Some(Self {
            kind,
            file_id: file_id.to_owned(),
            unique_id: unique_id.to_owned(),
            title: title.and_then(line),
            performer: performer.and_then(line),
            seconds: seconds.max(0),
        })
    }

    /// `Performer — Title`, or as much of it as is known.
    pub fn label(&self) -> Option<String> {
        match (&self.performer, &self.title) {
            (Some(performer), Some(title)) => Some(format!("{performer} — {title}")),
            (None, Some(one)) | (Some(one), None) => Some(one.clone()),
            (None, None) => None,
        }
    }
}

impl From<&Track> for Attachment {
    fn from(track: &Track) -> Self {
        Self {
            kind: track.kind,
            file_id: track.file_id.clone(),
            unique_id: track.unique_id.clone(),
            name: None,
            mime: None,
            bytes: None,
            seconds: u32::try_from(track.seconds).ok(),
            title: track.title.clone(),
            performer: track.performer.clone(),
        }
    }
}

/// On one line, not too long; nothing where nothing can be seen.
fn line(text: &str) -> Option<String> {
    let line = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty());
    let line: String = line
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(Track::LONGEST_NAME)
        .collect();
    (!line.is_empty()).then_some(line)
}

/// `3:05`, `1:02:03`
pub fn duration(seconds: i64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound(title: Option<&str>, performer: Option<&str>, name: Option<&str>) -> Attachment {
        Attachment {
            kind: AttachmentKind::Audio,
            file_id: "CQAD-_1".to_owned(),
            unique_id: "AgAD".to_owned(),
            name: name.map(str::to_owned),
            mime: None,
            bytes: None,
            seconds: Some(185),
            title: title.map(str::to_owned),
            performer: performer.map(str::to_owned),
        }
    }

    /// `check(sound, "Ann — Rain")`: what the track is called.
    #[track_caller]
    fn check(attachment: &Attachment, expect: Option<&str>) {
        let track = Track::of(attachment).unwrap();
        assert_eq!(track.label().as_deref(), expect);
    }

    #[test]
    fn is_called_by_what_is_known() {
        check(&sound(Some("Rain"), Some("Ann"), None), Some("Ann — Rain"));
        check(
            &sound(None, None, Some("rain.final.mp3")),
            Some("rain.final"),
        );
        check(&sound(Some(" two\nlines "), None, None), Some("two lines"));
        check(&sound(Some("\u{0}"), None, None), None);
        check(
            &sound(Some(&"я".repeat(300)), None, None),
            Some(&"я".repeat(200)),
        );
    }

    #[test]
    fn takes_only_sounds_that_can_be_sent_again() {
        let mut report = sound(None, None, Some("report.pdf"));
        report.kind = AttachmentKind::Document;
        assert_eq!(Track::of(&report), None);
        let mut odd = sound(None, None, None);
        odd.file_id = "no id\n".to_owned();
        assert_eq!(Track::of(&odd), None);
        odd.file_id = "x".repeat(201);
        assert_eq!(Track::of(&odd), None);
    }

    #[test]
    fn lengths_are_read_at_a_glance() {
        assert_eq!(
            [0, 65, 600, 3723].map(duration),
            ["0:00", "1:05", "10:00", "1:02:03"]
        );
    }
}
