"""The first page: where everything is.

Not here: the pages it leads to.
"""

from backend import catalogue
from backend.bulk_orders import is_merchant
from backend.people import Role
from flows.pages.staff import guide
from flows.screens import Screen, button
from flows.turn import Turn
from flows.words import words


def menu(turn: Turn) -> Screen:
    """The menu, below who we are; with what every visitor should know, if the owner's file says so."""
    shop = catalogue.shop_name(turn.db, turn.person.language) or words("this-shop")
    greeting = words("menu", name=turn.person.name or words("guest"), shop=shop)
    notice = catalogue.shop_notice(turn.db, turn.person.language)
    return Screen(
        greeting if notice is None else words("menu-notice", menu=greeting, notice=notice),
        (
            (button("button-browse", "categories"),),
            (button("button-orders", "orders"), button("button-balance", "balance")),
            (button("button-coupons", "coupons"), button("button-help", "help")),
            (button("button-language", "languages"), button("button-settings", "settings")),
            *(((button("button-bulk-orders", "bulk.send"),),) if is_merchant(turn.person) else ()),
            (button("button-questions", "questions"), button("button-human", "human")),
        ),
    )


def help_page(turn: Turn) -> Screen:
    """What can be done here and how; for staff also what their role lets them do."""
    text = words("help")
    if turn.person.role.reaches(Role.AGENT):
        text = words("with-note", note=text, text=guide(turn.person.role))
    return Screen(
        text,
        (
            (button("button-browse", "categories"), button("button-orders", "orders")),
            (button("button-diagnose", "diagnosis"), button("button-complain", "complain")),
            (button("button-questions", "questions"), button("button-human", "human")),
            (button("button-menu", "menu"),),
        ),
    )


def languages(turn: Turn) -> Screen:
    """The choice of languages, each called by its own name."""
    rows = tuple(
        (button(f"language-{language.lower()}", "language", language=language),) for language in turn.shop.languages
    )
    return Screen(words("languages"), (*rows, (button("button-menu", "menu"),)))
