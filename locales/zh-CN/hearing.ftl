# 听懂一句话：猜到的意思、常见问题的回答。店家可以直接改回答的文字。

heard-unsure = 没找到“{ $text }”，也没太听懂。您是想问这些吗？
    点一个，或者换个说法；再听不懂我就直接给您叫人工。
heard-several = 听到您要好几样商品。一单一样，点一个先下单，剩下的接着点：
heard-angry = 让您着急了，实在抱歉。下面先帮您查清楚，随时可以打“人工”找店家。
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

answer-redeem-code = 🎁 <b>有兑换码？</b>
    本店的优惠券会自动记在您名下，下单时自动抵扣，不用输码。
    游戏、平台的兑换码要到那个游戏或平台里兑换。码兑不了或不知道在哪兑，点“人工”，把来源告诉店家。
answer-account-frozen-or-login = 🔒 <b>账号和登录</b>
    在本店买东西不用密码，能给我发消息就是登录着的。
    是充值的平台账号登不上，请先在那个平台找回；是本店不让您下单，点“人工”，店家会核对后告诉您原因。
answer-licence-or-verification = 🪪 <b>认证和许可证</b>
    只有批发类商品要核对许可证号，下单时会问到，照证件填即可；零售商品不需要。
    填了通不过，点“人工”，店家帮您核对。请不要把证件照片发给自称店家的陌生人。
answer-connection-problem = 📶 <b>我在的，这条已经收到。</b>
    您的订单和付款都记着，不会因为断线丢失。按钮没反应时，发“菜单”换一张新的；链接打不开，换个网络再试。
    还是不行就点“人工”。
answer-delivery-time-eta = ⏱️ <b>多久到？</b>
    有货的商品付款后几秒内自动发到这个聊天，白天晚上、周末节假日都一样。
    已经付款却没收到，点“我的订单”看这一单走到哪一步了。
answer-invoice-or-receipt = 🧾 <b>发票和凭证</b>
    每张订单页都有单号、金额和时间，可以当购买凭证。
    要开发票，点“人工”，告诉店家单号、抬头和税号。
answer-how-to-use-card = 🔑 <b>卡密怎么用</b>
    1. 点“我的订单”，打开这一单，点“查看卡密”，再点复制。
    2. 到商品说明里写的平台，登录要充值的账号，找到“兑换”或“充值”。
    3. 把卡密完整粘贴进去，不要带空格。区服要和商品名称里写的一致。
    提示无效先不要反复试，点“人工”并附上截图。
answer-maintenance-info = 🛠️ <b>维护和营业时间</b>
    现在能点“购买”就是正常营业，自动发货不分昼夜。维护时我会在下单前告诉您，并可以登记恢复后提醒。
    人工的在线时间写在首页提示和人工页面里。
answer-feedback-praise = 💬 谢谢您！您的话会让我们做得更好。
    有具体建议，点“人工”写下来，店家会看到；也可以在订单送达后打分。
answer-thanks-or-bye = 不客气，有需要随时叫我。祝您愉快！
