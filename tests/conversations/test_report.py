"""Transcripts of the report: its numbers in words, its picture, and who may see it."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from backend import reports
from backend.people import Role
from bot import pictures
from flows.screens import Picture
from storage.jobs import JOBS
from tests.conversations.chats import PersonInTest, ShopInTest
from tests.conversations.journeys import has_delivery, waits_for_payment


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Picture]:
    """The pictures that were asked for; the process that would draw them has tests of its own."""
    asked: list[Picture] = []

    async def draw(picture: Picture, language: str) -> bytes:
        del language
        await asyncio.sleep(0)
        asked.append(picture)
        return b"PNG"

    monkeypatch.setattr(pictures, "draw", draw)
    return asked


@pytest.fixture
def su(shop: ShopInTest) -> PersonInTest:
    """A supervisor who reads English."""
    return shop.agent(602, "Su", role=Role.SUPERVISOR)


def last_days(picture: Picture, count: int) -> list[Any]:
    """The last days of a picture."""
    days: list[Any] = picture.numbers["days"]
    return days[-count:]


def test_the_numbers_stand_in_words_below_the_picture(
    shop: ShopInTest, su: PersonInTest, ana: PersonInTest, xiaomei: PersonInTest, drawn: list[Picture]
) -> None:
    waits_for_payment(xiaomei)
    shop.forward(hours=20)
    has_delivery(shop, ana)

    su.says("/report")
    su.sees("Counting the last 7 days…")
    shop.does_jobs()

    su.sees("The last 7 days", "Orders placed: 2, of them paid: 1.", "half within 0 seconds, 9 of 10 within 0 seconds")
    su.sees("Nobody complained.")
    su.offers("7 days", "30 days", "Menu")
    assert [method for method, _ in shop.driver.calls[-2:]] == ["sendMessage", "editMessageMedia"]
    assert [day["placed"] for day in last_days(drawn[-1], 7)] == [0, 0, 0, 0, 0, 1, 1]
    assert last_days(drawn[-1], 1) == [
        {"on": "2026-03-03", "placed": 1, "paid": 1, "median_seconds": 0, "p90_seconds": 0}
    ]


def test_the_other_span_is_one_tap_away_in_the_same_message(
    shop: ShopInTest, su: PersonInTest, drawn: list[Picture]
) -> None:
    su.says("/report")
    shop.does_jobs()
    su.sees("Nothing was delivered in this time.")

    su.taps("30 days")
    assert shop.driver.toasts == ["📊 Counting the last 30 days…"]
    su.sees("The last 7 days")
    shop.does_jobs()

    su.sees("The last 30 days")
    assert [len(picture.numbers["days"]) for picture in drawn] == [7, 30]
    assert len(su.messages) == 1


def test_the_span_may_stand_after_the_command(shop: ShopInTest, drawn: list[Picture]) -> None:
    laoban = shop.agent(603, "老板", role=Role.ADMIN, language="zh-CN")

    laoban.says("/report 30")
    laoban.sees("正在统计最近 30 天")
    shop.does_jobs()

    laoban.sees("最近 30 天", "下单 0 笔，已付款 0 笔。", "没有投诉")
    assert len(drawn) == 1


def test_without_a_picture_the_words_come_all_the_same(
    shop: ShopInTest, su: PersonInTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(picture: Picture, language: str) -> bytes:
        raise pictures.CannotDraw(f"no font for {picture.kind} in {language}")

    monkeypatch.setattr(pictures, "draw", fails)

    su.says("/report")
    shop.does_jobs()

    su.sees("The last 7 days", "Orders placed: 0")


def test_tapping_in_vain_while_it_is_counted_counts_it_once(
    shop: ShopInTest, su: PersonInTest, drawn: list[Picture]
) -> None:
    su.says("/report")
    shop.does_jobs()

    for _ in range(3):
        su.taps("30 days")
    with shop.database.read() as db:
        assert db.scalar(sa.select(sa.func.count()).select_from(JOBS)) == 1
    shop.does_jobs()

    assert [len(picture.numbers["days"]) for picture in drawn] == [7, 30]


def test_who_went_on_to_something_else_is_left_in_peace(
    shop: ShopInTest, su: PersonInTest, drawn: list[Picture]
) -> None:
    su.says("/report")
    su.taps("Menu")
    shop.does_jobs()

    su.misses("The last 7 days")
    assert (len(su.messages), drawn) == (1, [])


def test_a_report_that_can_not_be_counted_says_so_and_can_be_asked_for_again(
    shop: ShopInTest, su: PersonInTest, drawn: list[Picture], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError("disk")

    su.says("/report")
    with monkeypatch.context() as broken:
        broken.setattr(reports, "report", fails)
        for _ in range(5):
            shop.forward(minutes=2)
            shop.does_jobs()
    su.sees("The report could not be counted", "J-000001")
    assert "J-000001" in shop.told[-1]

    su.taps("7 days")
    shop.does_jobs()

    su.sees("Orders placed: 0")
    assert len(drawn) == 1


def test_who_is_no_supervisor_any_more_sees_no_numbers(
    shop: ShopInTest, su: PersonInTest, drawn: list[Picture]
) -> None:
    su.says("/report")
    shop.agent(su.id, "Su", role=Role.AGENT)
    shop.does_jobs()

    su.sees("for the shop’s staff")
    assert drawn == []


def test_agents_and_customers_see_no_report(shop: ShopInTest, ana: PersonInTest, drawn: list[Picture]) -> None:
    agent = shop.agent(604, "Li")

    for person in (agent, ana):
        person.says("/report")
        person.sees("for the shop’s staff")

    assert drawn == []
