migrate_status-summary = The database: where it stands, what waits
migrate_up-summary = Apply migrations, after seeing what they do
migrate_down-summary = Take migrations back, after seeing what is lost
migrate_plan-summary = What a run would do and lose, without doing it
migrate_history-summary = Every migration, when it was applied and by whom
migrate_show-summary = One migration with its texts
migrate_log-summary = Every attempt, refusals too
migrate_verify-summary = Check that the database is in order
migrate_backup-summary = Copy the database now
migrate_backups-summary = The copies there are
migrate_restore-summary = Put a copy back
migrate_drift-summary = How the database differs from its migrations
migrate_sql-summary = The script of a run, to run by hand
migrate_stamp-summary = Set the ledger without running anything

# Numbers, sizes, times.
decimal-sign = .
group-sign = ,
size-bytes = { $n ->
        [one] { $n } byte
       *[other] { $n } bytes
    }
size-kb = { $n } KB
size-mb = { $n } MB
size-gb = { $n } GB
duration-seconds = { $n } s
duration-minutes = { $minutes } min { $seconds } s
age-now = just now
age-minutes = { $n ->
        [one] { $n } minute ago
       *[other] { $n } minutes ago
    }
age-hours = { $n ->
        [one] { $n } hour ago
       *[other] { $n } hours ago
    }
age-days = { $n ->
        [one] { $n } day ago
       *[other] { $n } days ago
    }
migrate-who-you = you
migrate-who-owner = owner { $who }
migrate-who-cli = the command line ({ $who })
migrate-who-boot = the bot’s start
migrate-standing-process = { $who }, process { $pid }, since { $since } UTC
migrate-standing-copy = process { $pid } on { $host }, version { $version }
migrate-standing-connection = connection { $pid } to the database ({ $name })
migrate-standing-nameless = connection { $pid } to the database
migrate-standing-restore = the server, which is still ending a restore that was killed
migrate-standing-unnamed = somebody who left no name
migrate-standing-gone = a process that is gone by now
migrate-more = … and { $count } more

# Buttons.
migrate-button-status = ‹ Status
migrate-button-refresh = Refresh
migrate-button-plan = Plan
migrate-button-up = ↑ Up
migrate-button-down = ↓ Down
migrate-button-history = History
migrate-button-log = Log
migrate-button-verify = Verify
migrate-button-backup = Back up now
migrate-button-backups = Backups
migrate-button-apply = Apply { $count }
migrate-button-take-back = Take back { $count }
migrate-button-sql = Show SQL
migrate-button-cancel = Cancel
migrate-button-undo = Undo
migrate-button-undo-kept = { $count ->
        [one] Undo the one that was kept
       *[other] Undo the { $count } that were kept
    }
migrate-button-again = Look again
migrate-button-look = Look at the plan
migrate-button-details = When and by whom
migrate-button-restore = Restore { $when }
migrate-button-restore-yes = Put it back
migrate-button-send = Send ({ $size })

# The panel.
migrate-status-database = <b>Database</b> { $name }, { $size }
migrate-status-absent = <b>Database</b> { $name } is not there yet
migrate-status-base = <b>Revision</b> base: nothing is applied
migrate-status-revision = <b>Revision</b> { $name }
migrate-status-revision-by = <b>Revision</b> { $name }
    { $age }, by { $who }
migrate-status-pending-none = <b>Pending</b> nothing
migrate-status-pending = <b>Pending</b> { $count ->
        [one] { $count } migration
       *[other] { $count } migrations
    }
migrate-status-newer = <b>Newer than this build</b> { $names }
migrate-status-held = <b>Held</b> { $reason }
    { $age }, by { $who }
migrate-hold-taken-back = { $name } was taken back
migrate-hold-restored = { $name } was put back
migrate-hold-stamped = the ledger was set back to { $at }
migrate-hold-moved = the data moved to { $to }
migrate-status-not-held = <b>Held</b> no
migrate-status-restore = ⚠️ Restoring { $file } did not end
migrate-status-problem = ⚠️ { $problem }
migrate-status-unchecked = <b>Checks</b> not run yet
migrate-status-fine = <b>Checks</b> file and schema in order, { $age }
migrate-status-wrong = <b>Checks</b> ⚠️ { $count ->
        [one] { $count } problem
       *[other] { $count } problems
    }, { $age }
migrate-status-lock = <b>Lock</b> held by { $who }
migrate-status-lock-free = <b>Lock</b> free
migrate-status-backup = <b>Backup</b> { $size }, { $age }
migrate-status-backup-none = <b>Backup</b> none yet

# A plan.
migrate-preparing = Looking at your data and trying it on a copy…
migrate-looking = Looking…
migrate-plan-nothing = Nothing to do: the database is at { $at }.
migrate-plan-let-go = Migrations were held; from now on a restart applies them again.
migrate-plan-up = <b>{ $from } → { $to }</b>, { $count ->
        [one] { $count } migration to apply
       *[other] { $count } migrations to apply
    }
migrate-plan-down = <b>{ $from } → { $to }</b>, { $count ->
        [one] { $count } migration to take back
       *[other] { $count } migrations to take back
    }
migrate-plan-stored = (by the script kept when it was applied; this build has another)
migrate-plan-embedded = (by this build’s script; the one kept when it was applied differs)
migrate-plan-outside = (outside a transaction)
migrate-plan-irreversible = ⚠️ cannot be undone: { $why }
migrate-plan-keeps = Nothing is lost.
migrate-plan-loses = <b>This is lost:</b>
migrate-plan-undoable = It can be undone.
migrate-plan-final = <b>It cannot be undone.</b>
migrate-plan-drift = ⚠️ The database is not what its migrations give: { $count ->
        [one] { $count } difference
       *[other] { $count } differences
    }, listed by /migrate_drift.
migrate-plan-held = Migrations are held; this lets go of them.
migrate-plan-code = Plan <code>{ $code }</code>
migrate-plan-rehearsed = Tried on a copy of your data: it worked, in { $time }.
migrate-plan-reckoned = Listeners will wait for about { $time }.
migrate-plan-not-rehearsed = Not tried on a copy: { $why }.
migrate-untried-large = it touches { $size }, more than <code>migrations.rehearse_max_mb</code> lets be copied
migrate-untried-space = a copy needs { $needs }, and { $free } are free
migrate-untried-forgotten = the text of an applied migration is neither in this build nor in the journal
migrate-untried-reaches-out = a script names <code>{ $name }</code>, so it would not stay on the copy
migrate-untried-refused = the database said no ({ $why })
migrate-untried-nothing = there is no data yet
migrate-plan-broke = <b>Tried on a copy of your data: { $name } failed.</b> Nothing was changed.
migrate-plan-way-back-broke = ⚠️ On the copy the way back failed: { $why }
migrate-plan-changed = The plan is another one by now. Look again for the new one.
migrate-loss-table = { $count ->
        [one] { $about } goes, with { $shown } row
       *[other] { $about } goes, with { $shown } rows
    }
migrate-loss-column = { $count ->
        [one] { $about } goes, with { $shown } value
       *[other] { $about } goes, with { $shown } values
    }
migrate-loss-rows = { $count ->
        [one] { $about }: { $shown } row is deleted
       *[other] { $about }: { $shown } rows are deleted
    }
migrate-loss-cascade = { $count ->
        [one] { $about }: { $shown } row goes with what it belongs to
       *[other] { $about }: { $shown } rows go with what they belong to
    }
migrate-loss-values = { $count ->
        [one] { $about }: { $shown } value is written over
       *[other] { $about }: { $shown } values are written over
    }
migrate-loss-conversion = { $count ->
        [one] { $about }: { $shown } value is converted
       *[other] { $about }: { $shown } values are converted
    }
migrate-loss-recent = {""}, { $shown } of them written in the last 24 hours
migrate-loss-uncounted = { $about }: how much cannot be counted
migrate-loss-unreadable = Line { $line }: what goes cannot be known beforehand
migrate-keep-nothing = Backup: there is nothing to keep.
migrate-keep-file = Backup first: a checked copy, { $size }.
migrate-keep-dump = Backup first: a dump by pg_dump.
migrate-keep-tables = Backup first: copies of the tables it touches, since no fitting pg_dump is here.
migrate-keep-none = <b>No backup is made.</b>
migrate-finding = { $version }, line { $line }:
migrate-no-plan = There is no such plan. { $why }
migrate-not-now = The database does not answer right now. Please try again in a moment.

# Saying yes.
migrate-type-code = To go ahead, type <code>{ $code }</code> within two minutes. Otherwise nothing happens.
migrate-code-wrong = That is not the code of this plan. Type the eight characters shown above, or press Cancel.
migrate-confirmed = Plan <code>{ $code }</code> is confirmed.
migrate-dropped = Cancelled. Nothing was changed.
migrate-begins = It begins…
migrate-cooling = { $count ->
        [one] It begins in { $count } second. Until then you can still cancel.
       *[other] It begins in { $count } seconds. Until then you can still cancel.
    }
migrate-cancelled-early = Cancelled before it began. Nothing was changed.
migrate-token-used = This button was pressed already, so nothing happens now. /migrate_status shows what came of it.
migrate-token-expired = This plan has waited too long, so nothing happens. Ask for it again: it may be another one by now.
migrate-token-foreign = This button was not made for you or not for this message. Nothing happens.
migrate-token-unknown = This button is no longer good for anything. Ask for the plan again.
migrate-busy = A run is going on. Try again when it is over; /migrate_status tells.
migrate-forwarded = That was forwarded. Type it yourself, so that I know you mean it.
migrate-not-here = The chat always shows the plan and asks, so this works on the command line only.
migrate-usage = I don’t understand <code>{ $typed }</code> here. For example: <code>{ $example }</code>
migrate-usage-empty = This needs a little more. For example: <code>{ $example }</code>

# A run.
migrate-run-title = <b>{ $from } → { $to }</b>, for { $time }
migrate-run-preparing = getting ready…
migrate-run-waiting = waiting for { $who }…
migrate-run-draining = letting running requests end…
migrate-run-backing-up = backing up…
migrate-run-taking-back = taking back what was applied…
migrate-run-step = { $number } of { $of }: <code>{ $name }</code>…
migrate-run-backup = Backup <code>{ $name }</code>, { $size }
migrate-stopping-toast = Cancelling; what runs is rolled back.
migrate-stopped-toast = It is over already.
migrate-done = <b>Done</b> in { $time }: { $from } → { $to }
migrate-done-held = Migrations are held now: no restart applies them again. ↑ Up does.
migrate-cancelled = <b>Cancelled.</b>
migrate-not-done = <b>Not done.</b> { $why }
migrate-failed = <b>It failed.</b>
migrate-failed-step = <b>{ $name } failed.</b>
migrate-failed-line = Line { $line }:
migrate-state-unchanged = Nothing was changed.
migrate-state-kept = { $done } of { $all } applied and kept.
migrate-state-rolled-back = Everything it had done was taken back.
migrate-interrupted = Interrupted; see below.

# History and log.
migrate-history-title = <b>Migrations</b>: { $applied } of { $all } applied
migrate-history-foreign = (not in this build)
migrate-show-applied = applied
migrate-show-pending = not applied
migrate-log-title = <b>What was done</b>, the newest last
migrate-log-empty = Nothing was done yet.
migrate-log-done = done in { $time }
migrate-log-cancelled = cancelled
migrate-log-failed = failed
    { $why }
migrate-log-refused = refused: { $asked }
    { $why }
migrate-denied-busy = A run was going on.
migrate-denied-used = The button had been pressed already.
migrate-denied-late = The button was pressed too late.
migrate-denied-foreign = The button was made for somebody else or for another message.
migrate-denied-unknown = There is no such button.
migrate-denied-plan = The plan was another one by then.
migrate-denied-code = Another code was typed.
migrate-denied-cancelled = It was cancelled before it began.
migrate-log-backup = backup <code>{ $name }</code>
migrate-log-restore = restoring <code>{ $name }</code>
migrate-log-restored = restored, at { $at }
migrate-log-held = held: { $reason }
migrate-log-released = released: { $reason }
migrate-log-undone = { $name } did not happen: { $why }
migrate-log-blessed = the text of { $name } accepted: { $reason }
migrate-log-damaged = the copy turned out damaged: { $words }
migrate-log-stamped = the ledger set to { $to }: { $reason }
migrate-log-unpinned = <code>{ $name }</code> is no longer kept for good

# Checks.
migrate-verifying = Checking…
migrate-verify-fine = <b>Everything is in order.</b>
migrate-verify-wrong = <b>Something is not in order.</b>
migrate-check-file = the file is intact
migrate-check-keys = every reference leads somewhere
migrate-check-hashes = the applied migrations are those of this build
migrate-check-schema = the schema is as the last migration left it
migrate-check-journal = the journal is unbroken
migrate-check-backup = the newest backup is as it was made
migrate-way-restore = /migrate_backups has the copies; take one from before the damage.
migrate-way-drift = /migrate_drift sends the SQL that mends it.
migrate-way-backup = /migrate_backup makes a new one.

# Backups.
migrate-backing-up = Copying…
migrate-backup-made = Backup <code>{ $name }</code>, { $size }, checked.
migrate-backup-failed = <b>No backup was made.</b> { $why }
migrate-backup-gone = That backup is not there any more. /migrate_backups shows what is.
migrate-backup-large = Telegram takes files of up to 50 MB from a bot. Fetch it from the server’s backup folder.
migrate-backup-sent = Keep it in a safe place: everything is in it. A phone cannot send it back to me; to restore, use the list in /migrate_backups.
migrate-backups-title = { $count ->
        [0] <b>There are no backups yet.</b>
        [one] <b>{ $count } backup</b>
       *[other] <b>{ $count } backups</b>
    }
migrate-backups-only = only { $tables }
migrate-restore-unknown = There is no backup called <code>{ $name }</code>. The list shows them all.
migrate-restore-title = <b>Put back</b> <code>{ $name }</code>
    at { $at }, { $size }, { $age }
migrate-restore-loses = What was written since ({ $age }) is not in it. The present state is kept in a backup of its own first.
migrate-restore-only = This comes back: { $tables }. Other tables stay as they are. What is there now is kept in a backup of its own first.
migrate-restore-rows = Rows, now → in the backup:
migrate-restore-rows-same = Each table has as many rows as in the backup.
migrate-restore-instead = Going ↓ down to { $at } instead keeps what was written since, apart from this:
migrate-restore-same = The database is at the same revision: going down would change nothing.
migrate-restored = <b>Restored</b>: the database is at { $at }.
migrate-restored-held = Migrations are held now; ↑ Up moves on when you want it.
migrate-restore-failed = <b>Not restored.</b> { $why }

# Why not.
migrate-refusal-edited = { $name } was edited after it was applied. Put the old text back, or accept it on the command line: <code>reprise migrate bless</code>.
migrate-refusal-missing = { $name } is applied, but its files are not in this build.
migrate-refusal-order = { $late } is older than { $newest }, the newest applied; it needs the next free number.
migrate-refusal-heads = Two migrations were written side by side: { $names }. They have to be joined before anything is applied.
migrate-refusal-differs = The database is not what { $at } gives: { $what }.
migrate-refusal-irreversible = { $name } cannot be undone: its way back is neither in this build nor in the journal.
migrate-refusal-irreversible-why = { $name } cannot be undone: { $why }
migrate-refusal-single = { $name } runs outside a transaction, so it cannot be part of a run that is all or nothing.
migrate-refusal-lint = The scripts themselves stand in the way:
migrate-refusal-interrupted = { $name } was interrupted outside a transaction. ↑ Up finds out what happened.
migrate-refusal-other-ledger = Behind { $name } the ledger is not what it should be: a script of this run, or somebody beside it, changes <code>_sqlx_migrations</code>. Nothing of that was kept. Take it out of the script, then try again.
migrate-refusal-code = Type the code of the plan: <code>{ $code }</code>
migrate-refusal-wrong-code = That is not the code of this plan.
migrate-refusal-locked = Another migration is running: { $who }
migrate-refusal-loses-more = It would lose more than was shown, so it was not done: { $what }.
migrate-refusal-more-came = Since the plan was shown, more came: { $about } had { $shown }, now { $now }. Nothing was changed; look again for the new numbers.
migrate-refusal-undrained = What I was doing for people did not end in time, so nothing was changed. Try again in a moment.
migrate-refusal-space = There is not enough space: { $needs } are needed, { $free } are free.
migrate-refusal-pooler = The database is reached through a pooler. Set <code>migrations.url</code> to a direct address.
migrate-refusal-peers = Another copy of the bot works on this database and did not pause: { $who }. Stop it, or try again.
migrate-refusal-held = Migrations are held: { $why }. ↑ Up lets go of them.
migrate-more-rows = { $count ->
        [one] { $table } would lose { $lost } of its { $had } row
       *[other] { $table } would lose { $lost } of its { $had } rows
    }
migrate-more-reference = a reference would lead nowhere ({ $what })
migrate-more-parent = a table would refer to one that is not there ({ $what })
migrate-more-view = the view { $name } would stop working
migrate-more-uncounted = how much of { $about } goes can no longer be counted ({ $why })
migrate-refusal-kept = Only this would come back: { $tables }. Other tables have changed since. First take back what came later with /migrate_down { $at }, then restore again.
migrate-refusal-tables = The tables are in use by { $who }. Try again in a moment.
migrate-error-database = The database says: { $words }
migrate-error-unreachable = The database cannot be reached. Nothing more is known; try again in a moment.
migrate-error-file = { $name } cannot be used: { $words }
migrate-error-in-the-way = A file called <code>{ $name }</code> is in the way of the backup. Move it away on the server and try again.
migrate-error-altered = <code>{ $name }</code> is not as it was made, so it is not used. Choose another from /migrate_backups.
migrate-error-damaged = The copy is damaged, so the data may be, too. /migrate_verify looks at it. ({ $words })
migrate-error-other = The program says: { $words }
migrate-target-unknown = There is no migration <code>{ $typed }</code>. /migrate_history shows them all.
migrate-target-nearest = There is no migration <code>{ $typed }</code>. Did you mean { $names }?
migrate-target-ambiguous = <code>{ $typed }</code> could be { $names }.
migrate-target-applied = { $at } is applied already. To go back to it: /migrate_down { $at }
migrate-target-not-applied = { $at } is not applied. To go up to it: /migrate_up { $at }
migrate-target-sign = <code>{ $typed }</code> goes the other way. To go there: { $there }
migrate-target-far = { $wanted } were asked for, { $available ->
        [one] only { $available } is there
       *[other] only { $available } are there
    }.

# What is told without being asked.
migrate-notice-started = <b>Started</b>, version { $version }: { $count ->
        [one] { $count } migration applied
       *[other] { $count } migrations applied
    } in { $time }
migrate-notice-newer = The database is newer than this build ({ $names }), in ways it can live with.
migrate-notice-waiting = <b>Started</b>, version { $version }: { $count ->
        [one] { $count } migration waits for you
       *[other] { $count } migrations wait for you
    }
migrate-notice-lossy = I apply by myself only what loses nothing, can be undone and has a backup.
migrate-notice-held = Somebody holds migrations.
migrate-notice-manual = Applying them at a start is switched off (<code>migrations.auto</code>).
migrate-notice-maintenance = <b>Maintenance</b>, version { $version }: the database is not as this build needs it. What can work goes on working.
migrate-notice-ahead = It is newer ({ $names }), in ways this build cannot live with.
migrate-notice-interrupted = <b>The run you approved was interrupted</b>: the bot was stopped in the middle.
migrate-notice-not-begun = It had not begun. Nothing was changed.
migrate-notice-moved = The database was changed by { $who }: { $from } → { $to }
migrate-notice-failed = A run by { $who } failed.
    { $why }
migrate-notice-restored = A backup was put back by { $who }: the database is at { $at }.
migrate-notice-checks = <b>The daily check found something.</b>
migrate-notice-disk = <b>The disk is nearly full</b>: { $free } are free, and a migration needs room for a backup. Make room on the server, or give backups another place with <code>migrations.backup_dir</code>.

# What lints say.
migrate-rule-carriage-returns = its line ends differ from those it was written with
migrate-rule-opaque = runs code that cannot be read beforehand
migrate-rule-drop = older copies of the bot that still use it fail
migrate-rule-rename = older copies of the bot that use the old name fail
migrate-rule-change-type = rewrites the table under a lock and may cut values
migrate-rule-whole-table = touches every row
migrate-rule-insert-or-replace = deletes the rows it replaces, with all that hangs on them
migrate-rule-rename-old-first = renames the old table away instead of making a new one
migrate-rule-rebuild-with-delete = deletes while references are not followed
migrate-rule-quoted-string = uses double quotes for a text
migrate-rule-locks-writes = writing waits while this is built
migrate-rule-scans = reads the whole table under a lock
migrate-rule-not-null = fails where the table has rows
migrate-rule-cascade = takes along what depends on it
migrate-rule-author = its author has to change it ({ $rule })


migrate-drift-extra = extra { $what }
migrate-drift-missing = missing { $what }
migrate-drift-changed = changed { $what }
migrate-drift-none = The database is what its migrations give.
migrate-drift-found = <b>The database is not what its migrations give.</b> The file has the SQL that mends it.
migrate-sql-caption = For <code>sqlite3</code> or <code>psql</code>: the same steps and the same ledger as a run of mine.
migrate-stamp-why = Say why, for the journal: <code>{ $example }</code>. If the schema differs and you mean it, put <code>--force</code> before the reason.
migrate-stamped = The ledger says { $to } now; it said { $from }. Nothing was run.
migrate-notice-backup = ⚠️ The backup that was due could not be made: { $why }
migrate-notice-token = ⚠️ <b>Telegram refused my token</b> ({ $age }), and I stopped. It lets me in again; what was sent meanwhile I answer now.
migrate-notice-broke = ⚠️ { $count ->
    [one] An answer broke off just now.
   *[other] { $count } answers broke off just now.
  } The log says why; the codes people were shown lead to its lines.
