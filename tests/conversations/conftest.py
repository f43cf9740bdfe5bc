"""Fixtures of the transcripts: a shop with two products, and people.

Not here: what they say.
"""

import asyncio
from collections.abc import Iterator
from functools import cache

import pytest

from bot import voice
from storage.database import Database
from storage.secrets import Vault
from tests.conversations.chats import PersonInTest, ShopInTest, furnish
from tests.databases import Databases


@pytest.fixture
def shop(databases: Databases, _furnished: Database, vault: Vault) -> Iterator[ShopInTest]:
    """A shop that is open."""
    with databases.fresh("sqlite", like=_furnished) as database, asyncio.Runner() as runner:
        yield ShopInTest(database, vault, runner, is_furnished=True)


@pytest.fixture
def ana(shop: ShopInTest) -> PersonInTest:
    """An English-speaking customer."""
    return shop.person(501, "Ana")


@pytest.fixture
def xiaomei(shop: ShopInTest) -> PersonInTest:
    """A Chinese-speaking customer."""
    return shop.person(502, "小美", "zh-hans")


@pytest.fixture
def bo(shop: ShopInTest) -> PersonInTest:
    """An agent, in a shop with a staff group."""
    shop.group()
    return shop.agent(601, "Bo")


@pytest.fixture
def cai(shop: ShopInTest, bo: PersonInTest) -> PersonInTest:
    """Another agent."""
    return shop.agent(602, "Cai")


@pytest.fixture(scope="session")
def _furnished(databases: Databases, vault: Vault) -> Iterator[Database]:
    """What shops are copies of; it is closed."""
    with databases.fresh("sqlite") as database:
        furnish(database, vault)
        database.close()
        yield database


@pytest.fixture(scope="session", autouse=True)
def _words_are_read_once() -> Iterator[None]:
    """A program reads its locales once; here each test builds a whole bot."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(voice, "_bundle", cache(voice._bundle))
        yield
