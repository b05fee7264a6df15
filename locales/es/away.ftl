feature-away = Una parte de mí está en mantenimiento y esto la necesita. Volverá sola; inténtalo más tarde, por favor.
wait = Un momento: estoy ordenando mis notas. Tengo tu mensaje y te respondo en cuanto termine.
wait-toast = Un momento: estoy ordenando mis notas.
