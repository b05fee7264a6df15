//! `reprise healthcheck`: asks the running bot whether it is well, for container health checks without curl.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use super::Exit;
use crate::config::Config;
use crate::http;
use crate::telemetry::Chain;

const TIMEOUT: Duration = Duration::from_secs(5);

/// The answer is a line.
const LONGEST_ANSWER: usize = 64 * 1024;

pub(super) async fn run(config: &Config) -> Exit {
    match ask(config.web.listen).await {
        Ok(answer) => super::print(&format!("{answer}\n")),
        Err(unhealthy) => super::fail(&unhealthy),
    }
}

/// What the bot that listens there says of itself; an error if it is not well, not there, or not a bot of this kind.
pub(super) async fn ask(listen: SocketAddr) -> Result<String, String> {
    let address = format!("http://{}/healthz", reachable(listen));
    let why =
        |error: &dyn std::error::Error| format!("{address} does not answer: {}", Chain(error));
    let client = http::local_client(TIMEOUT).map_err(|error| why(&error))?;
    let response = client
        .get(&address)
        .send()
        .await
        .map_err(|error| why(&error.without_url()))?;
    let status = response.status();
    let body = http::body(response, LONGEST_ANSWER)
        .await
        .map_err(|error| why(&error))?;
    let answer = String::from_utf8_lossy(&body).trim().to_owned();
    let ours = serde_json::from_str::<serde_json::Value>(&answer)
        .is_ok_and(|answer| answer["service"] == "reprise");
    match (ours, status.is_success()) {
        (true, true) => Ok(answer),
        (true, false) => Err(format!("the bot is not well: {answer}")),
        (false, _) => Err(format!("{address} is answered by another program")),
    }
}

/// What listens on every address is asked on loopback.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}
