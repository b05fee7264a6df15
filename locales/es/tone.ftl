# The panel that /speed, /pitch and /eq share.

tone-panel =
    <b>Tu sonido</b>
    Velocidad: { $speed }, { $pitch }
    Ecualizador: { $curve }
tone-pitch-kept = el tono se mantiene
tone-pitch-follows = el tono la sigue
