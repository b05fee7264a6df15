//! Delivery by webhook.

pub(crate) struct Webhook;
