//! Refusals, in Telegram's words.

use serde_json::{Value, json};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiError {
    pub(crate) code: u16,
    pub(crate) description: String,
    /// `retry_after` or `migrate_to_chat_id`, where there is one.
    pub(crate) parameter: Option<(&'static str, i64)>,
}

impl ApiError {
    pub(crate) fn new(code: u16, description: impl Into<String>) -> Self {
        Self {
            code,
            description: description.into(),
            parameter: None,
        }
    }

    /// 400, with Telegram's usual beginning.
    pub(crate) fn bad(reason: impl std::fmt::Display) -> Self {
        Self::new(400, format!("Bad Request: {reason}"))
    }

    pub(crate) fn forbidden(reason: &str) -> Self {
        Self::new(403, format!("Forbidden: {reason}"))
    }

    pub(crate) fn conflict(reason: &str) -> Self {
        Self::new(409, format!("Conflict: {reason}"))
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(401, "Unauthorized")
    }

    pub(crate) fn not_found() -> Self {
        Self::new(404, "Not Found")
    }

    pub(crate) fn too_large() -> Self {
        Self::new(413, "Request Entity Too Large")
    }

    pub(crate) fn too_many(retry_after: u32) -> Self {
        let description = format!("Too Many Requests: retry after {retry_after}");
        Self {
            parameter: Some(("retry_after", retry_after.into())),
            ..Self::new(429, description)
        }
    }

    pub(crate) fn upgraded(to: i64) -> Self {
        Self {
            parameter: Some(("migrate_to_chat_id", to)),
            ..Self::bad("group chat was upgraded to a supergroup chat")
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        let mut body =
            json!({ "ok": false, "error_code": self.code, "description": self.description });
        if let Some((name, value)) = self.parameter {
            body["parameters"] = json!({ name: value });
        }
        body
    }
}
