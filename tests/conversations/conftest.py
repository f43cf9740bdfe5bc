"""Fixtures of the transcripts: a shop with two products, and people.

Not here: what they say.
"""

import asyncio
from collections.abc import Iterator

import pytest

from storage.database import Database
from storage.secrets import Vault
from tests.conversations.chats import PersonInTest, ShopInTest


@pytest.fixture
def shop(sqlite_database: Database, vault: Vault) -> Iterator[ShopInTest]:
    """A shop that is open."""
    with asyncio.Runner() as runner:
        yield ShopInTest(sqlite_database, vault, runner)


@pytest.fixture
def ana(shop: ShopInTest) -> PersonInTest:
    """An English-speaking customer."""
    return shop.person(501, "Ana")


@pytest.fixture
def xiaomei(shop: ShopInTest) -> PersonInTest:
    """A Chinese-speaking customer."""
    return shop.person(502, "小美", "zh-hans")
