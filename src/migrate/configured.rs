//! The engine as the configuration wants it.

use std::{sync::Arc, time::Duration};

use super::{
    backup::Retention,
    boot::Policy,
    engine::{Engine, Settings},
    error::EngineError,
    place::Place,
    source::Known,
    standing::Standing,
};
use crate::{
    clock::Clock,
    config::{self, Config, OnAhead},
    db::{Db, gate::Gate},
};

impl Engine {
    /// For the bot: the migrations in this program, on the configured database, beside the bot's own pool.
    pub fn of_the_bot(
        config: &Config,
        db: &Db,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, EngineError> {
        let place = Place::from_url(configured_url(config))?;
        let known = Known::embedded(place.dialect()).map_err(EngineError::Source)?;
        let mut engine = Self::configured(config, place, known, clock);
        engine.gate = Some(Gate::clone(db.gate()));
        engine.peer_id = Some(db.run().to_owned());
        Ok(engine)
    }

    /// For the command line: no pool, and the place and the migrations may be other ones.
    pub fn configured(config: &Config, place: Place, known: Known, clock: Arc<dyn Clock>) -> Self {
        let settings = Settings::from_config(config, &place);
        Self {
            place,
            known: Arc::new(known),
            settings,
            clock,
            gate: None,
            peer_id: None,
            standing: Standing::default(),
        }
    }
}

/// The address for migrations: the direct one, where there is one.
pub fn configured_url(config: &Config) -> &str {
    config
        .migrations
        .url
        .as_ref()
        .unwrap_or(&config.database.url)
        .expose()
}

impl Settings {
    fn from_config(config: &Config, place: &Place) -> Self {
        let data = match place {
            Place::Sqlite(path) => path.parent().map(ToOwned::to_owned).unwrap_or_default(),
            Place::Postgres(_) => config.data_dir(),
        };
        let migrations = &config.migrations;
        Self {
            backup_dir: migrations
                .backup_dir
                .clone()
                .unwrap_or_else(|| data.join("backups")),
            temp_dir: data.join("tmp"),
            retention: Retention {
                keep: usize::try_from(migrations.keep_backups).unwrap_or(usize::MAX),
                days: migrations.keep_days,
            },
            rehearse_max_bytes: u64::from(migrations.rehearse_max_mb) << 20,
            patience: Duration::from_mins(1),
            drain: Duration::from_secs(10),
            peers: Duration::from_secs(10),
            backups: true,
        }
    }
}

impl From<&config::Migrations> for Policy {
    fn from(migrations: &config::Migrations) -> Self {
        Self {
            auto: migrations.auto,
            auto_lossy: migrations.auto_lossy,
            revert_newer: migrations.on_ahead == OnAhead::Revert,
        }
    }
}
