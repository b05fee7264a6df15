//! `/speed`: how fast everything plays, by buttons or as a number.

use super::{tone, words};
use crate::{
    bot::feature::{Answer, Ctx, Failure, Feature, Reply},
    domain::{Listening, Speed},
    i18n::Locale,
    t,
    view::{Button, Press, View},
};

pub(super) struct SpeedFeature;

/// What the buttons offer, in percent.
const OFFERED: [&[u16]; 2] = [&[50, 75, 100, 125], &[150, 175, 200]];

/// What the buttons for a little slower and a little faster change, in percent.
const STEP: i32 = 5;

impl Feature for SpeedFeature {
    fn name(&self) -> &'static str {
        "speed"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["users", "playback_settings"]
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            if args.is_empty() {
                return open(ctx).await;
            }
            let speed = Speed::parse(args).map_err(|_| Failure::user("speed-bad"))?;
            set(ctx, |_| speed, drawn).await
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let (verb, number) = data.split_once(':').unwrap_or((data, ""));
            let number: Option<i32> = number.parse().ok();
            match (verb, number) {
                ("open", _) => open(ctx).await,
                ("is", Some(percent)) => {
                    let speed =
                        of_percent(percent).ok_or_else(|| Failure::user("button-is-old"))?;
                    set(ctx, |_| speed, captioned).await
                }
                ("by", Some(step)) => set(ctx, |speed| stepped(speed, step), captioned).await,
                _ => Err(Failure::user("button-is-old")),
            }
        })
    }

    fn setting(&self, ctx: &Ctx, listening: &Listening) -> Option<Button> {
        Some(to_speed(ctx.locale, listening))
    }
}

/// The button that opens this panel.
pub(super) fn to_speed(locale: Locale, listening: &Listening) -> Button {
    let speed = words::speed(listening.speed, locale);
    Button::new(
        t!(locale, "speed-setting", speed = speed),
        Press::new("speed", "open"),
    )
}

async fn open(ctx: &Ctx) -> Result<Answer, Failure> {
    let listening = tone::listening(ctx, &mut ctx.read().await?).await?;
    Ok(Answer::view(drawn(ctx.locale, &listening)))
}

async fn set(
    ctx: &Ctx,
    change: impl FnOnce(Speed) -> Speed,
    panel: impl FnOnce(Locale, &Listening) -> View,
) -> Result<Answer, Failure> {
    let mut effect = ctx.effect().await?;
    let user = effect.user(ctx).await?;
    let mut settings = effect.playback_settings();
    let mut listening = settings.get(user).await?;
    listening.speed = change(listening.speed);
    settings
        .set_speed(user, ctx.locale.0, listening.speed)
        .await?;
    Ok(Answer::view(panel(ctx.locale, &listening)).after(effect))
}

fn of_percent(percent: i32) -> Option<Speed> {
    Speed::new(f64::from(percent) / 100.0).ok()
}

/// A little slower or faster, as far as it goes.
fn stepped(speed: Speed, step: i32) -> Speed {
    of_percent(i32::from(speed.percent()) + step).unwrap_or(if step < 0 {
        Speed::SLOWEST
    } else {
        Speed::FASTEST
    })
}

/// The panel with its picture.
pub(super) fn drawn(locale: Locale, listening: &Listening) -> View {
    let view = tone::drawn(listening, caption(locale, listening));
    with_buttons(view, locale, listening)
}

/// The panel under the picture that is there.
pub(super) fn captioned(locale: Locale, listening: &Listening) -> View {
    let view = View::caption(caption(locale, listening));
    with_buttons(view, locale, listening)
}

fn caption(locale: Locale, listening: &Listening) -> String {
    let curve = words::preset(listening.equalizer, locale);
    let said = tone::caption(locale, listening, &curve);
    format!("{said}\n\n{}", t!(locale, "speed-hint"))
}

fn with_buttons(mut view: View, locale: Locale, listening: &Listening) -> View {
    for row in OFFERED {
        view = view.row(row.iter().filter_map(|percent| {
            let speed = of_percent(i32::from(*percent))?;
            let mark = if speed == listening.speed { "✓ " } else { "" };
            let label = format!("{mark}{}", words::speed(speed, locale));
            Some(Button::new(
                label,
                Press::new("speed", format!("is:{percent}")),
            ))
        }));
    }
    let step = |sign: &str, step: i32| {
        let label = format!("{sign}{}%", step.abs());
        Button::new(label, Press::new("speed", format!("by:{step}")))
    };
    let pitch = if listening.keeps_pitch {
        Button::new(
            t!(locale, "pitch-button-follow"),
            Press::new("pitch", "off"),
        )
    } else {
        Button::new(t!(locale, "pitch-button-keep"), Press::new("pitch", "on"))
    };
    view.row([step("−", -STEP), step("+", STEP)])
        .row([pitch])
        .row([super::equalizer::to_equalizer(locale, listening)])
        .row([tone::to_settings(locale)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_stop_at_the_bounds() {
        let check = |from: &str, step: i32, to: &str| {
            let from = Speed::parse(from).unwrap();
            assert_eq!(stepped(from, step).to_string(), to);
        };
        check("1", 5, "1.05");
        check("1", -5, "0.95");
        check("1.98", 5, "2");
        check("0.5", -5, "0.5");
        check("1", i32::MAX - 200, "2");
    }
}
