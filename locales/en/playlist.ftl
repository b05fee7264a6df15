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
        [one] You can have { $limit } playlist, and you have it.
       *[other] You can have { $limit } playlists, and you have that many already.
    }
playlist-ask-name = What shall the playlist be called? Just send me the name; /cancel if you changed your mind.
