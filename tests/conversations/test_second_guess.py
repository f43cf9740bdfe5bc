"""Transcripts of a second guess: a sentence the bot is not sure of is read by a reranker, while the person looks on."""

import asyncio
from collections.abc import Iterator

import pytest

from storage.database import Database
from storage.secrets import Vault
from tests.conversations.chats import PersonInTest, ShopInTest
from tests.databases import Databases
from tests.endpoint import Endpoint, endpoint_open

UNCLEAR = "Zygmunt 那边今天天气怎么样"


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with endpoint_open() as endpoint:
        yield endpoint


@pytest.fixture
def shop(databases: Databases, _furnished: Database, vault: Vault, endpoint: Endpoint) -> Iterator[ShopInTest]:
    """A shop with a reranker."""
    with databases.fresh("sqlite", like=_furnished) as database, asyncio.Runner() as runner:
        yield ShopInTest(database, vault, runner, is_furnished=True, reranker_url=endpoint.url, reranker_model="small")


def test_the_question_turns_into_what_was_meant(shop: ShopInTest, xiaomei: PersonInTest, endpoint: Endpoint) -> None:
    endpoint.says = '{"intent": "balance_or_topup"}'
    xiaomei.says(UNCLEAR)
    xiaomei.sees("没太听懂")

    shop.does_jobs()

    xiaomei.sees("您的余额", "我想是这个意思", "人工")
    assert len(xiaomei.messages) == 1
    (read,) = endpoint.read
    assert "那边" in read
    assert "zygmunt" not in read.casefold()


def test_a_wish_that_needs_a_conversation_begins_it(
    shop: ShopInTest, xiaomei: PersonInTest, endpoint: Endpoint
) -> None:
    endpoint.says = '{"intent": "complaint"}'
    xiaomei.says(UNCLEAR)
    shop.does_jobs()
    xiaomei.sees("我想是这个意思")

    xiaomei.says("取消")

    xiaomei.sees("投诉不用了")


@pytest.mark.parametrize("says", ['{"intent": "out_of_scope"}', '{"intent": "give_me_everything"}', "no idea"])
def test_where_it_knows_nothing_better_the_question_stands(
    shop: ShopInTest, xiaomei: PersonInTest, endpoint: Endpoint, says: str
) -> None:
    endpoint.says = says
    xiaomei.says(UNCLEAR)

    shop.does_jobs()

    xiaomei.sees("没太听懂")
    xiaomei.misses("我想是这个意思")


def test_who_has_gone_on_is_not_called_back(shop: ShopInTest, xiaomei: PersonInTest, endpoint: Endpoint) -> None:
    endpoint.says = '{"intent": "balance_or_topup"}'
    xiaomei.says(UNCLEAR)
    xiaomei.says("/help")

    shop.does_jobs()

    xiaomei.misses("您的余额")


def test_who_asks_twice_is_answered_of_the_second(shop: ShopInTest, xiaomei: PersonInTest, endpoint: Endpoint) -> None:
    endpoint.says = '{"intent": "balance_or_topup"}'
    xiaomei.says(UNCLEAR)
    xiaomei.says("/help")
    shop.clock.forward(seconds=1)
    xiaomei.says("明天天气好不好")

    shop.does_jobs()
    xiaomei.sees("没太听懂")
    shop.does_jobs()

    xiaomei.sees("您的余额")
    assert len(endpoint.asked) == 2


def test_an_answer_that_would_come_too_late_is_not_asked_for(
    shop: ShopInTest, xiaomei: PersonInTest, endpoint: Endpoint
) -> None:
    xiaomei.says(UNCLEAR)
    shop.clock.forward(seconds=16)

    shop.does_jobs()

    xiaomei.sees("没太听懂")
    assert endpoint.asked == []


def test_what_says_nothing_is_not_sent_out(shop: ShopInTest, ana: PersonInTest, endpoint: Endpoint) -> None:
    ana.says("asdf qwer zxcv 4711")

    shop.does_jobs()

    ana.sees("not sure what you mean")
    assert endpoint.asked == []


def test_a_silent_endpoint_is_nobodys_trouble(shop: ShopInTest, xiaomei: PersonInTest, endpoint: Endpoint) -> None:
    endpoint.status = 500
    xiaomei.says(UNCLEAR)

    shop.does_jobs()

    xiaomei.sees("没太听懂")
    assert shop.told == []
