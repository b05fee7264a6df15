//! What is valid: values that cannot be wrong, without I/O.
//!
//! To add one: a file with a private field and one fallible constructor, its cases in a `check` table at the bottom.

mod attachment;
mod ids;
mod language;
mod playlist;

pub use attachment::{Attachment, AttachmentKind};
pub use ids::{PlaylistId, TelegramId, UserId};
pub use language::Language;
pub use playlist::{BadPlaylistName, PlaylistName};
