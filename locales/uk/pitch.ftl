pitch-summary = Зберігати тон на іншій швидкості чи змінювати разом із нею
pitch-button-keep = Зберігати тон
pitch-button-follow = Змінювати тон разом зі швидкістю
pitch-bad = <code>/pitch on</code> зберігає тон на будь-якій швидкості, <code>/pitch off</code> змінює його разом із нею.
