"""Transcripts of troubles: admins see what the bot gave up, and have it tried again."""

import pytest

from backend.people import Role
from backend.reports import SPANS
from bot.drivers.driver import Rejected
from handlers.customer import start
from storage import jobs
from storage.jobs import NewJob
from tests.conversations.chats import PersonInTest, ShopInTest


@pytest.fixture
def boss(shop: ShopInTest) -> PersonInTest:
    """An admin who reads English."""
    boss = shop.agent(701, "Boss", role=Role.ADMIN)
    boss.says("/start")
    return boss


def fails(*_: object) -> None:
    """A handler with a bug."""
    raise KeyError("ana@example.com")


def test_without_trouble_there_is_none(boss: PersonInTest) -> None:
    boss.says("/trouble")

    boss.sees("Nothing was given up.")
    boss.offers("Look again", "Menu")


def test_a_parked_event_is_answered_once_its_cause_is_gone(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana.says("/start")
    with monkeypatch.context() as broken:
        broken.setattr(start, "unknown_command", fails)
        ana.says("/nonsense")
        for _ in range(3):
            shop.forward(seconds=10)
    ana.sees("E-000003")

    boss.says("/trouble")
    boss.sees("E-000003", "Not answered: a message that came in", "KeyError")
    boss.misses("ana@example.com")
    boss.taps("E-000003")
    assert shop.driver.toasts[-1] == "All right, trying again."
    boss.sees("Nothing was given up.")
    shop.forward(seconds=1)

    ana.sees("I don’t know that command")


def test_a_dead_call_is_made_again(shop: ShopInTest, boss: PersonInTest, ana: PersonInTest) -> None:
    shop.driver.script("sendMessage", Rejected(400, "Bad Request: strange"))
    ana.says("/start")
    assert ana.messages == []

    boss.says("/trouble")
    boss.sees("Not sent: a screen", "400 Bad Request: strange")
    boss.taps("C-")
    shop.forward(seconds=1)

    assert len(ana.messages) == 1


def test_a_message_to_who_blocked_the_bot_is_no_trouble(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest
) -> None:
    shop.driver.script("sendMessage", Rejected(403, "Forbidden: bot was blocked by the user"))
    ana.says("/start")

    boss.says("/trouble")

    boss.sees("Nothing was given up.")


def test_a_job_that_was_given_up_is_done_again(shop: ShopInTest, boss: PersonInTest) -> None:
    with shop.database.transaction() as db:
        asked = {"days": SPANS[0], "page": 0}
        jobs.defer(db, NewJob("no-such-job", {"lane": f"chat:{boss.id}", "asked": asked}))
    shop.does_jobs()

    boss.says("/trouble")
    boss.sees("J-000001", "Not done: no-such-job", "nothing is known of a job called no-such-job")
    boss.taps("J-000001")
    boss.sees("Nothing was given up.")
    shop.does_jobs()
    boss.taps("Look again")

    boss.sees("J-000001")


def test_two_admins_try_it_again_once(shop: ShopInTest, boss: PersonInTest, ana: PersonInTest) -> None:
    shop.driver.script("sendMessage", Rejected(400, "Bad Request: strange"))
    ana.says("/start")
    other = shop.agent(702, "Other", role=Role.ADMIN)
    boss.says("/trouble")
    other.says("/trouble")

    boss.taps("C-")
    other.taps("C-")

    assert shop.driver.toasts[-2:] == [
        "All right, trying again.",
        "That one is being tried again, or has worked by now.",
    ]
    assert len(ana.messages) <= 1


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.AGENT, Role.SUPERVISOR])
def test_it_is_for_admins_alone(shop: ShopInTest, role: Role) -> None:
    somebody = shop.agent(703, "Li", role=role)

    somebody.says("/trouble")

    somebody.sees("for the shop’s staff")
