//! Where a schedule plays: to whoever made it, or in a group or channel that they look after.

use super::{Schedules, one};
use crate::{
    bot::feature::{Answer, Ctx, Effect, Failure},
    domain::ScheduleId,
    store::Schedule,
    t,
    telegram::{May, TelegramError},
    view::{Button, Press, View},
};

pub(super) async fn panel(ctx: &Ctx, id: ScheduleId) -> Result<Answer, Failure> {
    let schedule = one::theirs(ctx, id).await?;
    let chats = ctx
        .read()
        .await?
        .chats()
        .of_person(schedule.created_by)
        .await?;
    let mut effect = ctx.effect().await?;
    effect.ask(ctx, &Schedules, format!("place:{id}")).await?;
    let mut view = View::text(t!(ctx.locale, "schedule-ask-place"));
    view = view.row([to(&t!(ctx.locale, "schedule-button-to-maker"), id, "me")]);
    if !ctx.chat.is_private {
        view = view.row([to(
            &t!(ctx.locale, "schedule-button-to-here"),
            id,
            &ctx.chat.id.to_string(),
        )]);
    }
    for chat in chats.iter().filter(|chat| chat.id != ctx.chat.id) {
        view = view.row([to(&chat.title, id, &chat.id.to_string())]);
    }
    Ok(Answer::view(view.row([one::back(ctx, id)])).after(effect))
}

fn to(label: &str, id: ScheduleId, chat: &str) -> Button {
    Button::new(label, Press::new("schedule", format!("to:{id}:{chat}")))
}

pub(super) async fn set(ctx: &Ctx, id: ScheduleId, chat: &str) -> Result<Answer, Failure> {
    let schedule = one::theirs(ctx, id).await?;
    if chat == "me" {
        return move_to(ctx, &schedule, None).await;
    }
    let chat = chat.parse().map_err(|_| Failure::user("button-is-old"))?;
    may_play_in(ctx, chat).await?;
    move_to(ctx, &schedule, Some(chat)).await
}

/// The public name of a channel or a group.
pub(super) async fn typed(ctx: &Ctx, id: ScheduleId, name: &str) -> Result<Answer, Failure> {
    let schedule = one::theirs(ctx, id).await?;
    let name = name
        .trim_start_matches("https://t.me/")
        .trim_start_matches('@');
    let is_name = (4..=32).contains(&name.len())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !is_name {
        return Err(Failure::user("schedule-not-a-chat"));
    }
    let found = ctx
        .app
        .telegram
        .find_chat(&format!("@{name}"))
        .await
        .map_err(no_answer)?;
    let chat = found.ok_or_else(|| Failure::user("schedule-not-a-chat"))?;
    may_play_in(ctx, chat.id).await?;
    let mut effect = ctx.effect().await?;
    effect
        .chats()
        .note_title(chat.id, &chat.title, ctx.now)
        .await?;
    settle(ctx, effect, &schedule, Some(chat.id)).await
}

async fn move_to(ctx: &Ctx, schedule: &Schedule, chat: Option<i64>) -> Result<Answer, Failure> {
    let mut effect = ctx.effect().await?;
    effect.stop_asking(ctx).await?;
    settle(ctx, effect, schedule, chat).await
}

/// It plays there from now on; what kept it from playing where it was is over.
async fn settle(
    ctx: &Ctx,
    mut effect: Effect,
    schedule: &Schedule,
    chat: Option<i64>,
) -> Result<Answer, Failure> {
    let mut schedules = effect.schedules();
    schedules.set_chat(schedule.id, chat, ctx.now).await?;
    let reason = schedule.paused_because.as_deref();
    if matches!(reason, Some("gone" | "rights" | "blocked")) {
        schedules.pause(schedule.id, None, ctx.now).await?;
    }
    one::changed(ctx, effect, schedule.id).await
}

/// The person decides what the chat hears, and the bot may play there.
pub(super) async fn may_play_in(ctx: &Ctx, chat: i64) -> Result<(), Failure> {
    one::may_decide(ctx, chat).await?;
    let telegram = &ctx.app.telegram;
    let found = telegram
        .find_chat(&chat.to_string())
        .await
        .map_err(no_answer)?;
    let found = found.ok_or_else(|| Failure::user("schedule-not-a-chat"))?;
    let me = telegram
        .member(chat, ctx.app.me.id)
        .await
        .map_err(no_answer)?;
    match me.may {
        May::Post => Ok(()),
        May::Send if !found.is_channel => Ok(()),
        _ => Err(Failure::user("schedule-cannot-post")),
    }
}

fn no_answer(error: TelegramError) -> Failure {
    Failure::Internal(error.into())
}
