//! Real names in four languages, and what should become of them.

use super::*;

#[track_caller]
fn typed(text: &str, artist: &str, title: &str) {
    let song = Song::parse(text).unwrap();
    assert_eq!((song.artist(), song.title()), (artist, title), "{text:?}");
}

#[track_caller]
fn file(performer: &str, title: &str, name: &str, expect: (&str, &str)) {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let (performer, title, name) = (given(performer), given(title), given(name));
    let song = Song::of_file(
        performer.as_deref(),
        title.as_deref(),
        name.as_deref(),
        None,
    );
    let song = song.unwrap();
    assert_eq!(
        (song.artist(), song.title()),
        expect,
        "{performer:?} {title:?} {name:?}"
    );
}

#[track_caller]
fn cleaned(title: &str, expect: &str) {
    assert_eq!(clean::title(title), expect, "{title:?}");
}

#[track_caller]
fn same(one: (&str, &str), other: (&str, &str)) {
    let (a, b) = (LyricsKey::of(one.0, one.1), LyricsKey::of(other.0, other.1));
    assert_eq!(a, b, "{one:?} {other:?}");
}

#[track_caller]
fn different(one: (&str, &str), other: (&str, &str)) {
    let (a, b) = (LyricsKey::of(one.0, one.1), LyricsKey::of(other.0, other.1));
    assert_ne!(a, b, "{one:?} {other:?}");
}

#[test]
fn a_person_types_artist_and_title_or_a_title() {
    typed("Queen - Bohemian Rhapsody", "Queen", "Bohemian Rhapsody");
    typed("Кино — «Группа крови»", "Кино", "Группа крови");
    typed("Океан Ельзи – Обійми", "Океан Ельзи", "Обійми");
    typed("Shakira—Hips Don't Lie", "Shakira", "Hips Don't Lie");
    typed("Jay-Z - 99 Problems", "Jay-Z", "99 Problems");
    typed("a-ha - Take On Me", "a-ha", "Take On Me");
    typed("Bohemian Rhapsody", "", "Bohemian Rhapsody");
    typed("T-Fest", "", "T-Fest");
    typed("Rock -n- Roll", "", "Rock -n- Roll");
    typed("- Yesterday", "", "Yesterday");
    typed("Yesterday—", "", "Yesterday");
    typed("Ft. Worth - Yesterday", "Ft. Worth", "Yesterday");
    typed("  The   Beatles\n-  Yesterday ", "The Beatles", "Yesterday");
    typed("مرحبا - بالعالم", "مرحبا", "بالعالم");
    typed("🎧", "", "🎧");
    typed("<b>x</b> - &amp;", "<b>x</b>", "&amp;");
}

#[test]
fn nothing_and_too_much_are_no_song() {
    for text in ["", "  ", "\u{200B}", "\n\u{202E}"] {
        assert_eq!(Song::parse(text), Err(BadSong::Empty), "{text:?}");
    }
    assert_eq!(Song::parse(&"я".repeat(4_096)), Err(BadSong::TooLong));
    assert!(Song::parse(&"я".repeat(200)).is_ok());
}

#[test]
fn noise_is_taken_off_a_title() {
    cleaned("Bohemian Rhapsody (Official Video)", "Bohemian Rhapsody");
    cleaned(
        "Bohemian Rhapsody [Official Video Remastered]",
        "Bohemian Rhapsody",
    );
    cleaned("Bohemian Rhapsody - Remastered 2011", "Bohemian Rhapsody");
    cleaned("Bohemian Rhapsody - 2011 Remaster", "Bohemian Rhapsody");
    cleaned(
        "Bohemian Rhapsody | Official Music Video",
        "Bohemian Rhapsody",
    );
    cleaned("Bohemian Rhapsody Official Video HD", "Bohemian Rhapsody");
    cleaned("Bohemian Rhapsody- Remastered", "Bohemian Rhapsody");
    cleaned("Bohemian Rhapsody -Remastered", "Bohemian Rhapsody");
    cleaned("Despacito (Letra) ft. Daddy Yankee", "Despacito");
    cleaned(
        "Despacito (feat. Daddy Yankee) [Video Oficial]",
        "Despacito",
    );
    cleaned("Группа крови (Премьера клипа, 2020)", "Группа крови");
    cleaned("Группа крови [320kbps]", "Группа крови");
    cleaned("Обійми (Офіційне відео)", "Обійми");
    cleaned("Под водой (при уч. Макса)", "Под водой");
    cleaned("Под водой (при уч. Макса) Live", "Под водой Live");
    cleaned("Без бою за участю хору", "Без бою");
    cleaned("Кукушка (muzofon-sait.com)", "Кукушка");
    cleaned("Кукушка (t.me/songs)", "Кукушка");
    cleaned("Kukushka.mp3", "Kukushka");
    cleaned("Song (prod. by Somebody)", "Song");
    cleaned("  \"Yesterday\" ", "Yesterday");
}

#[test]
fn what_belongs_to_a_title_stays() {
    for title in [
        "Video Killed the Radio Star",
        "Lyrics",
        "Video",
        "Official Girl",
        "(I Can't Get No) Satisfaction",
        "Don't You (Forget About Me)",
        "Hurt (Live)",
        "Song 2",
        "Another Brick in the Wall (Pt. 2)",
        "Help (...Me)",
        "Blue Monday - 1988",
        "99 Problems",
        "1979",
        "Mr. Blue Sky",
        "Ft. Worth",
        "(unbalanced [official",
        "Back - to - Back",
        "Я свободен!",
        "El Video",
    ] {
        cleaned(title, title);
    }
}

#[test]
fn a_file_tells_its_song() {
    file(
        "Queen",
        "Bohemian Rhapsody",
        "x.mp3",
        ("Queen", "Bohemian Rhapsody"),
    );
    file(
        "QueenVEVO",
        "Queen - Bohemian Rhapsody (Official Video)",
        "",
        ("Queen", "Bohemian Rhapsody"),
    );
    file(
        "Queen Official",
        "Queen – Bohemian Rhapsody (Official Video Remastered)",
        "",
        ("Queen", "Bohemian Rhapsody"),
    );
    file(
        "Queen - Topic",
        "Bohemian Rhapsody",
        "",
        ("Queen", "Bohemian Rhapsody"),
    );
    file(
        "Queen feat. David Bowie",
        "Under Pressure",
        "",
        ("Queen", "Under Pressure"),
    );
    file("<unknown>", "Кино - Кукушка", "", ("Кино", "Кукушка"));
    file("Неизвестный исполнитель", "Кукушка", "", ("", "Кукушка"));
    file(
        "",
        "",
        "01. Океан Ельзи - Обійми.mp3",
        ("Океан Ельзи", "Обійми"),
    );
    file(
        "",
        "",
        "03 - Juanes - La Camisa Negra [320kbps].flac",
        ("Juanes", "La Camisa Negra"),
    );
    file(
        "",
        "",
        "Mecano_-_Hijo_de_la_Luna.ogg",
        ("Mecano", "Hijo de la Luna"),
    );
    file("", "", "99 Problems.mp3", ("", "99 Problems"));
    file("", "", "22.mp3", ("", "22"));
    file("", "", "Mr. Blue Sky", ("", "Mr. Blue Sky"));
    file(
        "Queen & David Bowie",
        "Queen - Under Pressure",
        "",
        ("Queen", "Under Pressure"),
    );
    file("Кино", "", "02) Кукушка.mp3", ("Кино", "Кукушка"));
    file(
        "Maroon 5",
        "Sugar - Remix",
        "",
        ("Maroon 5", "Sugar - Remix"),
    );
    assert_eq!(
        Song::of_file(None, None, None, Some(3)),
        Err(BadSong::Empty)
    );
}

#[test]
fn a_song_is_called_by_its_artist_and_its_title() {
    let name = |text: &str| Song::parse(text).unwrap().name();
    assert_eq!(name("Queen - Innuendo"), "Queen — Innuendo");
    assert_eq!(name("Innuendo"), "Innuendo");
}

#[test]
fn a_song_has_a_length_or_none_is_known() {
    let length = |seconds| Song::new("", "Innuendo", seconds).unwrap().seconds();
    assert_eq!(
        [Some(390), Some(0), None].map(length),
        [Some(390), None, None]
    );
}

#[test]
fn words_are_read_without_their_times() {
    let line = |text: &str| TimedLine {
        at_ms: 0,
        text: text.to_owned(),
    };
    let synced = Words::Synced(["", "One", "", "two", ""].map(line).to_vec());
    assert_eq!(synced.plain(), "One\n\ntwo");
    assert_eq!(Words::Plain("One".to_owned()).plain(), "One");
    assert_eq!(Words::Instrumental.plain(), "");
}

#[test]
fn spellings_of_one_song_have_one_name() {
    same(("The Beatles", "Yesterday"), ("Beatles, The", "YESTERDAY"));
    same(
        ("Simon & Garfunkel", "The Boxer"),
        ("Simon and Garfunkel", "Boxer"),
    );
    same(("Beyoncé", "Déjà Vu"), ("Beyonce", "Deja Vu"));
    same(
        ("Queen feat. David Bowie", "Under Pressure"),
        ("Queen", "Under Pressure (feat. David Bowie)"),
    );
    same(
        ("Guns N’ Roses", "Don't Cry"),
        ("Guns N' Roses", "Dont cry"),
    );
    same(
        ("Звери", "Всё, что касается"),
        ("звери", "Все что касается"),
    );
    same(("Ёлка", "Прованс"), ("Елка", "Прованс"));
    same(
        ("Кипелов и Ария", "Я свободен!"),
        ("Кипелов & Ария", "Я свободен"),
    );
    same(
        ("Баста ft. Полина", "Сансара"),
        ("Баста", "Сансара (при уч. Полины)"),
    );
    same(("ЛЮМЕН", "Й"), ("Люмен", "И\u{306}"));
    same(("Океан Ельзи", "Без бою"), ("океан ельзи", "«Без бою»"));
    same(
        ("Скрябін та Ірина Білик", "М’яч"),
        ("Скрябін & Ірина Білик", "М'яч"),
    );
    same(("Ґніт", "Пісня"), ("Гніт", "Пісня"));
    same(("Los Lobos", "La Bamba"), ("Lobos", "La Bamba"));
    same(("Café Tacvba", "Eres"), ("Cafe Tacvba", "¿Eres?"));
    same(("Ana y Jorge", "Año Nuevo"), ("Ana & Jorge", "Ano nuevo"));
    same(("Tarkan", "Şımarık"), ("TARKAN", "Simarik"));
    same(("Tarkan", "IŞIK"), ("tarkan", "ışık"));
}

#[test]
fn different_songs_have_different_names() {
    different(("Queen", "Bohemian Rhapsody"), ("Queen", "Radio Ga Ga"));
    different(("Мой", "Мир"), ("Мои", "Мир"));
    different(("Їжак", "Ї"), ("Їжак", "І"));
    different(("The The", "This Is the Day"), ("", "This Is the Day"));
    different(("A", "B C"), ("A B", "C"));
    different(("Ed Sheeran", "÷"), ("Ed Sheeran", "×"));
    different(("X", "La La La"), ("X", "La La"));
    different(("X", "The"), ("X", "A"));
    different(("X", "Beyond The"), ("X", "Beyond"));
    different(("", "Artist - Title"), ("Artist", "Title"));
}

#[test]
fn a_track_id_reads_and_fits() {
    let id = LyricsKey::of("The Beatles", "Yesterday");
    let (readable, hash) = id.as_str().rsplit_once('-').unwrap();
    assert_eq!(readable, "beatles - yesterday");
    assert_eq!(hash, "637c7fbe7928bbaa4d490fdd06b9baf9");
    assert_eq!(id.number(), 0x637_c7fb_e792_8bba);
    let long = LyricsKey::of(&"я".repeat(200), &"ю".repeat(200));
    assert_eq!(long.as_str().chars().count(), 60 + 1 + 32);
    different((&"я".repeat(200), "a"), (&"я".repeat(200), "b"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_text_is_a_song_or_none(text in ".{0,60}", other in ".{0,60}") {
        let _ = Song::parse(&text);
        if let Ok(song) = Song::of_file(Some(&text), Some(&other), Some(&text), Some(1)) {
            proptest::prop_assert!(!song.title().is_empty());
            proptest::prop_assert!(song.track_id().as_str().chars().count() <= 93);
        }
    }

    #[test]
    fn noise_around_a_title_changes_nothing(noise in "(\\(Official Video\\)|\\[320kbps\\]|\\| Official Music Video| - Remastered 2011){0,2}") {
        proptest::prop_assert_eq!(clean::title(&format!("Yesterday {noise}")), "Yesterday");
    }
}
