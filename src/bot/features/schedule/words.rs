//! Times in words: when a schedule runs, which instant that is, and what is wrong with what somebody typed.

use chrono::{DateTime, Datelike as _, Utc, Weekday};

use crate::{
    bot::feature::Failure,
    domain::{BadSchedule, CronField, Days, ScheduleSpec, Timezone, WeekDays},
    i18n::{Arg, Locale},
    t,
};

/// `on weekdays at 07:30`
pub(super) fn when(locale: Locale, spec: &ScheduleSpec) -> String {
    let (time, days) = match spec {
        ScheduleSpec::Cron(cron) => {
            return t!(locale, "schedule-cron", expression = cron.to_string());
        }
        ScheduleSpec::At { time, days } => (time.format("%H:%M").to_string(), days),
    };
    match days {
        Days::Once => t!(locale, "schedule-once", time = time),
        Days::Daily => t!(locale, "schedule-daily", time = time),
        Days::Weekdays => t!(locale, "schedule-on-weekdays", time = time),
        Days::Weekends => t!(locale, "schedule-on-weekends", time = time),
        Days::Weekly(days) => t!(
            locale,
            "schedule-weekly",
            days = week_days(locale, *days),
            time = time
        ),
    }
}

/// `Mon, Wed`
fn week_days(locale: Locale, days: WeekDays) -> String {
    let names: Vec<String> = days.iter().map(|day| week_day(locale, day)).collect();
    names.join(", ")
}

/// `Mon`
pub(super) fn week_day(locale: Locale, day: Weekday) -> String {
    one_of(
        &t!(locale, "schedule-week-days"),
        day.num_days_from_monday(),
    )
}

/// `Mon 30 Nov, 07:30`
pub(super) fn instant(locale: Locale, at: DateTime<Utc>, zone: Timezone) -> String {
    let wall = zone.wall(at);
    let (day, month) = (
        week_day(locale, wall.weekday()),
        one_of(&t!(locale, "schedule-months"), wall.month0()),
    );
    format!("{day} {} {month}, {}", wall.day(), wall.format("%H:%M"))
}

/// The so manieth of some words.
fn one_of(words: &str, number: u32) -> String {
    let mut words = words.split(' ');
    words
        .nth(usize::try_from(number).unwrap_or_default())
        .unwrap_or_default()
        .to_owned()
}

/// What is wrong, with an example of what is right.
pub(super) fn refusal(locale: Locale, bad: &BadSchedule) -> Failure {
    let text = |text: &String| Arg::Text(text.chars().take(30).collect());
    match bad {
        BadSchedule::NoTime => Failure::user("schedule-no-time"),
        BadSchedule::NotATime(word) => {
            Failure::user_with("schedule-not-a-time", vec![("word", text(word))])
        }
        BadSchedule::TwoTimes(first, second) => Failure::user_with(
            "schedule-two-times",
            vec![("first", text(first)), ("second", text(second))],
        ),
        BadSchedule::UnknownWord(word) | BadSchedule::UnknownRecurrence(word) => {
            Failure::user_with("schedule-unknown-word", vec![("word", text(word))])
        }
        BadSchedule::CronFields(count) => {
            let count = i64::try_from(*count).unwrap_or(i64::MAX);
            Failure::user_with("schedule-cron-fields", vec![("count", Arg::Number(count))])
        }
        BadSchedule::CronField { field, text: word } => {
            let names = t!(locale, "schedule-cron-names");
            let position = match field {
                CronField::Minute => 0,
                CronField::Hour => 1,
                CronField::DayOfMonth => 2,
                CronField::Month => 3,
                CronField::DayOfWeek => 4,
            };
            let name = names
                .split(',')
                .nth(position)
                .unwrap_or_default()
                .trim()
                .to_owned();
            Failure::user_with(
                "schedule-cron-field",
                vec![("field", Arg::Text(name)), ("word", text(word))],
            )
        }
        BadSchedule::TooLong => {
            let limit = i64::try_from(ScheduleSpec::MAX_TIME).unwrap_or(i64::MAX);
            Failure::user_with("schedule-too-long", vec![("limit", Arg::Number(limit))])
        }
        BadSchedule::TooOften => {
            let minutes = i64::from(ScheduleSpec::CLOSEST_MINUTES);
            Failure::user_with(
                "schedule-too-often",
                vec![("minutes", Arg::Number(minutes))],
            )
        }
        BadSchedule::Never => Failure::user("schedule-never"),
    }
}
