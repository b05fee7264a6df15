//! `users`: the people something is kept about. No names: what Telegram knows is not ours to keep.

use chrono::{DateTime, Utc};
use sqlx::types::Json;

use super::StoreError;
use crate::{
    db::{
        PerDialect, Tx, on,
        schema::{Column, Default, Table, Type, Unique},
    },
    domain::{Language, TelegramId, Timezone, UserId},
};

pub const TABLE: Table = Table {
    name: "users",
    columns: &[
        Column::ID,
        Column::new("telegram_id", Type::BigInt),
        Column::new("blocked_at", Type::Time).nullable(),
        Column::new("created_at", Type::Time).default(Default::Now),
        Column::new("timezone", Type::Varchar(50)).nullable(),
    ],
    uniques: &[Unique {
        name: "users_telegram_id_key",
        columns: &["telegram_id"],
    }],
    ..Table::EMPTY
};

macro_rules! find_people {
    ($list:literal, $of:literal, $ids:literal) => {
        concat!(
            "SELECT ",
            $list,
            "(",
            $of,
            "(users.telegram_id, users.id, playback_settings.language))
             FROM users LEFT JOIN playback_settings ON playback_settings.user_id = users.id
             WHERE users.telegram_id IN (",
            $ids,
            ")"
        )
    };
}

/// What is known of somebody who writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: UserId,
    /// The language they chose, if it is one we speak: a newer version of the bot may know more of them.
    pub language: Option<Language>,
}

/// Whoever made something that happens without them: where and how they are told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maker {
    pub telegram_id: TelegramId,
    /// What they chose, if they did.
    pub language: Option<Language>,
}

pub struct Users<'t>(&'t mut Tx);

impl Tx {
    pub fn users(&mut self) -> Users<'_> {
        Users(self)
    }
}

impl Users<'_> {
    /// Somebody who writes, with what every answer to them needs.
    pub async fn find_person(
        &mut self,
        telegram_id: TelegramId,
    ) -> Result<Option<Person>, StoreError> {
        let mut found = self.find_people(&[telegram_id]).await?;
        Ok(found.pop().map(|(_, person)| person))
    }

    /// The same of several at once; who is not known is left out.
    pub async fn find_people(
        &mut self,
        telegram_ids: &[TelegramId],
    ) -> Result<Vec<(TelegramId, Person)>, StoreError> {
        type Row = (i64, i64, Option<String>);
        // One text for any number of them, so that it is prepared once; and one row, since SQLite's thread hands over each row
        // by itself.
        const FIND: PerDialect = PerDialect {
            sqlite: find_people!(
                "json_group_array",
                "json_array",
                "SELECT value FROM json_each($1)"
            ),
            postgres: find_people!(
                "json_agg",
                "json_build_array",
                "SELECT value::bigint FROM json_array_elements_text($1::json)"
            ),
        };
        let ids: Vec<i64> = telegram_ids.iter().map(|id| id.get()).collect();
        let ids = serde_json::to_string(&ids).expect("numbers can be written");
        let found: Option<Json<Vec<Row>>> =
            on!(self.0, conn => sqlx::query_scalar(FIND.for_conn(conn)).bind(ids).fetch_one(conn).await)
                .map_err(StoreError::doing("find people"))?;
        let person = |(telegram_id, id, code): Row| {
            let language = code.as_deref().and_then(Language::from_code);
            let id = id.into();
            (telegram_id.into(), Person { id, language })
        };
        let rows = found.map_or(Vec::new(), |Json(rows)| rows);
        Ok(rows.into_iter().map(person).collect())
    }

    /// Where a person is written to, and in which language, if they chose one.
    pub async fn address(
        &mut self,
        user: UserId,
    ) -> Result<Option<(TelegramId, Option<Language>)>, StoreError> {
        const ADDRESS: &str = "
            SELECT users.telegram_id, playback_settings.language
            FROM users LEFT JOIN playback_settings ON playback_settings.user_id = users.id
            WHERE users.id = $1";
        let row: Option<(i64, Option<String>)> = on!(self.0, conn => sqlx::query_as(ADDRESS).bind(user.get()).fetch_optional(conn).await)
            .map_err(StoreError::doing("look up where a person is"))?;
        Ok(row.map(|(id, code)| (id.into(), code.as_deref().and_then(Language::from_code))))
    }

    /// The row of a person, made if it is missing.
    pub async fn ensure(
        &mut self,
        telegram_id: TelegramId,
        now: DateTime<Utc>,
    ) -> Result<UserId, StoreError> {
        const ENSURE: &str = "
            INSERT INTO users (telegram_id, created_at) VALUES ($1, $2)
            ON CONFLICT (telegram_id) DO UPDATE SET telegram_id = excluded.telegram_id
            RETURNING id";
        let id: i64 =
            on!(self.0, conn => sqlx::query_scalar(ENSURE).bind(telegram_id.get()).bind(now).fetch_one(conn).await)
                .map_err(StoreError::doing("add a person"))?;
        Ok(id.into())
    }

    /// The person blocked the bot: nothing is sent to them until they come back.
    pub async fn mark_blocked(
        &mut self,
        telegram_id: TelegramId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const BLOCK: &str =
            "UPDATE users SET blocked_at = $2 WHERE telegram_id = $1 AND blocked_at IS NULL";
        on!(self.0, conn => sqlx::query(BLOCK).bind(telegram_id.get()).bind(now).execute(conn).await.map(drop))
            .map_err(StoreError::doing("note a block"))
    }

    /// The person came back.
    pub async fn unblock(&mut self, telegram_id: TelegramId) -> Result<(), StoreError> {
        const UNBLOCK: &str = "UPDATE users SET blocked_at = NULL WHERE telegram_id = $1";
        on!(self.0, conn => sqlx::query(UNBLOCK).bind(telegram_id.get()).execute(conn).await.map(drop))
            .map_err(StoreError::doing("take a block back"))
    }

    /// Whether the person blocked the bot.
    pub async fn is_blocked(&mut self, telegram_id: TelegramId) -> Result<bool, StoreError> {
        const BLOCKED: &str =
            "SELECT count(*) FROM users WHERE telegram_id = $1 AND blocked_at IS NOT NULL";
        let count: i64 = on!(self.0, conn => sqlx::query_scalar(BLOCKED).bind(telegram_id.get()).fetch_one(conn).await)
            .map_err(StoreError::doing("look for a block"))?;
        Ok(count > 0)
    }

    pub async fn maker(&mut self, user: UserId) -> Result<Option<Maker>, StoreError> {
        const MAKER: &str = "
            SELECT users.telegram_id, playback_settings.language
            FROM users LEFT JOIN playback_settings ON playback_settings.user_id = users.id
            WHERE users.id = $1";
        let row: Option<(i64, Option<String>)> =
            on!(self.0, conn => sqlx::query_as(MAKER).bind(user.get()).fetch_optional(conn).await)
                .map_err(StoreError::doing("look who made something"))?;
        Ok(row.map(|(telegram_id, code)| Maker {
            telegram_id: telegram_id.into(),
            language: code.as_deref().and_then(Language::from_code),
        }))
    }

    /// By whose clock a person's schedules run, if they said so.
    pub async fn timezone(&mut self, user: UserId) -> Result<Option<Timezone>, StoreError> {
        const TIMEZONE: &str = "SELECT timezone FROM users WHERE id = $1";
        let name: Option<Option<String>> =
            on!(self.0, conn => sqlx::query_scalar(TIMEZONE).bind(user.get()).fetch_optional(conn).await)
                .map_err(StoreError::doing("look for a time zone"))?;
        Ok(name.flatten().as_deref().and_then(Timezone::parse))
    }

    pub async fn set_timezone(&mut self, user: UserId, zone: Timezone) -> Result<(), StoreError> {
        const SET: &str = "UPDATE users SET timezone = $2 WHERE id = $1";
        on!(self.0, conn => sqlx::query(SET).bind(user.get()).bind(zone.name()).execute(conn).await.map(drop))
            .map_err(StoreError::doing("set a time zone"))
    }

    /// Deletes a person, and with them everything that is theirs.
    pub async fn delete(&mut self, user: UserId) -> Result<(), StoreError> {
        const DELETE: &str = "DELETE FROM users WHERE id = $1";
        on!(self.0, conn => sqlx::query(DELETE).bind(user.get()).execute(conn).await.map(drop))
            .map_err(StoreError::doing("delete a person"))
    }
}
