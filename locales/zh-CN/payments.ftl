# 钱的来去：聊天里付款、充值、账单、原路退回。

gateway-epay = 在线支付
gateway-stars = 用 Stars 支付 ⭐
invoice-title = 订单 { $number }
invoice-order = 订单 { $number }，合计 { $total }。付完马上出货。
payment-here = <b>订单 { $number }</b>，合计 { $total }
    账单在下面，请在 { $until } 前点它的按钮付款。付完这个页面会自己更新。
refused-being-paid = 这笔正在付款，或者已经付过了。请不要重复付，一分钟内会告诉您结果。

payment-returned = 订单 { $number } 之前已经付过，多付的 { $amount } 正在原路退回，您什么都不用做，退好会告诉您。
button-give-back = ↩️ 原路退给我
refund-wanted = ↩️ { $amount } 正在原路退回，退好会告诉您。
refund-went = ✅ { $amount } 已原路退回（{ $at }，退款单 { $number }）。银行到账可能要一两天。
refund-rejected = { $amount } 没能原路退回，已经全额放进您的余额。想用别的方式退，打“人工”找我们。
admin-refund-rejected = ⚠️ { $gateway } 拒绝了退款 { $number }，{ $amount }：“{ $why }”。钱已转入顾客余额，也告诉他了。
admin-refund-stuck = 🚨 退款 { $number }，{ $amount }，{ $gateway } 一刻钟没说清结果：“{ $why }”。请到渠道后台核对。我会每小时再查一次，绝不重复退款。

top-up = 想充多少？点下面的金额，或者直接发金额，例如 /topup 88
top-up-closed = 现在不能在这里充值，打“人工”，我们来帮您。
top-up-choice = 充值 <b>{ $amount }</b>，用哪种方式付？
top-up-title = 余额充值
top-up-invoice = 给您在本店的余额充 { $amount }。
top-up-payment = 充值 <b>{ $amount }</b>
    点下面的按钮去支付，付完回到这里，页面会自己更新。
topped-up = ✅ { $amount } 已到余额，现在余额 { $balance }。
button-top-up = ➕ 充值
button-amount = { $amount }
button-statement = 📒 账单
refused-not-an-amount = 请发一个 { $currency } 金额，例如 88 或 88.50。
refused-top-up-out-of-range = 一次可以充 { $least } 到 { $most }，请换个金额。
refused-refund-too-large = 付款 { $number } 最多还能退 { $left }，没有做任何改动。

statement = <b>账单</b>{ $pages ->
        [1] {""}
       *[other] （{ $page }/{ $pages }）
    }

    { $lines }
statement-line = { $at }  { $amount }  { $what }
statement-none = 余额还没有任何收支。
movement-payment = 买东西
movement-top-up = 充值
movement-surplus = 订单收不了的款
movement-refund = 退款
movement-refund-back = 没能原路退回的款
movement-credit = 店家存入
movement-other = 其他

button-refund-source = ↩️ 原路退回（{ $total }）
refund-part-question = 要退这一单的一部分吗？

    订单 { $number }，{ $name }
    { $product } × { $quantity }，合计 { $total }
    原路退回：<b>{ $amount }</b>
refund-sent-back = ✅ 订单 { $number } 的 { $amount } 正在原路退回，也告诉顾客了。渠道如果拒绝，钱会转入顾客余额，并通知您。
order-going-back = ↩️ 抱歉，订单 { $number } 没能给您发货。{ $amount } 正在原路退回，退好会告诉您。
order-part-going-back = ↩️ 订单 { $number } 的 { $amount } 正在原路退回，退好会告诉您。
paid-how = 哪一单已经收到钱？发 /paid 加订单号和收据号，例如 /paid 7CWTX0AWZ8 receipt-0001
    同一张收据只算一次。
paid-question = 这一单的钱真的到账了吗？

    订单 { $number }，{ $name }
    状态：{ $status }
    金额：{ $total }
    收据：{ $ref }

    确认后马上发货；如果订单已经不能收款，钱会转入顾客余额。审计记录里会留下您的名字。
button-confirm-paid = ✅ 已收到 { $total }
paid-noted = 订单 { $number } 正在处理，马上告诉您结果。
admin-confirmed = { $outcome ->
        [captured] ✅ 订单 { $number }：人工确认收款 { $amount }，已付款。
        [captured-late] ✅ 订单 { $number }：人工确认收款 { $amount }；订单已过期但还有货，已付款。
        [repeated] 订单 { $number }：这张收据之前算过，没有再做任何事。
       *[other] 订单 { $number } 已经不能收款，人工确认的 { $amount } 已转入顾客余额。
    }
