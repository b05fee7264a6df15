# The panel that /speed, /pitch and /eq share.

tone-panel =
    <b>Your sound</b>
    Speed: { $speed }, { $pitch }
    Equalizer: { $curve }
tone-pitch-kept = the pitch stays
tone-pitch-follows = the pitch follows
