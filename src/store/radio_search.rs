//! Finding stations in `radio_streams`: by words, by genre, by country.
//!
//! A search reads one folded column from one end to the other. That is quick enough for tens of thousands of stations, as
//! `make bench` prints for 50,000 of them, so there is no index of words to keep in two dialects.

use super::{
    StoreError,
    radio_streams::{RadioStreams, Row, Station, station_columns},
};
use crate::{
    db::on,
    domain::{StationId, fold},
};

/// Words beyond these make nothing more exact.
const WORDS: usize = 4;

/// One page of a list, and how much there is of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    pub total: i64,
    pub page: Vec<T>,
}

/// A genre or a country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    pub name: String,
    pub stations: i64,
    /// One of its stations, which stands for it in a button, where its name has no room.
    pub sample: StationId,
}

/// What stations can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelves {
    Genres,
    Countries,
}

macro_rules! listed {
    () => {
        "radio_streams.active AND NOT radio_streams.hidden"
    };
}

macro_rules! shelves_of {
    ($column:literal) => {
        Statements {
            count: concat!(
                "SELECT count(DISTINCT ",
                $column,
                ") FROM radio_streams WHERE ",
                listed!()
            ),
            page: concat!(
                "SELECT ",
                $column,
                ", count(*), min(id) FROM radio_streams WHERE ",
                listed!(),
                " AND ",
                $column,
                " IS NOT NULL GROUP BY ",
                $column,
                " ORDER BY count(*) DESC, ",
                $column,
                " LIMIT $1 OFFSET $2"
            ),
            count_on: concat!(
                "SELECT count(*) FROM radio_streams WHERE ",
                listed!(),
                " AND ",
                $column,
                " = $1"
            ),
            page_on: concat!(
                "SELECT ",
                station_columns!(),
                " FROM radio_streams WHERE ",
                listed!(),
                " AND ",
                $column,
                " = $1 ORDER BY folded, id LIMIT $2 OFFSET $3"
            ),
        }
    };
}

struct Statements {
    count: &'static str,
    page: &'static str,
    count_on: &'static str,
    page_on: &'static str,
}

impl Shelves {
    const fn statements(self) -> Statements {
        match self {
            Self::Genres => shelves_of!("genre"),
            Self::Countries => shelves_of!("country"),
        }
    }
}

impl RadioStreams<'_> {
    /// Stations in whose name, genre or country every word occurs; those whose name begins with the text come first.
    pub async fn search(
        &mut self,
        text: &str,
        limit: i64,
        offset: i64,
    ) -> Result<Found<Station>, StoreError> {
        const MATCHES: &str = concat!(
            "SELECT count(*) FROM radio_streams WHERE ",
            listed!(),
            " AND ",
            "folded LIKE $1 ESCAPE '\\' AND folded LIKE $2 ESCAPE '\\' AND folded LIKE $3 ESCAPE '\\' AND folded LIKE $4 ESCAPE '\\'"
        );
        const SEARCH: &str = concat!(
            "SELECT ",
            station_columns!(),
            " FROM radio_streams WHERE ",
            listed!(),
            " AND ",
            "folded LIKE $1 ESCAPE '\\' AND folded LIKE $2 ESCAPE '\\' AND folded LIKE $3 ESCAPE '\\' AND folded LIKE $4 ESCAPE '\\' ",
            "ORDER BY CASE WHEN folded LIKE $5 ESCAPE '\\' THEN 0 ELSE 1 END, folded, id LIMIT $6 OFFSET $7"
        );
        let text = literally(&fold(text));
        let words: Vec<String> = text
            .split(' ')
            .take(WORDS)
            .map(|word| format!("%{word}%"))
            .collect();
        let word = |at: usize| words.get(at).map_or("%", String::as_str);
        let total: i64 = on!(self.0, conn => {
            sqlx::query_scalar(MATCHES)
                .bind(word(0)).bind(word(1)).bind(word(2)).bind(word(3))
                .fetch_one(conn).await
        })
        .map_err(StoreError::doing("count found stations"))?;
        if total == 0 {
            return Ok(Found {
                total,
                page: Vec::new(),
            });
        }
        let rows: Vec<Row> = on!(self.0, conn => {
            sqlx::query_as(SEARCH)
                .bind(word(0)).bind(word(1)).bind(word(2)).bind(word(3))
                .bind(format!("{text}%"))
                .bind(limit).bind(offset)
                .fetch_all(conn).await
        })
        .map_err(StoreError::doing("search stations"))?;
        Ok(Found {
            total,
            page: rows.into_iter().map(Station::from).collect(),
        })
    }

    /// The genres there are, or the countries, the fullest first.
    pub async fn shelves(
        &mut self,
        shelves: Shelves,
        limit: i64,
        offset: i64,
    ) -> Result<Found<Shelf>, StoreError> {
        let statements = shelves.statements();
        let total: i64 =
            on!(self.0, conn => sqlx::query_scalar(statements.count).fetch_one(conn).await)
                .map_err(StoreError::doing("count genres or countries"))?;
        let rows: Vec<(String, i64, i64)> = on!(self.0, conn => {
            sqlx::query_as(statements.page).bind(limit).bind(offset).fetch_all(conn).await
        })
        .map_err(StoreError::doing("list genres or countries"))?;
        let read = |(name, stations, sample): (String, i64, i64)| Shelf {
            name,
            stations,
            sample: sample.into(),
        };
        Ok(Found {
            total,
            page: rows.into_iter().map(read).collect(),
        })
    }

    /// The stations of a genre, or of a country, by name.
    pub async fn on_shelf(
        &mut self,
        shelves: Shelves,
        name: &str,
        limit: i64,
        offset: i64,
    ) -> Result<Found<Station>, StoreError> {
        let statements = shelves.statements();
        let total: i64 = on!(self.0, conn => sqlx::query_scalar(statements.count_on).bind(name).fetch_one(conn).await)
            .map_err(StoreError::doing("count stations on a shelf"))?;
        let rows: Vec<Row> = on!(self.0, conn => {
            sqlx::query_as(statements.page_on).bind(name).bind(limit).bind(offset).fetch_all(conn).await
        })
        .map_err(StoreError::doing("list stations on a shelf"))?;
        Ok(Found {
            total,
            page: rows.into_iter().map(Station::from).collect(),
        })
    }

    /// Folds a batch of stations that came without it; how many.
    pub async fn fold_some(&mut self, limit: i64) -> Result<usize, StoreError> {
        const UNFOLDED: &str =
            "SELECT id, name, genre, country FROM radio_streams WHERE folded IS NULL LIMIT $1";
        const FOLD: &str = "UPDATE radio_streams SET folded = $2 WHERE id = $1";
        type Unfolded = (i64, String, Option<String>, Option<String>);
        let rows: Vec<Unfolded> =
            on!(self.0, conn => sqlx::query_as(UNFOLDED).bind(limit).fetch_all(conn).await)
                .map_err(StoreError::doing("look for unfolded stations"))?;
        for (id, name, genre, country) in &rows {
            let words = [Some(name), genre.as_ref(), country.as_ref()];
            let words: Vec<String> = words.into_iter().flatten().map(|word| fold(word)).collect();
            let folded: String = words.join(" ").chars().take(210).collect();
            on!(self.0, conn => sqlx::query(FOLD).bind(id).bind(&folded).execute(conn).await.map(drop))
                .map_err(StoreError::doing("fold a station"))?;
        }
        Ok(rows.len())
    }
}

/// A text in which nothing stands for anything else.
fn literally(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_")
}
