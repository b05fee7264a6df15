//! An old copy of lyrics is told at once; the message becomes the newer one as soon as that is there. A kill before leaves
//! the old copy, which is an answer, too.

use std::sync::Arc;

use super::features::told_lyrics;
use crate::{
    app::App,
    domain::Song,
    i18n::Locale,
    outbox::{Act, Envelope, Lane},
};

/// What will take the place of an old copy, and where.
pub(super) struct NewerLyrics {
    pub(super) chat: i64,
    pub(super) song: Song,
    pub(super) locale: Locale,
}

impl NewerLyrics {
    pub(super) fn take_the_place_of(self, app: Arc<App>, message: i32) {
        tokio::spawn(async move {
            let Some(told) = app.lyrics.newer(&self.song).await else {
                return;
            };
            let view = told_lyrics(self.locale, &self.song, &told, app.clock.now());
            let envelope = Envelope {
                chat: self.chat,
                act: Act::Edit { message, view },
            };
            app.outbox.deliver(&envelope, Lane::Bulk).await;
        });
    }
}
