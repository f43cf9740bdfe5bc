# 维护：小店暂停接单的一段时间。

maintenance-notice = 🔧 <b>维护通知</b>
    { $starts } 到 { $ends }，小店暂停下单和付款，因为：{ $reason }
    已付款的订单照常到货，卡密照常可以看。给您添麻烦了，多谢体谅。
maintenance-page = 🔧 <b>维护</b> · { $status ->
        [planned] 已安排
        [on] 进行中
        [over] 已结束
       *[cancelled] 已取消
    }
    开始：{ $starts }
    结束：{ $ends }
    原因：{ $reason }

    { $status ->
        [planned] 到时自动停止接单。现在一切照常。
        [on] 现在不接单、不收款；已付款的订单照常。到点自动恢复。
        [over] 小店照常接单。
       *[cancelled] 小店照常接单。
    }
maintenance-none = 🔧 没有安排维护，小店照常接单。
maintenance-confirm = 请核对：
    { $starts } 到 { $ends } 暂停下单和付款，原因：{ $reason }
    确认后，通知会马上发给所有人，到时自动停止和恢复接单。
maintenance-ends-soon = ⏰ 维护将在 { $until } 结束并自动恢复接单。来不及的话请现在延长。
maintenance-waiting = 好的，恢复接单时我马上告诉您，预计 { $until }。
    您填到一半的内容都在。
maintenance-not-on = 小店现在照常接单，想买什么直接来。
maintenance-open-again = 🎉 小店恢复接单了！之前填到一半的，打“继续”就能接着来。

ask-maintenance-start = 什么时候开始？请发时间，例如 23:00，或 12-24 02:00。现在是 { $now }。
ask-maintenance-minutes = 大约多久？请发分钟数，或点一个。
ask-maintenance-chinese = 为什么维护？请用中文简单说明，最多 { $most } 字，顾客会看到。
ask-maintenance-english = 英文怎么说？最多 { $most } 字。

step-maintenance-starts = 选开始时间
step-maintenance-minutes = 选多久
step-maintenance-chinese = 写中文原因
step-maintenance-english = 写英文原因
step-maintenance-confirm = 确认维护

button-maintenance = 🔧 维护
button-maintenance-plan = 🔧 安排维护
button-maintenance-confirm = 确认，并通知 { $people } 人
button-maintenance-begin = ⏸ 现在就停止接单
button-maintenance-call-off = ✕ 取消维护
button-maintenance-end = ▶️ 现在就恢复接单
button-maintenance-put-off = ⏰ 再延长 { $minutes } 分钟
button-now = 现在
button-minutes = { $minutes } 分钟

admin-maintenance-begun = 🔧 维护开始了，暂停接单，{ $until } 自动恢复。发 /maintenance 可以提前结束或延长。
admin-maintenance-over = ✅ 维护结束，小店恢复接单。
admin-maintenance-overran = ✅ 维护结束，小店恢复接单。比通知的时间晚了 { $minutes } 分钟。

refused-closed-for-maintenance = 🔧 小店正在维护，预计 { $until } 恢复，这会儿先不下单、不付款，没有扣您的钱。
    您填的内容都留着。点 /tellme，一恢复我就告诉您。
refused-maintenance-taken = 已经安排了一次维护，请先结束或取消它。
refused-maintenance-moved = 晚了一步，这次维护{ $status ->
        [planned] 还没开始
        [on] 已经开始
        [over] 已经结束
       *[cancelled] 已经取消
    }。
