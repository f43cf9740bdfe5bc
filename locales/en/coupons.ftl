# Coupons and points.

coupon-amount = { $amount } off
coupon-percent = { $percent }% off (up to { $most })
coupon-back = 🎟 Coupon { $coupon }: you have it back, until { $until }
coupon-lapsed = 🎟 Coupon { $coupon }: it lapsed at { $until } and can’t be used any more
coupon-elsewhere = 🎟 Coupon { $coupon }: used for another order

checkout-discount = 🎟 Coupon ({ $coupon }): −{ $discount }
order-discount = 🎟 Coupon ({ $coupon }): −{ $discount }

coupons = <b>My coupons</b>
    The best one applies by itself at your next order.

    { $lines }
coupons-line = 🎟 <b>{ $coupon }</b> for orders from { $over }, until { $until }
coupons-reserved = 🎟 <b>{ $coupon }</b>, set aside for an order you haven’t paid yet
coupons-none = You have none at the moment.
points = ⭐ Points: <b>{ $points }</b>
points-short = ⭐ Points: none. The next { $count } you earn make up for points of a refunded order that were spent already.
points-taken-back = ⭐ Order { $number } was refunded, so { $count ->
        [one] the point
       *[other] { $count } of the points
    } it earned { $count ->
        [one] was
       *[other] were
    } taken back.
    { $left }

button-coupons = 🎟 My coupons
command-coupons = My coupons
keywords-coupons = coupons, coupon, my coupons, vouchers, points

refused-coupon-lapsed = Your coupon has just lapsed, so the price has changed. Nothing was charged; please look at the new one.
refused-coupon-taken = Your coupon is set aside for another order of yours, so the price has changed. Nothing was charged; please look at the new one.
refused-purchase-limit = One person can buy { $most } of this within { $days ->
        [one] a day
       *[other] { $days } days
    }, and you can have { $left } more now. Nothing was ordered: choose a smaller quantity, or come back later.
refused-campaign-over = These coupons are all gone or the campaign is over. You lose nothing: your other coupons are on your coupon page.
refused-campaign-had = You have had as many of these coupons as one person gets ({ $most }). Your coupons are on your coupon page.
refused-not-enough-points = That takes more points than you have: { $wanted } instead of { $left }. Nothing was taken.
refused-other-membership = Their { $tier } membership runs until { $until }; another one can begin after that. Nothing was changed.

lines = { $lines }

checkout-best = The best of your coupons; “Coupon” below changes that.
checkout-price-lower = Price: { $price } each (for buying { $quantity }; one alone is { $usual })
checkout-price-tier = Price: { $price } each (your { $tier } price; { $retail } for others)
price-from = 📦 From { $least } at once: { $price } each
price-limit = ☝️ At most { $most } for one person within { $days ->
        [one] a day
       *[other] { $days } days
    }
with-terms = { $text }

    { $lines }
ask-coupon = Which coupon shall I use for this order?
step-checkout-coupon = choosing a coupon
button-change-coupon = 🎟 Coupon
button-coupon-best = ✨ The best, by itself
button-coupon = { $coupon }: −{ $discount }
button-coupon-none = No coupon this time
button-use-points = ⭐ Use points: { $count } (−{ $amount })
points-spent = ⭐ Points spent: { $count }. They have become a coupon for { $amount }. If the order comes to nothing you keep the coupon.

coupons-line-some = 🎟 <b>{ $coupon }</b> { $scope }, for orders from { $over }, until { $until }
coupon-for-all = for everything
coupon-for-some = for { $what }
coupon-for-members = for { $tier } members{ $has ->
        [some] , on { $what }
       *[none] {""}
    }
coupon-given = ✅ It’s yours: <b>{ $coupon }</b>, { $scope }, for orders from { $over }, until { $until }. It applies itself to your next order.
button-take-coupon = 🎁 Take: { $coupon }
button-exchange-points = ⭐ Points ({ $count }) → { $amount } coupon

redeem-how = <b>Redeem a code</b>
    Just send me the code, as in XE-ABCDE-ABCDE-ABCDE-ABCDE. Case and dashes don’t matter.
redeem-no-good = This code can’t be redeemed: it is mistyped, used already, or too old. Please compare it with where you got it; you have 5 tries an hour.
redeem-too-often = You have tried 5 codes within the hour, so I’ve stopped looking at them. Please wait an hour; the code stays as good as it is.
redeem-had = The code is good, but you have had as many of these coupons as one person gets. It stays unused: give it to a friend.
redeem-other-membership = The code is good, but it is for another membership than you have. It stays unused: redeem it when yours is over.
redeemed-points = ✅ { $count ->
        [one] One point is
       *[other] { $count } points are
    } yours. Your coupon page shows how many you have.
redeemed-balance = ✅ { $amount } was added to your balance. You can pay with it right away.
command-redeem = Redeem a code
keywords-redeem = redeem, redeem code, gift code

membership = 👑 You are a <b>{ $tier }</b> member until { $until }
membership-retail = regular
membership-silver = silver
membership-gold = gold
membership-either = silver and gold
membership-given = 👑 You are a <b>{ $tier }</b> member until { $until }, and pay { $present } prices from now on. I’ll remind you before it ends.
membership-ending = 👑 Your { $tier } membership ends at { $until }. A new code makes it longer from that day on, without a gap.
membership-over = 👑 Your { $tier } membership is over; you pay { $present } prices now. Orders you have placed stay as they are, and a new code makes you a member again.
