//! What a button of a card says: what to do, with which track, in which settings. Pure, but for the settings that are
//! somebody's own.

use super::super::words::preset_called;
use crate::{
    bot::feature::{Effect, Failure},
    domain::{Equalizer, HeardId, Listening, Preset, Speed, UserId},
    view::Press,
};

/// `r.12.125.1.rock`: render track 12 at 1.25× with its pitch kept and the preset rock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wish {
    pub(super) verb: Verb,
    pub(super) target: Target,
    pub(super) speed: Speed,
    pub(super) keeps_pitch: bool,
    /// As the settings call it: a preset, `custom`, or `my:7`.
    pub(super) equalizer: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Render,
    Voice,
    Parts,
    Compare,
    Album,
    Original,
    Card,
    Buttons,
    Speeds,
    Presets,
    Keep,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Track(HeardId),
    /// The file of the message that the button is under.
    ThisMessage,
}

const VERBS: &[(Verb, &str)] = &[
    (Verb::Render, "r"),
    (Verb::Voice, "v"),
    (Verb::Parts, "p"),
    (Verb::Compare, "c"),
    (Verb::Album, "a"),
    (Verb::Original, "o"),
    (Verb::Card, "t"),
    (Verb::Buttons, "b"),
    (Verb::Speeds, "s"),
    (Verb::Presets, "e"),
    (Verb::Keep, "k"),
];

impl Wish {
    pub(super) fn new(verb: Verb, target: Target, listening: Listening) -> Self {
        Self {
            verb,
            target,
            speed: listening.speed,
            keeps_pitch: listening.keeps_pitch,
            equalizer: listening.equalizer.column(),
        }
    }

    pub(super) fn press(&self) -> Press {
        let verb = VERBS.iter().find(|(verb, _)| *verb == self.verb);
        let verb = verb.map_or("", |(_, letter)| letter);
        let target = match self.target {
            Target::Track(id) => id.to_string(),
            Target::ThisMessage => "m".to_owned(),
        };
        let pitch = u8::from(self.keeps_pitch);
        let percent = self.speed.percent();
        Press::new(
            "sound",
            format!("{verb}.{target}.{percent}.{pitch}.{}", self.equalizer),
        )
    }

    pub(super) fn read(data: &str) -> Option<Self> {
        let mut parts = data.splitn(5, '.');
        let mut next = || parts.next();
        let letter = next()?;
        let (verb, _) = VERBS.iter().find(|(_, known)| *known == letter)?;
        let target = match next()? {
            "m" => Target::ThisMessage,
            id => Target::Track(id.parse::<i64>().ok()?.into()),
        };
        let percent: u16 = next()?.parse().ok()?;
        let speed = Speed::new(f64::from(percent) / 100.0).ok()?;
        let keeps_pitch = next()? == "1";
        let equalizer = next()?.to_owned();
        Some(Self {
            verb: *verb,
            target,
            speed,
            keeps_pitch,
            equalizer,
        })
    }
}

/// The settings of a wish; what it does not say, and a curve of somebody's own, is as they have it now.
pub(super) async fn resolve(
    effect: &mut Effect,
    user: UserId,
    mine: Listening,
    wish: &Wish,
) -> Result<Listening, Failure> {
    let equalizer = if wish.equalizer == Equalizer::CUSTOM {
        let bands = effect.playback_settings().last_custom(user).await?;
        bands.map(Equalizer::Custom)
    } else if let Some(id) = wish.equalizer.strip_prefix(Equalizer::MINE) {
        let id = id
            .parse::<i64>()
            .map_err(|_| Failure::user("button-is-old"))?;
        let profile = effect.equalizer_profiles().find(user, id.into()).await?;
        profile.map(|profile| Equalizer::Mine(profile.id, profile.bands))
    } else {
        Preset::from_name(&wish.equalizer).map(Equalizer::Preset)
    };
    Ok(Listening {
        speed: wish.speed,
        keeps_pitch: wish.keeps_pitch,
        equalizer: equalizer.ok_or_else(|| Failure::user("button-is-old"))?,
        ..mine
    })
}

/// Whether two settings sound the same.
pub(super) fn is_same(one: Listening, other: Listening) -> bool {
    let pitch = |listening: Listening| listening.keeps_pitch || listening.speed == Speed::NORMAL;
    one.speed == other.speed
        && pitch(one) == pitch(other)
        && one.equalizer.bands() == other.equalizer.bands()
}

/// `/sound 1.25 bass boost`, `/sound рок 1,5`: settings for this once, a preset by its name in any language. `None`: words that
/// nobody understands.
pub(super) fn typed(mine: Listening, words: &str) -> Option<Listening> {
    let (mut listening, mut name) = (mine, Vec::new());
    for word in words.split_whitespace() {
        match Speed::parse(word) {
            Ok(speed) => listening.speed = speed,
            Err(_) => name.push(word),
        }
    }
    if !name.is_empty() {
        listening.equalizer = Equalizer::Preset(preset_called(&name.join(" "))?);
    }
    Some(listening)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_button_says_is_read_back_and_fits() {
        for (verb, _) in VERBS {
            for equalizer in ["electronic", "custom", "my:9223372036854775807"] {
                let wish = Wish {
                    verb: *verb,
                    target: Target::Track(HeardId::from(i64::MAX)),
                    speed: Speed::FASTEST,
                    keeps_pitch: true,
                    equalizer: equalizer.to_owned(),
                };
                let press = wish.press();
                assert!(
                    press.encode().len() <= Press::MAX_BYTES,
                    "{}",
                    press.encode()
                );
                assert_eq!(Wish::read(&press.data), Some(wish));
            }
        }
    }

    #[test]
    fn nonsense_is_no_wish() {
        for data in [
            "",
            "r",
            "r.1",
            "x.1.100.1.flat",
            "r.one.100.1.flat",
            "r.1.999.1.flat",
        ] {
            assert_eq!(Wish::read(data), None, "{data}");
        }
    }

    #[test]
    fn typed_settings_hold_for_what_they_name() {
        let mine = Listening::default();
        let rock = Equalizer::Preset(Preset::Rock);
        assert_eq!(typed(mine, ""), Some(mine));
        let got = typed(mine, "1,25 Rock").unwrap();
        assert_eq!((got.speed.percent(), got.equalizer), (125, rock));
        let got = typed(mine, "больше баса x1.5").unwrap();
        let bass = Equalizer::Preset(Preset::BassBoost);
        assert_eq!((got.speed.percent(), got.equalizer), (150, bass));
        for nonsense in ["fast", "rock jazz"] {
            assert_eq!(typed(mine, nonsense), None, "{nonsense}");
        }
    }
}
