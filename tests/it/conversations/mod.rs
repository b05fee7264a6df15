//! Conversations as people see them: what they type and press, and everything the bot says.

mod basics;
mod hostile;
mod playlists;
mod privacy;
mod settings;
