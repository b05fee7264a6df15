//! How the stations of `radio_streams` do: which are to be probed, and what probes found.

use chrono::{DateTime, Utc};

use super::{
    StoreError,
    radio_streams::{RadioStreams, Row, Station, station_columns},
};
use crate::{
    db::{PerDialect, on},
    domain::{StationId, Verdict},
};

impl RadioStreams<'_> {
    /// Takes stations whose probe is due, those that wait longest first, and puts their next one off until `until`: nobody
    /// else takes them meanwhile, and if whoever took them is killed, they are due again then.
    pub async fn claim_due(
        &mut self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<Station>, StoreError> {
        const DUE: PerDialect = PerDialect {
            sqlite: concat!(
                "SELECT ",
                station_columns!(),
                " FROM radio_streams WHERE probe_at IS NULL OR probe_at <= $1 ",
                "ORDER BY probe_at NULLS FIRST, id LIMIT $2"
            ),
            postgres: concat!(
                "SELECT ",
                station_columns!(),
                " FROM radio_streams WHERE probe_at IS NULL OR probe_at <= $1 ",
                "ORDER BY probe_at NULLS FIRST, id LIMIT $2 FOR UPDATE SKIP LOCKED"
            ),
        };
        const CLAIM: &str = "UPDATE radio_streams SET probe_at = $2 WHERE id = $1";
        let rows: Vec<Row> = on!(self.0, conn => {
            sqlx::query_as(DUE.for_conn(conn)).bind(now).bind(limit).fetch_all(conn).await
        })
        .map_err(StoreError::doing("look for stations to probe"))?;
        let stations: Vec<Station> = rows.into_iter().map(Station::from).collect();
        for station in &stations {
            on!(self.0, conn => sqlx::query(CLAIM).bind(station.id.get()).bind(until).execute(conn).await.map(drop))
                .map_err(StoreError::doing("claim a station"))?;
        }
        Ok(stations)
    }

    /// Writes down what a probe found.
    pub async fn note_probe(
        &mut self,
        id: StationId,
        verdict: Verdict,
        now: DateTime<Utc>,
        again_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const NOTE: &str = "
            UPDATE radio_streams SET active = $2, failures = $3, probe_at = $4,
                answered_at = CASE WHEN $3 = 0 THEN $5 ELSE answered_at END
            WHERE id = $1";
        on!(self.0, conn => {
            sqlx::query(NOTE)
                .bind(id.get())
                .bind(verdict.health.is_active)
                .bind(verdict.health.failures)
                .bind(again_at)
                .bind(now)
                .execute(conn)
                .await
                .map(drop)
        })
        .map_err(StoreError::doing("note a probe"))
    }

    /// Has a station probed as soon as possible.
    pub async fn probe_soon(&mut self, id: StationId) -> Result<(), StoreError> {
        const SOON: &str = "UPDATE radio_streams SET probe_at = NULL WHERE id = $1";
        on!(self.0, conn => sqlx::query(SOON).bind(id.get()).execute(conn).await.map(drop))
            .map_err(StoreError::doing("ask for a probe"))
    }
}
