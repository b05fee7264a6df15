//! The world is arranged: more people, groups, places in them, and updates that no person would send.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answered, Body, Failure, answer};
use crate::{
    model::{Rights, Status},
    options::PersonSpec,
    people::groups::GroupSpec,
    shared::Shared,
};

type Sim = State<Arc<Shared>>;

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum People {
    Many(Vec<PersonSpec>),
    One(PersonSpec),
}

pub(super) async fn add_people(State(sim): Sim, Body(people): Body<People>) -> Answered {
    let people = match people {
        People::Many(people) => people,
        People::One(person) => vec![person],
    };
    let mut world = sim.world();
    for person in &people {
        world.add_person(person);
    }
    answer(&json!({ "added": people.len() }))
}

pub(super) async fn group(State(sim): Sim, Body(group): Body<GroupSpec>) -> Answered {
    let id = sim.world().make_group(group)?;
    answer(&json!({ "id": id }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    chat: i64,
    /// A person, or the bot by its id.
    user: i64,
    status: Status,
    #[serde(default)]
    rights: Rights,
    /// Who does it; the user if nobody else.
    by: Option<i64>,
}

pub(super) async fn member(State(sim): Sim, Body(place): Body<Place>) -> Answered {
    let Place {
        chat,
        user,
        status,
        rights,
        by,
    } = place;
    sim.world().set_member(chat, user, status, rights, by)?;
    answer(&json!({}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Upgrade {
    chat: i64,
}

pub(super) async fn upgrade(State(sim): Sim, Body(upgrade): Body<Upgrade>) -> Answered {
    let id = sim.world().upgrade(upgrade.chat)?;
    answer(&json!({ "id": id }))
}

pub(super) async fn inject(State(sim): Sim, Body(update): Body<Value>) -> Answered {
    match sim.world().inject(update) {
        Some(id) => answer(&json!({ "update_id": id })),
        None => Err(Failure(
            StatusCode::BAD_REQUEST,
            "an update is an object".to_owned(),
        )),
    }
}
