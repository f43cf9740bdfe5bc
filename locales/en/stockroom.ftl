# The stockroom: products on and off sale and their prices; files of codes, checked and taken in.

products = <b>All products</b> (page { $page } of { $pages })
    Tap one to change its price, add codes, or put it on or off sale. To find one: /products and its name.
products-found = Products found: { $count }
products-none-found = No product found by that name. Try another one, or look at all of them.
button-products = 📋 All products
button-desk = { $sale ->
        [on] 🟢
       *[off] ⏸
    } { $name } · { $left } left
product-desk = <b>{ $name }</b>
    { $id } · { $sale }
    Retail { $retail } · silver { $silver } · gold { $gold }
    In stock: { $left }
product-on-sale = 🟢 on sale
product-off-sale = ⏸ off sale
button-new-price = 💲 New price
button-add-cards = 📥 Add codes
button-take-off-sale = ⏸ Take off sale
button-put-on-sale = 🟢 Put on sale
button-desk-back = ‹ To the product
product-taken-off-sale = ⏸ Off sale. Customers don’t see it any more, and who is just ordering it will be told.
    Existing orders stay: unpaid ones can still be paid in time. The next catalogue file you import decides again.
product-put-on-sale = 🟢 On sale: customers can buy it now. The next catalogue file you import decides again.

ask-product-of-page = Which product is it about? Tap it in the list, then what you want to change.
ask-price-tier = <b>{ $product }</b>: whose price?
button-price-retail = Retail { $price }
button-price-silver = Silver { $price }
button-price-gold = Gold { $price }
tier-retail = retail price
tier-silver = silver price
tier-gold = gold price
ask-price-amount = The { $tier } of <b>{ $product }</b> is { $price }. Please send the new one, such as 49.50.
ask-price-sure = The { $tier } of <b>{ $product }</b> would go from { $before } to { $after }, a change by more than half. Is that what you meant?
button-price-sure = ✅ Yes, { $price }
price-changed = ✅ New { $tier }: { $before } → { $after }, from now on.
    Prices quoted in the last { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    } and orders already placed stay as they were. The next catalogue file you import decides again.
step-price-product = choosing the product
step-price-tier = choosing whose price
step-price-amount = the new price
step-price-sure = confirming the new price

ask-stock-product = 📥 Codes for which product? Here are those that run out first; you can also type a name.
ask-card-file = <b>{ $product }</b>, in stock: { $left }.
    Please send a .txt or .csv file with one code a line. I’ll check it first; nothing changes until you say so.
    Afterwards, please delete the file from this chat.
step-stock-import-product = choosing what to restock
step-stock-import-file = sending the file of codes
stock-file-fetching = 📥 Got { $file }, checking it …
stock-file-checked = 📥 <b>{ $file }</b> → { $product }
    { $findings }
    { $batch }

    Nothing has been changed yet.
stock-check-new = ✅ New codes: { $count }
stock-check-known = ♻️ Repeated, to be skipped: { $count }
stock-check-rejected = ⚠️ Unusable lines, to be skipped: { $count }
stock-check-line = Line { $line }: { $reason }
stock-check-more-rejected = … and { $count } more
stock-line-too-long = too long (limit: { $most })
stock-line-unreadable = has characters that can’t be seen
stock-batch-cost = 💰 They cost { $cost } each
stock-batch-until = 📅 Good until { $day }; not sold after that
button-describe-batch = 💰 Cost and expiry
ask-batch-file = For which file? Please send it again.
ask-batch-cost = What did one of these codes for <b>{ $product }</b> cost you? An amount such as 45.50, { $price } at most: your lowest price for it.
button-no-cost = I won’t say
ask-batch-until = On which day are they good for the last time? Write it as in 2027-01-31. From the day after on, none of them is sold.
button-no-end = They don’t expire
step-batch-file = choosing the file
step-batch-cost = what the codes cost
step-batch-until = until when they are good
button-take-in = ✅ Take in { $count }
button-drop-file = ✕ Drop the file
stock-file-loading = 📥 <b>{ $file }</b> → { $product }
    { $bar } { $done } of { $codes }
stock-file-loaded = ✅ <b>{ $file }</b> → { $product }
    Taken in: { $count }{ $known ->
        [0] {""}
       *[other] , repeated and skipped: { $known }
    }. For sale now: { $left }.
    { $batch }
    You can delete the file from this chat.
stock-file-ready = ✅ All of { $file } is in. New codes: { $count }
stock-file-dropped = ✕ { $file } was not taken in, and I have deleted its codes. Please delete the file from this chat yourself.
stock-file-nothing-new = <b>{ $file }</b> → { $product }
    { $findings }

    There is nothing to take in; the stock is as it was.
stock-trouble-too-large = { $file } is too large for me to fetch. Please split it into files below 2 MB.
stock-trouble-too-many = { $file } has too many lines (limit: { $most }). Please split it into several files.
stock-trouble-not-text = { $file } is not plain text. Please save it as UTF-8 .txt or .csv and send it again.
stock-trouble-gone = { $file } can’t be fetched any more; perhaps it was deleted. Please send it again.
stock-trouble-empty = There is no code in { $file }. Please check it and send it again.
button-another-file = 📥 Another file

refused-prices-out-of-order = Gold must not cost more than silver, nor silver more than retail; they are { $gold }, { $silver } and { $retail }. Choose another price, or change another tier first.
refused-not-a-price = Please send an amount above zero in { $currency }, such as 49.50.
refused-no-such-product = { $count ->
        [0] I can’t find that product.
       *[other] Several products fit that name ({ $count }).
    } Please be more exact, or tap one below.
refused-codes-in-chat = Please don’t type codes: a chat keeps them, for whoever gets hold of your phone. Delete that message and send a file instead.
refused-not-a-card-file = I need a plain text file, .txt or .csv, with one code a line. Send it as a file, not as a picture.
refused-cost-above-price = { $cost } each would be a loss: your lowest price for it is { $price }. Check the amount, or raise the price first (/products).
refused-already-expired = That day is over. Please send one from today on, or check the codes with whoever sold them to you.
refused-stock-file-gone = That file has been dealt with already.
