//! What a start of the bot makes of the schema.

use reprise::{
    db::Dialect,
    migrate::{
        Cancel, Engine,
        boot::{Booted, Policy, Trouble, Waiting},
        target::Direction::Up,
    },
};

use crate::support::migrate::{Site, Walk as _, on_both_sites};

const CAREFUL: Policy = Policy {
    auto: true,
    auto_lossy: false,
    revert_newer: false,
};

async fn boot(engine: &Engine, policy: Policy) -> Booted {
    engine.boot(policy, &Cancel::default(), &|_| ()).await
}

on_both_sites!(several_processes_start_at_once_and_all_are_ready, |site| {
    site.pair(
        "0001_account",
        "CREATE TABLE account (n BIGINT NOT NULL); INSERT INTO account VALUES (0);",
        "DROP TABLE account;",
    );
    site.engine().up().await;
    site.pair(
        "0002_more",
        "ALTER TABLE account ADD COLUMN more TEXT; INSERT INTO account (n) VALUES (1);",
        "ALTER TABLE account DROP COLUMN more;",
    );
    site.tables(0);
    let starts: Vec<_> = (0..4)
        .map(|_| {
            let mut engine = site.engine();
            engine.gate = None; // Another process has a pool of its own.
            tokio::spawn(async move { boot(&engine, CAREFUL).await })
        })
        .collect();
    let mut applied = 0;
    for start in starts {
        match start.await.unwrap() {
            Booted::Ready { applied: report } => applied += report.map_or(0, |r| r.done.len()),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(applied, 1);
    assert_eq!(site.number("SELECT count(*) FROM account").await, 2);
});

on_both_sites!(
    a_start_applies_what_loses_nothing_and_waits_with_what_does,
    |site| {
        site.tables(2);
        assert!(matches!(
            boot(&site.engine(), CAREFUL).await,
            Booted::Ready { applied: Some(_) }
        ));
        site.sql("INSERT INTO t1 VALUES (1)").await;
        site.pair(
            "0003_drop",
            "DROP TABLE t1;",
            "CREATE TABLE t1 (id BIGINT PRIMARY KEY);",
        );
        match boot(&site.engine(), CAREFUL).await {
            Booted::Waiting {
                plan,
                why: Waiting::Lossy,
            } => assert!(plan.loses()),
            other => panic!("{other:?}"),
        }
        assert!(site.has_table("t1").await);
        let off = Policy {
            auto: false,
            ..CAREFUL
        };
        assert!(matches!(
            boot(&site.engine(), off).await,
            Booted::Waiting {
                why: Waiting::AutoIsOff,
                ..
            }
        ));
        let lossy = Policy {
            auto_lossy: true,
            ..CAREFUL
        };
        assert!(matches!(
            boot(&site.engine(), lossy).await,
            Booted::Ready { applied: Some(_) }
        ));
        assert!(!site.has_table("t1").await);
        site.engine().down("-1").await;
        assert!(matches!(
            boot(&site.engine(), lossy).await,
            Booted::Waiting {
                why: Waiting::Held,
                ..
            }
        ));
    }
);

on_both_sites!(
    a_failing_migration_at_start_is_trouble_and_not_a_crash,
    |site| {
        site.tables(1);
        site.pair("0002_bad", "CREATE TABLE t1 (id BIGINT);", "SELECT 1;");
        match boot(&site.engine(), CAREFUL).await {
            Booted::Trouble(Trouble::Failed(failed)) => assert_eq!(
                failed.to_string(),
                "0002_bad failed; 1 migration was applied and kept"
            ),
            other => panic!("{other:?}"),
        }
        assert_eq!(site.applied().await, [1]);
    }
);

on_both_sites!(
    an_older_build_lives_with_what_only_adds_and_goes_back_where_it_may,
    |site| {
        site.tables(1);
        site.pair(
            "0002_more",
            "ALTER TABLE t1 ADD COLUMN more TEXT;",
            "ALTER TABLE t1 DROP COLUMN more;",
        );
        site.engine().up().await;
        site.remove("0002_more.up").remove("0002_more.down");
        assert!(matches!(
            boot(&site.engine(), CAREFUL).await,
            Booted::Newer(_)
        ));
        // What does not only add cannot be lived with; it can be taken back where that loses nothing.
        site.pair(
            "0002_more",
            "ALTER TABLE t1 ADD COLUMN more TEXT;",
            "ALTER TABLE t1 DROP COLUMN more;",
        );
        site.pair(
            "0003_rename",
            "ALTER TABLE t1 RENAME COLUMN more TO much;",
            "ALTER TABLE t1 RENAME COLUMN much TO more;",
        );
        site.engine().up().await;
        site.remove("0003_rename.up").remove("0003_rename.down");
        let older = site.engine();
        assert!(matches!(
            boot(&older, CAREFUL).await,
            Booted::Trouble(Trouble::Ahead(_))
        ));
        let revert = Policy {
            revert_newer: true,
            ..CAREFUL
        };
        let booted = boot(&older, revert).await;
        assert!(
            matches!(booted, Booted::Ready { applied: Some(_) }),
            "{booted:?}"
        );
        assert_eq!(site.applied().await, [1, 2]);
        // Never where somebody would lose something by it.
        site.pair(
            "0003_mood",
            "ALTER TABLE t1 RENAME COLUMN more TO mood; CREATE TABLE moods (name TEXT);",
            "DROP TABLE moods; ALTER TABLE t1 RENAME COLUMN mood TO more;",
        );
        site.engine().up().await;
        site.sql("INSERT INTO moods VALUES ('blue')").await;
        site.remove("0003_mood.up").remove("0003_mood.down");
        let booted = boot(&site.engine(), revert).await;
        assert!(
            matches!(booted, Booted::Trouble(Trouble::Ahead(_))),
            "{booted:?}"
        );
        assert_eq!(site.number("SELECT count(*) FROM moods").await, 1);
    }
);

on_both_sites!(
    a_migration_from_outside_finds_the_bot_paused_and_the_bot_notices_it,
    |site| {
        site.tables(1);
        site.engine().up().await;
        let mut bot = site.engine();
        bot.peer_id = Some("the bot".to_owned());
        let mut member = bot.join().await.unwrap();
        member.beat().await.unwrap();
        assert_eq!(site.engine().peers().await.unwrap().len(), 1);
        // Another process: its own gate, the same database. The transaction that is open here is finished first.
        site.pair(
            "0002_drop",
            "DROP TABLE t1;",
            "CREATE TABLE t1 (id BIGINT PRIMARY KEY);",
        );
        let mut outside = site.engine();
        outside.gate = None;
        let (noticed, mut changes) = tokio::sync::mpsc::unbounded_channel();
        let beating =
            tokio::spawn(async move { member.keep_beating(|| _ = noticed.send(())).await });
        let report = outside.go(Up, "head").await.unwrap();
        assert_eq!(report.done.len(), 1);
        changes.recv().await.unwrap();
        assert_eq!(
            site.number("SELECT count(*) - 1 FROM _sqlx_migrations")
                .await,
            1,
            "the bot goes on"
        );
        beating.abort();
    }
);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_does_not_pause_stops_a_lossy_run_and_not_one_that_adds() {
    let site = Site::new(Dialect::Sqlite).await;
    site.tables(1);
    site.engine().up().await;
    site.sql("INSERT INTO t1 VALUES (1)").await;
    let mut bot = site.engine();
    bot.peer_id = Some("the bot".to_owned());
    bot.join().await.unwrap().beat().await.unwrap(); // It lives, and never looks again.
    let mut outside = site.engine();
    outside.gate = None;
    outside.settings.peers = std::time::Duration::from_millis(200);
    site.pair(
        "0002_drop",
        "DROP TABLE t1;",
        "CREATE TABLE t1 (id BIGINT PRIMARY KEY);",
    );
    outside.known = site.engine().known;
    let refused = outside.go(Up, "head").await.unwrap_err();
    assert!(
        refused
            .error
            .to_string()
            .contains("still works on this database and did not pause"),
        "{}",
        refused.error
    );
    assert!(site.has_table("t1").await);
    site.remove("0002_drop.up").remove("0002_drop.down");
    site.tables(2);
    outside.known = site.engine().known;
    outside.go(Up, "head").await.unwrap();
    assert_eq!(site.applied().await, [1, 2]);
}
