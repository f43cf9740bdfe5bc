# Broadcasts: the shop writes one message for many people; and what customers get.

broadcasts = <b>Broadcasts</b>{ $pages ->
        [1] {""}
       *[other] {" "}({ $page }/{ $pages })
    }
    Each starts as a draft: preview it, then send it.
broadcast-page = <b>Broadcast { $number }</b> · { $status ->
        [draft] draft
        [scheduled] waiting for its time
        [running] going out
        [paused] paused
        [done] done
       *[cancelled] cancelled
    }

    { $text }

    { $facts }
broadcast-segment = To: { $segment ->
        [all] everybody
        [retail] retail customers
        [silver] silver customers
        [gold] gold customers
       *[buyers] buyers of “{ $product }”
    }
broadcast-has-photo = With a photo
broadcast-has-link = Button: { $link ->
        [shelves] the shelves
       *[product] { $product }
    }
broadcast-starts-at = Starts: { $at }
broadcast-reach = Would reach: { $people }. Left out, for blocking the shop or wanting no news: { $left-out }
broadcast-bar = { $bar } { $percent }%
broadcast-sent = Delivered: { $sent } of { $recipients }
broadcast-waiting = Still waiting: { $waiting }
broadcast-blocked = Blocked the shop, or gone: { $blocked }
broadcast-unknown = Arrived or not, can’t be told (never resent): { $unknown }
broadcast-left-out = Not sent (wanted no news, or cancelled): { $left-out }
broadcast-ended = 📣 Broadcast { $number } is done.

    { $report }
broadcast-message = { $text }
broadcast-start-really = Send it now? It reaches { $people ->
        [one] { $people } person
       *[other] { $people } people
    } and can’t be taken back.
broadcast-cancel-really = Really cancel this broadcast? What has gone out stays out, the rest is not sent.

ask-broadcast-photo = A photo with it? Send me one, or tap the button.
ask-broadcast-chinese = Please write the Chinese text, { $most ->
        [one] { $most } character
       *[other] { $most } characters
    } at most.
ask-broadcast-english = Please write the English text, { $most ->
        [one] { $most } character
       *[other] { $most } characters
    } at most. English-speaking customers get this one.
ask-broadcast-link = A button below it?
ask-broadcast-product = Which product does the button open? Send its name or id.
ask-broadcast-segment = Who is it for? In brackets: how many it would reach now.
ask-broadcast-bought = Buyers of which product? Send its name or id.
ask-broadcast-draft = Please tap “Send later” on the broadcast’s page.
ask-broadcast-time = When should it start? Send a time such as 20:00 or 12-24 20:00. It is { $now } now.

step-broadcast-photo = choosing the photo
step-broadcast-chinese = writing the Chinese text
step-broadcast-english = writing the English text
step-broadcast-link = choosing the button
step-broadcast-product = choosing the product
step-broadcast-segment = choosing who it is for
step-broadcast-bought = choosing what they bought
step-broadcast-time-broadcast = choosing the broadcast
step-broadcast-time-time = choosing the time

button-broadcast = { $number } · { $status ->
        [draft] draft
        [scheduled] scheduled
        [running] going out
        [paused] paused
        [done] done
       *[cancelled] cancelled
    } · { $text }
button-broadcasts = 📣 All broadcasts
button-broadcast-compose = ✏️ Write one
button-broadcast-page = 📣 Show it
button-broadcast-preview = 👁 Send it to me only
button-broadcast-start = ▶️ Send now
button-broadcast-start-yes = Send it
button-broadcast-schedule = ⏰ Send later
button-broadcast-pause = ⏸ Pause
button-broadcast-resume = ▶️ Go on sending
button-broadcast-cancel = ✕ Cancel broadcast
button-broadcast-cancel-yes = Yes, cancel it
button-broadcast-not-now = Not now
button-no-photo = No photo
button-same-for-all = Same text for all
button-link-none = No button
button-link-shelves = 🛒 Browse
button-link-product = 🎁 A product…
button-segment = { $segment ->
        [all] Everybody
        [retail] Retail
        [silver] Silver
       *[gold] Gold
    } ({ $people })
button-segment-buyers = Buyers of a product…
button-news-product = 🎁 { $product }
button-news-stop = 🔕 No more news

news-stopped = Fine, you’ll get no more news from us. Send /settings to have it back.

refused-broadcast-not-found = I can’t find that broadcast.
refused-broadcast-moved = A moment too late: this broadcast is { $status ->
        [draft] a draft
        [scheduled] scheduled
        [running] going out
        [paused] paused
        [done] done
       *[cancelled] cancelled
    } by now.
refused-photo-wanted = Please send a photo, or tap “No photo”.
refused-product-unclear = I need exactly one product. Please send its full name, or its id such as steam-50.
refused-not-a-moment = I can’t read that time. Please write it like 20:00 or 12-24 20:00.
refused-moment-passed = That time is over; please choose a later one.
