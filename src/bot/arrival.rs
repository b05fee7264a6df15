//! What is read from a raw update before it is stored: its number and the lane it waits in. Pure.

use serde::Deserialize;

use crate::db::Arrival;

/// The few parts of an update that decide where it waits.
#[derive(Deserialize)]
struct Outline {
    update_id: i64,
    message: Option<InChat>,
    callback_query: Option<Press>,
    my_chat_member: Option<InChat>,
}

#[derive(Deserialize)]
struct InChat {
    chat: Id,
}

#[derive(Deserialize)]
struct Press {
    from: Id,
    message: Option<InChat>,
}

#[derive(Deserialize)]
struct Id {
    id: i64,
}

/// Reads a raw update. Messages of a chat wait in one lane; the presses of one person in a chat in another, so that a
/// button answers while the bot is busy with a message. `None`: not an update at all.
pub fn read(body: String) -> Option<Arrival> {
    let outline: Outline = match serde_json::from_str(&body) {
        Ok(outline) => outline,
        // Something in it is not what we expect; its number is all that is needed to put it aside.
        Err(_) => Outline {
            update_id: number_of(&body)?,
            message: None,
            callback_query: None,
            my_chat_member: None,
        },
    };
    let lane = match outline {
        Outline {
            message: Some(message),
            ..
        } => format!("m{}", message.chat.id),
        Outline {
            callback_query: Some(press),
            ..
        } => {
            format!(
                "p{}.{}",
                press
                    .message
                    .map_or(press.from.id, |message| message.chat.id),
                press.from.id
            )
        }
        Outline {
            my_chat_member: Some(member),
            ..
        } => format!("m{}", member.chat.id),
        Outline { .. } => "other".to_owned(),
    };
    Some(Arrival {
        update_id: outline.update_id,
        lane,
        body,
    })
}

fn number_of(body: &str) -> Option<i64> {
    #[derive(Deserialize)]
    struct Number {
        update_id: i64,
    }
    serde_json::from_str::<Number>(body)
        .ok()
        .map(|number| number.update_id)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `check(update, "7 m42")`: the number and the lane an update is given.
    #[track_caller]
    fn check(body: &str, expect: &str) {
        let got = read(body.to_owned()).map_or_else(
            || "nothing".to_owned(),
            |a| format!("{} {}", a.update_id, a.lane),
        );
        assert_eq!(got, expect);
    }

    #[test]
    fn messages_of_a_chat_share_a_lane() {
        check(
            r#"{"update_id":7,"message":{"message_id":1,"chat":{"id":42,"type":"private"}}}"#,
            "7 m42",
        );
        check(
            r#"{"update_id":8,"my_chat_member":{"chat":{"id":42}}}"#,
            "8 m42",
        );
    }

    #[test]
    fn presses_have_a_lane_for_each_person() {
        check(
            r#"{"update_id":7,"callback_query":{"id":"x","from":{"id":5},"message":{"chat":{"id":-9}}}}"#,
            "7 p-9.5",
        );
        check(
            r#"{"update_id":7,"callback_query":{"id":"x","from":{"id":5}}}"#,
            "7 p5.5",
        );
    }

    #[test]
    fn what_we_do_not_know_is_put_aside_not_lost() {
        check(r#"{"update_id":7,"brand_new_kind":{}}"#, "7 other");
        check(
            r#"{"update_id":7,"message":"a text instead of a message"}"#,
            "7 other",
        );
    }

    #[test]
    fn what_is_no_update_is_nothing() {
        check("{}", "nothing");
        check("[]", "nothing");
        check(r#"{"update_id":"seven"}"#, "nothing");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn never_panics(body in ".{0,200}") {
            let _ = read(body);
        }
    }
}
