# 渠道账单、我们的账本和订单之间对不上的地方，给管理员看。

reconciliation = 🚨 { $gateway } 与我们 { $day } 起一天的账有 { $count } 处对不上。每一处都记在 /trouble 里，直到有人标为已处理；相关订单已标记。

    { $differences }
difference-case = <b>{ $case }</b> · { $at } · { $gateway }
    { $what }
    → { $todo }
difference-unheard = { $number }（{ $reference }）：渠道收到 { $theirs }，我们没有记录
difference-unseen = { $number }（{ $reference }）：我们记了 { $ours }，渠道没有
difference-amount = { $number }（{ $reference }）：渠道 { $theirs }，我们 { $ours }
difference-ungiven = { $number }（{ $reference }）：我们记了退款 { $ours }，渠道没有
difference-unasked = { $number }（{ $reference }）：渠道退了 { $theirs }，我们没有要求退
difference-unbooked = { $number }（{ $reference }）：动了 { $theirs }，账本里是 { $ours }
difference-unmatched = { $number }（{ $reference }）：收了 { $theirs }，订单却不是这样（{ $ours }）
difference-todo-unheard = 到渠道后台查这笔流水。是付某一单的，就发 /paid 加订单号和流水号；找不到主人，就在渠道后台退回。
difference-todo-unseen = 到渠道后台查这笔流水。确实没到账，就问渠道为什么通知已付；弄清之前先别再为它发货。
difference-todo-amount = 拿渠道的收据和订单核对。多收的用 /refund 退回，少收的请顾客补。
difference-todo-ungiven = 到渠道后台查这笔退款。确实没退，就在那里手工退，因为顾客已经收到“已退”的消息。
difference-todo-unasked = 问清是谁在渠道后台退的。不要再退一次，订单可能要手工关闭。
difference-todo-unbooked = 先停掉这笔付款的退款，备份数据库，再跑 ./xiaoer audit：有记录被改过。
difference-todo-unmatched = 打开订单核对。备份数据库，再跑 ./xiaoer audit：有记录被改过。
difference-settled = 已标为处理完。
difference-settled-before = 这一处已经有人处理过了。
button-settle-difference = ✅ { $case }
books-day = 📒 { $gateway }，{ $day } 起的一天：{ $differences ->
        [0] 全部对得上
       *[other] { $differences } 处对不上
    }（{ $movements } 笔进出）
