//! What is valid: values that cannot be wrong, without I/O.
//!
//! To add one: a file with a private field and one fallible constructor, its cases in a `check` table at the bottom.

mod attachment;
mod cities;
mod equalizer;
mod ids;
mod item;
mod language;
mod listening;
mod lyrics;
mod playlist;
pub mod playlist_file;
mod schedule;
mod speed;
mod station;
mod timezone;
mod track;

pub use attachment::{Attachment, AttachmentKind};
pub use equalizer::{
    BadBands, BadEdit, BadProfileName, Bands, Equalizer, Gain, Preset, ProfileName,
};
pub use ids::{
    EntryId, HeardId, JobId, PlaylistId, ProfileId, RunId, ScheduleId, SongId, StationId,
    TelegramId, UserId,
};
pub use item::{Item, Minutes, StationItem};
pub use language::Language;
pub use listening::Listening;
pub use lyrics::{BadSong, Lyrics, LyricsKey, Song, TimedLine, Words};
pub use playlist::{BadPlaylistName, PlaylistName, one_line};
pub use schedule::{BadSchedule, Cron, Days, Field as CronField, ScheduleSpec, WEEK, WeekDays};
pub use speed::{BadSpeed, Speed};
pub use station::{Charset, Description, Health, Verdict, fold};
pub use timezone::{Region, Timezone};
pub use track::{Track, duration};
