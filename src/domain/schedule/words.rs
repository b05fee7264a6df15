//! Schedules in plain words, in any of our languages: `every weekday 7:30`, `по будням в 7:30`, `щодня о 7:30`,
//! `los lunes y miércoles a las 7:30`.

use chrono::{NaiveTime, Weekday};

use super::{BadSchedule, Days, ScheduleSpec, WEEK, WeekDays};
use crate::domain::timezone::plain;

/// The cron expression in a text, if it looks like one.
pub(super) fn cron_in(text: &str) -> Option<&str> {
    let text = text.trim();
    if let Some(expression) = text.strip_prefix("cron ") {
        return Some(expression);
    }
    let is_field = |word: &str| {
        word.chars()
            .all(|c| c.is_ascii_digit() || "*,-/".contains(c))
    };
    let begins_so = text
        .split_whitespace()
        .take(2)
        .filter(|word| is_field(word))
        .count()
        == 2;
    (text.contains('*') || begins_so).then_some(text)
}

/// Understands a sentence. Without days it is daily.
pub(super) fn parse(text: &str) -> Result<ScheduleSpec, BadSchedule> {
    let text = PHRASES
        .iter()
        .fold(text.to_lowercase(), |text, (phrase, word)| {
            text.replace(phrase, word)
        });
    let mut said = Said::default();
    for word in text
        .split([' ', '\t', '\n', ',', ';'])
        .filter(|word| !word.is_empty())
    {
        said.hear(word)?;
    }
    let (_, time) = said.time.ok_or(BadSchedule::NoTime)?;
    let days = match (said.once, said.days) {
        (true, _) => Days::Once,
        (false, Some(days)) => Days::of(days),
        (false, None) => Days::Daily,
    };
    Ok(ScheduleSpec::At { time, days })
}

/// Words that mean something else together than alone.
const PHRASES: &[(&str, &str)] = &[
    ("fin de semana", "weekends"),
    ("fines de semana", "weekends"),
    ("entre semana", "weekdays"),
    ("una vez", "once"),
    ("una sola vez", "once"),
    ("один раз", "once"),
    ("a.m.", "am"),
    ("p.m.", "pm"),
    ("a. m.", "am"),
    ("p. m.", "pm"),
    (" – ", "-"),
];

#[derive(Default)]
struct Said {
    time: Option<(String, NaiveTime)>,
    days: Option<WeekDays>,
    once: bool,
}

impl Said {
    fn hear(&mut self, word: &str) -> Result<(), BadSchedule> {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            let time = time(word).ok_or_else(|| BadSchedule::NotATime(word.to_owned()))?;
            return match self.time.replace((word.to_owned(), time)) {
                Some((first, _)) => Err(BadSchedule::TwoTimes(first, word.to_owned())),
                None => Ok(()),
            };
        }
        if let Some(days) = days(word) {
            self.days = Some(self.days.map_or(days, |said| said.and(days)));
            return Ok(());
        }
        match plain(word).as_str() {
            "once" | "однократно" | "одноразово" | "разово" => {
                self.once = true;
            }
            half @ ("am" | "pm" | "утра" | "ранку" | "вечера" | "вечора") => {
                let is_later = !matches!(half, "am" | "утра" | "ранку");
                let (said, time) = self.time.take().ok_or(BadSchedule::NoTime)?;
                let time = in_half(time, is_later)
                    .ok_or_else(|| BadSchedule::NotATime(format!("{said} {word}")))?;
                self.time = Some((said, time));
            }
            word if FILLERS.contains(&word) => {}
            _ => return Err(BadSchedule::UnknownWord(word.to_owned())),
        }
        Ok(())
    }
}

/// `7:30`, `07.30`, `7h30`, `7`, `7:30pm`
fn time(word: &str) -> Option<NaiveTime> {
    let (word, is_later) = match (word.strip_suffix("am"), word.strip_suffix("pm")) {
        (Some(word), _) => (word, Some(false)),
        (_, Some(word)) => (word, Some(true)),
        _ => (word.trim_end_matches('h'), None),
    };
    let (hour, minute) = word.split_once([':', '.', 'h']).unwrap_or((word, "00"));
    let is_number = |text: &str, longest: usize| {
        (1..=longest).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit())
    };
    if !is_number(hour, 2) || minute.len() != 2 || !is_number(minute, 2) {
        return None;
    }
    let time = NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)?;
    is_later.map_or(Some(time), |is_later| in_half(time, is_later))
}

/// A time of the twelve-hour clock, in the first half of the day or in the second.
fn in_half(time: NaiveTime, is_later: bool) -> Option<NaiveTime> {
    use chrono::Timelike as _;
    let hour = match (time.hour(), is_later) {
        (12, false) => 0,
        (12, true) => 12,
        (hour @ 1..=11, is_later) => hour + if is_later { 12 } else { 0 },
        _ => return None,
    };
    time.with_hour(hour)
}

/// The days a word means: `Mondays`, `пн`, `щосереди`, `mon-fri`, `будням`.
fn days(word: &str) -> Option<WeekDays> {
    if let Some((from, to)) = word.split_once(['-', '–']) {
        let (from, to) = (day(&plain(from))?, day(&plain(to))?);
        let range = WEEK.iter().cycle().skip_while(|day| **day != from);
        let inside = range.take_while(|day| **day != to).take(7);
        return Some(inside.fold(WeekDays::one(to), |days, day| days.and(WeekDays::one(*day))));
    }
    let word = plain(word);
    let every = word.strip_prefix("що").unwrap_or(&word);
    let is = |stems: &[&str]| {
        stems
            .iter()
            .any(|stem| word.starts_with(stem) || every.starts_with(stem))
    };
    if is(&[
        "weekday",
        "workday",
        "будн",
        "буден",
        "рабоч",
        "робоч",
        "laborabl",
    ]) {
        return Some(WeekDays::WORK);
    }
    if is(&["weekend", "выходн", "вихідн", "finde"]) {
        return Some(WeekDays::REST);
    }
    day(&word).or_else(|| day(every)).map(WeekDays::one)
}

fn day(word: &str) -> Option<Weekday> {
    let is = |stem: &str| match stem.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == stem,
    };
    let found = DAYS.iter().find(|(_, stems)| stems.split(' ').any(is));
    found.map(|(day, _)| *day)
}

const DAYS: [(Weekday, &str); 7] = [
    (
        Weekday::Mon,
        "monday* mon понедельник* понеділ* пн lunes lun",
    ),
    (
        Weekday::Tue,
        "tuesday* tue tues вторник* вівтор* вт martes mar",
    ),
    (Weekday::Wed, "wednesday* wed сред* серед* ср miercoles mie"),
    (
        Weekday::Thu,
        "thursday* thu thur thurs четверг* четвер* чт jueves jue",
    ),
    (Weekday::Fri, "friday* fri пятниц* пт viernes vie"),
    (Weekday::Sat, "saturday* sat суббот* субот* сб sabado* sab"),
    (
        Weekday::Sun,
        "sunday* sun воскрес* неділ* вс нд domingo* dom",
    ),
];

/// Words that join the others; also those that mean every day, which is meant where no others are said.
const FILLERS: &[&str] = &[
    "every",
    "each",
    "at",
    "on",
    "and",
    "the",
    "day",
    "days",
    "daily",
    "everyday",
    "weekly", //
    "каждый",
    "каждую",
    "каждое",
    "каждые",
    "каждого",
    "в",
    "во",
    "по",
    "и",
    "день",
    "дни",
    "дням",
    "дней",
    "ежедневно",
    "еженедельно", //
    "кожен",
    "кожну",
    "кожне",
    "кожні",
    "кожного",
    "кожної",
    "у",
    "о",
    "об",
    "і",
    "й",
    "та",
    "дні",
    "днях",
    "дня",
    "щодня",
    "щоденно",
    "щотижня", //
    "cada",
    "a",
    "al",
    "la",
    "las",
    "los",
    "el",
    "y",
    "en",
    "de",
    "todos",
    "dia",
    "dias",
    "diario",
    "diariamente",
    "semanal",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// `check("по будням 7:30", "weekdays 07:30")`: what a text is understood as, or why it is not.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let got = match ScheduleSpec::parse(text) {
            Ok(spec) => spec.to_string(),
            Err(error) => error.to_string(),
        };
        assert_eq!(got, expect, "{text:?}");
    }

    #[test]
    fn understands_english() {
        check("7:30", "daily 07:30");
        check("every weekday 7:30", "weekdays 07:30");
        check("Every day at 7:30 pm", "daily 19:30");
        check("weekends 10.00", "weekends 10:00");
        check("on Mondays and Fridays at 7am", "weekly mon,fri 07:00");
        check("mon-fri 8:15", "weekdays 08:15");
        check("sat-mon 8:15", "weekly mon,sat,sun 08:15");
        check("once at 12am", "once 00:00");
        check("12:30pm", "daily 12:30");
        check("weekly tue 23", "weekly tue 23:00");
    }

    #[test]
    fn understands_russian() {
        check("по будням 7:30", "weekdays 07:30");
        check("каждый день в 7:30", "daily 07:30");
        check("по понедельникам и средам в 19.00", "weekly mon,wed 19:00");
        check("в выходные 10:00", "weekends 10:00");
        check("каждую пятницу 8 вечера", "weekly fri 20:00");
        check("пн, ср, вс 6:05", "weekly mon,wed,sun 06:05");
        check("один раз в 7:30", "once 07:30");
        check("пн-пт 7:30", "weekdays 07:30");
    }

    #[test]
    fn understands_ukrainian() {
        check("щодня о 7:30", "daily 07:30");
        check("по буднях о 7:30", "weekdays 07:30");
        check("щобудня о 7:30", "weekdays 07:30");
        check("щопонеділка та щосереди о 18:00", "weekly mon,wed 18:00");
        check("кожної п’ятниці о 8 вечора", "weekly fri 20:00");
        check("у вихідні дні 10:00", "weekends 10:00");
        check("щонеділі 9:00", "weekly sun 09:00");
        check("одноразово 7:30", "once 07:30");
    }

    #[test]
    fn understands_spanish() {
        check("cada día a las 7:30", "daily 07:30");
        check("los lunes y miércoles a las 7:30", "weekly mon,wed 07:30");
        check("días laborables 7:30", "weekdays 07:30");
        check("los fines de semana a las 10h", "weekends 10:00");
        check("todos los sábados 9:00 p. m.", "weekly sat 21:00");
        check("una vez 7:30", "once 07:30");
    }

    #[test]
    fn tells_cron_apart() {
        check("30 7 * * 1-5", "30 7 * * 1-5");
        check("cron 30 7 * * MON-FRI", "30 7 * * mon-fri");
        check("30 7 1 1 0", "30 7 1 1 0");
        check("* * *", "a cron expression has five fields, this one has 3");
        check("30 25 * * *", "`25` is no Hour of a cron expression");
    }

    #[test]
    fn says_what_is_wrong() {
        check("", "no time is said");
        check("every weekday", "no time is said");
        check("pm", "no time is said");
        check("25:00", "`25:00` is no time of the clock");
        check("7:5", "`7:5` is no time of the clock");
        check("007:30", "`007:30` is no time of the clock");
        check("13 pm", "`13 pm` is no time of the clock");
        check("7:30 and 8:30", "two times are said, `7:30` and `8:30`");
        check("every fortnight 7:30", "`fortnight` is not understood");
        check("7:30🎧", "`7:30🎧` is no time of the clock");
    }
}
