//! What goes over the wire, in the Bot API's own shapes and names.

pub(crate) mod chat;
pub(crate) mod keyboard;
pub(crate) mod media;
pub(crate) mod member;
pub(crate) mod message;

pub use chat::{ChatKind, ChatRef, User};
pub use keyboard::{Button, Keyboard};
pub use media::{Audio, Document, PhotoSize, Video, VideoNote, Voice};
pub use member::{Member, Rights, Status};
pub use message::{Entity, Message, Origin};
