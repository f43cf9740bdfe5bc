"""Ratings: five stars to tap, thanks that fit them, and a way to say more.

Not here: what a rating causes (handlers.customer.rating).
"""

from backend.ratings import LOW, Rating
from flows.screens import Row, Screen, button
from flows.words import Words, words

MOST_STARS = 5


def question(about: Words, *, subject: str) -> Screen:
    """'How was it?', about an order or ticket."""
    return Screen(words("rating-question", about=about), (_stars(subject), _ways_on()), subject=f"rating:{subject}")


def thanks(rating: Rating) -> Screen:
    """Thanks for these stars; who gave few is asked what went wrong, and anybody may think again."""
    key = "rating-thanks-low" if rating.stars <= LOW else "rating-thanks"
    remark = ((button("button-remark", "rating.remark", subject=rating.subject),),) if not rating.remark else ()
    return Screen(
        words(key, stars=rating.stars),
        (*remark, (button("button-rate-again", "rating.again", subject=rating.subject),), _ways_on()),
        subject=f"rating:{rating.subject}",
    )


def about(kind: str, number: str) -> Words:
    """What a rating is about: 'order …' or 'ticket …'."""
    return words("rated-order" if kind == "order" else "rated-ticket", number=number)


def _stars(subject: str) -> Row:
    return tuple(
        button("button-stars", "rate", {"stars": stars}, subject=subject, stars=stars)
        for stars in range(1, MOST_STARS + 1)
    )


def _ways_on() -> Row:
    return (button("button-orders", "orders"), button("button-menu", "menu"))
