//! What reaches the bot from elsewhere: inline queries, and updates of any content.

use serde_json::{Value, json};

use super::{Impossible, buttons::Pressed};
use crate::state::World;

impl World {
    /// Types `@bot query` in some chat; the answer's text is the list of results as JSON.
    pub(crate) fn ask_inline(&mut self, person: i64, query: &str) -> Result<Pressed, Impossible> {
        let Some(asking) = self.people.get(&person) else {
            return Impossible::because(format!("there is no person {person}"));
        };
        let from = asking.user.clone();
        let (id, answer) = self
            .callbacks
            .open(self.clock.now_ms(), self.options.callback_lifetime);
        let query = json!({ "id": id.to_string(), "from": *from, "query": query, "offset": "" });
        let update_id = self.tell_bot("inline_query", &query, person);
        Ok(Pressed {
            query_id: id.to_string(),
            update_id,
            answer,
        })
    }

    /// Queues any object as an update; without an `update_id` it gets the next one. Nothing if it is no object.
    pub(crate) fn inject(&mut self, mut update: Value) -> Option<u32> {
        let fields = update.as_object_mut()?;
        let own = fields
            .get("update_id")
            .and_then(Value::as_u64)
            .and_then(|id| u32::try_from(id).ok());
        let id = own.unwrap_or_else(|| self.updates.next_id());
        fields.entry("update_id").or_insert_with(|| json!(id));
        let id = self
            .updates
            .push_raw(update.to_string(), id, self.clock.now_ms());
        self.feed.send_modify(|count| *count += 1);
        Some(id)
    }
}
