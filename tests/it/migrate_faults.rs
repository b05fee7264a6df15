//! Faults that other tools were seen to get wrong.

use reprise::{
    db::Dialect,
    migrate::{
        loss::Count,
        target::Direction::{Down, Up},
    },
};

use crate::support::migrate::{Site, Walk as _, on_both_sites};

on_both_sites!(
    a_failing_migration_leaves_nothing_behind_and_names_its_statement,
    |site| {
        site.tables(1);
        site.pair(
            "0002_bad",
            "CREATE TABLE half (id BIGINT);\n\nINSERT INTO nowhere VALUES (1);",
            "DROP TABLE half;",
        );
        let engine = site.engine();
        let failed = engine.go(Up, "head").await.unwrap_err();
        assert_eq!(
            failed.to_string(),
            "0002_bad failed; 1 migration was applied and kept"
        );
        assert_eq!(
            failed.statement,
            Some((3, "INSERT INTO nowhere VALUES (1)".to_owned()))
        );
        assert_eq!(site.applied().await, [1]);
        assert!(!site.has_table("half").await);
        // The next run starts at once: no lock is left, and no debris.
        if site.dialect == Dialect::Postgres {
            assert_eq!(
                site.number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
                    .await,
                0
            );
        }
        site.pair(
            "0002_bad",
            "CREATE TABLE half (id BIGINT);",
            "DROP TABLE half;",
        );
        site.engine().up().await;
        assert_eq!(site.applied().await, [1, 2]);
    }
);

on_both_sites!(all_or_nothing_means_nothing_where_one_fails, |site| {
    site.tables(2);
    site.pair("0003_bad", "CREATE TABLE t1 (id BIGINT);", "SELECT 1;");
    let (code, _, err) = site.run(&["up", "--yes", "--single"]);
    assert_eq!(code, 1, "{err}");
    assert!(
        err.contains("0003_bad failed; nothing was changed"),
        "{err}"
    );
    assert!(site.applied().await.is_empty());
    site.pair("0003_bad", "CREATE TABLE t3 (id BIGINT);", "DROP TABLE t3;");
    assert_eq!(site.run(&["up", "--yes", "--single"]).0, 0);
    assert_eq!(site.applied().await, [1, 2, 3]);
});

on_both_sites!(
    rollback_on_failure_returns_to_the_start_and_ends_with_1,
    |site| {
        site.tables(1);
        site.engine().up().await;
        site.tables(3);
        site.pair("0004_bad", "CREATE TABLE t1 (id BIGINT);", "SELECT 1;");
        let (code, _, err) = site.run(&["up", "--yes", "--rollback-on-failure"]);
        assert_eq!(code, 1, "{err}");
        assert!(
            err.contains("0004_bad failed; everything was taken back"),
            "{err}"
        );
        assert_eq!(site.applied().await, [1]);
        assert!(!site.has_table("t2").await);
    }
);

on_both_sites!(
    commit_inside_a_script_is_refused_before_anything_runs,
    |site| {
        site.pair(
            "0001_a",
            "CREATE TABLE a (id BIGINT);\nCOMMIT;\nCREATE TABLE b (id BIGINT);",
            "DROP TABLE a;",
        );
        let refused = site.engine().refused(Up, "head").await;
        assert!(
            refused
                .starts_with("0001 line 2 (COMMIT): a script must not begin, commit or roll back"),
            "{refused}"
        );
        assert!(!site.has_table("a").await);
    }
);

on_both_sites!(an_edited_up_script_is_refused_until_it_is_blessed, |site| {
    site.tables(2);
    site.engine().up().await;
    site.pair(
        "0001_t1",
        "CREATE TABLE t1 (id BIGINT PRIMARY KEY, more TEXT);",
        "DROP TABLE t1;",
    );
    let refused = site.engine().refused(Up, "head").await;
    assert!(
        refused.starts_with("0001_t1 was edited after it was applied (its statements differ)"),
        "{refused}"
    );
    assert!(
        site.engine()
            .refused(Down, "-1")
            .await
            .starts_with("0001_t1 was edited")
    );
    let (code, out, err) = site.run(&["bless", "1", "--reason", "checked by hand", "--yes"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("- CREATE TABLE t1 (id BIGINT PRIMARY KEY);\n+ CREATE TABLE t1 (id BIGINT PRIMARY KEY, more TEXT);"), "{out}");
    assert!(site.engine().shown(Up, "head").await.unwrap().is_empty());
});

on_both_sites!(changed_line_ends_and_comments_are_told_apart, |site| {
    site.pair(
        "0001_a",
        "-- one\nCREATE TABLE a (id BIGINT);\n",
        "DROP TABLE a;",
    );
    site.engine().up().await;
    site.script("0001_a.up", "-- one\r\nCREATE TABLE a (id BIGINT);\r\n");
    assert!(
        site.engine()
            .refused(Up, "head")
            .await
            .contains("(only its line ends differ)")
    );
    site.script("0001_a.up", "-- two\nCREATE  TABLE a (id BIGINT);\n");
    assert!(
        site.engine()
            .refused(Up, "head")
            .await
            .contains("(only comments or blanks differ)")
    );
});

on_both_sites!(
    an_edited_down_script_is_shown_and_the_kept_one_runs,
    |site| {
        site.tables(1);
        site.engine().up().await;
        site.sql("CREATE TABLE precious (id BIGINT); INSERT INTO precious VALUES (1);")
            .await;
        site.script("0001_t1.down", "DROP TABLE t1; DROP TABLE precious;");
        let plan = site.engine().shown(Down, "base").await.unwrap();
        assert_eq!(plan.steps[0].script.sql, "DROP TABLE t1;");
        assert_eq!(
            plan.steps[0].differs_from.as_ref().unwrap().sql,
            "DROP TABLE t1; DROP TABLE precious;"
        );
        site.engine().run(plan).await.unwrap();
        assert_eq!(site.number("SELECT count(*) FROM precious").await, 1);
    }
);

on_both_sites!(
    an_older_build_refuses_up_shows_what_is_newer_and_goes_down_by_the_kept_script,
    |site| {
        site.tables(3);
        site.engine().up().await;
        site.remove("0003_t3.up").remove("0003_t3.down");
        let older = site.engine();
        assert!(older.shown(Up, "head").await.unwrap().is_empty());
        let (code, out, _) = site.run(&["status", "--exit-code"]);
        assert_eq!(code, 1);
        assert!(out.contains("Newer than this build: 0003"), "{out}");
        older.down("-1").await;
        assert_eq!(site.applied().await, [1, 2]);
        assert!(!site.has_table("t3").await);
    }
);

on_both_sites!(out_of_order_ones_are_refused, |site| {
    site.tables(3).remove("0002_t2.up").remove("0002_t2.down");
    site.engine().up().await;
    site.tables(3);
    assert_eq!(
        site.engine().refused(Up, "head").await,
        "0002_t2 is older than 0003_t3, the newest applied; give it the next free number"
    );
    site.remove("0001_t1.up").remove("0001_t1.down");
    assert!(
        site.engine()
            .refused(Up, "head")
            .await
            .contains("0001 t1 is applied, but its files are not here")
    );
});

on_both_sites!(
    unknown_and_backwards_targets_are_refused_and_change_nothing,
    |site| {
        site.tables(2);
        let engine = site.engine();
        engine.up().await;
        for (arguments, words) in [
            (&["up", "99", "--yes"][..], "there is no migration `99`"),
            (
                &["up", "nonsense", "--yes"],
                "there is no migration `nonsense`",
            ),
            (
                &["up", "1", "--yes"],
                "0001 is already applied, and `up` never goes down; use `down 0001`",
            ),
            (
                &["down", "+1", "--yes"],
                "`+1` goes the other way; use `down -1`, or `up +1`",
            ),
            (
                &["down", "-7", "--yes"],
                "there are only 2 to go down, not 7",
            ),
        ] {
            let (code, out, err) = site.run(arguments);
            assert_eq!((code, out.as_str()), (3, ""), "{err}");
            assert!(err.contains(words), "{err}");
        }
        assert_eq!(site.applied().await, [1, 2]);
    }
);

on_both_sites!(the_ends_of_the_way_are_no_errors, |site| {
    site.tables(2);
    let says = |arguments: &[&str], words: &str| {
        let (code, out, err) = site.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {err}");
        assert!(out.contains(words), "{arguments:?}: {out}");
    };
    says(&["current"], "base");
    says(
        &["down", "base", "--yes"],
        "Nothing to do: the database is at base.",
    );
    says(&["plan", "base"], "Nothing to do: the database is at base.");
    says(&["up", "head", "--yes"], "Done in");
    says(
        &["up", "head", "--yes"],
        "Nothing to do: the database is at 0002.",
    );
    says(&["up", "--yes"], "Nothing to do: the database is at 0002.");
    says(&["down", "base", "--yes"], "Done in");
    says(&["current"], "base");
    // With nothing applied there is no step back.
    let (code, _, err) = site.run(&["down", "--yes"]);
    assert_eq!(code, 3, "{err}");
});

on_both_sites!(
    sources_that_are_not_in_order_are_refused_with_code_2,
    |site| {
        let check = |prepare: &dyn Fn(&Site), words: &str| {
            for file in std::fs::read_dir(site.source()).unwrap() {
                std::fs::remove_file(file.unwrap().path()).unwrap();
            }
            prepare(site);
            let (code, _, err) = site.run(&["up", "--yes"]);
            assert_eq!(code, 2, "{err}");
            assert!(err.contains(words), "{err}");
        };
        check(
            &|site| _ = site.tables(1).pair("0001_other", "SELECT 1;", "SELECT 1;"),
            "version 0001 is there twice",
        );
        check(
            &|site| _ = site.script("0001_a.up", "SELECT 1;"),
            "0001_a has no down script",
        );
        check(
            &|site| {
                site.tables(1)
                    .pair("0003_c", "-- revises: 0002\nSELECT 1;", "SELECT 1;");
            },
            "0003_c revises 0002, which is not here",
        );
        check(
            &|site| _ = site.pair("0001_a", "-- revise: none\nSELECT 1;", "SELECT 1;"),
            "line 1: `-- revise: none` looks like a header line but is none",
        );
        check(&|_| (), "holds no migrations");
        assert!(site.applied_or_nothing().await.is_empty());
    }
);

#[tokio::test]
async fn a_rebuilt_parent_keeps_its_children_and_everything_that_hangs_on_it() {
    let site = Site::new(Dialect::Sqlite).await;
    site.pair(
        "0001_family",
        "CREATE TABLE p (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);
         CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INTEGER NOT NULL REFERENCES p (id) ON DELETE CASCADE);
         CREATE TABLE n (id INTEGER PRIMARY KEY, p_id INTEGER REFERENCES p (id) ON DELETE SET NULL);
         CREATE TABLE log (text TEXT);
         CREATE INDEX p_name ON p (name);
         CREATE TRIGGER p_log AFTER INSERT ON p BEGIN INSERT INTO log VALUES (new.name); END;
         CREATE VIEW names AS SELECT name FROM p;",
        "DROP VIEW names; DROP TABLE n; DROP TABLE c; DROP TABLE p; DROP TABLE log;",
    );
    site.engine().up().await;
    site.sql("INSERT INTO p (name) VALUES ('a'), ('b'), ('c'); INSERT INTO c SELECT id, id FROM p; INSERT INTO n SELECT id, id FROM p; DELETE FROM p WHERE id = 3; DELETE FROM log;").await;
    site.pair(
        "0002_rebuild",
        "CREATE TABLE new_p (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL DEFAULT '');
         INSERT INTO new_p (id, name) SELECT id, name FROM p;
         DROP TABLE p;
         ALTER TABLE new_p RENAME TO p;",
        "SELECT 1;",
    );
    let plan = site.engine().shown(Up, "head").await.unwrap();
    assert!(!plan.loses());
    site.engine().run(plan).await.unwrap();
    assert_eq!(site.number("SELECT count(*) FROM c").await, 2);
    assert_eq!(
        site.number("SELECT count(*) FROM n WHERE p_id IS NOT NULL")
            .await,
        2
    );
    site.sql("INSERT INTO p (name) VALUES ('d')").await;
    assert_eq!(
        site.number("SELECT max(id) FROM p").await,
        4,
        "an id that was given must not be given again"
    );
    assert_eq!(
        site.texts("SELECT text FROM log").await,
        ["d"],
        "the trigger is there again"
    );
    assert_eq!(
        site.texts("SELECT name FROM names").await,
        ["a", "b", "d"],
        "the view works"
    );
    assert_eq!(
        site.number("SELECT count(*) FROM sqlite_schema WHERE name = 'p_name' AND tbl_name = 'p'")
            .await,
        1
    );
    assert_eq!(
        site.number("SELECT count(*) FROM pragma_foreign_key_check")
            .await,
        0
    );
    let refused = sqlx_error(&site, "INSERT INTO c VALUES (9, 99)").await;
    assert!(refused.contains("FOREIGN KEY"), "{refused}");
}

async fn sqlx_error(site: &Site, sql: &str) -> String {
    let mut tx = site.db.begin().await.unwrap();
    crate::support::db::execute(&mut tx, sql)
        .await
        .unwrap_err()
        .to_string()
}

#[tokio::test]
async fn a_rebuild_that_would_lose_rows_it_did_not_show_is_refused() {
    let site = Site::new(Dialect::Sqlite).await;
    site.pair(
        "0001_a",
        "CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT);",
        "DROP TABLE a;",
    );
    site.engine().up().await;
    site.sql("INSERT INTO a (b) VALUES ('x'), ('x'), ('y')")
        .await;
    // Two rows become one by a constraint that the plan cannot see through.
    site.pair(
        "0002_unique",
        "CREATE TABLE new_a (id INTEGER PRIMARY KEY, b TEXT UNIQUE ON CONFLICT IGNORE);
         INSERT INTO new_a (id, b) SELECT id, b FROM a;
         DROP TABLE a;
         ALTER TABLE new_a RENAME TO a;",
        "SELECT 1;",
    );
    let refused = site.engine().refused(Up, "head").await;
    assert_eq!(
        refused,
        "it would lose more than was shown: a would lose 1 of its 3 rows; nothing was changed"
    );
    assert_eq!(site.number("SELECT count(*) FROM a").await, 3);
}

#[tokio::test]
async fn dropping_a_parent_under_its_children_is_refused() {
    let site = Site::new(Dialect::Sqlite).await;
    site.pair("0001_a", "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p_id INTEGER REFERENCES p (id) ON DELETE CASCADE);", "DROP TABLE c; DROP TABLE p;");
    site.engine().up().await;
    site.sql("INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)")
        .await;
    site.pair("0002_drop", "DROP TABLE p;", "SELECT 1;");
    let refused = site.engine().refused(Up, "head").await;
    assert!(
        refused.contains("a foreign key would lead nowhere: c row 1 → p (0)"),
        "{refused}"
    );
    assert_eq!(site.number("SELECT count(*) FROM c").await, 1);
}

on_both_sites!(
    a_lossy_plan_says_what_goes_and_is_stopped_where_more_would_go,
    |site| {
        site.tables(1);
        let engine = site.engine();
        engine.up().await;
        let plan = engine.shown(Down, "base").await.unwrap();
        assert!(!plan.loses());
        site.sql("INSERT INTO t1 VALUES (1), (2)").await;
        let refused = engine.run(plan).await.unwrap_err();
        assert_eq!(
            refused.error.to_string(),
            "it would lose more than was shown: t1 (0 were shown, 2 are there now); nothing was changed"
        );
        assert_eq!(site.number("SELECT count(*) FROM t1").await, 2);
        let plan = engine.shown(Down, "base").await.unwrap();
        assert_eq!(plan.losses[0].count, Count::Exactly(2));
        engine.run(plan).await.unwrap();
        assert!(!site.has_table("t1").await);
    }
);

on_both_sites!(cascades_are_counted_before_they_happen, |site| {
    site.pair(
        "0001_family",
        "CREATE TABLE p (id BIGINT PRIMARY KEY); CREATE TABLE c (id BIGINT PRIMARY KEY, p_id BIGINT REFERENCES p (id) ON DELETE CASCADE);",
        "DROP TABLE c; DROP TABLE p;",
    );
    let engine = site.engine();
    engine.up().await;
    site.sql(
        "INSERT INTO p VALUES (1), (2), (3); INSERT INTO c VALUES (1, 1), (2, 1), (3, 2), (4, 3)",
    )
    .await;
    site.script(
        "0002_thin.up",
        "-- irreversible: the rows are gone\nDELETE FROM p WHERE id < 3;",
    );
    let plan = site.engine().shown(Up, "head").await.unwrap();
    let counts: Vec<_> = plan
        .losses
        .iter()
        .map(|l| (l.about.as_str(), l.count.clone()))
        .collect();
    assert_eq!(counts, [("p", Count::Exactly(2)), ("c", Count::Exactly(3))]);
    site.engine().run(plan).await.unwrap();
    assert_eq!(site.number("SELECT count(*) FROM c").await, 1);
});

#[tokio::test]
async fn an_index_that_fails_concurrently_leaves_no_invalid_one_and_can_be_repeated() {
    let site = Site::new(Dialect::Postgres).await;
    site.pair("0001_a", "CREATE TABLE a (b BIGINT);", "DROP TABLE a;");
    site.engine().up().await;
    site.sql("INSERT INTO a VALUES (1), (1)").await;
    site.pair(
        "0002_i",
        "-- no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY i ON a (b);",
        "-- no-transaction\nDROP INDEX CONCURRENTLY i;",
    );
    let failed = site.engine().go(Up, "head").await.unwrap_err();
    assert!(
        failed
            .error
            .chain()
            .contains("could not create unique index"),
        "{}",
        failed.error.chain()
    );
    assert_eq!(
        site.number("SELECT count(*) FROM pg_class WHERE relname = 'i'")
            .await,
        0
    );
    site.sql("DELETE FROM a").await;
    site.engine().up().await;
    assert_eq!(site.applied().await, [1, 2]);
    site.engine().down("-1").await;
    assert_eq!(
        site.number("SELECT count(*) FROM pg_class WHERE relname = 'i'")
            .await,
        0
    );
}
