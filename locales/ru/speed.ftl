speed-summary = С какой скоростью всё играет
speed-setting = Скорость: { $speed }
speed-hint = Любая скорость от 0,5 до 2, например <code>/speed 1,1</code>
speed-bad = Скорость — это число от 0,5 до 2. Например: <code>/speed 1,25</code>
