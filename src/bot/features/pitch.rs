//! `/pitch`: whether voices keep their pitch at another speed, or rise and fall with it (slowed, nightcore). It shares the
//! panel of `/speed`.

use super::speed;
use crate::{
    bot::feature::{Answer, Ctx, Failure, Feature, Reply},
    domain::Listening,
    i18n::Locale,
    view::View,
};

pub(super) struct Pitch;

/// What people may type, in the bot's languages.
const ON: &[&str] = &["on", "keep", "yes", "да", "вкл", "так", "увімк", "sí", "si"];
const OFF: &[&str] = &["off", "follow", "no", "нет", "выкл", "ні", "вимк"];

impl Feature for Pitch {
    fn name(&self) -> &'static str {
        "pitch"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["users", "playback_settings"]
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let word = args.to_lowercase();
            if word.is_empty() {
                let listening = super::tone::listening(ctx, &mut ctx.read().await?).await?;
                return Ok(Answer::view(speed::drawn(ctx.locale, &listening)));
            }
            let is_in = |words: &[&str]| words.contains(&word.as_str());
            match (is_in(ON), is_in(OFF)) {
                (true, _) => set(ctx, true, speed::drawn).await,
                (_, true) => set(ctx, false, speed::drawn).await,
                _ => Err(Failure::user("pitch-bad")),
            }
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            match data {
                "on" => set(ctx, true, speed::captioned).await,
                "off" => set(ctx, false, speed::captioned).await,
                _ => Err(Failure::user("button-is-old")),
            }
        })
    }
}

async fn set(
    ctx: &Ctx,
    keeps: bool,
    panel: impl FnOnce(Locale, &Listening) -> View,
) -> Result<Answer, Failure> {
    let mut effect = ctx.effect().await?;
    let user = effect.user(ctx).await?;
    let mut settings = effect.playback_settings();
    settings.set_keeps_pitch(user, ctx.locale.0, keeps).await?;
    let listening = settings.get(user).await?;
    Ok(Answer::view(panel(ctx.locale, &listening)).after(effect))
}
