# What a way of paying costs besides.

button-pay-outside-fee = 💳 { $gateway } (+{ $fee } fee)
payment-fee = “{ $way }” adds a fee of { $fee }, so <b>{ $amount }</b> is to be paid there. Paying from your balance costs no fee.
top-up-fee = “{ $way }” adds a fee of { $fee }, so <b>{ $amount }</b> is to be paid there.
movement-with-fee = { $of ->
        [back] { $what }, with its fee of { $fee }
       *[top] { $what }, fee of { $fee } paid on top
    }
receipt-fee = Payment fee
