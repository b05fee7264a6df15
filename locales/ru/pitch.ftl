pitch-summary = Сохранять тон на другой скорости или менять вместе с ней
pitch-button-keep = Сохранять тон
pitch-button-follow = Менять тон вместе со скоростью
pitch-bad = <code>/pitch on</code> сохраняет тон на любой скорости, <code>/pitch off</code> меняет его вместе с ней.
