sound-summary = Hear a track in your sound
sound-usage =
    Send me a track, or answer one with /sound. For this once you can add a speed or a preset:
    <code>/sound 1.25 rock</code>
sound-not-audio = That message has no sound in it. Answer a track or a voice message with /sound.
sound-offer = How would you like to hear it? /settings keeps what you like for everything you send.
sound-voice = Voice message
sound-video-note = Video message
sound-untitled = Untitled
sound-album = Album
sound-album-title = { $count ->
        [one] <b>{ $count } track</b>
       *[other] <b>{ $count } tracks</b>
    }
sound-slowed = Slowed
sound-nightcore = Nightcore
sound-pitch-follows = pitch follows
sound-as-it-is = as it is
sound-button-original = Original
sound-button-compare = Before / after
sound-button-speed = Speed
sound-button-preset = Equalizer
sound-button-keep = Keep it for all my tracks
sound-button-back = ‹ Back
sound-button-newer = ‹ Newer
sound-button-older = Older ›
sound-button-as-voice = As a voice message
sound-button-in-parts = { $count ->
        [one] In { $count } part
       *[other] In { $count } parts
    }
sound-kept = From now on your tracks sound like this: { $sound }
sound-before = Before
sound-after = After: { $sound }
sound-sample = A tune of mine to try it with. Choose how it should sound, or send me a track of yours.
sound-recent-title = <b>Your recent tracks</b>
sound-recent-none = You haven’t sent me any tracks yet. Send one, or try mine.
sound-track-gone = I don’t remember that track any more. Send it to me again.
sound-not-made = <b>{ $name }</b>: { $why }
sound-too-large = Telegram lets bots have files of up to 20 MB, and this one is larger. Send it as an MP3 with a lower bitrate, or in parts.
sound-too-long = { $minutes ->
        [one] That is longer than the { $minutes } minute I take. Send a shorter piece of it.
       *[other] That is longer than the { $minutes } minutes I take. Send a shorter piece of it.
    }
sound-no-fit = The result would be larger than the 50 MB Telegram takes. There is another way:
sound-empty = The file is empty. It may have been cut off on its way; send it again.
sound-no-media = I can’t read this file: it isn’t audio, or it is damaged. Does it play for you? Then send it as an MP3.
sound-no-sound = There is no sound in this file. Send another one.
sound-too-many-streams = There are far too many streams in this file. Send just the track, as an MP3 for example.
sound-no-tools = I can’t change sounds right now: a program is missing on my side. My owner can see which by <code>reprise doctor</code>.
