# Teaching the bot what people mean, for supervisors and admins.

unclear-waiting = 🎓 <b>What I did not understand</b>: { $count ->
        [one] one sentence
       *[other] { $count } sentences
    } (page { $page } of { $pages })
    The most frequent come first. Tap one and tell me what it means. Names, numbers and rare words are left out (…).
unclear-waiting-none = 🎓 There is nothing at the moment that I did not understand.
    When I have to ask a customer what they mean, the sentence appears here, without names and numbers.
unclear-taught = 🎓 <b>What you have taught me</b>: { $count ->
        [one] one sentence
       *[other] { $count } sentences
    } (page { $page } of { $pages })
    I use it once you have tapped “Learn now”. Tap a sentence to take its meaning back.
unclear-taught-none = 🎓 You haven’t taught me anything yet.
unclear-sentence = “{ $text }”
    Said { $count ->
        [one] once
       *[other] { $count } times
    }, last { $at }. What does it mean?
unclear-settled = “{ $text }”
    Said { $count ->
        [one] once
       *[other] { $count } times
    }, last { $at }. Meaning: { $meaning }.
unclear-meanings = “{ $text }”
    Everything I can understand (page { $page } of { $pages }). What does it mean?
unclear-noted = ✅ Noted. “{ $text }”: { $meaning }.
unclear-settled-before = Somebody was quicker: this is what they said. You can take it back.
unclear-gone = That sentence is no longer kept, because newer ones came in. Here are those that are.
learning = 🎓 Learning { $count ->
        [0] to do without what you took back
        [one] your sentence
       *[other] your { $count } sentences
    }… That takes about a minute at most. I go on serving customers meanwhile.
learned = ✅ Learned, and in use within seconds, with no restart.
    Of the { $count ->
        [one] one sentence
       *[other] { $count } sentences
    } you taught, I understood { $before } without your help; now I understand { $now }.
learned-nothing = ✅ There is no sentence of yours any more, so I understand as I did when I came.
learning-failed = 😥 I could not learn. The admins know of it as { $incident }. I understand as well as before, and you can try again.
button-unclear = 🎓 Not understood
button-unclear-waiting = ❓ Not understood ({ $count })
button-unclear-taught = 📗 Taught ({ $count })
button-unclear-sentence = { $count }× { $text }
button-unclear-teach = { $meaning }
button-unclear-meanings = 📋 Another meaning
button-unclear-leave-out = 🗑️ Leave it out
button-unclear-take-back = ↩️ Take it back
button-learn = 🎓 Learn now

meaning-left-out = left out
meaning-place-order = buying something
meaning-order-status = where an order is
meaning-order-stuck = paid, nothing came
meaning-duplicate-charge = charged twice
meaning-refund = a refund
meaning-cancel-order = cancelling an order
meaning-complaint = a complaint
meaning-talk-to-human = a human
meaning-coupon-or-compensation = coupons, compensation
meaning-redeem-code = redeeming a code
meaning-balance-or-topup = balance and paying
meaning-account-frozen-or-login = account and login
meaning-licence-or-verification = verification, licence
meaning-connection-problem = the bot doesn’t react
meaning-catalogue-or-price = products and prices
meaning-stock-availability = whether it is in stock
meaning-delivery-time-eta = how long it takes
meaning-invoice-or-receipt = invoice or receipt
meaning-change-language = changing the language
meaning-greeting = hello
meaning-thanks-or-bye = thanks, or goodbye
meaning-how-to-use-card = how to use a code
meaning-card-invalid = the code doesn’t work
meaning-maintenance-info = maintenance, opening hours
meaning-feedback-praise = praise and suggestions
meaning-out-of-scope = nothing a shop has to do with
