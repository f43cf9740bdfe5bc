# 订单、付款、交付，以及给店家的通知。

order-page = <b>订单 { $number }</b>
    状态：<b>{ $status }</b>

    { $facts }

    { $timeline }

    { $next }
order-what = 商品：{ $product } × { $quantity }
order-total = 合计：{ $total }
order-account = 账号：{ $account }
order-note = 备注：{ $note }
order-attention = ⚠️ 店家正在人工处理这单
order-moved = { $at }  { $status }

order-status-awaiting-payment = 待付款
order-status-paid = 已付款，正在出货
order-status-delivered = 已到货
order-status-completed = 已完成
order-status-cancelled = 已取消
order-status-expired = 超时未付，已关闭
order-status-refunded = 已退款

order-next-awaiting-payment = 请在 { $until } 前付款，货已为您留好。
order-next-held = 请在 { $until } 前付款。这件很抢手，货为您留到 { $held }；之后谁先付款归谁。点了在线支付，会再给您留几分钟。
order-next-unheld = 现在没有为您留货：这件很抢手，或者您未付款的订单较多，谁先付款归谁。用余额支付马上归您；在线支付要等有货能留出来。{ $until } 前没付款，订单自动关闭。
order-next-paid = 一般几秒内到货；如果没到，店家已经收到提醒。
order-next-delivered = 点“查看卡密”，想看几次看几次。
order-next-completed = 谢谢惠顾，卡密随时可以再看。
order-next-cancelled = 没有扣款。需要的话可以再来一单。
order-next-expired = 没有扣款，货已放回。需要的话可以再来一单；如果您其实付了钱，钱会自动处理并通知您。
order-next-refunded = 钱退到哪里已经通知过您；发 /balance 可以看余额和账单。

order-placed = ✅ 下单成功！
order-cancelled = 订单已取消，没有扣款。
order-cancel-really = 确定取消订单 { $number } 吗？留的货会放回去。
button-cancel-order = ✕ 取消订单
button-cancel-order-yes = 确定取消
button-cancel-order-no = 先留着
button-pay-balance = 💰 余额支付（余额 { $balance }）
button-pay-outside = 💳 { $gateway }
gateway-sandbox = 在线支付（演示）
button-pay-now = 去支付 { $total }
button-codes = 🔑 查看卡密
button-codes-hide = 🙈 收起卡密
button-copy-code = 📋 复制第 { $number } 个
button-order-page = 📄 订单详情
button-order-again = 🔁 再来一单
button-order = { $status ->
        [awaiting-payment] 待付款
        [paid] 出货中
        [preordered] 预购中
        [delivered] 已到货
        [completed] 已完成
        [cancelled] 已取消
        [expired] 已关闭
       *[refunded] 已退款
    } · { $product } × { $quantity }

orders = <b>我的订单</b>{ $pages ->
        [1] {""}
       *[other] （{ $page }/{ $pages }）
    }
orders-none = 您还没有订单。挑一件试试？

payment-outside = <b>订单 { $number }</b>，合计 { $total }
    点下面的按钮去支付，{ $until } 前有效。付完回到这里，页面会自己更新。
payment-credited = 订单 { $number } 已经不能再收款，您付的 { $amount } 已自动转入余额，一分不少。

delivery = 🎁 订单 { $number } 到货了！
    { $product } × { $count }
    点“查看卡密”显示，这条消息不能转发，请放心。
delivery-open = 🔑 订单 { $number } 的卡密
    { $product } × { $count }
    点一下黑条显示，用下面的按钮复制；看完记得收起，过一会儿也会自动收起。

order-reminder = ⏰ 订单 { $number } 还没付款，{ $until } 后会自动关闭、货会放回。
order-lapsed = 订单 { $number } 超时未付，已自动关闭，没有扣款。想要的话可以再来一单。

admin-order-stuck = ⚠️ 订单 { $number } 已付款但库存不够。请尽快补货，货一到会自动发出；补不了就退款：/refund { $number }
admin-payment-unknown = ⚠️ 收到一笔付款通知 { $number }，{ $amount }，我们没有这个付款单号。没有记到任何订单上，请找支付渠道核对。
admin-payment-differs = ⚠️ 付款单 { $number } 应付 { $wanted }，通知说付了 { $amount }。没有记到任何订单上，请找支付渠道核对。
admin-went-wrong = ⚠️ { $name }（ID { $id }）的消息没处理成，编号 { $incident }，原因见日志。

refund-how = 要退哪一单？发 /refund 加订单号，例如 /refund 7CWTX0AWZ8。
    整单能退的是已付款、还没到货的订单，钱退到顾客余额；渠道支持的话也可以原路退回。
    已到货的订单可以加金额退一部分：/refund 7CWTX0AWZ8 20.00
refund-question = 要退这一单吗？

    订单 { $number }，{ $name }
    { $product } × { $quantity }
    退回余额：{ $total }

    退了以后这单就不再发货。
button-refund = ↩️ 退 { $total }
refund-done = ✅ 订单 { $number } 已退 { $total } 到顾客余额，也告诉他了。
order-refunded = ↩️ 抱歉，订单 { $number } 没能给您发货。{ $total } 已退到您的余额，随时可以用。

again-same-price = 和订单 { $number } 一样，价格没变：每件 { $price }。
again-new-price = 和订单 { $number } 一样。今天每件 { $price }，上次是 { $was }。
again-sold-out = 订单 { $number } 的这件商品现在卖完了。点下面排队，轮到您时会为您留一件。
