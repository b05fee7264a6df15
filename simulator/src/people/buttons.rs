//! Pressing inline buttons.

use serde_json::json;
use tokio::sync::oneshot;

use super::Impossible;
use crate::{
    model::Keyboard,
    state::{World, callbacks::Answer},
};

/// A press that waits for its answer.
#[derive(Debug)]
pub struct Pressed {
    pub query_id: String,
    pub update_id: Option<u32>,
    pub(crate) answer: oneshot::Receiver<Answer>,
}

impl World {
    /// Presses the button whose data or label is `button`.
    pub(crate) fn press(
        &mut self,
        person: i64,
        chat: i64,
        message: i64,
        button: &str,
    ) -> Result<Pressed, Impossible> {
        let message = self.message_of(person, chat, message)?;
        let buttons = || message.reply_markup.iter().flat_map(Keyboard::buttons);
        let found = buttons()
            .find(|candidate| candidate.callback_data.as_deref() == Some(button))
            .or_else(|| buttons().find(|candidate| candidate.text == button));
        let Some(found) = found else {
            let labels = message.button_rows();
            return Impossible::because(format!(
                "there is no button {button:?}, there are {labels:?}"
            ));
        };
        let Some(data) = found.callback_data.clone() else {
            return Impossible::because(format!("the button {button:?} tells the bot nothing"));
        };
        self.press_with(person, chat, message.message_id, &data)
    }

    /// Presses with any data, as an old keyboard on a person's screen does, or a client of somebody curious.
    pub(crate) fn press_with(
        &mut self,
        person: i64,
        chat: i64,
        message: i64,
        data: &str,
    ) -> Result<Pressed, Impossible> {
        let message = self.message_of(person, chat, message)?;
        let (id, answer) = self
            .callbacks
            .open(self.clock.now_ms(), self.options.callback_lifetime);
        let query = json!({
            "id": id.to_string(),
            "from": *self.people[&person].user,
            "message": *message,
            "chat_instance": (chat.wrapping_mul(2_654_435_761)).to_string(),
            "data": data,
        });
        let update_id = self.tell_bot("callback_query", &query, person);
        Ok(Pressed {
            query_id: id.to_string(),
            update_id,
            answer,
        })
    }
}
