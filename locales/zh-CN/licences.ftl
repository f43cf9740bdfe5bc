# 许可证：提交、审核，以及凭证能买什么。

ask-licence-number = 🪪 您的许可证号是多少？只有店里的审核人员能看到。
ask-licence-until = 有效期到哪一天？请写成 2027-01-31 这样。
step-licence-number = 填许可证号
step-licence-until = 填有效期
button-licence-another = 🪪 提交许可证
button-licence = 🪪 { $name }
button-licences = 🪪 待审核的许可证
licence-submitted = 🪪 许可证 { $number }，有效期到 { $ends }：正在审核，有结果马上告诉您。在那之前仍按{ $tier }价。
licence-approved = ✅ 许可证 { $number }，有效期到 { $ends }：审核通过，您享受{ $tier }价。
    凭证商品请用这个号下单；一次下很多单请发 /bulk。
licence-ended = ⚠️ 许可证 { $number } 已在 { $ends } 到期，不能再买凭证商品，请提交新的。您现在是{ $tier }价。
licence-refused = ✕ 许可证 { $number }（有效期到 { $ends }）没有通过。请核对号码和日期后重新提交，或打“人工”。您现在是{ $tier }价。
licence-withdrawn = ✕ 许可证 { $number }（有效期到 { $ends }）已停用。如有疑问请打“人工”。您现在是{ $tier }价。
licence-review = 🪪 <b>{ $name }</b>（{ $id }）
    许可证号 { $number }，有效期到 { $ends }
    { $status }
licence-status-submitted = 待审核：请选择通过后的等级，或者拒绝
licence-status-approved = 已通过
licence-status-refused = 已拒绝
licence-status-withdrawn = 已停用
licences-waiting = 待审核的许可证：{ $count } 份
button-licence-retail = ✅ 通过 · 普通价
button-licence-silver = ✅ 通过 · 银卡价
button-licence-gold = ✅ 通过 · 金卡价
button-licence-refuse = ✕ 拒绝
button-licence-withdraw = ✕ 停用
tier-name-retail = 普通
tier-name-silver = 银卡
tier-name-gold = 金卡

refused-not-a-day = 请把日期写成 2027-01-31 这样。
refused-licence-needed = 这个商品只卖给持证零售商。请发 /licence 提交许可证，审核通过后就能买。
refused-licence-lapsed = 您的许可证已在 { $ended } 到期，这个商品暂时不能买。请发 /licence 提交新的。
refused-outside-ordering-hours = 现在不是这个商品的订货时间，{ $opens } 起可以下单。
refused-allocation-spent = 您{ $period ->
        [day] 每天
        [week] 每周
       *[month] 每月
    }可以买 { $most } 张，现在还剩 { $left } 张。{ $again } 起有新的额度。
refused-licence-taken = 这个许可证号已经绑定了别的账号。如果是您的，请打“人工”，我们来核实。
refused-licence-bound = 您已经有许可证了，发 /licence 查看。
refused-licence-over = 有效期要在今天或以后，也不能太久远：{ $ended } 不对，请核对。
refused-licence-ended = 这份许可证在等待审核期间已于 { $ended } 到期，不能再通过。请点拒绝，对方就能提交新的。
refused-licence-moved = 这份许可证已经有人审核过了。
refused-not-ones-licence = 请用您自己的许可证号下单，发 /licence 可以看到。
