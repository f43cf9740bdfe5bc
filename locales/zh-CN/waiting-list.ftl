# 排队等货，以及下单后留货的规矩。

button-wait = 🔔 排队等货
button-stop-waiting = 不等了
button-to-product = 看看这件商品

product-in-line = { $product }

    { $place }
waiting-place = ⏳ 您在排队，{ $lane ->
        [vip] VIP 队列，
       *[usual] {""}
    }第 { $position } 位。最近到货太少，要等多久说不准；一到货就按顺序通知。
waiting-place-hours = ⏳ 您在排队，{ $lane ->
        [vip] VIP 队列，
       *[usual] {""}
    }第 { $position } 位。照最近的到货情况，大约 { $hours } 小时内轮到您；一到货就按顺序通知。
waiting-joined = 🔔 排上了。轮到您时会在这里通知，并为您留一件，留 { $minutes } 分钟。不想等了随时可以退出。
waiting-left = 好的，不排了。想买的时候可以再来。
waiting-offer = 🎉 { $product } 到货了，轮到您！给您留了一件，{ $until } 前下单就是您的；过时会让给下一位。
waiting-lapsed = 给您留的 { $product } 已过时，让给下一位了。没有扣款。还想要的话可以重新排队。

refused-not-sold-out = 已经有货了，不用排队，直接买就行。
refused-offer-lapsed = 您现在没有在排这件商品的队。想要的话，可以在商品页重新排队。
refused-shelf-crowded = 现在没法为您留货：剩下的要么正有人在付款，要么要留给马上付款的人。没有扣款。用余额支付可以马上拿到；或者过几分钟再点一次在线支付，别人没付的会放出来。
refused-too-many-unpaid = 已经有 { $count } 个未付款的订单在为您留货了，不能再留。没有扣款。请先付掉或取消其中一单；用余额支付这单也可以。
