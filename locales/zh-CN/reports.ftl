# 经营报表：图上的字，和用话说的数字。

picture-report = { $first } 至 { $last }
picture-orders = 每天的订单
picture-placed = 下单
picture-paid = 已付款
picture-delivery-seconds = 到货用时（秒）
picture-delivery-minutes = 到货用时（分钟）
picture-delivery-hours = 到货用时（小时）
picture-median = 一半在此以内
picture-p90 = 九成在此以内
picture-complaints = 各商品的投诉
picture-no-order = 没有对应订单
picture-no-complaints = 没有人投诉。

report-counting = 📊 正在统计最近 { $count } 天……
report-failed = 😥 报表没有算出来，已经通知管理员，编号 { $incident }。可以再试一次。
report = 📊 <b>最近 { $count } 天</b>
    下单 { $placed } 笔，已付款 { $paid } 笔。
    { $delivery }
    { $complaints }
report-delivery = 付款到到货：一半的订单在 { $median }内，九成在 { $p90 }内。
report-nothing-delivered = 这段时间没有到货的订单。
report-complaints = 投诉 { $count } 起，最多的是“{ $product }”，{ $most } 起。
report-no-complaints = 没有投诉。
length-seconds = { $count } 秒
length-minutes = { $count } 分钟
length-hours = { $count } 小时
button-report-days = { $count } 天
