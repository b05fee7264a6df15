//! The panel of somebody's sound, which `/speed`, `/pitch` and `/eq` share: what is set in words, the response of the
//! equalizer as a picture, and below it the buttons of one of them.

use super::words;
use crate::{
    audio::{chain, plot},
    bot::feature::{Ctx, Failure},
    db::Tx,
    domain::Listening,
    i18n::Locale,
    t,
    view::{Button, Media, Press, View},
};

/// How the one who asks listens.
pub(super) async fn listening(ctx: &Ctx, tx: &mut Tx) -> Result<Listening, Failure> {
    match ctx.asker.user {
        Some(user) => Ok(tx.playback_settings().get(user).await?),
        None => Ok(Listening::default()),
    }
}

/// With a new picture, for a new panel or another curve.
pub(super) fn drawn(listening: &Listening, caption: String) -> View {
    let picture = plot(&chain(listening));
    View::photo(Media::Bytes(picture), caption)
}

/// What is set, in words. `curve` is the name of the equalizer's.
pub(super) fn caption(locale: Locale, listening: &Listening, curve: &str) -> String {
    let pitch = if listening.keeps_pitch {
        t!(locale, "tone-pitch-kept")
    } else {
        t!(locale, "tone-pitch-follows")
    };
    t!(
        locale,
        "tone-panel",
        speed = words::speed(listening.speed, locale),
        pitch = pitch,
        curve = curve
    )
}

/// Back to all settings, under the picture that is there.
pub(super) fn to_settings(locale: Locale) -> Button {
    Button::new(
        t!(locale, "button-settings"),
        Press::new("settings", "under"),
    )
}
