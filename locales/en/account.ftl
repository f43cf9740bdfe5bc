# A person's account: phone, standing, freezes, and what staff do to it.

button-account = 👤 My account
account = 👤 <b>My account</b>
    { $standing }
    { $facts }
account-no-phone = 📱 Phone: none
account-phone = 📱 Phone: { $number }
account-phone-coming = 📱 Phone: { $number }. On { $due } it becomes { $other }; if that wasn’t you, stop it.
account-tier = 🏷 Prices: { $tier }
account-language = 🌐 Language: { $language }
account-licence = 🪪 Licence: { $status }, until { $ends }

standing-good = ✅ In good standing.
standing-trusted = ✅ In good standing, and known to us well.
standing-frozen = 🔒 <b>Frozen</b> since { $since }: { $reason }.
    You can’t order, pay or take coupons meanwhile. What you have paid for still comes, and our staff are here as always.
    { $way-out }
standing-verify = To lift it yourself, right now: share your own phone with the button below.
standing-appeal = Somebody of the shop has to look at it: tap “Have it looked at”; what we know goes along, you needn’t explain it again.
freeze-reason-activity = the orders looked as if somebody else placed them
freeze-reason-payment = a payment was taken back or is disputed
freeze-reason-codes = many codes were tried that don’t exist
freeze-reason-conduct = staff were threatened or cheated
freeze-reason-other = staff are looking into something
button-verify-to-unfreeze = 📱 Unfreeze with my phone
button-appeal = 🙋 Have it looked at
appeal-opened = It is with our staff, with all we know about the freeze. Add what they should know; it goes to them.
appeal-findings = Asks to have a freeze lifted: { $reason }, since { $since }, by { $by } ({ $why }). Freezes so far: { $count }. More: /person { $id }
thawed = ✅ Your account is free again. You can order, pay and use coupons as before.
thawed-pay-now = ✅ Your account is free again, and your order is still here. You can pay now.

verify-first = 📱 <b>One short check before you pay</b>
    Order { $number } is kept for you until { $until }. Please share your own phone with the button below the chat; then you can pay right away.
button-verify-why = ❔ Why?
verify-why = We ask when orders come unusually fast, or are unusually large, so that nobody else spends your money. The number is kept encrypted, shown to nobody in full, and used for nothing else. Once is enough.
verified-pay-now = ✅ Thank you! Your order is still here; you can pay now.
share-contact = 📱 Tap the button below the chat to share your own phone. A number that is typed doesn’t count.
key-share-contact = 📱 Share my phone
key-is-below = 👇 The button that shares your phone is below the chat.
contact-received = 📱 Received.
phone-bound = ✅ { $number } is now the phone of this account.
phone-verified = ✅ { $number }: it is you.
phone-coming = 📱 You shared another phone. On { $due } your account’s phone becomes { $number }; until then it stays as it is.
    If that wasn’t you, stop it now.
phone-changed = 📱 { $number } is now the phone of this account. If that wasn’t you, tell our staff at once.
phone-kept = ✅ Stopped: the phone of this account stays what it is.
phone-not-coming = No other phone was about to take its place.
button-bind-phone = 📱 Add my phone
button-change-phone = 📱 Verify or change my phone
button-keep-phone = ✋ Stop the change

button-known = 🗂 What the shop knows of me
known = 🗂 <b>What the shop knows of you</b>
    { $facts }
    All of it stays in the shop’s own database; phone and licence are encrypted there.
known-name = Name: { $name }, username: { $username }
known-number = Telegram number: { $id }, here since { $since }
known-orders = Orders: { $count }, with an account to top up: { $accounts }
known-balance = Balance: { $amount }
known-tickets = Tickets: { $count }, messages in them: { $messages }
known-ratings = Ratings: { $count }
button-forget = 🗑 Forget me
forget-question = 🗑 <b>Forget you?</b>
    What goes: your name, username and phone, what you and we wrote, the accounts you topped up, notes and remarks. Old messages of mine stay in your chat, but their buttons do nothing any more.
    What stays, because the books must add up: orders and payments with their amounts, under a number, and your Telegram number with it.
    This can’t be undone. Codes you have bought should be saved before.
button-forget-really = 🗑 Yes, forget me
forgotten = ✅ It’s done: name, phone and everything written are gone. If you write again, we meet anew.
forgotten-words = (deleted at the customer’s wish)
refused-cannot-forget = You can’t be forgotten yet: { $why ->
        [staff] you are on the staff; the owner has to let you go first
        [frozen] your account is frozen, and that has to be settled first
        [orders] you have an order that is not finished; cancel it or wait for it
        [balance] you have money with us; spend it or ask a human to send it back
       *[tickets] you have a ticket that is not resolved yet
    }.

refused-account-frozen = 🔒 Your account is frozen, so you can’t order, pay or take coupons. Send /account to see why, and how to lift it; what you have paid for still comes.
refused-not-ones-contact = That isn’t your own contact, so it proves nothing, and we don’t keep it. Please use the button that shares your own.
refused-phone-taken = This phone belongs to another account. If it is yours, type “human” and we’ll look into it.
refused-already-frozen = This account is frozen already.
refused-not-frozen = This account is not frozen.
refused-staff-not-frozen = Who is on the staff can’t be frozen; dismiss them first.
refused-needs-a-reason = Please say why, in a few words.
refused-nobody-called-so = I know nobody by that. Try a Telegram number, an order’s number, a ticket such as T-17, or a name.

ask-whom = 👤 Whose account? Send /person with a Telegram number, an order’s number, a ticket such as T-17, or a name.
ask-why-standing = Why, in a few words? Colleagues and the audit trail will have them; { $name } won’t.
step-standing-person = choosing whose account
step-standing-act = choosing what to do
step-standing-why = saying why
person = 👤 <b>{ $name }</b> ({ $id })
    { $standing }
    { $facts }
person-good = ✅ In good standing.
person-trusted = 🤝 Trusted: no rule freezes them.
person-frozen-verify = 🔒 Frozen. They can lift it by sharing their own phone, and a supervisor can.
person-frozen-appeal = 🔒 Frozen. A supervisor can lift it.
person-facts = Prices: { $tier }. Language: { $language }. Here since { $since }.
person-signs = Risk: { $points ->
        [one] { $points } point
       *[other] { $points } points
    }
    { $signs }
person-freeze = ❄️ { $since }: { $reason }; by { $by } ({ $why })
person-lifted = ☀️ { $until }: lifted by { $by } ({ $why })
sign-new = · new here
sign-orders = · many orders within an hour
sign-unpaid = · many orders left unpaid
sign-amount = · far more than ever before
sign-refunds = · many refunds
sign-codes = · many codes tried
standing-changed = ✅ Done, and noted with your reason.
staff-frozen-by-rules = ❄️ { $name } ({ $id }) was frozen by the rules: { $why }. /person { $id } shows it.
button-freeze-activity = ❄️ Freeze: unusual orders
button-freeze-payment = ❄️ Freeze: payment taken back
button-freeze-codes = ❄️ Freeze: codes tried
button-freeze-conduct = ❄️ Freeze: conduct
button-freeze-other = ❄️ Freeze: something else
button-unfreeze = ☀️ Lift the freeze
button-trust = 🤝 Trust (no rule freezes them)
button-distrust = Trust no more
