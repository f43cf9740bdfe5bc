# 优惠券和积分。

coupon-amount = 立减 { $amount }
coupon-percent = 优惠 { $percent }%（最多 { $most }）
coupon-back = 🎟 优惠券“{ $coupon }”已退回给您，{ $until } 前可用
coupon-lapsed = 🎟 优惠券“{ $coupon }”已在 { $until } 过期，不能再用了
coupon-elsewhere = 🎟 优惠券“{ $coupon }”已用在另一笔订单上

checkout-discount = 🎟 优惠券（{ $coupon }）：−{ $discount }
order-discount = 🎟 优惠券（{ $coupon }）：−{ $discount }

coupons = <b>我的优惠券</b>
    下单时自动用上最划算的一张。

    { $lines }
coupons-line = 🎟 <b>{ $coupon }</b>，满 { $over } 可用，{ $until } 前有效
coupons-reserved = 🎟 <b>{ $coupon }</b>，已留给您一笔待付款的订单
coupons-none = 现在还没有可用的券。
points = ⭐ 积分：<b>{ $points }</b>

button-coupons = 🎟 我的优惠券
command-coupons = 我的优惠券
keywords-coupons = 优惠券, 优惠卷, 券, 我的优惠券, 积分

refused-coupon-lapsed = 您的优惠券刚刚过期，价格变了。没有扣款，请看新的价格。
refused-coupon-taken = 您的优惠券已经留给另一笔订单，价格变了。没有扣款，请看新的价格。
