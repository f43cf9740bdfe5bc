# Maintenance: a time in which the shop takes no orders.

maintenance-notice = 🔧 <b>Maintenance</b>
    From { $starts } to { $ends } the shop takes no orders or payments. The reason: { $reason }
    Paid orders arrive as usual and your codes can always be opened. Thank you for your patience.
maintenance-page = 🔧 <b>Maintenance</b> · { $status ->
        [planned] planned
        [on] on
        [over] over
       *[cancelled] called off
    }
    From: { $starts }
    To: { $ends }
    Reason: { $reason }

    { $status ->
        [planned] Orders stop by themselves then. Until then all is as usual.
        [on] No orders or payments are taken now; paid orders go on. It ends by itself.
        [over] The shop takes orders as usual.
       *[cancelled] The shop takes orders as usual.
    }
maintenance-none = 🔧 No maintenance is planned; the shop takes orders as usual.
maintenance-confirm = Please check:
    No orders or payments from { $starts } to { $ends }. The reason: { $reason }
    Once you confirm, everybody is told at once, and orders stop and start again by themselves.
maintenance-ends-soon = ⏰ Maintenance ends at { $until } and orders start again by themselves. If you need longer, say so now.
maintenance-waiting = Fine, I’ll tell you the moment orders are open again, at about { $until }.
    Whatever you had filled in is kept.
maintenance-not-on = The shop takes orders as usual right now. What would you like?
maintenance-open-again = 🎉 The shop takes orders again! If you were in the middle of one, type “continue”.

ask-maintenance-start = When does it begin? Send a time such as 23:00 or 12-24 02:00. It is { $now } now.
ask-maintenance-minutes = For about how long? Send the minutes, or tap one.
ask-maintenance-chinese = Why? Please say it briefly in Chinese, { $most ->
        [one] { $most } character
       *[other] { $most } characters
    } at most; customers will read it.
ask-maintenance-english = And in English? { $most ->
        [one] { $most } character
       *[other] { $most } characters
    } at most.

step-maintenance-starts = choosing the beginning
step-maintenance-minutes = choosing how long
step-maintenance-chinese = writing the Chinese reason
step-maintenance-english = writing the English reason
step-maintenance-confirm = confirming the maintenance

button-maintenance = 🔧 Maintenance
button-maintenance-plan = 🔧 Plan maintenance
button-maintenance-confirm = Confirm and tell { $people }
button-maintenance-begin = ⏸ Stop orders now
button-maintenance-call-off = ✕ Call it off
button-maintenance-end = ▶️ Take orders again now
button-maintenance-put-off = ⏰ { $minutes } min longer
button-now = Now
button-minutes = { $minutes } min

admin-maintenance-begun = 🔧 Maintenance is on: no orders until { $until }. Send /maintenance to end it earlier or make it longer.
admin-maintenance-over = ✅ Maintenance is over, the shop takes orders again.
admin-maintenance-overran = ✅ Maintenance is over, the shop takes orders again. Later than announced by { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.

refused-closed-for-maintenance = 🔧 The shop is under maintenance until about { $until }. No orders or payments right now, and nothing was charged.
    Whatever you filled in is kept. Tap /tellme and I’ll tell you the moment we’re back.
refused-maintenance-taken = A maintenance is planned already; please end it or call it off first.
refused-maintenance-moved = A moment too late: this maintenance is { $status ->
        [planned] only planned
        [on] on
        [over] over
       *[cancelled] called off
    } by now.
