# Licences: handing one in, its review, and what it allows.

ask-licence-number = 🪪 What is your licence number? Our staff look at it, and nobody else.
ask-licence-until = Until which day is it good? Please write it as in 2027-01-31.
step-licence-number = giving the licence number
step-licence-until = giving the licence’s last day
button-licence-another = 🪪 Send a licence
button-licence = 🪪 { $name }
button-licences = 🪪 Licences that wait
licence-submitted = 🪪 Licence { $number }, good until { $ends }: it is being looked at. You’ll hear from me; the prices stay as they are ({ $tier }) until then.
licence-approved = ✅ Licence { $number }, good until { $ends }: approved. You pay the prices of { $tier }.
    Order licensed goods on this number. Many orders at once: /bulk.
licence-ended = ⚠️ Licence { $number } ended on { $ends }. Licensed goods can’t be ordered on it any more; please send the new one. Your prices: { $tier }.
licence-refused = ✕ Licence { $number }, good until { $ends }, was not accepted. Please check number and day and send it again, or type “human”. Your prices: { $tier }.
licence-withdrawn = ✕ Licence { $number }, good until { $ends }, is no longer accepted. If you think that is wrong, type “human”. Your prices: { $tier }.
licence-review = 🪪 <b>{ $name }</b> ({ $id })
    Number { $number }, good until { $ends }
    { $status }
licence-status-submitted = waits for a review: accept it with the prices of a tier, or refuse it
licence-status-approved = approved
licence-status-refused = refused
licence-status-withdrawn = withdrawn
licences-waiting = Licences that wait for a review: { $count }
button-licence-retail = ✅ Accept · retail
button-licence-silver = ✅ Accept · silver
button-licence-gold = ✅ Accept · gold
button-licence-refuse = ✕ Refuse
button-licence-withdraw = ✕ Withdraw
tier-name-retail = retail
tier-name-silver = silver
tier-name-gold = gold

refused-not-a-day = Please write the day as in 2027-01-31.
refused-licence-needed = This is for licensed retailers only. Send /licence to hand yours in; once it is approved you can order.
refused-licence-lapsed = Your licence ended on { $ended }, so this can’t be ordered. Send /licence to hand in the new one.
refused-outside-ordering-hours = This can’t be ordered right now. Orders open again at { $opens }.
refused-allocation-spent = You may have { $most } of this { $period ->
        [day] a day
        [week] a week
       *[month] a month
    }, and { $left } of them are left now. There are more at { $again }.
refused-licence-taken = This number belongs to another account. If it is yours, type “human” and we’ll look into it.
refused-licence-bound = You have a licence with us already; /licence shows it.
refused-licence-over = The last day must be today or later, and not in a lifetime’s time: { $ended } can’t be right. Please check it.
refused-licence-ended = This licence ended on { $ended } while it waited, so it can’t be accepted any more. Refuse it, and its holder can send the new one.
refused-licence-moved = Somebody has reviewed this licence already.
refused-not-ones-licence = Please order this on your own licence number, the one that /licence shows.
