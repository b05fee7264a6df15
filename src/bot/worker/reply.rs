//! An answer on its way from a feature to the outbox: as it is stored beside its effect, and as it is sent.

use serde::{Deserialize, Serialize};

use crate::{
    bot::{
        feature::{Answer, Then},
        origin::Origin,
    },
    i18n::Locale,
    outbox::{Act, Envelope},
    t,
};

/// An answer as it is stored beside its effect.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredReply {
    pub(super) press: Option<String>,
    pub(super) toast: Option<String>,
    pub(super) envelope: Option<Envelope>,
    /// What is said instead when a file of the message turns out to be gone.
    #[serde(default)]
    pub(super) if_file_lost: Option<String>,
    /// What goes on with the message once it is sent.
    #[serde(skip)]
    pub(super) then: Option<Then>,
}

/// Turns an answer into what is sent: for a press a word over the chat and a changed message, else a new message.
pub(super) fn into_reply(
    origin: &Origin,
    locale: Locale,
    answer: Answer,
    has_effect: bool,
) -> StoredReply {
    let Answer {
        view,
        mut toast,
        sends_anew,
        is_complaint,
        replies_to,
        then,
        ..
    } = answer;
    let if_file_lost = view
        .as_ref()
        .filter(|view| view.needs_file())
        .map(|_| t!(locale, "file-lost"));
    let act = match (view, origin.edits) {
        (Some(view), Some(_)) if is_complaint => {
            toast = toast.or_else(|| view.plain_text());
            None
        }
        (Some(_), Some(_)) if origin.is_foreign_panel && !sends_anew => {
            let key = if has_effect {
                "saved-for-you"
            } else {
                "panel-of-another"
            };
            toast = toast.or_else(|| Some(locale.text(key, &[])));
            None
        }
        (Some(view), Some(message)) if !sends_anew => Some(Act::Edit { message, view }),
        (Some(view), _) => Some(Act::Send {
            view,
            reply_to: replies_to.or(origin.reply_to),
        }),
        (None, _) => None,
    };
    StoredReply {
        press: origin.press.clone(),
        toast,
        envelope: act.map(|act| Envelope {
            chat: origin.chat.id,
            act,
        }),
        if_file_lost,
        then,
    }
}

/// An answer that an earlier run stored.
pub(super) fn read_stored(stored: &str) -> Option<StoredReply> {
    serde_json::from_str(stored)
        .inspect_err(|error| tracing::error!(%error, "a stored answer cannot be read"))
        .ok()
}
