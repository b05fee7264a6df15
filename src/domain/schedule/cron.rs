//! Cron expressions of five fields, as crontab has them: 0 and 7 are Sunday, and where both a day of the month and a day
//! of the week are said, either will do.
//!
//! The crate `cron` searches the calendar. It is only ever given what a clock on the wall shows, posing as UTC, because
//! in a zone that changes its clocks it leaves runs out; and it counts the days of the week in another way, so the fields
//! are read here.

use std::{collections::BTreeSet, fmt};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::{BadSchedule, ScheduleSpec};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cron {
    text: String,
    minutes: BTreeSet<u32>,
    hours: BTreeSet<u32>,
    /// One, or two of which either will do.
    calendars: Vec<cron::Schedule>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Minute,
    Hour,
    DayOfMonth,
    Month,
    DayOfWeek,
}

const FIELDS: [Field; 5] = [
    Field::Minute,
    Field::Hour,
    Field::DayOfMonth,
    Field::Month,
    Field::DayOfWeek,
];

impl Cron {
    pub fn parse(text: &str) -> Result<Self, BadSchedule> {
        let parts: Vec<&str> = text.split_whitespace().collect();
        let Ok(parts) = <[&str; 5]>::try_from(parts) else {
            return Err(BadSchedule::CronFields(text.split_whitespace().count()));
        };
        let text = parts.join(" ").to_lowercase();
        if text.chars().count() > ScheduleSpec::MAX_TIME {
            return Err(BadSchedule::TooLong);
        }
        let mut sets = [(); 5].map(|()| BTreeSet::new());
        for ((field, part), set) in FIELDS.into_iter().zip(parts).zip(&mut sets) {
            *set = field
                .read(&part.to_lowercase())
                .ok_or_else(|| BadSchedule::CronField {
                    field,
                    text: part.to_owned(),
                })?;
        }
        let [minutes, hours, days, months, week_days] = sets;
        let calendar = |days: &str, week_days: &str| {
            let [minutes, hours, months] = [&minutes, &hours, &months].map(list);
            let expression = format!("0 {minutes} {hours} {days} {months} {week_days}");
            expression.parse::<cron::Schedule>()
        };
        // The crate's Sunday is 1.
        let week_days_of_crate = list(&week_days.iter().map(|day| day + 1).collect());
        let any = |part: &str| part.starts_with('*');
        let calendars = if any(parts[2]) || any(parts[4]) {
            vec![calendar(&list(&days), &week_days_of_crate)]
        } else {
            vec![
                calendar(&list(&days), "*"),
                calendar("*", &week_days_of_crate),
            ]
        };
        let calendars: Result<Vec<_>, _> = calendars.into_iter().collect();
        Ok(Self {
            text,
            calendars: calendars.expect("lists of numbers within their bounds are an expression"),
            minutes,
            hours,
        })
    }

    /// The next time the clock on the wall shows what is meant.
    pub(super) fn next_after(&self, wall: NaiveDateTime) -> Option<NaiveDateTime> {
        let wall = wall.and_utc();
        let next = self
            .calendars
            .iter()
            .filter_map(|calendar| calendar.after(&wall).next());
        next.min().map(|next| next.naive_utc())
    }

    /// How many minutes of the clock are between the two runs that are closest to each other; `None` where they are at
    /// least an hour apart anyway.
    pub(super) fn closest_minutes(&self) -> Option<u32> {
        let within = self
            .minutes
            .iter()
            .zip(self.minutes.iter().skip(1))
            .map(|(a, b)| b - a)
            .min();
        let hour_after = |hour: &u32| self.hours.contains(&(hour + 1));
        let around = (self.hours.iter().any(hour_after) || self.runs_over_midnight())
            .then(|| self.minutes.first().zip(self.minutes.last()))
            .flatten()
            .map(|(first, last)| 60 + first - last);
        within.into_iter().chain(around).min()
    }

    /// Whether there are two days in a row with runs in the last hour of one and the first of the other.
    fn runs_over_midnight(&self) -> bool {
        const YEARS: i32 = 28; // After so many, dates and days of the week begin anew.
        if !(self.hours.contains(&23) && self.hours.contains(&0)) {
            return false;
        }
        let Some(mut day) = NaiveDate::from_ymd_opt(2000, 1, 1) else {
            return false;
        };
        let end = NaiveDate::from_ymd_opt(2000 + YEARS, 1, 1).unwrap_or(day);
        // Whether midnight itself is left out makes no difference: a day with runs has some in its last hour.
        let with_runs = |from: NaiveDate| {
            let run = self.next_after(from.and_time(NaiveTime::MIN))?;
            Some(run.date())
        };
        while day < end {
            let Some(next) = with_runs(day).and_then(|day| day.succ_opt()) else {
                return false;
            };
            if with_runs(next) == Some(next) {
                return true;
            }
            day = next;
        }
        false
    }
}

impl fmt::Display for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Field {
    const fn bounds(self) -> (u32, u32) {
        match self {
            Self::Minute => (0, 59),
            Self::Hour => (0, 23),
            Self::DayOfMonth => (1, 31),
            Self::Month => (1, 12),
            Self::DayOfWeek => (0, 6),
        }
    }

    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Month => &[
                "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
            ],
            Self::DayOfWeek => &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
            _ => &[],
        }
    }

    /// The numbers a field names: `*`, `5`, `1-5`, `*/15`, `8-18/2`, `mon`, and lists of those.
    fn read(self, text: &str) -> Option<BTreeSet<u32>> {
        let (first, last) = self.bounds();
        let mut set = BTreeSet::new();
        for part in text.split(',') {
            let (range, step) = match part.split_once('/') {
                Some((range, step)) => (range, Some(number(step).filter(|step| *step > 0)?)),
                None => (part, None),
            };
            let (from, to) = match range.split_once('-') {
                _ if range == "*" => (first, last),
                Some((from, to)) => (self.value(from)?, self.value(to)?),
                // `5/15`: from 5 on.
                None if step.is_some() => (self.value(range)?, last),
                None => (self.value(range)?, self.value(range)?),
            };
            if from > to {
                return None;
            }
            let numbers = (from..=to).step_by(usize::try_from(step.unwrap_or(1)).ok()?);
            // The other Sunday.
            set.extend(numbers.map(|number| if number > last { first } else { number }));
        }
        Some(set)
    }

    fn value(self, text: &str) -> Option<u32> {
        let (first, last) = self.bounds();
        let last = if matches!(self, Self::DayOfWeek) {
            7
        } else {
            last
        };
        if let Some(position) = self.names().iter().position(|name| *name == text) {
            return Some(first + u32::try_from(position).ok()?);
        }
        number(text).filter(|number| (first..=last).contains(number))
    }
}

/// Digits and nothing else.
fn number(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

fn list(set: &BTreeSet<u32>) -> String {
    let numbers: Vec<String> = set.iter().map(u32::to_string).collect();
    numbers.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `check("1-5", Field::DayOfWeek, "1,2,3,4,5")`: the numbers of a field, or `no`.
    #[track_caller]
    fn check(text: &str, field: Field, expect: &str) {
        let got = field
            .read(text)
            .map_or_else(|| "no".to_owned(), |set| list(&set));
        assert_eq!(got, expect, "{text:?} as {field:?}");
    }

    #[test]
    fn reads_fields() {
        check("*", Field::DayOfWeek, "0,1,2,3,4,5,6");
        check("0", Field::DayOfWeek, "0");
        check("7", Field::DayOfWeek, "0");
        check("5-7", Field::DayOfWeek, "0,5,6");
        check("mon-fri", Field::DayOfWeek, "1,2,3,4,5");
        check("*/2", Field::DayOfWeek, "0,2,4,6");
        check("*/20", Field::Minute, "0,20,40");
        check("5/20", Field::Minute, "5,25,45");
        check("8-18/5", Field::Hour, "8,13,18");
        check("1,15,31", Field::DayOfMonth, "1,15,31");
        check("jan,dec", Field::Month, "1,12");
    }

    #[test]
    fn refuses_what_is_no_field() {
        for text in [
            "",
            "60",
            "-1",
            "1-",
            "*/0",
            "5-1",
            "a",
            "1,,2",
            "1/",
            "*-5",
            "1-2-3",
            "99999999999",
            "+1",
            "mon",
        ] {
            check(text, Field::Minute, "no");
        }
        check("8", Field::DayOfWeek, "no");
        check("0", Field::DayOfMonth, "no");
        check("13", Field::Month, "no");
        check("sat-mon", Field::DayOfWeek, "no");
    }

    #[test]
    fn says_which_field_is_wrong() {
        let wrong = |text: &str| Cron::parse(text).unwrap_err();
        assert_eq!(wrong("30 7 * *"), BadSchedule::CronFields(4));
        assert_eq!(wrong("0 30 7 * * 1"), BadSchedule::CronFields(6));
        let hour = BadSchedule::CronField {
            field: Field::Hour,
            text: "24".to_owned(),
        };
        assert_eq!(wrong("30 24 * * *"), hour);
        let long = |minutes: &str| format!("{}{minutes} * * * *", "0,".repeat(20));
        assert!(Cron::parse(&long("10")).is_ok(), "50 characters fit");
        assert_eq!(wrong(&long("010")), BadSchedule::TooLong);
    }
}
