radio-summary = Internet radio: find it, hear it, keep the song
radio-first =
    <b>Radio</b>
    Choose by genre or by country, or search: <code>/radio jazz</code>
radio-home =
    <b>Radio</b>
    To search: <code>/radio jazz</code>
radio-empty =
    <b>Radio</b>
    There are no stations here yet. Search the directory of the world’s stations: <code>/radio jazz</code>
radio-button-home = ‹ Radio
radio-button-favourites = All favourites
radio-button-genres = By genre
radio-button-countries = By country
radio-button-songs = My songs
radio-button-add = Add a station
radio-favourites = <b>Your favourites</b>
radio-mine =
    <b>Stations you added</b>
    🙈 hidden · 💤 silent
radio-mine-none = You have not added any stations yet. <code>/radio add</code> and an address adds one.
radio-genres = <b>Genres</b>
radio-countries = <b>Countries</b>
radio-back-genres = ‹ Genres
radio-back-countries = ‹ Countries
radio-shelf =
    <b>{ $name }</b>
    { $count ->
        [one] { $count } station
       *[other] { $count } stations
    }
radio-found =
    { $count ->
        [one] <b>{ $count } station</b> for “{ $text }”
       *[other] <b>{ $count } stations</b> for “{ $text }”
    }
radio-found-nothing =
    No station for “{ $text }”, neither here nor in the directory. Try another word, or add a station by its address.
radio-button-directory = Search the whole world
radio-directory =
    From the directory of the world’s stations, for “{ $text }”. Press one and it is here:
radio-directory-away = The directory does not answer right now. Try again in a minute; the stations that are here work.
radio-station-gone = This station is not here any more. /radio shows the ones that are.

radio-now = ▶︎ <b>{ $title }</b>
radio-now-untold = ▶︎ On air. The station does not say what it plays.
radio-now-connecting = Tuning in…
radio-now-lost = The station broke off. I keep trying.
radio-now-gone = The station does not answer right now.
radio-now-no-room = Too many stations are being listened to right now, so I cannot see what this one plays.
radio-now-closed = Press ⟳ to see what is playing now.
radio-button-favourite = ♡ Favourite
radio-button-unfavourite = ♥ Favourite
radio-button-listen = Listen ↗
radio-button-keep = Save this song
radio-button-titles = What was on
radio-button-refresh = ⟳ What’s on now
radio-button-more = More…
radio-button-report = Report broken
radio-favourite-on = ♥ It is among your favourites, at the top of /radio.
radio-favourite-off = It is not among your favourites any more.
radio-back-card = ‹ Station
radio-reported = Thank you. I will look at the station right away.

radio-ask-address =
    Send me the address of a stream, or a file of stations (m3u, pls). For example:
    <code>http://radio.example.org:8000/live</code>
    A name, a genre and a country may follow:
    <code>http://radio.example.org/live Night Jazz | jazz | Spain</code>
radio-added = <b>{ $name }</b> is here now.
radio-already = <b>{ $name }</b> is here already.
radio-just-added = Somebody has just added this station. Search for it: /radio
radio-button-open = Open it
radio-button-rename = Rename
radio-owners-add = Here only the bot’s owner adds stations. Those that are here are in /radio.
radio-too-many = { $limit ->
        [one] You may add { $limit } station, and you have. Remove it in <code>/radio mine</code> to make room.
       *[other] You may add { $limit } stations, and you have. Remove one in <code>/radio mine</code> to make room.
    }
radio-list-added = { $count ->
        [one] Added <b>{ $count } station</b>.
       *[other] Added <b>{ $count } stations</b>.
    }
radio-list-here = { $count ->
        [one] { $count } was here already.
       *[other] { $count } were here already.
    }
radio-list-silent = { $count ->
        [one] { $count } does not play:
       *[other] { $count } do not play:
    }
radio-list-long = { $count ->
        [one] The list has { $count } station; I take the first { $most } of a list.
       *[other] The list has { $count } stations; I take the first { $most } of a list.
    }

radio-bad-address = That is no address of a station. It looks like this: <code>http://radio.example.org:8000/live</code>
radio-bad-scheme = I play what begins with http:// or https://. For example: <code>http://radio.example.org:8000/live</code>
radio-bad-password = There is a name or a password in this address. Send it without: <code>http://radio.example.org/live</code>
radio-bad-long = This address is longer than 500 characters. Stations usually have a shorter one.
radio-bad-private = This address leads into a private network. I only play stations of the public internet.
radio-bad-redirect = The station sends me on to where I cannot go. Try the address of the stream itself.
radio-bad-slow = The station did not begin to play within ten seconds. Check the address, or try again later.
radio-bad-unreachable = The station does not answer. Check the address, or try again later.
radio-bad-status = The station refuses with “{ $status }”. Check the address, or try again later.
radio-bad-not-sound = There is no sound at this address, it is a page or something else. The address of the stream itself often ends in .mp3, .aac or /live.
radio-bad-hls = This is a broadcast in pieces (HLS), which I cannot play yet. Many stations have an MP3 or AAC stream, too.
radio-bad-file = This is a file rather than a station. Send me the file itself, and I play it in your sound.
radio-bad-list = I find no station in this list. I read m3u and pls files up to 256 KB.

radio-not-yours = Only the one who added this station can change it.
radio-answers = It answers.
radio-is-silent = It has not answered for days, so it is out of the lists. I keep looking.
radio-is-hidden = 🙈 Hidden: it is not in the lists.
radio-button-hide = Hide
radio-button-unhide = Show in the lists
radio-button-remove = Remove
radio-button-charset = Letters
radio-ask-name =
    What shall it be called? Name, genre and country, with | between them. Now it is:
    <code>{ $now }</code>
radio-name-bad = A station needs a name. For example: <code>Night Jazz | jazz | Spain</code>
radio-renamed = It is called <b>{ $name }</b> now.
radio-really-remove = Remove <b>{ $name }</b>? It goes for everybody, out of their favourites too.
radio-button-remove-yes = Yes, remove it
radio-button-keep-it = Keep it
radio-removed = <b>{ $name }</b> is removed.
radio-charset =
    <b>Letters</b>
    If the titles look like “Êèíî”, choose how the station writes them.
radio-charset-guess = Find out by itself
radio-charset-set = From now on its titles are read that way.

radio-titles = <b>{ $name }</b> played:
radio-titles-none = Nobody has listened to <b>{ $name }</b> yet, so I do not know what was on. Open its card for a while.
radio-ago-now = now
radio-ago-minutes = { $count ->
        [one] { $count } minute ago
       *[other] { $count } minutes ago
    }
radio-ago-hours = { $count ->
        [one] { $count } hour ago
       *[other] { $count } hours ago
    }
radio-ago-days = { $count ->
        [one] { $count } day ago
       *[other] { $count } days ago
    }
radio-nothing-to-keep = The station has not said yet what it plays.
radio-kept = Saved: { $song }. It is in /radio under “My songs”.
radio-too-many-songs = { $limit ->
        [one] You may keep { $limit } song, and you do. Let go of it first: <code>/radio songs</code>
       *[other] You may keep { $limit } songs, and you do. Let go of one first: <code>/radio songs</code>
    }
radio-songs = { $count ->
        [one] <b>You saved { $count } song</b>
       *[other] <b>You saved { $count } songs</b>
    }
radio-songs-none = You have not saved any songs yet. Open a station, and when you like what it plays, press “Save this song”.
radio-song = <b>{ $song }</b>
radio-song-gone = This song is not among yours any more.
radio-button-look-for = Look for it ↗
radio-button-forget = Let go of it
radio-back-songs = ‹ My songs
radio-forgotten = It is not among your songs any more.
radio-went-silent = <b>{ $name }</b>, which you added, has not answered for a while. It is out of the lists until it does; I keep looking.

radio-button-record = ⏺ { $minutes } min
radio-recording = Recording { $minutes } min. The track comes here.
radio-recorded-nothing = <b>{ $name }</b> was silent, so there is nothing to send. Try again later.
radio-recorded-broke-off = The station broke off before the end; this is what it played.
radio-recorded-restart = I was restarted while recording; this is as far as it got.
radio-on-air = 📻 <b>{ $name }</b> is on. I am recording { $minutes } min; the track comes here. Meanwhile “Listen” plays it live.
