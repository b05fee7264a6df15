feature-away = Part of me is being worked on, and this needs it. It will be back by itself; please try again later.
wait = One moment: I am putting my notes in order. I have what you sent, and will answer right after.
wait-toast = One moment: I am putting my notes in order.
