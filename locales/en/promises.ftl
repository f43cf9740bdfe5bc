# Promises: by when an order's present step is done, and what its buyer hears when that is broken.

order-promise-stock = Promised by { $until }. It usually arrives within seconds, but nothing is on the shelf just now and our staff know. If it takes longer you’ll hear from us before you have to ask.
order-promise-supplier = Promised by { $until }: we are getting it from our supplier for you. If it takes longer you’ll hear from us before you have to ask.
order-promise-late = It is late, and we’re sorry. By { $until } at the latest you have it, or { $total } back in full. You can also have your money now.
order-promise-wish = You chose to wait. By { $until } at the latest you have it, or { $total } back in full; you can still have your money at any time.
order-promise-doubt = Our supplier hasn’t confirmed your top-up; a colleague is finding out and gets back to you by { $until }.
order-promise-refund = { $back } is on its way back to where you paid it from. By { $until } you know that it’s there, or that it’s on your balance.
order-promise-refund-late = The payment company hasn’t confirmed your refund yet. Your money is not lost: a colleague is finding out and gets back to you by { $until }.

promise-late = ⏳ Order { $number } takes longer than usual, and we’re sorry. Our staff have it at the top of their list.
    By { $until } at the latest you have it, or { $total } { $to ->
        [source] goes back in full to where you paid it from
       *[balance] is back on your balance in full
    }. There is nothing you need to do; if you’d rather not wait, tap “Money back”.
promise-give-up-really = Stop waiting for order { $number }? { $total } { $to ->
        [source] goes back to where you paid it from
       *[balance] goes to your balance
    }, and the order will not be delivered any more.
promise-refund-late = ⏳ The refund of order { $number } has not been confirmed by the payment company yet. Your money is not lost, and it won’t be sent twice: a colleague is finding out and gets back to you by { $until }. If it is urgent, ask for a human.
button-give-up = ↩️ Money back
button-give-up-yes = Yes, money back
button-wait-on = ⏳ I’ll wait

admin-order-late = ⏳ Order { $number } { $kind ->
        [preorder] is a pre-order whose day is over, and there was no stock for it
       *[other] was paid 10 minutes ago and is not delivered
    }. The customer was told: by { $until } it arrives or is refunded. { $kind ->
        [supplier] /suppliers shows how the suppliers are.
       *[stock] Please restock and it goes out by itself.
    }
admin-order-given-back = ↩️ Order { $number } was not delivered by the promised time: { $total } was given back by itself, and the customer has been told.
admin-refund-late = 🚨 Nobody has said yet what became of the refund for order { $number }. The customer was told to hear from us by { $until }. Please look it up at the gateway.
