# 承诺时间：订单这一步最晚什么时候办好；没做到时顾客会听到什么。

order-promise-stock = 承诺 { $until } 前到货。一般几秒就到，这会儿货架空了，店员已经知道；再慢我们会先告诉您，不用您来催。
order-promise-supplier = 承诺 { $until } 前到货：正在向上家给您进货；再慢我们会先告诉您，不用您来催。
order-promise-late = 抱歉，这单晚了。最晚 { $until }：到货，或者 { $total } 全额退给您。不想等也可以现在就退款。
order-promise-wish = 您选择了继续等。最晚 { $until }：到货，或者 { $total } 全额退给您；随时可以改成退款。
order-promise-doubt = 上家还没确认充值，同事正在核对，{ $until } 前答复您。
order-promise-refund = { $back } 正在原路退回。{ $until } 前会告诉您已经退到，或者已转入余额。
order-promise-refund-late = 支付渠道还没确认这笔退款。钱不会丢：同事正在核对，{ $until } 前答复您。

promise-late = ⏳ 订单 { $number } 的货比平时慢，非常抱歉，已经转人工优先处理。
    最晚 { $until }：到货，或者 { $total } { $to ->
        [source] 全额原路退回
       *[balance] 全额退回您的余额
    }，您不用做任何事；不想等就点“我要退款”。
promise-give-up-really = 订单 { $number } 不等了吗？{ $total } { $to ->
        [source] 原路退回
       *[balance] 退到您的余额
    }，这单就不再发货。
promise-refund-late = ⏳ 订单 { $number } 的退款，支付渠道还没有确认。钱不会丢，也不会重复退：同事正在核对，{ $until } 前答复您。急的话点“找人工”。
button-give-up = ↩️ 我要退款
button-give-up-yes = 确定退款
button-wait-on = ⏳ 我再等等

admin-order-late = ⏳ 订单 { $number } { $kind ->
        [preorder] 是预购单，到了预计到货日还没有货
       *[other] 付款 10 分钟了还没交货
    }，已告诉顾客：{ $until } 前到货或退款。{ $kind ->
        [supplier] 用 /suppliers 看上家情况。
       *[stock] 请尽快补货，货一到会自动发出。
    }
admin-order-given-back = ↩️ 订单 { $number } 到了承诺时间还没交货，{ $total } 已自动退给顾客并通知了他。
admin-refund-late = 🚨 订单 { $number } 的退款到现在没有结果，已告诉顾客 { $until } 前答复。请到支付渠道核对。
