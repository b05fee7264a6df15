//! `reply_markup`: inline keyboards are checked and kept; the other kinds are checked for their shape only.

use serde_json::Value;

use super::{error::ApiError, params::Params};
use crate::{
    model::{Button, Keyboard},
    text::detect::checked_url,
};

/// The inline keyboard of a new message.
pub(crate) fn of_message(params: &Params, private: bool) -> Result<Option<Keyboard>, ApiError> {
    let Some(markup) = params.json::<Value>("reply_markup", "reply keyboard markup JSON object")?
    else {
        return Ok(None);
    };
    let other = ["keyboard", "remove_keyboard", "force_reply"];
    if other.iter().any(|kind| markup.get(kind).is_some()) {
        return Ok(None);
    }
    if markup.get("inline_keyboard").is_none()
        && markup.as_object().is_none_or(|fields| !fields.is_empty())
    {
        return Err(ApiError::bad("object expected as reply markup"));
    }
    inline(markup, private)
}

/// An edit or an album item takes only an inline keyboard; leaving it out takes the keyboard away.
pub(crate) fn of_edit(params: &Params, private: bool) -> Result<Option<Keyboard>, ApiError> {
    let markup = params.json::<Value>("reply_markup", "reply keyboard markup JSON object")?;
    markup.map_or(Ok(None), |markup| inline(markup, private))
}

fn inline(markup: Value, private: bool) -> Result<Option<Keyboard>, ApiError> {
    if markup.as_object().is_some_and(serde_json::Map::is_empty) {
        return Ok(None);
    }
    let keyboard: Keyboard = serde_json::from_value(markup)
        .map_err(|why| ApiError::bad(format_args!("can't parse inline keyboard button: {why}")))?;
    for button in keyboard.buttons() {
        check(button, private)?;
    }
    if keyboard.buttons().count() > 100 {
        return Err(ApiError::bad("reply markup is too long"));
    }
    // Telegram drops empty rows, and a keyboard without buttons is none.
    let rows: Vec<_> = keyboard
        .inline_keyboard
        .into_iter()
        .filter(|row| !row.is_empty())
        .collect();
    Ok(Some(Keyboard {
        inline_keyboard: rows,
    })
    .filter(|keyboard| !keyboard.inline_keyboard.is_empty()))
}

fn check(button: &Button, private: bool) -> Result<(), ApiError> {
    let refuse = |why: &str| {
        Err(ApiError::bad(format_args!(
            "can't parse inline keyboard button: {why}"
        )))
    };
    if button.text.trim().is_empty() {
        return refuse("Field \"text\" must be non-empty");
    }
    match button.actions() {
        0 => return refuse("Text buttons are unallowed in the inline keyboard"),
        1 => {}
        _ => return refuse("strict mode: a button does one thing"),
    }
    if let Some(data) = &button.callback_data
        && !(1..=64).contains(&data.len())
    {
        return Err(ApiError::bad("BUTTON_DATA_INVALID"));
    }
    if let Some(url) = &button.url
        && checked_url(url).is_none()
    {
        return Err(ApiError::bad(format_args!(
            "inline keyboard button URL '{url}' is invalid: Wrong HTTP URL"
        )));
    }
    if let Some(app) = &button.web_app {
        let url = app.get("url").and_then(Value::as_str).unwrap_or_default();
        if !private {
            return Err(ApiError::bad("BUTTON_TYPE_INVALID"));
        }
        if !url.starts_with("https://") {
            let why = "Only HTTPS links are allowed";
            return Err(ApiError::bad(format_args!(
                "inline keyboard button Web App URL '{url}' is invalid: {why}"
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(button: &Value, expected: Result<(), &str>) {
        let markup = json!({ "inline_keyboard": [[button]] });
        let params = Params {
            fields: [("reply_markup".to_owned(), markup)].into(),
            ..Params::default()
        };
        let found = of_message(&params, false)
            .map(drop)
            .map_err(|refusal| refusal.description);
        assert_eq!(found, expected.map_err(|why| format!("Bad Request: {why}")));
    }

    #[test]
    fn buttons() {
        check(
            &json!({ "text": "a", "callback_data": "x".repeat(64) }),
            Ok(()),
        );
        check(
            &json!({ "text": "a", "callback_data": "ж".repeat(33) }),
            Err("BUTTON_DATA_INVALID"),
        );
        check(
            &json!({ "text": "a", "callback_data": "" }),
            Err("BUTTON_DATA_INVALID"),
        );
        let wrong = "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL";
        check(
            &json!({ "text": "a", "url": "http://localhost/" }),
            Err(wrong),
        );
        check(&json!({ "text": "a", "url": "https://a.example" }), Ok(()));
        let unallowed =
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard";
        check(&json!({ "text": "a" }), Err(unallowed));
        check(
            &json!({ "text": "a", "web_app": { "url": "https://a.example" } }),
            Err("BUTTON_TYPE_INVALID"),
        );
    }

    #[test]
    fn a_misspelt_field_of_a_button_is_refused() {
        let markup = json!({ "inline_keyboard": [[{ "text": "a", "calback_data": "x" }]] });
        let params = Params {
            fields: [("reply_markup".to_owned(), markup)].into(),
            ..Params::default()
        };
        assert!(
            of_message(&params, true)
                .unwrap_err()
                .description
                .contains("calback_data")
        );
    }

    #[test]
    fn a_keyboard_without_buttons_is_none() {
        let markup = json!({ "inline_keyboard": [[]] });
        let params = Params {
            fields: [("reply_markup".to_owned(), markup)].into(),
            ..Params::default()
        };
        assert_eq!(of_message(&params, true), Ok(None));
    }
}
