# 供应商：顾客等货时听到的话，管理员看到的供应商。

supply-in-doubt = ⏳ 订单 { $number } 给 { $account } 的充值，上家还没有回执。
    为了不让您充两次或者白付钱，同事正在人工核对，有结果马上告诉您。急的话点“找人工”。
delivery-top-up = ✅ 订单 { $number } 充好了！
    { $product } × { $count }
    充到：{ $account }
    上家回执：<code>{ $receipt }</code>
    到账可能晚一两分钟；没到的话点“投诉”，把回执号给我们就能查。

admin-top-up-in-doubt = ⚠️ 订单 { $number } 的充值上家一直没有回执，到了承诺时间也没有自动退款（可能已经充了）。请找上家核对：没充就 /refund { $number }。
admin-supply-put-aside = 📦 上家 { $supplier } 的采购 { $number } 到晚了，{ $count } 件已放进隔离区，没有订单在等它。用 /suppliers 查看。
admin-supply-repeated = ⚠️ 上家 { $supplier } 的采购 { $number } 里有 { $count } 个卡密以前就给过我们，已剔除没有发给顾客。请向上家索赔。
admin-supplier-rests = 🔌 上家 { $supplier } 连续没有回应，先停用一会儿，订单改走其他上家；恢复后自动启用。

suppliers = <b>供应商</b>
    { $lines }
    { $withheld }
    { $aside }
suppliers-none = 还没有配置供应商。看 README 里的“Suppliers”，把它们写进 SUPPLIERS 文件。
supplier-line = { $state ->
        [on] 🟢
        [off] ⚪️
       *[resting] 🟠
    } <b>{ $supplier }</b>：{ $state ->
        [on] 正常
        [off] 已停用
       *[resting] 没有回应，{ $until } 后再试
    }，{ $products } 种商品，进行中 { $open } 单{ $synced ->
        [never] ，还没同步过
       *[yes] ，{ $at } 同步
    }
supplier-aside = 隔离区：{ $product } { $count } 件
supplier-switched-on = 已启用 { $supplier }。
supplier-switched-off = 已停用 { $supplier }：新订单不再找它，已经下的单照常查询。
aside-put-back = { $count ->
        [0] 没有可以上架的：都过期了，或者已经有人处理。
       *[other] 已上架 { $count } 件，等货的订单会自动发出。
    }
button-supplier-on = 启用 { $supplier }
button-supplier-off = 停用 { $supplier }
supplier-withheld = ⛔ { $supplier } 的 { $product } 要 { $cost }，您的最低售价是 { $price }，先不卖
button-aside = 📦 隔离区：{ $product }（{ $count }）
button-suppliers = 🔌 供应商
aside = <b>隔离区：{ $product }</b>，共 { $count } 件
    { $lines }
    { $more ->
        [0] {""}
       *[other] ……还有 { $more } 批
    }

    还能用的可以上架接着卖；过期的请先找卖给您的人索赔，再报损。
aside-none = { $product } 没有隔离的卡密。
aside-line = • { $batch }：{ $count } 件，{ $why ->
        [expired] { $day } 过期
       *[good] 到晚了，还能用
    }{ $priced ->
        [yes] ，每件进价 { $cost }
       *[no] {""}
    }
button-put-back = ✅ 上架（{ $count }）
button-write-off = 🗑 报损（{ $count }）
ask-write-off = 把 <b>{ $product }</b> 的 { $count } 件报损吗？进价合计 { $lost }（按记过的算）。报损以后再也不会卖，也恢复不了。
button-write-off-sure = 🗑 确定报损
aside-written-off = { $count ->
        [0] 已经没有可以报损的了。
       *[other] 已报损 { $count } 件，进价合计 { $lost }（按记过的算）。
    }
admin-stock-expired = 📅 货架上有 { $count } 个卡密过期了，不会再卖。用 /suppliers 查看和处理。
admin-offer-withheld = ⛔ 上家 { $supplier } 的 { $product } 涨到 { $cost }，您的最低售价是 { $price }。为了不亏本已经先不卖了。您可以用 /products 调价；等它降下来也会自动恢复。
button-receipt = 🧾 查看回执或卡密
