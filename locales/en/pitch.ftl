pitch-summary = Keep the pitch at another speed, or let it follow
pitch-button-keep = Keep the pitch
pitch-button-follow = Let the pitch follow the speed
pitch-bad = <code>/pitch on</code> keeps the pitch at any speed, <code>/pitch off</code> lets it follow.
