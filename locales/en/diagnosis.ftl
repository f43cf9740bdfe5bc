# Looking into it: what is in the way, why, and the button that helps; and the check of a connection.

button-diagnose = 🩺 What’s wrong?
keywords-diagnose = diagnose, what is wrong, check my account, check my order
diagnosis-what = 🩺 <b>What is wrong?</b>
    Tap one: I look at your account, orders, payments, stock and messages, and tell you why and what helps.
button-symptom-ordering = 🛒 I can’t order or pay
button-symptom-arrival = 📭 I paid, nothing came
button-symptom-login = 🔒 I’m locked out
button-symptom-slow = 🐢 It’s slow or silent
button-symptom-code = 🚫 My code doesn’t work

diagnosis = 🩺 <b>Found it</b>
    { $cause }
diagnosis-further = { $diagnosis }

    <b>Also</b>
    { $further }
diagnosis-nothing = 🩺 <b>I found no cause</b>
    { $symptom ->
        [ordering] I looked at your account, maintenance and ways to pay: nothing keeps you from ordering. Tell me what you want to buy, and I look at its stock, licence, limits and ordering hours too.
        [arrival] None of your recent orders is missing. If you bought with another Telegram account, please look there; if you have a payment number, send it to me.
        [login] There is no password here: if you can write to me, you are signed in, and nothing restricts you. If it is the platform’s account that you can’t enter, please recover it there first.
        [slow] All your messages came in, none is waiting, and there is no maintenance or outage. Tap “Test my connection” to see which part is slow.
       *[code] There is no delivered code in your name. If you bought it elsewhere, please ask that seller; if you used another account here, please write from that one.
    }
    If it’s still wrong, tap the person below: they get all that I looked at, so you needn’t explain again.
diagnosis-nothing-of-good = 🩺 <b>I found no cause</b>
    For “{ $product }” I looked at your account, licence, limits, ordering hours, maintenance, ways to pay and stock: nothing keeps you from ordering it. Please try again.
    If it’s still wrong, tap the person below: they get all that I looked at, so you needn’t explain again.
button-diagnosed-human = 🙋 A human, with these findings
button-check-again = 🔄 Look again
button-test-connection = 📶 Test my connection
button-tell-me = 🔔 Tell me when it’s over
button-deliver-now = 🔄 Try to deliver now
button-ask-gateway = 🔎 Check the payment again
button-dead-code = 🚫 It doesn’t work, replace it
diagnosis-handed-on = 🙋 I’ve called someone for you and passed on what I found, so you needn’t explain again. If there’s anything to add, write it here.
diagnosis-delivered = It’s here!
diagnosis-not-yet = I’ve just tried again, and there is none yet. No need to keep tapping: I try every minute.
diagnosis-asked-gateway = 🔎 The payment company is being asked. If your money is there, it is seen to within seconds and you are told; if not, nothing is charged twice.

connection-tap = 📶 This message measures your connection. Tap as soon as you see it:
button-tap-here = 👆 Tap here
connection = 📶 <b>Your connection</b>
    We took { $ours } s.
    Telegram took the message after { $platform } s.
    From there to your tap: { $theirs } s, your reading included.

    { $verdict ->
        [ours] It’s us: we are very busy right now. Everything you sent is in line and nothing is lost; please try again in a few minutes.
        [platform] It’s Telegram: messages to you are waiting in line. No need to tap again; they arrive in order.
       *[fine] We and Telegram were both quick. If it feels slow, it’s most likely your network: try another one or another proxy, or open Telegram anew.
    }
connection-unknown = 📶 I couldn’t measure it: nobody noted when that message left. Your tap did arrive, so you are connected; test again for the times.

cause-licence-in-review = The licence you sent is still being looked at; until it is accepted you can’t buy licensed goods. You’ll hear at once, and needn’t send it again.
cause-licence-ended = Your licence ended on { $at }, so you can’t buy licensed goods any more. Send the new one; once it is accepted you can.
cause-gateway-silent = Since { $at } the payment company has told us nothing of several customers’ payments, so it’s most likely its fault and not yours. If you have paid, don’t pay again: it is booked as soon as it arrives. Paying from your balance still works.
cause-supplier-silent = A supplier of ours doesn’t answer at the moment; we ask again at { $at }. Orders that are paid stay in line, and what isn’t there as promised is refunded.
cause-incident = Something has been affecting a number of customers since { $at }, and our staff are on it. No need to order or pay again: your orders and your money are safe.
cause-unpaid = Order { $number } ({ $product }) isn’t paid yet, so nothing was sent. Please pay by { $at }; after that it closes by itself and nothing is charged.
cause-unheard = You opened a payment for order { $number } at { $at }, and the payment company hasn’t told us of any money. If you haven’t paid, go on; if you have, don’t pay twice: tap “Check the payment again”, and it goes out as soon as the money is here.
cause-lapsed = Order { $number } ({ $product }) wasn’t paid in time and closed at { $at }; nothing was charged. If you paid after that, it is delivered or put on your balance by itself.
cause-cancelled = Order { $number } ({ $product }) was cancelled at { $at }; nothing was charged, so nothing will come.
cause-credited = Order { $number } closed at { $at } and your money came after that, so nothing was sent. All of it is on your balance, and you can order with it right away.
cause-being-bought = Order { $number } ({ $product }) is paid, and we are getting it from our supplier for you: promised by { $at }. If it takes longer, you hear from us first.
cause-waiting = Order { $number } ({ $product }) is paid, but the shelf is empty just now and our staff know. It is promised by { $at }; yours goes out first.
cause-preordered = Order { $number } ({ $product }) was ordered ahead and is paid: promised by { $at }, and yours goes out first. You can have your money back at any time.
cause-late = Order { $number } ({ $product }) is late, and we’re very sorry. By { $at } at the latest you have it, or all your money back. You can also have the money now.
cause-doubt = Order { $number }: our supplier hasn’t confirmed the top-up. A colleague is finding out and gets back to you by { $at }; until then it is neither topped up twice nor lost.
cause-refund-under-way = The refund for order { $number } is on its way to where you paid from. By { $at } you know that it’s there, or that it’s on your balance.
cause-refund-late = The payment company hasn’t confirmed the refund for order { $number }. Your money is not lost: a colleague is finding out and gets back to you by { $at }.
cause-refunded = Order { $number } couldn’t be delivered, and its money went back at { $at }. You were told where to; your balance and statement are always there to see.
cause-unsent = Order { $number } ({ $product }) arrived at { $at }, only the message that says so never got out. Your codes are here: tap below.
cause-unseen = Order { $number } ({ $product }) arrived at { $at } and its codes were never opened: tap below.
cause-seen = Order { $number } ({ $product }) has arrived, and its codes were first opened at { $at }. Please check: all of the code, no blanks, and the region in the product’s name. If it still fails, tap “It doesn’t work” and our staff will check and replace it.
cause-reissue-waits = Our staff decided at { $at } to replace the code of order { $number } that doesn’t work. They are finding another; you’ll have it the moment it’s there.
cause-reissued = The code of order { $number } that didn’t work was replaced at { $at }: tap below for the new one.
cause-missed = { $count ->
        [one] A message couldn’t reach you
       *[other] { $count } messages couldn’t reach you
    }, the last at { $at }, most likely because you had me blocked. It works again, and your orders and codes are all there: tap “My orders”.
cause-held = { $count ->
        [one] A message to you is waiting
       *[other] { $count } messages to you are waiting
    } in line because Telegram limits how fast we may send. They go on from { $at } and none is lost; all you wrote has arrived, so there’s no need to tap again.

also-frozen = · Your account may not order since { $at }
also-off-sale = · { $product } is not on sale
also-licence-needed = · { $product } needs a licence
also-licence-in-review = · The licence is being looked at
also-licence-ended = · The licence ended on { $at }
also-outside-hours = · { $product } can be ordered from { $at }
also-allocation-spent = · { $product }: all had for this period, more from { $at }
also-sold-out = · { $product }: not enough left
also-limit-reached = · { $product }: the limit for one person is reached
also-quantity = · { $product }: not so many at once
also-maintenance = · Maintenance until { $at }
also-too-many-unpaid = · Too many unpaid orders: nothing is kept for { $number }
also-gateway-silent = · No word of online payments since { $at }
also-supplier-silent = · A supplier is silent, asked again at { $at }
also-incident = · Trouble that many have, since { $at }
also-unpaid = · Order { $number } isn’t paid, closes at { $at }
also-unverified = · Order { $number }: the phone has to be verified before paying
also-unheard = · Order { $number }: payment opened at { $at }, no word since
also-lapsed = · Order { $number } wasn’t paid, closed at { $at }
also-cancelled = · Order { $number } was cancelled at { $at }
also-credited = · The money for order { $number } came late and is on the balance
also-being-bought = · Order { $number } is being bought, promised by { $at }
also-waiting = · Order { $number } waits for stock, promised by { $at }
also-preordered = · Order { $number } was ordered ahead, promised by { $at }
also-late = · Order { $number } is late, by { $at } at the latest
also-doubt = · Order { $number }: the top-up is being checked until { $at }
also-refund-under-way = · Order { $number }: a refund is on its way until { $at }
also-refund-late = · Order { $number }: its refund isn’t confirmed, answer by { $at }
also-refunded = · Order { $number } was refunded at { $at }
also-unsent = · Order { $number } arrived, its message never got out
also-unseen = · Order { $number } arrived, codes never opened
also-seen = · Order { $number } arrived, first opened at { $at }
also-reissue-waits = · Order { $number }: a code is being replaced
also-reissued = · Order { $number }: a code was replaced at { $at }
also-missed = · Messages that never arrived: { $count }
also-held = · Messages waiting in line: { $count }
also-nothing = · No cause was found

ticket-diagnosed = Before asking for a person they had it looked into ({ $symptom ->
        [ordering] can’t order
        [arrival] nothing came
        [login] locked out
        [slow] slow or silent
       *[code] code doesn’t work
    }). Found then:
    { $findings }
