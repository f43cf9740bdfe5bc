# Common questions: the list, an answer, the buttons. Questions and answers themselves are in faq.toml.

questions = ❓ <b>Questions and answers</b>{ $pages ->
        [1] {""}
       *[other] {" "}({ $page }/{ $pages })
    }
    Tap one for its answer, or just ask me in your own words.
question-answer = <b>{ $title }</b>

    { $answer }
question-helped = 👍 Glad that helped! Ask me whenever something else comes up.
text-gone = The shop has taken this answer down. Here is what there is; a person can tell you more.
keywords-questions = faq, questions, questions and answers

button-questions = ❓ Questions
button-question = { $title }
button-helped = 👍 That helped
button-redeem = 🎁 Redeem a code
button-check = 🔍 Look into it

# What stands in the pictures: for each step what to tap, then two lines about it, with | between them
picture-codes-1 = My orders | Tap here, then | open the order
picture-codes-2 = Show codes | On the order page, | as often as you like
picture-codes-3 = Copy code 1 | One tap copies it; it | closes after 10 minutes
picture-redeem-1 = Copy | Copy the code | in your order
picture-redeem-2 = Redeem | Sign in to the account | it is for, find this
picture-redeem-3 = Paste | All of it, no blanks; | the region must fit
