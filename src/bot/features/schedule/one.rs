//! One schedule: when it runs next, and what can be done with it.

use std::fmt::Write as _;

use super::{button, making, what::What, words};
use crate::{
    bot::feature::{Answer, Ctx, Effect, Failure},
    db::Tx,
    domain::{Minutes, ScheduleId, ScheduleSpec, Timezone},
    store::{Plan, Schedule, StoreError},
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

/// What it plays.
pub(super) fn name(schedule: &Schedule) -> String {
    let sign = if schedule.plays_station { "📻 " } else { "" };
    format!("{sign}{}", schedule.playlist)
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
    let about = about(&mut effect, &schedule).await?;
    Ok(Answer::view(render(ctx, &schedule, &about)).after(effect))
}

async fn view(ctx: &Ctx, schedule: &Schedule) -> Result<View, Failure> {
    let about = about(&mut ctx.read().await?, schedule).await?;
    Ok(render(ctx, schedule, &about))
}

/// What a schedule refers to.
struct About {
    /// What the chat is called in which it plays.
    place: Option<String>,
    /// How much of a station is recorded.
    minutes: Option<i64>,
}

async fn about(tx: &mut Tx, schedule: &Schedule) -> Result<About, StoreError> {
    let place = match schedule.chat_id {
        Some(chat) => tx.chats().title(chat).await?,
        None => None,
    };
    let minutes = if schedule.plays_station {
        let (_, seconds) = tx.playlist_tracks().sum(schedule.playlist_id).await?;
        // Nothing is on it where its station is gone.
        Some(seconds / 60).filter(|minutes| *minutes > 0)
    } else {
        None
    };
    Ok(About { place, minutes })
}

fn render(ctx: &Ctx, schedule: &Schedule, about: &About) -> View {
    let place = about.place.as_deref();
    let (locale, id, zone) = (ctx.locale, schedule.id, schedule.zone());
    let spec = schedule.spec().ok();
    let mut text = format!("<b>{}</b>", escape(&name(schedule)));
    if let Some(minutes) = about.minutes {
        let _ = write!(
            text,
            " · {}",
            t!(locale, "playlist-button-minutes", minutes = minutes)
        );
    }
    text.push('\n');
    if let Some(spec) = &spec {
        text.push_str(&words::when(locale, spec));
        text.push('\n');
    }
    let (city, zone_name) = (zone.city(locale.0), zone.name());
    text.push_str(&t!(
        locale,
        "schedule-zone",
        city = city,
        zone = zone_name,
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
    } else if schedule.is_orphan {
        // There is nothing to play until it has another list, or this one is back.
        view.row([does("schedule-button-edit", "edit")])
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
            Some("station") => t!(locale, "schedule-paused-station"),
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
    let really = if schedule.plays_station {
        t!(
            ctx.locale,
            "schedule-really-station",
            list = name(&schedule)
        )
    } else {
        t!(ctx.locale, "schedule-really", list = name(&schedule))
    };
    let view = View::text(really).row([
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
    let mut lists = effect.playlists();
    lists.remove_unlisted(schedule.playlist_id).await?;
    let text = t!(ctx.locale, "schedule-deleted", list = name(&schedule));
    Ok(
        Answer::view(View::text(text).row([button(ctx.locale, "schedule-button-list", "list:0")]))
            .after(effect),
    )
}

/// Which part to change.
pub(super) async fn edit(ctx: &Ctx, id: ScheduleId) -> Result<Answer, Failure> {
    let schedule = theirs(ctx, id).await?;
    let does = |key: &str, does: &str| button(ctx.locale, key, format!("{does}:{id}"));
    let long = schedule
        .plays_station
        .then(|| does("schedule-button-long", "long"));
    let view = View::text(format!("<b>{}</b>", escape(&name(&schedule))))
        .row([
            does("schedule-button-when", "when"),
            does("schedule-button-days", "days"),
        ])
        .row([
            does("schedule-button-zone", "zone"),
            does("schedule-button-place", "place"),
        ])
        .row(
            [button(
                ctx.locale,
                "schedule-button-playlist",
                format!("which:{id}:0"),
            )]
            .into_iter()
            .chain(long),
        )
        .row([back(ctx, id)]);
    Ok(Answer::view(view))
}

/// Another playlist for it, or a station.
pub(super) async fn choose_list(ctx: &Ctx, id: ScheduleId, page: i64) -> Result<Answer, Failure> {
    theirs(ctx, id).await?;
    making::choose_list(ctx, Some(id), page).await
}

pub(super) async fn set_what(ctx: &Ctx, id: ScheduleId, what: What) -> Result<Answer, Failure> {
    let schedule = theirs(ctx, id).await?;
    let playable = what.playable(ctx).await?;
    let mut effect = ctx.effect().await?;
    let list = playable.list(ctx, &mut effect).await?;
    let mut schedules = effect.schedules();
    schedules.set_playlist(&schedule, list, ctx.now).await?;
    if list != schedule.playlist_id {
        let mut lists = effect.playlists();
        lists.remove_unlisted(schedule.playlist_id).await?;
    }
    changed(ctx, effect, id).await
}

/// How much of its station is recorded.
pub(super) async fn choose_minutes(ctx: &Ctx, id: ScheduleId) -> Result<Answer, Failure> {
    let schedule = theirs(ctx, id).await?;
    let view = making::minutes_view(ctx, &schedule.playlist, &|minutes| {
        Button::new(
            t!(
                ctx.locale,
                "playlist-button-minutes",
                minutes = minutes.get()
            ),
            Press::new("schedule", format!("long:{id}:{minutes}")),
        )
    });
    Ok(Answer::view(view.row([back(ctx, id)])))
}

pub(super) async fn set_minutes(
    ctx: &Ctx,
    id: ScheduleId,
    minutes: i64,
) -> Result<Answer, Failure> {
    let schedule = theirs(ctx, id).await?;
    let minutes = Minutes::new(minutes)
        .filter(|_| schedule.plays_station)
        .ok_or_else(|| Failure::user("button-is-old"))?;
    let mut effect = ctx.effect().await?;
    let mut tracks = effect.playlist_tracks();
    tracks.set_minutes(schedule.playlist_id, minutes).await?;
    changed(ctx, effect, id).await
}

pub(super) fn back(ctx: &Ctx, id: ScheduleId) -> Button {
    Button::new(
        t!(ctx.locale, "schedule-button-back"),
        Press::new("schedule", format!("show:{id}")),
    )
}
