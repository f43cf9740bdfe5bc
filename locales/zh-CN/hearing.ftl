# 听懂一句话：猜到的意思、没听懂时的追问。

heard-unsure = 没找到“{ $text }”，也没太听懂。您是想问这些吗？
    点一个，或者换个说法；再听不懂我就直接给您叫人工。
heard-second-guess = 您刚才那句话，我想是这个意思。不是的话，换个说法再说一遍，或者发“人工”找真人。
heard-several = 听到您要好几样商品。一单一样，点一个先下单，剩下的接着点：
heard-coupon = 🎟️ 听到您想用“{ $coupon }”：最划算的券会在核对订单时自动用上，那里也可以换一张；如果它是一串码，先取消这一步、单独发给我，领到后再下单就能用。
heard-angry = 让您着急了，实在抱歉。下面先帮您查清楚，随时可以打“人工”找店家。
heard-thanks = 不客气，有需要随时叫我。祝您愉快！
heard-praise = 💬 谢谢您！您的话会让我们做得更好。
    有具体建议，点“人工”写下来，店家会看到；也可以在订单送达后打分。
button-heard-item = 🛒 { $product } × { $quantity }

button-heard-place-order = 🛒 买东西
button-heard-order-status = 📦 查订单
button-heard-order-stuck = ⏳ 付了钱没收到
button-heard-duplicate-charge = 💸 重复扣款
button-heard-refund = ↩️ 退款
button-heard-cancel-order = ✕ 取消订单
button-heard-complaint = ⚠️ 投诉
button-heard-coupon-or-compensation = 🎟️ 优惠券与补偿
button-heard-redeem-code = 🎁 兑换码
button-heard-balance-or-topup = 💰 余额与付款
button-heard-account-frozen-or-login = 🔒 账号与登录
button-heard-licence-or-verification = 🪪 认证与许可证
button-heard-connection-problem = 📶 机器人没反应
button-heard-catalogue-or-price = 🏷️ 商品与价格
button-heard-stock-availability = 📦 有没有货
button-heard-delivery-time-eta = ⏱️ 多久到账
button-heard-invoice-or-receipt = 🧾 发票与凭证
button-heard-change-language = 🌐 换语言
button-heard-how-to-use-card = 🔑 卡密怎么用
button-heard-card-invalid = 🚫 卡密无效
button-heard-maintenance-info = 🛠️ 维护与营业时间
button-heard-feedback-praise = 💬 建议与评价
