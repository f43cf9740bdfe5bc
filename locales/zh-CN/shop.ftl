# 货架、商品、搜索、下单。

categories = 想看哪一类？
category = { $emoji } <b>{ $name }</b>{ $pages ->
        [1] {""}
       *[other] （{ $page }/{ $pages }）
    }
category-gone = 这一类已经下架，看看别的吧。
product-gone = 这件商品已经下架，看看别的吧。
button-category = { $emoji } { $name }
button-categories = ‹ 全部分类
# 价格在前：手机放不下时，截掉的是末尾。
button-product = { $stock ->
        [sold-out] 售罄
        [preorder] 预购 { $price }
       *[other] { $price }
    } · { $name }
button-page-before = ‹ 上一页
button-page-after = 下一页 ›

product = <b>{ $name }</b>
    { $about }

    价格：<b>{ $price }</b>
    库存：{ $stock }
    { $account }
    到货：{ $goods ->
        [top-up] 直接充到您的账号，一般几分钟内到；回执发到这个聊天
        [later] 货一到就按付款先后自动发到这个聊天；到货前随时可以退款
       *[codes] 付款后几秒内，卡密发到这个聊天
    }
stock-plenty = 充足
stock-few = 仅剩 { $left } 件
stock-sold-out = 已售罄
product-account-none = 账号：不需要
product-account-phone = 账号：需要手机号
product-account-qq = 账号：需要 QQ 号
product-account-email = 账号：需要邮箱
product-account-game-id = 账号：需要游戏 ID
product-account-licence = 账号：需要许可证号
button-buy = 🛒 购买

search-found = 找到 { $count } 件和“{ $text }”有关的：
search-near = 没找到“{ $text }”。您要找的是不是下面这些？点一下就能看；都不是的话，换个说法，或者打“人工”。
search-nothing = 没找到“{ $text }”。换个说法试试，或者逛逛分类；实在找不到就打“人工”。
search-which = “{ $text }”有几种，您要哪一种？点一下，数量照您说的。

ask-product = 想买哪一件？请先挑一件商品。
ask-quantity = <b>{ $product }</b>，单价 { $price }
    要几件？点数字，或直接打字（最多 { $most } 件）。
button-number = { $number }
ask-account-none = 这件商品不需要账号。
ask-account-phone = <b>{ $product }</b> 充到哪个手机号？
ask-account-qq = <b>{ $product }</b> 充到哪个 QQ 号？
ask-account-email = <b>{ $product }</b> 用哪个邮箱？
ask-account-game-id = <b>{ $product }</b> 用哪个游戏 ID？
ask-account-licence = 购买 <b>{ $product }</b> 要核对资质，请填写许可证号。
ask-note = 有什么要嘱咐的？（最多 200 字）
button-no-note = 没有
ask-again = 几分钟前您刚下过一模一样的单。确定要再买一份吗？
button-order-another = 再买一份

checkout-summary = <b>请核对订单</b>

    { $facts }

    价格保留到 { $until }（{ $minutes } 分钟）。
checkout-changed = ✏️ 改好了。
checkout-set-aside = 📌 刚才那一单（{ $product } × { $quantity }）还留着，这一单弄好就接着下；要先下那一单，点 ▶。
button-set-aside = ▶ 先下：{ $product } × { $quantity }
checkout-which-account = <b>{ $product }</b>：您说了不止一个账号，一单只能充一个。这一单充哪个？
button-this-account = { $account }
checkout-courtesy = 不客气！这一单还没下：没问题就点“确认下单”，要改哪里直接说。
checkout-which = “{ $text }”是要 { $number } 件，还是要面值 { $number } 的？点一下就改。
checkout-price = 单价：{ $price }
checkout-total = 合计：<b>{ $total }</b>
button-confirm = ✅ 确认下单 { $total }
button-change-quantity = ✏️ 数量
button-change-account = ✏️ 账号
button-change-note = ✏️ 备注

step-checkout-product = 挑选商品
step-checkout-quantity = 选择数量
step-checkout-account = 填写账号
step-checkout-note = 填写备注
step-checkout-again = 确认重复下单
step-checkout-confirm = 确认订单

resume-prompt = 您上次正在<b>{ $step }</b>，之前填的都还在。继续吗？
resume-continue = ▶ 继续：{ $step }
conversation-cancelled = 已取消，没有下单，也没有扣款。
conversation-over = 现在没有要填的内容。想做什么？
conversation-gone = 小店改版了，您刚才填的那一项已经没有了。没有下单，也没有扣款。
conversation-long-ago = 隔了挺久，我按最新的价格和库存重新给您看。
conversation-updated = 小店刚升级过，这一步从头来，之前能用的答案都留着。

# 不点按钮、打字说按钮的话。只有明白无误的“是”才算数。
said-button-confirm = 确认，确认下单，确认订单，确认购买，确定，确定下单，下单，提交订单，好的，好，是，是的，对，对的，没错，好的确认，是的确认，确认无误
said-button-order-another = 再买一份，再买一单，确认，确定，好的，好，是，是的，对，对的，要
said-button-change-quantity = 数量，改数量，换数量，修改数量，更改数量
said-button-change-account = 账号，帐号，改账号，换账号，修改账号，更改账号
said-button-change-note = 备注，改备注，加备注，修改备注，写备注
said-button-change-coupon = 换券，换优惠券，改优惠券
