schedule-summary = Playlists that play by themselves
schedule-none = Nothing plays by itself yet. Press “New” or type for example <code>/schedule every weekday 7:30</code>
schedule-title =
    { $count ->
        [one] <b>You have { $count } schedule</b>
       *[other] <b>You have { $count } schedules</b>
    }
schedule-chat-title =
    { $count ->
        [one] <b>{ $count } schedule plays here</b>
       *[other] <b>{ $count } schedules play here</b>
    }
schedule-no-lists = There is no playlist to play yet. Make one with /playlist, then come back.
schedule-which-list = Which playlist shall play?
schedule-ask-time =
    When shall <b>{ $list }</b> play? Press a time or type it:
    <code>7:15</code>, <code>every weekday 7:30</code> or a cron expression such as <code>30 7 * * 1-5</code>
schedule-which-days = On which days?
schedule-ask-when = Send me the new time: <code>7:15</code>, <code>every weekday 7:30</code> or a cron expression such as <code>30 7 * * 1-5</code>
schedule-ask-zone =
    By whose clock? Send me a big city near you, or what time it is for you now, such as <code>21:40</code>.
    Or choose where you are:
schedule-which-zone = Which one? Each shows what time it is there now.
schedule-zone-unknown = I don’t know that place. Send a bigger city, a name such as Europe/Kyiv, or the time it is for you now, such as 21:40.
schedule-ask-place = Where shall it play? Choose, or send me the public name of a channel or group that you look after, such as <code>@my_channel</code>. I have to be in it.
schedule-not-a-chat = I can’t find that chat. Add me to it first, then send its public name, such as @my_channel.
schedule-cannot-post = I may not send music there. Let me do so in the chat’s settings, then try again.
schedule-only-admins = Only administrators decide what that chat hears.
schedule-once = once at { $time }
schedule-daily = every day at { $time }
schedule-on-weekdays = on weekdays at { $time }
schedule-on-weekends = on weekends at { $time }
schedule-weekly = { $days } at { $time }
schedule-cron = by cron: { $expression }
schedule-zone = { $city } time ({ $zone }, { $offset })
schedule-to-maker = Plays in the private chat
schedule-to-here = Plays here
schedule-to-chat = Plays in { $title }
schedule-to-other = Plays in another chat
schedule-next = Next:
schedule-paused = Paused. “Resume” goes on.
schedule-paused-blocked = Paused, since I was blocked. “Resume” goes on.
schedule-paused-gone = Paused, since I am not in that chat any more. Add me again, or choose another place.
schedule-paused-rights = Paused, since I may not send music there any more. Let me, then press “Resume”.
schedule-list-deleted = Its playlist is deleted. Take it back in /playlist, choose another with “Change”, or delete the schedule.
schedule-plays = It is playing right now.
schedule-really = Delete the schedule of <b>{ $list }</b>? The playlist stays.
schedule-deleted = The schedule of <b>{ $list }</b> is deleted.
schedule-gone = This schedule is not there any more. /schedule shows those that are.
schedule-not-yours = This schedule belongs to somebody else. /schedule shows yours.
schedule-too-many =
    { $limit ->
        [one] You can have { $limit } schedule, and you have it. Delete it first.
       *[other] You can have { $limit } schedules, and you have that many. Delete one first.
    }
schedule-now-toast = It begins
schedule-skip-toast = { $run } is left out
schedule-no-time = At what time? Say for example: every weekday 7:30
schedule-not-a-time = “{ $word }” is no time of the clock. Say for example 7:30 or 19:30.
schedule-two-times = Two times at once, { $first } and { $second }: make a schedule of each.
schedule-unknown-word = I don’t understand “{ $word }”. Say for example: mon, wed 7:30
schedule-cron-fields =
    { $count ->
        [one] A cron expression has five fields, this one has { $count }. For example: 30 7 * * 1-5
       *[other] A cron expression has five fields, this one has { $count }. For example: 30 7 * * 1-5
    }
schedule-cron-names = minute, hour, day of the month, month, day of the week
schedule-cron-field = “{ $word }” can’t be the { $field }. A cron expression looks like this: 30 7 * * 1-5
schedule-too-long =
    { $limit ->
        [one] A cron expression may have { $limit } character.
       *[other] A cron expression may have up to { $limit } characters.
    }
schedule-too-often =
    { $minutes ->
        [one] That is more often than every minute, which I don’t do.
       *[other] That is more often than every { $minutes } minutes, which I don’t do. Try: */30 8-20 * * *
    }
schedule-never = That day never comes, so it would never play. Try: 30 7 1 * *
schedule-missed = <b>{ $list }</b> did not play on { $run }: I was away, and then it was too late. It plays next time as planned.
schedule-empty = <b>{ $list }</b> was to play now, but there is nothing on it. Add tracks with /playlist.
schedule-stopped-gone = <b>{ $list }</b> does not play any more: I am not in that chat. Add me again, or choose another place.
schedule-stopped-rights = <b>{ $list }</b> does not play any more: I may not send music there. Let me, then press “Resume”.
schedule-week-days = Mon Tue Wed Thu Fri Sat Sun
schedule-months = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
schedule-button-new = + New
schedule-button-list = ‹ Schedules
schedule-button-back = ‹ Back
schedule-button-open = Open
schedule-button-done = Done
schedule-button-now = ▶ Play now
schedule-button-skip = Skip the next
schedule-button-edit = Change
schedule-button-pause = Pause
schedule-button-resume = Resume
schedule-button-delete = Delete
schedule-button-delete-yes = Yes, delete
schedule-button-when = Time
schedule-button-days = Days
schedule-button-zone = Time zone
schedule-button-place = Where
schedule-button-playlist = Playlist
schedule-button-once = Once
schedule-button-daily = Every day
schedule-button-weekdays = Weekdays
schedule-button-weekends = Weekends
schedule-button-weekly = Certain days…
schedule-button-to-maker = Private chat
schedule-button-to-here = Here
schedule-button-europe = Europe
schedule-button-asia = Asia
schedule-button-america = America
schedule-button-africa = Africa
schedule-button-oceania = Oceania
schedule-no-stations = You have no stations yet. Find one in /radio, open it, and come back.
schedule-which-station = Which station?
schedule-how-long = How much of <b>{ $name }</b> shall I record each time?
schedule-nothing-to-wake = What shall wake you? Find a station in /radio and open it, or make a playlist; then come back.
schedule-wake-which = What shall wake you? Of a station I record { $minutes } min each time; that can be changed later.
schedule-wake-when = At what time shall <b>{ $list }</b> wake you? Press it or type it, such as <code>6:50</code>
schedule-wake-in-private = I wake people in the private chat. Open it and send /schedule.
schedule-really-station = Delete the schedule of <b>{ $list }</b>? The station stays.
schedule-stopped-station = <b>{ $list }</b> does not play any more: the station is not here any more. Choose something else, or delete the schedule.
schedule-paused-station = Paused, since its station is not here any more. “Change” lets it play something else.
schedule-button-station = 📻 A station
schedule-button-radio = Find a station
schedule-button-wake = ⏰ Wake me
schedule-button-long = How long
