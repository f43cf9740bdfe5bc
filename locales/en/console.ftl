# The console: the web pages of the shop's staff. Plain text: nothing here may hold a tag.

console-title = Xiaoer · Desk
console-mark = X
console-sign-in = Press the button to open the desk. This link works once, for ten minutes.
console-enter = Open the desk
console-signed-out = You are signed out. Send /console to the bot and it will give you a new link.
console-sign-out = Sign out
console-language = Switch language

console-place-tickets = Tickets
console-place-orders = Orders
console-place-broadcasts = Broadcasts

console-tab-waiting = Waiting
console-tab-mine = Mine
console-tab-open = All open
console-tab-resolved = Resolved
console-none-waiting = Nobody is waiting. Well done.
console-none-mine = You have no open ticket. Claim one under “Waiting”.
console-none-open = There is no open ticket.
console-none-resolved = Nothing has been resolved yet.
console-choose-ticket = Choose a ticket on the left.
console-nothing-said = Nothing said yet
console-unanswered = The customer spoke last
console-late = late

console-category-human = wants a human
console-category-not-arrived = not arrived
console-category-code-dead = code doesn’t work
console-category-charged-twice = charged twice
console-category-wrong-goods = wrong goods
console-category-other = something else
console-tier-retail = Retail
console-tier-silver = Silver
console-tier-gold = Gold
console-status-waiting = waiting
console-status-claimed = being served
console-status-resolved = resolved

console-minutes = { $minutes ->
        [0] a moment
       *[other] { $minutes } min
    }
console-hours = { $hours } h { $minutes } min
console-days = { $days } d
console-moment = { $at }
console-amount = { $amount }
console-since = { $length } ago
console-due-in = first answer due in { $length }
console-late-by = { $length } over the promised time
console-in-queue = No. { $place } in the queue
console-served-by = Served by { $owner }
console-offered = { $owner } has offered it to { $to }
console-resolved-by = Resolved · { $owner }

console-claim = Claim
console-resolve = Resolve
console-reopen = Open again
console-reply = Reply
console-note = Note
console-write-reply = Write to the customer
console-write-note = A note for staff only
console-send = Send
console-claim-first = Claim it to reply.
console-others = { $owner } replies here; you can leave a note.
console-reopen-first = Resolved: open it again to reply.
console-note-by = Note · { $name }
console-edited = edited
console-put-back = Put it back
console-bot-silent = The bot is not answering. This is kept, and will be done as soon as it is back.
console-lost = The connection is lost. Trying again; what you wrote is kept.
console-close = Close
console-back = Back
console-details = About the customer and the order

console-matter = { $matter ->
        [photo] Photo
        [document] File
        [voice] Voice message
        [audio] Recording
        [video] Video
        [video_note] Video message
        [animation] Animation
        [sticker] Sticker
        [contact] Contact
        [location] Location
       *[other] Attachment
    }

console-customer = Customer
console-telegram-number = Telegram number
console-order = Order
console-timeline = Timeline
console-product = Product
console-total = Total
console-account = For account
console-order-note = Customer’s note
console-order-status = Status
console-attention = needs attention
console-search = Order, payment or gateway number, name, @username
console-no-orders = No order fits. Try the start of a number, or the customer’s name.
console-no-broadcasts = Nothing has been broadcast yet. Send /broadcast to the bot to compose one.

console-broadcast = Broadcast { $number }
console-broadcast-draft = draft
console-broadcast-scheduled = scheduled
console-broadcast-running = going out
console-broadcast-paused = paused
console-broadcast-done = done
console-broadcast-cancelled = cancelled

console-link = Your way into the desk is the button below. It works once, for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }, and only for you: please don’t pass it on.
console-link-sent = The link is in your private chat with me.
button-console = Open the desk

refused-console-closed = The desk has no address yet. Whoever runs the bot has to start ./xiaoer console and set CONSOLE_URL.
refused-console-link-spent = This link has been used, or its ten minutes are over. Send /console to the bot and it will give you a new one.
