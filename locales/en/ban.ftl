ban-summary = Say nothing to somebody any more
unban-summary = Talk with somebody again
ban-usage = <code>/ban 123456789</code> with somebody’s Telegram id: I won’t answer them any more.
unban-usage = With the Telegram id of somebody who is banned: <code>/unban 123456789</code>. /ban shows who is.
ban-owner = An owner of the bot can’t be banned.
ban-done = I don’t answer <code>{ $person }</code> any more.
ban-list = { $count ->
    [0] Nobody is banned.
    [one] One person is banned.
   *[other] { $count } people are banned.
  }
unban-button = Talk with { $person } again
unban-done = I answer <code>{ $person }</code> again.
unban-nobody = This person isn’t banned.
