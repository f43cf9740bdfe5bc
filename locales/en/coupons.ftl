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

button-coupons = 🎟 My coupons
command-coupons = My coupons
keywords-coupons = coupons, coupon, my coupons, vouchers, points

refused-coupon-lapsed = Your coupon has just lapsed, so the price has changed. Nothing was charged; please look at the new one.
refused-coupon-taken = Your coupon is set aside for another order of yours, so the price has changed. Nothing was charged; please look at the new one.
