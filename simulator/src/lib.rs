//! A Telegram on your own machine: a Bot API server, virtual people who talk with the bot, and a page to be one of them.
//!
//! - `api/` is what the bot calls, `people/` is what persons do, `state/` is what both change;
//! - `server/` carries the Bot API, `control/` carries the HTTP API for tests and the page (`/sim/…`);
//! - [`Simulator`] is the same in process.
//!
//! It refuses what Telegram refuses, in Telegram's words, so that a bot which gets along with it gets along there.

mod api;
mod clock;
mod control;
mod faults;
mod load;
mod media;
mod model;
mod options;
mod people;
mod server;
mod shared;
mod simulator;
mod state;
mod text;
mod transcript;
mod webhook;

pub use crate::{
    clock::Clock,
    faults::{Fault, FaultKind},
    load::{FIRST_LOAD_PERSON, LoadStats},
    model::{
        Audio, Button, ChatKind, ChatRef, Document, Entity, Keyboard, Member, Message, Origin,
        PhotoSize, Rights, Status, User, Video, VideoNote, Voice, message::Body,
    },
    options::{
        ANNA, GROUP_ANONYMOUS_BOT, KITCHEN_RADIO, LimitOptions, MARIA, OLGA, Options, PersonSpec,
        TOKEN, default_cast,
    },
    people::{
        Impossible, Written,
        buttons::Pressed,
        groups::GroupSpec,
        uploading::{UploadKind, UploadSpec},
    },
    simulator::{Simulator, TimedOut, View},
    state::{
        Event,
        callbacks::Answer,
        calls::{Call, Outcome},
        menu::Command,
        updates::UpdateStats,
    },
    text::{Formatted, html::parse as parse_html, render::to_html},
};
