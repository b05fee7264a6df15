//! The addresses the bot listens on: free, or taken by a bot of this kind that runs already.

use std::io;
use std::net::{SocketAddr, TcpListener};

use super::Finding;
use crate::cli::healthcheck;
use crate::config::{Config, Mode};

pub(super) async fn check(config: &Config) -> Vec<Finding> {
    let mut findings = vec![match bind(config.web.listen) {
        Err(error)
            if error.kind() == io::ErrorKind::AddrInUse
                && healthcheck::ask(config.web.listen).await.is_ok() =>
        {
            Finding::ok(
                "web.listen",
                format!("{} is answered by a bot that runs", config.web.listen),
            )
        }
        bound => verdict("web.listen", config.web.listen, bound),
    }];
    if config.bot.mode == Mode::Webhook {
        findings.push(verdict(
            "webhook.listen",
            config.webhook.listen,
            bind(config.webhook.listen),
        ));
    }
    findings
}

fn bind(address: SocketAddr) -> io::Result<()> {
    TcpListener::bind(address).map(drop)
}

fn verdict(what: &'static str, address: SocketAddr, bound: io::Result<()>) -> Finding {
    match bound {
        Ok(()) => Finding::ok(what, format!("{address} is free")),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Finding::fail(
            what,
            format!("{address} is in use"),
            format!("end what uses it, or give `{what}` another port"),
        ),
        Err(error) => Finding::fail(
            what,
            format!("{address}: {error}"),
            format!("give `{what}` an address of this machine"),
        ),
    }
}
