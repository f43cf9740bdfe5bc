# The waiting list, and what is set aside for whom.

button-wait = 🔔 Join the waiting list
button-stop-waiting = Stop waiting
button-to-product = See the product

product-in-line = { $product }

    { $place }
waiting-place = ⏳ You are on the waiting list{ $lane ->
        [vip] {" "}(VIP lane)
       *[usual] {""}
    }: number { $position }. Too little has come in lately to say how long it takes; you are told in turn as soon as there is one.
waiting-place-hours = ⏳ You are on the waiting list{ $lane ->
        [vip] {" "}(VIP lane)
       *[usual] {""}
    }: number { $position }. Going by what came in lately, it is your turn within about { $hours } h; you are told in turn as soon as there is one.
waiting-joined = 🔔 You are on the list. When it is your turn we tell you here and keep one for you for { $minutes ->
        [one] a minute
       *[other] { $minutes } minutes
    }. You can leave the list at any time.
waiting-left = All right, you are off the list. You can come back whenever you like.
waiting-offer = 🎉 { $product } is back and it is your turn! One is kept for you: order by { $until } and it is yours; after that it goes to the next in line.
waiting-lapsed = The { $product } we kept for you has gone to the next in line. Nothing was charged. If you still want one, you can join the list again.

refused-not-sold-out = It is back in stock: no need to wait, you can buy it now.
refused-offer-lapsed = You are not on the waiting list for this one. You can join it on the product’s page.
refused-shelf-crowded = Nothing can be set aside for you right now: the rest is being paid for by others or kept for those who pay at once. Nothing was charged. Paying from your balance gets it at once; or try paying online again in a few minutes, when what others left unpaid comes free.
refused-too-many-unpaid = { $count ->
        [one] Goods are set aside for another unpaid order of yours
       *[other] Goods are set aside for { $count } unpaid orders of yours
    }, and no more can be. Nothing was charged. Please pay or cancel one of them first; or pay for this one from your balance.
