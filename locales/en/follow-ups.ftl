# What is asked and reminded of afterwards, ratings, and the settings for it.

follow-up-unseen = 🎁 Order { $number } has been here for a while, and its codes haven’t been opened yet. Just so that you don’t miss them.
follow-up-seen = 🎁 Did everything in order { $number } work?
button-arrived = 👍 All good
button-not-arrived = ⚠️ There’s a problem
arrival-thanks = Glad to hear it! The order is completed; your codes stay where they are.
follow-up-ticket = 🔎 Now that a little time has passed: is ticket { $number } really solved?
button-solved = 👍 Yes, solved
button-unsolved = ↩️ No, open it again
solved-thanks = Good to know. Thank you!
follow-up-coupon = 🎟 Your coupon, { $coupon }, is good until { $until }. It applies itself to your next order.
button-hear-less = 🔕 Fewer of these

rating-question = How was it? Please rate { $about }.
rated-order = order { $number }
rated-ticket = ticket { $number }
button-stars = { $stars } ⭐
rating-thanks = { $stars ->
        [3] ⭐⭐⭐ Thank you! What would have made it better? You are welcome to tell us.
        [4] ⭐⭐⭐⭐ Thank you! Glad it went well.
       *[5] ⭐⭐⭐⭐⭐ Thank you! That makes our day.
    }
rating-thanks-low = { $stars ->
        [1] ⭐ I’m sorry. That is not how it should be, and whoever is in charge has just been told. What went wrong?
       *[2] ⭐⭐ I’m sorry it wasn’t better; whoever is in charge has just been told. What went wrong?
    }
button-remark = ✍️ Say more
button-rate-again = ✏️ Change the stars
ask-rating = Please tap the stars first; you find them where I asked you.
ask-remark = What went wrong, or well? It goes to whoever is in charge.
remark-passed-on = Thank you, I’ve passed it on.
step-remark-subject = choosing what to rate
step-remark-words = writing about your rating
refused-rating-closed = You gave { $stars } of 5 stars more than a day ago; that can’t be changed any more. If something is wrong, type “human”.
staff-rating-low = ⭐ { $name } gave { $stars } of 5 for { $about }.
staff-rating-remark = ✍️ { $name } on { $about } ({ $stars } of 5): { $remark }

settings = <b>Settings</b>

    Reminders and questions after an order: { $follow-ups ->
        [on] on
       *[off] off
    }
    News from the shop: { $news ->
        [on] on
       *[off] off
    }
    Time zone: { $zone }

    I send no reminders from 22:00 to 9:00 your time. What you ordered arrives at any hour.
settings-changed = Saved.
button-settings = ⚙️ Settings
button-follow-ups-on = 🔔 Reminders on
button-follow-ups-off = 🔕 Reminders off
button-news-on = 📣 News on
button-news-off = 🔕 News off
button-time-zone = 🕘 Time zone
ask-time-zone = Where are you? Tap a city, or send the name of your time zone, such as Europe/Paris or just Paris.
zone-shanghai = Beijing, Shanghai
zone-singapore = Singapore
zone-tokyo = Tokyo
zone-sydney = Sydney
zone-london = London
zone-berlin = Berlin
zone-new-york = New York
zone-los-angeles = Los Angeles
step-time-zone-zone = choosing a time zone
command-settings = Settings
keywords-settings = settings, preferences
