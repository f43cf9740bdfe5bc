# Pre-orders: what is ordered and paid before there is any.

stock-preorder = not in yet, expected on { $day }. You can pre-order it now
button-preorder = 🛒 Pre-order
checkout-preorder = ⏳ Pre-order: expected on { $day }. It is sent to you by itself as soon as it is in, in the order of payment. Until then you can have your money back at any time.

order-next-preorder = ⏳ Pre-order, expected on { $day }. Please pay by { $until }: what counts is who has paid first. Once paid you can still have your money back at any time until it is delivered.
preorder-paid = pre-ordered and paid, not in yet
order-promise-preorder = ⏳ Pre-order, expected on { $day }. It is sent to you by itself as soon as it is in, in the order of payment. If you change your mind before that, tap “Money back”: { $total }, in full.

preorder-given-up = ✅ Pre-order { $number } is given up, as you wished: { $total } { $to ->
        [source] is going back to where you paid it from
       *[balance] is back on your balance
    }.
preorder-moved = 📅 { $product } (order { $number }) is now expected on { $day } instead of { $former }. Your place is kept and there is nothing you need to do: it is sent to you as soon as it is in. If that day doesn’t suit you, tap “Money back” and you have { $total } back in full.

admin-preorder-supplier = ⏳ The supplier has not delivered pre-order { $number }. The customer was promised { $day } and has not been told anything else. /suppliers shows how the suppliers are.

preorders = <b>Pre-orders</b>
    { $lines }{ $more ->
        [0] {""}
        [one] {"\u000A"}… and { $more } more product
       *[other] {"\u000A"}… and { $more } more products
    }
preorders-none = Nothing is announced, and nobody waits for a pre-order. To announce a product: /products, tap it, then “Announce”.
preorder-line = <b>{ $product }</b> · { $state ->
        [open] expected on { $day }, at most { $most } paid ahead
        [over] expected on { $day }: that day is over
       *[withdrawn] not announced any more
    }
    paid ahead { $paid } · not paid yet { $unpaid } · promised for today { $due }{ $late ->
        [0] {""}
       *[other] {" "}· ⚠️ late { $late }
    }
product-announced = 📅 Announced for { $day }, at most { $most } paid ahead · paid ahead { $paid }, not paid yet { $unpaid }{ $state ->
        [over] {""}. That day is over: nobody can pre-order until you announce another one.
       *[open] {""}
    }
product-still-awaited = 📅 Not announced any more. Paid ahead and not sent yet: { $paid }
button-announced = 📅 { $product }
button-announce = 📅 Announce
button-announce-anew = 📅 New day or number
button-withdraw = ✕ Withdraw announcement
ask-announcement-day = On which day do you expect <b>{ $product }</b>? Please send it as in 2027-01-31. Buyers are promised it by the end of that day.
button-same-day = Still { $day }
ask-announcement-most = How many may be paid ahead at once, from { $least } to { $most }? What is paid ahead already counts.
button-same-most = Still { $number }
product-is-announced = ✅ Announced for { $day }: as long as none is on the shelf, customers can order and pay up to { $most } ahead.
    { $waiting ->
        [0] {""}
       *[other] Those who have paid ahead (pieces: { $waiting }) are told the new day, and can have their money back.
    } The next catalogue file you import decides again.
product-withdrawn = ✕ Withdrawn: nobody can order it ahead any more.
    { $waiting ->
        [0] {""}
        [one] One piece is paid ahead: its buyer keeps the promised day, and can have the money back at any time until it is sent.
       *[other] { $waiting } pieces are paid ahead: their buyers keep the promised day, and can have their money back at any time until it is sent.
    } The next catalogue file you import decides again.
step-announcement-product = choosing the product
step-announcement-day = the day it is expected on
step-announcement-most = how many may be paid ahead
refused-announced-day-over = That day is over. Please send today or a later day.
