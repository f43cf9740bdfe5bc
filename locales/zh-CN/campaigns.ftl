# 优惠券活动和兑换码，给店主用。

campaigns = <b>优惠券活动</b>
    { $count ->
        [0] 还没有活动。
       *[other] 点一个看规则和剩余。
    }
    { $points }
points-on = ⭐ 订单发货后每 1 元送 1 积分，100 积分抵 1 元。
points-off = ⭐ 订单现在不送积分。
button-campaigns = 🎟 全部活动
button-campaign = { $state ->
        [on] 🟢
       *[over] ⏸
    } { $name } · { $given }/{ $total }
button-new-campaign = ➕ 新活动
button-new-codes = 🔑 兑换码
button-points-on = ⭐ 开始送积分
button-points-off = ⭐ 不再送积分
campaign = <b>{ $name }</b> · { $state }
    { $worth }，{ $scope }，满 { $over } 可用
    已发 { $given }/{ $total }，每人限 { $each } 张，{ $until } 截止
    { $together }
    { $way }
campaign-on = 🟢 进行中
campaign-over = ⏸ 已结束
campaign-closed = ⏸ 已关闭
campaign-together = 可以和其他活动的券叠加
campaign-alone = 一单只用这一张，不叠加
campaign-public = 符合条件的人都能在“我的优惠券”里领
campaign-by-code = 只能用兑换码领
campaign-begun = ✅ 活动开始了。能领的人现在就能在“我的优惠券”里看到；要发码，点下面生成。
campaign-closed-now = ⏸ 活动已关闭，不再发券。已领的券和已生成的码到期前照常有效。
button-campaign-codes = 🔑 生成兑换码
button-close-campaign = ⏸ 关闭活动

ask-campaign-name = 活动叫什么？只有店员看得到。
ask-campaign-worth = 一张券减多少？
    写金额，如 5；或写百分比和最多减多少，如 10% 20。
ask-campaign-threshold = 满多少可用？写金额，或点：
button-any-order = 不限金额
ask-campaign-scope = 买什么可用？点一个分类，或打商品名。
button-everything = 全店
ask-campaign-tiers = 谁可以用？
button-answer-all = 所有人
button-answer-members = 银卡和金卡会员
button-answer-gold = 金卡会员
ask-campaign-length = 活动几天（{ $least }–{ $most }）？到时券也一起过期。
ask-campaign-total = 一共多少张（{ $least }–{ $most }）？
ask-campaign-each = 每人限几张（{ $least }–{ $most }）？
ask-campaign-together = 能和其他活动的券叠加吗？
button-answer-alone = 不叠加
button-answer-together = 可以叠加
ask-campaign-way = 怎么领？
button-answer-public = 在“我的优惠券”里领
button-answer-codes = 只用兑换码
ask-campaign-sure = <b>{ $name }</b>
    { $worth }，{ $scope }，满 { $over } 可用
    共 { $total } 张，每人限 { $each } 张，为期 { $count } 天
    { $together }
    { $way }

    现在开始吗？
button-begin-campaign = ✅ 开始
step-campaign-name = 给活动起名
step-campaign-worth = 填减多少
step-campaign-threshold = 填满多少可用
step-campaign-scope = 选买什么可用
step-campaign-tiers = 选谁可以用
step-campaign-length = 填活动天数
step-campaign-total = 填总张数
step-campaign-each = 填每人限几张
step-campaign-together = 选能否叠加
step-campaign-way = 选怎么领
step-campaign-sure = 确认活动

ask-codes-prize = 每个码给什么？要发券，请到活动里生成。
button-prize-balance = 💰 余额
button-prize-points = ⭐ 积分
button-prize-silver = 👑 银卡会员
button-prize-gold = 👑 金卡会员
ask-codes-balance = 每个码加多少余额？如 10。
ask-codes-points = 每个码给多少积分（最多 { $most }）？
ask-codes-days = 每个码给几天{ $tier }会员（最多 { $most }）？
ask-codes-count = 要几个码（{ $least }–{ $most }）？
ask-codes-good-for = 几天内可以兑换（{ $least }–{ $most }）？
ask-codes-sure = 共 { $count } 个码
    每个给：{ $worth }

    码只发一次文件，我这里不留底。谁拿到码谁就能兑换，请收好文件。
button-make-codes = ✅ 生成 { $count } 个
step-redeem-codes-prize = 选码给什么
step-redeem-codes-worth = 填给多少
step-redeem-codes-count = 填要几个码
step-redeem-codes-days = 填码的有效期
step-redeem-codes-sure = 确认生成
gift-membership = { $tier }会员 { $count } 天
codes-file = 🔑 { $count } 个码，每个给：{ $worth }，{ $until } 前兑换。文件只发这一次。
codes-made = ✅ 第 { $number } 批码已生成，文件马上发在下面。
    共 { $count } 个，已兑换 { $redeemed } 个
    每个给：{ $worth }

refused-number-out-of-range = 请发 { $least } 到 { $most } 之间的数，其他都没有变。
refused-not-a-worth = 请写金额，如 5；或写百分比和最多减多少，如 10% 20。

button-price-rules = 📦 批量价和限购
ask-price-rules = <b>{ $product }</b>：把规则写在一行里。
    <code>5=48</code> 满 5 件，每件 48
    <code>gold:5=46</code> 只给金卡会员（也可写 silver 银卡、retail 普通）
    <code>max=3/30</code> 每人 30 天内限购 3 件

    { $present }
price-rules-present = 现在是：<code>{ $rules }</code>
price-rules-none = 现在没有规则。
button-no-price-rules = ✕ 不设规则
price-rules-set = ✅ 从现在起：<code>{ $rules }</code>。已报出的价格在有效期内不变。
price-rules-gone = ✅ 批量价和限购都取消了。已报出的价格在有效期内不变。
step-price-rules-product = 选商品
step-price-rules-rules = 写规则
refused-not-a-price-rule = “{ $rule }”我看不懂。规则写成 5=48（低于普通价）、gold:5=46 或 max=3/30，之间空一格。什么都没有改。
