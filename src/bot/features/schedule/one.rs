//! One schedule: when it runs next, and what can be done with it.

use std::fmt::Write as _;

use super::{button, making, words};
use crate::{
    bot::feature::{Answer, Ctx, Effect, Failure},
    domain::{PlaylistId, ScheduleId, ScheduleSpec, Timezone},
    store::{Plan, Schedule},
    t,
    view::{Button, Press, View, escape},
};

/// How many runs are shown.
const RUNS: usize = 5;

/// The schedule, if the one who asks may decide about it: whoever made it, and the administrators of where it plays.
pub(super) async fn theirs(ctx: &Ctx, id: ScheduleId) -> Result<Schedule, Failure> {
    let found = ctx.read().await?.schedules().find(id).await?;
    let schedule = found.ok_or_else(|| Failure::user("schedule-gone"))?;
    if ctx.asker.user == Some(schedule.created_by) {
        return Ok(schedule);
    }
    match schedule.chat_id {
        Some(chat) if chat == ctx.chat.id => {
            may_decide(ctx, chat).await?;
            Ok(schedule)
        }
        _ => Err(Failure::user("schedule-not-yours")),
    }
}

/// Whether the one who asks decides what a chat hears.
pub(super) async fn may_decide(ctx: &Ctx, chat: i64) -> Result<(), Failure> {
    let asker = ctx.asker.telegram_id.get();
    let member = ctx.app.telegram.member(chat, asker).await;
    if chat == asker
        || member
            .map_err(|error| Failure::Internal(error.into()))?
            .is_admin
    {
        return Ok(());
    }
    Err(Failure::user("schedule-only-admins"))
}

pub(super) fn runs(schedule: &Schedule) -> bool {
    schedule.enabled && schedule.next_run.is_some() && !schedule.is_orphan
}

pub(super) async fn panel(ctx: &Ctx, id: ScheduleId) -> Result<Answer, Failure> {
    let schedule = theirs(ctx, id).await?;
    Ok(Answer::view(view(ctx, &schedule).await?))
}

/// The panel after a change, which it is given in.
pub(super) async fn changed(
    ctx: &Ctx,
    mut effect: Effect,
    id: ScheduleId,
) -> Result<Answer, Failure> {
    let schedule = effect
        .schedules()
        .find(id)
        .await?
        .ok_or_else(|| Failure::user("schedule-gone"))?;
    let place = match schedule.chat_id {
        Some(chat) => effect.chats().title(chat).await?,
        None => None,
    };
    Ok(Answer::view(render(ctx, &schedule, place.as_deref())).after(effect))
}

async fn view(ctx: &Ctx, schedule: &Schedule) -> Result<View, Failure> {
    let place = match schedule.chat_id {
        Some(chat) => ctx.read().await?.chats().title(chat).await?,
        None => None,
    };
    Ok(render(ctx, schedule, place.as_deref()))
}

fn render(ctx: &Ctx, schedule: &Schedule, place: Option<&str>) -> View {
    let (locale, id, zone) = (ctx.locale, schedule.id, schedule.zone());
    let spec = schedule.spec().ok();
    let mut text = format!("<b>{}</b>\n", escape(&schedule.playlist));
    if let Some(spec) = &spec {
        text.push_str(&words::when(locale, spec));
        text.push('\n');
    }
    let (city, name) = (zone.city(locale.0), zone.name());
    text.push_str(&t!(
        locale,
        "schedule-zone",
        city = city,
        zone = name,
        offset = zone.offset_name(ctx.now)
    ));
    text.push('\n');
    text.push_str(&match (schedule.chat_id, place) {
        (None, _) => t!(locale, "schedule-to-maker"),
        (Some(chat), _) if chat == ctx.chat.id => t!(locale, "schedule-to-here"),
        (Some(_), Some(title)) => t!(locale, "schedule-to-chat", title = title),
        (Some(_), None) => t!(locale, "schedule-to-other"),
    });
    text.push_str("\n\n");
    text.push_str(&state(ctx, schedule, spec.as_ref(), zone));
    let view = View::text(text);
    let does = |key: &str, does: &str| button(locale, key, format!("{does}:{id}"));
    let view = if runs(schedule) {
        view.row([
            does("schedule-button-now", "now"),
            does("schedule-button-skip", "skip"),
        ])
        .row([
            does("schedule-button-edit", "edit"),
            does("schedule-button-pause", "pause"),
        ])
    } else {
        view.row([
            does("schedule-button-resume", "resume"),
            does("schedule-button-now", "now"),
        ])
        .row([does("schedule-button-edit", "edit")])
    };
    view.row([
        does("schedule-button-delete", "delete"),
        button(locale, "schedule-button-list", "list:0"),
    ])
}

/// The next runs, or why there are none.
fn state(ctx: &Ctx, schedule: &Schedule, spec: Option<&ScheduleSpec>, zone: Timezone) -> String {
    let locale = ctx.locale;
    let (Some(spec), Some(next), true) = (spec, schedule.next_run, runs(schedule)) else {
        return match schedule.paused_because.as_deref() {
            _ if schedule.is_orphan => t!(locale, "schedule-list-deleted"),
            Some("blocked") => t!(locale, "schedule-paused-blocked"),
            Some("gone") => t!(locale, "schedule-paused-gone"),
            Some("rights") => t!(locale, "schedule-paused-rights"),
            _ => t!(locale, "schedule-paused"),
        };
    };
    let mut runs = vec![next];
    if !spec.is_once() {
        runs.extend(spec.runs_after(next, zone, RUNS - 1));
    }
    let mut text = t!(locale, "schedule-next");
    let changes = runs
        .iter()
        .any(|run| zone.offset_at(*run) != zone.offset_at(ctx.now));
    for run in runs {
        let _ = write!(text, "\n• {}", words::instant(locale, run, zone));
        if changes {
            let _ = write!(text, " ({})", zone.offset_name(run));
        }
    }
    text
}

pub(super) async fn pause(ctx: &Ctx, id: ScheduleId) -> Result<Answer, Failure> {
    theirs(ctx, id).await?;
    let mut effect = ctx.effect().await?;
    effect.schedules().pause(id, None, ctx.now).await?;
    changed(ctx, effect, id).await
}

pub(super) async fn resume(ctx: &Ctx, id: ScheduleId) -> Result<Answer, Failure> {
    let schedule = theirs(ctx, id).await?;
    let spec = schedule
        .spec()
        .map_err(|bad| words::refusal(ctx.locale, &bad))?;
    replan(ctx, &schedule, &spec, schedule.zone()).await
}

/// Gives a schedule a time and a zone, from now on.
pub(super) async fn replan(
    ctx: &Ctx,
    schedule: &Schedule,
    spec: &ScheduleSpec,
    zone: Timezone,
) -> Result<Answer, Failure> {
    spec.check(ctx.now, zone)
        .map_err(|bad| words::refusal(ctx.locale, &bad))?;
    let plan = Plan {
        spec,
        zone,
        next_run: spec.next_after(ctx.now, zone),
    };
    let mut effect = ctx.effect().await?;
    effect.schedules().plan(schedule.id, &plan, ctx.now).await?;
    changed(ctx, effect, schedule.id).await
}

/// Plays at once, beside what is planned.
pub(super) async fn run_now(ctx: &Ctx, id: ScheduleId) -> Result<Answer, Failure> {
    let schedule = theirs(ctx, id).await?;
    let mut effect = ctx.effect().await?;
    if schedule.is_orphan {
        return Err(Failure::user("schedule-list-deleted"));
    }
    if effect.schedule_runs().count_open(id).await? > 0 {
        return Err(Failure::user("schedule-plays"));
    }
    effect
        .schedule_runs()
        .add(id, ctx.now, None, ctx.now)
        .await?;
    let answer = changed(ctx, effect, id).await?;
    Ok(answer.toast(t!(ctx.locale, "schedule-now-toast")))
}

/// Leaves the next run out.
pub(super) async fn skip(ctx: &Ctx, id: ScheduleId) -> Result<Answer, Failure> {
    let schedule = theirs(ctx, id).await?;
    let spec = schedule
        .spec()
        .map_err(|bad| words::refusal(ctx.locale, &bad))?;
    let next = schedule
        .next_run
        .ok_or_else(|| Failure::user("schedule-paused"))?;
    let after = spec
        .next_after(next.max(ctx.now), schedule.zone())
        .filter(|_| !spec.is_once());
    let mut effect = ctx.effect().await?;
    effect.schedules().set_next(id, after, ctx.now).await?;
    let skipped = words::instant(ctx.locale, next, schedule.zone());
    let answer = changed(ctx, effect, id).await?;
    Ok(answer.toast(t!(ctx.locale, "schedule-skip-toast", run = skipped)))
}

pub(super) async fn ask_to_delete(ctx: &Ctx, id: ScheduleId) -> Result<Answer, Failure> {
    let schedule = theirs(ctx, id).await?;
    let view = View::text(t!(
        ctx.locale,
        "schedule-really",
        list = schedule.playlist.as_str()
    ))
    .row([
        button(
            ctx.locale,
            "schedule-button-delete-yes",
            format!("delete-yes:{id}"),
        ),
        back(ctx, id),
    ]);
    Ok(Answer::view(view))
}

pub(super) async fn delete(ctx: &Ctx, id: ScheduleId) -> Result<Answer, Failure> {
    let schedule = theirs(ctx, id).await?;
    let mut effect = ctx.effect().await?;
    effect.schedules().delete(id).await?;
    let text = t!(
        ctx.locale,
        "schedule-deleted",
        list = schedule.playlist.as_str()
    );
    Ok(
        Answer::view(View::text(text).row([button(ctx.locale, "schedule-button-list", "list:0")]))
            .after(effect),
    )
}

/// Which part to change.
pub(super) async fn edit(ctx: &Ctx, id: ScheduleId) -> Result<Answer, Failure> {
    let schedule = theirs(ctx, id).await?;
    let does = |key: &str, does: &str| button(ctx.locale, key, format!("{does}:{id}"));
    let view = View::text(format!("<b>{}</b>", escape(&schedule.playlist)))
        .row([
            does("schedule-button-when", "when"),
            does("schedule-button-days", "days"),
        ])
        .row([
            does("schedule-button-zone", "zone"),
            does("schedule-button-place", "place"),
        ])
        .row([button(
            ctx.locale,
            "schedule-button-playlist",
            format!("which:{id}:0"),
        )])
        .row([back(ctx, id)]);
    Ok(Answer::view(view))
}

/// Another playlist for it.
pub(super) async fn choose_list(ctx: &Ctx, id: ScheduleId, page: i64) -> Result<Answer, Failure> {
    theirs(ctx, id).await?;
    let press = |list: PlaylistId| format!("plays:{id}:{list}");
    let turn = |page: i64| format!("which:{id}:{page}");
    let offered = making::offer_lists(ctx, page, &press, &turn).await?;
    Ok(Answer::view(offered.row([back(ctx, id)])))
}

pub(super) async fn set_list(
    ctx: &Ctx,
    id: ScheduleId,
    list: PlaylistId,
) -> Result<Answer, Failure> {
    let schedule = theirs(ctx, id).await?;
    let list = making::playable(ctx, list).await?;
    let mut effect = ctx.effect().await?;
    effect
        .schedules()
        .set_playlist(&schedule, list.id, ctx.now)
        .await?;
    changed(ctx, effect, id).await
}

pub(super) fn back(ctx: &Ctx, id: ScheduleId) -> Button {
    Button::new(
        t!(ctx.locale, "schedule-button-back"),
        Press::new("schedule", format!("show:{id}")),
    )
}
