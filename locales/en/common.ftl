# What any feature may say.

unknown-command = I don’t know that command. /help lists what I can do.
unknown-command-nearest = I don’t know that command. Did you mean /{ $command }?
not-understood = I understand commands. /help lists them, and so does the menu button beside the text field.
button-is-old = This button is from an older version. Send the command again for a fresh one.
button-settings = ‹ Settings
saved-for-you = Saved for you.
panel-of-another = This panel belongs to somebody else. Send the command yourself to get your own.
failed = Sorry, something went wrong on my side. Please try again in a moment. If it happens again, tell the bot’s owner this code: <code>{ $incident }</code>
who-are-you = I can’t see who you are: you are writing as the group or as a channel. Write as yourself and try again.
file-lost = Telegram doesn’t have this file any more. Please send it to me again.

# Work that takes a while.
job-waits = <b>{ $subject }</b>
    Number { $place } in the line.
job-runs = <b>{ $subject }</b>
    Working on it…
job-runs-percent = <b>{ $subject }</b>
    { $percent } % done.
job-runs-percent-left = <b>{ $subject }</b>
    { $percent } % done, { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    } left.
job-button-cancel = Stop
job-failed = I could not finish <b>{ $subject }</b>, although I tried several times. Please try again in a while.
job-already = I’m at it already; it comes as soon as it is ready.
job-line-full = Too many people are waiting right now. Please try again in a few minutes.
job-too-many = { $limit ->
        [one] { $limit } thing of yours is waiting already. I take more as soon as it is done; /cancel stops it.
       *[other] { $limit } things of yours are waiting already. I take more as soon as some are done; /cancel stops them all.
    }
too-fast = That’s a lot at once. { $seconds ->
    [one] Give me a second, then go on.
   *[other] Give me { $seconds } seconds, then go on.
  }
