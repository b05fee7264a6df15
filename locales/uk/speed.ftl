speed-summary = З якою швидкістю все грає
speed-setting = Швидкість: { $speed }
speed-hint = Будь-яка швидкість від 0,5 до 2, наприклад <code>/speed 1,1</code>
speed-bad = Швидкість — це число від 0,5 до 2. Наприклад: <code>/speed 1,25</code>
