//! The time zone: by the name of a big city, by an IANA name, by what a person's clock shows, or from a list.

use chrono::NaiveTime;

use super::{Schedules, one, words};
use crate::{
    bot::feature::{Answer, Ctx, Effect, Failure},
    domain::{Region, ScheduleId, Timezone},
    store::{Plan, Schedule},
    t,
    view::{Button, Press, View},
};

/// How many zones are offered at once.
const OFFERED: usize = 12;

/// Asks by whose clock a schedule runs.
pub(super) async fn panel(ctx: &Ctx, id: ScheduleId) -> Result<Answer, Failure> {
    one::theirs(ctx, id).await?;
    let effect = ctx.effect().await?;
    ask(ctx, effect, id).await
}

/// The question, in an effect in which it is asked.
pub(super) async fn ask(ctx: &Ctx, mut effect: Effect, id: ScheduleId) -> Result<Answer, Failure> {
    effect.ask(ctx, &Schedules, format!("zone:{id}")).await?;
    let regions = Region::ALL.iter().map(|region| {
        let label = match region {
            Region::Europe => t!(ctx.locale, "schedule-button-europe"),
            Region::Asia => t!(ctx.locale, "schedule-button-asia"),
            Region::America => t!(ctx.locale, "schedule-button-america"),
            Region::Africa => t!(ctx.locale, "schedule-button-africa"),
            Region::Oceania => t!(ctx.locale, "schedule-button-oceania"),
        };
        Button::new(
            label,
            Press::new("schedule", format!("region:{id}:{}", region.code())),
        )
    });
    let regions: Vec<Button> = regions.collect();
    let view = View::text(t!(ctx.locale, "schedule-ask-zone"))
        .row(regions[..3].to_vec())
        .row(regions[3..].to_vec())
        .row([one::back(ctx, id)]);
    Ok(Answer::view(view).after(effect))
}

pub(super) async fn region(ctx: &Ctx, id: ScheduleId, region: &str) -> Result<Answer, Failure> {
    one::theirs(ctx, id).await?;
    let region = Region::from_code(region).ok_or_else(|| Failure::user("button-is-old"))?;
    Ok(Answer::view(offer(
        ctx,
        id,
        &Timezone::in_region(region, ctx.now),
        usize::MAX,
    )))
}

/// Zones to choose from, each with what its clocks show.
fn offer(ctx: &Ctx, id: ScheduleId, zones: &[Timezone], limit: usize) -> View {
    let buttons: Vec<Button> = zones
        .iter()
        .take(limit)
        .map(|zone| {
            let label = format!(
                "{} · {}",
                zone.city(ctx.locale.0),
                zone.wall(ctx.now).format("%H:%M")
            );
            Button::new(label, Press::new("schedule", format!("in:{id}:{zone}")))
        })
        .collect();
    let view = View::text(t!(ctx.locale, "schedule-which-zone"));
    let view = buttons
        .chunks(2)
        .fold(view, |view, pair| view.row(pair.to_vec()));
    view.row([Button::new(
        t!(ctx.locale, "schedule-button-back"),
        Press::new("schedule", format!("zone:{id}")),
    )])
}

/// A city, an IANA name, or the time it is for the person now.
pub(super) async fn typed(ctx: &Ctx, id: ScheduleId, text: &str) -> Result<Answer, Failure> {
    let schedule = one::theirs(ctx, id).await?;
    let clock = text.replace('.', ":");
    let zones = match NaiveTime::parse_from_str(&clock, "%H:%M") {
        Ok(clock) => Timezone::showing(clock, ctx.now),
        Err(_) => Timezone::named(text),
    };
    match zones[..] {
        [] => Err(Failure::user("schedule-zone-unknown")),
        [zone] => choose(ctx, &schedule, zone).await,
        _ => Ok(Answer::view(offer(ctx, id, &zones, OFFERED))),
    }
}

pub(super) async fn set(ctx: &Ctx, id: ScheduleId, zone: &str) -> Result<Answer, Failure> {
    let schedule = one::theirs(ctx, id).await?;
    let zone = Timezone::parse(zone).ok_or_else(|| Failure::user("button-is-old"))?;
    choose(ctx, &schedule, zone).await
}

/// The schedule runs by this zone from now on, and the person's next ones, too.
async fn choose(ctx: &Ctx, schedule: &Schedule, zone: Timezone) -> Result<Answer, Failure> {
    let spec = schedule
        .spec()
        .map_err(|bad| words::refusal(ctx.locale, &bad))?;
    spec.check(ctx.now, zone)
        .map_err(|bad| words::refusal(ctx.locale, &bad))?;
    let plan = Plan {
        spec: &spec,
        zone,
        next_run: spec.next_after(ctx.now, zone),
    };
    let mut effect = ctx.effect().await?;
    effect.stop_asking(ctx).await?;
    let user = effect.user(ctx).await?;
    effect.users().set_timezone(user, zone).await?;
    effect.schedules().plan(schedule.id, &plan, ctx.now).await?;
    one::changed(ctx, effect, schedule.id).await
}
