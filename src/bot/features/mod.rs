//! Every feature, one file each.
//!
//! To add one: its file, a `mod` line, a line in [`FEATURES`], and its texts: `<name>-summary` for the menu and
//! `/help`, and whatever it says.

mod ban;
mod cancel;
mod equalizer;
mod help;
mod language;
mod lyrics;
mod lyrics_forget;
mod migrate;
mod pitch;
pub(in crate::bot) mod playlist;
mod privacy;
mod radio;
mod schedule;
mod settings;
mod sound;
mod speed;
mod start;
mod stats;
mod tone;
mod unban;
mod words;

pub(super) use lyrics::told as told_lyrics;
pub(super) use radio::radio_card;

use teloxide::types::{ChatMemberUpdated, Update, UpdateKind};

use super::{
    command::Command,
    feature::{Answer, Ctx, Failure, Feature, Incoming},
};
use crate::{
    domain::JobId,
    i18n::Locale,
    jobs::{News, Progress, Told},
    t,
    view::{Button, Press, View},
};

pub use schedule::say;

/// Every feature, in the order `/help` and the command menu list them.
pub(super) const FEATURES: &[&dyn Feature] = &[
    &start::Start,
    &settings::Settings,
    &speed::SpeedFeature,
    &pitch::Pitch,
    &equalizer::EqualizerFeature,
    &language::LanguageFeature,
    &sound::Sound,
    &playlist::Playlists,
    &schedule::Schedules,
    &lyrics::LyricsFeature,
    &radio::RadioFeature,
    &privacy::Privacy,
    &cancel::Cancel,
    &help::Help,
    &stats::Stats,
    &ban::Ban,
    &unban::Unban,
    &lyrics_forget::LyricsForget,
    &migrate::status::Status,
    &migrate::up::Up,
    &migrate::down::Down,
    &migrate::plan::Plan,
    &migrate::history::History,
    &migrate::show::Show,
    &migrate::log::Log,
    &migrate::verify::Verify,
    &migrate::backup::Backup,
    &migrate::backups::Backups,
    &migrate::restore::Restore,
    &migrate::drift::Drift,
    &migrate::sql::Sql,
    &migrate::stamp::Stamp,
];

/// News of a job, as the feature that owns it puts them.
pub fn tell(told: &Told<'_>, locale: Locale) -> Vec<View> {
    let failed = || vec![View::text(t!(locale, "job-failed", subject = told.subject))];
    match told.news {
        News::Waits(place) => vec![stoppable(
            t!(locale, "job-waits", subject = told.subject, place = place),
            told.job,
            locale,
        )],
        News::Runs(progress) => vec![stoppable(
            how_far(told.subject, progress, locale),
            told.job,
            locale,
        )],
        News::Done(outcome) => FEATURES
            .iter()
            .find(|feature| feature.name() == told.feature)
            .and_then(|feature| feature.deliver(outcome, told.job, locale))
            .unwrap_or_else(failed),
        News::Failed => failed(),
    }
}

fn stoppable(text: String, job: JobId, locale: Locale) -> View {
    let stop = Press::new("cancel", format!("job:{job}"));
    View::text(text).row([Button::new(t!(locale, "job-button-cancel"), stop)])
}

fn how_far(subject: &str, progress: Progress, locale: Locale) -> String {
    let Some(percent) = progress.percent else {
        return t!(locale, "job-runs", subject = subject);
    };
    let percent = i64::from(percent);
    match progress.seconds_left {
        Some(seconds) => t!(
            locale,
            "job-runs-percent-left",
            subject = subject,
            percent = percent,
            seconds = seconds.max(1)
        ),
        None => t!(
            locale,
            "job-runs-percent",
            subject = subject,
            percent = percent
        ),
    }
}

/// A command nobody answers. In a group it is most likely another bot's.
pub(super) fn unknown_command(ctx: &Ctx, command: &Command) -> Answer {
    if !ctx.chat.is_private {
        return Answer::silence();
    }
    let nearest = FEATURES
        .iter()
        .filter(|feature| ctx.offers(**feature))
        .map(|feature| {
            (
                strsim::damerau_levenshtein(feature.name(), &command.name),
                feature.name(),
            )
        })
        .filter(|(distance, name)| *distance <= name.len() / 2)
        .min();
    Answer::view(View::text(match nearest {
        Some((_, name)) => t!(ctx.locale, "unknown-command-nearest", command = name),
        None => t!(ctx.locale, "unknown-command"),
    }))
}

/// Whether a message is a command of ours.
pub(super) fn names_a_feature(update: &Update, our_name: &str) -> bool {
    let UpdateKind::Message(message) = &update.kind else {
        return false;
    };
    let command = message
        .text()
        .and_then(|text| Command::parse(text, our_name));
    command.is_some_and(|command| {
        FEATURES
            .iter()
            .any(|feature| feature.name() == command.name)
    })
}

/// The feature of this name, if it is there for the one who asks.
pub(super) fn by_name(ctx: &Ctx, name: &str) -> Option<&'static dyn Feature> {
    let feature = *FEATURES.iter().find(|feature| feature.name() == name)?;
    if !ctx.may_use(feature) {
        let person = ctx.asker.telegram_id.get();
        tracing::info!(
            person,
            chat.id = ctx.chat.id,
            command = name,
            "somebody asked for what is the owners' in private"
        );
        return None;
    }
    Some(feature)
}

/// Refuses what a feature cannot do while a table of its is away.
pub(super) fn is_whole(ctx: &Ctx, feature: &dyn Feature) -> Result<(), Failure> {
    if ctx.misses(feature) {
        return Err(Failure::user("feature-away"));
    }
    Ok(())
}

/// A message that is no command: what somebody was asked for, or something a feature takes by itself, such as a song.
/// Groups talk among themselves; in private somebody waits for an answer.
pub(super) async fn other_message(ctx: &Ctx, message: &Incoming) -> Result<Answer, Failure> {
    if !message.is_said {
        return Ok(Answer::silence());
    }
    let replied_to = message.reply_to.as_ref();
    let may_be_prompted =
        ctx.chat.is_private || replied_to.is_some_and(|ours| ours.author == Some(ctx.app.me.id));
    if may_be_prompted
        && let Some(prompt) = ctx.prompt().await?
        && let Some(feature) = by_name(ctx, &prompt.feature)
    {
        is_whole(ctx, feature)?;
        let mut answer = feature.prompted(ctx, &prompt.asked, message).await?;
        let mut effect = match answer.effect.take() {
            Some(effect) => effect,
            None => ctx.effect().await?,
        };
        effect.end_prompt(ctx, &prompt).await?;
        return Ok(answer.after(effect));
    }
    let features = FEATURES.iter().filter(|feature| ctx.offers(**feature));
    for feature in features {
        if let Some(reply) = feature.message(ctx, message) {
            return reply.await;
        }
    }
    if !ctx.chat.is_private {
        return Ok(Answer::silence());
    }
    Ok(Answer::view(View::text(t!(ctx.locale, "not-understood"))))
}

/// Somebody blocked the bot or came back to it, or brought it to a group or channel, or took it from there.
pub(super) async fn membership(ctx: &Ctx, member: &ChatMemberUpdated) -> Result<Answer, Failure> {
    ctx.app.telegram.forget_members(ctx.chat.id);
    if !ctx.chat.is_private {
        let title: String = member
            .chat
            .title()
            .unwrap_or_default()
            .chars()
            .take(255)
            .collect();
        let is_there = member.new_chat_member.is_present();
        let mut effect = ctx.effect().await?;
        let user = effect.user(ctx).await?;
        effect
            .chats()
            .note(ctx.chat.id, &title, user, is_there, ctx.now)
            .await?;
        return Ok(Answer::silence().after(effect));
    }
    if ctx.asker.user.is_none() {
        return Ok(Answer::silence());
    }
    let mut effect = ctx.effect().await?;
    if member.new_chat_member.is_present() {
        effect.users().unblock(ctx.asker.telegram_id).await?;
    } else {
        effect
            .users()
            .mark_blocked(ctx.asker.telegram_id, ctx.now)
            .await?;
    }
    Ok(Answer::silence().after(effect))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::{domain::Language, i18n::Locale};

    #[test]
    fn names_are_commands_telegram_accepts_and_nobody_shares_one() {
        let mut seen = HashSet::new();
        for feature in FEATURES {
            let name = feature.name();
            assert!((1..=32).contains(&name.len()), "{name}");
            assert!(
                name.chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'),
                "{name}"
            );
            assert!(seen.insert(name), "{name} is there twice");
        }
    }

    #[test]
    fn every_feature_says_what_it_is_for_in_every_language() {
        for feature in FEATURES {
            for language in Language::ALL {
                let key = format!("{}-summary", feature.name());
                let summary = Locale(*language)
                    .find(&key, &[])
                    .unwrap_or_else(|| panic!("{key} in {language:?}"));
                assert!(
                    (1..=256).contains(&summary.chars().count()),
                    "{key} in {language:?}: {summary}"
                );
            }
        }
    }
}
