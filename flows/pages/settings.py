"""Settings: what a person hears from the shop without asking, and where their days and nights are.

Not here: the changing (handlers.customer.preferences).
"""

from flows.screens import Button, Screen, button
from flows.turn import Turn
from flows.words import words


def settings(turn: Turn) -> Screen:
    """The person's settings, each with a button that changes it."""
    person = turn.person
    zone = person.time_zone or turn.shop.time_zone.key
    return Screen(
        words(
            "settings",
            follow_ups=_word(wanted=person.wants_follow_ups),
            news=_word(wanted=person.wants_news),
            zone=zone,
        ),
        (
            (_reminders(wanted=person.wants_follow_ups), _news(wanted=person.wants_news)),
            (button("button-time-zone", "time-zone"), button("button-language", "languages")),
            (button("button-account", "account"), button("button-menu", "menu")),
        ),
    )


def _word(*, wanted: bool) -> str:
    return "on" if wanted else "off"


def _reminders(*, wanted: bool) -> Button:
    return button(
        "button-follow-ups-off" if wanted else "button-follow-ups-on", "settings.follow-ups", wants=not wanted
    )


def _news(*, wanted: bool) -> Button:
    return button("button-news-off" if wanted else "button-news-on", "settings.news", wants=not wanted)
