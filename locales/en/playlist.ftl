playlist-summary = Your playlists
playlist-none =
    You have no playlists yet. Make your first one like this:
    <code>/playlist new Sunday morning</code>
playlist-title =
    { $count ->
        [one] <b>You have { $count } playlist</b>
       *[other] <b>You have { $count } playlists</b>
    }
playlist-made = Your playlist <b>{ $name }</b> is ready. /playlist shows them all.
playlist-usage =
    /playlist shows your playlists. To make one:
    <code>/playlist new Sunday morning</code>
playlist-name-bad =
    A playlist needs a name of 1 to 100 characters. For example:
    <code>/playlist new Sunday morning</code>
playlist-too-many = { $limit ->
        [one] You can have { $limit } playlist, and you have it. Delete it first: /playlist
       *[other] You can have { $limit } playlists, and you have that many already. Delete one first: /playlist
    }
playlist-ask-name = What shall the playlist be called? Just send me the name; /cancel if you changed your mind.
playlist-chat-title =
    { $count ->
        [one] <b>This chat has { $count } playlist</b>
       *[other] <b>This chat has { $count } playlists</b>
    }
playlist-chat-none = This chat has no playlists yet.
playlist-new-name = New playlist
playlist-empty = Nothing is on it yet. Press “Add tracks” and send me music, or reply to a track with <code>/playlist add</code>.
playlist-length =
    { $count ->
        [one] { $count } track · { $length }
       *[other] { $count } tracks · { $length }
    }
playlist-unnamed = Untitled
playlist-track =
    <b>{ $label }</b> · { $length }
    Number { $number } on { $list }
playlist-ask-rename = What shall the playlist { $name } be called now? Just send me the name; /cancel if you changed your mind.
playlist-ask-tracks =
    Send me music for <b>{ $name }</b>, one by one or as an album.
    Press “Done” when that is all.
playlist-ask-place = Which number shall <b>{ $label }</b> have? Send me one from 1 to { $count }.
playlist-ask-file = Send me a playlist as an M3U8 file, or its text. I find the tracks that I handed out myself and tell you which I could not find.
playlist-place-bad = That is no place on this playlist. Send a number from 1 to { $count }, for example 1.
playlist-added = Added to <b>{ $list }</b>: { $label }
playlist-album-added = The album goes to <b>{ $list }</b>.
playlist-removed = { $label } is off <b>{ $list }</b> now.
playlist-add-usage =
    Reply to a track with
    <code>/playlist add Sunday morning</code>
playlist-not-sound = I can’t find a track there. Send me music or a voice message.
playlist-not-a-file = There is no track of mine in that. Send me an M3U8 file that you had from “Export”.
playlist-full =
    { $limit ->
        [one] A playlist holds { $limit } track, and this one is full. Take it off, or make another playlist: /playlist
       *[other] A playlist holds up to { $limit } tracks, and this one has no room. Take some off, or make another playlist: /playlist
    }
playlist-shuffled-toast = Shuffled
playlist-merged-toast =
    { $count ->
        [one] { $count } duplicate is gone
       *[other] { $count } duplicates are gone
    }
playlist-unmerged-toast = Nothing is on it twice
playlist-deleted = The playlist <b>{ $name }</b> is deleted. You can have it back until tomorrow at this time.
playlist-restored-toast = It is back
playlist-gone = This playlist is not there any more. /playlist shows those that are.
playlist-track-gone = This track is not on the playlist any more.
playlist-not-yours = This playlist belongs to somebody else. /playlist shows yours.
playlist-only-admins = Only administrators decide what this chat hears.
playlist-shared =
    Whoever has this link can take a copy of <b>{ $name }</b>:
    { $link }
playlist-unshared-toast = The link leads nowhere now
playlist-link-gone = This link leads nowhere any more. Ask whoever sent it for a new one.
playlist-offered =
    { $count ->
        [one] Somebody shares the playlist <b>{ $name }</b> with you: { $count } track.
       *[other] Somebody shares the playlist <b>{ $name }</b> with you: { $count } tracks.
    }
playlist-copied = <b>{ $name }</b> is among your playlists now.
playlist-exported = The playlist <b>{ $name }</b>. Send the file back to me to import it.
playlist-imported =
    { $count ->
        [one] Imported <b>{ $name }</b> with { $count } track.
       *[other] Imported <b>{ $name }</b> with { $count } tracks.
    }
playlist-unresolved =
    { $count ->
        [one] { $count } entry I could not find:
       *[other] { $count } entries I could not find:
    }
playlist-button-new = + New playlist
playlist-button-import = Import a file
playlist-button-chat = This chat’s playlists
playlist-button-mine = My playlists
playlist-button-lists = ‹ Playlists
playlist-button-open = Open
playlist-button-fill = Add tracks
playlist-button-done = Done
playlist-button-undo = Undo
playlist-button-more = More…
playlist-button-back = ‹ Back
playlist-button-rename = Rename
playlist-button-shuffle = Shuffle
playlist-button-merge = Merge duplicates
playlist-button-share = Share a link
playlist-button-unshare = Take the link back
playlist-button-send-link = Send the link
playlist-button-copy = Take a copy
playlist-button-export = Export
playlist-button-delete = Delete
playlist-button-restore = Take it back
playlist-button-keep = Add to…
playlist-button-hear = Send it here
playlist-button-up = ↑ Up
playlist-button-down = ↓ Down
playlist-button-move = Move to…
playlist-button-remove = Remove from the list
playlist-keep-which = Put one of them on a playlist of yours:
playlist-which-for = Which playlist shall <b>{ $label }</b> go to?
playlist-button-play = ▶ Play here
playlist-button-from = ▶ From here on
playlist-nothing-to-play = There is nothing on it to play. Press “Add tracks” first.
playlist-plays-toast = Here it comes
playlist-chat-made = The playlist <b>{ $name }</b> of this chat is ready. /playlist shows them all.
playlist-as-it-is = As it is: I couldn’t change this one.
playlist-as-it-is-large = As it is: it is larger than 20 MB, the most Telegram lets me change.
playlist-as-it-is-long = As it is: it is longer than { $minutes } min, the most I change.
playlist-how-long = How much of <b>{ $name }</b> shall be recorded when its turn on the list comes?
playlist-button-minutes = { $minutes } min
playlist-missing =
    { $count ->
        [one] { $count } track is not at Telegram any more. Send it again to have it back:
       *[other] { $count } tracks are not at Telegram any more. Send them again to have them back:
    }
