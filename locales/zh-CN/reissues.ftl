# 用不了的卡密：补发。

button-reissue = 🔁 补发卡密
button-reissue-code = 🔁 补发第 { $place } 个
reissue-codes = 订单 { $number } 哪一个卡密用不了？
    { $lines }

    这位顾客 { $days } 天内已补发 { $count } 个，最多 { $most } 个。会先向上家查询，再从库存给顾客补一个。
reissue-code = 第 { $place } 个：{ $state ->
        [replaced] 已补发
        [waiting] 待补发，库存不够
       *[sold] 正常交付
    }
reissue-wanted = ✅ 正在补发订单 { $number } 的第 { $place } 个卡密。
reissue-given = 🔁 抱歉，订单 { $number } 的第 { $place } 个卡密用不了。已经免费给您补发了一个，是第 { $new-place } 个，请用这一个。
admin-reissued = 🔁 订单 { $number } 有一个卡密用不了，已补发。来源：{ $proof }。如果是上家的货，请向上家索赔。
admin-reissue-no-stock = ⚠️ 订单 { $number } 的坏卡没补成：库存不够。来源：{ $proof }。请补货后在工单里再点一次补发，或者退一部分：/refund { $number }
refused-cannot-replace = 订单 { $number } 的这个卡密不能补发：顾客还没有看过，或者不是这一单的。请让顾客先点“查看卡密”。
refused-too-many-replaced = 这位顾客 { $days } 天内已经补发了 { $most } 个，请主管改用退款处理。
