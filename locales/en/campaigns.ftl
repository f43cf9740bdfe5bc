# Coupon campaigns and redeem codes, for admins.

campaigns = <b>Campaigns</b>
    { $count ->
        [0] There is none yet.
       *[other] Tap one for its terms and what is left of it.
    }
    { $points }
points-on = ⭐ Delivered orders earn one point for each ¥1; 100 points are worth ¥1.
points-off = ⭐ Orders earn no points.
button-campaigns = 🎟 All campaigns
button-campaign = { $state ->
        [on] 🟢
       *[over] ⏸
    } { $name } · { $given }/{ $total }
button-new-campaign = ➕ New campaign
button-new-codes = 🔑 Codes
button-points-on = ⭐ Let orders earn points
button-points-off = ⭐ No more points for orders
campaign = <b>{ $name }</b> · { $state }
    { $worth }, { $scope }, for orders from { $over }
    Given: { $given } of { $total }, at most { $each } to one person, until { $until }
    { $together }
    { $way }
campaign-on = 🟢 on
campaign-over = ⏸ over
campaign-closed = ⏸ closed
campaign-together = Goes together with coupons of other campaigns
campaign-alone = An order takes it alone
campaign-public = Everybody it is for can take one on their coupon page
campaign-by-code = Only by code
campaign-begun = ✅ It’s on. Who may take a coupon finds it on the coupon page from now on; with codes, have them made below.
campaign-closed-now = ⏸ Closed: no more coupons are given. Those already given, and codes already made, stay good until they lapse.
button-campaign-codes = 🔑 Make codes
button-close-campaign = ⏸ Close

ask-campaign-name = What shall the campaign be called? Only staff read it.
ask-campaign-worth = What does a coupon take off?
    An amount, as in 5, or a percentage with the most it takes off, as in 10% 20.
ask-campaign-threshold = From which price on? Write an amount, or tap:
button-any-order = Any order
ask-campaign-scope = What is it for? Tap a shelf, or write a product’s name.
button-everything = Everything
ask-campaign-tiers = Who is it for?
button-answer-all = Everybody
button-answer-members = Silver and gold members
button-answer-gold = Gold members
ask-campaign-length = For how many days ({ $least } to { $most })? The coupons lapse then too.
ask-campaign-total = How many coupons are there in all ({ $least } to { $most })?
ask-campaign-each = How many may one person have ({ $least } to { $most })?
ask-campaign-together = May an order take it together with coupons of other campaigns?
button-answer-alone = Alone
button-answer-together = Together with others
ask-campaign-way = How do people get one?
button-answer-public = On their coupon page
button-answer-codes = Only by code
ask-campaign-sure = <b>{ $name }</b>
    { $worth }, { $scope }, for orders from { $over }
    Coupons: { $total }, at most { $each } to one person, for { $count ->
        [one] one day
       *[other] { $count } days
    }
    { $together }
    { $way }

    Begin it now?
button-begin-campaign = ✅ Begin
step-campaign-name = naming the campaign
step-campaign-worth = setting the discount
step-campaign-threshold = saying from which price on
step-campaign-scope = saying what it is for
step-campaign-tiers = saying who it is for
step-campaign-length = saying for how long
step-campaign-total = saying how many there are
step-campaign-each = setting coupons per person
step-campaign-together = saying if it combines
step-campaign-way = saying how people get one
step-campaign-sure = confirming the campaign

ask-codes-prize = What shall each code give? For coupons, open a campaign and have its codes made there.
button-prize-balance = 💰 Money on the balance
button-prize-points = ⭐ Points
button-prize-silver = 👑 Silver membership
button-prize-gold = 👑 Gold membership
ask-codes-balance = How much does each code put on the balance? As in 10.
ask-codes-points = How many points does each code give? { $most } at most.
ask-codes-days = For how many days does each code make somebody a { $tier } member (up to { $most })?
ask-codes-count = How many codes ({ $least } to { $most })?
ask-codes-good-for = For how many days can they be redeemed ({ $least } to { $most })?
ask-codes-sure = Codes: { $count }
    Each gives: { $worth }

    They come as a file, once: I keep no copy. Whoever has a code can redeem it, so keep the file safe.
button-make-codes = ✅ Make { $count }
step-redeem-codes-prize = saying what a code gives
step-redeem-codes-worth = saying how much
step-redeem-codes-count = saying how many codes
step-redeem-codes-days = saying how long they are good
step-redeem-codes-sure = confirming the codes
gift-membership = { $tier } membership for { $count ->
        [one] one day
       *[other] { $count } days
    }
codes-file = 🔑 Codes: { $count }. Each gives: { $worth }, until { $until }. This file is sent this once.
codes-made = ✅ Batch { $number } is made and on its way below.
    Codes: { $count }, redeemed so far: { $redeemed }
    Each gives: { $worth }

refused-number-out-of-range = A number from { $least } to { $most }, please. Nothing else has changed.
refused-not-a-worth = Please write an amount, as in 5, or a percentage and the most it takes off, as in 10% 20.

button-price-rules = 📦 Bulk prices and limits
ask-price-rules = <b>{ $product }</b>: write all its rules in one line.
    <code>5=48</code> from 5 on, 48 each
    <code>gold:5=46</code> the same for gold members (or silver, retail)
    <code>max=3/30</code> no more than 3 to one person in 30 days

    { $present }
price-rules-present = Now: <code>{ $rules }</code>
price-rules-none = There are none now.
button-no-price-rules = ✕ No rules
price-rules-set = ✅ From now on: <code>{ $rules }</code>. Prices quoted before hold until they lapse.
price-rules-gone = ✅ No bulk prices and no limits any more. Prices quoted before hold until they lapse.
step-price-rules-product = choosing a product
step-price-rules-rules = writing its rules
refused-not-a-price-rule = I can’t read “{ $rule }”. A rule is written as in 5=48 (below the retail price), gold:5=46 or max=3/30, with spaces between rules. Nothing was changed.
