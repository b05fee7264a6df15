//! C11: owner ids come from the configuration alone. To everybody else, and anywhere but in a private chat, the console does
//! not exist; what is forwarded or corrected is not taken for somebody's word.

use simulator::{ANNA, KITCHEN_RADIO, MARIA};

use super::desk::Desk;
use crate::support::migrate::on_both_sites;

on_both_sites!(to_everybody_else_it_does_not_exist, |site| {
    site.tables(1);
    let desk = Desk::open(site).await;
    let telegram = &desk.bot.telegram;
    telegram.ask(MARIA, "/migrate_status").await;
    telegram.ask(MARIA, "/migrate_statu").await;
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(MARIA), @"
    > /migrate_status
    < Такой команды я не знаю. Всё, что я умею, — в /help.
    > /migrate_statu
    < Такой команды я не знаю. Всё, что я умею, — в /help.
    "); }
    let menu = |person| {
        telegram
            .commands(person, person)
            .iter()
            .any(|entry| entry.command.starts_with("migrate"))
    };
    while !menu(ANNA) {
        tokio::task::yield_now().await;
    }
    assert!(!menu(MARIA));
    // In a group it does not exist for an owner either.
    telegram.say(ANNA, KITCHEN_RADIO, "/migrate_up@reprise_bot");
    telegram.ask(ANNA, "/cancel").await;
    insta::allow_duplicates! { insta::assert_snapshot!(telegram.transcript(ANNA, KITCHEN_RADIO), @"> /migrate_up@reprise_bot"); }
    // Somebody else's press on an owner's button, as a curious client sends it.
    let plan = desk.ask(ANNA, "/migrate_up", "Plan ").await;
    let apply = data(&plan, 0);
    let hers = telegram.ask(MARIA, "/help").await;
    let answer = telegram.press_with(MARIA, MARIA, hers.message_id, &apply);
    let answer = telegram.answered(answer).await;
    insta::allow_duplicates! { insta::assert_snapshot!(answer.text.unwrap(), @"Эта кнопка осталась от прежней версии. Отправьте команду ещё раз — придёт новая."); }
    assert!(site.applied_or_nothing().await.is_empty());
    desk.stop().await;
});

on_both_sites!(what_is_forwarded_or_corrected_is_nobodys_word, |site| {
    site.tables(1);
    let desk = Desk::open(site).await;
    let telegram = &desk.bot.telegram;
    let said = telegram.say(MARIA, KITCHEN_RADIO, "/migrate_up@reprise_bot");
    telegram.forward(ANNA, KITCHEN_RADIO, said.message.message_id, ANNA);
    desk.until(ANNA, "forwarded").await;
    let first = telegram.say(ANNA, ANNA, "hello");
    telegram
        .answer_after(ANNA, ANNA, first.message.message_id)
        .await;
    telegram.edit(ANNA, ANNA, first.message.message_id, "/migrate_up");
    telegram.ask(ANNA, "/cancel").await;
    insta::allow_duplicates! { insta::assert_snapshot!(desk.transcript(ANNA), @"
    > /migrate_up@reprise_bot
    < That was forwarded. Type it yourself, so that I know you mean it.
    > /migrate_up (edited)
    < I understand commands. /help lists them, and so does the menu button beside the text field.
    > /cancel
    < There is nothing to stop: I’m not working on anything for you right now.
    "); }
    desk.stop().await;
});

/// What a button of a message tells the bot.
pub fn data(message: &simulator::Message, number: usize) -> String {
    let keyboard = message.reply_markup.as_ref().expect("buttons");
    let button = keyboard.buttons().nth(number).expect("a button");
    button
        .callback_data
        .clone()
        .expect("it tells the bot something")
}
