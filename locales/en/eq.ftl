eq-summary = The equalizer: presets and your own curves
eq-setting = Equalizer: { $curve }
eq-hint = Or type it: <code>/eq rock</code>, <code>/eq bass +4</code>, <code>/eq 31:+3 16k:-4</code>
eq-button-edit = Set the bands
eq-button-step = { $db } dB
eq-button-save = Save as…
eq-button-delete = Delete this curve
eq-button-presets = ‹ Presets
eq-editor =
    <b>{ $curve }</b>
    Choose a band, then make it louder or quieter.
eq-ask-name = What shall this curve be called? Send me a name, for example: Car
eq-deleted-toast = “{ $name }” is deleted.
eq-gone = That curve is no longer there. /eq shows the ones you have.
eq-unknown = I don’t know this curve. A preset: <code>/eq rock</code>. Bands: <code>/eq 31:+3 16k:-4</code>. All of them: /eq
eq-no-band = The bands are 31, 62, 125, 250, 500, 1k, 2k, 4k, 8k and 16k. For example: <code>/eq 31:+3 16k:-4</code>
eq-out-of-range = A band goes from −12 to +12 dB. For example: <code>/eq 31:+3</code>
eq-name-bad = A curve needs a name of 1 to 40 characters. For example: <code>/eq save Car</code>
eq-too-many = { $limit ->
        [one] You can save { $limit } curve, and you have it. Delete it first: /eq
       *[other] You can save { $limit } curves, and you have that many. Delete one first: /eq
    }
