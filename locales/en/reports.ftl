# The report: its picture, and its numbers in words.

picture-report = { $first } to { $last }
picture-orders = Orders a day
picture-placed = placed
picture-paid = paid
picture-delivery-seconds = Delivery time, seconds
picture-delivery-minutes = Delivery time, minutes
picture-delivery-hours = Delivery time, hours
picture-median = half within
picture-p90 = 9 of 10 within
picture-complaints = Complaints by product
picture-no-order = about no order
picture-no-complaints = Nobody complained.

report-counting = 📊 Counting the last { $count ->
        [one] { $count } day
       *[other] { $count } days
    }…
report-failed = 😥 The report could not be counted. The admins know of it as { $incident }. You can try again.
report = 📊 <b>The last { $count ->
        [one] { $count } day
       *[other] { $count } days
    }</b>
    Orders placed: { $placed }, of them paid: { $paid }.
    { $delivery }
    { $complaints }
report-delivery = From payment to delivery: half within { $median }, 9 of 10 within { $p90 }.
report-nothing-delivered = Nothing was delivered in this time.
report-complaints = Complaints: { $count }, most of them about “{ $product }”: { $most }.
report-no-complaints = Nobody complained.
length-seconds = { $count ->
        [one] { $count } second
       *[other] { $count } seconds
    }
length-minutes = { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
length-hours = { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
button-report-days = { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
