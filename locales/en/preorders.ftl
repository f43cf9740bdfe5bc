# Pre-orders: what is ordered and paid before there is any.

stock-preorder = not in yet, expected on { $day }. You can pre-order it now
button-preorder = 🛒 Pre-order
checkout-preorder = ⏳ Pre-order: expected on { $day }. It is sent to you by itself as soon as it is in, in the order of payment. Until then you can have your money back at any time.

order-next-preorder = ⏳ Pre-order, expected on { $day }. Please pay by { $until }: what counts is who has paid first. Once paid you can still have your money back at any time until it is delivered.
order-promise-preorder = ⏳ Pre-order, expected on { $day }. It is sent to you by itself as soon as it is in, in the order of payment. If you change your mind before that, tap “Money back”: { $total }, in full.

preorder-given-up = ✅ Pre-order { $number } is given up, as you wished: { $total } { $to ->
        [source] is going back to where you paid it from
       *[balance] is back on your balance
    }.
preorder-moved = 📅 { $product } (order { $number }) is now expected on { $day } instead of { $former }. Your place is kept and there is nothing you need to do: it is sent to you as soon as it is in. If that day doesn’t suit you, tap “Money back” and you have { $total } back in full.

admin-preorder-supplier = ⏳ The supplier has not delivered pre-order { $number }. The customer was promised { $day } and has not been told anything else. /suppliers shows how the suppliers are.
