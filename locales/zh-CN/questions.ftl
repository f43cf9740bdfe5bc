# 常见问题：列表、回答、按钮。问题和回答本身在 faq.toml 里。

questions = ❓ <b>常见问题</b>{ $pages ->
        [1] {""}
       *[other] （{ $page }/{ $pages }）
    }
    点一个看回答，也可以直接打字问我，用您自己的话就行。
question-answer = <b>{ $title }</b>

    { $answer }
question-helped = 👍 能帮上忙就好！还有问题随时打字问我。
text-gone = 这条内容店家已经撤下，下面是现有的，也可以直接问人工。
keywords-questions = 常见问题, 问题, faq, 使用说明

button-questions = ❓ 常见问题
button-question = { $title }
button-helped = 👍 明白了
button-redeem = 🎁 兑换码
button-check = 🔍 帮我查一查

# 图里的字：每一步先写要点的地方，再写会怎样（两行），用 | 隔开
picture-codes-1 = 我的订单 | 点这里 | 打开那一单
picture-codes-2 = 查看卡密 | 在订单页上点它 | 随时可以再看
picture-codes-3 = 复制第 1 个 | 点一下就复制好了 | 10 分钟后自动收起
picture-redeem-1 = 复制 | 在订单里复制卡密 | 不要手打
picture-redeem-2 = 兑换 | 登录要充值的账号 | 在平台上找“兑换”
picture-redeem-3 = 粘贴 | 整段粘贴，不带空格 | 地区要和账号一致
