//! The database: whether it is reached, and whether it is one we can work with.

use std::path::Path;
use std::time::Duration;

use chrono::TimeDelta;

use super::{Finding, why};
use crate::audio::ffmpeg::{self, Version};
use crate::clock::Clock;
use crate::config::{Config, DatabaseUrl};
use crate::db::Dialect;
use crate::db::examine::{self, PostgresFacts};
use crate::migrate::source::Known;

const WHAT: &str = "database";

/// PostgreSQL 13 is the oldest that is still in use, and has everything our statements need.
const OLDEST_POSTGRES: u32 = 13;

const TIMEOUT: Duration = Duration::from_secs(10);

/// Every answer to a listener waits for the database a few times.
const SLOW: Duration = Duration::from_millis(50);

/// Leases of several copies are compared with our clocks.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::seconds(5);

pub(super) async fn check(config: &Config, clock: &dyn Clock) -> Vec<Finding> {
    let url = &config.database.url;
    let looked = async {
        if url.is_sqlite() {
            sqlite(url, &config.data_dir()).await
        } else {
            postgres(config, clock).await
        }
    };
    tokio::time::timeout(TIMEOUT, looked)
        .await
        .unwrap_or_else(|_| {
            let finding = format!("{url} does not answer within {} seconds", TIMEOUT.as_secs());
            vec![Finding::fail(
                WHAT,
                finding,
                "see whether it runs and is reached from here",
            )]
        })
}

async fn sqlite(url: &DatabaseUrl, folder: &Path) -> Vec<Finding> {
    let Some(file) = url.sqlite_file() else {
        let advice = "use sqlite://data/reprise.db unless that is what you want";
        return vec![Finding::warn(
            WHAT,
            "in memory: everything is forgotten when the bot ends",
            advice,
        )];
    };
    let shown = file.display();
    let mut findings = vec![if file.exists() {
        match examine::sqlite(url.expose()).await {
            Ok(facts) => {
                let what = format!("{shown}, SQLite {}", facts.version);
                at_revision(&what, facts.revision, head(Dialect::Sqlite))
            }
            Err(error) => Finding::fail(
                WHAT,
                format!("{shown} cannot be opened for writing: {}", why(&error)),
                mend(&error),
            ),
        }
    } else {
        Finding::ok(WHAT, format!("{shown} will be made at the first start"))
    }];
    if folder.is_dir()
        && let Err(error) = examine::wal_works(folder).await
    {
        let finding = format!(
            "SQLite's write-ahead log does not work in {}: {}",
            folder.display(),
            why(&error)
        );
        findings.push(Finding::fail(
            WHAT,
            finding,
            "put the database on a local disk that this uid can write",
        ));
    }
    findings
}

/// The advice for a file that cannot be opened.
fn mend(error: &dyn std::error::Error) -> &'static str {
    let text = error.to_string();
    if text.contains("readonly") || text.contains("unable to open") {
        "see that this uid may write the file and its folder"
    } else if text.contains("locked") {
        "another program holds it; end that one"
    } else {
        "if it is damaged, `reprise migrate restore` brings a backup back"
    }
}

async fn postgres(config: &Config, clock: &dyn Clock) -> Vec<Finding> {
    let url = &config.database.url;
    let facts = match examine::postgres(url.expose()).await {
        Ok(facts) => facts,
        Err(error) => {
            let finding = format!("{url} cannot be reached: {}", why(&error));
            return vec![Finding::fail(
                WHAT,
                finding,
                "see that it runs, that address and password are right, and that the database exists",
            )];
        }
    };
    let direct = config.migrations.url.as_ref();
    let mut findings = judge(&facts, head(Dialect::Postgres), direct.is_some());
    if let Some(direct) = direct {
        findings.extend(examine_direct(direct).await);
    }
    let ahead = facts.time - clock.now();
    if ahead.abs() > CLOCKS_DIFFER {
        let finding = format!(
            "its clock and ours are {} seconds apart",
            ahead.num_seconds().abs()
        );
        findings.push(Finding::warn(
            WHAT,
            finding,
            "switch time synchronisation on, on both machines",
        ));
    }
    findings.push(pg_dump(facts.version / 10_000).await);
    findings
}

/// The address that migrations take around a pooler.
async fn examine_direct(url: &DatabaseUrl) -> Option<Finding> {
    const WHAT: &str = "migrations.url";
    let advice = "it must be the database server's own address";
    match examine::postgres(url.expose()).await {
        Err(error) => Some(Finding::fail(
            WHAT,
            format!("{url} cannot be reached: {}", why(&error)),
            advice,
        )),
        Ok(facts) if facts.pooled => Some(Finding::fail(
            WHAT,
            format!("{url} is a pooler too"),
            advice,
        )),
        Ok(_) => None,
    }
}

fn judge(facts: &PostgresFacts, head: Option<i64>, direct_address: bool) -> Vec<Finding> {
    let major = facts.version / 10_000;
    let minor = facts.version % 10_000;
    let milliseconds = facts.latency.as_millis();
    let mut findings = vec![if major < OLDEST_POSTGRES {
        Finding::fail(
            WHAT,
            format!("PostgreSQL {major}.{minor} is too old"),
            format!("upgrade it to {OLDEST_POSTGRES} or newer"),
        )
    } else if facts.latency > SLOW {
        Finding::warn(
            WHAT,
            format!("PostgreSQL {major}.{minor} takes {milliseconds} ms to answer"),
            "run the bot near its database",
        )
    } else {
        at_revision(&format!("PostgreSQL {major}.{minor}"), facts.revision, head)
    }];
    if !facts.prepares {
        findings.push(Finding::fail(
            WHAT,
            "a pooler is between that does not know prepared statements",
            "use session mode, or PgBouncer 1.21 or newer with max_prepared_statements",
        ));
    }
    if facts.pooled && !direct_address {
        let finding =
            "there is a pooler in transaction mode between, which loses the lock of migrations";
        findings.push(Finding::fail(
            WHAT,
            finding,
            "set `migrations.url` to the server's own address",
        ));
    }
    if !facts.may_create {
        let finding = "this user may not make tables";
        findings.push(Finding::fail(
            WHAT,
            finding,
            "make it the owner of the database, or GRANT CREATE ON SCHEMA public",
        ));
    }
    findings
}

/// `pg_dump` refuses a server newer than itself.
async fn pg_dump(server: u32) -> Finding {
    const WHAT: &str = "pg_dump";
    let advice = format!(
        "apt install postgresql-client-{server}; without it a backup is a copy of the tables a migration touches"
    );
    match ffmpeg::probe_version(WHAT, "--version").await {
        Ok(Version(major, minor)) if major >= server => {
            Finding::ok(WHAT, format!("{major}.{minor} fits the server"))
        }
        Ok(version) => Finding::warn(
            WHAT,
            format!("{version} is older than the server ({server}) and cannot back it up"),
            advice,
        ),
        Err(error) => Finding::warn(WHAT, why(&error), advice),
    }
}

/// The newest migration that this program has.
fn head(dialect: Dialect) -> Option<i64> {
    Known::embedded(dialect).ok()?.head()
}

/// Where the database is, next to where this program wants it.
fn at_revision(what: &str, revision: Option<i64>, head: Option<i64>) -> Finding {
    match (revision, head) {
        (Some(revision), Some(head)) if revision > head => Finding::warn(
            WHAT,
            format!(
                "{what}, at migration {revision:04}, which is newer than this program ({head:04})"
            ),
            "run the newer program; `reprise migrate status` says whether this one can serve meanwhile",
        ),
        (Some(revision), Some(head)) if revision < head => Finding::ok(
            WHAT,
            format!(
                "{what}, at migration {revision:04} of {head:04}; `reprise migrate plan` shows what is pending"
            ),
        ),
        (Some(revision), _) => Finding::ok(
            WHAT,
            format!("{what}, at migration {revision:04}, the newest"),
        ),
        (None, _) => Finding::ok(WHAT, format!("{what}, no migration applied yet")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::Verdict;

    #[test]
    fn a_server_is_judged_by_what_it_says() {
        let good = || PostgresFacts {
            version: 160_004,
            latency: Duration::from_millis(1),
            time: chrono::DateTime::UNIX_EPOCH,
            pooled: false,
            prepares: true,
            may_create: true,
            revision: Some(7),
        };
        let check = |facts: &PostgresFacts, direct: bool, worst: Verdict, part: &str| {
            let findings = judge(facts, Some(7), direct);
            let found = findings.iter().find(|finding| finding.found.contains(part));
            assert_eq!(
                found.map(|finding| finding.verdict),
                Some(worst),
                "{findings:?}"
            );
            let all = findings.iter().map(|finding| finding.verdict).max();
            assert_eq!(all, Some(worst), "{findings:?}");
        };
        check(
            &good(),
            false,
            Verdict::Ok,
            "PostgreSQL 16.4, at migration 0007, the newest",
        );
        check(
            &PostgresFacts {
                revision: None,
                ..good()
            },
            false,
            Verdict::Ok,
            "no migration applied yet",
        );
        check(
            &PostgresFacts {
                version: 120_019,
                ..good()
            },
            false,
            Verdict::Fail,
            "PostgreSQL 12.19 is too old",
        );
        check(
            &PostgresFacts {
                latency: Duration::from_millis(80),
                ..good()
            },
            false,
            Verdict::Warn,
            "takes 80 ms to answer",
        );
        check(
            &PostgresFacts {
                pooled: true,
                ..good()
            },
            false,
            Verdict::Fail,
            "a pooler in transaction mode",
        );
        check(
            &PostgresFacts {
                pooled: true,
                ..good()
            },
            true,
            Verdict::Ok,
            "PostgreSQL 16.4",
        );
        check(
            &PostgresFacts {
                prepares: false,
                pooled: true,
                ..good()
            },
            true,
            Verdict::Fail,
            "prepared statements",
        );
        check(
            &PostgresFacts {
                may_create: false,
                ..good()
            },
            false,
            Verdict::Fail,
            "may not make tables",
        );
    }

    #[test]
    fn the_revision_is_set_against_the_newest_known() {
        let check = |revision: Option<i64>, worst: Verdict, part: &str| {
            let finding = at_revision("it", revision, Some(7));
            assert!(
                finding.verdict == worst && finding.found.contains(part),
                "{finding:?}"
            );
        };
        check(None, Verdict::Ok, "it, no migration applied yet");
        check(
            Some(5),
            Verdict::Ok,
            "at migration 0005 of 0007; `reprise migrate plan`",
        );
        check(Some(7), Verdict::Ok, "at migration 0007, the newest");
        check(
            Some(9),
            Verdict::Warn,
            "at migration 0009, which is newer than this program (0007)",
        );
    }
}
