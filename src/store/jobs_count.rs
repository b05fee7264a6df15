//! How many jobs there are.

use super::{StoreError, jobs::Jobs};
use crate::{db::on, domain::UserId};

impl Jobs<'_> {
    /// How many of a kind are not done.
    pub async fn count_open(&mut self, kind: &str) -> Result<i64, StoreError> {
        const COUNT: &str = "
            SELECT count(*) FROM jobs WHERE kind = $1 AND state IN ('waiting', 'running', 'finished')";
        on!(self.0, conn => sqlx::query_scalar(COUNT).bind(kind).fetch_one(conn).await)
            .map_err(StoreError::doing("count open jobs"))
    }

    /// How many jobs of a kind wait: of everybody, and of this person.
    pub async fn count_waiting(
        &mut self,
        kind: &str,
        user: Option<UserId>,
    ) -> Result<(i64, i64), StoreError> {
        const COUNT: &str = "
            SELECT count(*), coalesce(sum(CASE WHEN user_id = $2 THEN 1 ELSE 0 END), 0)
            FROM jobs WHERE kind = $1 AND state = 'waiting'";
        on!(self.0, conn => {
            sqlx::query_as(COUNT).bind(kind).bind(user.map(UserId::get)).fetch_one(conn).await
        })
        .map_err(StoreError::doing("count waiting jobs"))
    }
}
