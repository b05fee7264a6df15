# The panel that /speed, /pitch and /eq share.

tone-panel =
    <b>Ваш звук</b>
    Скорость: { $speed }, { $pitch }
    Эквалайзер: { $curve }
tone-pitch-kept = тон прежний
tone-pitch-follows = тон меняется с ней
