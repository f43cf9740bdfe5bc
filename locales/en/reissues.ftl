# Codes that do not work and are replaced.

button-reissue = 🔁 Replace a code
button-reissue-code = 🔁 Replace code { $place }
reissue-codes = Which code of order { $number } doesn’t work?
    { $lines }

    Codes replaced for this customer in { $days } days: { $count } of { $most } at most. The supplier is asked first, and the customer is sent another code from the shelf.
reissue-code = Code { $place }: { $state ->
        [replaced] was replaced
        [waiting] to be replaced, nothing was on the shelf
       *[sold] as delivered
    }
reissue-wanted = ✅ Code { $place } of order { $number } is being replaced.
reissue-given = 🔁 Sorry that code { $place } of order { $number } didn’t work. We have put another one in its place: it is code { $new-place } of your delivery. Please use that one; you pay nothing for it.
admin-reissued = 🔁 A dead code of order { $number } was replaced. Its origin: { $proof }. If a supplier sold it, please claim it back.
admin-reissue-no-stock = ⚠️ A dead code of order { $number } could not be replaced: nothing is on the shelf. Its origin: { $proof }. Please restock and replace it once more from the ticket, or give a part back: /refund { $number }
refused-cannot-replace = That code of order { $number } can’t be replaced: its buyer has never looked at it, or it isn’t one of this order’s. Ask them to tap “Show codes” first.
refused-too-many-replaced = { $most ->
        [one] One code of this customer was
       *[other] { $most } codes of this customer were
    } replaced { $days ->
        [one] today
       *[other] within { $days } days
    } already. Please ask a supervisor to give the money back instead.
