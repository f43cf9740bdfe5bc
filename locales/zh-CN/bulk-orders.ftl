# 批量下单：商户的文件、检查结果、逐行购买，以及发回去的文件。

ask-bulk-file = 📦 <b>批量下单</b>：请发一个 .csv 或 .xlsx 文件，一行一笔订单，最多 { $most } 行。
    列：商品（编号或名称）、数量、账号（需要的商品才填）、备注（可以不填）。
    我会先检查，您确认后才下单，货款从余额里付。
button-bulk-template = 📄 要一份模板
step-bulk-order-file = 发批量订单文件
bulk-template = 📄 按模板一行填一笔订单，填好发回给我。里面的几行是例子，请换成您要的。
bulk-fetching = 📦 收到 { $file }，正在看……
bulk-reading = 📦 <b>{ $file }</b>
    正在逐行检查，要几秒钟，结果会显示在这里。
bulk-checked = 📦 <b>{ $file }</b>
    { $findings }

    按您的价格合计 <b>{ $total }</b>，余额 { $balance }。
    { $then }
bulk-good = ✅ 可以下单 { $count } 行
bulk-bad = ⚠️ 有问题、不会下单的 { $count } 行：
bulk-row = 第 { $row } 行：{ $reason }
bulk-more-bad = ……还有 { $count } 行，文件里都有。
bulk-enough = 还没有下单。价格按现在的算：到时候涨了价的行不会买。
bulk-short = 还没有下单。余额还差 <b>{ $missing }</b>，请充值后点“再看一下”。
button-bulk-buy = ✅ 买 { $count } 行，共 { $total }
button-bulk-look-again = 🔄 再看一下
button-bulk-troubles = 📄 要改的行
button-bulk-drop = ✕ 不要了
button-bulk-another = 📦 再发一个
button-bulk-pause = ⏸ 暂停
button-bulk-go-on = ▶️ 接着买剩下的 { $count } 行
button-bulk-results = 🔑 订单和卡密
button-bulk-orders = 📦 批量下单
bulk-buying = 📦 <b>{ $file }</b>
    { $bar } { $done }/{ $rows }
    已付 { $spent }，没买成 { $failed } 行
    会自动买下去，全部买完我会告诉您。
bulk-paused = ⏸ <b>{ $file }</b>：停在 { $done }/{ $rows }
    { $bar }
    已付 { $spent }，没买成 { $failed } 行。买到的都算数，随时可以接着买。
bulk-done = ✅ <b>{ $file }</b> 全部处理完了。
    买到 { $count } 笔，共付 { $spent }；没买成 { $failed } 行。
    卡密用文件发给您；没买成的没有扣钱。
bulk-dropped = ✕ { $file } 没有下单，没有扣钱。
bulk-troubles-file = 📄 没买成的有 { $count } 行，原因在最后一列。改好后可以直接把这个文件发回来。
bulk-results-file = 🔑 { $count } 笔订单和卡密都在这个文件里。存好后请把聊天里的删掉。
    表格会当成公式的内容，前面加了一个撇号（'），它不是卡密的一部分。
bulk-trouble-too-large = { $file } 太大，我取不下来。请拆成 2 MB 以内的文件再发。
bulk-trouble-gone = { $file } 取不到了。请再发一次。
bulk-trouble-not-text = { $file } 既不是文本也不是工作簿。请另存为 .csv（UTF-8）或 .xlsx 再发。
bulk-trouble-empty = { $file } 里没有订单。请在表头下面至少填一行。
bulk-trouble-no-headings = { $file } 缺表头：第一行至少要有“商品”和“数量”。可以要一份模板照着填。
bulk-trouble-not-a-workbook = { $file } 打不开。请重新另存为 .xlsx，或存成 .csv。
bulk-trouble-locked = { $file } 有密码。请去掉密码再发。
bulk-trouble-too-large-inside = { $file } 里面的东西比一张订单表多得多。请把订单复制到新的工作簿，或存成 .csv。
bulk-trouble-too-many-rows = { $file } 超过 { $most } 行。请拆成几个文件。
bulk-trouble-too-many-columns = { $file } 的列太多（第 { $row } 行）。请只留商品、数量、账号、备注。
bulk-trouble-formulas = { $file } 第 { $row } 行有公式。请只保留数值：粘贴为数值，或存成 .csv。

bulk-row-no-product = { $count ->
        [0] 在售的商品里没有“{ $name }”：请写商品编号或完整名称
       *[other] “{ $name }”可能是 { $count } 种商品：请写商品编号
    }
bulk-row-quantity = 数量要是 { $least } 到 { $most } 的整数
bulk-row-rounded = 账号被表格改成了 { $number }：请把这一列设成文本格式再填一遍
bulk-row-note = 备注超过 { $most } 个字
bulk-row-short = 前面的行买完后只剩 { $left } 张，这一行要 { $wanted } 张：请减少数量或去掉这一行
bulk-row-currency = 它按 { $currency } 卖，前面的行按 { $first }：请单独放一个文件
bulk-status-waiting = 还没买
bulk-status-bad = 不能下单
bulk-status-failed = 没买成
bulk-status-bought = 已买
bulk-column-row = 行号
bulk-column-trouble = 问题
bulk-column-status = 状态
bulk-column-order = 订单号
bulk-column-paid = 实付
bulk-column-codes = 卡密

refused-not-a-merchant = 批量下单只对审核过的商户开放。想成为商户请发 /licence，或打“人工”。
refused-not-a-sheet = 请发 .csv 或 .xlsx 文件，用“文件”方式发，不要发图片或文字。
refused-bulk-order-not-found = 没有找到这份批量订单。请把文件再发一次。
refused-bulk-order-moved = 这份批量订单已经有了进展，页面上是最新情况。
refused-price-risen = 确认后价格从 { $before } 涨到了 { $now }，所以没有买。
