# Tickets: the customer's page, the card for staff, and how one side hears the other.

ticket-page = 🎫 <b>{ $number }</b> · { $category ->
        [not-arrived] not arrived
        [code-dead] code doesn’t work
        [charged-twice] charged twice
        [wrong-goods] wrong goods
        [other] something else
       *[none] talk to a person
    }
    { $lines }

    { $next }
ticket-page-waiting = { $place ->
        [1] You’re next in line
       *[other] In line, number { $place }
    }
ticket-page-claimed = 💬 { $owner } is looking after you
ticket-page-resolved = ✅ Settled
ticket-page-promised = You’ll have an answer by { $until }
ticket-page-late = Sorry to keep you waiting past the time we promised. You’ll be answered as soon as someone is free.
ticket-page-closed = 🌙 Nobody is in just now; answers start again at { $opens }
ticket-page-heard = { $count ->
        [one] We have your message
       *[other] We have all { $count } of your messages
    }
ticket-next = { $status ->
        [resolved] Not solved after all? Tap “Open again” and the same person goes on with it.
       *[open] Just write here, or send photos and files: our staff see it all.
    }
ticket-talking = 💬 From here on, what you write goes to our staff ({ $number }).
ticket-reopened = It’s open again, and our staff have what you just wrote.
ticket-resolved = ✅ { $number } has been marked as settled.
    Not solved after all? Tap the button and the same person goes on with it.
ticket-again = { $number } has been settled. Is what you just wrote about that?
    I’ve kept it; one tap and our staff have it.
ticket-cannot-see = I can’t pass that on; our staff only know that you sent it. Please use text, a photo or a file.

button-ticket-talk = 💬 Write to staff
button-ticket-reopen = 🔄 Open again
button-ticket-anew = 🆕 Something else

# For staff
ticket-card = 🎫 <b>{ $number }</b> · { $category ->
        [not-arrived] not arrived
        [code-dead] code doesn’t work
        [charged-twice] charged twice
        [wrong-goods] wrong goods
        [other] something else
       *[none] wants a person
    }
    { $status }

    { $facts }
ticket-card-status = { $status ->
        [waiting] ⏳ Unclaimed; the customer was promised an answer by { $until }
        [claimed] 💬 { $owner } is on it; the customer was promised an answer by { $until }
       *[resolved] ✅ Settled { $owner }
    }
ticket-card-offered = 💬 { $owner } is on it and has offered it to { $name }, who hasn’t answered yet
ticket-card-customer = 👤 { $name } (ID { $id }) · { $tier ->
        [retail] retail
        [silver] silver
       *[gold] gold
    } · { $language } · here since { $since }
ticket-card-order = 📦 { $number } · { $product } × { $quantity } · { $total }
ticket-card-finding = 🔍 { $cause ->
        [unpaid] not paid yet, due by { $at }
        [lapsed] not paid in time, closed at { $at }
        [cancelled] cancelled at { $at }
        [credited] money came that the order couldn’t take; on their balance since { $at }
        [waiting-for-stock] paid at { $at }, not delivered yet
        [unseen] delivered at { $at }, codes never looked at
        [seen] codes first looked at { $at }
       *[refunded] refunded to their balance at { $at }
    }
ticket-card-surplus = 🔍 Another { $amount } came that the order couldn’t take; it’s on their balance
ticket-card-attention = ⚠️ This order needs somebody: { $why ->
        [stock-vanished] out of stock
       *[other] { $why }
    }
ticket-card-shop = 🤖 { $text }
ticket-card-former = 🗂 Earlier tickets: { $numbers }
ticket-card-below = 🎫 The card of { $number } is further down now.

ticket-said = { $side ->
        [customer] 👤 <b>{ $name }</b>
        [staff] 🧑‍💼 <b>{ $name }</b>
        [note] 📝 <b>{ $name }</b>
       *[shop] 🤖
    }
    { $text }
ticket-said-alone = { $text }
ticket-sent = { $side ->
        [customer] 👤 <b>{ $name }</b>
        [staff] 🧑‍💼 <b>{ $name }</b>
        [note] 📝 <b>{ $name }</b>
       *[shop] 🤖
    }
ticket-sent-unseen = 👤 <b>{ $name }</b> sent { $matter ->
        [contact] a contact
        [location] a location
       *[other] something special
    }, which can’t be passed on.
ticket-noted = 📝 <b>{ $name }</b> (only staff can see this)
    { $text }

ticket-was-claimed = ✋ { $name } has claimed { $number }.
ticket-was-returned = 🔄 { $name } has left the staff. { $number } waits for somebody to claim it.
ticket-returned = 🔄 { $number }: the person who looked after you is no longer with us. A colleague goes on with it and can read all of it, so there is nothing you need to say again.
    { $place ->
        [1] You are next in line, and have an answer by { $until }.
       *[other] You are number { $place } in line, and have an answer by { $until }.
    } To add something, tap the button and write.
ticket-was-resolved = ✅ { $name } has marked { $number } as settled.
ticket-was-reopened = 🔄 { $name } has opened { $number } again.
ticket-was-offered = { $number } is now offered to { $name }, who hasn’t answered yet.
ticket-was-accepted = 🤝 { $name } has taken { $number } over.
ticket-was-declined = { $name } can’t take { $number }; it stays with { $owner }.

ticket-offer = 🤝 { $name }, { $owner } would like to hand { $number } to you. Will you take it?
    Until you do, { $owner } stays responsible.
ticket-offer-to-whom = Who should take { $number }? It changes hands once they accept.
ticket-nobody-else = There is nobody else to take { $number }. The owner can invite more staff.
ticket-volunteer = 🙋 { $name } would take { $number }. { $owner }, tap the button to offer it.

ticket-unsent-unclaimed = ⚠️ Not sent: nobody has claimed { $number }. Claim it first, then send it again.
ticket-unsent-resolved = ⚠️ Not sent: { $number } is settled. Open it again first, then send it again.
ticket-unsent-other = ⚠️ Not sent: { $number } is { $owner }’s.
    You can volunteer to take it over. A message that begins with // is a note, which only staff see.
ticket-cannot-cross = ⚠️ Not sent: contacts, locations and the like can’t be passed on. Please use text, a photo or a file.
ticket-unreachable = ⚠️ { $name } can’t be reached since { $since }: they blocked the bot or closed their account. They get nothing until they write again.
ticket-note-how = Write the note after the command, as in: /note supplier contacted. A message that begins with // is a note as well. Customers never see them.

button-ticket-claim = ✋ Claim
button-ticket-resolve = ✅ Settled
button-ticket-transfer = 🤝 Hand over
button-ticket-card = 🎫 Card
button-ticket-offer = Offer to { $name }
button-ticket-accept = ✅ I’ll take it
button-ticket-decline = ✕ Not now
button-ticket-volunteer = 🙋 I’ll take over

admin-ticket-without-group = 🙋 { $name } has opened ticket { $number }, but no staff group is connected, so nobody sees it.
    Add me as an admin to a group with topics and send /connect there: waiting tickets move over by themselves.

refused-ticket-not-found = I can’t find that ticket.
refused-ticket-taken = { $number } has been claimed by { $owner }.
refused-ticket-unclaimed = Nobody has claimed { $number } yet; claim it first.
refused-ticket-resolved = { $number } is settled. Open it again to go on with it.
refused-ticket-open = { $number } is open; just go on there.
refused-not-your-ticket = { $number } is { $owner }’s; only they or a supervisor can do that.
refused-cannot-offer = { $number } can’t be offered to { $name }: it’s theirs already, or they aren’t staff.
refused-offer-gone = { $number } isn’t offered to you at the moment.
refused-no-ticket-here = This isn’t a ticket’s topic. Please send it in the ticket’s own topic.
refused-no-such-agent = Nobody on the staff is called “{ $name }”. Send just /transfer and pick from the list.
