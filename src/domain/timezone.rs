//! Time zones, always by their IANA names. Found by name, by a big city in any of our languages, by region, or by what
//! a person's clock shows now.

use std::fmt;

use chrono::{
    DateTime, FixedOffset, LocalResult, NaiveDateTime, NaiveTime, Offset as _, TimeDelta,
    TimeZone as _, Timelike as _, Utc,
};
use chrono_tz::{GapInfo, TZ_VARIANTS, Tz};

use super::{Language, cities};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Timezone(Tz);

/// A part of the world, to choose a zone from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    Europe,
    Asia,
    America,
    Africa,
    Oceania,
}

impl Region {
    pub const ALL: &[Self] = &[
        Self::Europe,
        Self::Asia,
        Self::America,
        Self::Africa,
        Self::Oceania,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Europe => "europe",
            Self::Asia => "asia",
            Self::America => "america",
            Self::Africa => "africa",
            Self::Oceania => "oceania",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|region| region.code() == code)
    }

    fn has(self, zone: &str) -> bool {
        let areas: &[&str] = match self {
            Self::Europe => &["Europe", "Atlantic"],
            Self::Asia => &["Asia"],
            Self::America => &["America"],
            Self::Africa => &["Africa"],
            Self::Oceania => &["Australia", "Pacific"],
        };
        areas.contains(&zone.split('/').next().unwrap_or_default())
    }
}

impl Timezone {
    pub const UTC: Self = Self(Tz::UTC);

    /// The zone of an IANA name, however its letters are cased.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim().replace(' ', "_");
        let found = TZ_VARIANTS
            .iter()
            .find(|zone| zone.name().eq_ignore_ascii_case(&name));
        found.map(|zone| Self(*zone))
    }

    /// The IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Every zone there is.
    pub fn all() -> impl Iterator<Item = Self> {
        TZ_VARIANTS.iter().map(|zone| Self(*zone))
    }

    /// What a person calls it: its best known city, else the end of its IANA name.
    pub fn city(self, language: Language) -> String {
        let known = cities::all().find(|city| city.zone == self.name());
        known.map_or_else(
            || {
                self.name()
                    .rsplit('/')
                    .next()
                    .unwrap_or_default()
                    .replace('_', " ")
            },
            |city| city.name(language).to_owned(),
        )
    }

    /// The zones a person may mean: an IANA name, a big city in any of our languages, or how one begins.
    pub fn named(text: &str) -> Vec<Self> {
        let wanted = plain(text);
        if wanted.is_empty() {
            return Vec::new();
        }
        if let Some(zone) = Self::parse(text) {
            return vec![zone];
        }
        let fits = |matches: &dyn Fn(&str) -> bool| {
            let by_city: Vec<Self> = cities::all()
                .filter(|city| city.names().any(|name| matches(&plain(name))))
                .filter_map(|city| Self::parse(city.zone))
                .collect();
            let by_zone = Self::all().filter(|zone| {
                let place = zone.name().rsplit_once('/');
                place.is_some_and(|(_, place)| matches(&plain(place)))
                    && !by_city.iter().any(|city| city.keeps_time_like(*zone))
            });
            let by_zone: Vec<Self> = by_zone.collect();
            unique(by_city.into_iter().chain(by_zone))
        };
        let exact = fits(&|name| name == wanted);
        if !exact.is_empty() || wanted.chars().count() < 3 {
            return exact;
        }
        fits(&|name| name.starts_with(&wanted))
    }

    /// Whether it is another name for the same clock, as `Europe/Kiev` is for `Europe/Kyiv`.
    fn keeps_time_like(self, other: Self) -> bool {
        // A winter and a summer.
        let instants = [1_736_899_200, 1_752_537_600].map(|at| DateTime::from_timestamp(at, 0));
        let mut instants = instants.into_iter().flatten();
        instants.all(|at| self.offset_at(at) == other.offset_at(at))
    }

    /// The well-known zones of a part of the world, from west to east.
    pub fn in_region(region: Region, now: DateTime<Utc>) -> Vec<Self> {
        let mut zones = well_known();
        zones.retain(|zone| region.has(zone.name()));
        zones.sort_by_key(|zone| zone.offset_at(now).local_minus_utc());
        zones
    }

    /// The well-known zones whose clocks show this time now, give or take a few minutes; the likeliest first.
    pub fn showing(clock: NaiveTime, now: DateTime<Utc>) -> Vec<Self> {
        const QUARTER: i64 = 15;
        const DAY: i64 = 24 * 60;
        let minutes = |time: NaiveTime| i64::from(time.hour() * 60 + time.minute());
        let ahead = minutes(clock) - minutes(now.time());
        // To the nearest quarter of an hour: no zone is between them.
        let ahead = (ahead + QUARTER / 2).div_euclid(QUARTER) * QUARTER;
        let mut zones = well_known();
        zones.retain(|zone| {
            let offset = i64::from(zone.offset_at(now).local_minus_utc()) / 60;
            (offset - ahead).rem_euclid(DAY) == 0
        });
        zones
    }

    pub fn offset_at(self, instant: DateTime<Utc>) -> FixedOffset {
        self.0.offset_from_utc_datetime(&instant.naive_utc()).fix()
    }

    /// What a clock on the wall shows.
    pub fn wall(self, instant: DateTime<Utc>) -> NaiveDateTime {
        instant.with_timezone(&self.0).naive_local()
    }

    /// The instant at which a clock on the wall shows this: the first of two where the hour comes twice, and where a
    /// time is left out, the first instant after the gap.
    pub fn instant(self, wall: NaiveDateTime) -> Option<DateTime<Utc>> {
        match self.0.from_local_datetime(&wall) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.to_utc()),
            LocalResult::None => GapInfo::new(&wall, &self.0)?.end.map(|end| end.to_utc()),
        }
    }

    /// `UTC+2`, `UTC+5:45`, `UTC`
    pub fn offset_name(self, instant: DateTime<Utc>) -> String {
        let seconds = self.offset_at(instant).local_minus_utc();
        let (sign, minutes) = (if seconds < 0 { '−' } else { '+' }, seconds.abs() / 60);
        match (minutes / 60, minutes % 60) {
            (0, 0) => "UTC".to_owned(),
            (hours, 0) => format!("UTC{sign}{hours}"),
            (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
        }
    }

    /// The first instant from which this zone has another offset, if that comes before `until`.
    pub fn next_change(self, after: DateTime<Utc>, until: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let offset = self.offset_at(after);
        let step = TimeDelta::days(3);
        let (mut before, mut changed) = (after, after + step);
        while self.offset_at(changed) == offset {
            if changed >= until {
                return None;
            }
            (before, changed) = (changed, changed + step);
        }
        while changed - before > TimeDelta::minutes(1) {
            let middle = before + (changed - before) / 2;
            if self.offset_at(middle) == offset {
                before = middle;
            } else {
                changed = middle;
            }
        }
        // Zones change at whole minutes.
        let changed = changed.with_second(0)?.with_nanosecond(0)?;
        (changed < until).then_some(changed)
    }
}

impl fmt::Display for Timezone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The zones of the cities, each once.
fn well_known() -> Vec<Timezone> {
    unique(cities::all().filter_map(|city| Timezone::parse(city.zone)))
}

fn unique(zones: impl Iterator<Item = Timezone>) -> Vec<Timezone> {
    let mut seen = Vec::new();
    for zone in zones {
        if !seen.contains(&zone) {
            seen.push(zone);
        }
    }
    seen
}

/// Small letters without accents, words apart by one space.
pub(super) fn plain(text: &str) -> String {
    let letters = text.to_lowercase();
    let letters = letters.chars().filter_map(|c| match c {
        'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' | 'ă' => Some('a'),
        'é' | 'è' | 'ê' | 'ë' => Some('e'),
        'í' | 'ì' | 'î' | 'ï' => Some('i'),
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' => Some('o'),
        'ú' | 'ù' | 'û' | 'ü' => Some('u'),
        'ñ' | 'ń' => Some('n'),
        'ç' => Some('c'),
        'ł' => Some('l'),
        'ș' => Some('s'),
        'ё' => Some('е'),
        '’' | '\'' | 'ʼ' | '.' => None,
        '-' | '_' | '–' | ',' | '(' | ')' => Some(' '),
        c => Some(c),
    });
    let letters: String = letters.collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn names(zones: &[Timezone]) -> String {
        let names: Vec<_> = zones.iter().map(|zone| zone.name()).collect();
        names.join(" ")
    }

    /// `check("Київ", "Europe/Kyiv")`: the zones a text may mean.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(names(&Timezone::named(text)), expect, "{text:?}");
    }

    #[test]
    fn an_iana_name_is_a_zone() {
        check("Europe/Kyiv", "Europe/Kyiv");
        check("europe/kiev", "Europe/Kiev");
        check(" america/new york ", "America/New_York");
        check("utc", "UTC");
        assert_eq!(Timezone::UTC.to_string(), "UTC");
    }

    #[test]
    fn a_big_city_is_known_in_every_language() {
        for text in ["Kyiv", "Киев", "київ", "Kiev"] {
            check(text, "Europe/Kyiv");
        }
        check("Нью-Йорк", "America/New_York");
        check("нью йорк", "America/New_York");
        check("Ciudad de Mexico", "America/Mexico_City");
        check("bogota", "America/Bogota");
        check("Питер", "Europe/Moscow");
        check("Петербург", "Europe/Moscow");
        check("львів", "Europe/Kyiv");
        check("Кишинев", "Europe/Chisinau");
        check("Godthab", "America/Godthab");
    }

    #[test]
    fn the_beginning_of_a_name_offers_what_begins_so() {
        check("Los An", "America/Los_Angeles");
        check("Екатер", "Asia/Yekaterinburg");
        check("lo", "");
        check("Ека", "Asia/Yekaterinburg");
        check("mad", "Europe/Madrid Atlantic/Madeira");
    }

    #[test]
    fn nonsense_is_nowhere() {
        for text in ["", "  ", "Atlantis", "🎧", "Europe/"] {
            check(text, "");
        }
    }

    /// `check_clock("21:40", …)`: the zones that show this when it is 19:38 in London on a winter day.
    #[track_caller]
    fn check_clock(clock: &str, first: &[&str]) {
        let clock = NaiveTime::parse_from_str(clock, "%H:%M").unwrap();
        let zones = Timezone::showing(clock, at("2026-11-26T19:38:00Z"));
        let found: Vec<_> = zones.iter().map(|zone| zone.name()).collect();
        assert_eq!(found[..first.len().min(found.len())], *first, "{clock}");
    }

    #[test]
    fn a_clock_tells_the_zones_that_show_it() {
        check_clock("21:40", &["Europe/Kyiv"]);
        check_clock("21:33", &["Europe/Kyiv"]);
        check_clock("20:38", &["Europe/Madrid", "Europe/Warsaw"]);
        check_clock("01:23", &["Asia/Kathmandu"]);
        check_clock("04:38", &["Asia/Chita", "Asia/Yakutsk"]);
        check_clock("08:38", &["Pacific/Auckland"]);
    }

    #[test]
    fn regions_go_from_west_to_east() {
        let zones = Timezone::in_region(Region::Oceania, at("2026-06-01T00:00:00Z"));
        assert_eq!(
            names(&zones),
            "Pacific/Honolulu Pacific/Easter Australia/Perth Australia/Adelaide Australia/Brisbane Australia/Sydney Australia/Melbourne Pacific/Auckland"
        );
        for region in Region::ALL {
            assert_eq!(Region::from_code(region.code()), Some(*region));
        }
        let listed = Region::ALL
            .iter()
            .map(|region| Timezone::in_region(*region, at("2026-06-01T00:00:00Z")).len());
        assert_eq!(
            listed.sum::<usize>(),
            well_known().len(),
            "every city is in a region"
        );
    }

    /// `check_instant(zone, wall, utc)`: when a clock shows it.
    #[track_caller]
    fn check_instant(zone: &str, wall: &str, expect: &str) {
        let zone = Timezone::parse(zone).unwrap();
        assert_eq!(
            zone.instant(wall.parse().unwrap()),
            Some(at(expect)),
            "{zone} {wall}"
        );
    }

    #[test]
    fn a_gap_is_jumped_over_and_of_a_repeated_hour_the_first_counts() {
        check_instant("Europe/Kyiv", "2026-11-26T07:30:00", "2026-11-26T05:30:00Z");
        check_instant("Europe/Kyiv", "2027-03-28T03:30:00", "2027-03-28T01:00:00Z");
        check_instant("Europe/Kyiv", "2026-10-25T03:30:00", "2026-10-25T00:30:00Z");
        check_instant(
            "America/Santiago",
            "2026-09-06T00:00:00",
            "2026-09-06T04:00:00Z",
        );
        check_instant(
            "Australia/Lord_Howe",
            "2026-10-04T02:15:00",
            "2026-10-03T15:30:00Z",
        );
        // A whole day that was left out.
        check_instant(
            "Pacific/Apia",
            "2011-12-30T12:00:00",
            "2011-12-30T10:00:00Z",
        );
    }

    #[test]
    fn offsets_have_names() {
        let name = |zone: &str| {
            Timezone::parse(zone)
                .unwrap()
                .offset_name(at("2026-11-26T00:00:00Z"))
        };
        assert_eq!(name("Europe/Kyiv"), "UTC+2");
        assert_eq!(name("Asia/Kathmandu"), "UTC+5:45");
        assert_eq!(name("America/St_Johns"), "UTC−3:30");
        assert_eq!(name("UTC"), "UTC");
    }

    #[test]
    fn a_change_of_the_clocks_is_found() {
        let change = |zone: &str, until: &str| {
            let zone = Timezone::parse(zone).unwrap();
            zone.next_change(at("2026-11-26T18:17:13Z"), at(until))
        };
        let spring = Some(at("2027-03-28T01:00:00Z"));
        assert_eq!(change("Europe/Kyiv", "2027-04-01T00:00:00Z"), spring);
        assert_eq!(change("Europe/Kyiv", "2027-03-01T00:00:00Z"), None);
        assert_eq!(change("Europe/Kyiv", "2027-03-28T01:00:00Z"), None);
        assert_eq!(change("Asia/Tokyo", "2030-01-01T00:00:00Z"), None);
    }

    #[test]
    fn a_zone_without_a_city_is_called_by_its_name() {
        let zone = Timezone::parse("America/Argentina/Ushuaia").unwrap();
        assert_eq!(zone.city(Language::Es), "Ushuaia");
        assert_eq!(
            Timezone::parse("Europe/Vienna").unwrap().city(Language::Uk),
            "Відень"
        );
    }
}
