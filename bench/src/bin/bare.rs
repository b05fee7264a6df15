//! What Reprise is measured against: the bot one would write in an afternoon. teloxide's own dispatcher and polling, one
//! handler with a look at what was before, one upsert, one message back. An update that is in its memory when it is killed is lost.
//!
//! `bare TOKEN API_URL DATABASE_FILE`

use std::{env::args, error::Error};

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use teloxide::prelude::*;

type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome {
    let mut args = args().skip(1);
    let mut argument = || args.next().ok_or("bare TOKEN API_URL DATABASE_FILE");
    let bot = Bot::new(argument()?).set_api_url(argument()?.parse()?);
    let options = SqliteConnectOptions::new()
        .filename(argument()?)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal);
    // More connections would only wait for each other: there is one writer at a time.
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options)
        .await?;
    sqlx::query(
        "CREATE TABLE IF NOT EXISTS settings (person INTEGER PRIMARY KEY, language TEXT NOT NULL)",
    )
    .execute(&pool)
    .await?;
    Dispatcher::builder(bot, Update::filter_message().endpoint(set_language))
        .dependencies(dptree::deps![pool])
        .build()
        .dispatch()
        .await;
    Ok(())
}

async fn set_language(bot: Bot, message: Message, pool: SqlitePool) -> Outcome {
    let language = message
        .text()
        .and_then(|text| text.strip_prefix("/language "))
        .unwrap_or("en");
    let before: Option<String> =
        sqlx::query_scalar("SELECT language FROM settings WHERE person = $1")
            .bind(message.chat.id.0)
            .fetch_optional(&pool)
            .await?;
    let before = before.as_deref().unwrap_or("unknown");
    sqlx::query(
        "INSERT INTO settings (person, language) VALUES ($1, $2)
         ON CONFLICT (person) DO UPDATE SET language = excluded.language",
    )
    .bind(message.chat.id.0)
    .bind(language)
    .execute(&pool)
    .await?;
    let text = format!("The language was {before}, it is {language} now.");
    bot.send_message(message.chat.id, text).await?;
    Ok(())
}
