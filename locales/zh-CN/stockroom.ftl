# 库房：商品的上架和价格，卡密文件的检查和入库。

products = <b>全部商品</b>（第 { $page }/{ $pages } 页）
    点一个来改价、补货、上架或下架。要找某一个：/products 加商品名。
products-found = 找到 { $count } 个商品：
products-none-found = 没有找到这样的商品。请换个名字，或看全部商品。
button-products = 📋 全部商品
button-desk = { $sale ->
        [on] 🟢
       *[off] ⏸
    } { $name } · 剩 { $left }
product-desk = <b>{ $name }</b>
    编号 { $id } · { $sale }
    普通 { $retail } · 银卡 { $silver } · 金卡 { $gold }
    库存 { $left }
product-on-sale = 🟢 在售
product-off-sale = ⏸ 已下架
button-new-price = 💲 改价
button-add-cards = 📥 补货
button-take-off-sale = ⏸ 下架
button-put-on-sale = 🟢 上架
button-desk-back = ‹ 回到商品
product-taken-off-sale = ⏸ 已下架，顾客看不到了；正在下单的会被告知。
    已有的订单不受影响，没付款的仍可在时限内付款。下次导入目录文件会以文件为准。
product-put-on-sale = 🟢 已上架，顾客现在就能买。下次导入目录文件会以文件为准。

ask-product-of-page = 是哪个商品？请在列表里点它，再点要改什么。
ask-price-tier = <b>{ $product }</b>：改谁的价格？
button-price-retail = 普通 { $price }
button-price-silver = 银卡 { $price }
button-price-gold = 金卡 { $price }
tier-retail = 普通价
tier-silver = 银卡价
tier-gold = 金卡价
ask-price-amount = <b>{ $product }</b> 的{ $tier }现在是 { $price }。请发新的价格，例如 49.50。
ask-price-sure = <b>{ $product }</b> 的{ $tier }要从 { $before } 改成 { $after }，变动超过一半。确定没有打错？
button-price-sure = ✅ 就是 { $price }
price-changed = ✅ { $tier }：{ $before } → { $after }，即刻生效。
    { $minutes } 分钟内已报出的价格和已下的订单都按原价。下次导入目录文件会以文件为准。
step-price-product = 选商品
step-price-tier = 选价格
step-price-amount = 填新价格
step-price-sure = 确认新价格

ask-stock-product = 📥 给哪个商品补货？下面是剩得最少的；也可以直接打商品名。
ask-card-file = <b>{ $product }</b>，现有 { $left } 张。
    请发一个 .txt 或 .csv 文件，一行一个卡密。我会先检查，您确认后才入库。
    入库后请把聊天里的文件删掉。
step-stock-import-product = 选补货的商品
step-stock-import-file = 发卡密文件
stock-file-fetching = 📥 收到 { $file }，正在检查……
stock-file-checked = 📥 <b>{ $file }</b> → { $product }
    { $findings }
    { $batch }

    还没有改动任何库存。
stock-check-new = ✅ 新卡密 { $count } 个
stock-check-known = ♻️ 重复的 { $count } 个，会跳过
stock-check-rejected = ⚠️ 不能用的 { $count } 行，会跳过：
stock-check-line = 第 { $line } 行：{ $reason }
stock-check-more-rejected = ……还有 { $count } 行
stock-line-too-long = 超过 { $most } 个字
stock-line-unreadable = 有看不见的字符
stock-batch-cost = 💰 进价每个 { $cost }
stock-batch-until = 📅 有效期到 { $day }，过后不再卖
button-describe-batch = 💰 进价和有效期
ask-batch-file = 要填哪个文件？请重新发一次。
ask-batch-cost = 这批 <b>{ $product }</b> 每个的进价是多少？发个金额，例如 45.50；最多 { $price }，也就是您的最低售价。
button-no-cost = 不记进价
ask-batch-until = 这批卡密用到哪一天为止？写成 2027-01-31 这样，过了这一天一个也不会再卖。
button-no-end = 长期有效
step-batch-file = 选文件
step-batch-cost = 填进价
step-batch-until = 填有效期
button-take-in = ✅ 入库 { $count } 个
button-drop-file = ✕ 不要了
stock-file-loading = 📥 <b>{ $file }</b> → { $product }
    { $bar } { $done }/{ $codes }
stock-file-loaded = ✅ <b>{ $file }</b> → { $product }
    新入库 { $count } 个{ $known ->
        [0] {""}
       *[other] ，跳过重复的 { $known } 个
    }。现有 { $left } 张可卖。
    { $batch }
    聊天里的那个文件现在可以删了。
stock-file-ready = ✅ { $file } 全部入库，新增 { $count } 个。
stock-file-dropped = ✕ { $file } 没有入库，卡密已从我这里删除；聊天里的文件请您自己删。
stock-file-nothing-new = <b>{ $file }</b> → { $product }
    { $findings }

    没有可以入库的，库存没有变。
stock-trouble-too-large = { $file } 太大，我取不下来。请拆成 2 MB 以内的文件再发。
stock-trouble-too-many = { $file } 超过 { $most } 行。请拆成几个文件分别发。
stock-trouble-not-text = { $file } 不是纯文本。请另存为 UTF-8 的 .txt 或 .csv 再发。
stock-trouble-gone = { $file } 取不到了，可能已从 Telegram 删除。请再发一次。
stock-trouble-empty = { $file } 里一个卡密也没有。请检查后再发。
button-another-file = 📥 再发一个

refused-prices-out-of-order = 价格要“金卡 ≤ 银卡 ≤ 普通”：现在是 { $gold }、{ $silver }、{ $retail }。请换个数，或先改另一档。
refused-not-a-price = 请发一个大于零的金额（{ $currency }），例如 49.50。
refused-no-such-product = { $count ->
        [0] 没有找到这个商品。
       *[other] 有 { $count } 个商品像这个名字。
    }请写得更准一点，或点下面的按钮。
refused-codes-in-chat = 卡密请不要打在聊天里：聊天记录会一直留着，谁拿到手机都能看。请把刚才那条删掉，用文件发来。
refused-not-a-card-file = 我要的是 .txt 或 .csv 的纯文本文件，一行一个卡密。请用“文件”方式发，不要发图片。
refused-cost-above-price = 进价 { $cost } 就是亏本卖了：这件商品最低售价是 { $price }。请核对一下，或者先用 /products 调价。
refused-already-expired = 这一天已经过去了。请发今天或以后的日期；卡密要是真过期了，找卖给您的人换。
refused-stock-file-gone = 这个文件已经处理过了。
