# Shelves, products, search, checkout.

categories = What are you looking for?
category = { $emoji } <b>{ $name }</b>{ $pages ->
        [1] {""}
       *[other] {" "}({ $page }/{ $pages })
    }
category-gone = That category is no longer on sale. Have a look at the others.
product-gone = That product is no longer on sale. Have a look at the others.
button-category = { $emoji } { $name }
button-categories = ‹ All categories
# The price first: a phone cuts what is too long at its end.
button-product = { $stock ->
        [sold-out] sold out
        [preorder] pre-order { $price }
       *[other] { $price }
    } · { $name }
button-page-before = ‹ Previous
button-page-after = Next ›

product = <b>{ $name }</b>
    { $about }

    Price: <b>{ $price }</b>
    Stock: { $stock }
    { $account }
    Delivery: { $goods ->
        [top-up] straight to your account, usually within a few minutes; the receipt comes to this chat
        [later] to this chat by itself as soon as it is in, in the order of payment; until then you can have your money back at any time
       *[codes] seconds after you pay, as codes in this chat
    }
stock-plenty = plenty
stock-few = only { $left } left
stock-sold-out = sold out
product-account-none = Account: none needed
product-account-phone = Account: a mobile number
product-account-qq = Account: a QQ number
product-account-email = Account: an e-mail address
product-account-game-id = Account: a game ID
product-account-licence = Account: a licence number
button-buy = 🛒 Buy

search-found = { $count ->
        [one] I found { $count } product
       *[other] I found { $count } products
    } for “{ $text }”:
search-near = I found nothing called “{ $text }”. Did you mean one of these? Tap it to see it; if not, try other words or type “human”.
search-nothing = I found nothing for “{ $text }”. Try other words or look through the categories; or type “human”.
search-which = “{ $text }” could be any of these. Which one is it? Tap it, and it is the quantity you asked for.

ask-product = Which one would you like? Please choose a product first.
ask-quantity = <b>{ $product }</b>, { $price } each
    How many? Tap a number, or type one (at most { $most }).
button-number = { $number }
ask-account-none = This product needs no account.
ask-account-phone = Which mobile number is the <b>{ $product }</b> for?
ask-account-qq = Which QQ number is the <b>{ $product }</b> for?
ask-account-email = Which e-mail address is the <b>{ $product }</b> for?
ask-account-game-id = Which game ID is the <b>{ $product }</b> for?
ask-account-licence = What is your licence number, for the <b>{ $product }</b>?
ask-note = Anything we should know? (200 characters at most)
button-no-note = No
ask-again = You placed the very same order a few minutes ago. Do you want another one?
button-order-another = Yes, another one

checkout-summary = <b>Please check your order</b>

    { $facts }

    This price holds until { $until } ({ $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }).
checkout-changed = ✏️ Changed.
checkout-set-aside = 📌 Your other order ({ $product } × { $quantity }) is kept and comes after this one; tap ▶ to do it first.
button-set-aside = ▶ First: { $product } × { $quantity }
checkout-which-account = <b>{ $product }</b>: you named more than one account, and an order goes to one. Which is this one for?
button-this-account = { $account }
checkout-courtesy = You’re welcome! Nothing is ordered yet: tap the order button if all is right, or tell me what to change.
checkout-which = “{ $text }”: { $number } of these, or the one worth { $number }? Tap the one you mean.
checkout-price = Price: { $price } each
checkout-total = Total: <b>{ $total }</b>
button-confirm = ✅ Order for { $total }
button-change-quantity = ✏️ Quantity
button-change-account = ✏️ Account
button-change-note = ✏️ Note

step-checkout-product = choosing a product
step-checkout-quantity = choosing a quantity
step-checkout-account = entering the account
step-checkout-note = writing a note
step-checkout-again = deciding on a second order
step-checkout-confirm = confirming the order

resume-prompt = You were <b>{ $step }</b>, and everything you filled in is still here. Shall we go on?
resume-continue = ▶ Continue { $step }
conversation-cancelled = Cancelled. Nothing was ordered and nothing was charged.
conversation-over = Nothing is waiting to be filled in. What would you like to do?
conversation-gone = The shop has changed, and what you were filling in no longer exists. Nothing was ordered and nothing was charged.
conversation-long-ago = It has been a while, so here it is again with today’s prices and stock.
conversation-updated = The shop has just been updated, so this step starts over; answers that still hold are kept.

# What may be typed instead of tapping a button. Only what is plainly a yes agrees to an order.
said-button-confirm = yes, yes please, yes confirm, confirm, i confirm, confirmed, confirm order, confirm the order, order, order it, order now, place order, place the order, place my order
said-button-order-another = yes, yes please, yes another one, another one, order another, order another one, confirm, i confirm
said-button-change-quantity = quantity, change quantity, change the quantity, edit quantity
said-button-change-account = account, change account, change the account, edit account
said-button-change-note = note, change note, add a note, add note, edit note
said-button-change-coupon = change coupon, change the coupon, another coupon
