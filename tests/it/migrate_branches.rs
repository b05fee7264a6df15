//! Migrations that were written side by side: two heads, their merge, and what may then be applied late.

use std::fs;

use reprise::{
    db::Dialect,
    migrate::{
        graph,
        source::Known,
        target::Direction::{Down, Up},
    },
};

use crate::support::migrate::{Site, Walk as _, me, on_both_sites};

fn side_by_side(site: &Site) {
    site.pair(
        "0001_users",
        "-- revises: none\nCREATE TABLE users (id BIGINT);",
        "-- revises: none\nDROP TABLE users;",
    );
    site.pair(
        "0002_moods",
        "-- revises: 0001\nCREATE TABLE moods (id BIGINT);",
        "-- revises: 0001\nDROP TABLE moods;",
    );
    site.pair(
        "0003_songs",
        "-- revises: 0001\nCREATE TABLE songs (id BIGINT);",
        "-- revises: 0001\nDROP TABLE songs;",
    );
}

on_both_sites!(two_heads_are_refused_until_they_are_joined, |site| {
    site.pair(
        "0001_users",
        "-- revises: none\nCREATE TABLE users (id BIGINT);",
        "-- revises: none\nDROP TABLE users;",
    );
    site.pair(
        "0003_songs",
        "-- revises: 0001\nCREATE TABLE songs (id BIGINT);",
        "-- revises: 0001\nDROP TABLE songs;",
    );
    site.engine().up().await;
    side_by_side(site);
    let both = "there are two ends: 0002_moods and 0003_songs; `migrate merge` joins them";
    assert_eq!(site.engine().refused(Up, "head").await, both);
    assert_eq!(site.engine().check(&[]).await.unwrap_err().chain(), both);
    let known = Known::folder(site.dialect, &site.source()).unwrap();
    assert_eq!(graph::heads(&known), ["0002_moods", "0003_songs"]);
    assert_eq!(
        graph::branches(&known),
        ["0001_users → 0002_moods, 0003_songs"]
    );
    // A straight line would leave no place for the second.
    site.pair(
        "0003_songs",
        "-- revises: 0002\nCREATE TABLE songs (id BIGINT);",
        "-- revises: 0002\nDROP TABLE songs;",
    );
    let refused = site.engine().refused(Up, "head").await;
    assert!(refused.contains("0003_songs was edited"), "{refused}");
    side_by_side(site);
    site.pair(
        "0004_merge",
        "-- revises: 0002, 0003\nSELECT 1;",
        "-- revises: 0002, 0003\nSELECT 1;",
    );
    let engine = site.engine();
    engine.up().await;
    assert_eq!(engine.facts().await.unwrap().applied(), [1, 3, 2, 4]);
    assert_eq!(engine.drift().await.unwrap(), []);
    // Down goes the way it came.
    let plan = engine.shown(Down, "base").await.unwrap();
    let order: Vec<i64> = plan.steps.iter().map(|step| step.version).collect();
    assert_eq!(order, [4, 2, 3, 1]);
    engine.down("-2").await;
    assert_eq!(engine.facts().await.unwrap().applied(), [1, 3]);
    engine.up().await;
    engine.down("base").await;
    assert_eq!(engine.facts().await.unwrap().applied(), Vec::<i64>::new());
});

on_both_sites!(without_a_merge_a_late_one_is_out_of_order, |site| {
    site.pair(
        "0001_users",
        "-- revises: none\nCREATE TABLE users (id BIGINT);",
        "-- revises: none\nDROP TABLE users;",
    );
    site.pair(
        "0003_songs",
        "-- revises: 0001\nCREATE TABLE songs (id BIGINT);",
        "-- revises: 0001\nDROP TABLE songs;",
    );
    site.engine().up().await;
    site.pair(
        "0002_moods",
        "-- revises: 0001\nCREATE TABLE moods (id BIGINT);",
        "-- revises: 0001\nDROP TABLE moods;",
    );
    site.pair(
        "0003_songs",
        "CREATE TABLE songs (id BIGINT);",
        "DROP TABLE songs;",
    );
    site.sql("DELETE FROM _sqlx_migrations WHERE version = 3")
        .await;
    site.engine()
        .stamp(&me(), Some(3), Some("a test"), true)
        .await
        .unwrap();
    site.sql("DELETE FROM _sqlx_migrations WHERE version = 2")
        .await;
    assert_eq!(
        site.engine().refused(Up, "head").await,
        "0002_moods is older than 0003_songs, the newest applied; give it the next free number"
    );
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_merge_is_written_for_both_databases() {
    let site = Site::new(Dialect::Sqlite).await;
    for dialect in ["sqlite", "postgres"] {
        let folder = site.source().join(dialect);
        fs::create_dir_all(&folder).unwrap();
        for (stem, revises) in [("0001_a", "none"), ("0002_b", "0001"), ("0003_c", "0001")] {
            for way in ["up", "down"] {
                fs::write(
                    folder.join(format!("{stem}.{way}.sql")),
                    format!("-- revises: {revises}\nSELECT 1;\n"),
                )
                .unwrap();
            }
        }
    }
    assert_eq!(site.run(&["heads"]).1, "0002_b\n0003_c\n");
    assert_eq!(site.run(&["branches"]).1, "0001_a → 0002_b, 0003_c\n");
    assert_eq!(site.run(&["lint"]).0, 1);
    // As people type it elsewhere; `heads` is not what it is called.
    let (code, out, err) = site.run(&["merge", "heads"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(out.lines().count(), 4, "{out}");
    assert!(out.contains("0004_merge_0002_and_0003.up.sql"), "{out}");
    assert_eq!(site.run(&["heads"]).1, "0004_merge_0002_and_0003\n");
    assert_eq!(site.run(&["lint"]).0, 0);
    let (code, _, err) = site.run(&["merge"]);
    assert_eq!(
        (code, err.as_str()),
        (
            3,
            "refused: there is one end, so there is nothing to join\n"
        )
    );
}
