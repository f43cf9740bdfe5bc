# Suppliers: what a buyer hears while one takes its time, and what admins see of them.

supply-in-doubt = ⏳ Our supplier hasn’t confirmed yet that { $account } was topped up for order { $number }.
    So that nobody tops up twice or pays for nothing, a colleague is finding out and will tell you at once. If it is urgent, ask for a human.
delivery-top-up = ✅ Order { $number } is topped up!
    { $product } × { $count }
    To: { $account }
    Supplier’s receipt: <code>{ $receipt }</code>
    It may take a minute or two to show. If it doesn’t, complain below: with this receipt we can trace it.

admin-top-up-in-doubt = ⚠️ No supplier has confirmed the top-up of order { $number }. It was not refunded at the promised time, as it may have been made. Please ask the supplier; if it was not: /refund { $number }
admin-supply-put-aside = 📦 Purchase { $number } from { $supplier } came too late: { $count ->
        [one] one piece was
       *[other] { $count } pieces were
    } put aside, no order is waiting for it. See /suppliers.
admin-supply-repeated = ⚠️ Purchase { $number } from { $supplier } has { $count ->
        [one] a code
       *[other] { $count } codes
    } that we were given before. No customer got it; please claim it from the supplier.
admin-supplier-rests = 🔌 Supplier { $supplier } keeps not answering. Orders go to others until it does again.

suppliers = <b>Suppliers</b>
    { $lines }
    { $withheld }
    { $aside }
suppliers-none = No supplier is set up. “Suppliers” in the README says how to name them in the SUPPLIERS file.
supplier-line = { $state ->
        [on] 🟢
        [off] ⚪️
       *[resting] 🟠
    } <b>{ $supplier }</b>: { $state ->
        [on] fine
        [off] switched off
       *[resting] no answer, tried again after { $until }
    }, { $products ->
        [one] one product
       *[other] { $products } products
    }, { $open } under way{ $synced ->
        [never] , never synced
       *[yes] , synced { $at }
    }
supplier-aside = Put aside: { $product }, { $count }
supplier-switched-on = { $supplier } is on again.
supplier-switched-off = { $supplier } is off: no new order goes there. What was asked already is still followed up.
aside-put-back = { $count ->
        [0] Nothing could go back on the shelf: it has expired, or somebody saw to it.
        [one] One piece is on the shelf now; waiting orders go out by themselves.
       *[other] { $count } pieces are on the shelf now; waiting orders go out by themselves.
    }
button-supplier-on = Switch { $supplier } on
button-supplier-off = Switch { $supplier } off
supplier-withheld = ⛔ { $product } from { $supplier } costs { $cost }, and your lowest price is { $price }: not offered
button-aside = 📦 Put aside: { $product } ({ $count })
button-suppliers = 🔌 Suppliers
aside = <b>Put aside: { $product }</b>, { $count ->
        [one] one piece
       *[other] { $count } pieces
    }
    { $lines }
    { $more ->
        [0] {""}
        [one] … and one more batch
       *[other] … and { $more } more batches
    }

    What is still good can be sold: put it on the shelf. What is not is written off; claim it from whoever sold it to you first.
aside-none = Nothing of { $product } is put aside.
aside-line = • { $batch }: { $count }, { $why ->
        [expired] expired on { $day }
       *[good] came too late, still good
    }{ $priced ->
        [yes] , { $cost } each
       *[no] {""}
    }
button-put-back = ✅ On the shelf ({ $count })
button-write-off = 🗑 Write off ({ $count })
ask-write-off = Write off { $count ->
        [one] one piece
       *[other] { $count } pieces
    } of <b>{ $product }</b>? They cost you { $lost }, as far as I know. They will never be sold, and nothing brings them back.
button-write-off-sure = 🗑 Yes, write off
aside-written-off = { $count ->
        [0] There was nothing left to write off.
        [one] One piece is written off. It had cost { $lost }, as far as I know.
       *[other] { $count } pieces are written off. They had cost { $lost }, as far as I know.
    }
admin-stock-expired = 📅 { $count ->
        [one] One code has
       *[other] { $count } codes have
    } expired on the shelf and will not be sold. See what it is, and settle it: /suppliers
admin-offer-withheld = ⛔ { $supplier } asks { $cost } for { $product } now, and your lowest price is { $price }. It is not offered any more, so nobody buys at a loss. Raise the price (/products), or wait: as soon as it costs less, it is on sale again by itself.
button-receipt = 🧾 Receipt or codes
