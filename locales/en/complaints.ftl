# Complaining: which order, what we see ourselves, what is wrong.

complaint-order = I’m sorry something went wrong. Which order is it about?
    Tap it, or send me any number you have for it: ours, or that of the payment.
button-no-order = It’s not about an order
complaint-look = <b>Order { $number }</b>: this is what I see

    { $finding }

    If that doesn’t settle it, tap “Still complain” or just tell me what’s wrong.
button-still-complain = Still complain ›
button-to-payment = 💳 To payment
complaint-category = What is wrong?
button-complaint-not-arrived = 📭 Nothing arrived
button-complaint-code-dead = 💀 A code doesn’t work
button-complaint-charged-twice = 💸 Charged twice
button-complaint-wrong-goods = 📦 Not what I ordered
button-complaint-other = ❓ Something else
complaint-words = Tell us what happened, in your own words. A screenshot helps; you can send it right here, now or later.
button-nothing-to-add = Nothing to add
button-complain = ⚠️ Report a problem

finding-unpaid = It isn’t paid yet, so nothing has been sent. It is set aside for you until { $at }. If you paid outside just now, the gateway’s word can take a minute.
finding-lapsed = Nobody paid in time, so it closed at { $at } and nothing was charged. If you paid after that, your money will be put to the order or your balance by itself.
finding-cancelled = It was cancelled at { $at } and nothing was charged.
finding-credited = It was closed at { $at }, before your money came, so it could not be sent.
finding-waiting-for-stock = It is paid since { $at }, and we’ve run out of stock. We look again every minute, and yours goes out as soon as there is some.
finding-unseen = It was delivered at { $at }, and the codes haven’t been opened yet. They are waiting for you behind the button.
finding-seen = It was delivered, and the codes were first opened at { $at }. You can open them again; please compare each character.
finding-refunded = It couldn’t be delivered, and all you paid went back to your balance at { $at }.
finding-surplus = Money that came besides, { $amount }, is on your balance: it isn’t lost.

step-complaint-order = choosing the order
step-complaint-look = looking at your order
step-complaint-category = saying what is wrong
step-complaint-words = telling us what happened

complaint-opened = ✅ Your complaint is in. Whatever you write or send here now goes straight to us.
complaint-added = There is an open ticket about this already, so I added this to it.
complaint-left = All right, no complaint then, and no ticket was opened. Anything else, just say so.
ticket-none = You have no open ticket. Is something wrong?

command-complain = Something is wrong
command-ticket = My open ticket
keywords-complain = complain, complaint, make a complaint
keywords-ticket = ticket, my ticket, my complaint
