eq-summary = El ecualizador: preajustes y curvas propias
eq-setting = Ecualizador: { $curve }
eq-hint = O escríbelo: <code>/eq rock</code>, <code>/eq graves +4</code>, <code>/eq 31:+3 16k:-4</code>
eq-button-edit = Ajustar las bandas
eq-button-step = { $db } dB
eq-button-save = Guardar como…
eq-button-delete = Borrar esta curva
eq-button-presets = ‹ Preajustes
eq-editor =
    <b>{ $curve }</b>
    Elige una banda y súbela o bájala.
eq-ask-name = ¿Cómo se llamará esta curva? Envíame un nombre, por ejemplo: Coche
eq-deleted-toast = La curva «{ $name }» está borrada.
eq-gone = Esa curva ya no existe. En /eq están las que tienes.
eq-unknown = No conozco esa curva. Un preajuste: <code>/eq rock</code>. Bandas: <code>/eq 31:+3 16k:-4</code>. Todas: /eq
eq-no-band = Las bandas son 31, 62, 125, 250, 500, 1k, 2k, 4k, 8k y 16k. Por ejemplo: <code>/eq 31:+3 16k:-4</code>
eq-out-of-range = Una banda va de −12 a +12 dB. Por ejemplo: <code>/eq 31:+3</code>
eq-name-bad = Una curva necesita un nombre de 1 a 40 caracteres. Por ejemplo: <code>/eq save Coche</code>
eq-too-many = { $limit ->
        [one] Puedes guardar { $limit } curva y ya la tienes. Bórrala primero: /eq
       *[other] Puedes guardar { $limit } curvas y ya las tienes. Borra una primero: /eq
    }
