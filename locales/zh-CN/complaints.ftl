# 投诉：哪一单、我们自己看到什么、哪里不对。

complaint-order = 抱歉给您添麻烦了。是哪一单？
    点下面的订单，或者把手上任何一个单号发给我：订单号、付款单号都行。
button-no-order = 和订单无关
complaint-look = <b>订单 { $number }</b>，我这边看到的是：

    { $finding }

    还是没解决？点“继续投诉”，或者直接告诉我哪里不对。
button-still-complain = 继续投诉 ›
button-to-payment = 💳 去付款
complaint-category = 是哪方面的问题？
button-complaint-not-arrived = 📭 没收到货
button-complaint-code-dead = 💀 卡密用不了
button-complaint-charged-twice = 💸 重复扣款
button-complaint-wrong-goods = 📦 货不对
button-complaint-other = ❓ 其他问题
complaint-words = 请说说发生了什么。有截图更好，直接发在这里，现在发、以后补都可以。
button-nothing-to-add = 没有要补充的
button-complain = ⚠️ 有问题

finding-unpaid = 这单还没付款，所以没有发货，货给您留到 { $at }。如果刚在外面付过款，支付渠道的通知可能要等一分钟。
finding-lapsed = 这单没有按时付款，{ $at } 已自动关闭，没有扣款。如果您在那之后付了钱，会自动补到订单或余额里。
finding-cancelled = 这单 { $at } 已取消，没有扣款。
finding-credited = 这单 { $at } 就关闭了，钱是之后才到的，所以没能发货。
finding-waiting-for-stock = 这单 { $at } 已付款，正好缺货。我们每分钟都会再看一次，货一到先发您的。
finding-unseen = 这单 { $at } 已经到货，卡密还没打开过，点下面的按钮就能看。
finding-seen = 这单已经到货，卡密第一次打开是 { $at }。您可以再打开看看，逐个字符核对一下。
finding-refunded = 这单没能发货，您付的钱 { $at } 已全部退到余额。
finding-surplus = 另外收到的 { $amount } 在您的余额里，一分不少。

step-complaint-order = 选择要投诉的订单
step-complaint-look = 查看订单情况
step-complaint-category = 选择问题类型
step-complaint-words = 说明问题

complaint-opened = ✅ 投诉已登记。现在您在这里写的、发的，都会直接转给我们。
complaint-added = 这单已经有一张处理中的工单，我把这次的内容加进去了。
complaint-left = 好的，投诉不用了，没有开工单。还有什么需要，随时叫我。
ticket-none = 您没有处理中的工单。遇到问题了吗？

command-complain = 投诉 / 有问题
command-ticket = 我的工单
keywords-complain = 投诉，我要投诉
keywords-ticket = 工单，我的工单，我的投诉
