# Orders, payment, delivery, and what the shop's own people are told.

order-page = <b>Order { $number }</b>
    Status: <b>{ $status }</b>

    { $facts }

    { $timeline }

    { $next }
order-what = { $product } × { $quantity }
order-total = Total: { $total }
order-account = Account: { $account }
order-note = Note: { $note }
order-attention = ⚠️ The shop is seeing to this order by hand
order-moved = { $at }  { $status }

order-status-awaiting-payment = waiting for payment
order-status-paid = paid, on its way
order-status-delivered = delivered
order-status-completed = completed
order-status-cancelled = cancelled
order-status-expired = closed, not paid in time
order-status-refunded = refunded

order-next-awaiting-payment = Please pay by { $until }; it is set aside for you.
order-next-held = Please pay by { $until }. Many want this one: it is set aside for you until { $held }; after that, whoever pays first gets it. Going to pay online keeps it for you a few minutes more.
order-next-unheld = Nothing is set aside for you right now: many want this one, or you have several unpaid orders. Whoever pays first gets it: paying from your balance makes it yours at once, paying online waits until some can be set aside. Unpaid, the order closes at { $until }.
order-next-paid = It usually arrives within seconds; if not, the shop has been told already.
order-next-delivered = Tap “Show codes”, as often as you like.
order-next-completed = Thank you! You can still open your codes any time.
order-next-cancelled = Nothing was charged. You can order again whenever you like.
order-next-expired = Nothing was charged and the goods went back on the shelf. If you did pay, your money will be dealt with by itself and you’ll be told.
order-next-refunded = You have been told where your money went; /balance shows all that moved there.

order-placed = ✅ Order placed!
order-cancelled = The order is cancelled and nothing was charged.
order-cancel-really = Really cancel order { $number }? What was set aside goes back on the shelf.
button-cancel-order = ✕ Cancel order
button-cancel-order-yes = Yes, cancel
button-cancel-order-no = Keep it
button-pay-balance = 💰 Pay from balance ({ $balance })
button-pay-outside = 💳 { $gateway }
gateway-sandbox = Pay online (demo)
button-pay-now = Pay { $total }
button-codes = 🔑 Show codes
button-codes-hide = 🙈 Hide codes
button-copy-code = 📋 Copy code { $number }
button-order-page = 📄 Order details
button-order-again = 🔁 Order again
button-order = { $status ->
        [awaiting-payment] to pay
        [paid] on its way
        [preordered] pre-ordered
        [delivered] delivered
        [completed] completed
        [cancelled] cancelled
        [expired] closed
       *[refunded] refunded
    } · { $quantity } × { $product }

orders = <b>My orders</b>{ $pages ->
        [1] {""}
       *[other] {" "}({ $page }/{ $pages })
    }
orders-none = You have no orders yet. Shall we change that?

payment-outside = <b>Order { $number }</b>, { $total } in all
    Tap the button to pay by { $until }. Then come back: this page updates by itself.
payment-credited = Order { $number } can’t take money any more, so the { $amount } you paid went to your balance, all of it.

delivery = 🎁 Order { $number } is here!
    { $product } × { $count }
    Tap “Show codes” to see them. This message can’t be forwarded.
delivery-open = 🔑 Codes of order { $number }
    { $product } × { $count }
    Tap the bar to reveal, use the buttons to copy, and hide them when you’re done; after a while they hide by themselves.

order-reminder = ⏰ Order { $number } is not paid yet. At { $until } it closes by itself and the goods go back on the shelf.
order-lapsed = Order { $number } was not paid in time and is closed. Nothing was charged; you can order again.

admin-order-stuck = ⚠️ Order { $number } is paid but its stock is gone. Please restock and it goes out by itself, or refund it: /refund { $number }
admin-payment-unknown = ⚠️ A payment of { $amount } was reported under { $number }, and we have no such payment. It counts for no order: please ask the gateway.
admin-payment-differs = ⚠️ { $amount } was reported for payment { $number }, but { $wanted } was to be paid. It counts for no order: please ask the gateway.
admin-went-wrong = ⚠️ I couldn’t answer { $name } (ID { $id }), incident { $incident }. The log has the reason under that number.

refund-how = Which order? Send /refund with its number, as in /refund 7CWTX0AWZ8.
    What can be refunded as a whole is paid and not delivered; the money goes to the customer’s balance, or back to where it came from if the gateway does that.
    A part of a delivered order goes back with the amount: /refund 7CWTX0AWZ8 20.00
refund-question = Refund this order?

    Order { $number }, { $name }
    { $product } × { $quantity }
    Back to the balance: { $total }

    It will not be delivered any more.
button-refund = ↩️ Refund { $total }
refund-done = ✅ { $total } of order { $number } is back on the customer’s balance, and they have been told.
order-refunded = ↩️ Sorry, we could not deliver order { $number }. { $total } is back on your balance, ready to use.

again-same-price = The same as order { $number }, at the same price: { $price } each.
again-new-price = The same as order { $number }. One costs { $price } today; it was { $was } then.
again-sold-out = What you had with order { $number } is sold out just now. Join the waiting list below and one is kept for you when it is your turn.
