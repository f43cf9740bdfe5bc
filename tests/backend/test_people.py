"""Meeting people and remembering what they chose."""

from datetime import timedelta

import pytest

from backend import people, tiers
from backend.people import Tier
from storage.database import Db
from tests.backend import given
from tests.backend.given import NOW


def test_the_first_meeting_makes_a_retail_customer(db: Db) -> None:
    ana = people.meet(db, telegram_id=7, name="Ana", username="ana", language="en", now=NOW)

    assert (ana.name, ana.tier, ana.language, ana.blocked_at) == ("Ana", Tier.RETAIL, "en", None)
    assert ana.who == f"customer:{ana.id}"


def test_a_later_meeting_changes_the_name_but_not_the_language(db: Db) -> None:
    ana = given.person(db, 7)

    later = people.meet(db, telegram_id=7, name="Anna", username="anna", language="zh-CN", now=NOW + timedelta(days=1))

    assert (later.id, later.name, later.username, later.language) == (ana.id, "Anna", "anna", "en")
    assert later.created_at == NOW


def test_what_was_chosen_is_remembered(db: Db) -> None:
    ana = given.person(db)

    people.choose_language(db, ana, "zh-CN")
    tiers.give(db, ana.id, Tier.GOLD, now=NOW)

    known = people.the_person(db, ana.id)
    assert (known.language, known.tier) == ("zh-CN", Tier.GOLD)


def test_who_blocked_the_bot_is_unreachable_until_they_write_again(db: Db) -> None:
    ana = given.person(db, 7)

    people.mark_unreachable(db, telegram_id=7, now=NOW)
    people.mark_unreachable(db, telegram_id=7, now=NOW + timedelta(days=1))
    people.mark_unreachable(db, telegram_id=-100, now=NOW)

    assert people.the_person(db, ana.id).blocked_at == NOW
    assert given.person(db, 7).blocked_at is None


def test_an_unknown_person_is_a_bug(db: Db) -> None:
    with pytest.raises(LookupError):
        people.the_person(db, 404)


@pytest.mark.parametrize(
    ("name", "readable"),
    [
        ("Ana", "Ana"),
        ("  Ana\t\n Lovelace ", "Ana Lovelace"),
        ("Ana\u202egnp.exe", "Anagnp.exe"),
        ("\u2066Ana\u2069\u200b\u0000", "Ana"),
        ("Ａｎａ", "Ana"),
        ("小二", "小二"),
        ("x" * 65, "x" * 64),
        ("\u200b", ""),
    ],
)
def test_a_name_keeps_only_what_can_be_seen(name: str, readable: str) -> None:
    assert people.readable_name(name) == readable
