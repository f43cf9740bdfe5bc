# 事后的询问与提醒、评分，以及相关设置。

follow-up-unseen = 🎁 订单 { $number } 到货有一阵子了，卡密还没打开过，提醒您一声，别漏看了。
follow-up-seen = 🎁 订单 { $number } 的卡密都能用吗？
button-arrived = 👍 都好
button-not-arrived = ⚠️ 不行，有问题
arrival-thanks = 那就好！订单已完成，卡密以后随时还能看。
follow-up-ticket = 🔎 工单 { $number } 处理完有一阵子了，问题真的解决了吗？
button-solved = 👍 解决了
button-unsolved = ↩️ 没有，重新打开
solved-thanks = 好的，谢谢您告诉我！
follow-up-coupon = 🎟 您的优惠券（{ $coupon }）{ $until } 到期，下一单会自动用上。
button-hear-less = 🔕 少发这类消息

rating-question = 感觉怎么样？请给{ $about } 打个分。
rated-order = 订单 { $number }
rated-ticket = 工单 { $number }
button-stars = { $stars } ⭐
rating-thanks = { $stars ->
        [3] ⭐⭐⭐ 谢谢！哪里还能做得更好？欢迎告诉我们。
        [4] ⭐⭐⭐⭐ 谢谢！您满意就好。
       *[5] ⭐⭐⭐⭐⭐ 太感谢了！您的好评是我们的动力。
    }
rating-thanks-low = { $stars ->
        [1] ⭐ 真对不起，不该是这样的，已经告诉负责人了。能说说哪里不好吗？
       *[2] ⭐⭐ 抱歉没让您满意，已经告诉负责人了。能说说哪里不好吗？
    }
button-remark = ✍️ 说两句
button-rate-again = ✏️ 改评分
ask-rating = 请先点星星打分，星星在我问您的那条消息里。
ask-remark = 哪里不好，或者哪里好？会转给负责人。
remark-passed-on = 谢谢，已经转达。
step-remark-subject = 选择要评分的内容
step-remark-words = 写评价
refused-rating-closed = 您一天前给了 { $stars } 星（满分 5 星），现在不能再改了。有问题请打“人工”。
staff-rating-low = ⭐ { $name } 给{ $about }打了 { $stars } 星（满分 5 星）。
staff-rating-remark = ✍️ { $name } 对{ $about }（{ $stars } 星）说：{ $remark }

settings = <b>设置</b>

    订单后的提醒和回访：{ $follow-ups ->
        [on] 开
       *[off] 关
    }
    店铺消息：{ $news ->
        [on] 开
       *[off] 关
    }
    时区：{ $zone }

    您当地晚上 10 点到早上 9 点不发提醒和回访；您买的东西随时都会送到。
settings-changed = 已保存。
button-settings = ⚙️ 设置
button-follow-ups-on = 🔔 打开提醒
button-follow-ups-off = 🔕 关闭提醒
button-news-on = 📣 打开店铺消息
button-news-off = 🔕 关闭店铺消息
button-time-zone = 🕘 时区
ask-time-zone = 您在哪里？点一个城市，或发时区的名字，例如 Asia/Urumqi，只发 Urumqi 也行。
zone-shanghai = 北京、上海
zone-singapore = 新加坡
zone-tokyo = 东京
zone-sydney = 悉尼
zone-london = 伦敦
zone-berlin = 柏林
zone-new-york = 纽约
zone-los-angeles = 洛杉矶
step-time-zone-zone = 选择时区
command-settings = 设置
keywords-settings = 设置，偏好
