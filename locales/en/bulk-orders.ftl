# Bulk orders: a merchant's file, what its check found, buying, and the files that come of it.

ask-bulk-file = 📦 <b>Bulk order</b>: please send your orders as a .csv or .xlsx file, one order a row (most: { $most }).
    Columns: product (its id or name), quantity, account (where the product needs one), note (may be left out).
    I check it first; nothing is bought until you say so. You pay from your balance.
button-bulk-template = 📄 A file to fill in
step-bulk-order-file = sending the order file
bulk-template = 📄 Fill in one order a row and send it back to me. The rows in it are examples; please replace them.
bulk-fetching = 📦 I have { $file } and am looking at it…
bulk-reading = 📦 <b>{ $file }</b>
    Checking every row. This takes a few seconds; I’ll show you here what I find.
bulk-checked = 📦 <b>{ $file }</b>
    { $findings }

    Together: <b>{ $total }</b> at your price. Your balance: { $balance }.
    { $then }
bulk-good = ✅ Rows that can be bought: { $count }
bulk-bad = ⚠️ Rows that can’t, to be left out: { $count }
bulk-row = Row { $row }: { $reason }
bulk-more-bad = … and more of them: { $count }. The file has them all.
bulk-enough = Nothing has been bought yet. The prices are kept for these rows: one that has risen meanwhile is left out.
bulk-short = Nothing has been bought yet. Your balance lacks <b>{ $missing }</b>: top it up, then tap “Look again”.
button-bulk-buy = ✅ Buy { $count } for { $total }
button-bulk-look-again = 🔄 Look again
button-bulk-troubles = 📄 Rows to mend
button-bulk-drop = ✕ Drop the file
button-bulk-another = 📦 Another file
button-bulk-pause = ⏸ Pause
button-bulk-go-on = ▶️ Buy the other { $count }
button-bulk-results = 🔑 Orders and codes
button-bulk-orders = 📦 Bulk order
bulk-buying = 📦 <b>{ $file }</b>
    { $bar } { $done } of { $rows }
    Paid so far: { $spent } · not bought: { $failed }
    It goes on by itself, and I’ll write when it is done.
bulk-paused = ⏸ <b>{ $file }</b>: paused at { $done } of { $rows }
    { $bar }
    Paid so far: { $spent } · not bought: { $failed }. What is bought stays bought; go on whenever you like.
bulk-done = ✅ <b>{ $file }</b>: all rows are done.
    Orders bought: { $count }, for { $spent } together · rows not bought: { $failed }
    The codes come as a file. What was not bought was not charged.
bulk-dropped = ✕ { $file } was not bought. Nothing was charged.
bulk-troubles-file = 📄 Rows that were not bought: { $count }. The last column says why; mend them and send me this file again.
bulk-results-file = 🔑 Your orders with their codes: { $count }. Save the file, then delete it from this chat.
    A cell that a spreadsheet would take for a formula begins with an apostrophe ('), which is no part of the code.
bulk-trouble-too-large = { $file } is too large for me to fetch. Please split it into files of up to 2 MB.
bulk-trouble-gone = { $file } can’t be fetched any more. Please send it again.
bulk-trouble-not-text = { $file } is neither text nor a workbook. Please save it as .csv (UTF-8) or .xlsx and send it again.
bulk-trouble-empty = { $file } has no orders in it. Please fill in at least one row below the headings.
bulk-trouble-no-headings = { $file } lacks its headings: the first row must name at least “product” and “quantity”. The file to fill in has them.
bulk-trouble-not-a-workbook = { $file } can’t be opened as a workbook. Please save it again as .xlsx, or as .csv.
bulk-trouble-locked = { $file } is locked with a password. Please save it without one.
bulk-trouble-too-large-inside = { $file } has far more in it than a list of orders. Please copy the rows into a new workbook, or save it as .csv.
bulk-trouble-too-many-rows = { $file } has too many rows (limit: { $most }). Please split it.
bulk-trouble-too-many-columns = { $file } has too many columns (row { $row }). Please keep product, quantity, account and note.
bulk-trouble-formulas = { $file } has a formula in row { $row }. Please save it with values only: paste as values, or save it as .csv.

bulk-row-no-product = { $count ->
        [0] nothing on sale is called “{ $name }”: write the product’s id or its full name
       *[other] “{ $name }” can mean several products ({ $count }): write the product’s id
    }
bulk-row-quantity = the quantity must be a whole number from { $least } to { $most }
bulk-row-rounded = the spreadsheet has turned the account into { $number }: format the column as text and type it again
bulk-row-note = the note is too long (limit: { $most })
bulk-row-short = only { $left } left after the rows above, and it asks for { $wanted }: ask for fewer or leave it out
bulk-row-currency = it is sold in { $currency }, and the rows above in { $first }: send it in a file of its own
bulk-status-waiting = not bought yet
bulk-status-bad = can’t be bought
bulk-status-failed = could not be bought
bulk-status-bought = bought
bulk-column-row = row
bulk-column-trouble = what is wrong
bulk-column-status = status
bulk-column-order = order
bulk-column-paid = paid
bulk-column-codes = codes

refused-not-a-merchant = Bulk orders are for approved merchants. To become one, send /licence, or type “human”.
refused-not-a-sheet = Please send a .csv or .xlsx file, as a file and not as a picture or text.
refused-bulk-order-not-found = I can’t find that bulk order. Please send the file again.
refused-bulk-order-moved = This bulk order has moved on; its page shows where it stands.
refused-price-risen = The price has risen from { $before } to { $now } since you confirmed it. It was not bought.
