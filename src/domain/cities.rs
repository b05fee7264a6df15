//! Big cities as people call them, and the time zone each is in.
//!
//! To add one: a line `zone|English|Russian|Ukrainian|Spanish`, with further names behind it. Of several cities in a
//! zone the first gives the zone its name; earlier zones are offered first.

use super::Language;

/// How many languages have a column, in the order of [`Language::ALL`]. In a newer one cities have their English names.
const WRITTEN: usize = 4;

pub(super) struct City {
    pub(super) zone: &'static str,
    names: [&'static str; WRITTEN],
    /// What else it is called.
    others: &'static str,
}

impl City {
    pub(super) fn name(&self, language: Language) -> &'static str {
        self.names.get(language as usize).unwrap_or(&self.names[0])
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        let others = self.others.split('|').filter(|name| !name.is_empty());
        self.names.iter().copied().chain(others)
    }
}

pub(super) fn all() -> impl Iterator<Item = City> {
    CITIES.iter().map(|line| {
        let mut parts = line.splitn(2 + WRITTEN, '|');
        let mut next = || parts.next().unwrap_or_default();
        City {
            zone: next(),
            names: [next(), next(), next(), next()],
            others: next(),
        }
    })
}

#[rustfmt::skip]
const CITIES: &[&str] = &[
    "Europe/Kyiv|Kyiv|Киев|Київ|Kiev",
    "Europe/Kyiv|Kharkiv|Харьков|Харків|Járkov|Kharkov",
    "Europe/Kyiv|Odesa|Одесса|Одеса|Odesa|Odessa",
    "Europe/Kyiv|Dnipro|Днепр|Дніпро|Dnipró|Днепропетровск|Дніпропетровськ",
    "Europe/Kyiv|Lviv|Львов|Львів|Leópolis|Lvov",
    "Europe/Kyiv|Zaporizhzhia|Запорожье|Запоріжжя|Zaporiyia",
    "Europe/Kyiv|Vinnytsia|Винница|Вінниця|Vínnytsia",
    "Europe/Madrid|Madrid|Мадрид|Мадрид|Madrid",
    "Europe/Madrid|Barcelona|Барселона|Барселона|Barcelona",
    "Europe/Madrid|Valencia|Валенсия|Валенсія|Valencia",
    "Europe/Madrid|Seville|Севилья|Севілья|Sevilla",
    "Europe/Moscow|Moscow|Москва|Москва|Moscú",
    "Europe/Moscow|Saint Petersburg|Санкт-Петербург|Санкт-Петербург|San Petersburgo|Питер|St Petersburg|Петербург",
    "Europe/Moscow|Nizhny Novgorod|Нижний Новгород|Нижній Новгород|Nizhni Nóvgorod",
    "Europe/Moscow|Kazan|Казань|Казань|Kazán",
    "Europe/Moscow|Rostov-on-Don|Ростов-на-Дону|Ростов-на-Дону|Rostov del Don|Ростов",
    "Europe/Moscow|Krasnodar|Краснодар|Краснодар|Krasnodar|Сочи",
    "Europe/Moscow|Voronezh|Воронеж|Воронеж|Vorónezh",
    "Europe/Volgograd|Volgograd|Волгоград|Волгоград|Volgogrado",
    "Europe/London|London|Лондон|Лондон|Londres",
    "Europe/London|Manchester|Манчестер|Манчестер|Mánchester",
    "Europe/London|Edinburgh|Эдинбург|Единбург|Edimburgo|Glasgow|Глазго",
    "America/New_York|New York|Нью-Йорк|Нью-Йорк|Nueva York|NYC",
    "America/New_York|Miami|Майами|Маямі|Miami",
    "America/New_York|Boston|Бостон|Бостон|Boston",
    "America/New_York|Washington|Вашингтон|Вашингтон|Washington|Philadelphia|Filadelfia|Филадельфия|Atlanta|Атланта",
    "America/Mexico_City|Mexico City|Мехико|Мехіко|Ciudad de México|CDMX|México|Mexico DF",
    "America/Mexico_City|Guadalajara|Гвадалахара|Гвадалахара|Guadalajara|Puebla|Пуэбла",
    "America/Monterrey|Monterrey|Монтеррей|Монтеррей|Monterrey",
    "America/Argentina/Buenos_Aires|Buenos Aires|Буэнос-Айрес|Буенос-Айрес|Buenos Aires|Argentina",
    "America/Argentina/Cordoba|Córdoba|Кордова|Кордова|Córdoba (Argentina)|Cordoba Argentina",
    "America/Bogota|Bogotá|Богота|Богота|Bogotá",
    "America/Bogota|Medellín|Медельин|Медельїн|Medellín|Cali|Кали|Калі",
    "America/Lima|Lima|Лима|Ліма|Lima",
    "America/Santiago|Santiago|Сантьяго|Сантьяго|Santiago de Chile|Santiago Chile|Valparaíso",
    "America/Caracas|Caracas|Каракас|Каракас|Caracas|Maracaibo|Маракайбо",
    "Asia/Yekaterinburg|Yekaterinburg|Екатеринбург|Єкатеринбург|Ekaterimburgo|Ekaterinburg",
    "Asia/Yekaterinburg|Chelyabinsk|Челябинск|Челябінськ|Cheliábinsk|Уфа|Ufa|Пермь|Perm|Тюмень|Tyumen",
    "Europe/Samara|Samara|Самара|Самара|Samara|Ижевск|Izhevsk|Тольятти",
    "Europe/Saratov|Saratov|Саратов|Саратов|Sarátov",
    "Europe/Kaliningrad|Kaliningrad|Калининград|Калінінград|Kaliningrado",
    "Asia/Omsk|Omsk|Омск|Омськ|Omsk",
    "Asia/Novosibirsk|Novosibirsk|Новосибирск|Новосибірськ|Novosibirsk",
    "Asia/Barnaul|Barnaul|Барнаул|Барнаул|Barnaul",
    "Asia/Tomsk|Tomsk|Томск|Томськ|Tomsk",
    "Asia/Novokuznetsk|Novokuznetsk|Новокузнецк|Новокузнецьк|Novokuznetsk|Кемерово|Kemerovo",
    "Asia/Krasnoyarsk|Krasnoyarsk|Красноярск|Красноярськ|Krasnoyarsk",
    "Asia/Irkutsk|Irkutsk|Иркутск|Іркутськ|Irkutsk|Улан-Удэ|Ulan-Ude",
    "Asia/Chita|Chita|Чита|Чита|Chitá",
    "Asia/Yakutsk|Yakutsk|Якутск|Якутськ|Yakutsk",
    "Asia/Vladivostok|Vladivostok|Владивосток|Владивосток|Vladivostok|Хабаровск|Khabarovsk",
    "Asia/Sakhalin|Yuzhno-Sakhalinsk|Южно-Сахалинск|Южно-Сахалінськ|Yuzhno-Sajalinsk",
    "Asia/Magadan|Magadan|Магадан|Магадан|Magadán",
    "Asia/Kamchatka|Petropavlovsk-Kamchatsky|Петропавловск-Камчатский|Петропавловськ-Камчатський|Petropávlovsk-Kamchatski|Камчатка",
    "Europe/Warsaw|Warsaw|Варшава|Варшава|Varsovia|Warszawa",
    "Europe/Warsaw|Kraków|Краков|Краків|Cracovia|Krakow|Wrocław|Вроцлав|Gdańsk|Гданськ|Гданьск",
    "Europe/Berlin|Berlin|Берлин|Берлін|Berlín",
    "Europe/Berlin|Hamburg|Гамбург|Гамбург|Hamburgo|Köln|Cologne|Кёльн|Кельн|Colonia|Frankfurt|Франкфурт|Fráncfort",
    "Europe/Berlin|Munich|Мюнхен|Мюнхен|Múnich|München",
    "Europe/Paris|Paris|Париж|Париж|París|Lyon|Лион|Ліон|Marseille|Марсель|Marsella",
    "Europe/Rome|Rome|Рим|Рим|Roma|Milan|Милан|Мілан|Milán|Naples|Неаполь|Nápoles",
    "Europe/Prague|Prague|Прага|Прага|Praga|Brno|Брно",
    "Europe/Vienna|Vienna|Вена|Відень|Viena|Wien",
    "Europe/Zurich|Zurich|Цюрих|Цюрих|Zúrich|Geneva|Женева|Ginebra",
    "Europe/Amsterdam|Amsterdam|Амстердам|Амстердам|Ámsterdam|Rotterdam|Роттердам",
    "Europe/Brussels|Brussels|Брюссель|Брюссель|Bruselas",
    "Europe/Lisbon|Lisbon|Лиссабон|Лісабон|Lisboa|Porto|Порту|Oporto",
    "Europe/Dublin|Dublin|Дублин|Дублін|Dublín",
    "Europe/Stockholm|Stockholm|Стокгольм|Стокгольм|Estocolmo",
    "Europe/Oslo|Oslo|Осло|Осло|Oslo",
    "Europe/Copenhagen|Copenhagen|Копенгаген|Копенгаген|Copenhague",
    "Europe/Helsinki|Helsinki|Хельсинки|Гельсінкі|Helsinki",
    "Europe/Tallinn|Tallinn|Таллин|Таллінн|Tallin",
    "Europe/Riga|Riga|Рига|Рига|Riga",
    "Europe/Vilnius|Vilnius|Вильнюс|Вільнюс|Vilna",
    "Europe/Minsk|Minsk|Минск|Мінськ|Minsk|Гомель|Homel|Брест",
    "Europe/Chisinau|Chișinău|Кишинёв|Кишинів|Chisináu|Chisinau",
    "Europe/Bucharest|Bucharest|Бухарест|Бухарест|Bucarest",
    "Europe/Budapest|Budapest|Будапешт|Будапешт|Budapest",
    "Europe/Belgrade|Belgrade|Белград|Белград|Belgrado",
    "Europe/Sofia|Sofia|София|Софія|Sofía|Varna|Варна",
    "Europe/Athens|Athens|Афины|Афіни|Atenas",
    "Europe/Istanbul|Istanbul|Стамбул|Стамбул|Estambul|Ankara|Анкара|Antalya|Анталия|Анталья|Анталія",
    "Asia/Tbilisi|Tbilisi|Тбилиси|Тбілісі|Tiflis|Batumi|Батуми|Батумі",
    "Asia/Yerevan|Yerevan|Ереван|Єреван|Ereván",
    "Asia/Baku|Baku|Баку|Баку|Bakú",
    "Asia/Almaty|Almaty|Алматы|Алмати|Almatý|Astana|Астана|Алма-Ата",
    "Asia/Tashkent|Tashkent|Ташкент|Ташкент|Taskent",
    "Asia/Bishkek|Bishkek|Бишкек|Бішкек|Biskek",
    "Asia/Dushanbe|Dushanbe|Душанбе|Душанбе|Dusambé",
    "Asia/Ashgabat|Ashgabat|Ашхабад|Ашгабат|Asjabad",
    "Asia/Jerusalem|Jerusalem|Иерусалим|Єрусалим|Jerusalén|Tel Aviv|Тель-Авив|Тель-Авів|Haifa|Хайфа",
    "Asia/Nicosia|Nicosia|Никосия|Нікосія|Nicosia|Limassol|Лимасол|Лімасол",
    "Africa/Cairo|Cairo|Каир|Каїр|El Cairo",
    "Asia/Dubai|Dubai|Дубай|Дубай|Dubái|Abu Dhabi|Абу-Даби|Абу-Дабі",
    "Asia/Riyadh|Riyadh|Эр-Рияд|Ер-Ріяд|Riad",
    "Asia/Baghdad|Baghdad|Багдад|Багдад|Bagdad",
    "Asia/Tehran|Tehran|Тегеран|Тегеран|Teherán",
    "Asia/Karachi|Karachi|Карачи|Карачі|Karachi|Lahore|Лахор",
    "Asia/Kolkata|Delhi|Дели|Делі|Delhi|Mumbai|Мумбаи|Мумбаї|Bombay|Kolkata|Calcuta|Bangalore|Goa|Гоа",
    "Asia/Kathmandu|Kathmandu|Катманду|Катманду|Katmandú",
    "Asia/Dhaka|Dhaka|Дакка|Дакка|Daca",
    "Asia/Bangkok|Bangkok|Бангкок|Бангкок|Bangkok|Phuket|Пхукет",
    "Asia/Ho_Chi_Minh|Ho Chi Minh City|Хошимин|Хошимін|Ho Chi Minh|Saigon|Сайгон|Hanoi|Ханой|Nha Trang|Нячанг",
    "Asia/Jakarta|Jakarta|Джакарта|Джакарта|Yakarta",
    "Asia/Makassar|Bali|Бали|Балі|Bali|Denpasar|Makassar",
    "Asia/Singapore|Singapore|Сингапур|Сінгапур|Singapur",
    "Asia/Kuala_Lumpur|Kuala Lumpur|Куала-Лумпур|Куала-Лумпур|Kuala Lumpur",
    "Asia/Manila|Manila|Манила|Маніла|Manila",
    "Asia/Hong_Kong|Hong Kong|Гонконг|Гонконг|Hong Kong",
    "Asia/Shanghai|Shanghai|Шанхай|Шанхай|Shanghái|Beijing|Пекин|Пекін|Pekín|Guangzhou|Гуанчжоу|Shenzhen|Шэньчжэнь",
    "Asia/Taipei|Taipei|Тайбэй|Тайбей|Taipéi",
    "Asia/Seoul|Seoul|Сеул|Сеул|Seúl|Busan|Пусан",
    "Asia/Tokyo|Tokyo|Токио|Токіо|Tokio|Osaka|Осака",
    "Asia/Ulaanbaatar|Ulaanbaatar|Улан-Батор|Улан-Батор|Ulán Bator",
    "America/Chicago|Chicago|Чикаго|Чикаго|Chicago|Houston|Хьюстон|Г’юстон|Dallas|Даллас|Austin|Остин",
    "America/Denver|Denver|Денвер|Денвер|Denver|Salt Lake City",
    "America/Phoenix|Phoenix|Финикс|Фінікс|Phoenix|Tucson",
    "America/Los_Angeles|Los Angeles|Лос-Анджелес|Лос-Анджелес|Los Ángeles|San Francisco|Сан-Франциско|Seattle|Сиэтл|Сіетл|San Diego|Las Vegas|Лас-Вегас|LA",
    "America/Anchorage|Anchorage|Анкоридж|Анкоридж|Anchorage|Alaska|Аляска",
    "Pacific/Honolulu|Honolulu|Гонолулу|Гонолулу|Honolulu|Hawaii|Гавайи|Гаваї|Hawái",
    "America/Toronto|Toronto|Торонто|Торонто|Toronto|Montreal|Монреаль|Ottawa|Оттава",
    "America/Winnipeg|Winnipeg|Виннипег|Вінніпег|Winnipeg",
    "America/Edmonton|Calgary|Калгари|Калгарі|Calgary|Edmonton|Эдмонтон|Едмонтон",
    "America/Vancouver|Vancouver|Ванкувер|Ванкувер|Vancouver",
    "America/Halifax|Halifax|Галифакс|Галіфакс|Halifax",
    "America/St_Johns|St. John’s|Сент-Джонс|Сент-Джонс|San Juan de Terranova|St Johns",
    "America/Tijuana|Tijuana|Тихуана|Тіхуана|Tijuana",
    "America/Cancun|Cancún|Канкун|Канкун|Cancún",
    "America/Havana|Havana|Гавана|Гавана|La Habana|Habana|Cuba|Куба",
    "America/Santo_Domingo|Santo Domingo|Санто-Доминго|Санто-Домінго|Santo Domingo",
    "America/Puerto_Rico|San Juan|Сан-Хуан|Сан-Хуан|San Juan|Puerto Rico",
    "America/Guatemala|Guatemala|Гватемала|Гватемала|Guatemala",
    "America/El_Salvador|San Salvador|Сан-Сальвадор|Сан-Сальвадор|San Salvador|El Salvador",
    "America/Tegucigalpa|Tegucigalpa|Тегусигальпа|Тегусігальпа|Tegucigalpa|Honduras",
    "America/Managua|Managua|Манагуа|Манагуа|Managua|Nicaragua",
    "America/Costa_Rica|San José|Сан-Хосе|Сан-Хосе|San José|Costa Rica",
    "America/Panama|Panama|Панама|Панама|Panamá",
    "America/Guayaquil|Quito|Кито|Кіто|Quito|Guayaquil|Гуаякиль|Ecuador",
    "America/La_Paz|La Paz|Ла-Пас|Ла-Пас|La Paz|Santa Cruz de la Sierra|Bolivia",
    "America/Asuncion|Asunción|Асунсьон|Асунсьйон|Asunción|Paraguay",
    "America/Montevideo|Montevideo|Монтевидео|Монтевідео|Montevideo|Uruguay",
    "America/Sao_Paulo|São Paulo|Сан-Паулу|Сан-Паулу|São Paulo|Rio de Janeiro|Рио-де-Жанейро|Ріо-де-Жанейро|Río de Janeiro|Brasilia",
    "Atlantic/Canary|Canary Islands|Канарские острова|Канарські острови|Canarias|Las Palmas|Tenerife|Тенерифе",
    "Atlantic/Reykjavik|Reykjavík|Рейкьявик|Рейк’явік|Reikiavik|Reykjavik",
    "Atlantic/Azores|Azores|Азорские острова|Азорські острови|Azores",
    "Africa/Casablanca|Casablanca|Касабланка|Касабланка|Casablanca|Marrakesh|Marrakech|Марракеш",
    "Africa/Algiers|Algiers|Алжир|Алжир|Argel",
    "Africa/Tunis|Tunis|Тунис|Туніс|Túnez",
    "Africa/Lagos|Lagos|Лагос|Лагос|Lagos",
    "Africa/Nairobi|Nairobi|Найроби|Найробі|Nairobi",
    "Africa/Johannesburg|Johannesburg|Йоханнесбург|Йоганнесбург|Johannesburgo|Cape Town|Кейптаун|Ciudad del Cabo",
    "Australia/Perth|Perth|Перт|Перт|Perth",
    "Australia/Adelaide|Adelaide|Аделаида|Аделаїда|Adelaida",
    "Australia/Brisbane|Brisbane|Брисбен|Брисбен|Brisbane",
    "Australia/Sydney|Sydney|Сидней|Сідней|Sídney|Canberra|Канберра",
    "Australia/Melbourne|Melbourne|Мельбурн|Мельбурн|Melbourne",
    "Pacific/Auckland|Auckland|Окленд|Окленд|Auckland|Wellington|Веллингтон",
    "Pacific/Easter|Easter Island|Остров Пасхи|Острів Пасхи|Isla de Pascua",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Timezone;

    #[test]
    fn every_city_is_in_a_zone_there_is_and_has_a_name_in_each_language() {
        for city in all() {
            let zone = Timezone::parse(city.zone).map(Timezone::name);
            assert_eq!(zone, Some(city.zone));
            for language in Language::ALL {
                assert!(!city.name(*language).is_empty(), "{}", city.zone);
            }
        }
    }
}
