//! Speed, pitch and equalizer: one panel with a picture, by buttons alone and by what is typed.

use simulator::{ANNA, MARIA};

use crate::support::bot::Bot;

#[expect(clippy::too_many_lines, reason = "one conversation, told whole")]
#[tokio::test]
async fn a_sound_is_set_by_buttons_alone() {
    let bot = Bot::start_unlimited("").await;
    let panel = bot.telegram.ask(ANNA, "/settings").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /settings
    < Your settings
      Press one to change it.
      [Speed: 1×]
      [Equalizer: Flat]
      [Language: English]
      [Lyrics]
    ");
    bot.press(ANNA, &panel, "Speed: 1×").await;
    bot.press(ANNA, &panel, "1.25×").await;
    bot.press(ANNA, &panel, "+5%").await;
    bot.press(ANNA, &panel, "Let the pitch follow the speed")
        .await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /settings
    < <photo> Your sound
      Speed: 1.3×, the pitch follows
      Equalizer: Flat
      
      Any speed from 0.5 to 2, for example /speed 1.1 (edited)
      [0.5×|0.75×|1×|1.25×]
      [1.5×|1.75×|2×]
      [−5%|+5%]
      [Keep the pitch]
      [Equalizer: Flat]
      [‹ Settings]
    ");
    bot.press(ANNA, &panel, "Equalizer: Flat").await;
    bot.press(ANNA, &panel, "Bass boost").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /settings
    < <photo> Your sound
      Speed: 1.3×, the pitch follows
      Equalizer: Bass boost
      
      Or type it: /eq rock, /eq bass +4, /eq 31:+3 16k:-4 (edited)
      [Flat|✓ Bass boost|Treble]
      [Voice|Rock|Pop]
      [Jazz|Classical|Dance]
      [Electronic|Party|Live]
      [Relax|Sleep]
      [Set the bands]
      [Speed: 1.3×]
      [‹ Settings]
    ");
    bot.press(ANNA, &panel, "Set the bands").await;
    bot.press(ANNA, &panel, "16k").await;
    bot.press(ANNA, &panel, "−3 dB").await;
    bot.press(ANNA, &panel, "−1 dB").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /settings
    < <photo> My own curve
      Choose a band, then make it louder or quieter.
        31       │███       +6
        62       │██▌       +5
       125       │██        +4
       250       │█         +2
       500       │           0
        1k       │           0
        2k       │           0
        4k       │           0
        8k       │           0
      ›16k     ██│          −4 (edited)
      [31|62|125|250|500]
      [1k|2k|4k|8k|✓ 16k]
      [−3 dB|−1 dB|+1 dB|+3 dB]
      [‹ Presets|Save as…]
    ");
    // Its name is asked for, and typed.
    bot.press(ANNA, &panel, "Save as…").await;
    bot.telegram.ask(ANNA, "<Car> & home").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /settings
    < <photo> My own curve
      Choose a band, then make it louder or quieter.
        31       │███       +6
        62       │██▌       +5
       125       │██        +4
       250       │█         +2
       500       │           0
        1k       │           0
        2k       │           0
        4k       │           0
        8k       │           0
      ›16k     ██│          −4 (edited)
      [31|62|125|250|500]
      [1k|2k|4k|8k|✓ 16k]
      [−3 dB|−1 dB|+1 dB|+3 dB]
      [‹ Presets|Save as…]
    < What shall this curve be called? Send me a name, for example: Car
    > <Car> & home
    < <photo> Your sound
      Speed: 1.3×, the pitch follows
      Equalizer: <Car> & home
      
      Or type it: /eq rock, /eq bass +4, /eq 31:+3 16k:-4
      [Flat|Bass boost|Treble]
      [Voice|Rock|Pop]
      [Jazz|Classical|Dance]
      [Electronic|Party|Live]
      [Relax|Sleep]
      [✓ <Car> & home]
      [My own curve]
      [Set the bands|Delete this curve]
      [Speed: 1.3×]
      [‹ Settings]
    ");
    let panel = bot.telegram.ask(ANNA, "/eq").await;
    bot.press(ANNA, &panel, "Rock").await;
    bot.press(ANNA, &panel, "<Car> & home").await;
    let toast = bot.press(ANNA, &panel, "Delete this curve").await;
    insta::assert_snapshot!(toast, @"“<Car> & home” is deleted.");
    bot.press(ANNA, &panel, "‹ Settings").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"
    Your settings
    Press one to change it.
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_sound_is_typed() {
    let bot = Bot::start_unlimited("").await;
    for text in [
        "/speed 1,1",
        "/pitch off",
        "/eq рок",
        "/eq бас +4 16k:-4,5",
        "/eq save Дорога",
        "/eq jazz",
        "/eq дорога",
        "/eq delete дорога",
    ] {
        bot.telegram.ask(MARIA, text).await;
    }
    let said =
        |line: &&str| line.starts_with(['>', '<']) || line.contains(": ") && !line.contains('[');
    let transcript = bot.transcript(MARIA);
    let lines: Vec<&str> = transcript.lines().filter(said).collect();
    insta::assert_snapshot!(lines.join("\n"), @"
    > /speed 1,1
    < <photo> Ваш звук
      Скорость: 1,1×, тон прежний
      Эквалайзер: Ровно
    > /pitch off
    < <photo> Ваш звук
      Скорость: 1,1×, тон меняется с ней
      Эквалайзер: Ровно
    > /eq рок
    < <photo> Ваш звук
      Скорость: 1,1×, тон меняется с ней
      Эквалайзер: Рок
      Или напишите: /eq рок, /eq бас +4, /eq 31:+3 16k:-4
    > /eq бас +4 16k:-4,5
    < <photo> Ваш звук
      Скорость: 1,1×, тон меняется с ней
      Эквалайзер: Своя кривая
      Или напишите: /eq рок, /eq бас +4, /eq 31:+3 16k:-4
    > /eq save Дорога
    < <photo> Ваш звук
      Скорость: 1,1×, тон меняется с ней
      Эквалайзер: Дорога
      Или напишите: /eq рок, /eq бас +4, /eq 31:+3 16k:-4
    > /eq jazz
    < <photo> Ваш звук
      Скорость: 1,1×, тон меняется с ней
      Эквалайзер: Джаз
      Или напишите: /eq рок, /eq бас +4, /eq 31:+3 16k:-4
    > /eq дорога
    < <photo> Ваш звук
      Скорость: 1,1×, тон меняется с ней
      Эквалайзер: Дорога
      Или напишите: /eq рок, /eq бас +4, /eq 31:+3 16k:-4
    > /eq delete дорога
    < <photo> Ваш звук
      Скорость: 1,1×, тон меняется с ней
      Эквалайзер: Своя кривая
      Или напишите: /eq рок, /eq бас +4, /eq 31:+3 16k:-4
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn what_cannot_be_set_is_said_with_an_example() {
    let bot = Bot::start_unlimited("").await;
    for text in [
        "/speed 3",
        "/speed fast",
        "/pitch high",
        "/eq klingon",
        "/eq 45:+3",
        "/eq 31:+13",
        "/eq delete nothing",
    ] {
        bot.telegram.ask(ANNA, text).await;
    }
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /speed 3
    < A speed is a number from 0.5 to 2. For example: /speed 1.25
    > /speed fast
    < A speed is a number from 0.5 to 2. For example: /speed 1.25
    > /pitch high
    < /pitch on keeps the pitch at any speed, /pitch off lets it follow.
    > /eq klingon
    < I don’t know this curve. A preset: /eq rock. Bands: /eq 31:+3 16k:-4. All of them: /eq
    > /eq 45:+3
    < The bands are 31, 62, 125, 250, 500, 1k, 2k, 4k, 8k and 16k. For example: /eq 31:+3 16k:-4
    > /eq 31:+13
    < A band goes from −12 to +12 dB. For example: /eq 31:+3
    > /eq delete nothing
    < That curve is no longer there. /eq shows the ones you have.
    ");
    bot.telegram.ask(MARIA, "/speed быстро").await;
    bot.telegram.ask(MARIA, "/eq 45:+3").await;
    insta::assert_snapshot!(bot.transcript(MARIA), @"
    > /speed быстро
    < Скорость — это число от 0,5 до 2. Например: /speed 1,25
    > /eq 45:+3
    < Полосы — 31, 62, 125, 250, 500, 1k, 2k, 4k, 8k и 16k. Например: /eq 31:+3 16k:-4
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn somebody_who_sets_a_speed_is_still_spoken_to_in_their_language() {
    let bot = Bot::start_unlimited("").await;
    bot.telegram.ask(ANNA, "/speed 1.5").await;
    bot.telegram.ask(ANNA, "/cancel").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"There is nothing to stop: I’m not working on anything for you right now.");
    bot.stop().await.unwrap();
}
