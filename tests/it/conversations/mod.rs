//! Conversations as people see them: what they type and press, and everything the bot says.

mod basics;
mod hostile;
mod lyrics;
mod lyrics_of_files;
mod lyrics_panels;
mod lyrics_slow;
mod own_sound;
mod owner;
mod playlist_stations;
mod playlist_tracks;
mod playlists;
mod privacy;
mod radio;
mod radio_flows;
mod schedules;
mod schedules_flows;
mod schedules_stations;
mod settings;
mod sound;
mod sound_measured;
mod sound_odd;
mod track_buttons;
