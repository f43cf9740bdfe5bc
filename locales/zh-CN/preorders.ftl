# 预购：货还没到，先下单先付款。

stock-preorder = 还没到货，预计 { $day } 到，现在可以预购
button-preorder = 🛒 预购
checkout-preorder = ⏳ 预购：预计 { $day } 到货，货一到就按付款先后自动发给您；到货前随时可以退款。

order-next-preorder = ⏳ 这是预购单，预计 { $day } 到货。请在 { $until } 前付款，到货按付款先后发；付了款，到货前也随时可以退。
preorder-paid = 已付款，预购中，还没到货
order-promise-preorder = ⏳ 预购单，预计 { $day } 到货，货一到就按付款先后自动发给您。到货前改主意了，点“我要退款”，{ $total } 全额退还。

preorder-given-up = ✅ 已按您的意思取消预购单 { $number }，{ $total } { $to ->
        [source] 正在原路退回
       *[balance] 已退到您的余额
    }。
preorder-moved = 📅 { $product }（订单 { $number }）的到货日改到 { $day }，原来是 { $former }。您的位置不变，什么都不用做，货一到就发给您。要是等不及，点“我要退款”，{ $total } 全额退还。

admin-preorder-supplier = ⏳ 上家还没交预购单 { $number } 的货。答应顾客的是 { $day }，没有另外通知他。用 /suppliers 看上家情况。

preorders = <b>预购</b>
    { $lines }{ $more ->
        [0] {""}
       *[other] {"\u000A"}……还有 { $more } 个商品
    }
preorders-none = 没有预告的商品，也没有人在等预购的货。要预告：发 /products，点商品，再点“预告到货”。
preorder-line = <b>{ $product }</b> · { $state ->
        [open] 预计 { $day } 到，最多预购 { $most } 件
        [over] 预计 { $day } 到，这一天已过
       *[withdrawn] 已撤下预告
    }
    已付 { $paid } 件 · 下单未付 { $unpaid } 件 · 答应今天到 { $due } 件{ $late ->
        [0] {""}
       *[other] {" "}· ⚠️ 已过期 { $late } 件
    }
product-announced = 📅 预告 { $day } 到，最多预购 { $most } 件 · 已付 { $paid } 件，下单未付 { $unpaid } 件{ $state ->
        [over] 。这一天已过，要再定一天顾客才能预购。
       *[open] {""}
    }
product-still-awaited = 📅 已撤下预告，还有 { $paid } 件预购已付款、等发货
button-announced = 📅 { $product }
button-announce = 📅 预告到货
button-announce-anew = 📅 改日期或数量
button-withdraw = ✕ 撤下预告
ask-announcement-day = <b>{ $product }</b> 预计哪天到货？请按 2027-01-31 这样发。答应顾客的是这一天结束之前。
button-same-day = 还是 { $day }
ask-announcement-most = 最多同时预购多少件（{ $least } 到 { $most }）？已付款的预购也算在内。
button-same-most = 还是 { $number }
product-is-announced = ✅ 已预告 { $day } 到货：货架上没货时，顾客最多可以预购 { $most } 件。
    { $waiting ->
        [0] {""}
       *[other] 已付款的 { $waiting } 件会通知买家新日期，不想等的可以退款。
    }下次导入目录文件会以文件为准。
product-withdrawn = ✕ 已撤下预告，不能再预购。
    { $waiting ->
        [0] {""}
       *[other] 已付款的 { $waiting } 件，答应的日期不变，发货前买家随时可以退款。
    }下次导入目录文件会以文件为准。
step-announcement-product = 选商品
step-announcement-day = 填到货日
step-announcement-most = 填最多预购几件
refused-announced-day-over = 这一天已经过去了。请发今天或以后的日期。
