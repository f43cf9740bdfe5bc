# Money on its way: paying in the chat, top-ups, the statement, and what goes back.

gateway-epay = Pay online
gateway-stars = Pay with Stars ⭐
invoice-title = Order { $number }
invoice-order = Order { $number }, { $total } in all. It arrives as soon as it is paid.
payment-here = <b>Order { $number }</b>, { $total } in all
    The invoice is below: tap its button to pay by { $until }. This page updates by itself.
refused-being-paid = This is being paid at the moment, or was paid already. Please don’t pay twice: you’ll hear from me within a minute.

payment-returned = Order { $number } was paid already, so the second { $amount } is going back to where you paid it from. You need do nothing; I’ll tell you once it’s there.
button-give-back = ↩️ Send it back to where I paid
refund-wanted = ↩️ { $amount } is going back to where you paid it from. I’ll tell you once it’s there.
refund-went = ✅ { $amount } went back to where you paid it from ({ $at }, refund { $number }). A bank may take a day or two to show it.
refund-rejected = { $amount } could not go back to where you paid it from, so it’s on your balance, all of it. If you’d rather have it another way, type “human”.
admin-refund-rejected = ⚠️ { $gateway } refused refund { $number } of { $amount }: “{ $why }”. The money is on the customer’s balance, and they have been told.
admin-refund-stuck = 🚨 { $gateway } has not said for a quarter of an hour what became of refund { $number } of { $amount }: “{ $why }”. Please look it up there. I go on asking every hour and never ask for the money twice.

top-up = How much would you like to put on your balance? Choose below, or send the amount, as in /topup 88
top-up-closed = The balance can’t be topped up here at the moment. Please type “human” and we’ll help.
top-up-choice = <b>{ $amount }</b> for your balance. Where would you like to pay?
top-up-title = Balance
top-up-invoice = { $amount } for your balance in this shop.
top-up-payment = <b>{ $amount }</b> for your balance
    Tap the button to pay, then come back: this page updates by itself.
topped-up = ✅ { $amount } is on your balance. You have { $balance } now.
button-top-up = ➕ Top up
button-amount = { $amount }
button-statement = 📒 Statement
refused-not-an-amount = Please send an amount in { $currency }, such as 88 or 88.50.
refused-top-up-out-of-range = You can top up { $least } to { $most } at once. Please choose another amount.
refused-refund-too-large = Of payment { $number } only { $left } can still go back. Nothing was changed.

statement = <b>Statement</b>{ $pages ->
        [1] {""}
       *[other] {" "}({ $page }/{ $pages })
    }

    { $lines }
statement-line = { $at }  { $amount }  { $what }
statement-none = Nothing has moved on your balance yet.
movement-payment = paid for an order
movement-top-up = topped up
movement-surplus = came for an order that couldn’t take it
movement-refund = refund
movement-refund-back = refund that could not go back
movement-credit = from the shop
movement-other = other

button-refund-source = ↩️ Back to its source ({ $total })
refund-part-question = Send a part of this order back?

    Order { $number }, { $name }
    { $product } × { $quantity }, { $total } in all
    Back to where it was paid from: <b>{ $amount }</b>
refund-sent-back = ✅ { $amount } of order { $number } is on its way back to where it came from, and the customer knows. If the gateway refuses, it goes to their balance and you’ll hear of it.
order-going-back = ↩️ Sorry, we could not deliver order { $number }. { $amount } is going back to where you paid it from; I’ll tell you once it’s there.
order-part-going-back = ↩️ { $amount } of order { $number } is going back to where you paid it from; I’ll tell you once it’s there.
paid-how = Which order was paid? Send /paid with its number and the number of the receipt, as in /paid 7CWTX0AWZ8 receipt-0001
    The same receipt counts once.
paid-question = Did the money for this order really come?

    Order { $number }, { $name }
    Status: { $status }
    Amount: { $total }
    Receipt: { $ref }

    It will be delivered at once. If it can’t take money any more, it goes to the customer’s balance. Your name stands in the audit trail.
button-confirm-paid = ✅ { $total } came
paid-noted = Order { $number } is being seen to; you’ll hear in a moment.
admin-confirmed = { $outcome ->
        [captured] ✅ Order { $number }: { $amount } confirmed by hand, and paid.
        [captured-late] ✅ Order { $number }: { $amount } confirmed by hand; it had lapsed, there was stock, and it is paid.
        [repeated] Order { $number }: this receipt counted before, so nothing was done.
       *[other] Order { $number } can’t take money any more, so { $amount } confirmed by hand went to the customer’s balance.
    }
