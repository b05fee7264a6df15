//! From a stored file to what a message shows of it.

use std::sync::Arc;

use super::{
    World,
    files::{FileKind, Stored},
};
use crate::model::{Audio, Document, PhotoSize, Video, VideoNote, Voice, message::Body};

impl World {
    /// A message body with this file and no caption; its `file_id` is a fresh one.
    pub(crate) fn body_with(&mut self, file: &Arc<Stored>) -> Body {
        let mut body = Body::default();
        let file_id = self.files.new_id(file);
        let file_unique_id = file.unique_id();
        let thumbnail = file
            .thumbnail
            .and_then(|number| self.files.get(number))
            .map(|picture| self.picture(&picture));
        let (file_size, duration) = (file.bytes.len(), file.duration);
        let (file_name, mime_type) = (file.file_name.clone(), Some(file.mime.clone()));
        let (width, height) = file.size;
        match file.kind {
            FileKind::Audio => {
                let (title, performer) = (file.title.clone(), file.performer.clone());
                let audio = Audio {
                    file_id,
                    file_unique_id,
                    duration,
                    performer,
                    title,
                    file_name,
                    mime_type,
                    file_size,
                    thumbnail,
                };
                body.audio = Some(audio);
            }
            FileKind::Voice => {
                body.voice = Some(Voice {
                    file_id,
                    file_unique_id,
                    duration,
                    mime_type,
                    file_size,
                });
            }
            FileKind::Document => {
                body.document = Some(Document {
                    file_id,
                    file_unique_id,
                    file_name,
                    mime_type,
                    file_size,
                    thumbnail,
                });
            }
            FileKind::Photo | FileKind::Thumbnail => body.photo = vec![self.picture(file)],
            FileKind::Video => {
                let video = Video {
                    file_id,
                    file_unique_id,
                    width,
                    height,
                    duration,
                    file_name,
                    mime_type,
                    file_size,
                    thumbnail,
                };
                body.video = Some(video);
            }
            FileKind::VideoNote => {
                body.video_note = Some(VideoNote {
                    file_id,
                    file_unique_id,
                    length: width,
                    duration,
                    file_size,
                    thumbnail,
                });
            }
        }
        body
    }

    fn picture(&mut self, file: &Arc<Stored>) -> PhotoSize {
        PhotoSize {
            file_id: self.files.new_id(file),
            file_unique_id: file.unique_id(),
            width: file.size.0,
            height: file.size.1,
            file_size: file.bytes.len(),
        }
    }
}
