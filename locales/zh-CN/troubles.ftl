# 试了多次仍没办成、已经放下的事，给管理员看。

troubles = 🧯 <b>没办成的事</b>
    每种只列最近的几件。原因排除以后，点 🔁 再试一次；对不上的账处理完了，点 ✅。
    { $lines }

    { $books }
troubles-none = ✅ 没有搁下的事。

    { $books }
trouble-event = <b>{ $number }</b> · { $at }
    没能处理：{ $what ->
        [telegram] 收到的消息
        [timer] 到点的定时
        [gateway] 付款通知
        [file] 取到的文件
        [console] 工作台里的操作
        [job] 后台任务的结果
       *[other] { $what }
    }
    { $why }
trouble-call = <b>{ $number }</b> · { $at }
    没能发出：{ $what ->
        [screen] 界面
        [notice] 通知
        [topic] 话题的改动
        [fetch] 取文件的请求
        [broadcast] 群发消息
       *[other] { $what }
    }
    { $why }
trouble-job = <b>{ $number }</b> · { $at }
    没能做完：{ $what ->
        [report] 统计报表
        [learning] 学您教的话
        [refund] 请渠道退款
        [payment-query] 向渠道查一笔付款
        [statement] 取渠道的账单
       *[other] { $what }
    }
    { $why }
trouble-retried = 好，马上再试。
trouble-gone = 这件已经在重试，或者已经办成了。
button-retry = 🔁 { $number }
button-look-again = 🔄 再看一次
