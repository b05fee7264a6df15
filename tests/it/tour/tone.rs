//! How everything is to sound: speed, pitch and equalizer, by buttons alone and typed.

use super::keep;
use crate::support::{bot::Bot, guest::Guest};

#[tokio::test(flavor = "multi_thread")]
async fn tone() {
    let bot = Bot::start_unlimited("bot.owners = [1]\nlimits.updates_per_minute = 0").await;
    let mut guests = Guest::all(&bot).await;
    for guest in &mut guests {
        panels(guest).await;
        typed(guest).await;
    }
    keep("tone", &guests);
    bot.stop().await.unwrap();
}

async fn panels(guest: &mut Guest<'_>) {
    guest.part("by buttons");
    guest.say("/settings").await;
    // 1.25×, a little more, with the pitch.
    guest.press_all(&[(1, 1), (1, 4), (3, 2), (4, 1)]).await;
    // The equalizer: a preset, its bands, the highest one down.
    guest
        .press_all(&[(5, 1), (1, 2), (6, 1), (2, 5), (3, 1), (3, 2)])
        .await;
    guest.press(4, 2).await;
    guest
        .say_own(["<Car> & home", "Дорога", "Дорога", "Coche"])
        .await;
    // Another preset, the own one again, and away with it.
    guest.press_all(&[(1, 1), (6, 1), (8, 2)]).await;
    guest.press(-1, 1).await;
}

async fn typed(guest: &mut Guest<'_>) {
    guest.part("typed");
    guest
        .say_own(["/speed 1.1", "/speed 1,1", "/speed 110%", "/speed x1,1"])
        .await;
    guest.say("/pitch on").await;
    guest
        .say_own(["/eq rock", "/eq рок", "/eq рок", "/eq rock"])
        .await;
    guest
        .say_own([
            "/eq bass +4 16k:-4.5",
            "/eq бас +4 16k:-4,5",
            "/eq бас +4 16k:-4,5",
            "/eq graves +4 16k:-4,5",
        ])
        .await;
    guest
        .say_own([
            "/eq save Car",
            "/eq save Дорога",
            "/eq save Дорога",
            "/eq save Coche",
        ])
        .await;
    guest
        .say_own([
            "/eq delete car",
            "/eq delete дорога",
            "/eq delete дорога",
            "/eq delete coche",
        ])
        .await;
    guest
        .say_all(&[
            "/speed 3",
            "/pitch x",
            "/eq klingon",
            "/eq 45:+3",
            "/eq 31:+13",
            "/eq 31:NaN",
            "/eq save",
            "/eq delete x",
        ])
        .await;
    guest.say_all(&["/speed 1", "/eq flat"]).await;
}
