# 教机器人听懂顾客的话，给主管和管理员。

unclear-waiting = 🎓 <b>没听懂的话</b>：共 { $count } 句（第 { $page } / { $pages } 页）
    说得多的排前面。点一句，告诉我是什么意思。人名、号码和少见的词已经隐去（…）。
unclear-waiting-none = 🎓 目前没有听不懂的话。
    以后遇到要反问顾客的话，会隐去人名和号码，列在这里。
unclear-taught = 🎓 <b>您教过的话</b>：共 { $count } 句（第 { $page } / { $pages } 页）
    点“现在就学”以后开始用。点一句可以撤回它的意思。
unclear-taught-none = 🎓 您还没有教过我。
unclear-sentence = “{ $text }”
    有人说过 { $count } 次，最近一次 { $at }。这句是什么意思？
unclear-settled = “{ $text }”
    有人说过 { $count } 次，最近一次 { $at }。意思：{ $meaning }。
unclear-meanings = “{ $text }”
    我能听懂的全部意思（第 { $page } / { $pages } 页）。这句是哪一种？
unclear-noted = ✅ 记下了。“{ $text }”：{ $meaning }。
unclear-settled-before = 别人先说了，就是下面这个意思。不对的话可以撤回。
unclear-gone = 这句话已经被更新的顶掉了，下面是还留着的。
learning = 🎓 { $count ->
        [0] 正在忘掉您撤回的话
       *[other] 正在学您教的 { $count } 句话
    }……最多一分钟左右，期间照常接待顾客。
learned = ✅ 学会了，几秒钟内生效，不用重启。
    您教的 { $count } 句话，没教之前能听懂 { $before } 句，现在能听懂 { $now } 句。
learned-nothing = ✅ 您教的话都撤回了，我又和刚来时听得一样。
learning-failed = 😥 没学成，已作为 { $incident } 报给管理员。我还和之前一样能听懂话，您可以再试一次。
button-unclear = 🎓 没听懂的话
button-unclear-waiting = ❓ 没听懂（{ $count }）
button-unclear-taught = 📗 教过的（{ $count }）
button-unclear-sentence = { $count } 次 { $text }
button-unclear-teach = { $meaning }
button-unclear-meanings = 📋 别的意思
button-unclear-leave-out = 🗑️ 不用管它
button-unclear-take-back = ↩️ 撤回
button-learn = 🎓 现在就学

meaning-left-out = 不用管
meaning-place-order = 买东西
meaning-order-status = 查订单
meaning-order-stuck = 付了钱没收到
meaning-duplicate-charge = 重复扣款
meaning-refund = 退款
meaning-cancel-order = 取消订单
meaning-complaint = 投诉
meaning-talk-to-human = 找人工
meaning-coupon-or-compensation = 优惠券与补偿
meaning-redeem-code = 用兑换码
meaning-balance-or-topup = 余额与付款
meaning-account-frozen-or-login = 账号与登录
meaning-licence-or-verification = 认证与许可证
meaning-connection-problem = 机器人没反应
meaning-catalogue-or-price = 商品与价格
meaning-stock-availability = 有没有货
meaning-delivery-time-eta = 多久到账
meaning-invoice-or-receipt = 发票与凭证
meaning-change-language = 换语言
meaning-greeting = 打招呼
meaning-thanks-or-bye = 道谢或告别
meaning-how-to-use-card = 卡密怎么用
meaning-card-invalid = 卡密无效
meaning-maintenance-info = 维护与营业时间
meaning-feedback-praise = 表扬与建议
meaning-out-of-scope = 和本店无关的话
