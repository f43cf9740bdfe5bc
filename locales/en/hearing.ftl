# Understanding a sentence: what it may mean, answers to common questions. The shop may change the answers here.

heard-unsure = I found nothing for “{ $text }”, and I’m not sure what you mean. Is it one of these?
    Tap one, or say it differently; if I don’t get it again, I’ll call a person for you.
heard-several = You named several things. Each is an order of its own; tap one to begin, then the next:
heard-angry = I’m sorry about this. Let’s find out what happened; type “human” at any time for a person.
button-heard-item = 🛒 { $product } × { $quantity }

button-heard-place-order = 🛒 Buy something
button-heard-order-status = 📦 Look up an order
button-heard-order-stuck = ⏳ Paid, nothing came
button-heard-duplicate-charge = 💸 Charged twice
button-heard-refund = ↩️ Refund
button-heard-cancel-order = ✕ Cancel an order
button-heard-complaint = ⚠️ Complain
button-heard-coupon-or-compensation = 🎟️ Coupons, compensation
button-heard-redeem-code = 🎁 Redeem a code
button-heard-balance-or-topup = 💰 Balance and paying
button-heard-account-frozen-or-login = 🔒 Account and login
button-heard-licence-or-verification = 🪪 Verification, licence
button-heard-connection-problem = 📶 The bot doesn’t react
button-heard-catalogue-or-price = 🏷️ Products and prices
button-heard-stock-availability = 📦 Is it in stock?
button-heard-delivery-time-eta = ⏱️ How long it takes
button-heard-invoice-or-receipt = 🧾 Invoice or receipt
button-heard-change-language = 🌐 Change the language
button-heard-how-to-use-card = 🔑 How to use a code
button-heard-card-invalid = 🚫 My code doesn’t work
button-heard-maintenance-info = 🛠️ Maintenance, hours
button-heard-feedback-praise = 💬 Feedback

answer-redeem-code = 🎁 <b>You have a code?</b>
    Our own coupons are kept for you and taken off by themselves when you order; there is nothing to enter.
    Codes of a game or platform are redeemed there. If one doesn’t work or you don’t know where it belongs, tap “Human” and tell us where you got it.
answer-account-frozen-or-login = 🔒 <b>Account and login</b>
    There is no password here: if you can write to me, you are signed in.
    If it is the platform’s account that you can’t enter, recover it there first. If it is us who won’t let you order, tap “Human”; the shop will check and tell you why.
answer-licence-or-verification = 🪪 <b>Verification and licences</b>
    Only wholesale goods need a licence number; you are asked for it when you order. Retail goods need none.
    If yours is refused, tap “Human” and we’ll check it. Never send photos of papers to a stranger who claims to be the shop.
answer-connection-problem = 📶 <b>I’m here, and I got this message.</b>
    Your orders and payments are kept and can’t be lost by a bad connection. If a button does nothing, type “menu” for a fresh one; if a link won’t open, try another network.
    If that doesn’t help, tap “Human”.
answer-delivery-time-eta = ⏱️ <b>How long does it take?</b>
    What is in stock comes to this chat seconds after you pay, day and night, on weekends and holidays too.
    If you have paid and nothing came, tap “My orders” to see where it is.
answer-invoice-or-receipt = 🧾 <b>Invoices and receipts</b>
    Every order page has its number, amount and time, and serves as a receipt.
    For an invoice tap “Human” and tell us the order number, the name and the tax number.
answer-how-to-use-card = 🔑 <b>How to use a code</b>
    1. Tap “My orders”, open the order, show the codes and copy yours.
    2. Go to the platform named in the product’s description, sign in to the account it is for, and look for “Redeem”.
    3. Paste the whole code, without blanks. The region must be the one in the product’s name.
    If it is refused, don’t keep trying; tap “Human” and add a screenshot.
answer-maintenance-info = 🛠️ <b>Maintenance and opening hours</b>
    If you can tap “Buy”, we are open; codes are delivered day and night. During maintenance I say so before you order, and can tell you when it is over.
    When people answer stands on the menu and on your ticket.
answer-feedback-praise = 💬 Thank you! It helps us to do better.
    If you have a suggestion, tap “Human” and write it down, the shop will read it; you can also rate an order once it has arrived.
answer-thanks-or-bye = You’re welcome. Call me whenever you need something!
