//! What Telegram's refusals mean for a message and for its chat. Pure.

use teloxide::{ApiError, RequestError};

use super::{Outcome, send::Sent};
use crate::telegram::without_token;

/// What a refusal means for the message and for the chat.
pub(super) fn judge(error: &RequestError) -> Sent {
    match error {
        RequestError::RetryAfter(seconds) => Sent::TooFast(seconds.duration()),
        RequestError::Api(ApiError::BotBlocked | ApiError::UserDeactivated) => {
            Sent::Whole(Outcome::Blocked)
        }
        RequestError::Api(
            ApiError::ChatNotFound
            | ApiError::GroupDeactivated
            | ApiError::BotKicked
            | ApiError::BotKickedFromSupergroup
            | ApiError::BotKickedFromChannel
            | ApiError::CantInitiateConversation
            | ApiError::CantTalkWithBots,
        )
        | RequestError::MigrateToChatId(_) => Sent::Whole(Outcome::Gone),
        RequestError::Api(error) if is_about_rights(error) => Sent::Whole(Outcome::NotAllowed),
        // Refusals teloxide has no name for. "Forbidden" is always about the chat, never about the text.
        RequestError::Api(ApiError::Unknown(text)) if text.starts_with("Forbidden") => {
            Sent::Whole(Outcome::Gone)
        }
        RequestError::Api(ApiError::Unknown(text)) if is_server_trouble(text) => {
            Sent::Away(text.clone())
        }
        RequestError::Api(error) if is_lost_file(error) => Sent::Whole(Outcome::FileLost),
        RequestError::Network(_) | RequestError::InvalidJson { .. } => {
            Sent::Away(without_token(error))
        }
        RequestError::Api(_) | RequestError::Io(_) => Sent::Whole(Outcome::Failed {
            reason: without_token(error),
        }),
    }
}

fn is_server_trouble(text: &str) -> bool {
    let signs = [
        "Internal Server Error",
        "Bad Gateway",
        "Service Unavailable",
        "Gateway Timeout",
    ];
    has_one_of(text, &signs)
}

fn has_one_of(text: &str, signs: &[&str]) -> bool {
    signs.iter().any(|sign| text.contains(sign))
}

/// Muted in a group, not an administrator of a channel, or a kind of message that the chat does not take.
fn is_about_rights(error: &ApiError) -> bool {
    let signs = [
        "not enough rights",
        "need administrator rights",
        "have no rights",
        "_FORBIDDEN",
    ];
    has_one_of(&error.to_string(), &signs)
}

/// A `file_id` that Telegram knows no more, or never did. Most of these texts have no name in teloxide.
fn is_lost_file(error: &ApiError) -> bool {
    let signs = [
        "file identifier",
        "file id",
        "FILE_ID_INVALID",
        "FILE_REFERENCE",
        "can't use file of type",
    ];
    has_one_of(&error.to_string(), &signs)
}

/// The message to change is not there, or cannot become what it is to be.
pub(super) fn is_lost_edit(error: &RequestError) -> bool {
    match error {
        RequestError::Api(
            ApiError::MessageToEditNotFound
            | ApiError::MessageCantBeEdited
            | ApiError::MessageIdInvalid,
        ) => true,
        RequestError::Api(ApiError::Unknown(text)) => {
            text.contains("in the message to edit") || text.contains("message to edit not found")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `check("Forbidden: …", "gone")`: what the text of a refusal means.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let refusal: ApiError =
            serde_json::from_value(serde_json::Value::String(text.to_owned())).unwrap();
        let got = match judge(&RequestError::Api(refusal)) {
            Sent::Whole(Outcome::Blocked) => "blocked",
            Sent::Whole(Outcome::Gone) => "gone",
            Sent::Whole(Outcome::NotAllowed) => "not allowed",
            Sent::Whole(Outcome::Failed { .. }) => "failed",
            Sent::Whole(Outcome::FileLost) => "file lost",
            Sent::Away(_) => "away",
            Sent::Whole(_) | Sent::Part | Sent::TooFast(_) => "something else",
        };
        assert_eq!(got, expect, "{text}");
    }

    #[test]
    fn a_person_who_blocked_us_is_told_apart_from_a_chat_that_is_gone() {
        check("Forbidden: bot was blocked by the user", "blocked");
        check("Forbidden: user is deactivated", "blocked");
        check("Forbidden: bot was kicked from the group chat", "gone");
        check("Forbidden: bot was kicked from the supergroup chat", "gone");
        check(
            "Forbidden: bot can't initiate conversation with a user",
            "gone",
        );
        check("Forbidden: bot is not a member of the channel chat", "gone");
        check("Bad Request: chat not found", "gone");
    }

    #[test]
    fn a_chat_we_may_not_write_in_is_there_all_the_same() {
        for text in [
            "Bad Request: need administrator rights in the channel chat",
            "Bad Request: not enough rights to send text messages to the chat",
            "Bad Request: have no rights to send a message",
            "Bad Request: CHAT_SEND_AUDIOS_FORBIDDEN",
            "Bad Request: VOICE_MESSAGES_FORBIDDEN",
        ] {
            check(text, "not allowed");
        }
    }

    #[test]
    fn a_message_telegram_would_refuse_again_is_not_tried_again() {
        check(
            "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 0",
            "failed",
        );
        check("Bad Request: message is too long", "failed");
    }

    #[test]
    fn a_file_that_telegram_does_not_know_is_told_apart() {
        for text in [
            "Bad Request: wrong file identifier/HTTP URL specified",
            "Bad Request: wrong remote file identifier specified: Wrong padding in the string",
            "Bad Request: wrong file id",
            "Bad Request: FILE_REFERENCE_EXPIRED",
            "Bad Request: can't use file of type VoiceNote as Audio",
        ] {
            check(text, "file lost");
        }
    }

    #[test]
    fn trouble_at_telegram_is_waited_out() {
        check("Internal Server Error", "away");
        check("Bad Gateway", "away");
    }
}
