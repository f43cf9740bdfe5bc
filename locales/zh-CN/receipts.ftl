# 收据：买了什么、多少钱、怎么付的、退了什么。

button-pdf = 🧾 PDF 收据
receipt = 🧾 <b>收据</b>，{ $shop }
    { $lines }

    { $note }
receipt-title = 收据
receipt-line = { $label }：{ $value }
receipt-value = { $value }
receipt-number = 订单号
receipt-placed = 下单时间
receipt-what = 商品
receipt-goods = { $product } × { $quantity }
receipt-account = 账号
receipt-price = 单价
receipt-coupon = 优惠券（{ $coupon }）
receipt-total = 合计
receipt-paid = 付款
receipt-paid-by = { $amount }，{ $way }，{ $at }，付款单 { $number }
receipt-way = { $way ->
        [balance] 余额支付
        [by-hand] 线下付款
       *[other] 在线支付
    }
receipt-delivered = 到货时间
receipt-refund = 退款
receipt-refund-balance = { $amount } 退到余额，{ $at }
receipt-refund-source = { $amount } 原路退回，{ $is-there ->
        [yes] { $at }
       *[no] { $at } 起退款中
    }，退款单 { $number }
receipt-note = 由本店小二开具，不是税务发票；上面没有卡密，可以放心转给别人。
refused-no-receipt = 订单 { $number } 还没有收据，到货或退款后就有。
