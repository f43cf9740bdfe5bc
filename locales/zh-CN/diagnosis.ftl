# 自检：哪里卡住了、原因是什么、点哪个按钮解决；以及连接测试。

button-diagnose = 🩺 自检
keywords-diagnose = 自检，诊断，自助诊断，哪里出问题了
diagnosis-what = 🩺 <b>哪里不对劲？</b>
    点一个，我马上查账号、订单、付款、库存和消息，告诉您原因和办法。
button-symptom-ordering = 🛒 下不了单、付不了款
button-symptom-arrival = 📭 付了钱没收到
button-symptom-login = 🔒 登不上、被限制了
button-symptom-slow = 🐢 很慢、没反应
button-symptom-code = 🚫 卡密用不了

diagnosis = 🩺 <b>查到了</b>
    { $cause }
diagnosis-further = { $diagnosis }

    <b>另外</b>
    { $further }
diagnosis-nothing = 🩺 <b>没查出原因</b>
    { $symptom ->
        [ordering] 账号、维护和付款渠道我都看过，没有什么拦着您下单。告诉我想买哪一件，我再查它的库存、许可证、限购和订货时间。
        [arrival] 您最近没有该到而没到的订单。用别的 Telegram 账号买的，请用那个账号来看；手上有付款单号就发给我。
        [login] 在本店买东西不用密码，能给我发消息就是登录着的，也没有什么限制着您。是充值的平台登不上，请先在那个平台找回账号。
        [slow] 您的消息都收到了，没有积压，也没有维护或故障。点“测一下连接”，看慢在哪一段。
       *[code] 您名下没有已经到货的卡密。是在别处买的，请找卖家；是用别的账号在这里买的，请用那个账号来。
    }
    还是不对，就点“找人工”：我查过什么会一起交给他，不用您再说一遍。
diagnosis-nothing-of-good = 🩺 <b>没查出原因</b>
    照“{ $product }”查过了：账号、许可证、限购、订货时间、维护、付款渠道和库存，没有什么拦着您下单。可以再试一次。
    还是不对，就点“找人工”：我查过什么会一起交给他，不用您再说一遍。
button-diagnosed-human = 🙋 找人工（附检查结果）
button-check-again = 🔄 再查一遍
button-test-connection = 📶 测一下连接
button-tell-me = 🔔 恢复了告诉我
button-deliver-now = 🔄 现在再发一次货
button-ask-gateway = 🔎 再查一次付款
button-dead-code = 🚫 卡密用不了，要换
diagnosis-handed-on = 🙋 已经替您叫人了，查到的情况也一起交给了店员，不用再说一遍。有要补充的，直接写在这里。
diagnosis-delivered = 到货了！
diagnosis-not-yet = 刚又试了一次，还没有货。不用一直点，我每分钟都会再试。
diagnosis-asked-gateway = 🔎 已经去问支付渠道了。钱要是到了，几秒内会自动处理并通知您；没到就不会扣第二次。

connection-tap = 📶 这条消息是用来测速的。看到就点一下：
button-tap-here = 👆 点这里
connection = 📶 <b>连接测试</b>
    我们这边处理：{ $ours } 秒
    Telegram 收下消息：{ $platform } 秒
    从发出到您点：{ $theirs } 秒（含您看消息的时间）

    { $verdict ->
        [ours] 慢在我们这边，这会儿太忙。您的消息都在排队，不会丢，过几分钟再试。
        [platform] 慢在 Telegram：给您的消息在排队。不用重复点，消息会按顺序到。
       *[fine] 我们和 Telegram 都很快。要是您觉得慢，多半是您那边的网络：换个网络或代理，或者重新打开 Telegram。
    }
connection-unknown = 📶 这次没测出来：不知道那条消息是什么时候发出的。您的点击已经收到，连接是通的；想看快慢就再测一次。

cause-licence-in-review = 您提交的许可证还在审核，通过之前不能买凭证商品。有结果马上告诉您，不用重新提交。
cause-licence-ended = 您的许可证已在 { $at } 到期，不能再买凭证商品。提交新的，审核通过就能买。
cause-gateway-silent = 从 { $at } 起，好几位顾客在线支付后都没有等到支付渠道的回音，多半是渠道的问题，不是您的操作。已经付了的别再付第二次，钱到了会自动入账；余额支付不受影响。
cause-supplier-silent = 给我们供货的上家暂时没有回应，{ $at } 再问。已付款的订单照样排着，到了承诺的时间还没有就退款。
cause-incident = 店里有一个影响不少顾客的问题，从 { $at } 开始，同事正在处理。不用重复下单或付款，您的订单和钱都记着。
cause-unpaid = 订单 { $number }（{ $product }）还没付款，所以没有发货。请在 { $at } 前付款；过时会自动关闭，不扣款。
cause-unheard = 订单 { $number } 的在线支付 { $at } 就打开了，支付渠道还没告诉我们收到钱。没付就接着付；已经付了请别再付第二次，点“再查一次付款”，钱到了会自动发货。
cause-lapsed = 订单 { $number }（{ $product }）没有按时付款，{ $at } 已自动关闭，没有扣款。要是之后付了钱，会自动补发或转入余额。
cause-cancelled = 订单 { $number }（{ $product }）{ $at } 已取消，没有扣款，所以不会发货。
cause-credited = 订单 { $number } 在 { $at } 就关闭了，钱是之后才到的，所以没有发货。钱一分不少在您的余额里，可以直接用来再买。
cause-being-bought = 订单 { $number }（{ $product }）已付款，正在向上家给您进货，承诺 { $at } 前到。再慢我们会先告诉您。
cause-waiting = 订单 { $number }（{ $product }）已付款，可是货架正好空了，店员已经知道。承诺 { $at } 前到货，货一到先发您的。
cause-preordered = 订单 { $number }（{ $product }）是预购单，已付款，承诺 { $at } 前到货，到了先发您的。不想等随时可以退款。
cause-late = 订单 { $number }（{ $product }）晚了，非常抱歉。最晚 { $at }：到货，或者全额退给您。不想等现在就可以退款。
cause-doubt = 订单 { $number }：上家还没确认充值成功没有，同事正在核对，{ $at } 前答复您。核对清楚之前不会重复充值，也不会丢钱。
cause-refund-under-way = 订单 { $number } 的退款正在原路退回，{ $at } 前会告诉您已经退到，或者已转入余额。
cause-refund-late = 订单 { $number } 的退款，支付渠道还没有确认。钱不会丢，同事正在核对，{ $at } 前答复您。
cause-refunded = 订单 { $number } 没能发货，钱 { $at } 已经退了。退到哪里当时通知过您，余额和账单随时可以看。
cause-unsent = 订单 { $number }（{ $product }）{ $at } 已经到货，只是通知您的那条消息没有发出去。卡密在，点下面就能看。
cause-unseen = 订单 { $number }（{ $product }）{ $at } 已经到货，卡密还没打开过，点下面就能看。
cause-seen = 订单 { $number }（{ $product }）已经到货，卡密第一次打开是 { $at }。请先核对：整串复制、不带空格，区服和商品名一致。还是不行就点“卡密用不了”，店员核实后给您换。
cause-reissue-waits = 订单 { $number } 里用不了的卡密，店员 { $at } 已经决定给您换，正在找货，换好马上通知您。
cause-reissued = 订单 { $number } 里用不了的卡密，{ $at } 已经换成新的了，点下面看最新的。
cause-missed = 有 { $count } 条消息没能送到您这里，最后一条是 { $at }，多半是因为您那时停用了我。现在通了，订单和卡密都在，点“我的订单”就能看。
cause-held = 有 { $count } 条给您的消息在排队，Telegram 限制了发送速度。{ $at } 起继续发，不会丢；您写的我都收到了，不用重复点。

also-frozen = · 账号从 { $at } 起被限制下单
also-off-sale = · { $product } 现在不卖
also-licence-needed = · { $product } 要有许可证才能买
also-licence-in-review = · 许可证在审核
also-licence-ended = · 许可证已在 { $at } 到期
also-outside-hours = · { $product } { $at } 起才能订
also-allocation-spent = · { $product } 的额度用完了，{ $at } 起有新的
also-sold-out = · { $product } 的库存不够
also-limit-reached = · { $product } 到了每人限购的数量
also-quantity = · { $product } 一次买不了这么多
also-maintenance = · 小店在维护，预计 { $at } 恢复
also-too-many-unpaid = · 未付款的订单太多，订单 { $number } 没有留货
also-gateway-silent = · 在线支付从 { $at } 起没有回音
also-supplier-silent = · 一个上家没有回应，{ $at } 再问
also-incident = · 有一个影响多人的问题，从 { $at } 开始
also-unpaid = · 订单 { $number } 没付款，{ $at } 关闭
also-unverified = · 订单 { $number } 要先验证手机号才能付款
also-unheard = · 订单 { $number } 的在线支付 { $at } 打开，还没有回音
also-lapsed = · 订单 { $number } 没付款，{ $at } 已关闭
also-cancelled = · 订单 { $number } { $at } 已取消
also-credited = · 订单 { $number } 的钱来晚了，在余额里
also-being-bought = · 订单 { $number } 在进货，承诺 { $at } 前
also-waiting = · 订单 { $number } 缺货，承诺 { $at } 前
also-preordered = · 订单 { $number } 是预购，承诺 { $at } 前
also-late = · 订单 { $number } 晚了，最晚 { $at }
also-doubt = · 订单 { $number } 在核对充值，{ $at } 前答复
also-refund-under-way = · 订单 { $number } 在退款，{ $at } 前有结果
also-refund-late = · 订单 { $number } 的退款渠道没确认，{ $at } 前答复
also-refunded = · 订单 { $number } { $at } 已退款
also-unsent = · 订单 { $number } 已到货，通知没发出去
also-unseen = · 订单 { $number } 已到货，卡密没打开过
also-seen = · 订单 { $number } 已到货，{ $at } 第一次打开
also-reissue-waits = · 订单 { $number } 在换卡密
also-reissued = · 订单 { $number } { $at } 换过卡密
also-missed = · 有 { $count } 条消息没能送到
also-held = · 有 { $count } 条消息在排队
also-nothing = · 没有查出原因

ticket-diagnosed = 顾客找人之前做过自检（{ $symptom ->
        [ordering] 下不了单
        [arrival] 没收到货
        [login] 登不上、被限制
        [slow] 慢、没反应
       *[code] 卡密用不了
    }），当时查到：
    { $findings }
