//! Numbers that name something. A type each, so that they cannot be mixed up.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A person, as Telegram numbers them.
    TelegramId;
    /// A person, as a row of `users`.
    UserId;
    /// A row of `jobs`.
    JobId;
    /// A row of `tracks`.
    HeardId;
    /// A row of `playlists`.
    PlaylistId;
    /// A row of `playlist_tracks`.
    EntryId;
    /// A row of `scheduled_playlists`.
    ScheduleId;
    /// A row of `schedule_runs`.
    RunId;
    /// A row of `equalizer_profiles`.
    ProfileId;
    /// A row of `radio_streams`.
    StationId;
    /// A row of `radio_songs`.
    SongId;
}
