# The people of the shop: who they are, how they are invited, who may do what; their group.

role-customer = customer
role-agent = agent
role-supervisor = supervisor
role-admin = admin

staff = <b>Staff</b> ({ $count })
    Tap a name to change a role or let somebody go, or make an invite link below.
button-staff = 👥 Staff
button-member = { $name } · { $role ->
        [agent] agent
        [supervisor] supervisor
       *[admin] admin
    }
button-invite-agent = ➕ Invite an agent
button-invite-supervisor = ➕ A supervisor
button-invite-admin = ➕ An admin

staff-member = <b>{ $name }</b> · { $role }
    { $can }
can-customer = Not on the staff any more; can only buy.
can-agent = May serve customers’ tickets.
can-supervisor = May serve customers, settle anybody’s ticket and see the report.
can-admin = May do everything in this shop.
staff-yourself = That’s you. Only another admin can change your role.
staff-owner = They are named in the setting ADMIN_TELEGRAM_IDS and can only be changed there.
button-make-agent = Make an agent
button-make-supervisor = Make a supervisor
button-make-admin = Make an admin
button-dismiss = Let go
ask-dismiss = Let <b>{ $name }</b> ({ $role }) go? { $count ->
        [0] They have no unresolved ticket.
        [one] They have { $count } unresolved ticket: it goes back to the queue, and its customer is told. Handing it over first is kinder.
       *[other] They have { $count } unresolved tickets: they go back to the queue, and their customers are told. Handing them over first is kinder.
    }
    They will be told, and invites they made stop working.
button-dismiss-really = Yes, let go
staff-role-changed = ✅ { $name } is now: { $role }. They have been told.

staff-invited = 🔗 An invite for one <b>{ $role }</b>. Send this link to that person alone:
    { $link }

    It works once, for whoever opens it first, until { $until }. Keep it out of groups.
admin-staff-joined = 👥 { $name } (ID { $id }) joined by invite. Role: { $role }.
staff-dismissed = You are no longer on the staff of this shop. Thank you for your help! You can go on shopping as before.

staff-guide = You are on the staff of this shop: <b>{ $role }</b>.
    { $lines }
guide-agent = {""}
    <b>Serving customers</b>
    Each ticket has a topic in the staff group. Tap “Claim”; from then on your texts, pictures and files in the topic go to the customer, and theirs come to you there.
    A message that begins with // is a note only staff see.
    In your chat with me: /person with a ticket, an order or a Telegram number shows somebody’s account, and can freeze it.
    In a topic: /claim, /transfer to a colleague, /note, /resolve, /reopen, and /card to see the card again.
    /console does the same on a web page.
    /preorders shows what customers have ordered ahead, and what is due today.
guide-supervisor = {""}
    <b>Supervising</b>
    /report shows orders, delivery times and complaints.
    You may hand over or resolve anybody’s ticket, and you hear of low ratings.
    /refund with an order’s number gives an undelivered order back to the customer’s balance.
    /licences shows the licences that wait for your review.
    /teach: what I did not understand; you tell me what it means.
guide-admin = {""}
    <b>Running the shop</b>
    /staff: invite, change roles, let people go.
    /products: put on or off sale, change prices, bulk prices and limits, announce what can be pre-ordered.
    /campaigns: coupons, redeem codes, points.
    /stock: add codes from a file.
    /broadcast: news to customers. /maintenance: announce it.
    /incident: troubles of many customers, and making up for them.
    /suppliers: how our suppliers are, switching one off or on.
    /trouble: what the bot gave up, and trying again.
    /connect, sent in a group with topics, makes it the staff group.

group-connected = ✅ This is the staff group now. Each ticket gets a topic here.
    If you haven’t yet: make me an admin with the right “Manage topics”, or I can’t open any.
group-connected-before = This is the staff group already.
    If no topics appear, check that I am an admin with the right “Manage topics”.

refused-invite-not-found = That invite isn’t one of ours, or the link was cut short. Please ask for it again.
refused-invite-spent = That invite has been used, or its time is over. Please ask for a new one.
refused-already-staff = You are { $role ->
        [agent] an agent
        [supervisor] a supervisor
       *[admin] an admin
    } already, so you don’t need this link. It still works for somebody else.
refused-not-ones-own-role = Nobody can change their own role. Please ask another admin.
refused-owner-stays = { $name } is named in the setting ADMIN_TELEGRAM_IDS and can only be changed there.
refused-not-a-forum = This group has no topics, so it can’t be the staff group. Turn on “Topics” in its settings, make me an admin with the right “Manage topics”, and send /connect again.
