speed-summary = A qué velocidad suena todo
speed-setting = Velocidad: { $speed }
speed-hint = Cualquier velocidad de 0,5 a 2, por ejemplo <code>/speed 1,1</code>
speed-bad = La velocidad es un número de 0,5 a 2. Por ejemplo: <code>/speed 1,25</code>
