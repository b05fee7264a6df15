//! The two faces of the equalizer's panel: presets and saved curves, and the ten bands one by one.

use crate::{
    bot::{
        feature::Failure,
        features::{speed, tone, words},
    },
    db::Tx,
    domain::{Bands, Equalizer, Gain, Listening, Preset, UserId},
    i18n::Locale,
    store::Profile,
    t,
    view::{Button, Press, View, escape},
};

/// What a person made.
#[derive(Default)]
pub(super) struct Own {
    pub(super) profiles: Vec<Profile>,
    /// The bands they set last.
    pub(super) custom: Option<Bands>,
}

impl Own {
    pub(super) async fn read(tx: &mut Tx, user: UserId) -> Result<Self, Failure> {
        Ok(Self {
            profiles: tx.equalizer_profiles().of_owner(user).await?,
            custom: tx.playback_settings().last_custom(user).await?,
        })
    }

    /// The name of a curve: their own for a saved one.
    fn name(&self, equalizer: Equalizer, locale: Locale) -> String {
        let saved = self
            .profiles
            .iter()
            .find(|profile| matches!(equalizer, Equalizer::Mine(id, _) if id == profile.id));
        match saved {
            Some(profile) => profile.name.clone(),
            None => words::preset(equalizer, locale),
        }
    }
}

/// The button that opens this panel.
pub(in crate::bot::features) fn to_equalizer(locale: Locale, listening: &Listening) -> Button {
    let curve = words::preset(listening.equalizer, locale);
    Button::new(
        t!(locale, "eq-setting", curve = curve),
        Press::new("eq", "open"),
    )
}

/// Presets and saved curves.
pub(super) fn presets(locale: Locale, listening: &Listening, own: &Own) -> View {
    let heard = listening.equalizer;
    let said = tone::caption(locale, listening, &own.name(heard, locale));
    let caption = format!("{said}\n\n{}", t!(locale, "eq-hint"));
    let button = |equalizer: Equalizer, press: String| {
        let mark = if equalizer == heard { "✓ " } else { "" };
        // Labels are no markup: nothing to escape.
        let label = format!("{mark}{}", own.name(equalizer, locale));
        Button::new(label, Press::new("eq", press))
    };
    let mut view = tone::drawn(listening, caption);
    for row in Preset::ALL.chunks(3) {
        view = view.row(row.iter().map(|preset| {
            let press = format!("preset:{}", preset.name());
            button(Equalizer::Preset(*preset), press)
        }));
    }
    for row in own.profiles.chunks(2) {
        view = view.row(row.iter().map(|profile| {
            let mine = Equalizer::Mine(profile.id, profile.bands);
            button(mine, format!("mine:{}", profile.id))
        }));
    }
    if let Some(custom) = own.custom {
        view = view.row([button(Equalizer::Custom(custom), "custom".to_owned())]);
    }
    let edit = Button::new(t!(locale, "eq-button-edit"), Press::new("eq", "edit:0"));
    view = match heard {
        Equalizer::Custom(_) => view.row([edit, save(locale)]),
        Equalizer::Preset(_) => view.row([edit]),
        Equalizer::Mine(id, _) => {
            let label = t!(locale, "eq-button-delete");
            view.row([
                edit,
                Button::new(label, Press::new("eq", format!("delete:{id}"))),
            ])
        }
    };
    view.row([speed::to_speed(locale, listening)])
        .row([tone::to_settings(locale)])
}

/// The ten bands, one of which the buttons change.
pub(super) fn editor(locale: Locale, listening: &Listening, own: &Own, band: usize) -> View {
    let view = tone::drawn(listening, bands_in_words(locale, listening, own, band));
    with_bands(view, locale, listening, band)
}

/// The same under the picture that is there.
pub(super) fn editor_of_same_curve(
    locale: Locale,
    listening: &Listening,
    own: &Own,
    band: usize,
) -> View {
    let view = View::caption(bands_in_words(locale, listening, own, band));
    with_bands(view, locale, listening, band)
}

fn bands_in_words(locale: Locale, listening: &Listening, own: &Own, band: usize) -> String {
    let name = own.name(listening.equalizer, locale);
    let chart = chart(listening.equalizer.bands(), band);
    format!(
        "{}\n<pre>{}</pre>",
        t!(locale, "eq-editor", curve = name),
        escape(&chart)
    )
}

fn with_bands(mut view: View, locale: Locale, listening: &Listening, band: usize) -> View {
    for row in (0..Bands::COUNT).collect::<Vec<_>>().chunks(5) {
        view = view.row(row.iter().map(|other| {
            let mark = if *other == band { "✓ " } else { "" };
            let label = format!("{mark}{}", Bands::NAMES[*other]);
            Button::new(label, Press::new("eq", format!("edit:{other}")))
        }));
    }
    let step = |label: &str, db: i8| {
        let label = t!(locale, "eq-button-step", db = label);
        Button::new(label, Press::new("eq", format!("step:{band}:{db}")))
    };
    view = view.row([step("−3", -3), step("−1", -1), step("+1", 1), step("+3", 3)]);
    let back = Button::new(t!(locale, "eq-button-presets"), Press::new("eq", "open"));
    match listening.equalizer {
        Equalizer::Custom(_) => view.row([back, save(locale)]),
        Equalizer::Preset(_) | Equalizer::Mine(..) => view.row([back]),
    }
}

fn save(locale: Locale) -> Button {
    Button::new(t!(locale, "eq-button-save"), Press::new("eq", "save"))
}

/// Half the width of the chart: two dB for each cell.
const CELLS: usize = 6;

/// The bands as bars, narrow enough for a phone.
fn chart(bands: Bands, chosen: usize) -> String {
    let lines = Bands::NAMES.iter().zip(bands.gains()).enumerate();
    let lines = lines.map(|(band, (name, gain))| {
        let mark = if band == chosen { "›" } else { " " };
        let gain_in_words = gain.to_string();
        let (quieter, louder) = bars(gain);
        format!("{mark}{name:>3} {quieter}│{louder} {gain_in_words:>5}")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What is left and what is right of the middle.
fn bars(gain: Gain) -> (String, String) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is between 0 and 12"
    )]
    let halves = gain.db().abs().round() as usize;
    let (full, half) = (halves / 2, halves % 2);
    let empty = " ".repeat(CELLS);
    if gain < Gain::ZERO {
        let bar = format!("{}{}", "▐".repeat(half), "█".repeat(full));
        (format!("{bar:>CELLS$}"), empty)
    } else {
        let bar = format!("{}{}", "█".repeat(full), "▌".repeat(half));
        (empty, format!("{bar:<CELLS$}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chart_fits_a_phone_and_lines_up() {
        let db = [12.0, -12.0, 0.0, 0.4, -0.5, 1.0, -3.0, 4.5, -11.0, 7.0];
        let chart = chart(Bands::of_db(&db).expect("a curve"), 9);
        let lines: Vec<&str> = chart.lines().collect();
        assert_eq!(lines[0], "  31       │██████   +12");
        assert_eq!(lines[4], " 500      ▐│        −0.5");
        assert_eq!(lines[6], "  2k     ▐█│          −3");
        assert_eq!(lines[9], "›16k       │███▌      +7");
        assert!(
            chart.lines().all(|line| line.chars().count() == 24),
            "{chart}"
        );
    }
}
