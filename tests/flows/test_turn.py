"""A turn asks once for what it does not change."""

from zoneinfo import ZoneInfo

from flows.events import Event, Said
from flows.shop import Shop
from flows.turn import Turn
from storage.database import Db
from storage.secrets import Vault
from tests.backend import given
from tests.backend.given import NOW


def test_what_is_asked_for_twice_in_a_turn_is_looked_up_once_for_each_question(db: Db, vault: Vault) -> None:
    shop = Shop(vault, b"key", "bot", ("en",), {}, (), {}, ZoneInfo("UTC"))
    turn = Turn(db, Event(1, Said("", 1), None, None, NOW), person=given.person(db), chat_id=1, shop=shop, now=NOW)
    asked: list[tuple[str, int]] = []

    def look(db: Db, what: str, *, at_most: int) -> str:
        del db
        asked.append((what, at_most))
        return what * at_most

    answers = [turn.once(look, what, at_most=most) for what, most in [("a", 1), ("a", 2), ("b", 1), ("a", 2)]]

    assert answers == ["a", "aa", "b", "aa"]
    assert asked == [("a", 1), ("a", 2), ("b", 1)]
