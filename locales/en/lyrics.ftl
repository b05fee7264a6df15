lyrics-summary = The words of a song
lyrics-ask =
    Which song? Send me artist and title:
    <code>Queen - Bohemian Rhapsody</code>
    Or answer a track with /lyrics.
lyrics-usage = Send me artist and title. For example: <code>/lyrics Queen - Bohemian Rhapsody</code>
lyrics-too-long = That is too long for me: artist and title have at most 200 characters each. For example: <code>/lyrics Queen - Bohemian Rhapsody</code>
lyrics-nameless = This file doesn’t say what it is. Send me artist and title: <code>/lyrics Queen - Bohemian Rhapsody</code>
lyrics-gone = I don’t have these lyrics any more. Ask me again with /lyrics.
lyrics-away = The lyrics service doesn’t answer right now. Please try again in a few minutes.
lyrics-no-versions = There are no other versions of this one.
lyrics-none =
    I found no lyrics of <b>{ $song }</b>.
    Perhaps it is written differently? Press to copy, correct it and send it again:
    <code>{ $query }</code>
lyrics-none-by-title =
    I found no lyrics of <b>{ $song }</b>.
    With the artist it is easier to find:
    <code>/lyrics Queen - Bohemian Rhapsody</code>
lyrics-which = Several fit <b>{ $song }</b>. Which one do you mean?
lyrics-alike = I found no lyrics of <b>{ $song }</b>. Did you mean one of these?
lyrics-instrumental = This one is instrumental: no words, just listen.
lyrics-old = { $days ->
        [one] A copy from { $days } day ago; I’m looking for a newer one.
       *[other] A copy from { $days } days ago; I’m looking for a newer one.
    }
lyrics-for-speed = Times are for your speed, { $speed }.
lyrics-page = Page { $number } of { $of }
lyrics-source = Lyrics: { $source }
lyrics-file = The words with their times, for your player.
lyrics-file-for-speed = The words with their times, for a track played at { $speed }.
lyrics-of-which = A number puts the track on a playlist of yours, ♪ shows its words:
lyrics-button = Lyrics
lyrics-button-back = ‹ Back
lyrics-button-on = Next ›
lyrics-button-timed = With times
lyrics-button-untimed = Without times
lyrics-button-file = As .lrc
lyrics-button-versions = Other versions
lyrics-setting = Lyrics
lyrics-shown =
    <b>Lyrics</b>
    There is a Lyrics button under the tracks I send you.
lyrics-hidden =
    <b>Lyrics</b>
    Tracks come without a Lyrics button. /lyrics always works.
lyrics-button-hide = Leave it out
lyrics-button-show = Show it
lyrics-stats = { $questions ->
        [one] <b>Lyrics</b>: { $questions } question since the start, { $percent }% answered from what is kept.
       *[other] <b>Lyrics</b>: { $questions } questions since the start, { $percent }% answered from what is kept.
    }
lyrics-stats-rows = { $rows ->
        [one] { $rows } song is kept.
       *[other] { $rows } songs are kept.
    }

lyrics_forget-summary = Forget kept lyrics
lyrics-forget-usage =
    Which lyrics shall I forget? For example:
    <code>/lyrics_forget Queen - Bohemian Rhapsody</code>
    Or all of them: <code>/lyrics_forget all</code>
lyrics-forget-done = Forgotten: <b>{ $song }</b>. The next time somebody asks, I look it up afresh.
lyrics-forget-nothing = Nothing is kept of <b>{ $song }</b>.
lyrics-forget-really = { $count ->
        [one] <b>Forget the lyrics of { $count } song?</b> It is looked up afresh when somebody asks.
       *[other] <b>Forget the lyrics of { $count } songs?</b> They are looked up afresh when somebody asks.
    }
lyrics-forget-yes = Yes, forget them all
lyrics-forget-no = No, keep them
lyrics-forget-all-done = All lyrics are forgotten.
lyrics-forget-kept = They stay.
