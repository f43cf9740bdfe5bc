# 补偿，以及店家看到的事故。

amends = { $why }

    { $gift }
amends-late = 🙏 对不起，订单 { $number } 让您等了{ $delay }才到货，是我们没做好。
amends-failed = 🙏 对不起，订单 { $number } 没能交付，款已经退给您，让您白跑一趟。
amends-incident = 🙏 对不起，店里出了问题，耽误了您的订单：{ $title }。
amends-coupon = 送您一张优惠券表示歉意：<b>{ $coupon }</b>，满 { $over } 可用，{ $until } 前有效。不用领取，下次下单自动抵扣。
amends-points = 送您 <b>{ $count }</b> 积分表示歉意。
amends-balance = 已往您的余额里存入 <b>{ $amount }</b> 表示歉意，长期有效，下次下单选“余额支付”就能用。
button-use-now = 🛒 现在就用
gift-points = { $count } 积分
gift-balance = 余额 { $amount }
length-days = { $count } 天

incidents = <b>事故</b>
    点一条查看。
incidents-none = <b>事故</b>
    还没有记录。很多顾客遇到同一个问题时，在这里登记。
button-incident = { $status } · { $title }
button-new-incident = ➕ 登记事故
button-incidents = ‹ 全部事故
incident-open = 🔴 处理中
incident-closed = ⚪ 已结束
incident-granting = ⏳ 补偿发放中
incident-granted = ✅ 已补偿
severity-light = 轻微
severity-serious = 严重
severity-severe = 特别严重
all-products = 全部商品
button-all-products = 全部商品

incident-page = { $facts }

    { $next }
incident-title = <b>{ $title }</b>
incident-about = { $status }；{ $severity }；{ $product }
incident-since = 开始：{ $since }
incident-until = 结束：{ $until }
incident-given = 已补偿 { $count } 人，最多值 { $worth }，积分 { $points }
incident-next-open = 问题解决后点结束。期间付了款、到货晚了、没到货或退了款的顾客，就可以统一补偿。
incident-next-closed = 先看看谁会得到什么。您确认之前，什么都不会发。
incident-next-granting = 正在发放，这里会自动更新，您可以先忙别的。如果几分钟没动静，点“继续发放”，不会有人重复拿到。
incident-next-granted = 受影响的顾客都已收到通知。
button-close-incident = ✔ 已解决，结束事故
button-resume-granting = ▶ 继续发放
button-preview = 👀 看看谁会得到什么
button-grant = 🎁 发给 { $count } 人

preview = <b>{ $title }</b>
    订单受影响的有 { $people } 人。现在还没有发。

    { $lines }

    { $totals }
preview-person = • { $name }，{ $orders } 单：{ $gift }
preview-more = …… 还有 { $count } 人
preview-nobody = 没有人会得到补偿。
preview-gift-coupon = 优惠券：{ $count } 张，最多值 { $worth }
preview-gift-balance = 存入余额：{ $count } 人，共 { $worth }
preview-gift-points = 积分：{ $count } 人，共 { $points }
preview-no-rule = 规则里没有对应补偿，不发：{ $count } 人
preview-own-doing = 自己造成的，不发：{ $count } 人
preview-had-before = 已经补偿过，不发：{ $count } 人
preview-over-limit = 已到当天上限，不发：{ $count } 人

ask-incident-title = 出了什么问题？顾客会看到这句话，请用他们看得懂的话写（最多 { $most } 字），例如：今天上午付款变慢
ask-incident-product = 影响哪件商品？发商品名，或点按钮。
ask-incident-since = 几分钟前开始的？点按钮或发一个数字。
button-minutes-ago = { $count } 分钟前
ask-incident-severity = 有多严重？这决定补偿什么。
ask-incident-confirm = <b>{ $title }</b>
    { $severity }；{ $product }；{ $since } 开始

    登记这起事故吗？现在不会通知任何人，也不会发补偿。
button-open-incident = 🔴 登记
step-incident-title = 说明问题
step-incident-product = 选择商品
step-incident-since = 填写开始时间
step-incident-severity = 选择严重程度
step-incident-confirm = 登记事故

refused-incident-not-found = 没有编号为 { $number } 的事故。发 /incident 查看全部。
refused-incident-not-closed = 事故 { $number } 还没结束。请先结束它，才能确定影响了谁。
