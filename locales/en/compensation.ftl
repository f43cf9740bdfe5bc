# Making up for trouble, and incidents as admins see them.

amends = { $why }

    { $gift }
amends-late = 🙏 Sorry: order { $number } took { $delay } to reach you. That is not how we want to serve you.
amends-failed = 🙏 Sorry: we couldn’t deliver order { $number }, and your money is back. You shouldn’t have had that trouble.
amends-incident = 🙏 Sorry: something went wrong in our shop and your orders suffered: { $title }.
amends-coupon = To make up for it, here is a coupon: <b>{ $coupon }</b> for orders from { $over }, until { $until }. You needn’t do anything; it applies itself to your next order.
amends-points = To make up for it, we’ve given you <b>{ $count }</b> { $count ->
        [one] point
       *[other] points
    }.
amends-balance = To make up for it, we’ve put <b>{ $amount }</b> on your balance. It doesn’t expire; choose “Pay from balance” at your next order.
button-use-now = 🛒 Use it now
gift-points = { $count ->
        [one] { $count } point
       *[other] { $count } points
    }
gift-balance = { $amount } to the balance
length-days = { $count ->
        [one] { $count } day
       *[other] { $count } days
    }

incidents = <b>Incidents</b>
    Tap one to see it.
incidents-none = <b>Incidents</b>
    There have been none. Open one when many customers have the same trouble.
button-incident = { $status } · { $title }
button-new-incident = ➕ New incident
button-incidents = ‹ All incidents
incident-open = 🔴 open
incident-closed = ⚪ closed
incident-granting = ⏳ making amends
incident-granted = ✅ made up for
severity-light = light
severity-serious = serious
severity-severe = severe
all-products = all products
button-all-products = All products

incident-page = { $facts }

    { $next }
incident-title = <b>{ $title }</b>
incident-about = { $status }; { $severity }; { $product }
incident-since = Since { $since }
incident-until = Until { $until }
incident-given = Given to so far: { $count }; worth { $worth } at most, points: { $points }
incident-next-open = Close it when the trouble is over. Whoever paid meanwhile and got their order late, not at all or not yet can then be given something.
incident-next-closed = Look first at who would be given what. Nothing is given until you say so.
incident-next-granting = The gifts are going out; this page keeps count. You needn’t stay. Should the count stand still for minutes, tap “Go on”: nobody is given anything twice.
incident-next-granted = Everybody it touched has been told.
button-close-incident = ✔ It is over: close it
button-resume-granting = ▶ Go on
button-preview = 👀 Who would get what?
button-grant = 🎁 Give it to { $count ->
        [one] { $count } person
       *[other] { $count } people
    }

preview = <b>{ $title }</b>
    People whose orders suffered: { $people }. Nothing has been given yet.

    { $lines }

    { $totals }
preview-person = • { $name }, { $orders ->
        [one] { $orders } order
       *[other] { $orders } orders
    }: { $gift }
preview-more = … and { $count } more
preview-nobody = Nobody would be given anything.
preview-gift-coupon = Coupons: { $count }, worth { $worth } at most
preview-gift-balance = Put on balances: { $worth } for { $count ->
        [one] { $count } person
       *[other] { $count } people
    }
preview-gift-points = Points: { $points } for { $count ->
        [one] { $count } person
       *[other] { $count } people
    }
preview-no-rule = Nothing, as the rules have nothing for it: { $count }
preview-own-doing = Nothing, as it was their own doing: { $count }
preview-had-before = Nothing, as it has been made up for: { $count }
preview-over-limit = Nothing, as today’s limit is reached: { $count }

ask-incident-title = What went wrong? Customers will read it, so use their words, and keep it short (maximum length: { $most }). For example: payments were slow this morning
ask-incident-product = Which product did it touch? Type its name, or tap the button.
ask-incident-since = How many minutes ago did it begin? Tap or type a number.
button-minutes-ago = { $count } min ago
ask-incident-severity = How bad was it? That decides what people are given.
ask-incident-confirm = <b>{ $title }</b>
    { $severity }; { $product }; since { $since }

    Open this incident? Nobody is told or given anything yet.
button-open-incident = 🔴 Open it
step-incident-title = saying what went wrong
step-incident-product = choosing the product
step-incident-since = saying since when
step-incident-severity = saying how bad
step-incident-confirm = opening an incident

refused-incident-not-found = I can’t find incident { $number }. Type /incident to see them all.
refused-incident-not-closed = Incident { $number } is still open. Close it first, so that it is certain whom it touched.
