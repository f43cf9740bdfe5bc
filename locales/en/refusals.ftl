# When it can't be done: what happened, and what now.

refused-product-not-on-sale = That product is not on sale at the moment. How about another one?
refused-quantity-out-of-range = { $most ->
        [1] Only one can be bought at once.
       *[other] You can buy { $least } to { $most } at once; please choose another number.
    }
refused-out-of-stock = { $left ->
        [0] Sorry, it has just sold out. Nothing was charged; how about another one? Or wait in line for it on its page.
       *[other] Sorry, only { $left } left, and you asked for { $wanted }. Nothing was charged; let’s take fewer.
    }
refused-invalid-account = { $kind ->
        [phone] That doesn’t look like a mobile number. Please send 11 digits, such as 138 0013 8000.
        [qq] That doesn’t look like a QQ number. Please send 5 to 11 digits.
        [email] That doesn’t look like an e-mail address. Please send all of it, such as name@example.com.
        [game-id] That doesn’t look like a game ID. Please send 2 to 32 characters.
       *[licence] That doesn’t look like a licence number. Please send 8 to 20 letters or digits.
    }
refused-quote-not-found = I can’t find that offer any more, so here is a new one.
refused-quote-lapsed = That price has lapsed, so here is a new one.
refused-order-not-found = I can’t find that order. Please check the number, or type “human”.
refused-which-order = I’m not sure which order you mean. Tap one, or say “the last one”, “the second one” or what it was for; its number will do too.
refused-cannot-cancel = Order { $number } can’t be cancelled any more. If something is wrong, type “human”.
refused-cannot-pay = Order { $number } can’t be paid any more; its page shows where it stands.
refused-cannot-refund = Order { $number } can’t be refunded now. If something is wrong, type “human”.
refused-not-delivered-yet = Order { $number } has not arrived yet. You’ll hear from me the moment it does.
refused-not-enough-balance = Your balance is { $balance }, and { $needed } is needed. Please pay another way.
refused-not-a-number = Please send a number, such as 2.
refused-text-too-long = That’s a little long; { $most ->
        [one] { $most } character
       *[other] { $most } characters
    } at most, please.
refused-choose-by-button = Please choose one of the buttons below.
refused-not-allowed = That’s for the shop’s staff. If you need help, type “human”.
refused-unknown-time-zone = I don’t know the time zone “{ $name }”. Please send one such as Europe/London.
