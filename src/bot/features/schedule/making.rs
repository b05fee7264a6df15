//! A new schedule: what plays, a time, the days. Or all of it in one line: `/schedule Sunday morning weekdays 7:30`. To be
//! woken is the same in fewer presses: early times, and the days on which people get up.

use chrono::NaiveTime;

use super::{
    Schedules, button, one,
    what::{self, Playable, What},
    when, words, zone,
};
use crate::{
    bot::feature::{Answer, Ctx, Failure},
    domain::{Days, Minutes, ScheduleId, ScheduleSpec, StationId, Timezone},
    i18n::Arg,
    store::Plan,
    t,
    view::{Button, Press, View},
};

const PAGE: i64 = 8;
/// How many stations, and playlists, are offered to be woken by, and how many stations in all.
const TO_WAKE: i64 = 5;
const STATIONS: i64 = 12;
/// Times that are offered, on the hour and half past.
const TIMES: [&str; 12] = [
    "0600", "0630", "0700", "0730", "0800", "0830", "0900", "1200", "1800", "2000", "2100", "2200",
];
/// The same for those who want to be woken.
const MORNING: [&str; 12] = [
    "0530", "0600", "0615", "0630", "0645", "0700", "0715", "0730", "0745", "0800", "0830", "0900",
];

/// Which playlist, or which station instead: for a new schedule, or for one that is there.
pub(super) async fn choose_list(
    ctx: &Ctx,
    of: Option<ScheduleId>,
    page: i64,
) -> Result<Answer, Failure> {
    let (mut count, mut lists) = (0, Vec::new());
    if let Some(whose) = what::whose(ctx) {
        let mut tx = ctx.read().await?;
        let skip = page.max(0) * PAGE;
        count = tx.playlists().count(whose).await?;
        lists = tx.playlists().recent(whose, PAGE, skip).await?;
    }
    let text = if count == 0 {
        t!(ctx.locale, "schedule-no-lists")
    } else {
        t!(ctx.locale, "schedule-which-list")
    };
    let mut view = lists.iter().fold(View::text(text), |view, list| {
        view.row([plays(of, What::List(list.id), &list.name)])
    });
    let turn = |label: &str, page: i64| {
        let data = of.map_or(format!("new:{page}"), |id| format!("which:{id}:{page}"));
        Button::new(label, Press::new("schedule", data))
    };
    let before = (page > 0).then(|| turn("‹", page - 1));
    let after = ((page + 1) * PAGE < count).then(|| turn("›", page + 1));
    if before.is_some() || after.is_some() {
        view = view.row(before.into_iter().chain(after));
    }
    if count == 0 {
        view = view.row([Button::new(
            t!(ctx.locale, "playlist-button-new"),
            Press::new("playlist", "new:mine"),
        )]);
    }
    let stations = of.map_or("stations".to_owned(), |id| format!("stations:{id}"));
    let view = view
        .row([button(ctx.locale, "schedule-button-station", stations)])
        .row([back(ctx, of)]);
    Ok(Answer::view(view))
}

/// Which station.
pub(super) async fn choose_station(ctx: &Ctx, of: Option<ScheduleId>) -> Result<Answer, Failure> {
    let stations = what::stations(ctx, STATIONS).await?;
    if stations.is_empty() {
        let text = t!(ctx.locale, "schedule-no-stations");
        let radio = Button::new(
            t!(ctx.locale, "schedule-button-radio"),
            Press::new("radio", "home"),
        );
        return Ok(Answer::view(
            View::text(text).row([radio]).row([back(ctx, of)]),
        ));
    }
    let view = View::text(t!(ctx.locale, "schedule-which-station"));
    let view = stations.iter().fold(view, |view, station| {
        let id = station.id;
        let data = of.map_or(format!("minutes:{id}"), |of| format!("minutes:{of}:{id}"));
        view.row([Button::new(&station.name, Press::new("schedule", data))])
    });
    Ok(Answer::view(view.row([back(ctx, of)])))
}

/// How much of it.
pub(super) async fn choose_minutes(
    ctx: &Ctx,
    of: Option<ScheduleId>,
    station: StationId,
) -> Result<Answer, Failure> {
    let playable = What::Station(station, what::USUAL).playable(ctx).await?;
    let view = minutes_view(ctx, playable.name(), &|minutes| {
        let label = t!(
            ctx.locale,
            "playlist-button-minutes",
            minutes = minutes.get()
        );
        plays(of, What::Station(station, minutes), label)
    });
    Ok(Answer::view(view.row([back(ctx, of)])))
}

pub(super) fn minutes_view(ctx: &Ctx, name: &str, choice: &dyn Fn(Minutes) -> Button) -> View {
    let view = View::text(t!(ctx.locale, "schedule-how-long", name = name));
    Minutes::OFFERED.chunks(3).fold(view, |view, row| {
        view.row(row.iter().map(|minutes| choice(*minutes)))
    })
}

/// A button that has it played.
fn plays(of: Option<ScheduleId>, what: What, label: impl Into<String>) -> Button {
    let code = what.code();
    let data = of.map_or(format!("play:{code}"), |id| format!("plays:{id}:{code}"));
    Button::new(label, Press::new("schedule", data))
}

fn back(ctx: &Ctx, of: Option<ScheduleId>) -> Button {
    match of {
        Some(id) => one::back(ctx, id),
        None => button(ctx.locale, "schedule-button-list", "list:0"),
    }
}

/// By what to be woken: a station or a playlist.
pub(super) async fn choose_to_wake(ctx: &Ctx) -> Result<Answer, Failure> {
    let stations = what::stations(ctx, TO_WAKE).await?;
    let lists = match what::whose(ctx) {
        Some(whose) => {
            let mut tx = ctx.read().await?;
            tx.playlists().recent(whose, TO_WAKE, 0).await?
        }
        None => Vec::new(),
    };
    let back = back(ctx, None);
    if stations.is_empty() && lists.is_empty() {
        let view = View::text(t!(ctx.locale, "schedule-nothing-to-wake"))
            .row([
                Button::new(
                    t!(ctx.locale, "schedule-button-radio"),
                    Press::new("radio", "home"),
                ),
                Button::new(
                    t!(ctx.locale, "playlist-button-new"),
                    Press::new("playlist", "new:mine"),
                ),
            ])
            .row([back]);
        return Ok(Answer::view(view));
    }
    let wake = |what: What, label: String| {
        let press = Press::new("schedule", format!("wake:{}", what.code()));
        Button::new(label, press)
    };
    let minutes = what::USUAL.get();
    let view = View::text(t!(ctx.locale, "schedule-wake-which", minutes = minutes));
    let view = stations.iter().fold(view, |view, station| {
        let what = What::Station(station.id, what::USUAL);
        view.row([wake(what, format!("📻 {}", station.name))])
    });
    let view = lists.iter().fold(view, |view, list| {
        view.row([wake(What::List(list.id), list.name.clone())])
    });
    Ok(Answer::view(view.row([back])))
}

/// Which times are offered, and which days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    AnyTime,
    Waking,
}

impl For {
    /// How a press begins that says a time.
    const fn press(self) -> &'static str {
        match self {
            Self::AnyTime => "at",
            Self::Waking => "wake",
        }
    }
}

/// At what time: pressed, or typed with anything else. Below the card of a station, which goes on changing, in a message of
/// its own.
pub(super) async fn choose_time(
    ctx: &Ctx,
    what: What,
    what_for: For,
    in_place: bool,
) -> Result<Answer, Failure> {
    // In a group everybody wakes at another time.
    if what_for == For::Waking && !ctx.chat.is_private {
        return Err(Failure::user("schedule-wake-in-private"));
    }
    let playable = what.playable(ctx).await?;
    let code = what.code();
    let (text, times, asked) = match what_for {
        For::AnyTime => ("schedule-ask-time", &TIMES, format!("new:{code}")),
        For::Waking => ("schedule-wake-when", &MORNING, format!("wake:{code}")),
    };
    let mut effect = ctx.effect().await?;
    effect.ask(ctx, &Schedules, asked).await?;
    let time = |digits: &&str| {
        let (hour, minute) = digits.split_at(2);
        let data = format!("{}:{code}:{digits}", what_for.press());
        Button::new(format!("{hour}:{minute}"), Press::new("schedule", data))
    };
    let list = Arg::Text(playable.name().to_owned());
    let mut view = View::text(ctx.locale.text(text, &[("list", list)]));
    for row in times.chunks(4) {
        view = view.row(row.iter().map(time));
    }
    let view = view.row([back(ctx, None)]);
    let answer = if in_place {
        Answer::view(view)
    } else {
        let pressed = ctx.message.as_ref().map(|message| message.message_id);
        Answer::new_message(view).replying_to(pressed)
    };
    Ok(answer.after(effect))
}

/// How often.
pub(super) async fn choose_days(
    ctx: &Ctx,
    what: What,
    what_for: For,
    digits: &str,
) -> Result<Answer, Failure> {
    what.playable(ctx).await?;
    time_of(digits)?;
    let mut effect = ctx.effect().await?;
    effect.stop_asking(ctx).await?;
    Ok(Answer::view(days_view(ctx, what, what_for, digits)).after(effect))
}

fn days_view(ctx: &Ctx, what: What, what_for: For, digits: &str) -> View {
    let what = what.code();
    let choice =
        |key: &str, code: &str| button(ctx.locale, key, format!("make:{what}:{digits}:{code}"));
    let view = View::text(t!(ctx.locale, "schedule-which-days"));
    match what_for {
        For::AnyTime => view
            .row([
                choice("schedule-button-once", "once"),
                choice("schedule-button-daily", "1234567"),
            ])
            .row([
                choice("schedule-button-weekdays", "12345"),
                choice("schedule-button-weekends", "67"),
            ])
            .row([choice("schedule-button-weekly", "some")]),
        For::Waking => view
            .row([
                choice("schedule-button-once", "once"),
                choice("schedule-button-weekdays", "12345"),
            ])
            .row([choice("schedule-button-daily", "1234567")]),
    }
}

fn time_of(digits: &str) -> Result<NaiveTime, Failure> {
    NaiveTime::parse_from_str(digits, "%H%M").map_err(|_| Failure::user("button-is-old"))
}

pub(super) async fn make(
    ctx: &Ctx,
    what: What,
    digits: &str,
    days: &str,
) -> Result<Answer, Failure> {
    let playable = what.playable(ctx).await?;
    let time = time_of(digits)?;
    // On some days of the week: begins with every day, and which ones is asked at once.
    let asks_days = days == "some";
    let days = if asks_days {
        Days::Daily
    } else {
        when::days_of(days)?
    };
    add(ctx, &playable, &ScheduleSpec::At { time, days }, asks_days).await
}

/// What was typed when a time was asked for: a time alone, or all of it.
pub(super) async fn typed(
    ctx: &Ctx,
    what: What,
    what_for: For,
    text: &str,
) -> Result<Answer, Failure> {
    let playable = what.playable(ctx).await?;
    let spec = when::parse(ctx, text)?;
    match &spec {
        ScheduleSpec::At { time, .. } if when::is_time(text) => {
            let digits = time.format("%H%M").to_string();
            Ok(Answer::view(days_view(ctx, what, what_for, &digits)))
        }
        _ => add(ctx, &playable, &spec, false).await,
    }
}

/// `/schedule Sunday morning weekdays 7:30`, `/schedule Jazz FM 15 min 7:30`.
pub(super) async fn from_line(ctx: &Ctx, line: &str) -> Result<Answer, Failure> {
    let (what, rest) = what::named(ctx, line).await?;
    let playable = what.playable(ctx).await?;
    let spec = when::parse(ctx, &rest)?;
    add(ctx, &playable, &spec, false).await
}

/// Adds the schedule. Where the person's zone is not known yet, it waits until that is said.
async fn add(
    ctx: &Ctx,
    playable: &Playable,
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
    let list = playable.list(ctx, &mut effect).await?;
    let id = effect
        .schedules()
        .add(user, list, chat, &plan, ctx.locale.0, ctx.now)
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
