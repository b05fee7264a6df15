//! `/eq`: presets, ten bands of one's own, and curves saved under a name; by buttons, or typed: `/eq rock`,
//! `/eq 31:+3 16k:-4`, `/eq save Car`.

mod panel;

use crate::{
    bot::feature::{Answer, Ctx, Effect, Failure, Feature, Incoming, Reply},
    domain::{BadEdit, Bands, Equalizer, Listening, Preset, ProfileName, UserId},
    i18n::{Arg, Locale},
    store::Profile,
    t,
    view::{Button, View},
};

use super::words::preset_called;
use panel::Own;
pub(super) use panel::to_equalizer;

pub(super) struct EqualizerFeature;

/// So many curves a person may save: more are found by nobody.
const MOST_SAVED: i64 = 20;

impl Feature for EqualizerFeature {
    fn name(&self) -> &'static str {
        "eq"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["users", "playback_settings", "equalizer_profiles"]
    }

    fn command<'a>(&'a self, ctx: &'a Ctx, args: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let (verb, rest) = args.split_once(char::is_whitespace).unwrap_or((args, ""));
            match verb.to_lowercase().as_str() {
                "" => open(ctx).await,
                "save" if rest.trim().is_empty() => self.ask_for_a_name(ctx).await,
                "save" => save(ctx, rest).await,
                "delete" => delete(ctx, |profile| is_called(profile, rest)).await,
                _ => choose(ctx, args).await,
            }
        })
    }

    fn press<'a>(&'a self, ctx: &'a Ctx, data: &'a str) -> Reply<'a> {
        Box::pin(async move {
            let mut parts = data.split(':');
            let (verb, first, second) = (parts.next(), parts.next(), parts.next());
            let number = |part: Option<&str>| part.and_then(|part| part.parse::<i64>().ok());
            let band = number(first)
                .and_then(|band| usize::try_from(band).ok())
                .filter(|band| *band < Bands::COUNT);
            match (verb.unwrap_or_default(), band) {
                ("open", _) => open(ctx).await,
                ("preset", _) => {
                    let preset = Preset::from_name(first.unwrap_or_default());
                    let preset = preset.ok_or_else(|| Failure::user("button-is-old"))?;
                    set(ctx, |_, _| Some(Equalizer::Preset(preset)), panel::presets).await
                }
                ("custom", _) => {
                    let custom = |_: Bands, own: &Own| own.custom.map(Equalizer::Custom);
                    set(ctx, custom, panel::presets).await
                }
                ("mine", _) => {
                    let id = number(first);
                    let mine = |_: Bands, own: &Own| {
                        let mut profiles = own.profiles.iter();
                        let profile = profiles.find(|profile| Some(profile.id.get()) == id)?;
                        Some(Equalizer::Mine(profile.id, profile.bands))
                    };
                    set(ctx, mine, panel::presets).await
                }
                ("edit", Some(band)) => edit(ctx, band).await,
                ("step", Some(band)) => {
                    let step = number(second).and_then(|step| i8::try_from(step).ok());
                    let step = step.ok_or_else(|| Failure::user("button-is-old"))?;
                    let stepped = |bands: Bands, _: &Own| {
                        let gain = bands.gains()[band].step(step);
                        Some(Equalizer::Custom(bands.with(band, gain)))
                    };
                    set(ctx, stepped, |locale, listening, own| {
                        panel::editor(locale, listening, own, band)
                    })
                    .await
                }
                ("save", _) => self.ask_for_a_name(ctx).await,
                ("delete", _) => {
                    let id = number(first);
                    delete(ctx, |profile| Some(profile.id.get()) == id).await
                }
                _ => Err(Failure::user("button-is-old")),
            }
        })
    }

    fn prompted<'a>(&'a self, ctx: &'a Ctx, _asked: &'a str, message: &'a Incoming) -> Reply<'a> {
        Box::pin(async move { save(ctx, message.text.as_deref().unwrap_or_default()).await })
    }

    fn setting(&self, ctx: &Ctx, listening: &Listening) -> Option<Button> {
        Some(to_equalizer(ctx.locale, listening))
    }
}

impl EqualizerFeature {
    async fn ask_for_a_name(&self, ctx: &Ctx) -> Result<Answer, Failure> {
        let mut effect = ctx.effect().await?;
        effect.ask(ctx, self, "name").await?;
        let question = View::text(t!(ctx.locale, "eq-ask-name"));
        Ok(Answer::new_message(question).after(effect))
    }
}

async fn open(ctx: &Ctx) -> Result<Answer, Failure> {
    let (listening, own) = read(ctx).await?;
    Ok(Answer::view(panel::presets(ctx.locale, &listening, &own)))
}

async fn edit(ctx: &Ctx, band: usize) -> Result<Answer, Failure> {
    let (listening, own) = read(ctx).await?;
    Ok(Answer::view(panel::editor_of_same_curve(
        ctx.locale, &listening, &own, band,
    )))
}

async fn read(ctx: &Ctx) -> Result<(Listening, Own), Failure> {
    let Some(user) = ctx.asker.user else {
        return Ok((Listening::default(), Own::default()));
    };
    let mut tx = ctx.read().await?;
    let own = Own::read(&mut tx, user).await?;
    Ok((tx.playback_settings().get(user).await?, own))
}

/// What somebody typed: a preset, a curve of their own, or what the bands shall be.
async fn choose(ctx: &Ctx, words: &str) -> Result<Answer, Failure> {
    let mut refusal = BadEdit::NotAnEdit;
    let chosen = |bands: Bands, own: &Own| {
        let mine = own
            .profiles
            .iter()
            .find(|profile| is_called(profile, words));
        let preset = || preset_called(words).map(Equalizer::Preset);
        let edited = || {
            let edited = bands.edited(words).inspect_err(|error| refusal = *error);
            edited.ok().map(Equalizer::Custom)
        };
        mine.map(|profile| Equalizer::Mine(profile.id, profile.bands))
            .or_else(preset)
            .or_else(edited)
    };
    let answer = set(ctx, chosen, panel::presets).await;
    match (answer, refusal) {
        (Err(Failure::User { .. }), BadEdit::NotAnEdit) => Err(Failure::user("eq-unknown")),
        (Err(Failure::User { .. }), BadEdit::NoSuchBand) => Err(Failure::user("eq-no-band")),
        (Err(Failure::User { .. }), BadEdit::OutOfRange) => Err(Failure::user("eq-out-of-range")),
        (answer, _) => answer,
    }
}

/// Sets what `choose` makes of the bands that are heard now and of one's own curves; nothing is what is gone meanwhile.
async fn set(
    ctx: &Ctx,
    choose: impl FnOnce(Bands, &Own) -> Option<Equalizer>,
    panel: impl FnOnce(Locale, &Listening, &Own) -> View,
) -> Result<Answer, Failure> {
    let mut effect = ctx.effect().await?;
    let user = effect.user(ctx).await?;
    let mut own = Own::read(&mut effect, user).await?;
    let mut listening = effect.playback_settings().get(user).await?;
    let chosen = choose(listening.equalizer.bands(), &own);
    listening.equalizer = chosen.ok_or_else(|| Failure::user("eq-gone"))?;
    if let Equalizer::Custom(bands) = listening.equalizer {
        own.custom = Some(bands);
    }
    keep(&mut effect, ctx, user, listening.equalizer).await?;
    Ok(Answer::view(panel(ctx.locale, &listening, &own)).after(effect))
}

async fn keep(
    effect: &mut Effect,
    ctx: &Ctx,
    user: UserId,
    equalizer: Equalizer,
) -> Result<(), Failure> {
    let mut settings = effect.playback_settings();
    Ok(settings
        .set_equalizer(user, ctx.locale.0, equalizer)
        .await?)
}

/// Saves what is heard now under a name.
async fn save(ctx: &Ctx, name: &str) -> Result<Answer, Failure> {
    let name = ProfileName::parse(name).map_err(|_| Failure::user("eq-name-bad"))?;
    let mut effect = ctx.effect().await?;
    let user = effect.user(ctx).await?;
    let mut listening = effect.playback_settings().get(user).await?;
    let bands = listening.equalizer.bands();
    let mut profiles = effect.equalizer_profiles();
    let others = profiles.of_owner(user).await?;
    let others = others.iter().filter(|other| other.name != name.as_str());
    if i64::try_from(others.count()).is_ok_and(|count| count >= MOST_SAVED) {
        return Err(Failure::user_with(
            "eq-too-many",
            vec![("limit", Arg::Number(MOST_SAVED))],
        ));
    }
    let id = profiles.save(user, &name, bands, ctx.now).await?;
    listening.equalizer = Equalizer::Mine(id, bands);
    keep(&mut effect, ctx, user, listening.equalizer).await?;
    let own = Own::read(&mut effect, user).await?;
    Ok(Answer::view(panel::presets(ctx.locale, &listening, &own)).after(effect))
}

/// Deletes a saved curve. Whoever hears it goes on hearing it.
async fn delete(ctx: &Ctx, is_meant: impl Fn(&Profile) -> bool) -> Result<Answer, Failure> {
    let mut effect = ctx.effect().await?;
    let user = effect.user(ctx).await?;
    let own = Own::read(&mut effect, user).await?;
    let profile = own.profiles.iter().find(|profile| is_meant(profile));
    let profile = profile.ok_or_else(|| Failure::user("eq-gone"))?;
    let mut listening = effect.playback_settings().get(user).await?;
    if listening.equalizer == Equalizer::Mine(profile.id, profile.bands) {
        listening.equalizer = Equalizer::Custom(profile.bands);
        keep(&mut effect, ctx, user, listening.equalizer).await?;
    }
    effect.equalizer_profiles().remove(user, profile.id).await?;
    let toast = t!(ctx.locale, "eq-deleted-toast", name = profile.name.as_str());
    // What is shown over the chat knows no markup.
    let toast = View::text(toast).plain_text().unwrap_or_default();
    let own = Own::read(&mut effect, user).await?;
    let view = panel::presets(ctx.locale, &listening, &own);
    Ok(Answer::view(view).toast(toast).after(effect))
}

fn is_called(profile: &Profile, name: &str) -> bool {
    profile.name.to_lowercase() == name.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use crate::view::Press;

    #[test]
    fn what_a_button_carries_fits() {
        let longest = Press::new("eq", format!("mine:{}", i64::MAX));
        assert!(longest.encode().len() <= Press::MAX_BYTES);
    }
}
