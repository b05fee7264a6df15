//! Settings and language: panels that change in place, and what is typed instead of pressed.

use simulator::{ANNA, KITCHEN_RADIO, MARIA, OLGA};

use crate::support::bot::Bot;

#[tokio::test]
async fn a_language_is_chosen_by_buttons_alone() {
    let bot = Bot::start("").await;
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
    bot.press(ANNA, &panel, "Language: English").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /settings
    < Language
      Which language shall we speak? (edited)
      [✓ English|Русский]
      [Українська|Español]
      [‹ Settings]
    ");
    let toast = bot.press(ANNA, &panel, "Українська").await;
    insta::assert_snapshot!(toast, @"Тепер я розмовляю українською.");
    bot.press(ANNA, &panel, "‹ Налаштування").await;
    insta::assert_snapshot!(bot.transcript(ANNA), @"
    > /settings
    < Ваші налаштування
      Натисніть на те, яке хочете змінити. (edited)
      [Швидкість: 1×]
      [Еквалайзер: Рівно]
      [Мова: Українська]
      [Слова пісень]
    ");
    // It holds from now on.
    bot.telegram.ask(ANNA, "/cancel").await;
    insta::assert_snapshot!(bot.last_answer(ANNA), @"Зупиняти нічого: зараз я нічого для вас не роблю.");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn a_language_is_typed_by_code_or_by_name() {
    let bot = Bot::start("").await;
    for text in [
        "/language",
        "/language ES",
        "/language русский",
        "/language en-GB",
        "/language klingon",
    ] {
        bot.telegram.ask(MARIA, text).await;
    }
    insta::assert_snapshot!(bot.transcript(MARIA), @"
    > /language
    < Язык
      На каком языке мне с вами говорить?
      [English|✓ Русский]
      [Українська|Español]
      [‹ Настройки]
    > /language ES
    < Idioma
      ¿En qué idioma quieres que te hable?
      [English|Русский]
      [Українська|✓ Español]
      [‹ Ajustes]
    > /language русский
    < Язык
      На каком языке мне с вами говорить?
      [English|✓ Русский]
      [Українська|Español]
      [‹ Настройки]
    > /language en-GB
    < Language
      Which language shall we speak?
      [✓ English|Русский]
      [Українська|Español]
      [‹ Settings]
    > /language klingon
    < I speak English, Russian, Ukrainian and Spanish. For example: /language en
    ");
    bot.stop().await.unwrap();
}

#[tokio::test]
async fn in_a_group_settings_belong_to_the_one_who_presses() {
    let bot = Bot::start("").await;
    let asked = bot
        .telegram
        .say(ANNA, KITCHEN_RADIO, "/language@reprise_bot")
        .message
        .message_id;
    let panel = bot.telegram.answer_after(ANNA, KITCHEN_RADIO, asked).await;
    // Maria presses on Anna's panel: Maria's language changes, Anna's panel does not.
    let toast = bot
        .press_for_toast(KITCHEN_RADIO, MARIA, &panel, "Español")
        .await;
    insta::assert_snapshot!(toast, @"Ahora te hablo en español.");
    let toast = bot
        .press_for_toast(KITCHEN_RADIO, MARIA, &panel, "‹ Settings")
        .await;
    insta::assert_snapshot!(toast, @"Este panel es de otra persona. Envía el comando y tendrás el tuyo.");
    bot.telegram.ask(MARIA, "/cancel").await;
    insta::assert_snapshot!(bot.last_answer(MARIA), @"No hay nada que parar: ahora mismo no estoy haciendo nada para ti.");
    bot.press_in(KITCHEN_RADIO, ANNA, &panel, "Українська")
        .await;
    insta::assert_snapshot!(bot.telegram.transcript(OLGA, KITCHEN_RADIO), @"
    Anna: /language@reprise_bot
    < Мова
      Якою мовою мені з вами розмовляти? (edited)
      [English|Русский]
      [✓ Українська|Español]
      [‹ Налаштування]
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
