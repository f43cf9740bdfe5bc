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
points-short = ⭐ 积分：0。有一单退款了，它送的积分您已用掉，接下来攒的 { $count } 积分先补这一笔。
points-taken-back = ⭐ 订单 { $number } 已退款，它送的积分收回了 { $count } 分。
    { $left }

button-coupons = 🎟 我的优惠券
command-coupons = 我的优惠券
keywords-coupons = 优惠券, 优惠卷, 券, 我的优惠券, 积分

refused-coupon-lapsed = 您的优惠券刚刚过期，价格变了。没有扣款，请看新的价格。
refused-coupon-taken = 您的优惠券已经留给另一笔订单，价格变了。没有扣款，请看新的价格。
refused-purchase-limit = 这件商品每人 { $days } 天内限购 { $most } 件，您现在还能买 { $left } 件。没有下单，请改个数量，或过些天再来。
refused-campaign-over = 这批券已经领完，或活动已结束。您没有损失，其他券都在“我的优惠券”里。
refused-campaign-had = 这批券每人限领 { $most } 张，您已经领满了。已有的都在“我的优惠券”里。
refused-not-enough-points = 需要 { $wanted } 积分，您有 { $left } 积分。积分没有扣。
refused-other-membership = 对方的{ $tier }会员到 { $until } 才到期，之后才能换成别的。什么都没有改。

lines = { $lines }

checkout-best = 已选最划算的用法，点下面的“换券”可以改。
checkout-price-lower = 单价：{ $price }（买 { $quantity } 件享批量价，原价 { $usual }）
checkout-price-tier = 单价：{ $price }（{ $tier }价，零售价 { $retail }）
price-from = 📦 满 { $least } 件：每件 { $price }
price-limit = ☝️ 每人 { $days } 天内限购 { $most } 件
with-terms = { $text }

    { $lines }
ask-coupon = 这一单用哪张券？
step-checkout-coupon = 选优惠券
button-change-coupon = 🎟 换券
button-coupon-best = ✨ 自动用最划算的
button-coupon = { $coupon }：−{ $discount }
button-coupon-none = 这次不用券
button-use-points = ⭐ 用 { $count } 积分抵 { $amount }
points-spent = ⭐ { $count } 积分已换成 { $amount } 的券。订单没成的话，券还是您的。

coupons-line-some = 🎟 <b>{ $coupon }</b>，{ $scope }，满 { $over } 可用，{ $until } 前有效
coupon-for-all = 全店可用
coupon-for-some = 限 { $what }
coupon-for-members = 限{ $tier }会员{ $has ->
        [some] ，买 { $what } 可用
       *[none] {""}
    }
coupon-given = ✅ 领到了：<b>{ $coupon }</b>，{ $scope }，满 { $over } 可用，{ $until } 前有效。下次下单自动抵扣。
button-take-coupon = 🎁 领取：{ $coupon }
button-exchange-points = ⭐ { $count } 积分换 { $amount } 券

redeem-how = <b>兑换码</b>
    直接把兑换码发给我就行，像这样：XE-ABCDE-ABCDE-ABCDE-ABCDE。大小写和横线都不要紧。
redeem-no-good = 这个码兑换不了：可能输错了、已经用过，或过期了。请和来源核对一下；每小时可以试 5 次。
redeem-too-often = 您一小时内已试了 5 次，我先不再看了。请过一小时再来，码不会因此失效。
redeem-had = 这个码有效，但这批券每人限领，您已经领满了。码没有用掉，可以送给朋友。
redeem-other-membership = 这个码有效，但和您现在的会员不是同一种。码没有用掉，等现在的会员到期后再兑换。
redeemed-points = ✅ { $count } 积分已到账。总数在“我的优惠券”里看。
redeemed-balance = ✅ { $amount } 已加到您的余额，现在就能用来付款。
command-redeem = 兑换码
keywords-redeem = 兑换, 兑换码, 礼品码, 激活码

membership = 👑 您是<b>{ $tier }</b>会员，{ $until } 到期
membership-retail = 普通
membership-silver = 银卡
membership-gold = 金卡
membership-either = 银卡和金卡
membership-given = 👑 您现在是<b>{ $tier }</b>会员，{ $until } 到期，从现在起按{ $present }价购买。到期前我会提醒您。
membership-ending = 👑 您的{ $tier }会员 { $until } 到期。现在用新的会员码，会从到期那天接着算，不会断。
membership-over = 👑 您的{ $tier }会员已到期，现在按{ $present }价购买。已下的订单不受影响，用新的会员码就能再成为会员。
