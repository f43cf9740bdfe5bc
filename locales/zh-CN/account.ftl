# 我的账号：手机号、状态、冻结与解冻，以及店员的操作。

button-account = 👤 我的账号
account = 👤 <b>我的账号</b>
    { $standing }
    { $facts }
account-no-phone = 📱 手机号：未绑定
account-phone = 📱 手机号：{ $number }
account-phone-coming = 📱 手机号：{ $number }，{ $due } 起换成 { $other }。不是您操作的请马上停止。
account-tier = 🏷 价格等级：{ $tier }
account-language = 🌐 语言：{ $language }
account-licence = 🪪 许可证：{ $status }，有效期到 { $ends }

standing-good = ✅ 账号正常。
standing-trusted = ✅ 账号正常，老顾客。
standing-frozen = 🔒 账号从 { $since } 起<b>被冻结</b>：{ $reason }。
    冻结期间不能下单、付款和领券；已付款的订单照常发货，人工随时可以找。
    { $way-out }
standing-verify = 您自己就能马上解冻：点下面的按钮分享本人手机号。
standing-appeal = 这种情况要由店里的人看一下：点“申请复核”，我们知道的情况会一起转过去，您不用再说一遍。
freeze-reason-activity = 下单情况不像本人操作
freeze-reason-payment = 有一笔付款被撤回或有争议
freeze-reason-codes = 连续试了很多不存在的兑换码
freeze-reason-conduct = 威胁或欺骗店员
freeze-reason-other = 店里正在核实一件事
button-verify-to-unfreeze = 📱 分享手机号，马上解冻
button-appeal = 🙋 申请复核
appeal-opened = 已经转给店里的人，冻结的情况也附上了。还有要说明的请直接写，会一起转过去。
appeal-findings = 申请解冻：{ $reason }，{ $since } 起，由 { $by } 冻结（{ $why }）。累计被冻结 { $count } 次。详情：/person { $id }
thawed = ✅ 账号已经解冻，可以照常下单、付款、用券。
thawed-pay-now = ✅ 账号已经解冻，订单也还在，现在就可以付款。

verify-first = 📱 <b>付款前请先验证一下</b>
    订单 { $number } 给您留到 { $until }。请点输入框下面的按钮分享本人手机号，验证后马上可以付款。
button-verify-why = ❔ 为什么要验证
verify-why = 下单特别快或金额特别大时我们会问一次，免得别人花您的钱。号码加密保存，不会完整显示给任何人，也不做别的用途。验证一次就够。
verified-pay-now = ✅ 验证好了！订单还在，现在就可以付款。
share-contact = 📱 请点输入框下面的按钮分享本人手机号。手打的号码不算数。
key-share-contact = 📱 分享我的手机号
key-is-below = 👇 分享手机号的按钮在输入框下面。
contact-received = 📱 收到。
phone-bound = ✅ 已绑定手机号 { $number }。
phone-verified = ✅ { $number } 验证通过，是您本人。
phone-coming = 📱 您分享了另一个手机号。{ $due } 起账号的手机号换成 { $number }，在那之前不变。
    如果不是您操作的，请马上停止。
phone-changed = 📱 账号的手机号已换成 { $number }。如果不是您操作的，请马上告诉人工。
phone-kept = ✅ 已停止，手机号不变。
phone-not-coming = 没有正在更换的手机号。
button-bind-phone = 📱 绑定手机号
button-change-phone = 📱 验证或更换手机号
button-keep-phone = ✋ 停止更换

button-known = 🗂 店里知道我什么
known = 🗂 <b>店里知道您这些</b>
    { $facts }
    都只保存在本店自己的数据库里，手机号和许可证号是加密的。
known-name = 名字：{ $name }，用户名：{ $username }
known-number = Telegram 号码：{ $id }，{ $since } 起光顾
known-orders = 订单：{ $count } 个，其中填了充值账号的 { $accounts } 个
known-balance = 余额：{ $amount }
known-tickets = 工单：{ $count } 个，里面的留言 { $messages } 条
known-ratings = 评分：{ $count } 个
button-forget = 🗑 删除我的资料
forget-question = 🗑 <b>确定删除您的资料吗？</b>
    会删除：名字、用户名、手机号，您和我们写过的话，充值账号、备注和评价。以前的消息还在您的聊天里，但按钮不再能用。
    会保留（账要对得上）：订单和付款的金额，只用编号记着，连同您的 Telegram 号码。
    删除后不能恢复，买过的卡密请先保存好。
button-forget-really = 🗑 确定删除
forgotten = ✅ 已删除：名字、手机号和写过的话都没有了。您再来的时候，就当第一次见面。
forgotten-words = （应顾客要求已删除）
refused-cannot-forget = 现在还不能删除：{ $why ->
        [staff] 您是店员，要先由店主请离
        [frozen] 您的账号被冻结，要先处理完
        [orders] 还有没完成的订单，请先取消或等它完成
        [balance] 您在店里还有余额，请先用完，或请人工退回
       *[tickets] 还有没解决的工单
    }。

refused-account-frozen = 🔒 您的账号被冻结了，暂时不能下单、付款和领券。发 /account 看原因和解冻办法；已付款的订单照常发货。
refused-not-ones-contact = 这不是您本人的名片，不能用来验证，我们也没有保存。请用按钮分享您自己的。
refused-phone-taken = 这个手机号已经绑定了别的账号。如果是您的，请打“人工”，我们来核实。
refused-already-frozen = 这个账号已经是冻结状态。
refused-not-frozen = 这个账号没有被冻结。
refused-staff-not-frozen = 店员不能冻结，请先请离。
refused-needs-a-reason = 请写几个字说明原因。
refused-nobody-called-so = 没找到这个人。可以用 Telegram 号码、订单号、工单号（如 T-17）或名字。

ask-whom = 👤 看谁的账号？请发 /person 加 Telegram 号码、订单号、工单号（如 T-17）或名字。
ask-why-standing = 为什么？请写几个字。同事和审计记录能看到，{ $name } 看不到。
step-standing-person = 选人
step-standing-act = 选操作
step-standing-why = 写原因
person = 👤 <b>{ $name }</b>（{ $id }）
    { $standing }
    { $facts }
person-good = ✅ 账号正常。
person-trusted = 🤝 受信任，规则不会冻结。
person-frozen-verify = 🔒 已冻结。本人分享手机号即可解冻，主管也可以解冻。
person-frozen-appeal = 🔒 已冻结，主管可以解冻。
person-facts = 价格等级：{ $tier }。语言：{ $language }。{ $since } 起光顾。
person-signs = 风险：{ $points } 分
    { $signs }
person-freeze = ❄️ { $since }：{ $reason }；{ $by } 操作（{ $why }）
person-lifted = ☀️ { $until }：{ $by } 解冻（{ $why }）
sign-new = · 刚来的
sign-orders = · 一小时内下单很多
sign-unpaid = · 很多订单没付款
sign-amount = · 金额远超以往
sign-refunds = · 退款很多
sign-codes = · 试了很多兑换码
standing-changed = ✅ 已完成，原因已记录。
staff-frozen-by-rules = ❄️ { $name }（{ $id }）被规则冻结：{ $why }。/person { $id } 查看。
button-freeze-activity = ❄️ 冻结：下单异常
button-freeze-payment = ❄️ 冻结：付款被撤回
button-freeze-codes = ❄️ 冻结：乱试兑换码
button-freeze-conduct = ❄️ 冻结：言行
button-freeze-other = ❄️ 冻结：其他
button-unfreeze = ☀️ 解冻
button-trust = 🤝 设为信任（规则不冻结）
button-distrust = 取消信任
