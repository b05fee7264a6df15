speed-summary = How fast everything plays
speed-setting = Speed: { $speed }
speed-hint = Any speed from 0.5 to 2, for example <code>/speed 1.1</code>
speed-bad = A speed is a number from 0.5 to 2. For example: <code>/speed 1.25</code>
