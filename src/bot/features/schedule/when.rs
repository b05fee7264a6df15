//! The time and the days of a schedule.

use super::{Schedules, button, one, words};
use crate::{
    bot::feature::{Answer, Ctx, Failure},
    domain::{Days, ScheduleId, ScheduleSpec, WEEK, WeekDays},
    t,
    view::{Button, Press, View},
};

pub(super) async fn ask(ctx: &Ctx, id: ScheduleId) -> Result<Answer, Failure> {
    one::theirs(ctx, id).await?;
    let mut effect = ctx.effect().await?;
    effect.ask(ctx, &Schedules, format!("when:{id}")).await?;
    let view = View::text(t!(ctx.locale, "schedule-ask-when")).row([one::back(ctx, id)]);
    Ok(Answer::view(view).after(effect))
}

pub(super) async fn typed(ctx: &Ctx, id: ScheduleId, text: &str) -> Result<Answer, Failure> {
    let schedule = one::theirs(ctx, id).await?;
    let spec = parse(ctx, text)?;
    // A time alone leaves the days as they are.
    let spec = match (spec, schedule.spec()) {
        (ScheduleSpec::At { time, .. }, Ok(ScheduleSpec::At { days, .. })) if is_time(text) => {
            ScheduleSpec::At { time, days }
        }
        (spec, _) => spec,
    };
    one::replan(ctx, &schedule, &spec, schedule.zone()).await
}

pub(super) fn parse(ctx: &Ctx, text: &str) -> Result<ScheduleSpec, Failure> {
    ScheduleSpec::parse(text).map_err(|bad| words::refusal(ctx.locale, &bad))
}

/// Whether a text is a time of the clock and nothing else.
pub(super) fn is_time(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || ":.".contains(c))
}

/// On which days: the usual choices, and each day by itself.
pub(super) async fn choose_days(ctx: &Ctx, id: ScheduleId) -> Result<Answer, Failure> {
    let schedule = one::theirs(ctx, id).await?;
    let Ok(ScheduleSpec::At { days, .. }) = schedule.spec() else {
        return ask(ctx, id).await;
    };
    Ok(Answer::view(days_view(ctx, id, days)))
}

pub(super) fn days_view(ctx: &Ctx, id: ScheduleId, days: Days) -> View {
    let locale = ctx.locale;
    let mark = |chosen: bool| if chosen { "✓ " } else { "" };
    let choice = |key: &str, code: &str, of: Days| {
        Button::new(
            format!("{}{}", mark(days == of), locale.text(key, &[])),
            Press::new("schedule", format!("days:{id}:{code}")),
        )
    };
    let week = if days == Days::Once {
        None
    } else {
        Some(days.week())
    };
    let each = WEEK.map(|day| {
        let toggled = week.map_or(WeekDays::one(day), |week| week.toggle(day));
        let label = format!(
            "{}{}",
            mark(week.is_some_and(|week| week.has(day))),
            words::week_day(locale, day)
        );
        Button::new(
            label,
            Press::new("schedule", format!("days:{id}:{}", toggled.numbers())),
        )
    });
    View::text(t!(locale, "schedule-which-days"))
        .row([
            choice("schedule-button-once", "once", Days::Once),
            choice("schedule-button-daily", "1234567", Days::Daily),
        ])
        .row([
            choice("schedule-button-weekdays", "12345", Days::Weekdays),
            choice("schedule-button-weekends", "67", Days::Weekends),
        ])
        .row(each[..4].to_vec())
        .row(each[4..].to_vec())
        .row([button(locale, "schedule-button-done", format!("show:{id}"))])
}

/// The days a press names: `once`, or the numbers of days of the week.
pub(super) fn days_of(code: &str) -> Result<Days, Failure> {
    match code {
        "once" => Ok(Days::Once),
        numbers => {
            let days =
                WeekDays::from_numbers(numbers).ok_or_else(|| Failure::user("button-is-old"))?;
            Ok(Days::of(days))
        }
    }
}

pub(super) async fn set_days(ctx: &Ctx, id: ScheduleId, code: &str) -> Result<Answer, Failure> {
    let schedule = one::theirs(ctx, id).await?;
    let days = days_of(code)?;
    let Ok(ScheduleSpec::At { time, .. }) = schedule.spec() else {
        return Err(Failure::user("button-is-old"));
    };
    let replanned = one::replan(
        ctx,
        &schedule,
        &ScheduleSpec::At { time, days },
        schedule.zone(),
    )
    .await?;
    Ok(replanned.instead(days_view(ctx, id, days)))
}
