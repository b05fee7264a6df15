//! `setWebhook` and its relatives; the delivery itself is in `crate::webhook`.

use serde_json::{Map, json};

use super::{Reply, done, error::ApiError, params::Params, reply};
use crate::{state::World, webhook::Webhook};

pub(crate) fn set(world: &mut World, params: &Params) -> Reply {
    let url = params.text("url")?.unwrap_or_default().trim().to_owned();
    if params.flag("drop_pending_updates")? {
        world.updates.clear();
    }
    if let Some(allowed) = params.json::<Vec<String>>("allowed_updates", "allowed_updates")? {
        world.updates.set_allowed(allowed);
    }
    if url.is_empty() {
        stop(world);
        return done();
    }
    check_url(&url)?;
    let secret = params
        .text("secret_token")?
        .filter(|secret| !secret.is_empty())
        .map(str::to_owned);
    let allowed = |c: u8| c.is_ascii_alphanumeric() || c == b'_' || c == b'-';
    if secret
        .as_ref()
        .is_some_and(|secret| secret.len() > 256 || !secret.bytes().all(allowed))
    {
        return Err(ApiError::bad("secret token contains unallowed characters"));
    }
    let max_connections = params.int("max_connections")?.unwrap_or(40).clamp(1, 100);
    world.updates.open_lanes();
    world.webhook = Some(Webhook {
        url,
        secret,
        max_connections: usize::try_from(max_connections).unwrap_or(40),
        has_certificate: params.has("certificate"),
        generation: world.webhook_generation(),
        last_error: None,
        failures: 0,
    });
    world.feed.send_modify(|count| *count += 1);
    done()
}

pub(crate) fn delete(world: &mut World, params: &Params) -> Reply {
    if params.flag("drop_pending_updates")? {
        world.updates.clear();
    }
    stop(world);
    done()
}

fn stop(world: &mut World) {
    world.webhook = None;
    world.updates.close_lanes();
    world.feed.send_modify(|count| *count += 1);
}

/// Telegram insists on HTTPS; a machine of your own is reached by plain HTTP too.
fn check_url(url: &str) -> Result<(), ApiError> {
    let invalid = || ApiError::bad("invalid webhook URL specified");
    let parsed: reqwest::Url = url.parse().map_err(|_| invalid())?;
    let host = parsed.host_str().ok_or_else(invalid)?;
    let own = matches!(host, "localhost" | "[::1]") || host.starts_with("127.");
    if parsed.scheme() != "https" && !(own && parsed.scheme() == "http") {
        return Err(ApiError::bad(
            "bad webhook: An HTTPS URL must be provided for webhook",
        ));
    }
    let port = parsed.port_or_known_default().unwrap_or(443);
    if !own && ![80, 88, 443, 8_443].contains(&port) {
        return Err(ApiError::bad(
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ));
    }
    Ok(())
}

pub(crate) fn info(world: &mut World, _: &Params) -> Reply {
    let mut info = Map::new();
    let webhook = world.webhook.as_ref();
    info.insert(
        "url".into(),
        json!(webhook.map_or("", |webhook| &webhook.url)),
    );
    info.insert(
        "has_custom_certificate".into(),
        json!(webhook.is_some_and(|webhook| webhook.has_certificate)),
    );
    info.insert(
        "pending_update_count".into(),
        json!(world.updates.waiting()),
    );
    if let Some(webhook) = webhook {
        info.insert("max_connections".into(), json!(webhook.max_connections));
        info.insert("ip_address".into(), json!("127.0.0.1"));
        if let Some((date, message)) = &webhook.last_error {
            info.insert("last_error_date".into(), json!(date));
            info.insert("last_error_message".into(), json!(message));
        }
    }
    let allowed = world.updates.allowed();
    if !allowed.is_empty() {
        info.insert("allowed_updates".into(), json!(allowed));
    }
    reply(&info)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expected: Result<(), &str>) {
        let found = check_url(url).map_err(|refusal| refusal.description);
        assert_eq!(
            found,
            expected.map_err(|why| format!("Bad Request: {why}")),
            "{url}"
        );
    }

    #[test]
    fn addresses() {
        check("https://bot.example/hook", Ok(()));
        check("https://bot.example:8443/hook", Ok(()));
        check("http://127.0.0.1:4040/hook", Ok(()));
        check("nonsense", Err("invalid webhook URL specified"));
        check(
            "http://bot.example/",
            Err("bad webhook: An HTTPS URL must be provided for webhook"),
        );
        let ports = "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443";
        check("https://bot.example:4040/", Err(ports));
    }
}
