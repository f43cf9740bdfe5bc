# The menu, help, languages and commands.

menu = Hello <b>{ $name }</b>, I’m Xiaoer and I look after { $shop }.
    Just type what you want (say “mobile 100” or “steam 50”), or look around with the buttons below.

menu-notice = { $menu }

    <i>{ $notice }</i>

guest = friend
this-shop = this shop

help = <b>What I can do for you</b>

    🛒 <b>Order</b>: type a product’s name, or tap “Browse”.
    📦 <b>Track</b>: tap “My orders”, or send me an order number.
    💳 <b>Pay</b>: from your balance or online; you have 15 minutes.
    🔑 <b>Get your codes</b>: they arrive seconds after you pay, and you can open them again any time.
    🙋 <b>Talk to a person</b>: type “human” whenever you like; nothing you filled in is lost.

    To correct something, tap or type “back”; to drop it, type “cancel”.

languages = 请选择语言 / Choose your language
language-chosen = All right, English it is.
language-zh-cn = 简体中文
language-en = English

button-browse = 🛒 Browse
button-orders = 📦 My orders
button-balance = 💰 Balance
button-help = ❓ Help
button-language = 🌐 Language
button-human = 🙋 Human
button-menu = 🏠 Menu
button-back = ‹ Back
button-cancel = ✕ Cancel
button-to-the-shop = To the shop

amount = { $amount }
balance = Your balance: <b>{ $balance }</b>
    Choose “Pay from balance” when you order, and it arrives at once.

command-unknown = I don’t know that command. Here is what I can do.
only-in-private = I take orders in private only, so that nobody sees yours. Tap the button to find me.
only-text = For now I can read only text and buttons, so please don’t send pictures, voice messages or files.
edit-unread = I don’t see changes to a message. To change an answer, send it again or tap “Back”.
tap-outdated = That button is out of date; here is the current one.
went-wrong = Sorry, I couldn’t do that. Your money and your orders are untouched. The shop has been told (incident { $incident }). Please try again in a moment, or ask for a person.
checkout-unknown = We have no order for this payment. Please don’t pay; type “human” and we’ll sort it out.
may-be-a-copy = <i>(The connection is unsteady, so this may be a repeat; ignore it if you have seen it.)</i>

with-note = { $note }

    { $text }

human-asked = 🙋 I’ve called someone for you; whatever you write now goes straight to them.
    You can go on ordering or look at your orders any time; nothing you filled in is lost.
human-asked-before = 🙋 You asked for a person at { $since }; I didn’t register you twice. Just write, it goes straight to them.

# The command menu
command-shop = Browse the shop
command-orders = My orders
command-balance = My balance
command-language = Language / 语言
command-help = Help
command-human = Talk to a person
command-cancel = Drop what I was filling in

# Typed words that count as commands, separated by commas
keywords-menu = menu, home, start
keywords-shop = shop, browse, products, catalogue, catalog
keywords-orders = orders, my orders, order list
keywords-balance = balance, my balance
keywords-language = language
keywords-help = help
keywords-human = human, agent, support, talk to a human, real person
keywords-cancel = cancel, never mind, stop
keywords-back = back, go back
keywords-continue = continue, go on, resume
