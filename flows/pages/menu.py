"""The first page: where everything is.

Not here: the pages it leads to.
"""

from flows.screens import Screen, button
from flows.turn import Turn
from flows.words import words


def menu(turn: Turn) -> Screen:
    """The menu."""
    return Screen(
        words("menu", name=turn.person.name or words("guest")),
        (
            (button("button-browse", "categories"),),
            (button("button-orders", "orders"), button("button-balance", "balance")),
            (button("button-help", "help"), button("button-language", "languages")),
            (button("button-human", "human"),),
        ),
    )


def help_page(turn: Turn) -> Screen:
    """What can be done here and how."""
    del turn  # every page is made from a turn, even one that is the same for everybody
    return Screen(
        words("help"),
        (
            (button("button-browse", "categories"), button("button-orders", "orders")),
            (button("button-human", "human"), button("button-menu", "menu")),
        ),
    )


def languages(turn: Turn) -> Screen:
    """The choice of languages, each called by its own name."""
    rows = tuple(
        (button(f"language-{language.lower()}", "language", language=language),) for language in turn.shop.languages
    )
    return Screen(words("languages"), (*rows, (button("button-menu", "menu"),)))
