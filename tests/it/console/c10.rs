//! C10: a feature whose table is away says so and is not offered; it returns with the table, without a restart.

use reprise::migrate::target::Direction::{Down, Up};
use simulator::{ANNA, MARIA, OLGA};

use super::desk;
use crate::{
    support::{
        bot::Bot,
        migrate::{Walk as _, on_both_sites},
    },
    tidy::code::code_in,
};

on_both_sites!(a_feature_goes_and_comes_with_its_table, |site| {
    let bot = desk::bot(site, "").await;
    bot.telegram.ask(MARIA, "/playlist new Дорога").await;
    let mut outside = site.embedded();
    outside.gate = None;
    outside.go(Down, "users").await.unwrap();
    has_noticed(&bot, "playlist", false).await;
    for text in ["/playlist", "/playlis", "/help"] {
        bot.telegram.ask(MARIA, text).await;
        bot.telegram.ask(ANNA, text).await;
    }
    insta::allow_duplicates! { insta::assert_snapshot!(said_of_playlists(&bot, ANNA), @"
    > /playlist
    < Part of me is being worked on, and this needs it. It will be back by itself; please try again later.
    > /playlis
    < I don’t know that command. /help lists what I can do.
    > /help
    < What I can do
    "); }
    insta::allow_duplicates! { insta::assert_snapshot!(said_of_playlists(&bot, MARIA), @"
    > /playlist new Дорога
    < Плейлист Дорога создан. Все ваши плейлисты — в /playlist.
      [Открыть|Добавить треки]
    > /playlist
    < Часть меня сейчас на обслуживании, а без неё это не работает. Она вернётся сама — попробуйте, пожалуйста, позже.
    > /playlis
    < Такой команды я не знаю. Всё, что я умею, — в /help.
    > /help
    < Что я умею
    "); }
    outside.go(Up, "head").await.unwrap();
    has_noticed(&bot, "playlist", true).await;
    bot.telegram.ask(MARIA, "/playlist").await;
    insta::allow_duplicates! { insta::assert_snapshot!(bot.last_answer(MARIA), @"
    У вас пока нет плейлистов. Первый можно создать так:
    /playlist new Воскресное утро
    "); }
    bot.stop().await.unwrap();
});

on_both_sites!(with_no_table_at_all_every_command_is_answered, |site| {
    let bot = desk::bot(site, "migrations.auto = false").await;
    for command in commands() {
        bot.telegram.ask(ANNA, &format!("/{command}")).await;
        bot.telegram.ask(OLGA, &format!("/{command}")).await;
        for person in [ANNA, OLGA] {
            let answer = bot.last_answer(person);
            assert!(
                !answer.contains("tell the bot’s owner this code")
                    && !answer.contains("повідомте власнику бота цей код"),
                "/{command}: {answer}"
            );
        }
    }
    bot.stop().await.unwrap();
});

/// Every command there is.
fn commands() -> Vec<String> {
    let features =
        code_in("src/bot/features/").filter(|code| !code.source.path.ends_with("features/mod.rs"));
    let names = features.filter_map(|code| {
        let at = code
            .find(&["fn", "name", "("])
            .find(|at| !code.is_test(*at))?;
        let rest = &code.tokens[at..];
        rest.iter()
            .find_map(|token| token.quoted())
            .map(str::to_owned)
    });
    names.collect()
}

/// Waits until the bot's menu has, or has not, a command.
async fn has_noticed(bot: &Bot, command: &str, has: bool) {
    let listed = || {
        let menu = bot.telegram.commands(ANNA, ANNA);
        menu.iter().any(|entry| entry.command == command)
    };
    while listed() != has {
        tokio::task::yield_now().await;
    }
}

/// What was said, apart from the other lines of `/help`.
fn said_of_playlists(bot: &Bot, person: i64) -> String {
    let transcript = bot.transcript(person);
    let lines = transcript
        .lines()
        .filter(|line| !line.starts_with("  /") || line.contains("playlist"));
    lines.collect::<Vec<_>>().join("\n")
}
