# 首页、帮助、语言与命令。

menu = 您好，<b>{ $name }</b>！我是{ $shop }的店小二，有什么吩咐？
    想买什么，直接打字告诉我（例如“话费100”“steam50”），也可以点下面的按钮慢慢挑。

menu-notice = { $menu }

    <i>{ $notice }</i>

guest = 客官
this-shop = 本店

help = <b>我能帮您做这些</b>

    🛒 <b>下单</b>：打商品名，或点“逛逛商品”。
    📦 <b>查订单</b>：点“我的订单”，或把订单号发给我。
    💳 <b>付款</b>：余额直接付，或在线支付；15 分钟内付款都有效。
    🔑 <b>取卡密</b>：付款后几秒内送到，随时可以再看。
    🙋 <b>找人工</b>：任何时候打“人工”都行，已填的内容不会丢。

    填到一半想改：点“返回”，或打“返回”；不想买了打“取消”。

languages = 请选择语言 / Choose your language
language-chosen = 好的，以后跟您说中文。
language-zh-cn = 简体中文
language-en = English

button-browse = 🛒 逛逛商品
button-orders = 📦 我的订单
button-balance = 💰 余额
button-help = ❓ 帮助
button-language = 🌐 语言
button-human = 🙋 人工
button-menu = 🏠 首页
button-back = ‹ 返回
button-cancel = ✕ 取消
button-to-the-shop = 去小店

amount = { $amount }
balance = 您的余额：<b>{ $balance }</b>
    下单时选“余额支付”，立刻到货。

command-unknown = 没有这个命令，下面是我会的。
only-in-private = 我只在私聊里接单，免得别人看到您的订单。点下面的按钮来找我。
only-text = 我暂时只看得懂文字和按钮，图片、语音、文件先不用发。
edit-unread = 改过的消息我看不到。要改答案，请直接再发一条，或点“返回”。
tap-outdated = 这个按钮已经过期，给您换成最新的了。
went-wrong = 抱歉，刚才这一步我没办成，您的钱和订单都没有动。已通知店家（编号 { $incident }）。请稍后再试，或找人工。
checkout-unknown = 这笔付款我们没有对应的订单，请不要付款，打“人工”找我们。
may-be-a-copy = <i>（网络不稳，这条可能重复发送；如已收到请忽略。）</i>

with-note = { $note }

    { $text }

human-asked = 🙋 已经替您叫人了，现在您写的话会直接转给店家。
    您随时可以继续下单或查订单，填到一半的内容都在。
human-asked-before = 🙋 您在 { $since } 已经叫过人工，我没有重复登记。直接写就行，会转给店家。

# 命令菜单
command-shop = 逛逛商品
command-orders = 我的订单
command-balance = 余额
command-language = 语言 / Language
command-help = 帮助
command-human = 找人工
command-cancel = 取消正在填的

# 直接打字也算命令，用逗号分开
keywords-menu = 菜单，首页，主页，开始
keywords-shop = 商品，逛逛，商品列表，有什么
keywords-orders = 订单，我的订单，查订单
keywords-balance = 余额，我的余额
keywords-language = 语言，切换语言
keywords-help = 帮助，怎么用，说明
keywords-human = 人工，客服，人工客服，转人工，找人工，真人
keywords-cancel = 取消，算了，不买了
keywords-back = 返回，上一步，后退
keywords-continue = 继续，接着，接着填
