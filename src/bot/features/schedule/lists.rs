//! A person's schedules; in a group, those that play there.

use super::{button, one, words};
use crate::{
    bot::feature::{Answer, Ctx, Failure},
    store::Schedule,
    t,
    view::{Button, Press, View},
};

const PAGE: i64 = 8;

pub(super) async fn panel(ctx: &Ctx, page: i64) -> Result<Answer, Failure> {
    let mut tx = ctx.read().await?;
    let (count, schedules) = if ctx.chat.is_private {
        match ctx.asker.user {
            None => (0, Vec::new()),
            Some(user) => {
                let count = tx.schedules().count(user).await?;
                (
                    count,
                    tx.schedules()
                        .of_person(user, PAGE, page.max(0) * PAGE)
                        .await?,
                )
            }
        }
    } else {
        let here = tx.schedules().of_chat(ctx.chat.id, PAGE * 4).await?;
        (i64::try_from(here.len()).unwrap_or(i64::MAX), here)
    };
    let text = match (count, ctx.chat.is_private) {
        (0, _) => t!(ctx.locale, "schedule-none"),
        (count, true) => t!(ctx.locale, "schedule-title", count = count),
        (count, false) => t!(ctx.locale, "schedule-chat-title", count = count),
    };
    let mut view = View::text(text);
    for schedule in &schedules {
        let label = label(ctx, schedule);
        view = view.row([Button::new(
            label,
            Press::new("schedule", format!("show:{}", schedule.id)),
        )]);
    }
    let pages = (count + PAGE - 1) / PAGE;
    let turn =
        |label: String, to: i64| Button::new(label, Press::new("schedule", format!("list:{to}")));
    let mut turns = Vec::new();
    if ctx.chat.is_private && page > 0 {
        turns.push(turn(format!("‹ {page}/{pages}"), page - 1));
    }
    if ctx.chat.is_private && page + 1 < pages {
        turns.push(turn(format!("{}/{pages} ›", page + 2), page + 1));
    }
    if !turns.is_empty() {
        view = view.row(turns);
    }
    let new = button(ctx.locale, "schedule-button-new", "new");
    // In a group everybody wakes at another time.
    let wake = ctx
        .chat
        .is_private
        .then(|| button(ctx.locale, "schedule-button-wake", "wake"));
    Ok(Answer::view(view.row([new].into_iter().chain(wake))))
}

/// `Sunday morning · on weekdays at 07:30`, with a sign where it does not run.
fn label(ctx: &Ctx, schedule: &Schedule) -> String {
    let when = schedule
        .spec()
        .map_or_else(|_| String::new(), |spec| words::when(ctx.locale, &spec));
    let sign = if one::runs(schedule) { "" } else { "⏸ " };
    format!("{sign}{} · {when}", one::name(schedule))
}
