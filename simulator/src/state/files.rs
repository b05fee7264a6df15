//! Stored files and the ids by which the bot and people name them.
//!
//! As at Telegram, a `file_id` differs from message to message and stays good for ever, while `file_unique_id`
//! is the same for the same stored file; uploading the same bytes again stores another file.

use std::{collections::HashMap, path::PathBuf, sync::Arc};

use axum::body::Bytes;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    Audio,
    Voice,
    Document,
    Photo,
    Video,
    VideoNote,
    Thumbnail,
}

impl FileKind {
    const ALL: [Self; 7] = [
        Self::Audio,
        Self::Voice,
        Self::Document,
        Self::Photo,
        Self::Video,
        Self::VideoNote,
        Self::Thumbnail,
    ];

    /// The start of a `file_id`, as real ones have it.
    fn prefix(self) -> &'static str {
        match self {
            Self::Audio => "CQAC",
            Self::Voice => "AwAC",
            Self::Document => "BQAC",
            Self::Photo => "AgAC",
            Self::Video => "BAAC",
            Self::VideoNote => "DQAC",
            Self::Thumbnail => "AAMC",
        }
    }

    /// As Telegram names it in `can't use file of type Voice as Audio`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Audio => "Audio",
            Self::Voice => "VoiceNote",
            Self::Document => "Document",
            Self::Photo => "Photo",
            Self::Video => "Video",
            Self::VideoNote => "VideoNote",
            Self::Thumbnail => "Thumbnail",
        }
    }

    /// The directory in a file's path.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Audio => "music",
            Self::Voice => "voice",
            Self::Document => "documents",
            Self::Photo => "photos",
            Self::Video => "videos",
            Self::VideoNote => "video_notes",
            Self::Thumbnail => "thumbnails",
        }
    }
}

/// A stored file with what was said about it when it came in.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) number: u64,
    pub(crate) kind: FileKind,
    pub(crate) bytes: Bytes,
    pub(crate) file_name: Option<String>,
    pub(crate) mime: String,
    pub(crate) path: String,
    pub(crate) duration: u32,
    pub(crate) title: Option<String>,
    pub(crate) performer: Option<String>,
    pub(crate) size: (u32, u32),
    pub(crate) thumbnail: Option<u64>,
}

#[derive(Default)]
pub(crate) struct Files {
    stored: Vec<Arc<Stored>>,
    by_path: HashMap<String, u64>,
    ids_given: u64,
    /// Where a `--local` server keeps its files.
    pub(crate) local_dir: Option<PathBuf>,
}

impl Files {
    pub(crate) fn in_dir(local_dir: Option<PathBuf>) -> Self {
        Self {
            local_dir,
            ..Self::default()
        }
    }

    /// Keeps `file`; its number and path are set here.
    pub(crate) fn add(&mut self, mut file: Stored) -> Arc<Stored> {
        file.number = self.stored.len() as u64;
        let extension = extension(file.file_name.as_deref(), &file.mime);
        file.path = format!("{}/file_{}{extension}", file.kind.folder(), file.number);
        self.by_path.insert(file.path.clone(), file.number);
        let file = Arc::new(file);
        self.stored.push(file.clone());
        file
    }

    pub(crate) fn get(&self, number: u64) -> Option<Arc<Stored>> {
        self.stored.get(usize::try_from(number).ok()?).cloned()
    }

    pub(crate) fn by_path(&self, path: &str) -> Option<Arc<Stored>> {
        self.get(*self.by_path.get(path)?)
    }

    pub(crate) fn by_unique_id(&self, unique: &str) -> Option<Arc<Stored>> {
        self.get(u64::from_str_radix(unique.strip_prefix("AQAD")?, 16).ok()?)
    }

    /// The file that a `file_id` of any message stands for.
    pub(crate) fn by_id(&self, id: &str) -> Option<Arc<Stored>> {
        let kind = FileKind::ALL
            .into_iter()
            .find(|kind| id.starts_with(kind.prefix()))?;
        let number = u64::from_str_radix(id.get(20..36)?, 16).ok()?;
        self.get(number)
            .filter(|file| file.kind == kind && id.len() == 72)
    }

    /// A fresh `file_id` of the usual length.
    pub(crate) fn new_id(&mut self, file: &Stored) -> String {
        self.ids_given += 1;
        let prefix = file.kind.prefix();
        format!(
            "{prefix}AgIAAxkDAAIBAmcz{:016x}{:032x}AQAD",
            file.number, self.ids_given
        )
    }
}

impl Stored {
    pub(crate) fn new(
        kind: FileKind,
        bytes: Bytes,
        file_name: Option<String>,
        mime: String,
    ) -> Self {
        Self {
            number: 0,
            kind,
            bytes,
            file_name,
            mime,
            path: String::new(),
            duration: 0,
            title: None,
            performer: None,
            size: (0, 0),
            thumbnail: None,
        }
    }

    pub(crate) fn unique_id(&self) -> String {
        format!("AQAD{:012x}", self.number)
    }
}

fn extension(file_name: Option<&str>, mime: &str) -> String {
    let named = file_name
        .and_then(|name| name.rsplit_once('.'))
        .map(|(_, ending)| ending);
    let safe = named
        .filter(|ending| ending.len() <= 5 && ending.chars().all(|c| c.is_ascii_alphanumeric()));
    let ending = safe.unwrap_or(match mime {
        "audio/mpeg" => "mp3",
        "audio/mp4" => "m4a",
        "audio/ogg" => "oga",
        "image/jpeg" => "jpg",
        "video/mp4" => "mp4",
        _ => return String::new(),
    });
    format!(".{}", ending.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_differ_and_lead_to_the_same_file() {
        let mut files = Files::default();
        let song = || {
            Stored::new(
                FileKind::Audio,
                Bytes::from_static(b"x"),
                Some("a.MP3".into()),
                "audio/mpeg".into(),
            )
        };
        let (first, second) = (files.add(song()), files.add(song()));
        let (a, b) = (files.new_id(&first), files.new_id(&first));
        assert_ne!(a, b);
        assert_eq!(a.len(), 72);
        assert_eq!(
            files.by_id(&a).unwrap().number,
            files.by_id(&b).unwrap().number
        );
        assert_ne!(first.unique_id(), second.unique_id());
        assert_eq!(files.by_unique_id(&second.unique_id()).unwrap().number, 1);
        assert_eq!(first.path, "music/file_0.mp3");
        assert!(files.by_id(&a.replace("CQAC", "AwAC")).is_none());
        assert!(files.by_id("CQAC nonsense ж").is_none());
    }
}
