//! A tour of everything people see, in all four languages: a walk a subject, played by somebody of each language, and kept whole
//! as a story in `snapshots/`. Whoever changes a text or a panel reads there how it looks to each of them.
//!
//! A story: `>` is the person, who says something or presses a `[button]`; `(…)` is the word over the chat after a press; `<` is a new
//! message of the bot, `~` one that changed, `x` one that went.
//!
//! To add a subject: a file here with a walk; buttons are pressed by row and place, and what is typed in words is given four times.

mod console;
mod people;
mod playlists;
mod refused;
mod schedules;
mod sound;
mod tone;

use crate::support::guest::Guest;

/// Holds the stories against those that are kept.
fn keep(subject: &str, guests: &[Guest<'_>]) {
    for guest in guests {
        keep_story(subject, guest.language, &guest.story);
    }
}

fn keep_story(subject: &str, language: &str, story: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::assert_snapshot!(format!("{subject}-{language}"), story);
    });
}
