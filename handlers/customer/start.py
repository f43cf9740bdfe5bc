"""The way in: start with its deep links, menu, help, language, and who asks for none of these.

Not here: what the deep links lead to (handlers.customer.shopping).
"""

from collections.abc import Mapping
from typing import Any

from backend import people
from backend.people import Role
from flows.pages import menu as pages
from flows.screens import Button, Screen, button
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to


@open_to(Role.CUSTOMER)
def menu(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show the menu; whoever comes here is done talking to staff for now, and may name what they look for."""
    del args
    turn.conversation.is_talking = False
    turn.show(pages.menu(turn))


@open_to(Role.CUSTOMER)
def help_page(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show what can be done here."""
    del args
    turn.show(pages.help_page(turn))


@open_to(Role.CUSTOMER)
def languages(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show the languages."""
    del args
    turn.show(pages.languages(turn))


@open_to(Role.CUSTOMER)
def choose_language(turn: Turn, args: Mapping[str, Any]) -> None:
    """Speak another language from here on."""
    people.choose_language(turn.db, turn.person, args["language"])
    turn.person = people.the_person(turn.db, turn.person.id)
    turn.toast("language-chosen")
    turn.show(pages.menu(turn))


def apologise(turn: Turn, incident: str) -> None:
    """Say that we failed, with ways on that need nothing of what failed."""
    ways_on = (button("button-menu", "menu"), button("button-human", "human"))
    turn.show(Screen(words("went-wrong", incident=incident), (ways_on,)))


def report(turn: Turn, incident: str) -> None:
    """Tell the admins that we failed."""
    who = turn.person
    turn.notify_admins(words("admin-went-wrong", name=who.name, id=str(who.telegram_id), incident=incident))


def unknown_command(turn: Turn) -> None:
    """Say that there is no such command, and what there is."""
    turn.show(pages.help_page(turn).below(words("command-unknown")))


def only_in_private(turn: Turn) -> None:
    """In a group: say where the shop is."""
    to_the_shop = Button(words("button-to-the-shop"), url=f"https://t.me/{turn.shop.bot_username}")
    turn.notify(Screen(words("only-in-private"), ((to_the_shop,),)))
