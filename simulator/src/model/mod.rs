//! What goes over the wire, in the Bot API's own shapes and names.

pub mod chat;
pub mod keyboard;
pub mod media;
pub mod member;
pub mod message;

pub use chat::{ChatKind, ChatRef, User};
pub use keyboard::{Button, Keyboard};
pub use media::{Audio, Document, PhotoSize, Video, VideoNote, Voice};
pub use member::{Member, Rights, Status};
pub use message::{Entity, Message, Origin};
