# The panel that /speed, /pitch and /eq share.

tone-panel =
    <b>Ваш звук</b>
    Швидкість: { $speed }, { $pitch }
    Еквалайзер: { $curve }
tone-pitch-kept = тон незмінний
tone-pitch-follows = тон змінюється з нею
