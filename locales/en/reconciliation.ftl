# Where a gateway’s statement, our ledger and our orders differ, for admins.

reconciliation = 🚨 { $gateway } and our books of the day from { $day } differ in { $count ->
        [one] one place
       *[other] { $count } places
    }. Each is a case in /trouble until somebody marks it as settled; the orders they belong to are marked.

    { $differences }
difference-case = <b>{ $case }</b> · { $at } · { $gateway }
    { $what }
    → { $todo }
difference-unheard = { $number } ({ $reference }): { $theirs } came there, and we know nothing of it
difference-unseen = { $number } ({ $reference }): we took { $ours }, and they know nothing of it
difference-amount = { $number } ({ $reference }): { $theirs } there, { $ours } here
difference-ungiven = { $number } ({ $reference }): we gave { $ours } back, and they know nothing of it
difference-unasked = { $number } ({ $reference }): { $theirs } went back there, and we didn’t ask for it
difference-unbooked = { $number } ({ $reference }): { $theirs } moved, and our ledger has { $ours }
difference-unmatched = { $number } ({ $reference }): { $theirs } came, and its order stands otherwise ({ $ours })
difference-todo-unheard = Look the transaction up there. If it paid an order, send /paid with the order’s number and the transaction’s. If it is nobody’s, give it back there.
difference-todo-unseen = Look it up there. If it never came, ask the gateway why it said so, and don’t deliver more on it until you know.
difference-todo-amount = Compare the receipt there with the order. Give back what was too much with /refund; ask the customer for what is missing.
difference-todo-ungiven = Look the refund up there. If it was not given, give it there by hand: the customer has been told that it was.
difference-todo-unasked = Ask who gave it back there. Don’t give it a second time; the order may have to be closed by hand.
difference-todo-unbooked = Stop refunds of this payment, keep a copy of the database and run ./xiaoer audit: rows were changed.
difference-todo-unmatched = Open the order and compare. Keep a copy of the database and run ./xiaoer audit: rows were changed.
difference-settled = Noted as settled.
difference-settled-before = Somebody has settled that one already.
button-settle-difference = ✅ { $case }
books-day = 📒 { $gateway }, the day from { $day }: { $differences ->
        [0] all agrees
        [one] one difference
       *[other] { $differences } differences
    } ({ $movements ->
        [one] one movement
       *[other] { $movements } movements
    })
