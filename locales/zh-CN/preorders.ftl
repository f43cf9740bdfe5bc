# 预购：货还没到，先下单先付款。

stock-preorder = 还没到货，预计 { $day } 到，现在可以预购
button-preorder = 🛒 预购
checkout-preorder = ⏳ 预购：预计 { $day } 到货，货一到就按付款先后自动发给您；到货前随时可以退款。

order-next-preorder = ⏳ 这是预购单，预计 { $day } 到货。请在 { $until } 前付款，到货按付款先后发；付了款，到货前也随时可以退。
order-promise-preorder = ⏳ 预购单，预计 { $day } 到货，货一到就按付款先后自动发给您。到货前改主意了，点“我要退款”，{ $total } 全额退还。

preorder-given-up = ✅ 已按您的意思取消预购单 { $number }，{ $total } { $to ->
        [source] 正在原路退回
       *[balance] 已退到您的余额
    }。
preorder-moved = 📅 { $product }（订单 { $number }）的到货日改到 { $day }，原来是 { $former }。您的位置不变，什么都不用做，货一到就发给您。要是等不及，点“我要退款”，{ $total } 全额退还。

admin-preorder-supplier = ⏳ 上家还没交预购单 { $number } 的货。答应顾客的是 { $day }，没有另外通知他。用 /suppliers 看上家情况。
