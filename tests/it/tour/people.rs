//! People: the first steps, settings and language, what is kept about somebody, and what is said to who goes too fast.

use super::keep;
use crate::support::{bot::Bot, guest::Guest};

#[tokio::test]
async fn people() {
    let bot = Bot::start_unlimited("bot.owners = [1]\nlimits.updates_per_minute = 0").await;
    let mut guests = Guest::all(&bot).await;
    for guest in &mut guests {
        first_steps(guest).await;
        language(guest).await;
        privacy(guest).await;
    }
    let stories: Vec<String> = guests.iter().map(|guest| guest.story.clone()).collect();
    drop(guests);
    bot.stop().await.unwrap();
    let bot = Bot::start_unlimited("limits.updates_per_minute = 2").await;
    let mut guests = Guest::all(&bot).await;
    for (guest, story) in guests.iter_mut().zip(stories) {
        guest.story = story;
        in_a_hurry(guest).await;
    }
    keep("people", &guests);
    bot.stop().await.unwrap();
}

async fn first_steps(guest: &mut Guest<'_>) {
    guest.part("hello");
    guest.say("/start").await;
    let welcome = guest.at();
    guest.tap("help").await;
    guest.look_at(welcome);
    guest.tap("settings").await;
    guest.look_at(welcome);
    guest.tap("sound:sample").await;
    guest.part("what is not understood");
    guest
        .say_all(&[
            "hello",
            "/langage",
            "/qwertyuiop",
            "/cancel",
            "/start pl_guess",
        ])
        .await;
    guest.look_at(welcome);
    guest.press_with("speed:nonsense").await;
}

async fn language(guest: &mut Guest<'_>) {
    guest.part("language");
    guest.say("/language klingon").await;
    guest.say("/language").await;
    guest.tap(&format!("language:{}", guest.language)).await;
    guest
        .say_own([
            "/language es",
            "/language uk",
            "/language ru",
            "/language en",
        ])
        .await;
    guest.tap(&format!("language:{}", guest.language)).await;
    guest.press(-1, 1).await;
}

async fn privacy(guest: &mut Guest<'_>) {
    guest.part("what is kept");
    guest.say("/privacy").await;
    let panel = guest.at();
    guest.tap("privacy:export").await;
    guest.look_at(panel);
    guest
        .tap_all(&[
            "privacy:delete",
            "privacy:open",
            "privacy:delete",
            "privacy:delete-yes",
        ])
        .await;
    guest.say("/privacy").await;
    guest.go_to_a_group();
    guest.say("/privacy@reprise_bot").await;
    guest.go_home();
}

/// Three at once, of which the last is too many.
async fn in_a_hurry(guest: &mut Guest<'_>) {
    guest.part("too fast");
    for _ in 0..4 {
        guest.bot.telegram.say(guest.id, guest.id, "/cancel");
    }
    guest.rest().await;
    // How long to wait is not what is told here.
    guest.story = guest.story.replace("29", "30");
}
