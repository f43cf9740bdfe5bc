# 店里的人：谁是店员，怎么请人，谁能做什么；员工群。

role-customer = 顾客
role-agent = 客服
role-supervisor = 主管
role-admin = 管理员

staff = <b>店里的人</b>（{ $count } 位）
    点名字可以换角色或请离；点下面的“请…”生成邀请链接。
button-staff = 👥 店里的人
button-member = { $name } · { $role ->
        [agent] 客服
        [supervisor] 主管
       *[admin] 管理员
    }
button-invite-agent = ➕ 请客服
button-invite-supervisor = ➕ 请主管
button-invite-admin = ➕ 请管理员

staff-member = <b>{ $name }</b> · { $role }
    { $can }
can-customer = 已经不是店员，只能买东西。
can-agent = 可以接待顾客的工单。
can-supervisor = 可以接待顾客、接手任何人的工单、看报表。
can-admin = 店里的一切都可以做。
staff-yourself = 这是您自己。自己的角色只能请另一位管理员来改。
staff-owner = 这位写在设置 ADMIN_TELEGRAM_IDS 里，只能在那里改。
button-make-agent = 改为客服
button-make-supervisor = 改为主管
button-make-admin = 改为管理员
button-dismiss = 请离
ask-dismiss = 要把 <b>{ $name }</b>（{ $role }）请离吗？{ $count ->
        [0] 手上没有未解决的工单。
       *[other] 手上还有 { $count } 个未解决的工单：会退回排队，并告诉顾客。最好先转给同事。
    }
    对方会收到通知，已发出的邀请链接同时作废。
button-dismiss-really = 确定请离
staff-role-changed = ✅ { $name } 现在是{ $role }，已通知对方。

staff-invited = 🔗 邀请一位<b>{ $role }</b>，把这个链接单独发给对方：
    { $link }

    谁先打开就算谁的，只能用一次，{ $until } 前有效。不要发到群里。
admin-staff-joined = 👥 { $name }（ID { $id }）用邀请链接加入了，角色：{ $role }。
staff-dismissed = 您现在不是店员了。感谢您的帮忙！买东西还是老样子。

staff-guide = 您是这家店的<b>{ $role }</b>。
    { $lines }
guide-agent = {""}
    <b>接待顾客</b>
    在员工群里，每个工单一个话题。点“接手”，之后您在话题里发的文字、图片、文件都会转给顾客，顾客的回复也在那里。
    以 // 开头的是内部备注，顾客看不到。
    跟我私聊：/person 加工单号、订单号或 Telegram 号码，看一个人的账号，也能冻结。
    话题里的命令：/claim 接手，/transfer 转给同事，/note 备注，/resolve 已解决，/reopen 重新打开，/card 再看一次卡片。
    /console 在网页上做这些。
    /preorders 看顾客预购了多少、今天该到什么货。
guide-supervisor = {""}
    <b>主管</b>
    /report 看报表：订单、到货用时、投诉。
    谁的工单都可以转交或解决；评分低的会通知您。
    /refund 加订单号，把没到货的订单退到顾客余额。
    /licences 看待审核的许可证。
    /teach 没听懂的话：告诉我是什么意思，我就学会。
guide-admin = {""}
    <b>管理</b>
    /staff 店里的人：邀请、换角色、请离。
    /products 商品：上架下架、改价、批量价和限购，预告到货。
    /campaigns 优惠券活动、兑换码、积分。
    /stock 补货：发卡密文件。
    /broadcast 群发，/maintenance 维护通知，/incident 故障和补偿。
    /suppliers 供应商：看谁正常，停用或启用，隔离的货上架。
    /trouble 没办成的事：看原因，再试一次。
    /connect 在员工群里发，把那个群设为员工群。

group-connected = ✅ 这里就是员工群了。每个工单会在这里开一个话题。
    还差一步的话：把我设为管理员，并打开“管理话题”权限，否则我开不了话题。
group-connected-before = 这里已经是员工群了。
    如果没有新话题出现：请检查我是不是管理员，有没有“管理话题”权限。

refused-invite-not-found = 这个邀请链接不是我们的，或者没有复制完整。请向邀请您的人再要一次。
refused-invite-spent = 这个邀请链接已经用过，或者过期了。请向邀请您的人再要一个。
refused-already-staff = 您已经是{ $role ->
        [agent] 客服
        [supervisor] 主管
       *[admin] 管理员
    }了，用不着这个链接。它还有效，可以给别人。
refused-not-ones-own-role = 自己的角色不能自己改，请另一位管理员来改。
refused-owner-stays = { $name } 写在设置 ADMIN_TELEGRAM_IDS 里，只能在那里改。
refused-not-a-forum = 这个群没有话题功能，没法当员工群。请在群设置里打开“话题”，把我设为管理员并给“管理话题”权限，再发一次 /connect。
