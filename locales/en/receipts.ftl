# Receipts: what an order was, what it cost, how it was paid and what went back.

button-pdf = 🧾 PDF receipt
receipt = 🧾 <b>Receipt</b>, { $shop }
    { $lines }

    { $note }
receipt-title = Receipt
receipt-line = { $label }: { $value }
receipt-value = { $value }
receipt-number = Order
receipt-placed = Ordered
receipt-what = Goods
receipt-goods = { $product } × { $quantity }
receipt-account = For account
receipt-price = Price of one
receipt-coupon = Coupon ({ $coupon })
receipt-total = Total
receipt-paid = Paid
receipt-paid-by = { $amount }, { $way }, { $at }, payment { $number }
receipt-way = { $way ->
        [balance] from the balance
        [by-hand] outside the chat
       *[other] online
    }
receipt-delivered = Delivered
receipt-refund = Refund
receipt-refund-balance = { $amount } to the balance, { $at }
receipt-refund-source = { $amount } to where it was paid from, { $is-there ->
        [yes] { $at }
       *[no] on its way since { $at }
    }, refund { $number }
receipt-note = Issued by the shop’s assistant. It is no tax invoice. Your codes are not on it, so you can pass it on.
refused-no-receipt = There is no receipt for order { $number } yet: it comes with the delivery or the refund.
