# Understanding a sentence: what it may mean, what is asked back.

heard-unsure = I found nothing for “{ $text }”, and I’m not sure what you mean. Is it one of these?
    Tap one, or say it differently; if I don’t get it again, I’ll call a person for you.
heard-second-guess = I think this is what you meant just now. If not, say it differently, or write “human” for a person.
heard-several = You named several things. Each is an order of its own; tap one to begin, then the next:
heard-coupon = 🎟️ You’d like to use “{ $coupon }”: the coupons that take off most apply by themselves when you check the order, and you can choose others there. If it is a code, cancel this step and send me the code by itself first; then order again.
heard-angry = I’m sorry about this. Let’s find out what happened; type “human” at any time for a person.
heard-thanks = You’re welcome. Call me whenever you need something!
heard-praise = 💬 Thank you! It helps us to do better.
    If you have a suggestion, tap “Human” and write it down, the shop will read it; you can also rate an order once it has arrived.
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
