# 工单：顾客看到的页面，店员看到的卡片，以及两边怎么互相转告。

ticket-page = 🎫 <b>{ $number }</b> · { $category ->
        [not-arrived] 没到货
        [code-dead] 卡密用不了
        [charged-twice] 重复扣款
        [wrong-goods] 货不对
        [other] 其他问题
       *[none] 找人工
    }
    { $lines }

    { $next }
ticket-page-waiting = { $place ->
        [1] 排在第 1 位，下一个就到您
       *[other] 在排队，您是第 { $place } 位
    }
ticket-page-claimed = 💬 { $owner } 在为您处理
ticket-page-resolved = ✅ 已解决
ticket-page-promised = 最晚 { $until } 回复您
ticket-page-late = 抱歉让您久等了，已经过了约好的时间，店员看到会马上回复。
ticket-page-closed = 🌙 现在是休息时间，{ $opens } 开始有人回复
ticket-page-heard = 您发的 { $count } 条消息都收到了
ticket-next = { $status ->
        [resolved] 如果还没解决，点“重新打开”，原来的店员会接着处理。
       *[open] 直接在这里打字、发图片或文件就行，店员都看得到。
    }
ticket-talking = 💬 好的，接下来您写的都会转给店员（{ $number }）。
ticket-reopened = 已重新打开，刚才写的也转给店员了。
ticket-resolved = ✅ { $number } 店员标记为已解决。
    如果还没解决，点下面的按钮，同一位店员会接着处理。
ticket-again = { $number } 已经解决了。您刚才写的还是这件事吗？
    我先替您留着，点一下就转给店员。
ticket-cannot-see = 这一条我转不过去，店员只知道您发了它。请改用文字、图片或文件。

button-ticket-talk = 💬 给店员留言
button-ticket-reopen = 🔄 重新打开
button-ticket-anew = 🆕 是另一件事

# 店员这边
ticket-card = 🎫 <b>{ $number }</b> · { $category ->
        [not-arrived] 没到货
        [code-dead] 卡密用不了
        [charged-twice] 重复扣款
        [wrong-goods] 货不对
        [other] 其他问题
       *[none] 找人工
    }
    { $status }

    { $facts }
ticket-card-status = { $status ->
        [waiting] ⏳ 等人接手，答应顾客最晚 { $until } 回复
        [claimed] 💬 { $owner } 在处理，答应顾客最晚 { $until } 回复
       *[resolved] ✅ 已解决 { $owner }
    }
ticket-card-offered = 💬 { $owner } 在处理，想转给 { $name }，等对方答应
ticket-card-customer = 👤 { $name }（ID { $id }）· { $tier ->
        [retail] 普通顾客
        [silver] 银卡
       *[gold] 金卡
    } · { $language } · { $since } 起的顾客
ticket-card-order = 📦 { $number } · { $product } × { $quantity } · { $total }
ticket-card-finding = 🔍 { $cause ->
        [unpaid] 还没付款，{ $at } 到期
        [lapsed] 没按时付款，{ $at } 自动关闭
        [cancelled] { $at } 取消
        [credited] 钱到了但订单收不了，{ $at } 已转入余额
        [waiting-for-stock] { $at } 付的款，还没发货
        [unseen] { $at } 送达，顾客还没看过卡密
        [seen] 顾客 { $at } 第一次看卡密
       *[refunded] { $at } 已退回余额
    }
ticket-card-surplus = 🔍 另有 { $amount } 订单收不了，已转入余额
ticket-card-attention = ⚠️ 这笔订单在等人处理：{ $why ->
        [stock-vanished] 没货了
       *[other] { $why }
    }
ticket-card-shop = 🤖 { $text }
ticket-card-former = 🗂 以前的工单：{ $numbers }
ticket-card-below = 🎫 { $number } 的卡片已经移到下面。

ticket-said = { $side ->
        [customer] 👤 <b>{ $name }</b>
        [staff] 🧑‍💼 <b>{ $name }</b>
        [note] 📝 <b>{ $name }</b>
       *[shop] 🤖
    }
    { $text }
ticket-said-alone = { $text }
ticket-sent = { $side ->
        [customer] 👤 <b>{ $name }</b>
        [staff] 🧑‍💼 <b>{ $name }</b>
        [note] 📝 <b>{ $name }</b>
       *[shop] 🤖
    }
ticket-sent-unseen = 👤 <b>{ $name }</b> 发来{ $matter ->
        [contact] 一张名片
        [location] 一个位置
       *[other] 一条特殊消息
    }，转不过来。
ticket-noted = 📝 <b>{ $name }</b>（只有店员看得到）
    { $text }

ticket-was-returned = 🔄 { $name } 已离开客服，{ $number } 等人接手。
ticket-returned = 🔄 { $number }：之前接待您的客服已离开，会由同事接着处理，之前说的都看得到，不用再说一遍。
    { $place ->
        [1] 下一个就是您，{ $until } 前答复。
       *[other] 您排在第 { $place } 位，{ $until } 前答复。
    }还有要补充的，点下面的按钮再说。
ticket-was-claimed = ✋ { $name } 接手了 { $number }。
ticket-was-resolved = ✅ { $name } 把 { $number } 标记为已解决。
ticket-was-reopened = 🔄 { $name } 重新打开了 { $number }。
ticket-was-offered = { $number } 改为转给 { $name }，等对方答应。
ticket-was-accepted = 🤝 { $name } 接下了 { $number }。
ticket-was-declined = { $name } 没有接 { $number }，还是由 { $owner } 处理。

ticket-offer = 🤝 { $name }，{ $owner } 想把 { $number } 转给您，您接吗？
    您答应之前，仍由 { $owner } 负责。
ticket-offer-to-whom = { $number } 转给谁？对方答应之后才换人。
ticket-nobody-else = { $number } 没有别的店员可以转。请店主先邀请店员。
ticket-volunteer = 🙋 { $name } 愿意接 { $number }。{ $owner }，要转就点下面的按钮。

ticket-unsent-unclaimed = ⚠️ 没有发给顾客：{ $number } 还没人接手。先点“接手”，再发一遍。
ticket-unsent-resolved = ⚠️ 没有发给顾客：{ $number } 已经解决。要继续就先重新打开，再发一遍。
ticket-unsent-other = ⚠️ 没有发给顾客：{ $number } 由 { $owner } 负责。
    您可以提出接手；以 // 开头写的是备注，只有店员看得到。
ticket-cannot-cross = ⚠️ 没有发给顾客：名片、位置这类消息转不过去，请改用文字、图片或文件。
ticket-unreachable = ⚠️ { $since } 起联系不上 { $name }：对方停用了机器人或注销了账号，再来找我们之前什么都收不到。
ticket-note-how = 备注写在命令后面，例如：/note 已联系供应商。以 // 开头的消息也是备注，都不会发给顾客。

button-ticket-claim = ✋ 接手
button-ticket-resolve = ✅ 已解决
button-ticket-transfer = 🤝 转给别人
button-ticket-card = 🎫 卡片
button-ticket-offer = 转给 { $name }
button-ticket-accept = ✅ 我来接
button-ticket-decline = ✕ 不方便
button-ticket-volunteer = 🙋 我来接手

admin-ticket-without-group = 🙋 { $name } 开了工单 { $number }，但还没有连接店员群，没人看得到。
    把我加进一个开了“话题”的群、设为管理员，再在群里发 /connect，等着的工单就会转过去。

refused-ticket-not-found = 没有找到这个工单。
refused-ticket-taken = { $number } 已经由 { $owner } 接手了。
refused-ticket-unclaimed = { $number } 还没人接手，请先接手。
refused-ticket-resolved = { $number } 已经解决。要继续就先重新打开。
refused-ticket-open = { $number } 还开着，直接在里面说就行。
refused-not-your-ticket = { $number } 由 { $owner } 负责，只有 { $owner } 或主管能这样做。
refused-cannot-offer = { $number } 不能转给 { $name }：已经由其负责，或对方不是店员。
refused-offer-gone = { $number } 现在没有转给您。
refused-no-ticket-here = 这里不是工单的话题。请到工单自己的话题里再发。
refused-no-such-agent = 店员里没有“{ $name }”。请只发 /transfer，然后从名单里选。
