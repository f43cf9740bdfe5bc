"""Journeys: how people get to where a transcript begins, in either language.

Not here: what happens there (the test files, one a topic).
"""

from tests.conversations.chats import PersonInTest, ShopInTest


def at_the_quantity(person: PersonInTest) -> None:
    """Be asked how many Steam cards."""
    person.says("steam50")
    person.taps("🛒")


def at_the_account(person: PersonInTest) -> None:
    """Be asked for a phone number; of top-ups only one can be bought at once, so the account comes first."""
    person.says("hf100")
    person.taps("🛒")


def at_the_summary(person: PersonInTest) -> None:
    """Have chosen two Steam cards."""
    at_the_quantity(person)
    person.says("2")


def waits_for_payment(person: PersonInTest) -> str:
    """Have ordered two Steam cards; returns the order's number."""
    at_the_summary(person)
    person.taps("✅")
    return person.order_number()


def goes_to_the_gateway(person: PersonInTest) -> str:
    """Have ordered two Steam cards and chosen to pay outside; returns the address that the button opens."""
    waits_for_payment(person)
    person.taps("💳")
    return person.address_on("100.00")


def has_delivery(shop: ShopInTest, person: PersonInTest) -> None:
    """Have paid for two Steam cards from the balance."""
    person.says("/start")
    shop.give(person, "100")
    waits_for_payment(person)
    person.taps("💰")
