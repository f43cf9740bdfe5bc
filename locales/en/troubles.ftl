# What was given up after several attempts, for admins.

troubles = 🧯 <b>What did not work</b>
    The latest few of each kind. Tap 🔁 to try one again once its cause is gone, ✅ when you have settled a difference.
    { $lines }

    { $books }
troubles-none = ✅ Nothing was given up.

    { $books }
trouble-event = <b>{ $number }</b> · { $at }
    Not answered: { $what ->
        [telegram] a message that came in
        [timer] a timer
        [gateway] a payment notice
        [file] a file that was fetched
        [console] an act in the console
        [job] the outcome of a job
       *[other] { $what }
    }
    { $why }
trouble-call = <b>{ $number }</b> · { $at }
    Not sent: { $what ->
        [screen] a screen
        [notice] a notice
        [topic] a change of a topic
        [fetch] the request for a file
        [broadcast] a broadcast message
       *[other] { $what }
    }
    { $why }
trouble-job = <b>{ $number }</b> · { $at }
    Not done: { $what ->
        [report] counting a report
        [learning] learning what you taught
        [refund] asking a gateway for a refund
        [payment-query] asking a gateway about a payment
        [statement] fetching a gateway’s statement
       *[other] { $what }
    }
    { $why }
trouble-retried = All right, trying again.
trouble-gone = That one is being tried again, or has worked by now.
button-retry = 🔁 { $number }
button-look-again = 🔄 Look again
