//! When something is to happen again and again: at a time of the clock on some days, or by a cron expression.
//!
//! A schedule knows the clock on the wall and nothing else; a time zone turns what the clock shows into an instant. A
//! time that the zone leaves out runs at the first instant after the gap, one that comes twice runs at the first.
//!
//! To add a way to say one: words in `words.rs`.

mod cron;
#[cfg(test)]
mod properties;
mod words;

use std::fmt;

use chrono::{DateTime, Datelike as _, Days as CalendarDays, NaiveTime, Utc, Weekday};

use super::Timezone;
pub use cron::{Cron, Field};

/// When something happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScheduleSpec {
    At { time: NaiveTime, days: Days },
    Cron(Cron),
}

/// The days on which it happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Days {
    /// The next time the clock shows it, and never again.
    Once,
    Daily,
    Weekdays,
    Weekends,
    Weekly(WeekDays),
}

/// Some days of the week, at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekDays(u8);

/// Why a text is no schedule, or none that is taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSchedule {
    #[error("no time is said")]
    NoTime,
    #[error("`{0}` is no time of the clock")]
    NotATime(String),
    #[error("two times are said, `{0}` and `{1}`")]
    TwoTimes(String, String),
    #[error("`{0}` is not understood")]
    UnknownWord(String),
    #[error("a cron expression has five fields, this one has {0}")]
    CronFields(usize),
    #[error("`{text}` is no {field:?} of a cron expression")]
    CronField { field: Field, text: String },
    #[error("a schedule has at most {} characters", ScheduleSpec::MAX_TIME)]
    TooLong,
    #[error(
        "it would run more often than every {} minutes",
        ScheduleSpec::CLOSEST_MINUTES
    )]
    TooOften,
    #[error("it would never run")]
    Never,
    #[error("`{0}` is kept as a recurrence and is none")]
    UnknownRecurrence(String),
}

impl ScheduleSpec {
    /// What fits where schedules are kept, in characters.
    pub const MAX_TIME: usize = 50;
    pub const CLOSEST_MINUTES: u32 = 10;

    /// Understands what a person types: `every weekday 7:30`, `по будням 7:30`, `30 7 * * 1-5`. Without days it is daily.
    pub fn parse(text: &str) -> Result<Self, BadSchedule> {
        match words::cron_in(text) {
            Some(expression) => Cron::parse(expression).map(Self::Cron),
            None => words::parse(text),
        }
    }

    /// Reads what is kept in the columns `time`, `recurrence` and `week_days`.
    pub fn kept(
        time: &str,
        recurrence: &str,
        week_days: Option<&str>,
    ) -> Result<Self, BadSchedule> {
        let days = match recurrence {
            "cron" => return Cron::parse(time).map(Self::Cron),
            "once" => Days::Once,
            "daily" => Days::Daily,
            "weekdays" => Days::Weekdays,
            "weekends" => Days::Weekends,
            "weekly" => week_days
                .and_then(WeekDays::from_numbers)
                .map(Days::Weekly)
                .ok_or_else(|| BadSchedule::UnknownRecurrence(recurrence.to_owned()))?,
            _ => return Err(BadSchedule::UnknownRecurrence(recurrence.to_owned())),
        };
        let time = NaiveTime::parse_from_str(time, "%H:%M")
            .map_err(|_| BadSchedule::NotATime(time.to_owned()))?;
        Ok(Self::At { time, days })
    }

    /// For the column `time`: HH:MM, or the cron expression.
    pub fn time(&self) -> String {
        match self {
            Self::At { time, .. } => time.format("%H:%M").to_string(),
            Self::Cron(cron) => cron.to_string(),
        }
    }

    /// For the column `recurrence`.
    pub fn recurrence(&self) -> &'static str {
        match self {
            Self::Cron(_) => "cron",
            Self::At { days, .. } => match days {
                Days::Once => "once",
                Days::Daily => "daily",
                Days::Weekdays => "weekdays",
                Days::Weekends => "weekends",
                Days::Weekly(_) => "weekly",
            },
        }
    }

    /// For the column `week_days`: the days of a weekly schedule, Monday being 1.
    pub fn week_days(&self) -> Option<String> {
        match self {
            Self::At {
                days: Days::Weekly(days),
                ..
            } => Some(days.numbers()),
            _ => None,
        }
    }

    pub fn is_once(&self) -> bool {
        matches!(
            self,
            Self::At {
                days: Days::Once,
                ..
            }
        )
    }

    /// The first run after an instant.
    pub fn next_after(&self, after: DateTime<Utc>, zone: Timezone) -> Option<DateTime<Utc>> {
        let mut wall = zone.wall(after);
        match self {
            Self::At { time, days } => {
                // A week has every day there is; the rest is for days that a zone left out.
                let mut date = wall.date();
                for _ in 0..16 {
                    let run = zone
                        .instant(date.and_time(*time))
                        .filter(|run| *run > after);
                    if days.have(date.weekday()) && run.is_some() {
                        return run;
                    }
                    date = date.checked_add_days(CalendarDays::new(1))?;
                }
                None
            }
            Self::Cron(cron) => loop {
                wall = cron.next_after(wall)?;
                // In an hour that comes twice, what the clock shows the second time has run already.
                if let Some(run) = zone.instant(wall).filter(|run| *run > after) {
                    return Some(run);
                }
            },
        }
    }

    /// The next few runs.
    pub fn runs_after(
        &self,
        after: DateTime<Utc>,
        zone: Timezone,
        count: usize,
    ) -> Vec<DateTime<Utc>> {
        let count = if self.is_once() { count.min(1) } else { count };
        let next = |run: &DateTime<Utc>| self.next_after(*run, zone);
        std::iter::successors(self.next_after(after, zone), next)
            .take(count)
            .collect()
    }

    /// Refuses what would run too often, and what would never run again.
    pub fn check(&self, now: DateTime<Utc>, zone: Timezone) -> Result<(), BadSchedule> {
        if let Self::Cron(cron) = self
            && cron
                .closest_minutes()
                .is_some_and(|closest| closest < Self::CLOSEST_MINUTES)
        {
            return Err(BadSchedule::TooOften);
        }
        self.next_after(now, zone)
            .map(drop)
            .ok_or(BadSchedule::Never)
    }
}

/// As it can be typed: `weekly mon,wed 07:30`, `30 7 * * 1-5`.
impl fmt::Display for ScheduleSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cron(cron) => cron.fmt(f),
            Self::At { time, days } => {
                f.write_str(self.recurrence())?;
                if let Days::Weekly(days) = days {
                    write!(f, " {days}")?;
                }
                write!(f, " {}", time.format("%H:%M"))
            }
        }
    }
}

impl Days {
    /// The simplest name of some days.
    pub fn of(days: WeekDays) -> Self {
        match days {
            WeekDays::ALL => Self::Daily,
            WeekDays::WORK => Self::Weekdays,
            WeekDays::REST => Self::Weekends,
            days => Self::Weekly(days),
        }
    }

    /// The days of the week it can happen on.
    pub fn week(self) -> WeekDays {
        match self {
            Self::Once | Self::Daily => WeekDays::ALL,
            Self::Weekdays => WeekDays::WORK,
            Self::Weekends => WeekDays::REST,
            Self::Weekly(days) => days,
        }
    }

    fn have(self, day: Weekday) -> bool {
        self.week().has(day)
    }
}

impl WeekDays {
    const ALL: Self = Self(0b111_1111);
    const WORK: Self = Self(0b001_1111);
    const REST: Self = Self(0b110_0000);

    pub fn one(day: Weekday) -> Self {
        Self(1 << day.num_days_from_monday())
    }

    pub fn has(self, day: Weekday) -> bool {
        self.0 & Self::one(day).0 != 0
    }

    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// With a day more, or without it; the last day stays.
    #[must_use]
    pub fn toggle(self, day: Weekday) -> Self {
        match self.0 ^ Self::one(day).0 {
            0 => self,
            days => Self(days),
        }
    }

    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        WEEK.into_iter().filter(move |day| self.has(*day))
    }

    /// `135`: Monday, Wednesday, Friday.
    pub fn numbers(self) -> String {
        self.iter()
            .map(|day| day.number_from_monday().to_string())
            .collect()
    }

    pub fn from_numbers(text: &str) -> Option<Self> {
        let mut days = None;
        for digit in text.chars() {
            let number = digit
                .to_digit(10)
                .filter(|number| (1..=7).contains(number))?;
            let day = Self::one(WEEK[usize::try_from(number).ok()? - 1]);
            days = Some(days.map_or(day, |days: Self| days.and(day)));
        }
        days
    }
}

pub const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

impl fmt::Display for WeekDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self
            .iter()
            .map(|day| day.to_string().to_lowercase())
            .collect();
        f.write_str(&names.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// `check("weekdays 7:30", "2026-11-26T18:00:00Z", &["2026-11-27T05:30"])`: the runs after it, in Kyiv.
    #[track_caller]
    fn check(spec: &str, after: &str, expect: &[&str]) {
        let zone = Timezone::parse("Europe/Kyiv").unwrap();
        let runs = ScheduleSpec::parse(spec)
            .unwrap()
            .runs_after(at(after), zone, expect.len());
        let runs: Vec<String> = runs
            .iter()
            .map(|run| run.format("%Y-%m-%dT%H:%M").to_string())
            .collect();
        assert_eq!(runs, expect, "{spec} after {after}");
    }

    #[test]
    fn days_are_put_together_and_taken_apart() {
        let (monday, tuesday) = (WeekDays::one(Weekday::Mon), WeekDays::one(Weekday::Tue));
        let both = monday.and(tuesday);
        assert_eq!(both.numbers(), "12");
        assert_eq!(both.and(tuesday), both, "it is there already");
        assert_eq!(monday.toggle(Weekday::Tue), both);
        assert_eq!(both.toggle(Weekday::Tue), monday);
        assert_eq!(monday.toggle(Weekday::Mon), monday, "the last one stays");
    }

    #[test]
    fn runs_on_its_days_at_its_time() {
        // A Thursday evening.
        let now = "2026-11-26T18:00:00Z";
        check("daily 7:30", now, &["2026-11-27T05:30", "2026-11-28T05:30"]);
        check(
            "weekdays 7:30",
            now,
            &["2026-11-27T05:30", "2026-11-30T05:30"],
        );
        check(
            "weekends 7:30",
            now,
            &["2026-11-28T05:30", "2026-11-29T05:30", "2026-12-05T05:30"],
        );
        check("weekly thu 20:00", now, &["2026-12-03T18:00"]);
        check("weekly thu 20:01", now, &["2026-11-26T18:01"]);
        check("30 7 1 * *", now, &["2026-12-01T05:30", "2027-01-01T05:30"]);
        check("0 0 29 2 *", now, &["2028-02-28T22:00", "2032-02-28T22:00"]);
    }

    #[test]
    fn a_day_of_the_month_or_of_the_week() {
        // As crontab has it: where both are said, either will do.
        check(
            "0 9 1 * mon",
            "2026-11-26T18:00:00Z",
            &["2026-11-30T07:00", "2026-12-01T07:00", "2026-12-07T07:00"],
        );
    }

    #[test]
    fn runs_across_a_gap_and_a_fold() {
        // 2027-03-28 03:00 is 04:00; 2026-10-25 04:00 is 03:00.
        check(
            "daily 3:30",
            "2027-03-27T12:00:00Z",
            &["2027-03-28T01:00", "2027-03-29T00:30"],
        );
        check(
            "daily 3:30",
            "2026-10-24T12:00:00Z",
            &["2026-10-25T00:30", "2026-10-26T01:30"],
        );
        check(
            "*/30 * * * *",
            "2027-03-28T00:29:00Z",
            &["2027-03-28T00:30", "2027-03-28T01:00", "2027-03-28T01:30"],
        );
        check(
            "*/30 * * * *",
            "2026-10-25T00:00:00Z",
            &["2026-10-25T00:30", "2026-10-25T02:00", "2026-10-25T02:30"],
        );
    }

    #[test]
    fn once_runs_once() {
        let zone = Timezone::UTC;
        let once = ScheduleSpec::parse("once 7:30").unwrap();
        assert_eq!(
            once.runs_after(at("2026-11-26T18:00:00Z"), zone, 5).len(),
            1
        );
    }

    /// `check_refused("* * * * *", BadSchedule::TooOften)`
    #[track_caller]
    fn check_refused(spec: &str, expect: Result<(), BadSchedule>) {
        let spec = ScheduleSpec::parse(spec).unwrap();
        assert_eq!(
            spec.check(at("2026-11-26T18:00:00Z"), Timezone::UTC),
            expect,
            "{spec}"
        );
    }

    #[test]
    fn refuses_what_runs_too_often_or_never() {
        check_refused("* * * * *", Err(BadSchedule::TooOften));
        check_refused("*/9 * * * *", Err(BadSchedule::TooOften));
        check_refused("50,55 7 * * *", Err(BadSchedule::TooOften));
        check_refused("*/10 * * * *", Ok(()));
        check_refused("0,5 3 29 2 *", Err(BadSchedule::TooOften));
        check_refused("55 * * * *", Ok(()));
        check_refused("0,55 7 * * *", Ok(()));
        check_refused("0,55 7,8 * * *", Err(BadSchedule::TooOften));
        check_refused("0,55 23 * * *", Ok(()));
        check_refused("0,55 0,23 * * *", Err(BadSchedule::TooOften));
        check_refused("0,55 0,23 * * 1", Ok(()));
        check_refused("0 7 30 2 *", Err(BadSchedule::Never));
        check_refused("daily 7:30", Ok(()));
    }

    #[test]
    fn what_is_kept_is_read_back() {
        for text in [
            "once 07:30",
            "daily 00:00",
            "weekdays 23:59",
            "weekends 07:30",
            "weekly mon,sun 07:30",
            "*/15 7-9 * * 1-5",
        ] {
            let spec = ScheduleSpec::parse(text).unwrap();
            assert_eq!(spec.to_string(), text);
            let kept =
                ScheduleSpec::kept(&spec.time(), spec.recurrence(), spec.week_days().as_deref());
            assert_eq!(kept, Ok(spec));
        }
        for (time, recurrence, days) in [
            ("7:30", "hourly", None),
            ("25:00", "daily", None),
            ("07:30", "weekly", None),
            ("07:30", "weekly", Some("8")),
            ("x", "cron", None),
        ] {
            assert!(
                ScheduleSpec::kept(time, recurrence, days).is_err(),
                "{time} {recurrence} {days:?}"
            );
        }
    }

    #[test]
    fn days_are_called_by_their_simplest_name() {
        let days = |numbers: &str| Days::of(WeekDays::from_numbers(numbers).unwrap());
        assert_eq!(days("12345"), Days::Weekdays);
        assert_eq!(days("67"), Days::Weekends);
        assert_eq!(days("1234567"), Days::Daily);
        assert!(matches!(days("13"), Days::Weekly(_)));
        let monday = WeekDays::one(Weekday::Mon);
        assert_eq!(monday.toggle(Weekday::Mon), monday, "the last day stays");
        assert_eq!(monday.toggle(Weekday::Wed).numbers(), "13");
    }
}
