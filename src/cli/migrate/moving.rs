//! `migrate move`: from a SQLite file to PostgreSQL, and what to change in the configuration afterwards.

use std::sync::Arc;

use super::{Exit, Session, lines, progress, say};
use crate::{
    config::{self, DatabaseUrl},
    db::Db,
    migrate::{Engine, EngineError, Refusal, place::Place, source::Known},
    telemetry::Chain,
};

pub(super) async fn run(session: &Session<'_>, to: &str) -> Result<Exit, EngineError> {
    let refused = |why: String| EngineError::from(Refusal::Other(why));
    let url = DatabaseUrl::parse(to).map_err(|why| refused(format!("`--to`: {why}")))?;
    if url.is_sqlite() || !matches!(session.engine.place, Place::Sqlite(_)) {
        return Err(refused(
            "it goes from a SQLite file to `--to postgres://…`".to_owned(),
        ));
    }
    let place = Place::from_url(to)?;
    let known = match &session.command.source {
        Some(folder) => Known::folder(place.dialect(), folder),
        None => Known::embedded(place.dialect()),
    };
    let known = known.map_err(EngineError::Source)?;
    let clock = Arc::clone(&session.engine.clock);
    let mut target = Engine::configured(session.config, place, known, clock);
    target.settings.patience = session.engine.settings.patience;

    // The tables of the machinery, as the bot makes them when it starts.
    let options = config::Database {
        url: url.clone(),
        max_connections: 1,
    };
    let made = async {
        let db = Db::open(&options).await?;
        let made = db.create_runtime_tables().await;
        db.close().await;
        made
    };
    if let Err(error) = made.await {
        return Err(refused(Chain(&error).to_string()));
    }
    let rows = |table: &str, rows: u64| say(&format!("{table}: {rows} rows …"));
    let moved = session
        .engine
        .move_to(&session.by, &target, &progress, &rows)
        .await?;

    let mut told: Vec<String> = moved
        .tables
        .iter()
        .filter(|(_, rows)| *rows > 0)
        .map(|(table, rows)| format!("{rows:>12}  {table}"))
        .collect();
    let how = if moved.was_there {
        "Everything was there already, and is the same on both sides."
    } else {
        "Everything was moved, and is the same on both sides."
    };
    told.push(how.to_owned());
    told.push(
        "The file stays as it is, and is held. Now set this in config.toml, and start the bot:"
            .to_owned(),
    );
    told.extend([
        String::new(),
        "[database]".to_owned(),
        format!("url = \"{url}\""),
    ]);
    Ok(lines(&told))
}
