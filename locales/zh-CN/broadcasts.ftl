# 群发：店家写一条，发给很多人；以及顾客收到的样子。

broadcasts = <b>群发</b>{ $pages ->
        [1] {""}
       *[other] （{ $page }/{ $pages }）
    }
    写好先存成草稿，预览满意再发。
broadcast-page = <b>群发 { $number }</b> · { $status ->
        [draft] 草稿
        [scheduled] 等着开始
        [running] 正在发
        [paused] 已暂停
        [done] 已发完
       *[cancelled] 已取消
    }

    { $text }

    { $facts }
broadcast-segment = 发给：{ $segment ->
        [all] 所有人
        [retail] 零售顾客
        [silver] 银卡顾客
        [gold] 金卡顾客
       *[buyers] 买过“{ $product }”的人
    }
broadcast-has-photo = 带一张图片
broadcast-has-link = 按钮：{ $link ->
        [shelves] 逛逛商品
       *[product] { $product }
    }
broadcast-starts-at = 开始时间：{ $at }
broadcast-reach = 现在发能送到 { $people } 人，另有 { $left-out } 人收不到（拉黑了小店，或不想收消息）
broadcast-bar = { $bar } { $percent }%
broadcast-sent = 已送达 { $sent } / { $recipients }
broadcast-waiting = 还在排队：{ $waiting }
broadcast-blocked = 拉黑或联系不上：{ $blocked }
broadcast-unknown = 说不准到没到（不会重发）：{ $unknown }
broadcast-left-out = 没有发（不想收，或已取消）：{ $left-out }
broadcast-ended = 📣 群发 { $number } 发完了。

    { $report }
broadcast-message = { $text }
broadcast-start-really = 马上发给 { $people } 人？发出去就收不回来了。
broadcast-cancel-really = 确定取消这条群发吗？已经发出的收不回来，其余的不再发。

ask-broadcast-photo = 要配图吗？把图片发给我，或点下面的按钮。
ask-broadcast-chinese = 请写中文内容，最多 { $most } 字。
ask-broadcast-english = 请写英文内容，最多 { $most } 字；说英文的顾客会看到这一份。
ask-broadcast-link = 消息下面要放按钮吗？
ask-broadcast-product = 按钮通向哪件商品？请发商品名或编号。
ask-broadcast-segment = 发给谁？括号里是现在能送到的人数。
ask-broadcast-bought = 买过哪件商品的人？请发商品名或编号。
ask-broadcast-draft = 请在群发的页面上点“定时发”。
ask-broadcast-time = 什么时候开始？请发时间，例如 20:00，或 12-24 20:00。现在是 { $now }。

step-broadcast-photo = 配图
step-broadcast-chinese = 写中文
step-broadcast-english = 写英文
step-broadcast-link = 选按钮
step-broadcast-product = 选商品
step-broadcast-segment = 选发给谁
step-broadcast-bought = 选买过的商品
step-broadcast-time-broadcast = 选群发
step-broadcast-time-time = 定时间

button-broadcast = { $number } · { $status ->
        [draft] 草稿
        [scheduled] 待开始
        [running] 正在发
        [paused] 暂停
        [done] 发完
       *[cancelled] 取消
    } · { $text }
button-broadcasts = 📣 全部群发
button-broadcast-compose = ✏️ 写一条
button-broadcast-page = 📣 查看
button-broadcast-preview = 👁 发给自己看看
button-broadcast-start = ▶️ 现在发
button-broadcast-start-yes = 发
button-broadcast-schedule = ⏰ 定时发
button-broadcast-pause = ⏸ 暂停
button-broadcast-resume = ▶️ 继续发
button-broadcast-cancel = ✕ 取消群发
button-broadcast-cancel-yes = 确定取消
button-broadcast-not-now = 先不
button-no-photo = 不配图
button-same-for-all = 都用中文那份
button-link-none = 不放按钮
button-link-shelves = 🛒 逛逛商品
button-link-product = 🎁 一件商品…
button-segment = { $segment ->
        [all] 所有人
        [retail] 零售
        [silver] 银卡
       *[gold] 金卡
    }（{ $people }）
button-segment-buyers = 买过某件商品的人…
button-news-product = 🎁 { $product }
button-news-stop = 🔕 不再接收

news-stopped = 好的，以后不再给您发群发消息。想恢复请发 /settings。

refused-broadcast-not-found = 没有找到这条群发。
refused-broadcast-moved = 晚了一步，这条群发{ $status ->
        [draft] 还是草稿
        [scheduled] 已经定时
        [running] 正在发
        [paused] 已经暂停
        [done] 已经发完
       *[cancelled] 已经取消
    }。
refused-photo-wanted = 请发一张图片，或点“不配图”。
refused-product-unclear = 我要确切的一件商品。请发完整的商品名，或编号，例如 steam-50。
refused-not-a-moment = 没看懂这个时间。请这样发：20:00，或 12-24 20:00。
refused-moment-passed = 这个时间已经过了，请换一个晚一点的。
