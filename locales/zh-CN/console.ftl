# 工作台：店员用的网页。都是纯文字，不能有标签。

console-title = 小二 · 工作台
console-mark = 二
console-sign-in = 点按钮进入工作台。这个链接十分钟内有效，只能用一次。
console-enter = 进入工作台
console-signed-out = 您已退出。给机器人发 /console，就能拿到新的登录链接。
console-sign-out = 退出
console-language = 切换语言

console-place-tickets = 工单
console-place-orders = 订单
console-place-broadcasts = 群发

console-tab-waiting = 待接
console-tab-mine = 我的
console-tab-open = 全部
console-tab-resolved = 已解决
console-none-waiting = 没有人在等，辛苦了。
console-none-mine = 您手上没有工单，可以去“待接”里接一单。
console-none-open = 现在没有未解决的工单。
console-none-resolved = 还没有已解决的工单。
console-choose-ticket = 请在左边选一张工单。
console-nothing-said = 还没有消息
console-unanswered = 顾客在等回复
console-late = 超时

console-category-human = 找人工
console-category-not-arrived = 没到货
console-category-code-dead = 卡密不能用
console-category-charged-twice = 重复扣款
console-category-wrong-goods = 发错货
console-category-other = 其他问题
console-tier-retail = 普通
console-tier-silver = 银卡
console-tier-gold = 金卡
console-status-waiting = 待接
console-status-claimed = 处理中
console-status-resolved = 已解决

console-minutes = { $minutes ->
        [0] 不到 1 分钟
       *[other] { $minutes } 分钟
    }
console-hours = { $hours } 小时 { $minutes } 分
console-days = { $days } 天
console-moment = { $at }
console-amount = { $amount }
console-since = { $length }前提交
console-due-in = 还剩 { $length }，请尽快首次回复
console-late-by = 已超过承诺时间 { $length }
console-in-queue = 排在第 { $place } 位
console-served-by = { $owner } 在处理
console-offered = { $owner } 想转给 { $to }，等对方接受
console-resolved-by = 已解决 · { $owner }

console-claim = 接单
console-resolve = 标记已解决
console-reopen = 重新打开
console-reply = 回复
console-note = 备注
console-write-reply = 写给顾客…
console-write-note = 内部备注，顾客看不到
console-send = 发送
console-claim-first = 先接单才能回复顾客。
console-others = 由 { $owner } 回复顾客，您可以写备注。
console-reopen-first = 已解决，重新打开后才能回复。
console-note-by = 备注 · { $name }
console-edited = 已修改
console-put-back = 放回输入框
console-bot-silent = 机器人暂时没有响应。内容已保存，它恢复后会马上处理。
console-lost = 连接断开了，正在重连。您写的内容都在。
console-close = 关闭
console-back = 返回
console-details = 顾客和订单

console-matter = { $matter ->
        [photo] 图片
        [document] 文件
        [voice] 语音
        [audio] 音频
        [video] 视频
        [video_note] 视频留言
        [animation] 动图
        [sticker] 表情
        [contact] 名片
        [location] 位置
       *[other] 附件
    }

console-customer = 顾客
console-telegram-number = Telegram 号
console-order = 订单
console-timeline = 进度
console-product = 商品
console-total = 合计
console-account = 充值账号
console-order-note = 顾客留言
console-order-status = 状态
console-attention = 需要处理
console-search = 订单号、付款号、流水号、姓名、@用户名
console-no-orders = 没有找到订单。可以试试订单号的前几位，或顾客的名字。
console-no-broadcasts = 还没有群发过。给机器人发 /broadcast 就能写一条。

console-broadcast = 群发 { $number }
console-broadcast-draft = 草稿
console-broadcast-scheduled = 已定时
console-broadcast-running = 发送中
console-broadcast-paused = 已暂停
console-broadcast-done = 已完成
console-broadcast-cancelled = 已取消

console-link = 点下面的按钮进入工作台。链接 { $minutes } 分钟内有效，只能用一次，而且只属于您，请不要转发。
console-link-sent = 链接已经私聊发给您了。
button-console = 打开工作台

refused-console-closed = 工作台还没有网址。请部署机器人的人启动 ./xiaoer console，并设置 CONSOLE_URL。
refused-console-link-spent = 这个链接已经用过，或者超过了十分钟。给机器人发 /console，就能拿到新的。
