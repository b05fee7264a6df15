//! What a playlist holds: tracks, and stations, of which some minutes are recorded when it is their turn.

use super::{StationId, Track};

/// One thing on a playlist.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Item {
    Track(Track),
    Station(StationItem),
}

/// So much of a station.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct StationItem {
    pub station: StationId,
    pub name: String,
    pub minutes: Minutes,
}

impl Item {
    /// What it is called, as far as is known.
    pub fn label(&self) -> Option<String> {
        match self {
            Self::Track(track) => track.label(),
            Self::Station(station) => Some(station.label()),
        }
    }

    pub fn seconds(&self) -> i64 {
        match self {
            Self::Track(track) => track.seconds,
            Self::Station(station) => station.minutes.seconds(),
        }
    }

    /// The file that it is; `None` for a station.
    pub fn track(&self) -> Option<&Track> {
        match self {
            Self::Track(track) => Some(track),
            Self::Station(_) => None,
        }
    }
}

impl From<Track> for Item {
    fn from(track: Track) -> Self {
        Self::Track(track)
    }
}

impl StationItem {
    pub fn label(&self) -> String {
        format!("📻 {}", self.name)
    }
}

/// How long a station is recorded: from a minute to half an hour, which fits into one file at Telegram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Minutes(i64);

#[derive(Debug, thiserror::Error)]
#[error("a recording has 1 to {} minutes", Minutes::MOST.0)]
pub struct BadMinutes;

impl Minutes {
    pub const MOST: Self = Self(30);
    /// Where nobody said how many.
    pub const USUAL: Self = Self(10);
    /// What is offered.
    pub const OFFERED: [Self; 6] = [Self(1), Self(3), Self(5), Self(10), Self(15), Self(30)];

    pub fn new(minutes: i64) -> Option<Self> {
        Self::try_from(minutes).ok()
    }

    /// As many as hold so many seconds, within what is allowed; the usual number where nothing is said.
    pub fn around(seconds: i64) -> Self {
        if seconds <= 0 {
            return Self::USUAL;
        }
        Self((seconds / 60).clamp(1, Self::MOST.0))
    }

    pub const fn get(self) -> i64 {
        self.0
    }

    pub const fn seconds(self) -> i64 {
        self.0 * 60
    }
}

impl TryFrom<i64> for Minutes {
    type Error = BadMinutes;

    fn try_from(minutes: i64) -> Result<Self, BadMinutes> {
        (1..=Self::MOST.0)
            .contains(&minutes)
            .then_some(Self(minutes))
            .ok_or(BadMinutes)
    }
}

impl From<Minutes> for i64 {
    fn from(minutes: Minutes) -> Self {
        minutes.0
    }
}

impl std::fmt::Display for Minutes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AttachmentKind;

    #[test]
    fn a_recording_has_a_minute_to_half_an_hour() {
        for (minutes, is_good) in [(0, false), (1, true), (30, true), (31, false), (-5, false)] {
            assert_eq!(Minutes::new(minutes).is_some(), is_good, "{minutes}");
        }
        for (seconds, expect) in [(-1, 10), (0, 10), (59, 1), (60, 1), (600, 10), (86_400, 30)] {
            assert_eq!(Minutes::around(seconds).get(), expect, "{seconds}");
        }
        for minutes in Minutes::OFFERED {
            assert_eq!(Minutes::new(minutes.get()), Some(minutes));
            assert_eq!(minutes.to_string(), minutes.get().to_string());
        }
    }

    fn station() -> Item {
        Item::Station(StationItem {
            station: 7.into(),
            name: "Jazz".to_owned(),
            minutes: Minutes::USUAL,
        })
    }

    #[test]
    fn a_track_is_listed_as_what_it_is_and_a_station_as_what_is_recorded_of_it() {
        let rain = Track {
            kind: AttachmentKind::Audio,
            file_id: "id".to_owned(),
            unique_id: "unique".to_owned(),
            title: Some("Rain".to_owned()),
            performer: None,
            seconds: 185,
        };
        for (item, label, seconds, track) in [
            (Item::from(rain.clone()), "Rain", 185, Some(&rain)),
            (station(), "📻 Jazz", 600, None),
        ] {
            assert_eq!(item.label().as_deref(), Some(label));
            assert_eq!((item.seconds(), item.track()), (seconds, track), "{label}");
        }
    }

    #[test]
    fn what_is_stored_says_what_it_is() {
        let station = station();
        let stored = serde_json::to_string(&station).unwrap();
        assert_eq!(stored, r#"{"station":7,"name":"Jazz","minutes":10}"#);
        assert_eq!(serde_json::from_str::<Item>(&stored).unwrap(), station);
        let wrong = stored.replace("10", "999");
        assert!(serde_json::from_str::<Item>(&wrong).is_err());
    }
}
