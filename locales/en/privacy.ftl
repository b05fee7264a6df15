privacy-summary = What is kept about you, and how to delete it
privacy-about =
    <b>Your data</b>
    I keep your Telegram ID, your settings, your playlists and schedules with your time zone, which groups and channels you added me to, and the titles of tracks you sent lately. I don’t keep your name, and what you write to me is forgotten as soon as it is answered.
    They stay until you delete them, or until the bot is shut down. Copies in the owner’s backups disappear when those expire, as a rule within { $days ->
        [one] { $days } day
       *[other] { $days } days
    }.
privacy-kept = You can have everything as a file, or have it deleted.
privacy-nothing-kept = Nothing is kept about you.
privacy-in-private = Write to me in our private chat to see it or to have it deleted.
privacy-button-export = Send me my data
privacy-button-delete = Delete everything
privacy-export-caption = Everything that is kept about you.
privacy-really =
    <b>Delete everything about you?</b>
    Your settings, playlists and tracks go, at once and for good. I cannot bring them back.
privacy-button-delete-yes = Yes, delete everything
privacy-button-keep = No, keep it
privacy-deleted = Done: everything about you is deleted. If you write to me again, we start afresh.
