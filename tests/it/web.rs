//! The health page, and `reprise healthcheck` that asks it.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use insta::assert_snapshot;
use reprise::clock::{Clock, FixedClock, SystemClock};
use reprise::{
    metrics::Metrics,
    web::{self, Health},
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::support::db::on_both;
use crate::support::program::Program;

/// A health page on a free port of loopback.
struct Page {
    clock: Arc<FixedClock>,
    health: Arc<Health>,
    address: SocketAddr,
    stop: CancellationToken,
}

impl Page {
    async fn open() -> Self {
        let clock = Arc::new(FixedClock::at(SystemClock.now()));
        let health = Arc::new(Health::new(clock.clone()));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("it has an address");
        let stop = CancellationToken::new();
        let metrics = Metrics::new("1");
        tokio::spawn(web::serve(
            listener,
            Arc::clone(&health),
            metrics,
            stop.clone(),
        ));
        Self {
            clock,
            health,
            address,
            stop,
        }
    }

    async fn get(&self, path: &str) -> String {
        let client = reprise::http::local_client(Duration::from_secs(5)).expect("a client");
        let response = client
            .get(format!("http://{}{path}", self.address))
            .send()
            .await
            .expect("an answer");
        format!(
            "{} {}",
            response.status().as_u16(),
            response.text().await.expect("a text")
        )
    }

    fn healthcheck(&self) -> String {
        let program = Program::new().with("REPRISE_WEB__LISTEN", self.address);
        program
            .run(&["healthcheck"])
            .to_string()
            .replace(&self.address.to_string(), "LISTEN")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_gets_on_is_healthy_and_one_that_is_stuck_is_not() {
    let page = Page::open().await;
    assert_snapshot!(page.get("/healthz").await, @r#"200 {"service":"reprise","status":"ok","updates_seconds_ago":null,"version":"0.1.0"}"#);
    page.health.progress();
    page.clock.advance(Duration::from_mins(2));
    assert_snapshot!(page.healthcheck(), @r#"
    $ reprise healthcheck
    {"service":"reprise","status":"ok","updates_seconds_ago":120,"version":"0.1.0"}
    [exit 0]
    "#);
    let doctor = Program::new()
        .with("REPRISE_WEB__LISTEN", page.address)
        .run(&["doctor"])
        .lines(&["ok    web.listen"]);
    assert_eq!(
        doctor,
        format!(
            "ok    web.listen: {} is answered by a bot that runs",
            page.address
        )
    );
    page.clock.advance(Duration::from_mins(4));
    assert_snapshot!(page.healthcheck(), @r#"
    $ reprise healthcheck
    ! error: the bot is not well: {"service":"reprise","status":"stuck","updates_seconds_ago":360,"version":"0.1.0"}
    [exit 1]
    "#);
    page.health.progress();
    assert_snapshot!(page.get("/healthz").await, @r#"200 {"service":"reprise","status":"ok","updates_seconds_ago":0,"version":"0.1.0"}"#);
}

on_both!(
    it_is_ready_when_the_start_is_over_and_the_database_answers,
    |db| {
        let page = Page::open().await;
        assert_eq!(
            page.get("/readyz").await,
            r#"503 {"service":"reprise","status":"starting","version":"0.1.0"}"#
        );
        page.health.ready(db.db.clone());
        assert_eq!(
            page.get("/readyz").await,
            r#"200 {"service":"reprise","status":"ready","version":"0.1.0"}"#
        );
        db.close().await;
        assert_eq!(
            page.get("/readyz").await,
            r#"503 {"service":"reprise","status":"no database","version":"0.1.0"}"#
        );
    }
);

#[tokio::test(flavor = "multi_thread")]
async fn healthcheck_fails_where_nobody_or_somebody_else_answers() {
    let page = Page::open().await;
    page.stop.cancel();
    let gone = async {
        while TcpListener::bind(page.address).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), gone)
        .await
        .expect("the page closes when it is told to stop");
    assert_snapshot!(page.healthcheck(), @r#"
    $ reprise healthcheck
    ! error: http://LISTEN/healthz does not answer: error sending request: client error (Connect): tcp connect error: Connection refused (os error 111)
    [exit 1]
    "#);

    let listener = TcpListener::bind(page.address)
        .await
        .expect("the port is free again");
    tokio::spawn(axum::serve(listener, Router::new().fallback(|| async { "hello" })).into_future());
    assert_snapshot!(page.healthcheck(), @r#"
    $ reprise healthcheck
    ! error: http://LISTEN/healthz is answered by another program
    [exit 1]
    "#);
}
