# 办不到的时候怎么说：发生了什么，现在怎么办。

refused-product-not-on-sale = 这件商品暂时不卖，换一件看看？
refused-quantity-out-of-range = { $most ->
        [1] 一次只能买 1 件。
       *[other] 一次可以买 { $least } 到 { $most } 件，请换个数量。
    }
refused-out-of-stock = { $left ->
        [0] 抱歉，刚刚卖完了。没有扣款，换一件看看？也可以在商品页排队等货。
       *[other] 抱歉，只剩 { $left } 件了，不够 { $wanted } 件。没有扣款，数量改少一点吧。
    }
refused-invalid-account = { $kind ->
        [phone] 这不像手机号。请发 11 位的大陆手机号，例如 138 0013 8000。
        [qq] 这不像 QQ 号。请发 5 到 11 位数字。
        [email] 这不像邮箱。请发完整的邮箱地址，例如 name@example.com。
        [game-id] 这不像游戏 ID。请发 2 到 32 个字符。
       *[licence] 这不像许可证号。请发 8 到 20 位字母或数字。
    }
refused-quote-not-found = 这个报价找不到了，给您重新报一次。
refused-quote-lapsed = 报价已过期，给您按最新价格重新报一次。
refused-order-not-found = 没有找到这笔订单。请核对订单号，或打“人工”。
refused-which-order = 没听出是哪一单。点下面的一个，或者这样说：“最近一单”“第二个”“话费那单”，发单号也行。
refused-cannot-cancel = 订单 { $number } 现在不能取消了。有问题请打“人工”。
refused-cannot-pay = 订单 { $number } 现在不能付款了，请看订单页的最新状态。
refused-cannot-refund = 订单 { $number } 现在不能退款。有问题请打“人工”。
refused-not-delivered-yet = 订单 { $number } 还没有到货，到了会立刻通知您。
refused-not-enough-balance = 余额 { $balance }，不够付 { $needed }。请换一种方式支付。
refused-not-a-number = 请发一个数字，例如 2。
refused-text-too-long = 有点长，请控制在 { $most } 字以内。
refused-choose-by-button = 请点下面的按钮来选。
refused-not-allowed = 这个功能只有店员能用。需要帮忙请打“人工”。
refused-unknown-time-zone = 没有“{ $name }”这个时区。请发城市名，例如 Asia/Shanghai。
