//! A new schedule: a playlist, a time, the days. Or all of it in one line: `/schedule Sunday morning weekdays 7:30`.

use chrono::NaiveTime;

use super::{Schedules, button, one, place, when, words, zone};
use crate::{
    bot::feature::{Answer, Ctx, Failure},
    domain::{Days, PlaylistId, ScheduleSpec, Timezone},
    i18n::Arg,
    store::{Plan, Playlist, Whose},
    t,
    view::{Button, Press, View},
};

const PAGE: i64 = 8;
/// Times that are offered, on the hour and half past.
const TIMES: [&str; 12] = [
    "0600", "0630", "0700", "0730", "0800", "0830", "0900", "1200", "1800", "2000", "2100", "2200",
];

/// Which playlist.
pub(super) async fn choose_list(ctx: &Ctx, page: i64) -> Result<Answer, Failure> {
    let back = button(ctx.locale, "schedule-button-list", "list:0");
    let press = |list: PlaylistId| format!("play:{list}");
    let turn = |page: i64| format!("new:{page}");
    let offered = offer_lists(ctx, page, &press, &turn).await?;
    Ok(Answer::view(offered.row([back])))
}

/// The playlists that may play here, each with a press, and the presses that turn the page.
pub(super) async fn offer_lists(
    ctx: &Ctx,
    page: i64,
    press: &(dyn Fn(PlaylistId) -> String + Sync),
    turn: &(dyn Fn(i64) -> String + Sync),
) -> Result<View, Failure> {
    let (mut count, mut lists) = (0, Vec::new());
    if let Some(whose) = whose(ctx) {
        let mut tx = ctx.read().await?;
        let skip = page.max(0) * PAGE;
        count = tx.playlists().count(whose).await?;
        lists = tx.playlists().recent(whose, PAGE, skip).await?;
    }
    if count == 0 {
        let make = Button::new(
            t!(ctx.locale, "playlist-button-new"),
            Press::new("playlist", "new:mine"),
        );
        return Ok(View::text(t!(ctx.locale, "schedule-no-lists")).row([make]));
    }
    let button = |label: &str, data: String| Button::new(label, Press::new("schedule", data));
    let view = View::text(t!(ctx.locale, "schedule-which-list"));
    let mut view = lists.iter().fold(view, |view, list| {
        view.row([button(&list.name, press(list.id))])
    });
    let mut turns = Vec::new();
    if page > 0 {
        turns.push(button("‹", turn(page - 1)));
    }
    if (page + 1) * PAGE < count {
        turns.push(button("›", turn(page + 1)));
    }
    if !turns.is_empty() {
        view = view.row(turns);
    }
    Ok(view)
}

/// In a group its own lists play, else the person's.
fn whose(ctx: &Ctx) -> Option<Whose> {
    if ctx.chat.is_private {
        ctx.asker.user.map(Whose::Person)
    } else {
        Some(Whose::Chat(ctx.chat.id))
    }
}

/// The list, if it may be played here by the one who asks.
pub(super) async fn playable(ctx: &Ctx, list: PlaylistId) -> Result<Playlist, Failure> {
    let found = ctx.read().await?.playlists().find(list).await?;
    let list = found.ok_or_else(|| Failure::user("playlist-gone"))?;
    let is_theirs = match list.chat {
        Some(chat) => chat == ctx.chat.id,
        None => Some(list.owner) == ctx.asker.user,
    };
    if !is_theirs {
        return Err(Failure::user("playlist-not-yours"));
    }
    if !ctx.chat.is_private {
        place::may_play_in(ctx, ctx.chat.id).await?;
    }
    Ok(list)
}

/// At what time: pressed, or typed with anything else.
pub(super) async fn choose_time(ctx: &Ctx, list: PlaylistId) -> Result<Answer, Failure> {
    let list = playable(ctx, list).await?;
    let mut effect = ctx.effect().await?;
    effect
        .ask(ctx, &Schedules, format!("new:{}", list.id))
        .await?;
    let id = list.id;
    let time = |digits: &&str| {
        let (hour, minute) = digits.split_at(2);
        Button::new(
            format!("{hour}:{minute}"),
            Press::new("schedule", format!("at:{id}:{digits}")),
        )
    };
    let mut view = View::text(t!(
        ctx.locale,
        "schedule-ask-time",
        list = list.name.as_str()
    ));
    for row in TIMES.chunks(4) {
        view = view.row(row.iter().map(time));
    }
    Ok(
        Answer::view(view.row([button(ctx.locale, "schedule-button-list", "list:0")]))
            .after(effect),
    )
}

/// How often.
pub(super) async fn choose_days(
    ctx: &Ctx,
    list: PlaylistId,
    digits: &str,
) -> Result<Answer, Failure> {
    let list = playable(ctx, list).await?;
    time_of(digits)?;
    let mut effect = ctx.effect().await?;
    effect.stop_asking(ctx).await?;
    Ok(Answer::view(days_view(ctx, &list, digits)).after(effect))
}

fn days_view(ctx: &Ctx, list: &Playlist, digits: &str) -> View {
    let choice = |key: &str, code: &str| {
        button(ctx.locale, key, format!("make:{}:{digits}:{code}", list.id))
    };
    View::text(t!(ctx.locale, "schedule-which-days"))
        .row([
            choice("schedule-button-once", "once"),
            choice("schedule-button-daily", "1234567"),
        ])
        .row([
            choice("schedule-button-weekdays", "12345"),
            choice("schedule-button-weekends", "67"),
        ])
        .row([choice("schedule-button-weekly", "some")])
}

fn time_of(digits: &str) -> Result<NaiveTime, Failure> {
    NaiveTime::parse_from_str(digits, "%H%M").map_err(|_| Failure::user("button-is-old"))
}

pub(super) async fn make(
    ctx: &Ctx,
    list: PlaylistId,
    digits: &str,
    days: &str,
) -> Result<Answer, Failure> {
    let list = playable(ctx, list).await?;
    let time = time_of(digits)?;
    if days != "some" {
        return add(
            ctx,
            &list,
            &ScheduleSpec::At {
                time,
                days: when::days_of(days)?,
            },
            false,
        )
        .await;
    }
    // On some days of the week: begins with every day, and which ones is asked at once.
    add(
        ctx,
        &list,
        &ScheduleSpec::At {
            time,
            days: Days::Daily,
        },
        true,
    )
    .await
}

/// What was typed when a time was asked for: a time alone, or all of it.
pub(super) async fn typed(ctx: &Ctx, list: PlaylistId, text: &str) -> Result<Answer, Failure> {
    let list = playable(ctx, list).await?;
    let spec = when::parse(ctx, text)?;
    match &spec {
        ScheduleSpec::At { time, .. } if when::is_time(text) => Ok(Answer::view(days_view(
            ctx,
            &list,
            &time.format("%H%M").to_string(),
        ))),
        _ => add(ctx, &list, &spec, false).await,
    }
}

/// `/schedule Sunday morning weekdays 7:30`; without a name it plays the list that was used last.
pub(super) async fn from_line(ctx: &Ctx, line: &str) -> Result<Answer, Failure> {
    const ALL: i64 = 1_000;
    let lists = match whose(ctx) {
        Some(whose) => ctx.read().await?.playlists().recent(whose, ALL, 0).await?,
        None => Vec::new(),
    };
    let lower = line.to_lowercase();
    let named = lists.iter().filter_map(|list| {
        let rest = lower.strip_prefix(&list.name.to_lowercase())?;
        rest.starts_with(char::is_whitespace)
            .then(|| (list, rest.trim().to_owned()))
    });
    // Of two names the longer one is meant.
    let (list, rest) = match (named.min_by_key(|(_, rest)| rest.len()), lists.first()) {
        (Some((list, rest)), _) => (list, rest),
        (None, Some(list)) => (list, line.to_owned()),
        (None, None) => return Err(Failure::user("schedule-no-lists")),
    };
    let list = playable(ctx, list.id).await?;
    let spec = when::parse(ctx, &rest)?;
    add(ctx, &list, &spec, false).await
}

/// Adds the schedule. Where the person's zone is not known yet, it waits until that is said.
async fn add(
    ctx: &Ctx,
    list: &Playlist,
    spec: &ScheduleSpec,
    asks_days: bool,
) -> Result<Answer, Failure> {
    let limit = i64::from(ctx.app.config.limits.schedules);
    let mut effect = ctx.effect().await?;
    let user = effect.user(ctx).await?;
    if effect.schedules().count(user).await? >= limit {
        return Err(Failure::user_with(
            "schedule-too-many",
            vec![("limit", Arg::Number(limit))],
        ));
    }
    let known = effect.users().timezone(user).await?;
    let zone = known.unwrap_or(Timezone::UTC);
    spec.check(ctx.now, zone)
        .map_err(|bad| words::refusal(ctx.locale, &bad))?;
    let next_run = known.and_then(|zone| spec.next_after(ctx.now, zone));
    let chat = (!ctx.chat.is_private).then_some(ctx.chat.id);
    let plan = Plan {
        spec,
        zone,
        next_run,
    };
    let id = effect
        .schedules()
        .add(user, list.id, chat, &plan, ctx.locale.0, ctx.now)
        .await?;
    if known.is_none() {
        return zone::ask(ctx, effect, id).await;
    }
    effect.stop_asking(ctx).await?;
    if asks_days {
        return Ok(Answer::view(when::days_view(ctx, id, Days::Daily)).after(effect));
    }
    one::changed(ctx, effect, id).await
}
