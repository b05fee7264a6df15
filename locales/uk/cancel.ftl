cancel-summary = Зупинити те, що я для вас роблю
cancel-nothing = Зупиняти нічого: зараз я нічого для вас не роблю.
cancel-question = Гаразд, на це я більше не чекаю.
cancel-job = Зупинено: <b>{ $subject }</b>
cancel-jobs = { $count ->
        [one] Зупинено { $count } завдання в цьому чаті.
        [few] Зупинено { $count } завдання в цьому чаті.
        [many] Зупинено { $count } завдань у цьому чаті.
       *[other] Зупинено { $count } завдання у цьому чаті.
    }
cancel-too-late = Тут уже нічого зупиняти.
