//! Schedules held against other ways to know when they run: a walk over every minute, and the crate `croner`.
//!
//! `make test` samples; the more cases are asked for by `PROPTEST_CASES`, the more zones and years are walked: all of them by
//! `make soak`.

use chrono::{DateTime, Datelike as _, NaiveDateTime, TimeDelta, Timelike as _, Utc};
use proptest::{prelude::*, test_runner::Config};

use super::{BadSchedule, Cron, ScheduleSpec};
use crate::domain::Timezone;

fn year(year: i32) -> DateTime<Utc> {
    format!("{year}-01-01T00:00:00Z").parse().unwrap()
}

/// Whether everything is to be walked.
fn whole() -> bool {
    Config::default().cases > 1_000
}

fn config(cases: u32) -> Config {
    Config {
        cases: if whole() { cases * 10 } else { cases },
        failure_persistence: None,
        ..Config::default()
    }
}

/// Every time the clocks of a zone change between 2024 and 2032.
fn changes(zone: Timezone) -> Vec<DateTime<Utc>> {
    let next = |after: &DateTime<Utc>| zone.next_change(*after, year(2033));
    std::iter::successors(next(&year(2024)), next).collect()
}

/// What the walk knows of a schedule: nothing but whether the clock shows what is meant.
struct Meant(ScheduleSpec, fn(NaiveDateTime) -> bool);

fn meant() -> Vec<Meant> {
    let spec = |text: &str| ScheduleSpec::parse(text).unwrap();
    vec![
        Meant(spec("daily 2:30"), |wall| {
            (wall.hour(), wall.minute()) == (2, 30)
        }),
        Meant(spec("daily 0:00"), |wall| {
            (wall.hour(), wall.minute()) == (0, 0)
        }),
        Meant(spec("weekends 1:15"), |wall| {
            (wall.hour(), wall.minute()) == (1, 15) && wall.weekday().number_from_monday() > 5
        }),
        Meant(spec("*/10 * * * *"), |wall| {
            wall.minute().is_multiple_of(10)
        }),
        Meant(spec("20,50 1-3 * * 0"), |wall| {
            [20, 50].contains(&wall.minute())
                && (1..=3).contains(&wall.hour())
                && wall.weekday().number_from_monday() == 7
        }),
    ]
}

/// The runs between two instants, by looking at the clock every minute.
fn walk(
    zone: Timezone,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    meant: &[Meant],
) -> Vec<Vec<DateTime<Utc>>> {
    let minute = TimeDelta::minutes(1);
    let mut runs = vec![Vec::new(); meant.len()];
    // As far back as an hour can come twice; Lord Howe's clocks go back by half of one.
    let mut latest = zone.wall(from - TimeDelta::hours(3));
    let mut now = from - TimeDelta::hours(3) + minute;
    while now <= to {
        let wall = zone.wall(now);
        // All that the clock shows for the first time: nothing, one minute, or a whole gap at once.
        let mut shown = latest + minute;
        while shown <= wall {
            for (Meant(_, means), runs) in meant.iter().zip(&mut runs) {
                if means(shown) && now > from && runs.last() != Some(&now) {
                    runs.push(now);
                }
            }
            shown += minute;
        }
        latest = latest.max(wall);
        now += minute;
    }
    runs
}

#[track_caller]
fn agrees_with_the_walk(zone: Timezone, from: DateTime<Utc>, to: DateTime<Utc>) {
    let meant = meant();
    for (Meant(spec, _), expect) in meant.iter().zip(walk(zone, from, to, &meant)) {
        let next = |run: &DateTime<Utc>| spec.next_after(*run, zone);
        let runs = std::iter::successors(spec.next_after(from, zone), next);
        let runs: Vec<_> = runs.take_while(|run| *run <= to).collect();
        assert_eq!(runs, expect, "{spec} in {zone} from {from}");
    }
}

#[test]
fn around_every_change_of_every_zone_it_runs_as_the_clock_shows() {
    let around = TimeDelta::hours(if whole() { 30 } else { 4 });
    let mut walked = 0;
    for (number, zone) in Timezone::all().enumerate() {
        let changes = changes(zone);
        // Rules repeat; of the zones that share them every tenth is walked over all years.
        let years = if whole() || number.is_multiple_of(10) {
            changes.len()
        } else {
            4
        };
        for change in changes.into_iter().take(years) {
            agrees_with_the_walk(zone, change - around, change + around);
            walked += 1;
        }
    }
    assert!(walked > 600, "only {walked} changes");
}

#[test]
fn in_sixty_zones_whole_weeks_are_as_the_clock_shows() {
    let step = if whole() { 1 } else { 10 };
    let zones: Vec<_> = Timezone::all().step_by(step).collect();
    assert!(zones.len() >= 60, "{}", zones.len());
    for (number, zone) in (0_i32..).zip(zones) {
        let from = year(2024 + number % 9) + TimeDelta::days(i64::from(number * 37 % 360));
        let days = if whole() { 30 } else { 3 };
        agrees_with_the_walk(zone, from, from + TimeDelta::days(days));
    }
}

fn field(first: u32, last: u32) -> impl Strategy<Value = String> {
    let number = move || first..=last;
    prop_oneof![
        3 => Just("*".to_owned()),
        3 => number().prop_map(|number| number.to_string()),
        1 => (2_u32..=last).prop_map(|step| format!("*/{step}")),
        1 => (number(), number()).prop_map(|(a, b)| format!("{}-{}", a.min(b), a.max(b))),
        1 => (number(), number(), 1_u32..=5).prop_map(|(a, b, step)| format!("{}-{}/{step}", a.min(b), a.max(b))),
        1 => prop::collection::vec(number(), 2..4).prop_map(|list| {
            list.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
        }),
    ]
}

fn expression() -> impl Strategy<Value = String> {
    (
        field(0, 59),
        field(0, 23),
        field(1, 31),
        field(1, 12),
        field(0, 7),
    )
        .prop_map(|(minute, hour, day, month, week_day)| {
            format!("{minute} {hour} {day} {month} {week_day}")
        })
}

fn any_zone() -> impl Strategy<Value = Timezone> {
    prop::sample::select(Timezone::all().collect::<Vec<_>>())
}

fn any_instant() -> impl Strategy<Value = DateTime<Utc>> {
    (year(2024).timestamp()..year(2033).timestamp())
        .prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap())
}

fn by_croner(expression: &str, wall: NaiveDateTime) -> Option<NaiveDateTime> {
    let cron = croner::parser::CronParser::builder()
        .seconds(croner::parser::Seconds::Disallowed)
        .year(croner::parser::Year::Disallowed)
        .build()
        .parse(expression)
        .unwrap_or_else(|error| panic!("{expression}: {error}"));
    let next = cron.find_next_occurrence(&wall.and_utc(), false).ok()?;
    Some(next.naive_utc())
}

proptest! {
    #![proptest_config(config(300))]

    /// Where both mean the same. What differs, and why:
    ///
    /// - In a zone, `croner` runs what repeats within the hour (`*/30 * * * *`) again when the hour comes twice; here
    ///   each time of the clock runs once, the first time. So only the clock on the wall is compared.
    /// - `croner` knows `L`, `W`, `#`, `?` and `@daily`, which are no part of crontab; here they are refused.
    /// - `5/15` (from 5 on, every 15) is taken here and by the crate `cron`, not by `croner`.
    /// - `*/2` as a day of the month together with a day of the week: crontab takes anything that begins with a star
    ///   for one, so both have to fit; `croner` lets either do. Such pairs are left out below.
    #[test]
    fn croner_agrees(expression in expression(), from in any_instant()) {
        let fields: Vec<&str> = expression.split(' ').collect();
        let is_step = |field: &str| field.starts_with("*/");
        prop_assume!(!is_step(fields[2]) && !is_step(fields[4]));
        let cron = Cron::parse(&expression).unwrap();
        let wall = from.naive_utc();
        // `croner` gives up some thousand years from now, we at the end of this one.
        let expect = by_croner(&expression, wall).filter(|next| next.year() <= 2100);
        prop_assert_eq!(cron.next_after(wall), expect, "{} after {}", expression, wall);
    }

    #[test]
    fn runs_strictly_increase_and_agree_with_the_clock(expression in expression(), zone in any_zone(), from in any_instant()) {
        let spec = ScheduleSpec::parse(&expression).unwrap();
        let mut last = from;
        for run in spec.runs_after(from, zone, 5) {
            prop_assert!(run > last, "{} after {}", run, last);
            let wall = zone.wall(run);
            // The clock shows it, or jumped over it just then.
            let ScheduleSpec::Cron(cron) = &spec else { unreachable!() };
            let meant = cron.next_after(wall - TimeDelta::days(2)).into_iter().chain(
                std::iter::successors(Some(wall - TimeDelta::days(2)), |wall| cron.next_after(*wall)).skip(1)
                    .take_while(|meant| *meant <= wall)).last().unwrap();
            prop_assert!(meant == wall || zone.instant(meant) == Some(run), "{} shows {}", run, wall);
            last = run;
        }
    }

    #[test]
    fn what_a_schedule_says_of_itself_is_the_same_schedule(expression in expression()) {
        if let Ok(spec) = ScheduleSpec::parse(&expression) {
            prop_assert_eq!(ScheduleSpec::parse(&spec.to_string()), Ok(spec));
        }
    }
}

proptest! {
    #![proptest_config(config(1_000))]

    /// A hundred thousand texts, a hundred in each case.
    #[test]
    fn no_text_is_too_odd(texts in prop::collection::vec(odd(), 100)) {
        for text in texts {
            if let Ok(spec) = ScheduleSpec::parse(&text) {
                let checked = spec.check(year(2026), Timezone::UTC);
                let is_known = matches!(checked, Ok(()) | Err(BadSchedule::TooOften | BadSchedule::Never));
                prop_assert!(is_known, "{:?}", checked);
            }
        }
    }
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn no_text_is_too_odd_for_a_zone(text in ".{0,40}") {
        let _ = Timezone::named(&text);
    }
}

/// What might be a schedule.
fn odd() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "*",
        "/",
        "-",
        ",",
        " ",
        "0",
        "7",
        "59",
        "99999999999",
        "mon",
        "по",
        "будням",
        "7:30",
        "24:00",
        "jan",
        "L",
        "#",
        "?",
        "@daily",
        "every",
        "o’clock",
        "\u{0}",
        "🎧",
        "pm",
        ":",
        ".",
        "ß",
        "İ",
    ]);
    let number = 0_u32..70;
    prop_oneof![
        2 => prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat()),
        1 => prop::collection::vec(any::<char>(), 0..30).prop_map(String::from_iter),
        1 => (expression(), number).prop_map(|(expression, number)| expression.replacen('*', &number.to_string(), 1)),
    ]
}
