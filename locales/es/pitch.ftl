pitch-summary = Mantener el tono a otra velocidad o dejar que cambie
pitch-button-keep = Mantener el tono
pitch-button-follow = Que el tono siga a la velocidad
pitch-bad = <code>/pitch on</code> mantiene el tono a cualquier velocidad; <code>/pitch off</code> deja que la siga.
